#include "core/strict_float.h"

#include "experiments/comparison.h"

#include "cli/commands.h"
#include "cli/many_runs.h"
#include "cli/settings_options.h"
#include "cli/train_files.h"
#include "core/decimal.h"
#include "core/text_layout.h"
#include "files/sequence_file.h"
#include "report/runs_report.h"

namespace {

constexpr const char* kRateOption = "--lr";

Settings default_settings() {
  Settings settings;
  settings.epochs = 200;  // enough that `learned` is done, and `none` at rest
  return settings;
}

// A rate that is given holds for all encodings.
Runs runs_of_comparison(const Settings& settings, const std::set<std::string>& given,
                        const std::vector<std::uint64_t>& seeds,
                        const std::optional<Sequences>& data, const std::string& digest) {
  std::string command =
      "compare" + options_of(settings, {"seed", "encoding", "lr"}, default_settings());
  std::vector<double> rates(kRates.begin(), kRates.end());
  if (given.count(kRateOption) > 0) {
    rates = {settings.adam.lr};
    command += std::string(" ") + kRateOption + " " + to_decimal(settings.adam.lr);
  }
  if (!digest.empty()) command += " --data " + digest;
  return comparison_runs(command, seeds, settings, rates, data);
}

Runs planned_comparison(const std::string& command, const std::string& seeds) {
  Settings settings = default_settings();
  std::string digest;
  std::vector<Option> options = settings_options(settings, {"seed", "encoding"});
  options.push_back(option::text("--data", "SHA256", digest, ""));
  const auto given = read_command(command, "compare", options);
  Runs runs = runs_of_comparison(settings, given, seeds_of(seeds), std::nullopt, digest);
  require_read(command, runs.command, settings);
  return runs;
}

void print(const Runs& runs, const Console& console) {
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

int compare_command(const Arguments& arguments, const Console& console) {
  Settings settings = default_settings();
  TrainFiles files;
  ManyRuns many;
  many.planned = planned_comparison;
  many.say = [&](const std::vector<Runs>& all, bool is_whole, Failures&, OutputFile&) {
    if (is_whole) print(all[0], console);
  };
  std::vector<Option> options = run_options(many, "0..4", "FILE");
  const std::string rates = joined(kRates, ", ", to_decimal);
  for (Option& one : settings_options(settings, {"seed", "encoding"})) {
    if (one.name == kRateOption) {
      one.help = "learning rate of all (each its best of " + rates + ")";
    }
    options.push_back(one);
  }
  options.push_back(data_option(files));
  options.push_back(option::flag("--quiet", many.quiet, "no progress", 'q'));
  const auto given = parse_options(
      "compare",
      "Trains the same data with each encoding of positions, over several seeds and learning\n"
      "rates, and shows what each has learned after so many epochs at the rate that suits it\n"
      "best: mean and standard deviation over the seeds.",
      options, arguments, console);
  if (!given) return kDone;
  if (is_merge(many, *given)) return merge_files(many, console);
  if (settings.epochs == 0) throw option::refusal("--epochs", "at least 1 to compare", "0");
  many.data = files.data;
  const std::optional<Sequences> data = load_data(files, settings, *given);
  require_possible(settings);
  const std::string digest = data ? digest_of_sequences(*data) : "";
  return make_all(many, {runs_of_comparison(settings, *given, many.seeds, data, digest)}, console);
}
