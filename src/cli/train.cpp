#include "core/strict_float.h"

#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/run_options.h"
#include "core/decimal.h"
#include "report/ruler_chart.h"
#include "training/evaluation.h"
#include "training/trainer.h"

namespace {

// As the notebook prints it: the loss of the epoch's last batch.
void print_epoch(const Trainer& trainer, std::ostream& out) {
  out << "Epoch " << trainer.epochs_done() << ", Loss: " << to_decimal(trainer.last_loss()) << "\n"
      << std::flush;
}

void print_what_was_learned(Trainer& trainer, std::ostream& err) {
  DummyDataSizes sizes = trainer.config().data_sizes();
  sizes.samples = 1000;
  const Recovery result = recovery(trainer.model(), fresh_sequences(sizes, trainer.config().seed));
  const double share = static_cast<double>(result.exact) / static_cast<double>(result.places);
  err << "\nThe ruler: the position that each position's embedding stands for\n\n"
      << ruler_chart(ruler(trainer.model())) << "\nIn 1000 fresh sequences, "
      << to_fixed(100 * share, 1)
      << " % of the positions are recovered exactly; mean absolute error "
      << to_fixed(result.mean_absolute_error, 2) << " positions.\n";
}

}  // namespace

int train_command(const Arguments& arguments, const Console& console) {
  Config config;
  bool quiet = false;
  std::vector<Option> options = run_options(config);
  options.push_back(flag("--quiet", 'q', quiet, "no summary, no progress"));
  if (!parse_options("train",
                     "Trains on dummy sequences and prints the loss of every epoch's last batch, "
                     "then, on\nstandard error, what was learned.",
                     options, arguments, console.out)) {
    return kDone;
  }
  require_memory(config);

  Trainer trainer(config);
  const std::uint64_t total = config.epochs * std::uint64_t{trainer.batches_per_epoch()};
  Progress progress(console, quiet, "steps");
  while (!trainer.finished() && console.out) {
    trainer.step();
    if (trainer.epoch_ended()) {
      progress.clear();
      print_epoch(trainer, console.out);
    }
    if (console.interrupted()) {
      progress.clear();
      console.err << "posembed: stopped by Ctrl-C after step " << trainer.steps_done() << " of "
                  << total << ", " << trainer.epochs_done() << " epochs done\n";
      return kInterrupted;
    }
    progress.update(trainer.steps_done(), total);
  }
  progress.clear();
  if (!quiet && console.out) print_what_was_learned(trainer, console.err);
  return kDone;
}
