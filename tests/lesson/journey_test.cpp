#include "lesson/journey.h"

#include "lesson/followed_run.h"
#include "models/gradient.h"
#include "models/transformer.h"
#include "test.h"

#include <cmath>
#include <functional>

namespace {

Settings small(const std::string& encoding = "learned") {
  return settings_of(
      "--samples 6 --vocab-size 5 --d-model 4 --epochs 3 --batch-size 6 --encoding " + encoding);
}

// So few places that all are shown.
Settings layers(const std::string& options) {
  return settings_of(
      "--vocab-size 7 --max-seq-len 6 --samples 5 --batch-size 5 --d-model 8 --layers 2 " +
      options);
}

// A trainer before and after the second step of its run, and the journey through it.
struct SecondStep {
  explicit SecondStep(const Settings& settings, const std::optional<Sequences>& data = std::nullopt)
      : before(settings, data), trainer(settings, data) {
    before.step();
    trainer.step();
    JourneyRecorder recorder;
    recorder.before_step(trainer);
    trainer.step();
    journey = recorder.after_step(trainer);
  }

  Trainer before;
  Trainer trainer;
  Journey journey;
};

const std::vector<float>& stage(const PlaceJourney& place, const std::string& name) {
  for (const Stage& one : place.stages) {
    if (one.name == name) return one.values;
  }
  test::fail(name.c_str(), 0, "no such stage");
  return place.stages.front().values;
}

}  // namespace

TEST(journey, follows_the_numbers_from_lookup_to_changed_weight) {
  const SecondStep step(small());
  const Journey& journey = step.journey;
  const Trainer& trainer = step.trainer;
  const Tensor& table = step.before.model().token_embedding.value;
  const Tensor& positions = step.before.model().pos_embedding.value;
  const Tensor& m = step.before.adam().exp_avg(1);
  CHECK_EQ(journey.step, 2U);
  CHECK_EQ(journey.epoch, 2U);
  CHECK_EQ(journey.loss, trainer.last_loss());
  CHECK_EQ(journey.places, trainer.batch().size());
  CHECK_EQ(journey.sequence.size(), 6U);
  for (const PlaceJourney& place : journey.sequence) {
    const std::size_t i = place.position;
    const RowJourney& row = place.of_token;
    const RowJourney& position = place.of_position;
    for (std::size_t j = 0; j < 4; ++j) {
      CONTEXT("j " << j);
      CHECK_EQ(row.before[j], table.row(place.token)[j]);
      CHECK_EQ(row.after[j], trainer.model().token_embedding.value.row(place.token)[j]);
      CHECK_EQ(row.grad[j],
               gradient_at(trainer.model(), trainer.model().token_embedding, place.token, j));
      CHECK_EQ(row.grad[j], place.token_dscore * journey.weight.before[j]);
      CHECK_EQ(row.m[j], trainer.adam().exp_avg(0).row(place.token)[j]);
      CHECK_EQ(row.v[j], trainer.adam().exp_avg_sq(0).row(place.token)[j]);
      CHECK_EQ(position.before[j], positions.row(i)[j]);
      CHECK_EQ(position.grad[j], place.position_dscore * journey.weight.before[j]);
      CHECK_EQ(position.m_before[j], m.row(i)[j]);
      CHECK_EQ(place.token_products[j], row.before[j] * journey.weight.before[j]);
      CHECK_EQ(place.position_products[j], position.before[j] * journey.weight.before[j]);
      CHECK_EQ(place.dx[j], place.dy * journey.weight.before[j]);
    }
    CHECK_EQ(place.predicted, place.token_score + place.position_score + journey.bias.before[0]);
    CHECK_EQ(place.error, place.predicted - static_cast<float>(i));
  }
}

TEST(journey, is_of_the_longest_sequence_of_the_batch_from_its_first_place_to_its_last) {
  const SecondStep step(small());
  const Sequences& data = step.trainer.data();
  CHECK_EQ(step.journey.sequence.front().position, 0U);
  CHECK_EQ(step.journey.sequence.back().position, data.longest() - 1);
  std::size_t longest = 0;
  while (data.length(longest) != data.longest()) ++longest;
  for (const PlaceJourney& place : step.journey.sequence) {
    CHECK_EQ(place.token, static_cast<std::size_t>(data.sequence(longest)[place.position]));
  }
}

TEST(journey, is_of_the_first_of_several_longest) {
  Settings settings = small();
  settings.max_seq_len = 2;
  const SecondStep step(settings, Sequences{{1, 2, 3, 4}, {0, 2, 4}});
  CHECK_EQ(step.journey.sequence[0].token, 1U);
}

