#include "core/strict_float.h"

#include "cli/many_runs.h"

#include "cli/settings_options.h"
#include "core/decimal.h"
#include "core/float_environment.h"
#include "core/foreign_text.h"
#include "core/workers.h"
#include "experiments/stack.h"
#include "files/file.h"
#include "files/runs_csv.h"
#include "files/system.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <numeric>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>

namespace {

// The runs that are missing: by seed where they differ in nothing else.
std::string missing_text(const std::vector<Runs>& all, const std::vector<Run>& missing) {
  if (all.size() == 1 && all[0].configurations.size() == 1) {
    std::vector<std::uint64_t> seeds;
    seeds.reserve(missing.size());
    for (const Run& run : missing) seeds.push_back(run.seed);
    return "seed " + printable(text_of_seeds(seeds));
  }
  const Run& first = missing.front();
  return std::to_string(missing.size()) + " runs, the first of them " + all[first.of].command +
         ", " + first.configuration->name + ", seed " + std::to_string(first.seed);
}

// Every I-th of N: I/N.
Shard shard_of(const std::string& text) {
  const std::size_t slash = text.find('/');
  const auto i = whole_from_decimal(text.substr(0, slash));
  const auto n = whole_from_decimal(slash == std::string::npos ? "" : text.substr(slash + 1));
  if (!i || !n || *i < 1 || *i > *n) {
    throw option::refusal("--shard", "I/N with I from 1 to N, such as 1/3", text);
  }
  return {*i, *n};
}

// The files to merge, where that is asked.
Arguments words_in(const Given& given) {
  return given.all(given.has("EXPERIMENT...") ? "EXPERIMENT..." : "FILE...");
}

// Where the CSV of these runs goes: --out, or of experiments a file in it.
std::string path_of(const Given& given, const Runs& runs) {
  std::string out = given.text("--out");
  if (out.empty() || runs.experiment == nullptr) return out;
  return (std::filesystem::path(out) / (runs.experiment->name + std::string(".csv"))).string();
}

// A CSV file for each command's runs, and the picture.
std::vector<NamedFile> files_of(const Given& given, const std::vector<Runs>& all) {
  const std::string picture = given.has("--plot") ? "--plot" : "--report";
  std::vector<NamedFile> files;
  files.reserve(all.size());
  for (const Runs& runs : all) files.push_back(output("--out", path_of(given, runs)));
  files.push_back(output(picture, given.text(picture)));
  files.push_back(input("--data", given.text("--data")));
  if (!given.has("--merge")) return files;
  for (const std::string& file : words_in(given))
    files.push_back(input("--merge", file, {"--out"}));
  return files;
}

void write_runs(RunsAtWork& work) {
  for (std::size_t k = 0; k < work.all.size(); ++k) {
    work.files.write(k, [&](std::ostream& out) { write_runs_csv(out, work.all[k]); });
  }
}

std::uint64_t steps_of(const std::vector<Run>& runs) {
  return std::accumulate(runs.begin(), runs.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const Run& run) { return sum + run.work(); });
}

// Writes what is done so far every ten seconds, more rarely where that takes long.
void make_missing(RunsAtWork& work, const std::vector<Run>& missing, std::size_t jobs) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::seconds kInterval{10};
  Clock::time_point next = Clock::now() + kInterval;
  const std::uint64_t total = steps_of(runs_of(work.all, work.shard));
  const std::uint64_t before = total - steps_of(missing);
  std::uint64_t done = before;
  Progress progress(work.console, work.given.has("--quiet"), "steps", before);
  const auto finished = [&](const Run& run, Measurements made) {
    work.all[run.of].results.add(run.configuration->name, run.seed, std::move(made));
    progress.update(done += run.work(), total);
    const Clock::time_point start = Clock::now();
    if (start < next || work.files[0].is_in_place()) return;
    write_runs(work);
    const Clock::time_point end = Clock::now();
    next = end + std::max<Clock::duration>(kInterval, (end - start) * 20);
  };
  try {
    make_runs(missing, jobs, finished, work.console.interrupted);
  } catch (...) {
    progress.clear();
    if (done != before) write_runs(work);  // what was measured is not lost
    throw;
  }
  progress.clear();
}

// Among the experiments.
std::ptrdiff_t order_of(const Runs& runs) {
  return std::find(kExperiments.begin(), kExperiments.end(), runs.experiment) -
         kExperiments.begin();
}

[[noreturn]] void refuse_other(const Runs& expected, const Runs& found, const std::string& path) {
  const auto said = [](const Runs& runs) {
    return printable_quoted(runs.command + " --seeds " + text_of_seeds(runs.seeds));
  };
  refuse_file(path, "expected runs of " + said(expected) + ", found " + said(found));
}

// Puts the runs of the file with those that are there, of the same command.
void add_made(Runs& runs, const Runs& file, const std::string& path) {
  if (runs.command != file.command || runs.seeds != file.seeds) refuse_other(runs, file, path);
  for (const Configuration& one : file.configurations) {
    for (const auto& [seed, made] : file.results.of(one.name)) {
      if (runs.results.has(one.name, seed)) {
        refuse_file(path,
                    "an earlier file has " + one.name + ", seed " + std::to_string(seed) + ", too");
      }
      runs.results.add(one.name, seed, made);
    }
  }
}

