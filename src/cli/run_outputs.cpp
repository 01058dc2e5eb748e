#include "core/strict_float.h"

#include "cli/run_outputs.h"

#include "cli/run_options.h"
#include "io/checkpoint.h"
#include "io/output_file.h"
#include "report/report_page.h"

namespace {

// The options that make the run again: those that are not the defaults.
std::string command_of(Config config, const RunFiles& files) {
  Config defaults;
  const Metadata by_default = settings_of(defaults);
  std::string command = "posembed";
  for (const Option& option : run_options(config)) {
    const std::string value = option.get();
    if (value == by_default.at(option.name.substr(2))) continue;
    command += " " + option.name + (option.value_name.empty() ? "" : " " + value);
  }
  return command + (files.data.empty() ? "" : " --data " + files.data) + " --report FILE";
}

RunDescription description_of(const Trainer& trainer, const RunFiles& files) {
  RunDescription run;
  run.command = command_of(trainer.config(), files);
  run.steps = static_cast<std::size_t>(trainer.steps_done());
  Config config = trainer.config();
  for (const Option& option : run_options(config)) {
    run.settings.emplace_back(option.name.substr(2), option.get());
  }
  return run;
}

}  // namespace

RunOutputs::RunOutputs(const RunFiles& files, Trainer& trainer) : files_(files) {
  for (const std::string* path : {&files.save, &files.report}) {
    if (!path->empty()) OutputFile probe(*path);
  }
  if (!files.log.empty()) log_.emplace(files.log);
  if (!files.trace.empty()) trace_.emplace(files.trace);
  if (!files.report.empty()) history_.emplace(trainer);
}

void RunOutputs::before_step(Trainer& trainer) {
  if (history_) history_->before_step(trainer);
}

void RunOutputs::after_step(Trainer& trainer) {
  if (trace_) trace_->write_step(trainer);
  if (history_) history_->after_step(trainer);
  if (!trainer.epoch_ended()) return;
  if (log_) log_->write_epoch(trainer);
  if (files_.save_every != 0 && trainer.epochs_done() % files_.save_every == 0) save(trainer);
}

void RunOutputs::finish(Trainer& trainer) {
  close();
  save(trainer);
  write_report(trainer);
}

void RunOutputs::close() {
  if (trace_) trace_->finish();
  if (log_) log_->finish();
}

void RunOutputs::save(Trainer& trainer) const {
  if (files_.save.empty()) return;
  Config config = trainer.config();
  Metadata settings = settings_of(config);
  settings["data"] = files_.data.empty() ? "dummy" : "file";
  save_checkpoint(files_.save, trainer, settings);
}

void RunOutputs::write_report(Trainer& trainer) {
  if (!history_) return;
  history_->finish(trainer);
  OutputFile file(files_.report);
  file.stream() << report_page(*history_, trainer.config(), description_of(trainer, files_));
  file.finish();
}
