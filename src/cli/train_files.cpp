#include "core/strict_float.h"

#include "cli/train_files.h"

#include "cli/settings_options.h"
#include "files/checkpoint.h"
#include "files/run_log.h"
#include "files/sequence_file.h"
#include "report/report_page.h"

#include <algorithm>

namespace {

// The options that make the run again: those that are not the defaults.
std::string command_of(const Settings& settings, const TrainFiles& files) {
  std::string command = "posembed";
  for (const Setting& setting : settings_table()) {
    const std::string value = setting.get(settings);
    if (value == setting.get(Settings())) continue;
    command += " --" + setting.key + (setting.value_name.empty() ? "" : " " + value);
  }
  return command + (files.data.empty() ? "" : " --data " + files.data) + " --report FILE";
}

}  // namespace

Option data_option(TrainFiles& files) {
  return option::text("--data", "FILE", files.data, "train on these sequences, one a line");
}

std::vector<Option> file_options(TrainFiles& files) {
  return {
      data_option(files),
      option::text("--dump-data", "FILE", files.dump_data, "write the sequences in that format"),
      option::text("--save", "FILE", files.save, "write a checkpoint after the last epoch"),
      option::whole_number("--save-every", files.save_every, 0, 1000000000,
                           "and after every N epochs"),
      option::text("--resume", "FILE", files.resume, "go on from a checkpoint"),
      option::text("--log", "FILE", files.log, "write the losses of every epoch as CSV"),
      option::text("--trace", "FILE", files.trace,
                   "a digest of every tensor at every step, for diff"),
      option::text("--report", "FILE", files.report,
                   "write the pictures of the run as one HTML page"),
  };
}

void require_different_files(const std::vector<std::pair<std::string, std::string>>& files) {
  for (auto one = files.begin(); one != files.end(); ++one) {
    for (auto other = one + 1; other != files.end(); ++other) {
      if (one->second.empty() || one->second != other->second) continue;
      throw UsageError(one->first + " and " + other->first + " expect two files, but both got \"" +
                       one->second + "\"");
    }
  }
}

void check_files(const TrainFiles& files) {
  if (files.save_every != 0 && files.save.empty()) {
    throw UsageError("--save-every expects a file to write: --save FILE");
  }
  require_different_files({{"--dump-data", files.dump_data},
                           {"--save", files.save},
                           {"--log", files.log},
                           {"--trace", files.trace},
                           {"--report", files.report}});
}

void take_settings(Settings& settings, std::set<std::string>& given, const Safetensors& file,
                   const std::string& name) {
  const Settings asked = settings;
  settings = settings_from(file.metadata, name);
  const bool longer = given.count("--epochs") != 0 && asked.epochs > settings.epochs;
  const std::string contradicts = " contradicts " + name + ", whose run has ";
  for (const Setting& setting : settings_table()) {
    const std::string option = "--" + setting.key;
    const bool was_given = !given.insert(option).second;
    if (!was_given || (longer && setting.key == "epochs")) continue;
    const std::string own = option + " " + setting.get(settings);
    const std::string other = option + " " + setting.get(asked);
    if (other != own) throw UsageError(std::string(other).append(contradicts).append(own));
  }
  if (longer) settings.epochs = asked.epochs;
}

std::optional<Sequences> load_data(const TrainFiles& files, Settings& settings,
                                   const std::set<std::string>& given) {
  if (files.data.empty()) return std::nullopt;
  Sequences data = from_file(files.data, read_sequences);
  const auto tokens =
      static_cast<std::size_t>(*std::max_element(data.tokens.begin(), data.tokens.end())) + 1;

  const auto follow = [&](const std::string& option, std::size_t& size, std::size_t least) {
    if (given.count(option) == 0) size = least;
    if (size < least) {
      throw UsageError(option + " " + std::to_string(size) + " is too small for " + files.data +
                       ", which needs " + std::to_string(least));
    }
  };
  follow("--max-seq-len", settings.max_seq_len, data.longest());
  follow("--vocab-size", settings.vocab_size, tokens);
  if (given.count("--samples") != 0 && settings.samples != data.count()) {
    throw UsageError("--samples " + std::to_string(settings.samples) + " contradicts " +
                     files.data + ", which has " + std::to_string(data.count()) + " sequences");
  }
  settings.samples = data.count();
  return data;
}

TrainOutputs::TrainOutputs(const TrainFiles& files, const Trainer& trainer) : files_(files) {
  for (const std::string* path : {&files.save, &files.report}) {
    if (!path->empty()) OutputFile probe(*path);
  }
  if (!files.log.empty()) {
    log_.emplace(files.log, Writing::kLive);
    log_->stream() << kLossHeads;
    log_->flush();
  }
  if (!files.trace.empty()) trace_.emplace(files.trace);
  if (!files.report.empty()) snapshots_.emplace(trainer);
}

void TrainOutputs::before_step(const Trainer& trainer) {
  if (snapshots_) snapshots_->before_step(trainer);
}

void TrainOutputs::after_step(const Trainer& trainer) {
  if (trace_) {
    write_trace(trace_->stream(), trainer);
    if (!trace_->stream()) trace_->flush();  // says why
  }
  if (snapshots_) snapshots_->after_step(trainer);
  if (!trainer.epoch_ended()) return;
  if (log_) {
    write_losses(log_->stream(), trainer);
    log_->flush();
  }
  if (files_.save_every != 0 && trainer.epochs_done() % files_.save_every == 0) save(trainer);
}

void TrainOutputs::finish(const Trainer& trainer) {
  close();
  save(trainer);
  if (!snapshots_) return;
  snapshots_->finish(trainer);
  write_file(files_.report, [&](std::ostream& out) {
    const Settings& settings = trainer.settings();
    out << report_page(*snapshots_, settings, command_of(settings, files_),
                       static_cast<std::size_t>(trainer.steps_done()));
  });
}

void TrainOutputs::close() {
  if (trace_) trace_->finish();
  if (log_) log_->finish();
}

void TrainOutputs::save(const Trainer& trainer) const {
  if (files_.save.empty()) return;
  Metadata texts = texts_of(trainer.settings());
  texts["data"] = files_.data.empty() ? "dummy" : "file";
  save_checkpoint(files_.save, trainer, texts);
}
