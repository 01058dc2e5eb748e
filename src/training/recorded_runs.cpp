#include "core/strict_float.h"

#include "training/recorded_runs.h"

#include "core/digest.h"
#include "core/elementary.h"
#include "core/float_bits.h"
#include "models/weights.h"
#include "training/settings.h"

#include <algorithm>
#include <sstream>
#include <utility>

namespace {

// Seven sequences of one to six tokens.
Sequences own_data() {
  Sequences data = {{}, {0}};
  for (std::int32_t s = 0; s < 7; ++s) {
    for (std::int32_t i = 0; i <= s % 6; ++i) data.tokens.push_back((4 * s + 7 * i) % 9);
    data.starts.push_back(data.tokens.size());
  }
  return data;
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

// Between them they take every way through the draws and the loops: tables of 16 and more
// normals with and without a tail, of fewer than 16, one and two words of seed, shuffled or
// not, sizes that are and are not multiples of the lanes, few steps and many.
std::vector<RecordedRun> recorded_runs() {
  const std::string ragged =
      "--seed 1099511627781 --samples 203 --max-seq-len 9 --vocab-size 7 --batch-size 7 --lr 0.01";
  const std::string small =
      "--seed 3 --samples 50 --max-seq-len 4 --vocab-size 5 --batch-size 8 --lr 0.01";
  const std::string stack = "--samples 200 --epochs 5 --lr 0.003 --layers 2";
  const std::string own = "--max-seq-len 6 --vocab-size 9 --batch-size 3 --epochs 5";
  std::map<std::string, RunResult> results = recorded_results();
  const auto run = [&](const std::string& name, const std::string& options) {
    return RecordedRun{name, settings_of(options), results[name]};
  };
  std::vector<RecordedRun> runs = {
      run("notebook", ""), run("shuffled", "--seed 1 --shuffle"),
      run("ragged", ragged + " --d-model 11 --epochs 15"),
      run("small", small + " --d-model 3 --epochs 10"), run("long", "--seed 42 --epochs 200"),
      run("sinusoidal", "--encoding sinusoidal"), run("none", "--encoding none"),
      run("stack", stack), run("post", stack + " --norm post --warmup 10"),
      run("rotary", stack + " --encoding rotary --target previous"),
      run("alibi", stack + " --encoding alibi --heads 4 --causal --target previous"),
      // Rows, heads and products that no register divides.
      run("odd", ragged + " --d-model 15 --epochs 5 --layers 3 --heads 3 --d-ff 21 --norm none"),
      // Attention alone, one head, which sees both ways.
      run("bare", stack + " --encoding alibi --target first --heads 1 --no-skip --no-feed-forward"),
      run("causal", stack + " --layers 1 --causal --warmup 10 --positions 30"),
      run("resumed", own + " --shuffle --layers 1")};
  runs.back().data = own_data();
  runs.back().stops = true;
  return runs;
}

std::map<std::string, RunResult> recorded_results() {
  std::map<std::string, RunResult> results;
  RunResult* result = nullptr;
  std::istringstream words(recorded_text());
  for (std::string word; words >> word;) {
    if (word.back() == ':') {
      result = &results[word.substr(0, word.size() - 1)];
      words >> result->weights;
    } else {
      result->losses.push_back(static_cast<std::uint32_t>(std::stoul(word, nullptr, 16)));
    }
  }
  return results;
}

RunResult result_of(const Settings& settings, const std::optional<Sequences>& data, bool stops) {
  RunResult result;
  Trainer trainer(settings, data);
  if (stops) {
    Trainer stopped(settings, data);
    train(stopped, stopped.batches_per_epoch() + 1, result.losses);
    go_on(trainer, stopped);
  }
  train(trainer, UINT64_MAX, result.losses);
  result.weights = digest_of_weights(std::as_const(trainer).model().parameters());
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
