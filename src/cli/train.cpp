#include "core/strict_float.h"

#include "cli/commands.h"
#include "cli/settings_options.h"
#include "cli/train_files.h"
#include "core/decimal.h"
#include "core/json.h"
#include "core/workers.h"
#include "files/checkpoint.h"
#include "files/file.h"
#include "files/sequence_file.h"
#include "lesson/ruler.h"
#include "models/transformer.h"
#include "models/weights.h"
#include "report/position_charts.h"
#include "training/evaluation.h"
#include "training/recorded_runs.h"
#include "training/trainer.h"

#include <optional>
#include <utility>

namespace {

// On 1000 fresh sequences.
Accuracy accuracy_of(Trainer& trainer) {
  const Settings& settings = trainer.settings();
  return accuracy(trainer.model(), 1000, settings.seed, *settings.target, settings.max_seq_len);
}

void print_what_was_learned(Trainer& trainer, std::ostream& err) {
  const Settings& settings = trainer.settings();
  const Accuracy result = accuracy_of(trainer);
  if (settings.stack.layers == 0) {  // else no position stands by itself for a number
    err << "\nThe ruler: the position that each position's embedding stands for\n\n"
        << ruler_chart(ruler(trainer.model()));
  }
  err << "\nIn 1000 fresh sequences, ";
  if (settings.target->is_position) {
    const double share = static_cast<double>(result.exact) / static_cast<double>(result.places);
    err << to_fixed(100 * share, 1)
        << " % of the positions are recovered exactly; mean absolute error "
        << to_fixed(result.mean_absolute_error, 2) << " positions.\n";
  } else {
    err << "the mean squared error is " << to_significant(result.mean_squared_error, 3)
        << "; always guessing the mean would make it " << to_significant(result.variance, 3)
        << ".\n";
  }
}

std::string epoch_json(const Trainer& trainer) {
  json::Object epoch;
  epoch.whole("epoch", trainer.epochs_done());
  epoch.number("last_batch_loss", trainer.last_loss()).number("mean_loss", trainer.mean_loss());
  const std::optional<float> held_out = trainer.validation_loss();
  if (held_out) epoch.number("validation_loss", *held_out);
  return epoch.end();
}

// As the notebook prints it: the loss of the epoch's last batch.
void print_epoch(const Trainer& trainer, std::ostream& out) {
  out << "Epoch " << trainer.epochs_done() << ", Loss: " << to_decimal(trainer.last_loss());
  const std::optional<float> held_out = trainer.validation_loss();
  if (held_out) out << ", Validation loss: " << to_decimal(*held_out);
  out << "\n" << std::flush;
}

// The run and what it learned, without times: of the same run the same text, on every machine.
std::string run_json(Trainer& trainer, const std::vector<std::string>& epochs) {
  const Settings& settings = trainer.settings();
  const Accuracy fresh = accuracy_of(trainer);
  std::map<std::string, std::string> texts;
  for (const Setting& setting : settings_table()) texts[setting.key] = setting.get(settings);
  const bool positions = settings.target->is_position;
  const ConstParameters<float> weights = std::as_const(trainer).model().parameters();
  json::Object on_fresh;
  on_fresh.whole("places", fresh.places);
  on_fresh.raw("exact", positions ? std::to_string(fresh.exact) : "null");
  on_fresh.raw("absolute_error", positions ? json::number(fresh.mean_absolute_error) : "null");
  on_fresh.number("squared_error", fresh.mean_squared_error).number("variance", fresh.variance);
  json::Object run;
  run.raw("settings", json::object_of_texts(texts)).line("epochs", json::lines(epochs));
  run.line("steps", std::to_string(trainer.steps_done())).truth("finished", trainer.finished());
  run.text("weights_sha256", digest_of_weights(weights));
  run.line("ruler", settings.stack.layers > 0 ? "null" : json::numbers(ruler(trainer.model())));
  return run.line("fresh", on_fresh.end()).end() + "\n";
}

// The loss of a step is that before its update, so that no loss shows what the last step did.
void warn_of_infinite_loss(Trainer& trainer, const Console& console) {
  if (loss_is_finite(trainer.model(), trainer.settings().seed)) return;
  complain(console, "warning: the last step, with lr " + to_decimal(trainer.settings().adam.lr) +
                        ", left weights whose loss is not finite");
}

// Trains to the end, or until a loss is below `goal`, or until Ctrl-C, or until nobody wants it;
// false after Ctrl-C.
bool trained(Trainer& trainer, TrainOutputs& outputs, double goal, bool quiet,
             const Console& console, const std::function<void()>& say_epoch) {
  const std::uint64_t total =
      trainer.settings().epochs * std::uint64_t{trainer.batches_per_epoch()};
  Progress progress(console, quiet, "steps", trainer.steps_done());
  bool interrupted = false;
  // Not where nobody sees what it prints or writes, nor where the reader of what it prints went
  // away.
  const auto is_wanted = [&] {
    return console.out || (outputs.is_any_wanted() && !console.reader_left());
  };
  const auto is_good = [&] { return trainer.epoch_ended() && trainer.judged_loss() < goal; };
  outputs.before_training(trainer);
  try {
    while (!trainer.finished() && !interrupted && !is_good() && is_wanted()) {
      outputs.before_step(trainer);
      trainer.step();
      outputs.after_step(trainer);
      if (trainer.epoch_ended()) {
        progress.clear();
        say_epoch();
      }
      progress.update(trainer.steps_done(), total);
      interrupted = console.interrupted();
    }
  } catch (const Diverged& error) {
    progress.clear();
    outputs.finish(trainer);
    const bool kept =
        trainer.steps_done() > 0 && trainer.has_finite_weights() && outputs.is_any_wanted();
    if (!kept) throw;
    throw Diverged(std::string(error.what()) + "; what is written is that of step " +
                   std::to_string(trainer.steps_done()) + ", the last that left finite weights");
  }
  progress.clear();
  outputs.finish(trainer);
  if (trainer.steps_done() > 0) warn_of_infinite_loss(trainer, console);
  if (is_good()) {
    console.err << "posembed: stopped after epoch " << trainer.epochs_done() << " of "
                << trainer.settings().epochs << ": its loss, " << to_decimal(trainer.judged_loss())
                << ", is below " << to_decimal(goal) << "\n";
  }
  if (interrupted) {
    console.err << "posembed: stopped after step " << trainer.steps_done() << " of " << total
                << ", " << trainer.epochs_done() << " epochs done\n";
  }
  return !interrupted;
}

// The loss below which a run may end.
double goal_of(const Given& given) { return from_decimal(given.text("--stop-below")).value_or(0); }

// Throws UsageError where one option is of no use without, or with, another.
void require_sense(const Given& given) {
  if (given.number("--save-every", 0) != 0 && !given.has("--save")) {
    throw UsageError("--save-every expects a file to write: --save FILE");
  }
  if (given.has("--report-every") && !given.has("--report")) {
    throw UsageError("--report-every expects a file to write: --report FILE");
  }
  if (given.has("--init") && given.has("--resume")) {
    throw UsageError("--init begins a run, --resume goes on with one: expected one of them");
  }
  if (given.has("--plain") &&
      (given.has("--save") || given.has("--save-best") || given.has("--resume"))) {
    throw UsageError(
        "--plain gives other last bits than a checkpoint promises: expected neither --save "
        "nor --resume with it");
  }
  if (given.has("--stop-below") && !(goal_of(given) > 0)) {
    throw option::refusal("--stop-below", "a number above 0", given.text("--stop-below"));
  }
  if (given.has("--pad") && !given.has("--data")) {
    throw UsageError("--pad expects sequences to leave padding out of: --data FILE");
  }
}

int train(Given given, const Console& console) {
  Settings settings = settings_in(given);
  const std::string resumed = given.text("--resume");
  const std::string init = given.text("--init");
  const bool quiet = given.has("--quiet");
  const bool plain = given.has("--plain");
  const bool as_json = given.has("--json");
  require_sense(given);
  TrainOutputs outputs(given, console);
  std::optional<Safetensors> checkpoint;
  if (!resumed.empty()) {
    checkpoint = from_file(resumed, read_safetensors);
    take_settings(settings, given, *checkpoint, resumed);
    try {
      require_possible(settings);
    } catch (const UsageError& error) {
      refuse_file(resumed, error.what());
    }
  }
  std::optional<Sequences> data = load_data(settings, given);
  if (data && !checkpoint && !given.has("--pad")) {
    const std::string hint = padding_hint(*data, given.text("--data"));
    if (!hint.empty()) complain(console, hint);
  }
  require_possible(settings);
  const Workers workers(possible_threads(given, settings));
  Trainer trainer(settings, std::move(data), plain ? drawn<Transformer<float>> : drawn_fastest);
  if (!init.empty()) take_weights(trainer.model(), read_tensors(init, console));
  if (checkpoint) restore_checkpoint(trainer, *checkpoint);
  hold_out(trainer, given);
  if (checkpoint) outputs.resume(*checkpoint, trainer);
  checkpoint.reset();
  outputs.open();
  console.watch_interrupts();
  std::vector<std::string> epochs;
  const auto say_epoch = [&] {
    if (as_json) return epochs.push_back(epoch_json(trainer));
    print_epoch(trainer, console.out);
  };
  const bool is_whole = trained(trainer, outputs, goal_of(given), quiet, console, say_epoch);
  if (as_json) console.out << run_json(trainer, epochs);
  if (!is_whole) return kInterrupted;
  if (!quiet && !as_json && console.out) print_what_was_learned(trainer, console.err);
  return outputs.status();
}

}  // namespace

Command train_command() {
  const Options own = {
      option::flag("--plain", "trains the textbook's model, for a debugger: to rounding the same"),
      threads_option(),
      option::flag("--json", "the run and what it learned as one JSON object, for programs"),
      option::flag("--quiet", "no summary, no progress", 'q')};
  return {
      "train", "trains; one line per epoch (also when no command is named)",
      "Trains on dummy sequences and prints the loss of every epoch's last batch, then, on\n"
      "standard error, what was learned. --init needs every tensor of the model; its file's\n"
      "optimizer state is not used. With --decay, step t of T takes lr (1 + cos(pi p)) / 2\n"
      "(cosine) or lr (1 - p) (linear), with p = (t - W) / (T - W), from step W on: the last of\n"
      "--warmup, or the first.",
      option::all_of({settings_options(), file_options(), own}), train};
}
