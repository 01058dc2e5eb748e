#include "core/strict_float.h"

#include "cli/train_files.h"

#include "cli/settings_options.h"
#include "core/decimal.h"
#include "core/foreign_text.h"
#include "files/checkpoint.h"
#include "files/csv.h"
#include "files/file.h"
#include "files/sequence_file.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace {

constexpr const char* kLogLine = "state.log_line";
constexpr const char* kPad = "pad";
constexpr std::uint64_t kMostHeldOut = 1000000;
constexpr const char* kWeights = "weights";  // "file" where the run began with those of --init

Sequences sequences_of(const std::string& path, const Given& given) {
  std::optional<std::int32_t> pad;
  if (given.has("--pad")) pad = static_cast<std::int32_t>(given.number("--pad", 0));
  return from_file(path, [&](std::istream& in, const std::string& name) {
    return read_sequences(in, name, pad);
  });
}

// Those that are written in the order of TrainOutputs::Output.
std::vector<NamedFile> files_named(const Given& given) {
  const std::string held_out = given.text("--validate");  // a file, or a number
  const auto written = [&](const char* option) { return output(option, given.text(option)); };
  return {input("--data", given.text("--data")),
          input("--validate", whole_from_decimal(held_out) ? "" : held_out),
          input("--init", given.text("--init"), {"--save", "--save-best"}),
          input("--resume", given.text("--resume"), {"--save", "--save-best"}),
          written("--dump-data"),
          written("--save"),
          written("--save-best"),
          written("--log"),
          written("--trace"),
          written("--errors"),
          written("--report")};
}

// The entry of a checkpoint for the best loss: other losses cannot be compared with it.
std::string best_loss_of(const Trainer& trainer) {
  return "state.best_loss of " + (trainer.held_out().empty() ? "last batch" : trainer.held_out());
}

}  // namespace

Option data_option() {
  return option::text("--data", "FILE", "train on these sequences, one a line");
}

Options file_options() {
  const auto file = [](const char* name, const char* help) {
    return option::text(name, "FILE", help);
  };
  return {data_option(),
          option::whole_number("--pad", 0, kMostTokens - 1,
                               "leave out tokens N at the end of these sequences"),
          option::text("--validate", "N|FILE", "the loss on N fresh sequences, or those of a file"),
          option::text("--stop-below", "X", "end after the first epoch whose loss is below X"),
          file("--dump-data", "write the sequences in that format"),
          file("--save", "write a checkpoint after the last epoch"),
          option::whole_number("--save-every", 0, 1000000000, "and after every N epochs (0)"),
          file("--save-best", "write one whenever the loss is the least so far"),
          file("--init", "begin with the weights in it, and use nothing else of it"),
          file("--resume", "go on from a checkpoint"),
          file("--log", "write the losses of every epoch as CSV"),
          file("--trace", "a digest of every tensor at every step, for diff"),
          file("--errors", "write the squared error at every position as CSV"),
          file("--report", "write the pictures of the run as one HTML page"),
          option::whole_number("--report-every", 1, 86400000,
                               "and, while it trains, every N milliseconds")};
}

void take_settings(Settings& settings, Given& given, const Safetensors& file,
                   const std::string& name) {
  const Settings asked = settings;
  const bool asks_for_draws = given.has("--samples") || given.has("--data");
  settings = settings_from(file.metadata, name);
  require_warranted(settings, asks_for_draws, file);
  // A rate that falls to 0 at the run's last step is another one where that is later.
  const bool decays = settings.adam.decay != kDecays.data();
  const bool longer = given.has("--epochs") && asked.epochs > settings.epochs && !decays;
  for (const Setting& setting : settings_table()) {
    const std::string option = "--" + setting.key;
    const bool was_given = !given.values.emplace(option, Arguments()).second;
    if (!was_given || (longer && setting.key == "epochs")) continue;
    const std::string own = option + " " + setting.get(settings);
    const std::string other = option + " " + setting.get(asked);
    const char* why = decays && setting.key == "epochs" ? ", at whose end its --decay is done" : "";
    if (other != own) throw option::contradiction(other, name, "whose run has " + own + why);
  }
  if (longer) settings.epochs = asked.epochs;
  if (file.metadata.count(kWeights) != 0) given.values["--init"] = {"FILE"};  // whichever
  const auto pad = file.metadata.find(kPad);
  if (pad == file.metadata.end()) return;
  const bool is_new = given.values.emplace("--pad", Arguments{pad->second}).second;
  if (is_new || given.text("--pad") == pad->second) return;
  throw option::contradiction("--pad " + given.text("--pad"), name,
                              "whose run has --pad " + printable(pad->second));
}

