#include "core/strict_float.h"

#include "experiments/sweep.h"

#include "cli/commands.h"
#include "cli/many_runs.h"
#include "cli/settings_options.h"
#include "cli/train_files.h"
#include "core/decimal.h"
#include "core/foreign_text.h"
#include "core/text_layout.h"
#include "files/sequence_file.h"
#include "report/runs_report.h"

// Sweep and compare: settings that are trained with many seeds, on dummy sequences or --data.
namespace {

constexpr const char* kRateOption = "--lr";

struct Trainings {
  const char* name;
  const char* needed_epochs;
  const char* seeds;  // unless told otherwise
  Settings defaults;
  std::set<std::string> but;  // the settings that are no options
  void (*say)(RunsAtWork& work);
  bool compares = false;  // the encodings
};

// Of sequences that a file names it has the digest alone.
Runs trainings_of(const Trainings& kind, const Given& given, const Settings& settings,
                  const std::vector<std::uint64_t>& seeds, const std::optional<Sequences>& data) {
  const std::string digest = data ? digest_of_sequences(*data) : given.text("--data");
  const std::string data_option = digest.empty() ? "" : " --data " + digest;
  if (!kind.compares) {
    const std::string command = "sweep" + options_of(settings, kind.but, kind.defaults);
    return sweep_runs(command + data_option, seeds, settings, data);
  }
  std::string command = "compare" + options_of(settings, {"seed", "encoding", "lr"}, kind.defaults);
  std::vector<double> rates(kRates.begin(), kRates.end());
  if (given.has(kRateOption)) {  // it holds for all encodings
    rates = {settings.adam.lr};
    command += std::string(" ") + kRateOption + " " + to_decimal(settings.adam.lr);
  }
  return comparison_runs(command + data_option, seeds, settings, rates, data);
}

std::vector<Runs> asked_trainings(const Trainings& kind, const Given& given) {
  Settings settings = settings_in(given, kind.defaults);
  if (settings.epochs == 0) throw option::refusal("--epochs", kind.needed_epochs, "0");
  const std::optional<Sequences> data = load_data(settings, given);
  require_possible(settings);
  return {trainings_of(kind, given, settings, seeds_of(given.text("--seeds", kind.seeds)), data)};
}

Runs planned_trainings(const Trainings& kind, const Given& given,
                       const std::vector<std::uint64_t>& seeds) {
  const Settings settings = settings_in(given, kind.defaults);
  const std::string why_not = contradiction(settings);
  if (!why_not.empty()) throw std::runtime_error(why_not);
  if (settings.epochs == 0) throw std::runtime_error("expected runs of an epoch or more");
  return trainings_of(kind, given, settings, seeds, std::nullopt);
}

Command trainings_command(const Trainings& kind, const char* summary, const char* about,
                          const Options& own = {}) {
  const Options settings = settings_options(kind.but, kind.defaults);
  const ManyRuns many = {
      [=](const Given& given) { return asked_trainings(kind, given); }, kind.name,
      option::all_of({settings, {option::text("--data", "SHA256", "")}}),
      [=](const auto& given, const auto& seeds) { return planned_trainings(kind, given, seeds); },
      kind.say};
  return {
      kind.name, summary, about,
      option::all_of({run_options(kind.seeds, "FILE", {"FILE...", "", "the shards to merge"}),
                      own,
                      settings,
                      {data_option(), option::flag("--json", "every number as JSON, for programs"),
                       option::flag("--quiet", "no progress", 'q')}}),
      [=](const Given& given, const Console& console) { return make_many(many, given, console); }};
}

std::string seeds_named(const Losses& runs, bool diverged) {
  std::vector<std::uint64_t> seeds;
  for (const auto& [seed, losses] : runs) {
    if (has_diverged(losses) == diverged) seeds.push_back(seed);
  }
  return seeds.empty() ? "" : std::to_string(seeds.size()) + " runs, seed " + text_of_seeds(seeds);
}

void say_sweep(RunsAtWork& work) {
  const Losses runs = losses_of(work.all[0]);
  const Settings& settings = work.all[0].configurations[0].settings;
  const bool as_json = work.given.has("--json");
  std::ostream& out = work.console.out;
  if (as_json) out << runs_json(work.all[0], "spread", spread_json(runs));
  if (runs.empty()) return;
  work.files.write(1, [&](std::ostream& plot) {
    if (spread_of(runs).empty()) {
      throw std::runtime_error("no run is left to draw in " + printable(work.files[1].name()));
    }
    plot << fan_chart(runs, settings);
  });
  if (as_json) return;
  const std::string diverged = seeds_named(runs, true);
  if (!diverged.empty()) out << "diverged and left out: " << diverged << "\n";
  const std::string left = seeds_named(runs, false);
  if (!left.empty()) out << "loss over " << left << "\n\n";
  out << sweep_table(runs, settings);
}

void say_comparison(RunsAtWork& work) {
  const Runs& runs = work.all[0];
  std::ostream& out = work.console.out;
  if (work.given.has("--json")) {
    out << runs_json(runs, "encodings", best_rates_json(runs));
    return;
  }
  if (!missing_runs(work.all).empty()) return;
  const std::string table = comparison_table(runs);  // where it can be
  const std::size_t epochs = runs.configurations[0].settings.epochs;
  out << epochs << (epochs == 1 ? " epoch; " : " epochs; ")
      << (runs.seeds.size() == 1
              ? "seed " + std::to_string(runs.seeds.front())
              : "mean and standard deviation over " + std::to_string(runs.seeds.size()) + " seeds")
      << "\n\n"
      << table;
}

}  // namespace

Command sweep_command() {
  return trainings_command(
      {"sweep", "at least 1 for a sweep", "0..999", Settings(), {"seed"}, say_sweep},
      "trains many seeds; the spread of the loss at every epoch",
      "Trains many seeds, several at a time, and shows how the loss of every epoch's last batch\n"
      "is spread over them.",
      {option::text("--plot", "FILE", "draw the spread as SVG")});
}

Command compare_command() {
  Settings defaults;
  defaults.epochs = 200;  // enough that `learned` is done, and `none` at rest
  Command command = trainings_command(
      {"compare",
       "at least 1 to compare",
       "0..4",
       defaults,
       {"seed", "encoding"},
       say_comparison,
       true},
      "trains the same data with each encoding, side by side",
      "Trains the same data with each encoding of positions, over several seeds and learning\n"
      "rates, and shows what each has learned after so many epochs at the rate that suits it\n"
      "best: mean and standard deviation over the seeds.");
  const std::string rates = joined(kRates, ", ", to_decimal);
  for (Option& one : command.options) {
    if (one.name == kRateOption) one.help = "learning rate of all (each its best of " + rates + ")";
  }
  return command;
}
