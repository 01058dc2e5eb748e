#include "core/strict_float.h"

#include "training/recorded_runs.h"

#include "core/digest.h"
#include "core/elementary.h"
#include "core/float_bits.h"
#include "models/weights.h"

#include <algorithm>
#include <utility>

namespace {

// Between them they take every way through the draws and the loops: tables of 16 and more
// normals with and without a tail, of fewer than 16, one and two words of seed, shuffled or
// not, sizes that are and are not multiples of the lanes, few steps and many.
// Seven sequences of one to six tokens.
Sequences own_data() {
  Sequences data = {{}, {0}};
  for (std::int32_t s = 0; s < 7; ++s) {
    for (std::int32_t i = 0; i <= s % 6; ++i) data.tokens.push_back((4 * s + 7 * i) % 9);
    data.starts.push_back(data.tokens.size());
  }
  return data;
}

std::vector<RecordedRun> runs_without_values() {
  Settings shuffled;
  shuffled.seed = 1;
  shuffled.shuffle = true;
  Settings long_run;
  long_run.seed = 42;
  long_run.epochs = 200;
  Settings sinusoidal;
  sinusoidal.encoding = find_encoding("sinusoidal");
  Settings none;
  none.encoding = find_encoding("none");
  Settings ragged;
  ragged.seed = (std::uint64_t{1} << 40U) + 5;
  ragged.samples = 203;
  ragged.max_seq_len = 9;
  ragged.vocab_size = 7;
  ragged.d_model = 11;
  ragged.epochs = 15;
  ragged.batch_size = 7;
  ragged.adam.lr = 0.01;
  Settings small;
  small.seed = 3;
  small.samples = 50;
  small.max_seq_len = 4;
  small.vocab_size = 5;
  small.d_model = 3;
  small.epochs = 10;
  small.batch_size = 8;
  small.adam.lr = 0.01;
  Settings stack;
  stack.samples = 200;
  stack.epochs = 5;
  stack.adam.lr = 0.003;
  stack.stack.layers = 2;
  Settings post = stack;
  post.stack.norm = &kNorms[1];
  post.adam.warmup = 10;
  Settings rotary = stack;
  rotary.encoding = find_encoding("rotary");
  rotary.target = &kTargets[1];
  Settings alibi = stack;
  alibi.encoding = find_encoding("alibi");
  alibi.stack.heads = 4;
  alibi.stack.causal = true;
  alibi.target = &kTargets[1];
  Settings odd = ragged;  // rows, heads and products that no register divides
  odd.epochs = 5;
  odd.d_model = 15;
  odd.stack.layers = 3;
  odd.stack.heads = 3;
  odd.stack.d_ff = 21;
  odd.stack.norm = &kNorms[2];
  Settings bare = stack;  // attention alone, one head, which sees both ways
  bare.encoding = find_encoding("alibi");
  bare.target = &kTargets[2];
  bare.stack.heads = 1;
  bare.stack.no_skip = true;
  bare.stack.no_feed_forward = true;
  Settings causal = stack;
  causal.stack.layers = 1;
  causal.stack.causal = true;
  causal.adam.warmup = 10;
  causal.positions = 30;
  Settings resumed;
  resumed.max_seq_len = 6;
  resumed.vocab_size = 9;
  resumed.epochs = 5;
  resumed.batch_size = 3;
  resumed.shuffle = true;
  resumed.stack.layers = 1;
  return {{"notebook", {}, {}},
          {"shuffled", shuffled, {}},
          {"ragged", ragged, {}},
          {"small", small, {}},
          {"long", long_run, {}},
          {"sinusoidal", sinusoidal, {}},
          {"none", none, {}},
          {"stack", stack, {}},
          {"post", post, {}},
          {"rotary", rotary, {}},
          {"alibi", alibi, {}},
          {"odd", odd, {}},
          {"bare", bare, {}},
          {"causal", causal, {}},
          {"resumed", resumed, {}, own_data(), true}};
}

// Trains to the end, or to this step; the losses of the epochs that end.
void train(Trainer& trainer, std::uint64_t last_step, std::vector<std::uint32_t>& losses) {
  while (!trainer.finished() && trainer.steps_done() < last_step) {
    trainer.step();
    if (trainer.epoch_ended()) losses.push_back(bits_of(trainer.last_loss()));
  }
}

// As a checkpoint does, without a file.
void go_on(Trainer& next, const Trainer& stopped) {
  copy_weights(next.model(), stopped.model());
  for (std::size_t k = 0; k < stopped.model().parameters().size(); ++k) {
    next.adam().exp_avg(k) = stopped.adam().exp_avg(k);
    next.adam().exp_avg_sq(k) = stopped.adam().exp_avg_sq(k);
  }
  next.restore(stopped.state());
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

RunResult result_of(const Settings& settings, const std::optional<Sequences>& data, bool stops) {
  constexpr std::uint64_t kNever = ~std::uint64_t{0};
  RunResult result;
  Trainer trainer(settings, data);
  train(trainer, stops ? trainer.batches_per_epoch() + 1 : kNever, result.losses);
  std::optional<Trainer> next;
  if (stops) {
    next.emplace(settings, data);
    go_on(*next, trainer);
    train(*next, kNever, result.losses);
  }
  const Trainer& last = next ? *next : trainer;
  result.weights = digest_of_weights(last.model().parameters());
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

std::string digest_of_weights(const ConstParameters<float>& parameters) {
  Sha256 digest;
  for (const Parameter<float>* parameter : parameters) digest.add(parameter->value);
  return digest.finish();
}

std::size_t first_difference(const RunResult& a, const RunResult& b) {
  const auto [in_a, in_b] =
      std::mismatch(a.losses.begin(), a.losses.end(), b.losses.begin(), b.losses.end());
  if (in_a == a.losses.end() && in_b == b.losses.end()) return 0;
  return static_cast<std::size_t>(in_a - a.losses.begin()) + 1;
}