void hold_out(Trainer& trainer, const Given& given) {
  const std::string text = given.text("--validate");
  const Settings& settings = trainer.settings();
  if (const std::optional<std::uint64_t> fresh = whole_from_decimal(text)) {
    if (*fresh == 0 || *fresh > kMostHeldOut) {
      throw option::refusal("--validate", "a whole number from 1 to 1000000, or a FILE", text);
    }
    const auto n = static_cast<std::size_t>(*fresh);
    trainer.hold_out(std::to_string(n) + (n == 1 ? " fresh sequence" : " fresh sequences"),
                     [=](Model<float>& model) {
                       return accuracy(model, n, settings.seed, *settings.target,
                                       settings.max_seq_len)
                           .mean_squared_error;
                     });
  } else if (!text.empty()) {
    const Sequences data = sequences_of(text, given);
    const std::size_t tokens = data.vocabulary();
    if (tokens > settings.vocab_size || data.longest() > settings.most_positions()) {
      throw UsageError(printable(text) + " needs at least --vocab-size " + std::to_string(tokens) +
                       " --positions " + std::to_string(data.longest()));
    }
    const std::string name = std::to_string(data.count()) +
                             (data.count() == 1 ? " sequence" : " sequences") +
                             " of a file (SHA-256 " + digest_of_sequences(data).substr(0, 16) + ")";
    trainer.hold_out(name, [=](Model<float>& model) {
      PositionErrors errors;
      errors.add(model, data, *settings.target);
      return errors.accuracy().mean_squared_error;
    });
  }
}

std::optional<Sequences> load_data(Settings& settings, const Given& given) {
  const std::string path = given.text("--data");
  if (path.empty()) return std::nullopt;
  Sequences data = sequences_of(path, given);
  const std::size_t tokens = data.vocabulary();
  const auto follow = [&](const std::string& option, std::size_t& size, std::size_t least) {
    if (!given.has(option)) size = least;
    if (size < least) {
      throw UsageError(option + " " + std::to_string(size) + " is too small for " +
                       printable(path) + ", which needs " + std::to_string(least));
    }
  };
  constexpr std::size_t kMostUnasked = 65536;
  if (!given.has("--vocab-size") && tokens > kMostUnasked + data.tokens.size()) {
    const std::string size = std::to_string(tokens);
    refuse_file(path, "its largest token asks for a table of " + size +
                          " tokens, many more than it holds: expected --vocab-size " + size +
                          " with it, where that is meant");
  }
  follow("--max-seq-len", settings.max_seq_len, data.longest());
  follow("--vocab-size", settings.vocab_size, tokens);
  if (given.has("--samples") && settings.samples != data.count()) {
    throw option::contradiction("--samples " + std::to_string(settings.samples), path,
                                "which has " + std::to_string(data.count()) + " sequences");
  }
  settings.samples = data.count();
  return data;
}

TrainOutputs::TrainOutputs(const Given& given, const Console& console)
    : given_(given),
      outputs_(files_named(given), console),
      log_heads_(given.has("--validate") ? kValidatedLogHeads : kLogHeads),
      log_start_(log_heads_ + "\n") {}

