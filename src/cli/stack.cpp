#include "core/strict_float.h"

#include "experiments/stack.h"

#include "cli/commands.h"
#include "cli/many_runs.h"
#include "cli/settings_options.h"
#include "core/foreign_text.h"
#include "core/text_layout.h"
#include "report/stack_output.h"

#include <algorithm>

namespace {

std::vector<std::string> experiment_names() {
  std::vector<std::string> names;
  names.reserve(kExperiments.size());
  for (const Experiment* one : kExperiments) names.emplace_back(one->name);
  return names;
}

const Experiment& experiment_named(const std::string& name) {
  const Experiment* found = find_experiment(name);
  if (found != nullptr) return *found;
  throw UsageError("unknown experiment " + printable_quoted(name) +
                   did_you_mean(name, experiment_names()));
}

Option experiment_option() {
  Option option = {"EXPERIMENT...", "", ""};
  option.choices = experiment_names();
  option.help = joined(option.choices, ", ", [](const auto& name) { return name; }) + " (all)";
  return option;
}

StackSize size_in(const Given& given) {
  return given.has("--quick") ? StackSize::kQuick : StackSize::kFull;
}

Runs planned_stack(const Given& given, const std::vector<std::uint64_t>& seeds) {
  const Arguments words = given.all("EXPERIMENT...");
  return stack_runs(experiment_named(words.empty() ? "" : words[0]), size_in(given), seeds);
}

// What makes the page again: the options that are not the defaults.
std::string command_of(const std::vector<Runs>& stacks) {
  std::string command = "posembed stack";
  if (stacks.size() < kExperiments.size()) {
    for (const Runs& stack : stacks) command += std::string(" ") + stack.experiment->name;
  }
  const bool is_quick = stacks[0].size == StackSize::kQuick;
  if (is_quick) command += " --quick";
  const std::string seeds = text_of_seeds(stacks[0].seeds);
  if (seeds != (is_quick ? "0" : "0..2")) command += " --seeds " + seeds;
  return command + " --report FILE";
}

bool is_whole(const Runs& stack) { return missing_runs({stack}).empty(); }

// Each once, in their order; all where none is named.
std::vector<Runs> stacks_named(const Given& given) {
  const Arguments words = given.all("EXPERIMENT...");
  for (const std::string& name : words) experiment_named(name);
  const auto seeds = seeds_of(given.text("--seeds", given.has("--quick") ? "0" : "0..2"));
  std::vector<Runs> stacks;
  for (const Experiment* one : kExperiments) {
    const bool is_named = std::find(words.begin(), words.end(), one->name) != words.end();
    if (words.empty() || is_named) stacks.push_back(stack_runs(*one, size_in(given), seeds));
  }
  return stacks;
}

void say_stacks(RunsAtWork& work) {
  const std::vector<Runs>& all = work.all;
  work.files.write(all.size(),
                   [&](std::ostream& out) { out << stack_page(all, is_whole, command_of(all)); });
  if (work.given.has("--json")) {
    work.console.out << stack_json(all);
    return;
  }
  for (const Runs& stack : all) work.console.out << stack_text(stack, is_whole(stack));
}

}  // namespace

Command stack_command() {
  const Options of_files = {experiment_option(),
                            option::flag("--quick", "small sizes, and one seed unless --seeds")};
  const ManyRuns stacks = {stacks_named, "stack", of_files, planned_stack, say_stacks};
  const Options own = {of_files[1], option::text("--report", "FILE", "write a page with pictures"),
                       option::flag("--json", "tables and series as JSON, for programs"),
                       option::flag("--quiet", "no progress", 'q')};
  return {"stack", "what goes wrong in deep stacks of self-attention, measured",
          "Measures what goes wrong in deep stacks of self-attention: six claims, each with\n"
          "its numbers, what they say, and how to have them again.",
          option::all_of({run_options("0..2", "FOLDER", of_files[0]), own}),
          [=](const Given& given, const Console& console) {
            return make_many(stacks, given, console);
          }};
}