// The runs of a command that a file names. Throws std::runtime_error where it is not as we write
// it.
Runs planned_by(const ManyRuns& many, const std::string& command, const std::string& seeds) {
  std::istringstream in(command);
  Arguments words;
  for (std::string word; in >> word;) words.push_back(word);
  std::ostringstream nowhere;
  std::optional<Given> given;
  if (!words.empty() && words[0] == many.name) {
    given = parse_options({many.name, "", "", many.options}, {words.begin() + 1, words.end()},
                          {nowhere, nowhere});
  }
  if (!given) {
    throw std::runtime_error("expected runs of " + many.name + ", found those of " +
                             printable_quoted(command));
  }
  Runs runs = many.planned(*given, seeds_of(seeds));
  if (command == runs.command) return runs;
  throw std::runtime_error("expected " + printable_quoted(runs.command) + ", found " +
                           printable_quoted(command));
}

// Nothing where the file has no row.
std::optional<Runs> runs_in(const std::string& path, const ManyRuns& many) {
  return from_file(path, [&](std::istream& in, const std::string& name) {
    return read_runs_csv(in, name, [&](const std::string& command, const std::string& seeds) {
      return planned_by(many, command, seeds);
    });
  });
}

// Whether the files are to be merged. Throws UsageError where options contradict each other.
bool is_merge(const Given& given) {
  if (given.has("--resume") && !given.has("--out")) {
    throw UsageError("--resume expects what to go on with: --out");
  }
  if (!given.has("--merge")) {
    if (!given.has("FILE...")) return false;
    throw UsageError("unexpected argument " + printable_quoted(given.all("FILE...").front()) +
                     "; files are for --merge");
  }
  if (words_in(given).empty()) {
    throw UsageError("--merge expects the files of the shards: --merge FILE...");
  }
  const std::set<std::string> usual = {"--merge",  "FILE...", "EXPERIMENT...", "--out",
                                       "--report", "--plot",  "--json",        "--quiet"};
  for (const auto& [option, values] : given.values) {
    if (usual.count(option) != 0) continue;
    throw UsageError("--merge takes its runs from the files: expected no " + option);
  }
  return true;
}

// Those of the files that the command line names.
std::vector<Runs> merged(const ManyRuns& many, const Given& given) {
  std::vector<Runs> all;
  for (const std::string& path : words_in(given)) {
    std::optional<Runs> file = runs_in(path, many);
    if (!file) continue;
    const auto same = std::find_if(all.begin(), all.end(), [&](const Runs& one) {
      return one.experiment == file->experiment;
    });
    if (same != all.end()) {
      add_made(*same, *file, path);
    } else if (!all.empty() && file->seeds != all[0].seeds) {
      refuse_other(all[0], *file, path);
    } else {
      all.push_back(std::move(*file));
    }
  }
  if (all.empty()) throw std::runtime_error("these files hold no run");
  // In the order of the experiments, whatever that of the files.
  std::sort(all.begin(), all.end(),
            [](const Runs& a, const Runs& b) { return order_of(a) < order_of(b); });
  const std::vector<Run> missing = missing_runs(all);
  if (missing.empty()) return all;
  throw std::runtime_error("these files lack " + missing_text(all, missing));
}

void resume(RunsAtWork& work, const ManyRuns& many) {
  for (Runs& runs : work.all) {
    const std::string path = path_of(work.given, runs);
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) continue;
    const std::optional<Runs> file = runs_in(path, many);
    if (file) add_made(runs, *file, path);
  }
}

}  // namespace

Options run_options(const std::string& default_seeds, const std::string& kind,
                    const Option& words) {
  const std::string csv = "write every number as CSV";
  // The default of --jobs is not told as a number: the man page is made elsewhere.
  return {
      {"--seeds", "LIST", "seeds, such as 0..999 or 1,5,10..20 (" + default_seeds + ")", seeds_of},
      option::whole_number("--jobs", 1, 4096, "runs at a time (one per processor)"),
      threads_option(),
      option::text("--out", kind, kind == "FILE" ? csv : csv + ", a file each"),
      option::flag("--resume", "go on with the runs that --out lacks"),
      {"--shard", "I/N", "only the I-th of every N runs, I from 1", shard_of},
      option::flag("--merge", "put shards together: --merge FILE..."),
      words};
}

int make_many(const ManyRuns& many, const Given& given, const Console& console) {
  std::vector<Runs> all = is_merge(given) ? merged(many, given) : many.asked(given);
  require_float_environment();  // and in every thread; here before --out is replaced
  for (Runs& runs : all) std::sort(runs.seeds.begin(), runs.seeds.end());
  std::error_code ignored;  // where there is no folder then, no file in it can be written
  if (all[0].experiment != nullptr && given.has("--out")) {
    std::filesystem::create_directory(given.text("--out"), ignored);
  }
  RunsAtWork work = {given, console, OutputFiles(files_of(given, all), console), std::move(all),
                     shard_of(given.text("--shard", "1/1"))};
  if (given.has("--resume")) resume(work, many);
  std::vector<Run> missing = missing_runs(work.all, work.shard);
  const std::size_t processors = os::processors();
  const std::size_t jobs = possible_jobs(given, processors, missing);
  const std::size_t left = std::max<std::size_t>(1, processors / jobs);
  const Workers workers(
      static_cast<std::size_t>(given.number("--threads", left)));  // and alike in each job's thread
  work.files.open();
  console.watch_interrupts();
  make_missing(work, missing, jobs);
  write_runs(work);
  missing = missing_runs(work.all, work.shard);
  if (!missing.empty()) {
    const std::size_t count = runs_of(work.all, work.shard).size();
    console.err << "posembed: stopped with " << count - missing.size() << " of " << count
                << " runs done; missing: " << missing_text(work.all, missing) << "\n";
  }
  many.say(work);
  return missing.empty() ? work.files.status() : kInterrupted;
}
