#include "core/strict_float.h"

#include "files/runs_csv.h"

#include "core/decimal.h"
#include "core/foreign_text.h"
#include "core/named.h"
#include "files/csv_lines.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

namespace {

constexpr std::size_t kMostRuns = 1000000;  // of which the lists of a small file would be large
constexpr const char* kHeads = "command,seeds,configuration,seed,quantity,at,value";

std::string at_text(double at) { return to_significant(at, 17); }

// The run that the rows are of, and which of its numbers comes next.
class RunReader {
 public:
  RunReader(Runs& runs, const CsvLines& lines) : runs_(runs), lines_(lines) {}

  void take(const std::vector<std::string>& row, const std::string& line) {
    if (is_done()) begin(row, line);
    if (row[2] != configuration_->name || row[3] != std::to_string(seed_)) {
      lines_.refuse(expected() + " of the run before", line);
    }
    const Quantity& quantity = quantities_[next_];
    if (row[4] != quantity.name || row[5] != at_text(at_)) lines_.refuse(expected(), line);
    made_.push_back({quantity.name, at_, value_in(row[6], quantity, line)});
    at_ = quantity.next(at_);
    if (at_ > quantity.last) begin_series(next_ + 1);
    if (is_done()) runs_.results.add(configuration_->name, seed_, std::move(made_));
  }

  bool is_done() const { return next_ >= quantities_.size(); }
  std::string expected() const { return quantities_[next_].name + " at " + at_text(at_); }

 private:
  void begin(const std::vector<std::string>& row, const std::string& line) {
    configuration_ = find_named(runs_.configurations, row[2]);
    if (configuration_ == nullptr)
      lines_.refuse("a configuration of " + printable(runs_.command), line);
    const auto seed = whole_from_decimal(row[3]);
    const auto last = configuration_->has_draws ? runs_.seeds.end() : runs_.seeds.begin() + 1;
    if (!seed || !std::binary_search(runs_.seeds.begin(), last, *seed)) {
      lines_.refuse("a seed of " + text_of_seeds({runs_.seeds.begin(), last}), line);
    }
    seed_ = *seed;
    if (runs_.results.has(row[2], seed_)) lines_.refuse("each run once", line);
    quantities_ = configuration_->quantities(configuration_->settings);
    made_.clear();
    begin_series(0);
  }

  void begin_series(std::size_t next) {
    next_ = next;
    if (!is_done()) at_ = quantities_[next_].first;
  }

  // An empty field is a missing value; a series ends with it where it is of losses.
  double value_in(const std::string& text, const Quantity& quantity, const std::string& line) {
    if (text.empty()) return std::numeric_limits<double>::quiet_NaN();
    const auto value = from_decimal(text);
    const bool is_too_large = quantity.is_loss && value > std::numeric_limits<float>::max();
    if (!value || is_too_large || *value < quantity.least ||
        (quantity.least == 0 && std::signbit(*value))) {
      lines_.refuse((quantity.least == 0 ? "a number from 0 on" : "a number") +
                        std::string(", or none where the run diverged"),
                    line);
    }
    if (quantity.is_loss && at_ > quantity.first && std::isnan(made_.back().value)) {
      lines_.refuse("no value, as in the row before", line);
    }
    return *value;
  }

  Runs& runs_;
  const CsvLines& lines_;
  const Configuration* configuration_ = nullptr;
  std::uint64_t seed_ = 0;
  std::vector<Quantity> quantities_;
  std::size_t next_ = 0;
  double at_ = 0;
  Measurements made_;
};

Runs planned_by(const std::vector<std::string>& row, const Planned& planned,
                const CsvLines& lines) {
  try {
    Runs runs = planned(row[0], row[1]);
    if (runs.seeds.size() * runs.configurations.size() > kMostRuns) {
      throw std::runtime_error("expected at most " + std::to_string(kMostRuns) +
                               " runs, found seeds " + printable(row[1]));
    }
    if (row[1] == text_of_seeds(runs.seeds) &&
        std::is_sorted(runs.seeds.begin(), runs.seeds.end())) {
      return runs;
    }
  } catch (const std::runtime_error& error) {
    lines.refuse(error);
  }
  lines.refuse("seeds in order, as in 0..4,7", row[1]);
}

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
  CsvLines lines(in, name);
  std::string line;
  lines.next(line);
  if (!line.empty() && line[0] == '#') {
    lines.refuse(std::string(kHeads) + " (a file of an older version: make its runs again)", line);
  }
  if (line != kHeads) lines.refuse(kHeads, line);
  std::optional<Runs> runs;
  std::optional<RunReader> reader;
  std::vector<std::string> first;
  while (lines.next(line)) {
    const std::vector<std::string> row = csv_fields(line);
    if (row.size() != 7) lines.refuse(kHeads, line);
    if (!runs) {
      runs = planned_by(row, planned, lines);
      reader.emplace(*runs, lines);
      first = row;
    }
    if (row[0] != first[0] || row[1] != first[1]) {
      lines.refuse("command and seeds of the row before", line);
    }
    reader->take(row, line);
  }
  if (reader && !reader->is_done()) lines.refuse(reader->expected(), "the end");
  return runs;
}
