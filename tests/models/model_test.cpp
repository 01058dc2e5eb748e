#include "models/model.h"

#include "models/transformer.h"
#include "test.h"

TEST(model, has_the_parameters_of_the_pytorch_model) {
  Transformer<float> model({7, 5, 4});
  const Parameters<float> parameters = model.parameters();
  const std::vector<std::string> names = {"pos_enc.token_embedding.weight",
                                          "pos_enc.pos_embedding.weight", "linear.weight",
                                          "linear.bias"};
  const std::vector<std::vector<std::size_t>> shapes = {{7, 4}, {5, 4}, {1, 4}, {1}};
  CHECK_EQ(parameters.size(), names.size());
  for (std::size_t k = 0; k < names.size(); ++k) {
    CONTEXT("k " << k);
    CHECK_EQ(parameters[k]->name, names[k]);
    CHECK(parameters[k]->value.shape() == shapes[k]);
    CHECK(parameters[k]->grad.shape() == shapes[k]);
  }
}
