#include "files/loss_log.h"

#include "core/decimal.h"
#include "golden.h"
#include "test.h"

#include <cstdio>

TEST(loss_log, has_a_line_an_epoch_at_once) {
  const std::string path = test::temporary("test_loss_log.csv");
  Settings settings;
  settings.samples = 40;
  settings.epochs = 2;
  Trainer trainer(settings);
  LossLog log(path);
  std::string expected = "epoch,last_batch_loss,mean_loss\n";
  CHECK_EQ(read_file(path), expected);
  while (!trainer.finished()) {
    trainer.step();
    if (!trainer.epoch_ended()) continue;
    log.write_epoch(trainer);
    expected += std::to_string(trainer.epochs_done()) + "," + to_decimal(trainer.last_loss()) +
                "," + to_decimal(trainer.mean_loss()) + "\n";
    CHECK_EQ(read_file(path), expected);
  }
  log.finish();
  CHECK_EQ(read_file(path), expected);
  std::remove(path.c_str());
}
