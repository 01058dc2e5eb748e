#include "report/inspection.h"

#include "models/position_predictor.h"
#include "models/transformer.h"
#include "test.h"

#include <limits>

namespace {

std::vector<Prediction> two_places() {
  Prediction first;
  first.token = 7;
  first.predicted = 1.5;
  first.token_share = 1;
  first.position_share = 0.25;
  first.bias = 0.25;
  Prediction second;
  second.position = 1;
  second.predicted = std::numeric_limits<double>::quiet_NaN();
  second.target = 1;
  return {first, second};
}

}  // namespace

TEST(prediction_table, has_a_line_for_each_place) {
  CHECK_EQ(prediction_table(two_places(), true),
           "position      token   its share  position's        bias   predicted   target\n"
           "       0          7        1.00        0.25        0.25        1.50     0.00\n"
           "       1          0        0.00        0.00        0.00        none     1.00\n");
  CHECK_EQ(prediction_table(two_places(), false),
           "position      token   predicted   target\n"
           "       0          7        1.50     0.00\n"
           "       1          0        none     1.00\n");
}

TEST(prediction_table, keeps_its_columns_where_numbers_are_large) {
  std::vector<Prediction> places = two_places();
  places[0].predicted = 99999999;
  places[1].predicted = 1e8;
  const std::string table = prediction_table(places, false);
  CHECK(has(table, " 99999999.00 "));
  CHECK(has(table, " 1.00e+08 "));
}

TEST(prediction_table, as_json_has_null_for_what_is_not_there) {
  CHECK_EQ(prediction_json(two_places(), PositionPredictor<float>({8, 2, 2})),
           "[{\"position\":0,\"token\":7,\"predicted\":1.5,\"target\":0,\"shares\":[1,0.25,0.25],"
           "\"attention\":null},\n"
           " {\"position\":1,\"token\":0,\"predicted\":null,\"target\":1,\"shares\":[0,0,0],"
           "\"attention\":null}]\n");
}

// With weights that are all zero, each place pays the same to all.
TEST(prediction_table, as_json_has_the_attention_of_each_layer) {
  ModelSizes sizes = {8, 2, 2};
  sizes.stack.layers = 2;
  sizes.stack.heads = 1;
  Transformer<float> model(sizes);
  const auto places = predictions(model, {7, 0}, kTargets[0]);
  CHECK_EQ(prediction_json(places, model),
           "[{\"position\":0,\"token\":7,\"predicted\":0,\"target\":0,\"shares\":null,"
           "\"attention\":[[[0.5,0.5]],[[0.5,0.5]]]},\n"
           " {\"position\":1,\"token\":0,\"predicted\":0,\"target\":1,\"shares\":null,"
           "\"attention\":[[[0.5,0.5]],[[0.5,0.5]]]}]\n");
}
