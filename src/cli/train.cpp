#include "core/strict_float.h"

#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/run_options.h"
#include "core/decimal.h"
#include "io/trace.h"
#include "report/ruler_chart.h"
#include "training/evaluation.h"
#include "training/trainer.h"

#include <optional>

namespace {

// As the notebook prints it: the loss of the epoch's last batch.
void print_epoch(const Trainer& trainer, std::ostream& out) {
  out << "Epoch " << trainer.epochs_done() << ", Loss: " << to_decimal(trainer.last_loss()) << "\n"
      << std::flush;
}

void print_what_was_learned(Trainer& trainer, std::ostream& err) {
  const Recovery result = recovery(trainer.model(), 1000, trainer.config().seed);
  const double share = static_cast<double>(result.exact) / static_cast<double>(result.places);
  err << "\nThe ruler: the position that each position's embedding stands for\n\n"
      << ruler_chart(ruler(trainer.model())) << "\nIn 1000 fresh sequences, "
      << to_fixed(100 * share, 1)
      << " % of the positions are recovered exactly; mean absolute error "
      << to_fixed(result.mean_absolute_error, 2) << " positions.\n";
}

// Trains to the end, or until Ctrl-C or a closed output; false after Ctrl-C. A trace is whole up
// to there, also where the run diverges.
bool train(Trainer& trainer, std::optional<Trace>& trace, bool quiet, const Console& console) {
  const std::uint64_t total = trainer.config().epochs * std::uint64_t{trainer.batches_per_epoch()};
  Progress progress(console, quiet, "steps");
  bool interrupted = false;
  try {
    while (!trainer.finished() && !interrupted && console.out) {
      trainer.step();
      if (trace) trace->write_step(trainer);
      if (trainer.epoch_ended()) {
        progress.clear();
        print_epoch(trainer, console.out);
      }
      progress.update(trainer.steps_done(), total);
      interrupted = console.interrupted();
    }
  } catch (const Diverged&) {
    progress.clear();
    if (trace) trace->finish();
    throw;
  }
  progress.clear();
  if (trace) trace->finish();
  if (interrupted) {
    console.err << "posembed: stopped by Ctrl-C after step " << trainer.steps_done() << " of "
                << total << ", " << trainer.epochs_done() << " epochs done\n";
  }
  return !interrupted;
}

}  // namespace

int train_command(const Arguments& arguments, const Console& console) {
  Config config;
  std::string trace_path;
  bool quiet = false;
  std::vector<Option> options = run_options(config);
  options.push_back(
      text("--trace", "FILE", trace_path, "a digest of every tensor at every step, for diff"));
  options.push_back(flag("--quiet", 'q', quiet, "no summary, no progress"));
  if (!parse_options("train",
                     "Trains on dummy sequences and prints the loss of every epoch's last batch, "
                     "then, on\nstandard error, what was learned.",
                     options, arguments, console.out)) {
    return kDone;
  }
  require_memory(config);
  std::optional<Trace> trace;
  if (!trace_path.empty()) trace.emplace(trace_path);

  Trainer trainer(config);
  if (!train(trainer, trace, quiet, console)) return kInterrupted;
  if (!quiet && console.out) print_what_was_learned(trainer, console.err);
  return kDone;
}
