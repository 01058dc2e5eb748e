#include "core/strict_float.h"

#include "experiments/sweep.h"

#include "cli/commands.h"
#include "cli/many_runs.h"
#include "cli/settings_options.h"
#include "cli/train_files.h"
#include "core/foreign_text.h"
#include "files/sequence_file.h"
#include "report/runs_report.h"

namespace {

std::string command_of(const Settings& settings, const std::string& digest) {
  return "sweep" + options_of(settings, {"seed"}) + (digest.empty() ? "" : " --data " + digest);
}

Runs planned_sweep(const std::string& command, const std::string& seeds) {
  Settings settings;
  std::string digest;
  std::vector<Option> options = settings_options(settings, {"seed"});
  options.push_back(option::text("--data", "SHA256", digest, ""));
  read_command(command, "sweep", options);
  require_read(command, command_of(settings, digest), settings);
  return sweep_runs(command, seeds_of(seeds), settings, std::nullopt);
}

std::string seeds_named(const Losses& runs, bool diverged) {
  std::vector<std::uint64_t> seeds;
  for (const auto& [seed, losses] : runs) {
    if (has_diverged(losses) == diverged) seeds.push_back(seed);
  }
  return seeds.empty() ? "" : std::to_string(seeds.size()) + " runs, seed " + text_of_seeds(seeds);
}

void draw_and_print(const Runs& sweep, Failures& failures, OutputFile& plot,
                    const Console& console) {
  const Losses runs = losses_of(sweep);
  const Settings& settings = sweep.configurations[0].settings;
  if (runs.empty()) return;
  failures.attempt([&] {
    if (plot.is_wanted() && spread_of(runs).empty()) {
      throw std::runtime_error("no run is left to draw in " + printable(plot.name()));
    }
    write_file(plot, [&](std::ostream& out) { out << fan_chart(runs, settings); });
  });
  const std::string diverged = seeds_named(runs, true);
  if (!diverged.empty()) console.out << "diverged and left out: " << diverged << "\n";
  console.out << "loss over " << seeds_named(runs, false) << "\n\n" << sweep_table(runs, settings);
}

}  // namespace

int sweep_command(const Arguments& arguments, const Console& console) {
  Settings settings;
  TrainFiles files;
  ManyRuns many;
  many.picture_option = "--plot";
  many.planned = planned_sweep;
  many.say = [&](const std::vector<Runs>& all, bool, Failures& failures, OutputFile& plot) {
    draw_and_print(all[0], failures, plot, console);
  };
  std::vector<Option> options = run_options(many, "0..999", "FILE");
  options.push_back(option::text("--plot", "FILE", many.picture, "draw the spread as SVG"));
  for (const Option& option : settings_options(settings, {"seed"})) options.push_back(option);
  options.push_back(data_option(files));
  options.push_back(option::flag("--quiet", many.quiet, "no progress", 'q'));
  const auto given = parse_options(
      "sweep",
      "Trains many seeds, several at a time, and shows how the loss of every epoch's last batch\n"
      "is spread over them.",
      options, arguments, console);
  if (!given) return kDone;
  if (is_merge(many, *given, {"--plot"})) return merge_files(many, console);
  if (settings.epochs == 0) throw option::refusal("--epochs", "at least 1 for a sweep", "0");
  many.data = files.data;
  const std::optional<Sequences> data = load_data(files, settings, *given);
  require_possible(settings);
  const std::string command = command_of(settings, data ? digest_of_sequences(*data) : "");
  return make_all(many, {sweep_runs(command, many.seeds, settings, data)}, console);
}
