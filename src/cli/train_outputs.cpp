#include "core/strict_float.h"

#include "cli/train_outputs.h"

#include "cli/settings_options.h"
#include "files/checkpoint.h"
#include "files/output_file.h"
#include "report/report_page.h"

namespace {

// The options that make the run again: those that are not the defaults.
std::string command_of(Settings settings, const TrainFiles& files) {
  Settings defaults;
  const Metadata by_default = settings_of(defaults);
  std::string command = "posembed";
  for (const Option& option : settings_options(settings)) {
    const std::string value = option.get();
    if (value == by_default.at(option.name.substr(2))) continue;
    command += " " + option.name + (option.value_name.empty() ? "" : " " + value);
  }
  return command + (files.data.empty() ? "" : " --data " + files.data) + " --report FILE";
}

RunDescription description_of(const Trainer& trainer, const TrainFiles& files) {
  RunDescription run;
  run.command = command_of(trainer.settings(), files);
  run.steps = static_cast<std::size_t>(trainer.steps_done());
  Settings settings = trainer.settings();
  for (const Option& option : settings_options(settings)) {
    run.settings.emplace_back(option.name.substr(2), option.get());
  }
  return run;
}

}  // namespace

TrainOutputs::TrainOutputs(const TrainFiles& files, const Trainer& trainer) : files_(files) {
  for (const std::string* path : {&files.save, &files.report}) {
    if (!path->empty()) OutputFile probe(*path);
  }
  if (!files.log.empty()) log_.emplace(files.log);
  if (!files.trace.empty()) trace_.emplace(files.trace);
  if (!files.report.empty()) snapshots_.emplace(trainer);
}

void TrainOutputs::before_step(const Trainer& trainer) {
  if (snapshots_) snapshots_->before_step(trainer);
}

void TrainOutputs::after_step(const Trainer& trainer) {
  if (trace_) trace_->write_step(trainer);
  if (snapshots_) snapshots_->after_step(trainer);
  if (!trainer.epoch_ended()) return;
  if (log_) log_->write_epoch(trainer);
  if (files_.save_every != 0 && trainer.epochs_done() % files_.save_every == 0) save(trainer);
}

void TrainOutputs::finish(const Trainer& trainer) {
  close();
  save(trainer);
  write_report(trainer);
}

void TrainOutputs::close() {
  if (trace_) trace_->finish();
  if (log_) log_->finish();
}

void TrainOutputs::save(const Trainer& trainer) const {
  if (files_.save.empty()) return;
  Settings settings = trainer.settings();
  Metadata texts = settings_of(settings);
  texts["data"] = files_.data.empty() ? "dummy" : "file";
  save_checkpoint(files_.save, trainer, texts);
}

void TrainOutputs::write_report(const Trainer& trainer) {
  if (!snapshots_) return;
  snapshots_->finish(trainer);
  OutputFile file(files_.report);
  file.stream() << report_page(*snapshots_, trainer.settings(), description_of(trainer, files_));
  file.finish();
}
