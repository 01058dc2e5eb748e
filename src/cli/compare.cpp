#include "core/strict_float.h"

#include "experiments/comparison.h"

#include "cli/commands.h"
#include "cli/settings_options.h"
#include "cli/train_files.h"
#include "core/decimal.h"
#include "core/text_layout.h"
#include "report/comparison_table.h"

namespace {

// The one that was given holds for all encodings.
std::vector<double> rates_of(const Settings& settings, const std::set<std::string>& given) {
  if (given.count("--lr") > 0) return {settings.adam.lr};
  return {kRates.begin(), kRates.end()};
}

}  // namespace

int compare_command(const Arguments& arguments, const Console& console) {
  Settings settings;
  settings.epochs = 200;  // enough that `learned` is done, and `none` at rest
  TrainFiles files;
  std::vector<std::uint64_t> seeds;
  bool quiet = false;
  const std::string rates = joined(kRates, ", ", to_decimal);
  std::vector<Option> options = settings_options(settings, {"seed", "encoding"});
  for (Option& one : options) {
    if (one.name == "--lr") one.help = "learning rate of all (each its best of " + rates + ")";
  }
  options.insert(options.begin(), seed_list(seeds, "0..4"));
  options.push_back(data_option(files));
  options.push_back(option::flag("--quiet", quiet, "no progress", 'q'));
  const auto given = parse_options(
      "compare",
      "Trains the same data with each encoding of positions, over several seeds and learning\n"
      "rates, and shows what each has learned after so many epochs at the rate that suits it\n"
      "best: mean and standard deviation over the seeds.",
      options, arguments, console);
  if (!given) return kDone;
  if (settings.epochs == 0) throw option::refusal("--epochs", "at least 1 to compare", "0");
  const std::optional<Sequences> data = load_data(files, settings, *given);
  require_possible(settings);

  Progress progress(console, quiet, "steps");
  const Comparison comparison = compare_encodings(
      settings, rates_of(settings, *given), seeds, data,
      [&](std::uint64_t done, std::uint64_t total) { progress.update(done, total); });
  progress.clear();
  console.out << settings.epochs << (settings.epochs == 1 ? " epoch; " : " epochs; ")
              << (seeds.size() == 1 ? "seed " + std::to_string(seeds.front())
                                    : "mean and standard deviation over " +
                                          std::to_string(seeds.size()) + " seeds")
              << "\n\n"
              << comparison_table(comparison);
  return kDone;
}
