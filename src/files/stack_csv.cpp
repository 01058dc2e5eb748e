#include "core/strict_float.h"

#include "files/stack_csv.h"

#include "core/decimal.h"
#include "files/csv_lines.h"

#include <cmath>
#include <limits>
#include <set>

namespace {

constexpr const char* kStackHeads = "cell,seed,quantity,at,value";

const char* name_of(StackSize size) { return size == StackSize::kQuick ? "quick" : "full"; }

// What follows "NAME=" in the first line, up to the next blank.
std::string word_after(const std::string& name, const std::string& line, const CsvLines& lines) {
  const std::string start = " " + name + "=";
  const std::size_t found = line.find(start);
  if (found == std::string::npos)
    lines.refuse("# experiment=... size=... seeds=... rows=...", line);
  const std::size_t first = found + start.size();
  return line.substr(first, line.find(' ', first) - first);
}

StackCsv first_line(const std::string& line, const CsvLines& lines) {
  StackCsv stack;
  stack.experiment = find_experiment(word_after("experiment", line, lines));
  stack.seeds = word_after("seeds", line, lines);
  const std::string size = word_after("size", line, lines);
  stack.size = size == name_of(StackSize::kQuick) ? StackSize::kQuick : StackSize::kFull;
  if (stack.experiment == nullptr || size != name_of(stack.size)) {
    lines.refuse("an experiment of ours, full or quick", line);
  }
  return stack;
}

struct StackRow {
  std::string cell;
  std::uint64_t seed = 0;
  Measured measured;
};

std::optional<double> value_from(const std::string& text) {
  if (text == "nan") return std::numeric_limits<double>::quiet_NaN();
  return from_decimal(text);
}

StackRow stack_row_in(const std::string& line, const CsvLines& lines) {
  const std::vector<std::string> fields = csv_fields(line);
  if (fields.size() != 5) lines.refuse(kStackHeads, line);
  const auto seed = whole_from_decimal(fields[1]);
  const auto at = from_decimal(fields[3]);
  const auto value = value_from(fields[4]);
  if (!seed || !at || !value) lines.refuse(kStackHeads, line);
  return {fields[0], *seed, {fields[2], *at, *value}};
}

}  // namespace

void write_stack_csv(std::ostream& out, const StackCsv& stack) {
  std::size_t rows = 0;
  for (const auto& [cell, seeds] : stack.results.cells()) {
    for (const auto& [seed, measurements] : seeds) rows += measurements.size();
  }
  out << "# experiment=" << stack.experiment->name << " size=" << name_of(stack.size)
      << " seeds=" << stack.seeds << " rows=" << rows << "\n"
      << kStackHeads << "\n";
  for (const Cell& cell : stack.experiment->cells(stack.size)) {
    const auto found = stack.results.cells().find(cell.name);
    if (found == stack.results.cells().end()) continue;
    for (const auto& [seed, measurements] : found->second) {
      for (const Measured& one : measurements) {
        // Not a number where a run diverged: infinity, too, is one of its ways.
        const bool finite = std::isfinite(one.value);
        out << cell.name << "," << seed << "," << one.quantity << "," << to_significant(one.at, 17)
            << "," << (finite ? to_decimal(one.value) : "nan") << "\n";
      }
    }
  }
}

StackCsv read_stack_csv(std::istream& in, const std::string& name) {
  CsvLines lines(in, name);
  std::string line;
  if (!lines.next(line) || line.empty() || line[0] != '#') lines.refuse("# and settings", line);
  StackCsv stack = first_line(line, lines);
  const std::string rows = word_after("rows", line, lines);
  if (!lines.next(line) || line != kStackHeads) lines.refuse(kStackHeads, line);
  std::set<std::string> known;
  for (const Cell& cell : stack.experiment->cells(stack.size)) known.insert(cell.name);
  StackRow last;
  Measurements run;
  const auto keep_run = [&] {
    if (!run.empty()) stack.results.add(last.cell, last.seed, run);
    run.clear();
  };
  std::size_t count = 0;
  for (; lines.next(line); ++count) {
    const StackRow row = stack_row_in(line, lines);
    if (known.count(row.cell) == 0) lines.refuse("a cell of the experiment", line);
    if (row.cell != last.cell || row.seed != last.seed) {
      keep_run();
      if (stack.results.has(row.cell, row.seed)) lines.refuse("each run in one place", line);
    }
    run.push_back(row.measured);
    last = row;
  }
  keep_run();
  if (rows != std::to_string(count)) lines.refuse(rows + " rows", std::to_string(count));
  return stack;
}
