#include "models/position_predictor.h"

#include "models/transformer.h"
#include "models/weights.h"
#include "test.h"
#include "training/train_step.h"

#include <cmath>
#include <initializer_list>
#include <vector>

namespace {

struct Run {
  Run(Model<double>& trained, const Model<float>& start) : model(trained) {
    copy_weights(model, start);
  }

  Model<double>& model;
  std::unique_ptr<Adam<double>> adam = model.adam({0.01, 0.9, 0.999, 1e-8});
  TensorOf<double> dy = TensorOf<double>({0});
};

}  // namespace

// The same model in two orders: in double, all that parts them is rounding at the 16th digit.
TEST(position_predictor, trains_like_the_transformer_with_every_encoding) {
  for (const Encoding& encoding : kEncodings) {
    PythonRandom python(3);
    TorchRandom torch(3);
    const Sequences data = dummy_sequences({60, 9, 30}, python, torch);
    const ModelSizes sizes = {30, 9, 11, &encoding};
    const auto start = drawn<PositionPredictor<float>>(sizes, torch);
    PositionPredictor<double> projected(sizes);
    Transformer<double> textbook(sizes);
    Run fast(projected, *start);
    Run plain(textbook, *start);
    std::vector<std::size_t> order(data.count());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    Batch batch(sizes.vocab_size);
    for (std::size_t step = 0; step < 300; ++step) {
      CONTEXT("step " << step);
      const std::size_t first = step % 15 * 4;  // some batches name all tokens, most do not
      batch.fill(data, order, first, step % 15 == 0 ? 60 : first + 4);
      const float loss = train_step(fast.model, *fast.adam, batch, fast.dy);
      CHECK_NEAR(train_step(plain.model, *plain.adam, batch, plain.dy), loss, 1e-6 * loss);
    }
    for (std::size_t k = 0; k < projected.parameters().size(); ++k) {
      CONTEXT("k " << k);
      const TensorOf<double>& value = projected.parameters()[k]->value;
      const TensorOf<double>& expected = textbook.parameters()[k]->value;
      for (std::size_t i = 0; i < value.size(); ++i) CHECK_NEAR(value[i], expected[i], 1e-10);
    }
  }
}

// Both models have the same norm, and clip as PyTorch's formula says; where the norm is smaller,
// nothing happens. A table that is not learned has no gradient.
TEST(position_predictor, clips_like_the_transformer_with_every_encoding) {
  for (const Encoding& encoding : kEncodings) {
    CONTEXT("encoding " << encoding.name);
    const ModelSizes sizes = {3, 2, 4, &encoding};
    TorchRandom random(1);
    const auto start = drawn<Transformer<float>>(sizes, random);
    PositionPredictor<double> projected(sizes);
    Transformer<double> textbook(sizes);
    const Batch batch = whole_batch({{2, 0, 2}, {0, 2, 3}}, 3);
    TensorOf<double> dy({3});
    dy.fill(0.7);
    for (Model<double>* model : std::initializer_list<Model<double>*>{&projected, &textbook}) {
      copy_weights(*model, *start);
      model->forward(batch);
      model->backward(batch, dy);
      std::vector<double> before;
      double squares = 0;
      const auto gradients = [&] {
        std::vector<double> all;
        for (const Parameter<double>* parameter : model->parameters()) {
          const TensorOf<double> whole = gradient(*model, *parameter);
          all.insert(all.end(), whole.begin(), whole.end());
        }
        return all;
      };
      before = gradients();
      for (const double g : before) squares += g * g;
      clip_gradient(*model, std::sqrt(squares) * 1.01);
      CHECK_EQ(model->clip_factor, 1.0);
      CHECK(gradients() == before);
      const double most = 1e-6;
      clip_gradient(*model, most);
      const double factor = most / (std::sqrt(squares) + 1e-6);
      CHECK_NEAR(model->clip_factor, factor, 1e-12 * factor);
      const std::vector<double> after = gradients();
      for (std::size_t i = 0; i < after.size(); ++i) {
        CHECK_NEAR(after[i], before[i] * factor, 1e-12 * factor * std::abs(before[i]));
      }
    }
  }
}

TEST(position_predictor, leaves_rows_that_the_batch_does_not_name_without_gradient) {
  TorchRandom random(1);
  const auto model = drawn<PositionPredictor<float>>({3, 2, 4}, random);
  const Batch batch = whole_batch({{2, 0, 2}, {0, 2, 3}}, 3);
  Tensor dy({3});
  dy.fill(1);
  model->forward(batch);
  model->backward(batch, dy);
  const Tensor dtokens = gradient(*model, model->token_embedding);
  const Tensor dpositions = gradient(*model, model->pos_embedding);
  for (std::size_t j = 0; j < 4; ++j) {
    CONTEXT("j " << j);
    CHECK_EQ(dtokens.row(1)[j], 0.0F);
    CHECK(dtokens.row(0)[j] != 0);
    CHECK(dpositions.row(1)[j] != 0);
  }
}

TEST(position_predictor, allocates_nothing_for_batches_that_were_reserved) {
  TorchRandom random(1);
  const auto model = drawn<PositionPredictor<float>>({3, 2, 4}, random);
  model->reserve(3, 3);
  const float* memory = model->forward(whole_batch({{1}, {0, 1}}, 3)).data();
  CHECK_EQ(model->forward(whole_batch({{2, 0, 2}, {0, 2, 3}}, 3)).data(), memory);
}
