#include "core/strict_float.h"

#include "cli/train_outputs.h"

#include "files/checkpoint.h"
#include "files/output_file.h"
#include "report/report_page.h"
#include "training/settings_table.h"

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
  Metadata texts = texts_of(trainer.settings());
  texts["data"] = files_.data.empty() ? "dummy" : "file";
  save_checkpoint(files_.save, trainer, texts);
}

void TrainOutputs::write_report(const Trainer& trainer) {
  if (!snapshots_) return;
  snapshots_->finish(trainer);
  OutputFile file(files_.report);
  const auto steps = static_cast<std::size_t>(trainer.steps_done());
  file.stream() << report_page(*snapshots_, trainer.settings(),
                               command_of(trainer.settings(), files_), steps);
  file.finish();
}
