#include "core/strict_float.h"

#include "training/recorded_runs.h"

#include "core/digest.h"
#include "core/elementary.h"
#include "core/float_bits.h"

#include <algorithm>

namespace {

// Between them they take every way through the draws and the loops: tables of 16 and more
// normals with and without a tail, of fewer than 16, one and two words of seed, shuffled or
// not, sizes that are and are not multiples of the lanes, few steps and many.
std::vector<RecordedRun> runs_without_values() {
  RecordedRun notebook = {"notebook", Config(), {}};

  RecordedRun shuffled = {"shuffled", Config(), {}};
  shuffled.config.seed = 1;
  shuffled.config.shuffle = true;

  RecordedRun ragged = {"ragged", Config(), {}};
  ragged.config.seed = (std::uint64_t{1} << 40U) + 5;
  ragged.config.samples = 203;
  ragged.config.max_seq_len = 9;
  ragged.config.vocab_size = 7;
  ragged.config.d_model = 11;
  ragged.config.epochs = 15;
  ragged.config.batch_size = 7;
  ragged.config.adam.lr = 0.01;

  RecordedRun small = {"small", Config(), {}};
  small.config.seed = 3;
  small.config.samples = 50;
  small.config.max_seq_len = 4;
  small.config.vocab_size = 5;
  small.config.d_model = 3;
  small.config.epochs = 10;
  small.config.batch_size = 8;
  small.config.adam.lr = 0.01;

  RecordedRun long_run = {"long", Config(), {}};
  long_run.config.seed = 42;
  long_run.config.epochs = 200;

  RecordedRun sinusoidal = {"sinusoidal", Config(), {}};
  sinusoidal.config.encoding = Encoding::kSinusoidal;

  RecordedRun none = {"none", Config(), {}};
  none.config.encoding = Encoding::kNone;

  return {notebook, shuffled, ragged, small, long_run, sinusoidal, none};
}

}  // namespace

std::vector<RecordedRun> recorded_runs() {
  std::vector<RecordedRun> runs = runs_without_values();
  const std::vector<RunResult> values = recorded_values().runs;
  for (std::size_t i = 0; i < std::min(runs.size(), values.size()); ++i) {
    runs[i].recorded = values[i];
  }
  return runs;
}

RunResult result_of(const Config& config) {
  RunResult result;
  Trainer trainer(config);
  while (!trainer.finished()) {
    trainer.step();
    if (!trainer.epoch_ended()) continue;
    result.losses.push_back(bits_of(trainer.last_loss()));
  }
  result.weights = digest_of_weights(trainer.parameters());
  return result;
}

std::string digest_of_functions() {
  Sha256 digest;
  for (int i = 0; i < 4096; ++i) {
    digest.add(elementary::log((i + 0.5) * 0x1p-11));  // 0 to 2
    digest.add(elementary::exp((i - 2048) * 0.17));    // -348 to 348
    digest.add(elementary::sin(i * 0.377));            // 0 to 1544
    digest.add(elementary::cos(i * 8191.7));           // 0 to 2^25
  }
  return digest.finish();
}

std::string digest_of_weights(const Parameters& parameters) {
  Sha256 digest;
  for (const Parameter* parameter : parameters) digest.add(parameter->value);
  return digest.finish();
}

std::size_t first_difference(const RunResult& a, const RunResult& b) {
  const auto [in_a, in_b] =
      std::mismatch(a.losses.begin(), a.losses.end(), b.losses.begin(), b.losses.end());
  if (in_a == a.losses.end() && in_b == b.losses.end()) return 0;
  return static_cast<std::size_t>(in_a - a.losses.begin()) + 1;
}
