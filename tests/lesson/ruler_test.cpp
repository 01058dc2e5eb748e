#include "lesson/ruler.h"

#include "models/ideal_model.h"
#include "models/position_predictor.h"
#include "models/transformer.h"
#include "test.h"

namespace {

// E = (1, 0), (0, 1); P = (0.5, 0), (1, 2), (0, 0); w = (2, 10); b = 0.25.
template <class AModel>
struct Small : AModel {
  explicit Small(const char* encoding)
      : AModel(ModelSizes{2, 3, 2, find_encoding(encoding), StackOptions()}) {
    fill(this->token_embedding.value, {1, 0, 0, 1});
    if (this->sizes().encoding->learned) fill(this->pos_embedding.value, {0.5, 0, 1, 2, 0, 0});
    fill(this->linear_weight.value, {2, 10});
    this->linear_bias.value[0] = 0.25;
  }
  static void fill(Tensor& tensor, const std::vector<float>& values) {
    std::copy(values.begin(), values.end(), tensor.data());
  }
};

}  // namespace

TEST(ruler, of_an_ideal_model_is_the_positions) {
  const std::vector<double> values = ruler(IdealModel());
  CHECK_EQ(values.size(), 6U);
  for (std::size_t i = 0; i < values.size(); ++i) CHECK_EQ(values[i], static_cast<double>(i));
}

TEST(ruler, adds_the_bias_and_the_mean_token) {
  IdealModel model;
  model.linear_bias.value[0] = 0.25F;
  model.token_embedding.value.row(3)[0] = 5;  // 2 * 5 / 10 tokens
  CHECK_EQ(ruler(model)[4], 4 + 0.25 + 1);
}

TEST(prediction, is_the_sum_of_its_shares) {
  Small<PositionPredictor<float>> model("learned");
  const std::vector<Prediction> places = predictions(model, {1, 0}, kTargets[0]);
  CHECK_EQ(places.size(), 2U);
  CHECK_EQ(places[0].token_share, 10.0);
  CHECK_EQ(places[0].position_share, 1.0);
  CHECK_EQ(places[0].bias, 0.25);
  CHECK_EQ(places[0].predicted, 11.25);
  CHECK_EQ(places[0].target, 0.0);
  CHECK_EQ(places[1].token, 0);
  CHECK_EQ(places[1].position_share, 22.0);
  CHECK_EQ(places[1].predicted, 2.0 + 22.0 + 0.25);
  CHECK_EQ(places[1].target, 1.0);
}

TEST(prediction, without_encoding_has_no_share_of_the_position) {
  Small<PositionPredictor<float>> model("none");
  const std::vector<Prediction> places = predictions(model, {0, 0, 0}, kTargets[0]);
  for (const Prediction& place : places) {
    CHECK_EQ(place.position_share, 0.0);
    CHECK_EQ(place.predicted, 2.25);
  }
}

TEST(prediction, of_another_target_has_that_target) {
  Small<Transformer<float>> model("learned");
  const std::vector<Prediction> places = predictions(model, {1, 0}, kTargets[1]);
  CHECK_EQ(places[0].target, 0.0);
  CHECK_EQ(places[1].target, double{value_of_token(1, 2)});
  CHECK_EQ(places[1].predicted, 24.25);
}
