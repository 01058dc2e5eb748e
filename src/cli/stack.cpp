#include "core/strict_float.h"

#include "experiments/stack.h"

#include "cli/commands.h"
#include "cli/many_runs.h"
#include "cli/settings_options.h"
#include "core/foreign_text.h"
#include "core/text_layout.h"
#include "report/stack_output.h"

#include <algorithm>
#include <filesystem>

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

Runs planned_stack(const std::string& command, const std::string& seeds) {
  const Given given =
      read_command(command, "stack", {experiment_option(), option::flag("--quick", "")});
  const Arguments words = given.all("EXPERIMENT...");
  Runs runs =
      stack_runs(experiment_named(words.empty() ? "" : words[0]), size_in(given), seeds_of(seeds));
  require_read(command, runs.command);
  return runs;
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

void say_stacks(const Given& given, const std::vector<Runs>& all, bool /*whole*/,
                OutputFiles& files, const Console& console) {
  files.write(all.size(),
              [&](std::ostream& out) { out << stack_page(all, is_whole, command_of(all)); });
  if (given.has("--json")) {
    console.out << stack_json(all);
    return;
  }
  for (const Runs& stack : all) console.out << stack_text(stack, is_whole(stack));
}

int make_stacks(const Given& given, const Console& console) {
  const ManyRuns many = {given, planned_stack, say_stacks};
  const bool merges = is_merge(given);
  const std::vector<Runs> stacks = merges ? std::vector<Runs>() : stacks_named(given);
  std::error_code ignored;  // where there is no folder then, no file in it can be written
  if (given.has("--out")) std::filesystem::create_directory(given.text("--out"), ignored);
  return merges ? merge_files(many, console) : make_all(many, stacks, console);
}

}  // namespace

Command stack_command() {
  std::vector<Option> options = run_options("0..2", "FOLDER", experiment_option());
  options.push_back(option::flag("--quick", "small sizes, and one seed unless --seeds"));
  options.push_back(option::text("--report", "FILE", "write a page with pictures"));
  options.push_back(option::flag("--json", "tables and series as JSON, for programs"));
  options.push_back(option::flag("--quiet", "no progress", 'q'));
  return {"stack", "what goes wrong in deep stacks of self-attention, measured",
          "Measures what goes wrong in deep stacks of self-attention: six claims, each with\n"
          "its numbers, what they say, and how to have them again.",
          options, make_stacks};
}
