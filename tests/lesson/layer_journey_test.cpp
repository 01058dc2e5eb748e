#include "lesson/journey.h"

#include "models/weights.h"
#include "test.h"

namespace {

struct Way {
  explicit Way(const std::string& norm, bool skip = true)
      : data(data_of()), batch(whole_batch(data, 7)), sizes(sizes_of(norm, skip)), model(sizes) {
    TorchRandom random(3);
    draw_weights(model, random);
  }
  static Sequences data_of() {
    PythonRandom python(1);
    TorchRandom torch(1);
    return dummy_sequences({5, 9, 7}, python, torch);
  }
  static ModelSizes sizes_of(const std::string& norm, bool skip) {
    ModelSizes sizes = {7, 9, 8};
    sizes.stack.layers = 2;
    sizes.stack.no_skip = !skip;
    for (const Norm& one : kNorms) {
      if (norm == one.name) sizes.stack.norm = &one;
    }
    return sizes;
  }

  void pass(LayerJourney& journey) {
    journey.pass([&](std::size_t k) -> const Tensor& { return model.parameters()[k]->value; });
  }

  Sequences data;
  Batch batch;
  ModelSizes sizes;
  Transformer<float> model;
};

const std::vector<float>& stage(const std::vector<Stage>& stages, const std::string& name) {
  for (const Stage& one : stages) {
    if (one.name == name) return one.values;
  }
  test::fail(name.c_str(), 0, "no such stage");
  return stages.front().values;
}

}  // namespace

// A sequence alone goes the way that it goes among others, and each stage follows from the last.
TEST(layer_journey, is_the_models_way_with_every_norm) {
  for (const std::string norm : {"pre", "post", "none"}) {
    CONTEXT("norm " << norm);
    Way way(norm);
    const Tensor& predicted = way.model.forward(way.batch);
    for (const std::size_t sequence : {0U, 2U}) {
      CONTEXT("sequence " << sequence);
      LayerJourney journey(way.sizes, way.batch, sequence);
      way.pass(journey);
      const std::size_t first = way.batch.starts()[sequence];
      for (std::size_t i = 0; i < way.data.length(sequence); ++i) {
        CONTEXT("i " << i);
        CHECK_EQ(journey.predicted(i), predicted[first + i]);
        const std::vector<Stage> stages = journey.stages(i, {0, 5});
        const std::string added = norm == "post" ? "layer norm of " : "";
        CHECK_EQ(stage(stages, "x = E[t] + P[i]")[1], way.model.passed(0).row(first + i)[5]);
        CHECK_EQ(stage(stages, added + "feed-forward plus what it was given")[1],
                 way.model.passed(1).row(first + i)[5]);
        if (norm == "post") continue;
        const float sum =
            stage(stages, "attention = o w_outᵀ + b_out")[1] + stage(stages, "x = E[t] + P[i]")[1];
        CHECK_EQ(stage(stages, "attention plus what it was given")[1], sum);
      }
    }
  }
}

TEST(layer_journey, names_what_the_run_has) {
  Way way("none", false);
  LayerJourney journey(way.sizes, way.batch, 1);
  way.pass(journey);
  const std::vector<Stage> stages = journey.stages(0, {0, 7});
  CHECK_EQ(stages.size(), 11U);
  CHECK_EQ(stage(stages, "attention")[0], stage(stages, "attention = o w_outᵀ + b_out")[0]);
}

TEST(layer_journey, listens_with_the_first_heads_shares) {
  Way way("pre");
  LayerJourney journey(way.sizes, way.batch, 2);
  way.pass(journey);
  const std::size_t length = way.data.length(2);
  CHECK(length > 1);
  for (std::size_t i = 0; i < length; ++i) {
    CONTEXT("i " << i);
    const std::vector<float> shares = journey.listens(i);
    CHECK_EQ(shares.size(), length);
    double sum = 0;
    for (const float share : shares) sum += share;
    CHECK_NEAR(sum, 1, 1e-6);
    // o is the sum of the values, weighted so.
    double o = 0;
    for (std::size_t j = 0; j < length; ++j) {
      o += shares[j] * stage(journey.stages(j, {1}), "values v")[0];
    }
    CHECK_NEAR(stage(journey.stages(i, {1}), "o, each head's weighted sum of v")[0], o, 1e-6);
  }
}
