#include "io/trace.h"

#include "core/digest.h"
#include "golden.h"
#include "test.h"

#include <cstdio>
#include <sstream>

namespace {

const std::string& path() {
  static const std::string kPath = "build/test_trace.txt";
  return kPath;
}

std::vector<std::string> lines_of_trace() {
  std::istringstream text(read_file(path()));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  std::remove(path().c_str());
  return lines;
}

Config two_batches() {
  Config config;
  config.samples = 40;
  config.epochs = 2;
  return config;
}

}  // namespace

TEST(trace, names_step_epoch_batch_and_loss) {
  Trainer trainer(two_batches());
  Trace trace(path());
  while (!trainer.finished()) {
    trainer.step();
    trace.write_step(trainer);
  }
  trace.finish();
  const std::vector<std::string> lines = lines_of_trace();
  CHECK_EQ(lines.size(), 4U);
  CHECK_EQ(lines[0].rfind("step 1 epoch 1 batch 1 loss 0x4", 0), 0U);
  CHECK_EQ(lines[1].rfind("step 2 epoch 1 batch 2 loss 0x", 0), 0U);
  CHECK_EQ(lines[2].rfind("step 3 epoch 2 batch 1 loss 0x", 0), 0U);
  CHECK_EQ(lines[3].rfind("step 4 epoch 2 batch 2 loss 0x", 0), 0U);
}

TEST(trace, digests_every_value_and_gradient) {
  Trainer trainer(two_batches());
  Trace trace(path());
  trainer.step();
  trace.write_step(trainer);
  trace.finish();
  const std::string line = lines_of_trace().at(0);
  for (const Parameter* parameter : trainer.parameters()) {
    Sha256 value;
    value.add(parameter->value);
    Sha256 grad;
    grad.add(parameter->grad);
    const std::string expected = " " + parameter->name + " value " + value.finish().substr(0, 16) +
                                 " grad " + grad.finish().substr(0, 16);
    CHECK(line.find(expected) != std::string::npos);
  }
}
