#include "core/strict_float.h"

#include "experiments/stack.h"

#include "cli/commands.h"
#include "cli/many_runs.h"
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

Option experiment_option(std::vector<std::string>& words) {
  const std::vector<std::string> names = experiment_names();
  return {"EXPERIMENT...",
          "",
          joined(names, ", ", [](const std::string& name) { return name; }) + " (all)",
          [&words](const std::string& given) { words.push_back(given); },
          '\0',
          names};
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

}  // namespace

int stack_command(const Arguments& arguments, const Console& console) {
  ManyRuns many;
  bool is_quick = false;
  bool json = false;
  many.planned = planned_stack;
  many.picture_option = "--report";
  many.path = [&](const Runs& stack) {
    const std::filesystem::path folder = many.out;
    return many.out.empty() ? ""
                            : (folder / (stack.experiment->name + std::string(".csv"))).string();
  };
  many.say = [&](const std::vector<Runs>& all, bool, Failures& failures, OutputFile& page) {
    failures.attempt([&] {
      write_file(page,
                 [&](std::ostream& out) { out << stack_page(all, is_whole, command_of(all)); });
    });
    if (json) console.out << stack_json(all);
    for (const Runs& stack : all) {
      if (!json) console.out << stack_text(stack, is_whole(stack));
    }
  };
  std::vector<Option> options = run_options(many, "0..2", "FOLDER");
  options.back() = experiment_option(many.words);
  options.push_back(option::flag("--quick", is_quick, "small sizes, and one seed unless --seeds"));
  options.push_back(option::text("--report", "FILE", many.picture, "write a page with pictures"));
  options.push_back(option::flag("--json", json, "tables and series as JSON, for programs"));
  options.push_back(option::flag("--quiet", many.quiet, "no progress", 'q'));
  const auto given = parse_options(
      "stack",
      "Measures what goes wrong in deep stacks of self-attention: six claims, each with\n"
      "its numbers, what they say, and how to have them again.",
      options, arguments, console);
  if (!given) return kDone;
  if (is_quick && given->count("--seeds") == 0) many.seeds = {0};
  const bool merges = is_merge(many, *given, {"EXPERIMENT...", "--report", "--json"});
  const std::vector<Runs> stacks =
      merges ? std::vector<Runs>()
             : stacks_named(many, is_quick ? StackSize::kQuick : StackSize::kFull);
  std::error_code ignored;  // where there is no folder then, no file in it can be written
  if (!many.out.empty()) std::filesystem::create_directory(many.out, ignored);
  return merges ? merge_files(many, console) : make_all(many, stacks, console);
}
