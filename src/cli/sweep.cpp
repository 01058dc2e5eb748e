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

struct Trainings {
  const char* name;
  const char* needed_epochs;
  Settings defaults;
  std::set<std::string> but;  // the settings that are no options
  Runs (*runs)(const Settings& settings, const Given& given, const std::string& data_option,
               const std::vector<std::uint64_t>& seeds, const std::optional<Sequences>& data);
  decltype(ManyRuns::say) say;
};

// The runs of a command that a file names.
Planned planned_by(const Trainings& kind) {
  return [kind](const std::string& command, const std::string& seeds) {
    std::vector<Option> options = settings_options(kind.but, kind.defaults);
    options.push_back(option::text("--data", "SHA256", ""));
    const Given given = read_command(command, kind.name, options);
    const Settings settings = settings_in(given, kind.defaults);
    const std::string data_option = given.has("--data") ? " --data " + given.text("--data") : "";
    Runs runs = kind.runs(settings, given, data_option, seeds_of(seeds), std::nullopt);
    require_read(command, runs.command, settings);
    return runs;
  };
}

int make_trainings(const Trainings& kind, const std::string& default_seeds, const Given& given,
                   const Console& console) {
  Settings settings = settings_in(given, kind.defaults);
  const ManyRuns many = {given, planned_by(kind), kind.say};
  if (is_merge(given)) return merge_files(many, console);
  if (settings.epochs == 0) throw option::refusal("--epochs", kind.needed_epochs, "0");
  const std::optional<Sequences> data = load_data(settings, given);
  require_possible(settings);
  const std::string data_option = data ? " --data " + digest_of_sequences(*data) : "";
  const std::vector<std::uint64_t> seeds = seeds_of(given.text("--seeds", default_seeds));
  return make_all(many, {kind.runs(settings, given, data_option, seeds, data)}, console);
}

Command trainings_command(const Trainings& kind, const char* summary, const char* about,
                          const char* default_seeds, const std::vector<Option>& own = {}) {
  std::vector<Option> options =
      run_options(default_seeds, "FILE", {"FILE...", "", "the shards to merge"});
  options.insert(options.end(), own.begin(), own.end());
  for (const Option& one : settings_options(kind.but, kind.defaults)) options.push_back(one);
  options.push_back(data_option());
  options.push_back(option::flag("--json", "every number as JSON, for programs"));
  options.push_back(option::flag("--quiet", "no progress", 'q'));
  return {kind.name, summary, about, options, [=](const Given& given, const Console& console) {
            return make_trainings(kind, default_seeds, given, console);
          }};
}

Runs runs_of_sweep(const Settings& settings, const Given& /*given*/, const std::string& data_option,
                   const std::vector<std::uint64_t>& seeds, const std::optional<Sequences>& data) {
  return sweep_runs("sweep" + options_of(settings, {"seed"}) + data_option, seeds, settings, data);
}

std::string seeds_named(const Losses& runs, bool diverged) {
  std::vector<std::uint64_t> seeds;
  for (const auto& [seed, losses] : runs) {
    if (has_diverged(losses) == diverged) seeds.push_back(seed);
  }
  return seeds.empty() ? "" : std::to_string(seeds.size()) + " runs, seed " + text_of_seeds(seeds);
}

void say_sweep(const Given& given, const std::vector<Runs>& all, bool /*whole*/, OutputFiles& files,
               const Console& console) {
  const Losses runs = losses_of(all[0]);
  const Settings& settings = all[0].configurations[0].settings;
  const bool as_json = given.has("--json");
  if (as_json) console.out << runs_json(all[0], "spread", spread_json(runs));
  if (runs.empty()) return;
  files.write(1, [&](std::ostream& out) {
    if (spread_of(runs).empty()) {
      throw std::runtime_error("no run is left to draw in " + printable(files[1].name()));
    }
    out << fan_chart(runs, settings);
  });
  if (as_json) return;
  const std::string diverged = seeds_named(runs, true);
  if (!diverged.empty()) console.out << "diverged and left out: " << diverged << "\n";
  const std::string left = seeds_named(runs, false);
  if (!left.empty()) console.out << "loss over " << left << "\n\n";
  console.out << sweep_table(runs, settings);
}

constexpr const char* kRateOption = "--lr";

Settings settings_of_comparison() {
  Settings settings;
  settings.epochs = 200;  // enough that `learned` is done, and `none` at rest
  return settings;
}

// A rate that is given holds for all encodings.
Runs runs_of_comparison(const Settings& settings, const Given& given,
                        const std::string& data_option, const std::vector<std::uint64_t>& seeds,
                        const std::optional<Sequences>& data) {
  std::string command =
      "compare" + options_of(settings, {"seed", "encoding", "lr"}, settings_of_comparison());
  std::vector<double> rates(kRates.begin(), kRates.end());
  if (given.has(kRateOption)) {
    rates = {settings.adam.lr};
    command += std::string(" ") + kRateOption + " " + to_decimal(settings.adam.lr);
  }
  return comparison_runs(command + data_option, seeds, settings, rates, data);
}

void say_comparison(const Given& given, const std::vector<Runs>& all, bool is_whole,
                    OutputFiles& /*files*/, const Console& console) {
  if (given.has("--json")) console.out << runs_json(all[0], "encodings", best_rates_json(all[0]));
  if (!is_whole || given.has("--json")) return;
  const Runs& runs = all[0];
  const std::string table = comparison_table(runs);  // where it can be
  const std::size_t epochs = runs.configurations[0].settings.epochs;
  console.out << epochs << (epochs == 1 ? " epoch; " : " epochs; ")
              << (runs.seeds.size() == 1 ? "seed " + std::to_string(runs.seeds.front())
                                         : "mean and standard deviation over " +
                                               std::to_string(runs.seeds.size()) + " seeds")
              << "\n\n"
              << table;
}

}  // namespace

Command sweep_command() {
  return trainings_command(
      {"sweep", "at least 1 for a sweep", Settings(), {"seed"}, runs_of_sweep, say_sweep},
      "trains many seeds; the spread of the loss at every epoch",
      "Trains many seeds, several at a time, and shows how the loss of every epoch's last batch\n"
      "is spread over them.",
      "0..999", {option::text("--plot", "FILE", "draw the spread as SVG")});
}

Command compare_command() {
  const Trainings kind = {
      "compare",          "at least 1 to compare", settings_of_comparison(), {"seed", "encoding"},
      runs_of_comparison, say_comparison};
  Command command = trainings_command(
      kind, "trains the same data with each encoding, side by side",
      "Trains the same data with each encoding of positions, over several seeds and learning\n"
      "rates, and shows what each has learned after so many epochs at the rate that suits it\n"
      "best: mean and standard deviation over the seeds.",
      "0..4");
  const std::string rates = joined(kRates, ", ", to_decimal);
  for (Option& one : command.options) {
    if (one.name == kRateOption) {
      one.help = "learning rate of all (each its best of " + rates + ")";
    }
  }
  return command;
}
