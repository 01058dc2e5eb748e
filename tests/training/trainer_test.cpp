#include "training/trainer.h"

#include "core/digest.h"
#include "core/float_bits.h"
#include "core/float_environment.h"
#include "float_setting.h"
#include "golden.h"
#include "models/position_predictor.h"
#include "models/transformer.h"
#include "test.h"
#include "training/recorded_runs.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace {

constexpr double kWeight = 5e-6;

// Losses are compared by their roots, which are in positions: predictions of up to 20 are rounded
// by 1e-6 positions. Those of the notebook's sizes are closer than that; their tolerance is
// relative, of the loss itself.
enum class Sizes { notebook, other };

// The keys' bias: a softmax does not change where a number is added to all scores of a row, so its
// gradient is 0 but for rounding, which Adam divides by itself. With rotary encoding it is not 0.
bool is_key_bias(const Golden& golden, const std::string& name, std::size_t i) {
  const std::size_t d_model = golden.settings.d_model;
  return name.find("in_proj_bias") != std::string::npos && i / d_model == 1 &&
         !golden.settings.encoding->is_rotary;
}

void check_loss(double loss, double golden, Sizes sizes) {
  CHECK_NEAR(std::sqrt(loss), std::sqrt(golden), 1e-6);
  if (sizes == Sizes::notebook) CHECK_NEAR(loss, golden, 1e-6 * golden);
}

std::uint64_t checksum(const Ids& tokens) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    sum += (i + 1) * static_cast<std::uint64_t>(tokens[i]);
  }
  return sum;
}

void check_data(const Golden& golden, const Sequences& data) {
  CHECK_EQ(data.tokens.size(), golden.tokens);
  CHECK_EQ(checksum(data.tokens), golden.checksum);
  for (std::size_t i = 0; i < golden.sequences.size(); ++i) {
    CONTEXT("i " << i);
    const std::vector<int>& expected = golden.sequences[i];
    CHECK_EQ(data.length(i), expected.size());
    CHECK(std::equal(expected.begin(), expected.end(), data.sequence(i)));
  }
}

void check_initial_weights(const Golden& golden, const Model<float>& model) {
  CHECK_EQ(golden.initial.size(), model.parameters().size());
  for (const Parameter<float>* parameter : model.parameters()) {
    Sha256 digest;
    digest.add(parameter->value);
    CHECK_EQ(digest.finish(), golden.initial.at(parameter->name));
  }
}

void check_final_weights(const Golden& golden, const Model<float>& model) {
  for (const Parameter<float>* parameter : model.parameters()) {
    const std::vector<float>& expected = golden.final.at(parameter->name);
    CHECK_EQ(expected.size(), parameter->value.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      CONTEXT("i " << i);
      if (is_key_bias(golden, parameter->name, i)) continue;
      CHECK_NEAR(parameter->value[i], expected[i], kWeight);
    }
  }
}

// Trains as PyTorch did: data and initial weights are equal, the rest is within tolerance.
void check_model_against(const Golden& golden, Sizes sizes, MakeModel make_model) {
  Trainer trainer(golden.settings, std::nullopt, make_model);
  check_data(golden, trainer.data());
  check_initial_weights(golden, trainer.model());
  for (std::size_t epoch = 0; epoch < golden.settings.epochs; ++epoch) {
    do trainer.step();
    while (!trainer.epoch_ended());
    check_loss(trainer.last_loss(), golden.losses[epoch], sizes);
    check_loss(trainer.mean_loss(), golden.means[epoch], sizes);
  }
  CHECK(trainer.finished());
  check_final_weights(golden, trainer.model());
}

// Both models: the one that a run without layers uses, and the textbook. In one thread, and
// several.
void check_against_pytorch(const std::string& name, Sizes sizes = Sizes::notebook) {
  const Golden golden = read_golden(name);
  for (const std::size_t threads : {1U, 3U}) {
    CONTEXT("threads " << threads);
    const Workers workers(threads, 0);  // which share every loop
    if (golden.settings.stack.layers == 0) {
      check_model_against(golden, sizes, drawn<PositionPredictor<float>>);
    }
    check_model_against(golden, sizes, drawn<Transformer<float>>);
  }
}

}  // namespace

TEST(pytorch, notebook_seed_0) { check_against_pytorch("notebook_seed0"); }
TEST(pytorch, notebook_seed_1) { check_against_pytorch("notebook_seed1"); }
TEST(pytorch, notebook_seed_2) { check_against_pytorch("notebook_seed2"); }
TEST(pytorch, notebook_seed_3) { check_against_pytorch("notebook_seed3"); }
TEST(pytorch, notebook_seed_42) { check_against_pytorch("notebook_seed42"); }
TEST(pytorch, sinusoidal_encoding) { check_against_pytorch("sinusoidal_seed0"); }
TEST(pytorch, no_encoding) { check_against_pytorch("none_seed0"); }
TEST(pytorch, notebook_with_a_seed_of_two_words) { check_against_pytorch("seed_two_words"); }
TEST(pytorch, notebook_shuffled) { check_against_pytorch("shuffled_seed0"); }
TEST(pytorch, other_sizes) { check_against_pytorch("other_sizes", Sizes::other); }
TEST(pytorch, tables_that_are_no_multiple_of_16) {
  check_against_pytorch("ragged_tables", Sizes::other);
}
TEST(pytorch, tables_of_fewer_than_16) { check_against_pytorch("small_tables", Sizes::other); }
TEST(pytorch, cosine_decay_clipping_and_weight_decay) {
  check_against_pytorch("decay_clip", Sizes::other);
}
TEST(pytorch, linear_decay_clipping_and_weight_decay_of_a_stack) {
  check_against_pytorch("stack_decay_clip");
}
TEST(pytorch, stack) { check_against_pytorch("stack_learned"); }
TEST(pytorch, stack_norm_after_and_warmup) { check_against_pytorch("stack_post"); }
TEST(pytorch, stack_rotary) { check_against_pytorch("stack_rotary"); }
TEST(pytorch, stack_alibi_causal) { check_against_pytorch("stack_alibi"); }
TEST(pytorch, stack_without_norm) { check_against_pytorch("stack_no_norm"); }
TEST(pytorch, stack_without_skip) { check_against_pytorch("stack_no_skip"); }
TEST(pytorch, stack_of_odd_sizes) { check_against_pytorch("stack_ragged", Sizes::other); }

