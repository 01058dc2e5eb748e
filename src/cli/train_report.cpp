// The report of a training run: at its end, and while it goes on.
#include "core/strict_float.h"

#include "cli/settings_options.h"
#include "cli/train_files.h"
#include "core/foreign_text.h"
#include "report/report_page.h"

#include <stdexcept>

namespace {

// The options that make the run again, for a shell: those that are not the defaults.
std::string command_of(const Settings& settings, const Given& given) {
  std::string command = "posembed" + options_of(settings);
  for (const char* option : {"--data", "--pad", "--init", "--validate", "--stop-below"}) {
    const std::string value = given.text(option);
    if (value.empty()) continue;
    const bool looks_like_an_option = value[0] == '-';
    command.append(" ").append(option).append(looks_like_an_option ? "=" : " ");
    command += shell_word(value);
  }
  return command + " --report FILE";
}

}  // namespace

void TrainOutputs::write_report(const RunSeen& run) {
  outputs_.write(kReport, [&](std::ostream& out) {
    if (run.frames.empty()) {
      throw std::runtime_error("no prediction of the run is finite: " +
                               printable(outputs_[kReport].name()) + " is not written");
    }
    out << report_page(run, command_of(run.settings, given_));
  });
}

// At most a quarter of the time goes into that.
void TrainOutputs::report_so_far(const Trainer& trainer) {
  const std::chrono::milliseconds every(given_.number("--report-every", 0));
  const Clock::time_point start = Clock::now();
  if (start < reported_ + every || !snapshots_ || outputs_[kReport].is_in_place()) return;
  const RunSeen seen = snapshots_->so_far(trainer);
  if (!seen.frames.empty()) write_report(seen);
  const Clock::time_point end = Clock::now();
  reported_ = end + 3 * (end - start);
}
