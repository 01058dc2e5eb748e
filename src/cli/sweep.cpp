#include "core/strict_float.h"

#include "experiments/sweep.h"

#include "cli/commands.h"
#include "cli/named_files.h"
#include "cli/settings_options.h"
#include "cli/shard.h"
#include "cli/sweep_shards.h"
#include "cli/train_files.h"
#include "core/float_environment.h"
#include "core/foreign_text.h"
#include "files/output_file.h"
#include "report/sweep_report.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace {

struct SweepOptions {
  std::vector<std::uint64_t> seeds;
  std::uint64_t jobs = 1;
  TrainFiles files;  // of these, data
  std::string out;
  std::string plot;
  Shard shard;
  bool resume = false;
  bool merge = false;
  bool quiet = false;
  std::vector<std::string> shards;  // to merge
};

std::vector<Option> options_of(SweepOptions& sweep, Settings& settings) {
  std::vector<Option> options = {
      seed_list(sweep.seeds, "0..999"),
      jobs_option(sweep.jobs),
      option::text("--out", "FILE", sweep.out, "write every loss as CSV, in seed order"),
      option::text("--plot", "FILE", sweep.plot, "draw the spread as SVG"),
      option::flag("--resume", sweep.resume, "go on with the seeds that --out FILE lacks"),
      shard_option(sweep.shard, "only the I-th of every N seeds, I from 1"),
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
  if (!sweep.merge && !sweep.shards.empty()) {
    throw UsageError("unexpected argument " + printable_quoted(sweep.shards.front()) +
                     "; files are for --merge");
  }
  if (sweep.merge) {
    check_merge(sweep.shards, given, {"--merge", "FILE...", "--out", "--plot", "--quiet"});
  }
  if (sweep.resume && sweep.out.empty()) {
    throw UsageError("--resume expects a file to go on with: --out FILE");
  }
  std::vector<NamedFile> files = {output("--out", sweep.out), output("--plot", sweep.plot),
                                  input("--data", sweep.files.data)};
  for (const std::string& shard : sweep.shards) files.push_back(input("--merge", shard, "--out"));
  require_different_files(files);
}

// What a sweep writes besides its table. Where a file fails, the other and the table do not.
class SweepOutputs {
 public:
  // Throws std::runtime_error where a file could not be written, and touches none.
  SweepOutputs(const SweepOptions& options, const Console& console)
      : failures_(console), out_(options.out), plot_(options.plot) {}

  // Opens what is written in place; a FIFO waits here for its reader.
  void open() {
    for (OutputFile* file : {&out_, &plot_}) {
      if (file->is_in_place()) file->begin();
    }
  }

  void write_out(const SweepCsv& sweep) {
    failures_.attempt(
        [&] { write_file(out_, [&](std::ostream& out) { write_sweep_csv(out, sweep); }); });
  }

  // What is done so far, every ten seconds, more rarely where that takes long.
  void run_finished(const SweepCsv& sweep) {
    const Clock::time_point start = Clock::now();
    if (out_.is_in_place() || start < next_) return;
    write_out(sweep);
    const Clock::time_point end = Clock::now();
    next_ = end + std::max<Clock::duration>(kInterval, (end - start) * 20);
  }

  void draw(const Runs& runs, const Settings& settings) {
    failures_.attempt([&] {
      if (plot_.is_wanted() && spread_of(runs).empty()) {
        throw std::runtime_error("no run is left to draw in " + printable(plot_.name()));
      }
      write_file(plot_, [&](std::ostream& out) { out << fan_chart(runs, settings); });
    });
  }

  int status() const { return failures_.status(); }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::seconds kInterval{10};

  Failures failures_;
  OutputFile out_;
  OutputFile plot_;
  Clock::time_point next_ = Clock::now() + kInterval;
};

// Trains those of the seeds that are not among the runs yet, until Ctrl-C stops it.
void train_rest(const SweepOptions& options, const Settings& settings,
                const std::vector<std::uint64_t>& seeds, const std::optional<Sequences>& data,
                SweepCsv& sweep, SweepOutputs& outputs, const Console& console) {
  const std::vector<std::uint64_t> missing = missing_seeds(seeds, sweep.runs);
  std::size_t done = seeds.size() - missing.size();
  Progress progress(console, options.quiet, "runs", done);
  train_seeds(
      settings, missing, data, static_cast<std::size_t>(options.jobs),
      [&](std::uint64_t seed, std::vector<float> losses) {
        sweep.runs[seed] = std::move(losses);
        progress.update(++done, seeds.size());
        outputs.run_finished(sweep);
      },
      console.interrupted);
  progress.clear();
  outputs.write_out(sweep);
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

void print_missing(const std::vector<std::uint64_t>& missing, std::size_t all,
                   const Console& console) {
  console.err << "posembed: stopped with " << all - missing.size() << " of " << all
              << " runs done; missing: seed " << printable(text_of_seeds(missing)) << "\n";
}

int merge_command(const SweepOptions& options, SweepOutputs& outputs, const Console& console) {
  const SweepCsv sweep = merged_sweep(options.shards);
  const Settings settings = settings_in_file(sweep, options.shards.front());
  outputs.open();
  console.watch_interrupts();
  outputs.write_out(sweep);
  outputs.draw(sweep.runs, settings);
  print_spread(sweep.runs, settings, console);
  return outputs.status();
}

}  // namespace

int sweep_command(const Arguments& arguments, const Console& console) {
  Settings settings;
  SweepOptions options;
  const auto given = parse_options(
      "sweep",
      "Trains many seeds, several at a time, and shows how the loss of every epoch's last batch\n"
      "is spread over them.",
      options_of(options, settings), arguments, console);
  if (!given) return kDone;
  check_combination(options, *given);
  if (settings.epochs == 0) throw option::refusal("--epochs", "at least 1 for a sweep", "0");
  SweepOutputs outputs(options, console);
  if (options.merge) return merge_command(options, outputs, console);

  const std::optional<Sequences> data = load_data(options.files, settings, *given);
  require_possible(settings);
  require_float_environment();  // and in every thread; here before --out is replaced
  std::sort(options.seeds.begin(), options.seeds.end());
  const std::vector<std::uint64_t> seeds = runs_in(options.shard, options.seeds);
  SweepCsv sweep = {sweep_settings(settings, options.seeds, data), {}};
  if (options.resume) sweep.runs = runs_to_resume(options.out, sweep.settings);
  outputs.open();
  console.watch_interrupts();
  train_rest(options, settings, seeds, data, sweep, outputs, console);
  const std::vector<std::uint64_t> missing = missing_seeds(seeds, sweep.runs);
  if (!missing.empty()) print_missing(missing, seeds.size(), console);
  if (!sweep.runs.empty()) {
    outputs.draw(sweep.runs, settings);
    print_spread(sweep.runs, settings, console);
  }
  return missing.empty() ? outputs.status() : kInterrupted;
}
