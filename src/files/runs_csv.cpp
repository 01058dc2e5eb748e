#include "core/strict_float.h"

#include "files/runs_csv.h"

#include "core/decimal.h"
#include "core/foreign_text.h"
#include "core/named.h"
#include "files/csv.h"
#include "files/file.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

namespace {

constexpr std::size_t kMostRuns = 1000000;  // of which the lists of a small file would be large
constexpr const char* kHeads = "command,seeds,configuration,seed,quantity,at,value";

std::string at_text(double at) { return to_significant(at, 17); }

// Reads one file, row by row.
class RunsReader {
 public:
  RunsReader(std::istream& in, const std::string& name, const Planned& planned)
      : in_(in), name_(name), planned_(planned) {}

  std::optional<Runs> read() {
    next_line();
    if (!line_.empty() && line_[0] == '#') {
      refuse(std::string(kHeads) + " (a file of an older version: make its runs again)");
    }
    if (line_ != kHeads) refuse(kHeads);
    while (next_row()) read_run();
    return std::move(runs_);
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    refuse_file(name_ + ", line " + std::to_string(number_), what);
  }
  [[noreturn]] void refuse(const std::string& expected, const std::string& found) const {
    fail("expected " + expected + ", found " + printable_quoted(found, 60));
  }
  [[noreturn]] void refuse(const std::string& expected) const { refuse(expected, line_); }

  // False at the end. Every line ends in a new line: one that does not was cut, within its last
  // number perhaps.
  bool next_line() {
    ++number_;
    if (!read_line(in_, line_, name_)) return false;
    if (number_ == 1) refuse_byte_order_mark(line_, name_);
    if (in_.eof()) fail("expected a new line at the end, found none: the file was cut");
    if (!line_.empty() && line_.back() == '\r') line_.pop_back();
    return true;
  }

  bool next_row() {
    if (!next_line()) return false;
    const std::vector<std::string> before = std::exchange(row_, csv_fields(line_));
    if (row_.size() != 7) refuse(kHeads);
    if (!runs_) {
      plan();
    } else if (row_[0] != before[0] || row_[1] != before[1]) {
      refuse("command and seeds of the row before");
    }
    return true;
  }

  void plan() {
    try {
      runs_ = planned_(row_[0], row_[1]);
      if (runs_->seeds.size() * runs_->configurations.size() > kMostRuns) {
        throw std::runtime_error("expected at most " + std::to_string(kMostRuns) +
                                 " runs, found seeds " + printable(row_[1]));
      }
    } catch (const std::runtime_error& error) {
      fail(error.what());
    }
    const std::vector<std::uint64_t>& seeds = runs_->seeds;
    if (row_[1] != text_of_seeds(seeds) || !std::is_sorted(seeds.begin(), seeds.end())) {
      refuse("seeds in order, as in 0..4,7", row_[1]);
    }
  }

  // The rows of one run, of which the first was read: each quantity at each of its places.
  void read_run() {
    const Configuration& one = configuration();
    const std::uint64_t seed = seed_of(one);
    if (runs_->results.has(one.name, seed)) refuse("each run once");
    const std::string seed_text = std::to_string(seed);
    Measurements made;
    for (const Quantity& quantity : one.quantities(one.settings)) {
      double at = quantity.first;
      while (at <= quantity.last) {
        const std::string place = at_text(at);
        const auto expected = [&] { return quantity.name + " at " + place; };
        if (!made.empty() && !next_row()) refuse(expected(), "the end");
        if (row_[2] != one.name || row_[3] != seed_text) {
          refuse(expected() + " of the run before");
        }
        if (row_[4] != quantity.name || row_[5] != place) refuse(expected());
        const double value = value_of(quantity);
        const bool ended = quantity.is_loss && at > quantity.first && std::isnan(made.back().value);
        if (ended && !std::isnan(value)) refuse("no value, as in the row before");
        made.push_back({quantity.name, at, value});
        at = quantity.next(at);
      }
    }
    runs_->results.add(one.name, seed, std::move(made));
  }

  const Configuration& configuration() const {
    const Configuration* found = find_named(runs_->configurations, row_[2]);
    if (found == nullptr) refuse("a configuration of " + printable(runs_->command));
    return *found;
  }

  std::uint64_t seed_of(const Configuration& one) const {
    const auto first = runs_->seeds.begin();
    const auto last = one.has_draws ? runs_->seeds.end() : first + 1;
    const auto seed = whole_from_decimal(row_[3]);
    if (!seed || !std::binary_search(first, last, *seed)) {
      refuse("a seed of " + text_of_seeds({first, last}));
    }
    return *seed;
  }

  // An empty field is a missing value.
  double value_of(const Quantity& quantity) const {
    if (row_[6].empty()) return std::numeric_limits<double>::quiet_NaN();
    const bool from_zero = quantity.least == 0;
    const auto value = from_decimal(row_[6]);
    const bool is_too_large = quantity.is_loss && value > std::numeric_limits<float>::max();
    if (!value || is_too_large || *value < quantity.least || (from_zero && std::signbit(*value))) {
      refuse(std::string(from_zero ? "a number from 0 on" : "a number") +
             ", or none where the run diverged");
    }
    return *value;
  }

  std::istream& in_;
  const std::string& name_;
  const Planned& planned_;
  std::optional<Runs> runs_;
  std::size_t number_ = 0;  // of the line
  std::string line_;
  std::vector<std::string> row_;
};

}  // namespace

void write_runs_csv(std::ostream& out, const Runs& runs) {
  out << kHeads << "\n";
  const std::string start =
      csv_field(runs.command) + "," + csv_field(text_of_seeds(runs.seeds)) + ",";
  for (const Configuration& one : runs.configurations) {
    for (const auto& [seed, made] : runs.results.of(one.name)) {
      for (const Measured& measured : made) {
        out << start << csv_field(one.name) << "," << seed << "," << csv_field(measured.quantity)
            << "," << at_text(measured.at) << "," << csv_number(measured.value) << "\n";
      }
    }
  }
}

std::optional<Runs> read_runs_csv(std::istream& in, const std::string& name,
                                  const Planned& planned) {
  return RunsReader(in, name, planned).read();
}
