#include "core/strict_float.h"

#include "experiments/sweep.h"

#include "cli/commands.h"
#include "cli/settings_options.h"
#include "cli/sweep_shards.h"
#include "cli/train_files.h"
#include "core/decimal.h"
#include "core/float_environment.h"
#include "files/file.h"
#include "report/sweep_report.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace {

struct SweepOptions {
  std::vector<std::uint64_t> seeds;
  std::uint64_t jobs = std::max(1U, std::thread::hardware_concurrency());
  TrainFiles files;  // of these, data
  std::string out;
  std::string plot;
  std::string shard;
  bool resume = false;
  bool merge = false;
  bool quiet = false;
  std::vector<std::string> shards;  // to merge
};

std::vector<Option> options_of(SweepOptions& sweep, Settings& settings) {
  std::vector<Option> options = {
      seed_list(sweep.seeds, "0..999"),
      option::whole_number("--jobs", sweep.jobs, 1, 4096, "runs at a time"),
      option::text("--out", "FILE", sweep.out, "write every loss as CSV, in seed order"),
      option::text("--plot", "FILE", sweep.plot, "draw the spread as SVG"),
      option::flag("--resume", sweep.resume, "go on with the seeds that --out FILE lacks"),
      option::text("--shard", "I/N", sweep.shard, "only the I-th of every N seeds, I from 1"),
      option::flag("--merge", sweep.merge, "put shards together: --merge FILE..."),
      {"FILE...", "", "the shards to merge",
       [&sweep](const std::string& given) { sweep.shards.push_back(given); }}};
  for (const Option& option : settings_options(settings, {"seed"})) {
    options.push_back(option);
  }
  options.push_back(data_option(sweep.files));
  options.push_back(option::flag("--quiet", sweep.quiet, "no progress", 'q'));
  return options;
}

void check_combination(const SweepOptions& sweep, const std::set<std::string>& given) {
  if (sweep.merge && sweep.shards.empty()) {
    throw UsageError("--merge expects the files of the shards: --merge FILE...");
  }
  if (!sweep.merge && !sweep.shards.empty()) {
    throw UsageError("unexpected argument \"" + sweep.shards.front() + "\"; files are for --merge");
  }
  if (sweep.merge) {
    const std::set<std::string> with_merge = {"--merge", "FILE...", "--out", "--plot", "--quiet"};
    for (const std::string& option : given) {
      if (with_merge.count(option) != 0) continue;
      throw UsageError("--merge takes its runs from the files: expected no " + option);
    }
  }
  if (sweep.resume && sweep.out.empty()) {
    throw UsageError("--resume expects a file to go on with: --out FILE");
  }
  require_different_files({{"--out", sweep.out}, {"--plot", sweep.plot}});
}

// Every N-th seed from the I-th on.
std::vector<std::uint64_t> shard_of(const std::vector<std::uint64_t>& seeds,
                                    const std::string& shard) {
  if (shard.empty()) return seeds;
  const std::size_t slash = shard.find('/');
  const auto i = whole_from_decimal(shard.substr(0, slash));
  const auto n = whole_from_decimal(slash == std::string::npos ? "" : shard.substr(slash + 1));
  if (!i || !n || *i < 1 || *i > *n) {
    throw option::refusal("--shard", "I/N with I from 1 to N, such as 1/3", shard);
  }
  std::vector<std::uint64_t> own;
  for (std::size_t k = 0; k < seeds.size(); ++k) {
    if (k % *n == *i - 1) own.push_back(seeds[k]);
  }
  return own;
}

void write_out(const std::string& path, const SweepCsv& sweep) {
  write_file(path, [&](std::ostream& out) { write_sweep_csv(out, sweep); });
}

// Saves what is done so far every ten seconds, more rarely where saving takes long.
class Saver {
 public:
  Saver(const std::string& path, const SweepCsv& sweep) : path_(path), sweep_(sweep) {
    write_out(path_, sweep_);  // fails now, not after the last run
  }

