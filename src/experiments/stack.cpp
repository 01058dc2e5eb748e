#include "core/strict_float.h"

#include "experiments/stack.h"

#include "core/decimal.h"

#include <algorithm>

const Experiment* find_experiment(const std::string& name) {
  const auto* const found =
      std::find_if(kExperiments.begin(), kExperiments.end(),
                   [&](const Experiment* experiment) { return experiment->name == name; });
  return found == kExperiments.end() ? nullptr : *found;
}

Runs stack_runs(const Experiment& experiment, StackSize size,
                const std::vector<std::uint64_t>& seeds) {
  const std::string command = "stack " + std::string(experiment.name);
  return {command + (size == StackSize::kQuick ? " --quick" : ""), seeds,
          experiment.configurations(size), &experiment, size};
}

std::string layers_text(std::size_t layers) {
  return std::to_string(layers) + (layers == 1 ? " layer" : " layers");
}

Texts layers_texts(const std::vector<std::size_t>& depths) {
  Texts texts;
  for (const std::size_t layers : depths) texts.push_back(layers_text(layers));
  return texts;
}

std::vector<std::size_t> doubling(std::size_t first, std::size_t last) {
  std::vector<std::size_t> sizes;
  for (std::size_t size = first; size <= last; size *= 2) sizes.push_back(size);
  return sizes;
}

StackTable table_of(const std::string& title, const std::string& row_head, const Texts& rows,
                    const Texts& heads,
                    const std::function<TableEntry(std::size_t row, std::size_t column)>& entry) {
  StackTable table = {title, row_head, heads, {}};
  for (std::size_t r = 0; r < rows.size(); ++r) {
    table.rows.push_back({rows[r], {}});
    for (std::size_t c = 0; c < heads.size(); ++c) table.rows[r].entries.push_back(entry(r, c));
  }
  return table;
}

bool clearly_above(const Spread& a, const Spread& b) {
  return a.mean > 1.5 * b.mean && a.mean - b.mean > a.deviation + b.deviation;
}

std::string three_digits(double value) { return to_significant(value, 3); }

std::string filled_in(const std::string& text, const Texts& values) {
  std::string filled;
  std::size_t start = 0;
  for (const std::string& value : values) {
    const std::size_t gap = text.find("{}", start);
    filled += text.substr(start, gap - start) + value;
    start = gap + 2;
  }
  return filled + text.substr(start);
}
