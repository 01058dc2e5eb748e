#include "files/run_log.h"

#include "core/decimal.h"
#include "core/digest.h"
#include "core/float_bits.h"
#include "nn/full_gradient.h"
#include "test.h"

#include <sstream>

namespace {

Settings two_batches() {
  Settings settings;
  settings.samples = 40;
  settings.epochs = 2;
  return settings;
}

std::string digest(const Tensor& tensor) {
  Sha256 sha256;
  sha256.add(tensor);
  return sha256.finish().substr(0, 16) + "\n";
}

}  // namespace

TEST(run_log, has_the_losses_of_the_epoch) {
  Trainer trainer(two_batches());
  for (int step = 0; step < 4; ++step) trainer.step();
  std::ostringstream out;
  write_losses(out, trainer);
  CHECK_EQ(out.str(),
           "2," + to_decimal(trainer.last_loss()) + "," + to_decimal(trainer.mean_loss()) + "\n");
}

TEST(run_log, traces_each_step_loss_gradients_and_then_values) {
  Trainer trainer(two_batches());
  for (const char* start : {"step 1 epoch 1 batch 1 loss ", "step 2 epoch 1 batch 2 loss ",
                            "step 3 epoch 2 batch 1 loss ", "step 4 epoch 2 batch 2 loss "}) {
    trainer.step();
    const std::string step = std::string(start).substr(0, 7);
    std::string gradients;
    std::string values;
    for (const Parameter<float>* parameter : trainer.model().parameters()) {
      gradients += step + "gradient " + parameter->name + " " + digest(full_gradient(*parameter));
      values += step + "value " + parameter->name + " " + digest(parameter->value);
    }
    std::ostringstream out;
    write_trace(out, trainer);
    CHECK_EQ(out.str(),
             start + hexadecimal(bits_of(trainer.last_loss())) + "\n" + gradients + values);
  }
}