// The notebook set no seed; its losses must look like those of any seed.
TEST(pytorch, published_losses_lie_among_those_of_forty_seeds) {
  std::istringstream published(read_file("tests/golden/published_losses.txt"));
  std::vector<float> lowest(25, 1e9F);
  std::vector<float> highest(25, 0);
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    Settings settings;
    settings.seed = seed;
    const RunResult result = result_of(settings);
    for (std::size_t i = 0; i < 25; ++i) {
      lowest[i] = std::min(lowest[i], float_of(result.losses.at(i)));
      highest[i] = std::max(highest[i], float_of(result.losses.at(i)));
    }
  }
  std::size_t epoch = 0;
  float loss = 0;
  std::size_t epochs = 0;
  for (; published >> epoch >> loss; ++epochs) {
    CHECK(lowest.at(epoch - 1) < loss && loss < highest.at(epoch - 1));
  }
  CHECK_EQ(epochs, 25U);
}

TEST(trainer, counts_steps_and_epochs) {
  Settings settings = settings_of("--samples 7 --batch-size 3 --epochs 2");
  Trainer trainer(settings);
  CHECK_EQ(trainer.batches_per_epoch(), 3U);
  CHECK(!trainer.epoch_ended());
  for (std::uint64_t step = 1; step <= 6; ++step) {
    CONTEXT("step " << step);
    CHECK(!trainer.finished());
    trainer.step();
    CHECK_EQ(trainer.steps_done(), step);
    CHECK_EQ(trainer.epoch_ended(), step % 3 == 0);
  }
  CHECK(trainer.finished());
  CHECK_EQ(trainer.epochs_done(), 2U);
}

TEST(trainer, averages_the_losses_of_an_epoch_by_their_places) {
  Settings settings = settings_of("--samples 64");
  Trainer trainer(settings);
  const auto first_places = static_cast<double>(trainer.data().starts[32]);
  const auto places = static_cast<double>(trainer.data().tokens.size());
  trainer.step();
  const double first = trainer.last_loss();
  CHECK_NEAR(trainer.mean_loss(), first, 1e-12);
  trainer.step();
  const double second = trainer.last_loss();
  CHECK_NEAR(trainer.mean_loss(),
             (first * first_places + second * (places - first_places)) / places, 1e-12);
  trainer.step();
  CHECK_NEAR(trainer.mean_loss(), trainer.last_loss(), 1e-12);
}

TEST(trainer, names_step_rate_and_tensor_when_it_diverges) {
  Settings settings;
  settings.adam.eps = 0;  // 0 / 0 for a row that no batch has named yet
  Trainer trainer(settings);
  trainer.step();
  CHECK_THROWS(Diverged, trainer.step(),
               "the loss became nan at step 2 (epoch 1) with lr 0.001; the first tensor that is "
               "not finite: pos_enc.token_embedding.weight");

  settings = Settings();
  settings.adam.lr = 1e20;
  Trainer other(settings);
  std::string message;
  try {
    while (!other.finished()) other.step();
  } catch (const Diverged& error) {
    message = error.what();
  }
  CHECK(message.find("with lr 1e+20; ") != std::string::npos);
}

TEST(trainer, notices_what_the_last_step_did) {
  Settings settings = settings_of("--eps 0 --samples 1 --epochs 1");
  Trainer trainer(settings);
  CHECK_THROWS(Diverged, trainer.step(),
               "the last step, with lr 0.001, left a tensor that is not finite: "
               "pos_enc.token_embedding.weight");
}

#if defined(FE_UPWARD)
TEST(trainer, refuses_arithmetic_that_would_give_other_bits) {
  const Rounding rounding(FE_UPWARD);
  if (!rounding.is_other()) SKIP("rounds one way only");
  CHECK_THROWS(std::runtime_error, Trainer(Settings()), fault_of({true, true, false}));
}
#endif

TEST(trainer, measures_held_out_sequences_after_each_epoch_that_has_ended) {
  Trainer trainer(settings_of("--samples 40 --epochs 3"));  // of two batches
  int measured = 0;
  trainer.hold_out("any", [&](Model<float>&) { return ++measured; });
  CHECK(!trainer.validation_loss());
  CHECK(std::isnan(trainer.judged_loss()));
  trainer.step();
  CHECK(!trainer.validation_loss());
  CHECK_EQ(trainer.judged_loss(), trainer.last_loss());
  trainer.step();
  CHECK_EQ(trainer.validation_loss().value_or(0), 1.0F);
  CHECK_EQ(trainer.judged_loss(), 1.0F);
  trainer.hold_out("others", [](Model<float>&) { return 5.0; });  // of the one that just ended, too
  CHECK_EQ(trainer.validation_loss().value_or(0), 5.0F);
  CHECK_EQ(trainer.held_out(), "others");
  for (const double bad : {std::nan(""), 1e300}) {
    CHECK_THROWS(Diverged, trainer.hold_out("bad", [=](Model<float>&) { return bad; }),
                 "the validation loss is not finite after epoch 1 with lr 0.001");
  }
}
