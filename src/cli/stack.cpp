#include "core/strict_float.h"

#include "experiments/stack.h"

#include "cli/commands.h"
#include "cli/named_files.h"
#include "cli/settings_options.h"
#include "cli/shard.h"
#include "cli/stack_shards.h"
#include "core/float_environment.h"
#include "core/foreign_text.h"
#include "core/text_layout.h"
#include "files/output_file.h"
#include "report/stack_output.h"
#include "report/stack_page.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <thread>

namespace {

bool is_whole(const StackCsv& stack) { return missing_runs(stack).empty(); }

struct StackCommand {
  std::vector<std::string> words;  // experiments, or files to merge
  std::vector<std::uint64_t> seeds;
  std::uint64_t jobs = 1;
  std::string out;
  std::string report;
  Shard shard;
  bool is_quick = false;
  bool json = false;
  bool merge = false;
  bool quiet = false;

  StackSize size() const { return is_quick ? StackSize::kQuick : StackSize::kFull; }
};

std::vector<std::string> experiment_names() {
  std::vector<std::string> names(kExperiments.size());
  std::transform(kExperiments.begin(), kExperiments.end(), names.begin(),
                 [](const Experiment& one) { return one.name; });
  return names;
}

std::vector<Option> options_of_stack(StackCommand& command) {
  const std::vector<std::string> names = experiment_names();
  return {{"EXPERIMENT...", "",
           joined(names, ", ", [](const std::string& name) { return name; }) + " (all)",
           [&command](const std::string& given) { command.words.push_back(given); }, '\0', names},
          seed_list(command.seeds, "0..2"),
          jobs_option(command.jobs),
          option::flag("--quick", command.is_quick, "small sizes, and one seed unless --seeds"),
          option::text("--out", "FOLDER", command.out, "write every number as CSV, a file each"),
          option::text("--report", "FILE", command.report, "write a page with pictures"),
          option::flag("--json", command.json, "tables and series as JSON, for programs"),
          shard_option(command.shard, "only the I-th of every N runs, I from 1"),
          option::flag("--merge", command.merge, "put shards together: --merge FILE..."),
          option::flag("--quiet", command.quiet, "no progress", 'q')};
}

// Each once, in their order; all where none is named.
std::vector<const Experiment*> experiments_named(const std::vector<std::string>& names) {
  std::vector<const Experiment*> chosen;
  for (const Experiment& experiment : kExperiments) {
    const bool is_named = std::find(names.begin(), names.end(), experiment.name) != names.end();
    if (names.empty() || is_named) chosen.push_back(&experiment);
  }
  for (const std::string& name : names) {
    if (find_experiment(name) == nullptr) {
      throw UsageError("unknown experiment " + printable_quoted(name) +
                       did_you_mean(name, experiment_names()));
    }
  }
  return chosen;
}

std::string path_of(const std::string& folder, const Experiment& experiment) {
  return (std::filesystem::path(folder) / (std::string(experiment.name) + ".csv")).string();
}

// What makes the page again: the options that are not the defaults.
std::string command_of(const std::vector<StackCsv>& stacks) {
  std::string command = "posembed stack";
  if (stacks.size() < kExperiments.size()) {
    for (const StackCsv& stack : stacks) command += std::string(" ") + stack.experiment->name;
  }
  const bool is_quick = stacks[0].size == StackSize::kQuick;
  if (is_quick) command += " --quick";
  if (stacks[0].seeds != (is_quick ? "0" : "0..2")) command += " --seeds " + stacks[0].seeds;
  return command + " --report FILE";
}

// A file for each experiment, and the page. Where one fails, the others and the tables do not.
class StackFiles {
 public:
  // Throws std::runtime_error where a file could not be written.
  StackFiles(const StackCommand& command, const std::vector<const Experiment*>& experiments,
             const Console& console)
      : failures_(console), page_(command.report) {
    if (command.out.empty()) return;
    std::error_code ignored;  // where there is no folder then, no file in it can be written
    std::filesystem::create_directory(command.out, ignored);
    for (const Experiment* experiment : experiments) {
      files_.push_back(std::make_unique<OutputFile>(path_of(command.out, *experiment)));
    }
  }

