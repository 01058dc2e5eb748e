#include "core/strict_float.h"

#include "cli/train_files.h"

#include "cli/named_files.h"
#include "cli/settings_options.h"
#include "core/foreign_text.h"
#include "files/checkpoint.h"
#include "files/file.h"
#include "files/sequence_file.h"
#include "report/report_page.h"

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace {

constexpr const char* kLogLine = "state.log_line";

// The options that make the run again, for a shell: those that are not the defaults.
std::string command_of(const Settings& settings, const TrainFiles& files) {
  std::string command = "posembed" + options_of(settings);
  if (!files.data.empty()) {
    const bool looks_like_an_option = files.data[0] == '-';
    command += (looks_like_an_option ? " --data=" : " --data ") + shell_word(files.data);
  }
  return command + " --report FILE";
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
      option::text("--errors", "FILE", files.errors,
                   "write the squared error at every position as CSV"),
      option::text("--report", "FILE", files.report,
                   "write the pictures of the run as one HTML page"),
  };
}

void check_files(const TrainFiles& files) {
  if (files.save_every != 0 && files.save.empty()) {
    throw UsageError("--save-every expects a file to write: --save FILE");
  }
  require_different_files({input("--data", files.data), input("--resume", files.resume, "--save"),
                           output("--dump-data", files.dump_data), output("--save", files.save),
                           output("--log", files.log), output("--trace", files.trace),
                           output("--errors", files.errors), output("--report", files.report)});
}

void take_settings(Settings& settings, std::set<std::string>& given, const Safetensors& file,
                   const std::string& name) {
  const Settings asked = settings;
  settings = settings_from(file.metadata, name);
  const bool longer = given.count("--epochs") != 0 && asked.epochs > settings.epochs;
  const std::string contradicts = " contradicts " + printable(name) + ", whose run has ";
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
      throw UsageError(option + " " + std::to_string(size) + " is too small for " +
                       printable(files.data) + ", which needs " + std::to_string(least));
    }
  };
  follow("--max-seq-len", settings.max_seq_len, data.longest());
  follow("--vocab-size", settings.vocab_size, tokens);
  if (given.count("--samples") != 0 && settings.samples != data.count()) {
    throw UsageError("--samples " + std::to_string(settings.samples) + " contradicts " +
                     printable(files.data) + ", which has " + std::to_string(data.count()) +
                     " sequences");
  }
  settings.samples = data.count();
  return data;
}

TrainOutputs::TrainOutputs(const TrainFiles& files, Failures& failures)
    : files_(files),
      failures_(failures),
      dump_data_(files.dump_data),
      save_(files.save),
      log_(files.log),
      trace_(files.trace),
      errors_(files.errors),
      report_(files.report) {}

void TrainOutputs::resume(const Safetensors& checkpoint, const Trainer& trainer) {
  const auto entry = checkpoint.metadata.find(kLogLine);
  if (entry != checkpoint.metadata.end()) {
    log_line_ = entry->second;
    if (epoch_of_log_line(log_line_) != trainer.epochs_done()) {
      refuse_file(files_.resume, std::string("metadata ") + kLogLine +
                                     ": expected the losses of epoch " +
                                     std::to_string(trainer.epochs_done()));
    }
  }
  std::error_code error;
  if (!log_.is_wanted() || log_.is_in_place() || !std::filesystem::exists(files_.log, error))
    return;
  log_start_ = from_file(files_.log, [&](std::istream& in, const std::string& name) {
    return log_to_continue(in, name, trainer.epochs_done(), log_line_);
  });
}

void TrainOutputs::open() {
  for (OutputFile* file : {&dump_data_, &save_, &log_, &trace_, &errors_, &report_}) {
    if (file->is_in_place()) file->begin();
  }
}

bool TrainOutputs::any_is_wanted() const {
  return save_.is_wanted() || log_.is_wanted() || trace_.is_wanted() || errors_.is_wanted() ||
         report_.is_wanted();
}

// A file that fails is given up.
template <class Work>
void TrainOutputs::attempt(OutputFile& file, const Work& work) {
  if (file.is_wanted() && !failures_.attempt([&] { work(file); })) file.give_up();
}

void TrainOutputs::before_training(const Trainer& trainer) {
  attempt(dump_data_, [&](OutputFile& file) {
    write_file(file, [&](std::ostream& out) { write_sequences(out, trainer.data()); });
    file.give_up();  // done with: the reader of a FIFO need not wait for the end of the training
  });
  attempt(log_, [&](OutputFile& file) {
    file.begin();
    file.stream() << log_start_;
    file.flush();
  });
  attempt(trace_, [](OutputFile& file) { file.begin(); });
  if (report_.is_wanted()) snapshots_.emplace(trainer);
}

void TrainOutputs::before_step(const Trainer& trainer) {
  if (snapshots_) snapshots_->before_step(trainer);
}

void TrainOutputs::after_step(const Trainer& trainer) {
  attempt(trace_, [&](OutputFile& file) {
    write_trace(file.stream(), trainer);
    file.require_all_written();
  });
  if (snapshots_) snapshots_->after_step(trainer);
  if (!trainer.epoch_ended()) return;
  if (log_.is_wanted() || save_.is_wanted()) log_line_ = log_line(trainer);
  attempt(log_, [&](OutputFile& file) {
    file.stream() << log_line_ << "\n";
    file.flush();
  });
  if (files_.save_every != 0 && trainer.epochs_done() % files_.save_every == 0) save(trainer);
}

void TrainOutputs::finish(Trainer& trainer) {
  close();
  save(trainer);
  attempt(errors_, [&](OutputFile& file) {
    write_file(file, [&](std::ostream& out) { write_errors(out, run_errors(trainer)); });
  });
  if (!snapshots_) return;
  snapshots_->finish(trainer);
  failures_.attempt([&] {
    if (snapshots_->run().frames.empty()) {
      throw std::runtime_error("no prediction of the run is finite: " + printable(report_.name()) +
                               " is not written");
    }
    write_file(report_, [&](std::ostream& out) {
      out << report_page(snapshots_->run(), command_of(trainer.settings(), files_));
    });
  });
}

void TrainOutputs::close() {
  for (OutputFile* file : {&trace_, &log_}) {
    attempt(*file, [](OutputFile& wanted) { wanted.finish(); });
  }
}

// A disk that is full now may have room after the next epochs.
void TrainOutputs::save(const Trainer& trainer) {
  if (!save_.is_wanted()) return;
  Metadata texts = texts_of(trainer.settings());
  texts["data"] = files_.data.empty() ? "dummy" : "file";
  if (!log_line_.empty()) texts[kLogLine] = log_line_;
  failures_.attempt([&] {
    write_file(save_, [&](std::ostream& out) { write_checkpoint(out, trainer, texts); });
  });
}
