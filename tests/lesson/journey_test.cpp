#include "lesson/journey.h"

#include "lesson/followed_run.h"
#include "test.h"

#include <cmath>
#include <functional>

namespace {

Settings small(const Encoding* encoding) {
  Settings settings =
      settings_of("--samples 6 --vocab-size 5 --d-model 4 --epochs 3 --batch-size 6");
  settings.encoding = encoding;
  return settings;
}

// The journey through the second step of a run.
Journey second_step(const Settings& settings) {
  Trainer trainer(settings);
  trainer.step();
  JourneyRecorder recorder;
  recorder.before_step(trainer);
  trainer.step();
  return recorder.after_step(trainer);
}

}  // namespace

TEST(journey, follows_the_numbers_from_lookup_to_changed_weight) {
  const Settings settings = small(find_encoding("learned"));
  const Journey journey = second_step(settings);
  Trainer trainer(settings);
  trainer.step();
  const Tensor table = trainer.model().token_embedding.value;
  const Tensor positions = trainer.model().pos_embedding.value;
  const Tensor m = trainer.adam().exp_avg(1);
  trainer.step();

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
               trainer.model().gradient_at(trainer.model().token_embedding, place.token, j));
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
  const Settings settings = small(find_encoding("learned"));
  const Journey journey = second_step(settings);
  Trainer trainer(settings);
  CHECK_EQ(journey.sequence.front().position, 0U);
  CHECK_EQ(journey.sequence.back().position, trainer.data().longest() - 1);
  std::size_t longest = 0;
  while (trainer.data().length(longest) != trainer.data().longest()) ++longest;
  for (const PlaceJourney& place : journey.sequence) {
    CHECK_EQ(place.token,
             static_cast<std::size_t>(trainer.data().sequence(longest)[place.position]));
  }
}

TEST(journey, is_of_the_first_of_several_longest) {
  Settings settings = small(find_encoding("learned"));
  settings.max_seq_len = 2;
  Trainer trainer(settings, Sequences{{1, 2, 3, 4}, {0, 2, 4}});
  JourneyRecorder recorder;
  recorder.before_step(trainer);
  trainer.step();
  CHECK_EQ(recorder.after_step(trainer).sequence[0].token, 1U);
}

// The shares of all its places add up to a row's gradient, and the predictions are the model's.
TEST(journey, gradients_and_predictions_are_those_of_the_step) {
  Settings settings = small(find_encoding("learned"));
  settings.samples = settings.batch_size = 1;
  settings.max_seq_len = 5;  // so few that all places are shown
  settings.vocab_size = 2;
  const Journey journey = second_step(settings);
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
  Trainer trainer(settings);
  trainer.step();
  trainer.step();
  const Tensor& after = trainer.model().forward(trainer.batch());
  CHECK_EQ(journey.sequence[0].predicted_after, after[0]);
}

TEST(journey, of_encodings_that_are_not_learned_has_no_rows_of_positions) {
  const Journey fixed = second_step(small(find_encoding("sinusoidal")));
  CHECK(fixed.sequence[0].of_position.v.empty());
  CHECK_EQ(fixed.sequence[0].position_row.at(1), 1.0F);  // cos 0
  const Journey none = second_step(small(find_encoding("none")));
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