  void write(const std::vector<StackCsv>& stacks) {
    for (std::size_t k = 0; k < files_.size(); ++k) {
      failures_.attempt([&] {
        write_file(*files_[k], [&](std::ostream& out) { write_stack_csv(out, stacks[k]); });
      });
    }
    if (!page_.is_wanted()) return;
    failures_.attempt([&] {
      write_file(page_, [&](std::ostream& out) {
        out << stack_page(stacks, is_whole, command_of(stacks));
      });
    });
  }
  int status() const { return failures_.status(); }

 private:
  Failures failures_;
  std::vector<std::unique_ptr<OutputFile>> files_;
  OutputFile page_;
};

// The files that the command names, besides those to merge.
std::vector<NamedFile> outputs_of(const StackCommand& command,
                                  const std::vector<const Experiment*>& experiments) {
  std::vector<NamedFile> named = {output("--report", command.report)};
  for (const Experiment* experiment : experiments) {
    if (!command.out.empty()) named.push_back(output("--out", path_of(command.out, *experiment)));
  }
  return named;
}

void make_all(const StackCommand& command, const std::vector<CellRun>& runs,
              std::vector<StackCsv>& stacks, const Console& console) {
  std::uint64_t done = 0;
  std::uint64_t total = 0;
  for (const CellRun& run : runs) total += run.work();
  Progress progress(console, command.quiet, "steps of a layer");
  make_runs(
      runs, static_cast<std::size_t>(command.jobs),
      [&](const CellRun& run, const Measurements& made) {
        for (StackCsv& stack : stacks) {
          if (stack.experiment == run.experiment) stack.results.add(run.cell.name, run.seed, made);
        }
        done += run.work();
        progress.update(done, total);
      },
      console.interrupted);
  progress.clear();
}

void print(const std::vector<StackCsv>& stacks, bool as_json, const Console& console) {
  if (as_json) {
    console.out << stack_json(stacks);
    return;
  }
  for (const StackCsv& stack : stacks) {
    console.out << stack_text(stack, is_whole(stack));
  }
}

int merge_stacks(const StackCommand& command, const Console& console) {
  std::vector<NamedFile> named;
  for (const std::string& file : command.words) named.push_back(input("--merge", file, "--out"));
  const std::vector<StackCsv> stacks = merged_stacks(command.words);
  std::vector<const Experiment*> experiments;
  experiments.reserve(stacks.size());
  for (const StackCsv& stack : stacks) experiments.push_back(stack.experiment);
  for (const NamedFile& file : outputs_of(command, experiments)) named.push_back(file);
  require_different_files(named);
  StackFiles files(command, experiments, console);
  files.write(stacks);
  print(stacks, command.json, console);
  return files.status();
}

int run_stacks(const StackCommand& command, const Console& console) {
  const std::vector<const Experiment*> experiments = experiments_named(command.words);
  require_float_environment();  // and in every thread; here before any work
  std::vector<StackCsv> stacks;
  stacks.reserve(experiments.size());
  for (const Experiment* experiment : experiments) {
    stacks.push_back({experiment, command.size(), text_of_seeds(command.seeds), {}});
  }
  require_different_files(outputs_of(command, experiments));
  StackFiles files(command, experiments, console);
  console.watch_interrupts();
  const std::vector<CellRun> all = runs_of(experiments, command.seeds, command.size());
  const std::vector<CellRun> own = runs_in(command.shard, all);
  make_all(command, own, stacks, console);
  files.write(stacks);
  std::size_t made = 0;
  for (const CellRun& run : own) {
    for (const StackCsv& stack : stacks) {
      if (stack.experiment == run.experiment && stack.results.has(run.cell.name, run.seed)) ++made;
    }
  }
  print(stacks, command.json, console);
  if (made == own.size()) return files.status();
  console.err << "posembed: stopped with " << made << " of " << own.size() << " runs done\n";
  return kInterrupted;
}

}  // namespace

int stack_command(const Arguments& arguments, const Console& console) {
  StackCommand command;
  const auto given = parse_options(
      "stack",
      "Measures what goes wrong in deep stacks of self-attention: six claims, each with\n"
      "its numbers, what they say, and how to have them again.",
      options_of_stack(command), arguments, console);
  if (!given) return kDone;
  if (command.is_quick && given->count("--seeds") == 0) command.seeds = {0};
  std::sort(command.seeds.begin(), command.seeds.end());
  if (!command.merge) return run_stacks(command, console);
  check_merge(command.words, *given,
              {"--merge", "EXPERIMENT...", "--out", "--report", "--json", "--quiet"});
  return merge_stacks(command, console);
}