  void run_finished() {
    const Clock::time_point start = Clock::now();
    if (path_.empty() || start < next_) return;
    write_out(path_, sweep_);
    const Clock::time_point end = Clock::now();
    next_ = end + std::max<Clock::duration>(kInterval, (end - start) * 20);
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::seconds kInterval{10};

  const std::string& path_;
  const SweepCsv& sweep_;
  Clock::time_point next_ = Clock::now() + kInterval;
};

// Trains those of the seeds that are not among the runs yet; false where Ctrl-C stopped it.
bool train_rest(const SweepOptions& options, const Settings& settings,
                const std::vector<std::uint64_t>& seeds, const std::optional<Sequences>& data,
                SweepCsv& sweep, const Console& console) {
  Saver saver(options.out, sweep);
  Progress progress(console, options.quiet, "runs", sweep.runs.size());
  bool interrupted = false;
  console.watch_interrupts();
  train_seeds(settings, missing_seeds(seeds, sweep.runs), data,
              static_cast<std::size_t>(options.jobs),
              [&](std::uint64_t seed, std::vector<float> losses) {
                sweep.runs[seed] = std::move(losses);
                progress.update(sweep.runs.size(), seeds.size());
                saver.run_finished();
                interrupted = interrupted || console.interrupted();
                return !interrupted;
              });
  progress.clear();
  write_out(options.out, sweep);
  return sweep.runs.size() == seeds.size();
}

std::string seeds_named(const Runs& runs, bool diverged) {
  std::vector<std::uint64_t> seeds;
  for (const auto& [seed, losses] : runs) {
    if (has_diverged(losses) == diverged) seeds.push_back(seed);
  }
  return seeds.empty() ? "" : std::to_string(seeds.size()) + " runs, seed " + text_of_seeds(seeds);
}

void print_spread(const Runs& runs, const Settings& settings, const Console& console) {
  const std::string diverged = seeds_named(runs, true);
  if (!diverged.empty()) console.out << "diverged and left out: " << diverged << "\n";
  console.out << "loss over " << seeds_named(runs, false) << "\n\n" << sweep_table(runs, settings);
}

void draw(const std::string& path, const Runs& runs, const Settings& settings) {
  if (path.empty()) return;
  if (spread_of(runs).empty()) throw std::runtime_error("no run is left to draw in " + path);
  write_file(path, [&](std::ostream& out) { out << fan_chart(runs, settings); });
}

void print_missing(const std::vector<std::uint64_t>& seeds, const Runs& runs,
                   const Console& console) {
  console.err << "posembed: stopped by Ctrl-C with " << runs.size() << " of " << seeds.size()
              << " runs done; missing: seed " << text_of_seeds(missing_seeds(seeds, runs)) << "\n";
}

int merge_command(const SweepOptions& options, const Console& console) {
  const SweepCsv sweep = merged_sweep(options.shards);
  const Settings settings = settings_in_file(sweep, options.shards.front());
  write_out(options.out, sweep);
  draw(options.plot, sweep.runs, settings);
  print_spread(sweep.runs, settings, console);
  return kDone;
}

}  // namespace

int sweep_command(const Arguments& arguments, const Console& console) {
  Settings settings;
  SweepOptions options;
  const auto given = parse_options(
      "sweep",
      "Trains many seeds, several at a time, and shows how the loss of every epoch's last batch\n"
      "is spread over them.",
      options_of(options, settings), arguments, console.out);
  if (!given) return kDone;
  check_combination(options, *given);
  if (options.merge) return merge_command(options, console);
  if (settings.epochs == 0) throw option::refusal("--epochs", "at least 1 for a sweep", "0");

  const std::optional<Sequences> data = load_data(options.files, settings, *given);
  require_memory(settings);
  require_float_environment();  // and in every thread; here before --out is replaced
  std::sort(options.seeds.begin(), options.seeds.end());
  const std::vector<std::uint64_t> seeds = shard_of(options.seeds, options.shard);
  SweepCsv sweep = {sweep_settings(settings, options.seeds, data), {}};
  if (options.resume) sweep.runs = runs_to_resume(options.out, sweep.settings);
  const bool whole = train_rest(options, settings, seeds, data, sweep, console);
  if (!whole) print_missing(seeds, sweep.runs, console);
  if (!sweep.runs.empty()) {
    draw(options.plot, sweep.runs, settings);
    print_spread(sweep.runs, settings, console);
  }
  return whole ? kDone : kInterrupted;
}
