#include "training/trainer.h"

#include "core/float_bits.h"
#include "core/float_environment.h"
#include "float_setting.h"
#include "golden.h"
#include "models/transformer.h"
#include "test.h"
#include "training/recorded_runs.h"

#include <algorithm>
#include <sstream>

namespace {

struct Tolerance {
  double loss;    // relative
  double weight;  // absolute
};

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
    const std::vector<int>& expected = golden.sequences[i];
    CHECK_EQ(data.length(i), expected.size());
    CHECK(std::equal(expected.begin(), expected.end(), data.sequence(i)));
  }
}

void check_values(const std::map<std::string, std::vector<float>>& golden,
                  const Model<float>& model, double tolerance) {
  for (const Parameter<float>* parameter : model.parameters()) {
    const std::vector<float>& expected = golden.at(parameter->name);
    CHECK_EQ(expected.size(), std::min<std::size_t>(32, parameter->value.size()));
    for (std::size_t i = 0; i < expected.size(); ++i) {
      CHECK_NEAR(parameter->value[i], expected[i], tolerance);
    }
  }
}

// Trains as PyTorch did: data and initial weights are equal, the rest is within tolerance.
void check_model_against(const Golden& golden, const Tolerance& tolerance, MakeModel make_model) {
  Trainer trainer(golden.settings, std::nullopt, make_model);
  check_data(golden, trainer.data());
  CHECK_EQ(golden.initial.size(), trainer.model().parameters().size());
  check_values(golden.initial, trainer.model(), 0);
  for (std::size_t epoch = 0; epoch < golden.settings.epochs; ++epoch) {
    do trainer.step();
    while (!trainer.epoch_ended());
    const double loss = golden.losses[epoch];
    CHECK_NEAR(trainer.last_loss(), loss, tolerance.loss * loss);
    CHECK_NEAR(trainer.mean_loss(), golden.means[epoch], tolerance.loss * golden.means[epoch]);
  }
  CHECK(trainer.finished());
  check_values(golden.final, trainer.model(), tolerance.weight);
}

// Both models: the one that a run uses, and the textbook.
void check_against_pytorch(const std::string& name, const Tolerance& tolerance) {
  const Golden golden = read_golden(name);
  check_model_against(golden, tolerance, drawn<PositionPredictor<float>>);
  check_model_against(golden, tolerance, drawn<Transformer<float>>);
}

constexpr Tolerance kNotebook = {1e-6, 1e-5};
constexpr Tolerance kOther = {1e-5, 1e-5};

}  // namespace

TEST(pytorch, notebook_seed_0) { check_against_pytorch("notebook_seed0", kNotebook); }
TEST(pytorch, notebook_seed_1) { check_against_pytorch("notebook_seed1", kNotebook); }
TEST(pytorch, notebook_seed_2) { check_against_pytorch("notebook_seed2", kNotebook); }
TEST(pytorch, notebook_seed_3) { check_against_pytorch("notebook_seed3", kNotebook); }
TEST(pytorch, notebook_seed_42) { check_against_pytorch("notebook_seed42", kNotebook); }
TEST(pytorch, sinusoidal_encoding) { check_against_pytorch("sinusoidal_seed0", kNotebook); }
TEST(pytorch, no_encoding) { check_against_pytorch("none_seed0", kNotebook); }
TEST(pytorch, notebook_with_a_seed_of_two_words) {
  check_against_pytorch("seed_two_words", kNotebook);
}
TEST(pytorch, notebook_shuffled) { check_against_pytorch("shuffled_seed0", kNotebook); }
TEST(pytorch, other_sizes) { check_against_pytorch("other_sizes", kOther); }
TEST(pytorch, tables_that_are_no_multiple_of_16) { check_against_pytorch("ragged_tables", kOther); }
TEST(pytorch, tables_of_fewer_than_16) { check_against_pytorch("small_tables", kOther); }

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
  Settings settings;
  settings.samples = 7;
  settings.batch_size = 3;
  settings.epochs = 2;
  Trainer trainer(settings);
  CHECK_EQ(trainer.batches_per_epoch(), 3U);
  CHECK(!trainer.epoch_ended());
  for (std::uint64_t step = 1; step <= 6; ++step) {
    CHECK(!trainer.finished());
    trainer.step();
    CHECK_EQ(trainer.steps_done(), step);
    CHECK_EQ(trainer.epoch_ended(), step % 3 == 0);
  }
  CHECK(trainer.finished());
  CHECK_EQ(trainer.epochs_done(), 2U);
}

TEST(trainer, averages_the_losses_of_an_epoch_by_their_places) {
  Settings settings;
  settings.samples = 64;
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
  Settings settings;
  settings.adam.eps = 0;
  settings.samples = 1;
  settings.epochs = 1;
  Trainer trainer(settings);
  CHECK_THROWS(Diverged, trainer.step(),
               "the last step, with lr 0.001, left a tensor that is not finite: "
               "pos_enc.token_embedding.weight");
}

#if defined(FE_UPWARD)
TEST(trainer, refuses_arithmetic_that_would_give_other_bits) {
  const Rounding rounding(FE_UPWARD);
  if (!rounding.is_other()) return;
  CHECK_THROWS(std::runtime_error, Trainer(Settings()), fault_of({true, true, false}));
}
#endif
