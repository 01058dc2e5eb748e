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
#include <memory>

namespace {

std::vector<std::string> experiment_names() {
  std::vector<std::string> names;
  for (const Experiment* one : kExperiments) names.emplace_back(one->name);
  return names;
}

const Experiment& experiment_named(const std::string& name) {
  const Experiment* found = find_experiment(name);
  if (found != nullptr) return *found;
  throw UsageError("unknown experiment " + printable_quoted(name) +
                   did_you_mean(name, experiment_names()));
}

Option experiment_option(std::vector<std::string>& words) {
  const std::vector<std::string> names = experiment_names();
  const auto text = [](const std::string& name) { return name; };
  return option::words("EXPERIMENT...", words, joined(names, ", ", text) + " (all)", names);
}

Runs planned_stack(const std::string& command, const std::string& seeds) {
  std::vector<std::string> words;
  bool is_quick = false;
  read_command(command, "stack", {experiment_option(words), option::flag("--quick", is_quick, "")});
  Runs runs = stack_runs(experiment_named(words.empty() ? "" : words[0]),
                         is_quick ? StackSize::kQuick : StackSize::kFull, seeds_of(seeds));
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
std::vector<Runs> stacks_named(const ManyRuns& many, StackSize size) {
  for (const std::string& name : many.words) experiment_named(name);
  std::vector<Runs> stacks;
  for (const Experiment* one : kExperiments) {
    const bool is_named =
        std::find(many.words.begin(), many.words.end(), one->name) != many.words.end();
    if (many.words.empty() || is_named) stacks.push_back(stack_runs(*one, size, many.seeds));
  }
  return stacks;
}

std::string path_of(const ManyRuns& many, const Runs& stack) {
  if (many.out.empty()) return "";
  return (std::filesystem::path(many.out) / (stack.experiment->name + std::string(".csv")))
      .string();
}

void say_stacks(const ManyRuns& many, const std::vector<Runs>& all, bool, OutputFiles& files,
                const Console& console) {
  files.write(all.size(),
              [&](std::ostream& out) { out << stack_page(all, is_whole, command_of(all)); });
  if (many.json) console.out << stack_json(all);
  for (const Runs& stack : all) {
    if (!many.json) console.out << stack_text(stack, is_whole(stack));
  }
}

int make_stacks(ManyRuns& many, bool is_quick, const Given& given, const Console& console) {
  if (is_quick && given.count("--seeds") == 0) many.seeds = {0};
  const bool merges = is_merge(many, given);
  std::vector<Runs> stacks;
  if (!merges) stacks = stacks_named(many, is_quick ? StackSize::kQuick : StackSize::kFull);
  std::error_code ignored;  // where there is no folder then, no file in it can be written
  if (!many.out.empty()) std::filesystem::create_directory(many.out, ignored);
  return merges ? merge_files(many, console) : make_all(many, stacks, console);
}

}  // namespace

Command stack_command() {
  struct Asked {
    ManyRuns many;
    bool is_quick = false;
  };
  const auto asked = std::make_shared<Asked>();
  auto& [many, is_quick] = *asked;
  many.planned = planned_stack;
  many.picture_option = "--report";
  many.path = path_of;
  many.say = say_stacks;
  std::vector<Option> options = run_options(many, "0..2", "FOLDER");
  options.back() = experiment_option(many.words);
  options.push_back(option::flag("--quick", is_quick, "small sizes, and one seed unless --seeds"));
  options.push_back(option::text("--report", "FILE", many.picture, "write a page with pictures"));
  options.push_back(option::flag("--json", many.json, "tables and series as JSON, for programs"));
  options.push_back(option::flag("--quiet", many.quiet, "no progress", 'q'));
  return {"stack", "what goes wrong in deep stacks of self-attention, measured",
          "Measures what goes wrong in deep stacks of self-attention: six claims, each with\n"
          "its numbers, what they say, and how to have them again.",
          options, [asked](const Given& given, const Console& console) {
            return make_stacks(asked->many, asked->is_quick, given, console);
          }};
}