// The shares of all its places add up to a row's gradient, and the predictions are the model's.
TEST(journey, gradients_and_predictions_are_those_of_the_step) {
  Settings settings = small();
  settings.samples = settings.batch_size = 1;
  settings.max_seq_len = 5;  // so few that all places are shown
  settings.vocab_size = 2;
  SecondStep step(settings);
  const Journey& journey = step.journey;
  CHECK_EQ(journey.sequence.size(), journey.places);
  std::map<std::size_t, double> sums;
  std::map<std::size_t, std::size_t> places;
  std::map<std::size_t, double> dscores;
  double squares = 0;
  for (const PlaceJourney& place : journey.sequence) {
    sums[place.token] += place.dx[1];
    dscores[place.token] += place.dy;
    ++places[place.token];
    squares += static_cast<double>(place.error) * place.error;
    CHECK_EQ(place.position_dscore, place.dy);
  }
  CHECK(journey.places > sums.size());
  for (const PlaceJourney& place : journey.sequence) {
    CHECK_NEAR(place.of_token.grad[1], sums[place.token], 1e-6);
    CHECK_EQ(place.token_places, places[place.token]);
    CHECK_NEAR(place.token_dscore, dscores[place.token], 1e-6);
  }
  CHECK_NEAR(squares / static_cast<double>(journey.places), journey.loss, 1e-5);
  const Tensor& after = step.trainer.model().forward(step.trainer.batch());
  CHECK_EQ(journey.sequence[0].predicted_after, after[0]);
}

TEST(journey, of_encodings_that_are_not_learned_has_no_rows_of_positions) {
  const Journey fixed = SecondStep(small("sinusoidal")).journey;
  CHECK(fixed.sequence[0].of_position.v.empty());
  CHECK_EQ(fixed.sequence[0].position_row.at(1), 1.0F);  // cos 0
  const Journey none = SecondStep(small("none")).journey;
  CHECK(none.sequence[0].position_row.empty());
  CHECK(none.sequence[0].position_products.empty());
  CHECK_EQ(none.sequence[0].position_score, 0.0F);
}

TEST(journey, is_finite_where_each_of_its_numbers_is) {
  Settings settings = FollowedRun::small();
  settings.stack.layers = 1;
  const FollowedRun run(settings);
  const Journey whole = run.seen.journeys.front();
  CHECK(all_finite(whole));
  const std::vector<std::function<float&(Journey&)>> numbers = {
      [](Journey& journey) -> float& { return journey.loss; },
      [](Journey& journey) -> float& { return journey.sequence[0].of_token.v[0]; },
      [](Journey& journey) -> float& { return journey.sequence[0].of_position.after[1]; },
      [](Journey& journey) -> float& { return journey.weight.grad[2]; },
      [](Journey& journey) -> float& { return journey.bias.m[0]; },
      [](Journey& journey) -> float& { return journey.sequence[0].predicted_after; },
      [](Journey& journey) -> float& { return journey.sequence[1].dx[0]; },
      [](Journey& journey) -> float& { return journey.sequence[1].stages[2].values[0]; }};
  for (const auto& number : numbers) {
    for (const float wrong : {INFINITY, NAN}) {
      CONTEXT("wrong " << wrong);
      Journey journey = whole;
      number(journey) = wrong;
      CHECK(!all_finite(journey));
    }
  }
}

// A sequence alone goes the way that it goes among others, and each stage follows from the last.
TEST(layer_journey, is_the_models_way_with_every_norm) {
  for (const std::string norm : {"pre", "post", "none"}) {
    CONTEXT("norm " << norm);
    SecondStep step(layers("--norm " + norm));
    const Batch& batch = step.trainer.batch();
    const Tensor& predicted = step.before.model().forward(batch);
    const auto& model = dynamic_cast<const Transformer<float>&>(step.before.model());
    std::size_t first = 0;  // the place of the longest
    for (std::size_t s = 0; batch.starts()[s + 1] - first != step.trainer.data().longest(); ++s) {
      first = batch.starts()[s + 1];
    }
    CHECK(first > 0);
    const std::string added = norm == "post" ? "layer norm of " : "";
    for (const PlaceJourney& place : step.journey.sequence) {
      const std::size_t i = place.position;
      CONTEXT("i " << i);
      CHECK_EQ(place.predicted, predicted[first + i]);
      CHECK_EQ(stage(place, "x = E[t] + P[i]")[5], model.passed(0).row(first + i)[5]);
      CHECK_EQ(stage(place, added + "feed-forward plus what it was given")[5],
               model.passed(1).row(first + i)[5]);
      if (norm == "post") continue;
      const float sum =
          stage(place, "attention = o w_outᵀ + b_out")[5] + stage(place, "x = E[t] + P[i]")[5];
      CHECK_EQ(stage(place, "attention plus what it was given")[5], sum);
    }
  }
}

TEST(layer_journey, names_what_the_run_has) {
  const PlaceJourney place = SecondStep(layers("--norm none --no-skip")).journey.sequence[0];
  CHECK_EQ(place.stages.size(), 11U);
  CHECK_EQ(stage(place, "attention")[0], stage(place, "attention = o w_outᵀ + b_out")[0]);
}

TEST(layer_journey, listens_with_the_first_heads_shares) {
  const std::vector<PlaceJourney> sequence = SecondStep(layers("--norm pre")).journey.sequence;
  CHECK(sequence.size() > 1);
  for (const PlaceJourney& place : sequence) {
    CONTEXT("place " << place.position);
    CHECK_EQ(place.listens.size(), sequence.size());
    double sum = 0;
    double o = 0;  // the sum of the values, weighted so
    for (std::size_t j = 0; j < sequence.size(); ++j) {
      sum += place.listens[j];
      o += place.listens[j] * stage(sequence[j], "values v")[1];
    }
    CHECK_NEAR(sum, 1, 1e-6);
    CHECK_NEAR(stage(place, "o, each head's weighted sum of v")[1], o, 1e-6);
  }
}
