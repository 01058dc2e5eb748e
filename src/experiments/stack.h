// What goes wrong in deep stacks of self-attention: six claims, each an experiment of
// configurations, tables of what they measure, and a finding.
#pragma once

#include "experiments/runs.h"
#include "training/settings.h"

#include <array>

struct TableRow {
  std::string name;
  std::vector<TableEntry> entries;
};
struct StackTable {
  std::string title;
  std::string row_head;
  std::vector<std::string> heads;
  std::vector<TableRow> rows;
};

// What the numbers say of the claim.
enum class Verdict { kHolds, kHoldsWhen, kRefuted, kNotShown };
struct Finding {
  Verdict verdict = Verdict::kNotShown;
  std::string when;      // the condition of kHoldsWhen
  std::string sentence;  // with the numbers
};

struct Experiment {
  const char* name;
  const char* claim;
  std::vector<Configuration> (*configurations)(StackSize size);
  std::vector<StackTable> (*tables)(StackSize size);
  // A function of the numbers alone.
  Finding (*finding)(const Results& results, StackSize size);
};

extern const Experiment kStackCost;
extern const Experiment kStackStart;
extern const Experiment kStackDepth;
extern const Experiment kStackEncodings;
extern const Experiment kStackData;
extern const Experiment kStackAttention;

inline constexpr std::array kExperiments = {
    &kStackCost,       //
    &kStackStart,      //
    &kStackDepth,      //
    &kStackEncodings,  //
    &kStackData,       //
    &kStackAttention,  //
};

// The experiment of that name; nullptr where there is none.
const Experiment* find_experiment(const std::string& name);

// Its runs with each of the seeds, none of them made.
Runs stack_runs(const Experiment& experiment, StackSize size,
                const std::vector<std::uint64_t>& seeds);

// For the experiments. A configuration that is trained: what is measured is what `train` with these
// options and --log and --errors writes.
Configuration trained_with(const std::string& name, const std::string& options);

// One of the ways to set up a stack: its name, and the options that make it.
struct Variant {
  const char* name;
  const char* options;
};

// "1 layer", "2 layers"
std::string layers_text(std::size_t layers);

// A number of a table or a finding: three digits.
std::string three_digits(double value);

// In tables and sentences: of a count its digits, of a measured number three, of what has a name
// that.
inline std::string text_of(const char* text) { return text; }
inline std::string text_of(const std::string& text) { return text; }
inline std::string text_of(std::size_t count) { return std::to_string(count); }
inline std::string text_of(double value) { return three_digits(value); }
template <class Named>
std::string text_of(const Named& one) {
  return one.name;
}
using Texts = std::vector<std::string>;
template <class Values>
Texts texts_of(const Values& values) {
  Texts texts;
  for (const auto& value : values) texts.push_back(text_of(value));
  return texts;
}
Texts layers_texts(const std::vector<std::size_t>& depths);

// From `first` to `last`, each twice the one before.
std::vector<std::size_t> doubling(std::size_t first, std::size_t last);

// A table that has `entry(row, column)` where the two meet.
StackTable table_of(const std::string& title, const std::string& row_head, const Texts& rows,
                    const Texts& heads,
                    const std::function<TableEntry(std::size_t row, std::size_t column)>& entry);

// Half as much again, and by more than seeds differ.
bool clearly_above(const Spread& a, const Spread& b);

// The text with each {} replaced by the next of the values.
std::string filled_in(const std::string& text, const Texts& values);
template <class... Values>
std::string sentence(const std::string& text, const Values&... values) {
  return filled_in(text, {text_of(values)...});
}
