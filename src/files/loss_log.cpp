#include "core/strict_float.h"

#include "files/loss_log.h"

#include "core/decimal.h"

LossLog::LossLog(const std::string& path) : file_(path, Writing::kLive) {
  file_.stream() << "epoch,last_batch_loss,mean_loss\n";
  file_.flush();
}

void LossLog::write_epoch(const Trainer& trainer) {
  file_.stream() << trainer.epochs_done() << "," << to_decimal(trainer.last_loss()) << ","
                 << to_decimal(trainer.mean_loss()) << "\n";
  file_.flush();
}