void TrainOutputs::resume(const Safetensors& checkpoint, Trainer& trainer) {
  const auto entry = checkpoint.metadata.find(kLogLine);
  if (entry != checkpoint.metadata.end()) {
    log_line_ = entry->second;
    if (epoch_of_log_line(log_line_) != trainer.epochs_done()) {
      refuse_file(given_.text("--resume"), std::string("metadata ") + kLogLine +
                                               ": expected the losses of epoch " +
                                               std::to_string(trainer.epochs_done()));
    }
    trainer.recall_last_loss(from_decimal(csv_fields(log_line_)[1]).value_or(0));
  }
  const auto best = checkpoint.metadata.find(best_loss_of(trainer));
  if (best != checkpoint.metadata.end()) {
    best_loss_ = from_decimal(best->second).value_or(best_loss_);
  }
  std::error_code error;
  OutputFile& log = outputs_[kLog];
  if (!log.is_wanted() || log.is_in_place() || !std::filesystem::exists(log.name(), error)) return;
  log_start_ = from_file(log.name(), [&](std::istream& in, const std::string& name) {
    return log_to_continue(in, name, trainer.epochs_done(), log_line_ + validation_field(trainer),
                           log_heads_);
  });
}

bool TrainOutputs::is_any_wanted(std::initializer_list<Output> kinds) {
  return std::any_of(kinds.begin(), kinds.end(),
                     [&](Output which) { return outputs_[which].is_wanted(); });
}

// A file that fails is given up.
void TrainOutputs::attempt(Output which, const std::function<void(OutputFile& file)>& work) {
  OutputFile& file = outputs_[which];
  if (file.is_wanted() && !outputs_.attempt([&] { work(file); })) file.give_up();
}

void TrainOutputs::before_training(const Trainer& trainer) {
  outputs_.write(kDumpData, [&](std::ostream& out) { write_sequences(out, trainer.data()); });
  outputs_[kDumpData].give_up();  // the reader of a FIFO need not wait for the end of the training
  attempt(kLog, [&](OutputFile& file) {
    file.begin();
    file.stream() << log_start_;
    file.flush();
  });
  attempt(kTrace, &OutputFile::begin);
  if (outputs_[kReport].is_wanted()) snapshots_.emplace(trainer);
}

void TrainOutputs::before_step(const Trainer& trainer) {
  if (snapshots_) snapshots_->before_step(trainer);
}

void TrainOutputs::after_step(const Trainer& trainer) {
  attempt(kTrace, [&](OutputFile& file) {
    write_trace(file.stream(), trainer);
    file.require_all_written();
  });
  if (snapshots_) snapshots_->after_step(trainer);
  if (!trainer.epoch_ended()) return;
  if (is_any_wanted({kLog, kSave, kSaveBest})) log_line_ = log_line(trainer);
  attempt(kLog, [&](OutputFile& file) {
    file.stream() << log_line_ << validation_field(trainer) << "\n";
    file.flush();
  });
  if (trainer.judged_loss() < best_loss_) {
    best_loss_ = trainer.judged_loss();
    save(kSaveBest, trainer);
  }
  const std::uint64_t every = given_.number("--save-every", 0);
  if (every != 0 && trainer.epochs_done() % every == 0) save(kSave, trainer);
  if (given_.has("--report-every") && !trainer.finished()) report_so_far(trainer);
}

void TrainOutputs::finish(Trainer& trainer) {
  for (const Output which : {kTrace, kLog}) attempt(which, &OutputFile::finish);
  save(kSave, trainer);
  outputs_.write(kErrors, [&](std::ostream& out) { write_errors(out, run_errors(trainer)); });
  if (!snapshots_) return;
  snapshots_->finish(trainer);
  write_report(snapshots_->run());
}

// A disk that is full now may have room after the next epochs. Weights that are not finite replace
// no good ones: nothing could read them.
void TrainOutputs::save(Output which, const Trainer& trainer) {
  if (!outputs_[which].is_wanted() || !trainer.has_finite_weights()) return;
  Metadata texts = texts_of(trainer.settings());
  texts["data"] = given_.has("--data") ? "file" : "dummy";
  if (given_.has("--init")) texts[kWeights] = "file";
  if (!log_line_.empty()) texts[kLogLine] = log_line_;
  if (given_.has("--pad")) texts[kPad] = std::to_string(given_.number("--pad", 0));
  if (outputs_[kSaveBest].is_wanted() && std::isfinite(best_loss_)) {
    texts[best_loss_of(trainer)] = to_decimal(best_loss_);
  }
  outputs_.write(which, [&](std::ostream& out) { write_checkpoint(out, trainer, texts); });
}
