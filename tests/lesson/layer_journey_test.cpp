#include "models/transformer.h"

#include "lesson/journey.h"
#include "test.h"

namespace {

// The second step of a run of which all places are shown, and the model as it was before, which has
// gone its batch's way.
struct SecondStep {
  explicit SecondStep(const std::string& norm, bool skip = true)
      : settings(
            settings_of("--vocab-size 7 --max-seq-len 6 --samples 5 --batch-size 5 --d-model 8 "
                        "--layers 2 --norm " +
                        norm + (skip ? "" : " --no-skip"))),
        trainer(settings),
        before(settings) {
    trainer.step();
    before.step();
    JourneyRecorder recorder;
    recorder.before_step(trainer);
    trainer.step();
    journey = recorder.after_step(trainer);
    predicted = before.model().forward(trainer.batch());
    const std::vector<std::size_t>& starts = trainer.batch().starts();
    while (starts[sequence + 1] - starts[sequence] != trainer.data().longest()) ++sequence;
    first = starts[sequence];
  }
  float passed(std::size_t layer, std::size_t i, std::size_t j) const {
    const Model<float>& model = before.model();
    return dynamic_cast<const Transformer<float>&>(model).passed(layer).row(first + i)[j];
  }

  Settings settings;
  Trainer trainer;
  Trainer before;
  Journey journey;
  Tensor predicted;
  std::size_t sequence = 0;  // the journey's, and its first place in the batch
  std::size_t first = 0;
};

const std::vector<float>& stage(const PlaceJourney& place, const std::string& name) {
  for (const Stage& one : place.stages) {
    if (one.name == name) return one.values;
  }
  test::fail(name.c_str(), 0, "no such stage");
  return place.stages.front().values;
}

}  // namespace

// A sequence alone goes the way that it goes among others, and each stage follows from the last.
TEST(layer_journey, is_the_models_way_with_every_norm) {
  for (const std::string norm : {"pre", "post", "none"}) {
    CONTEXT("norm " << norm);
    const SecondStep step(norm);
    CHECK(step.first > 0);
    const std::string added = norm == "post" ? "layer norm of " : "";
    for (const PlaceJourney& place : step.journey.sequence) {
      const std::size_t i = place.position;
      CONTEXT("i " << i);
      CHECK_EQ(place.predicted, step.predicted[step.first + i]);
      CHECK_EQ(stage(place, "x = E[t] + P[i]")[5], step.passed(0, i, 5));
      CHECK_EQ(stage(place, added + "feed-forward plus what it was given")[5],
               step.passed(1, i, 5));
      if (norm == "post") continue;
      const float sum =
          stage(place, "attention = o w_outᵀ + b_out")[5] + stage(place, "x = E[t] + P[i]")[5];
      CHECK_EQ(stage(place, "attention plus what it was given")[5], sum);
    }
  }
}

TEST(layer_journey, names_what_the_run_has) {
  const PlaceJourney place = SecondStep("none", false).journey.sequence[0];
  CHECK_EQ(place.stages.size(), 11U);
  CHECK_EQ(stage(place, "attention")[0], stage(place, "attention = o w_outᵀ + b_out")[0]);
}

TEST(layer_journey, listens_with_the_first_heads_shares) {
  const std::vector<PlaceJourney> sequence = SecondStep("pre").journey.sequence;
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
