#include "files/trace.h"

#include "core/digest.h"
#include "core/float_bits.h"
#include "golden.h"
#include "nn/full_gradient.h"
#include "test.h"

#include <cstdio>
#include <sstream>

namespace {

const std::string& path() {
  static const std::string kPath = test::temporary("test_trace.txt");
  return kPath;
}

std::vector<std::string> lines_of_trace() {
  std::istringstream text(read_file(path()));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  std::remove(path().c_str());
  return lines;
}

Settings two_batches() {
  Settings settings;
  settings.samples = 40;
  settings.epochs = 2;
  return settings;
}

}  // namespace

TEST(trace, names_step_epoch_batch_and_loss) {
  Trainer trainer(two_batches());
  Trace trace(path());
  std::vector<std::string> expected;
  while (!trainer.finished()) {
    trainer.step();
    trace.write_step(trainer);
    expected.push_back(" loss " + hexadecimal(bits_of(trainer.last_loss())));
  }
  trace.finish();
  const std::vector<std::string> lines = lines_of_trace();
  CHECK_EQ(lines.size(), 4U * 9);
  CHECK_EQ(lines.at(0), "step 1 epoch 1 batch 1" + expected.at(0));
  CHECK_EQ(lines.at(9), "step 2 epoch 1 batch 2" + expected.at(1));
  CHECK_EQ(lines.at(18), "step 3 epoch 2 batch 1" + expected.at(2));
  CHECK_EQ(lines.at(27), "step 4 epoch 2 batch 2" + expected.at(3));
}

TEST(trace, digests_every_gradient_then_every_value) {
  Trainer trainer(two_batches());
  Trace trace(path());
  trainer.step();
  trace.write_step(trainer);
  trace.finish();
  const std::vector<std::string> lines = lines_of_trace();
  for (std::size_t k = 0; k < 4; ++k) {
    const Parameter<float>& parameter = *trainer.model().parameters().at(k);
    Sha256 grad;
    grad.add(full_gradient(parameter));
    CHECK_EQ(lines.at(1 + k),
             "step 1 gradient " + parameter.name + " " + grad.finish().substr(0, 16));
    Sha256 value;
    value.add(parameter.value);
    CHECK_EQ(lines.at(5 + k),
             "step 1 value " + parameter.name + " " + value.finish().substr(0, 16));
  }
}
