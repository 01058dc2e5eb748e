#include "core/strict_float.h"

#include "cli/console.h"

#include "core/decimal.h"
#include "core/foreign_text.h"

#include <utility>

void complain(const Console& console, const std::string& message) {
  // Whoever made the message made its foreign parts printable and short; this is for what was
  // missed.
  constexpr std::size_t kMost = 2000;
  console.err << "posembed: " << printable(message, kMost) << "\n" << std::flush;
}

Progress::Progress(const Console& console, bool quiet, std::string unit, std::uint64_t before)
    : console_(console),
      shown_(console.err_is_terminal && !quiet),
      unit_(std::move(unit)),
      before_(before) {}

void Progress::update(std::uint64_t done, std::uint64_t total) {
  if (!shown_) return;
  const Clock::time_point now = Clock::now();
  if (now < next_) return;
  next_ = now + std::chrono::milliseconds(100);
  const double rate =
      static_cast<double>(done - before_) / std::chrono::duration<double>(now - start_).count();
  console_.err << kEraseLine << done << " of " << total << " " << unit_ << ", " << to_fixed(rate, 0)
               << "/s, " << to_fixed(static_cast<double>(total - done) / rate, 0) << " s left"
               << std::flush;
  drawn_ = true;
}

void Progress::clear() {
  if (drawn_) console_.err << kEraseLine << std::flush;
  drawn_ = false;
}
