// What is said of attention, computed once more in plain loops on a small stack.
#include "models/transformer.h"

#include "stack_plain.h"
#include "test.h"

#include <algorithm>

namespace {

using Rows = std::vector<std::vector<double>>;

double share_of_the_one_before(const Rows& m) {
  double sum = 0;
  for (std::size_t i = 1; i < m.size(); ++i) sum += m[i][i - 1];
  return sum / static_cast<double>(m.size() - 1);
}

double how_often_largest(const Rows& m) {
  double found = 0;
  for (std::size_t i = 1; i < m.size(); ++i) {
    double most_of_others = -1;
    for (std::size_t j = 0; j < m.size(); ++j) {
      if (j != i && j != i - 1) most_of_others = std::max(most_of_others, m[i][j]);
    }
    found += m[i][i - 1] > most_of_others ? 1 : 0;
  }
  return found / static_cast<double>(m.size() - 1);
}

// One sequence's: each layer's attention, their mean, rollout, leave-one-out.
struct PlainInfluences {
  std::vector<Rows> layers;
  Rows mean;
  Rows rollout;
  Rows one_out;

  PlainInfluences(Transformer<float>& model, const Settings& settings, Ids tokens,
                  TorchRandom& torch) {
    const std::size_t n = tokens.size();
    const Rows zero(n, std::vector<double>(n));
    const auto predictions = [&] {
      const Batch batch = whole_batch({tokens, {0, n}}, settings.vocab_size, *settings.target);
      return Tensor(model.forward(batch));
    };
    const Tensor before = predictions();
    mean = rollout = one_out = zero;
    const std::size_t heads = settings.stack.heads;
    for (std::size_t i = 0; i < n; ++i) rollout[i][i] = 1;
    for (const Block<float>& block : model.blocks()) {
      Rows own = zero;
      Rows product = zero;
      for (std::size_t c = 0; c < n * n * heads; ++c) {
        own[c / n % n][c % n] += static_cast<double>(block.attention().attention_weights()[c]) /
                                 static_cast<double>(heads);
      }
      for (std::size_t c = 0; c < n * n * n; ++c) {
        const std::size_t i = c / n / n;
        const std::size_t j = c / n % n;
        const std::size_t k = c % n;
        product[i][j] += (own[i][k] + (i == k ? 1 : 0)) / 2 * rollout[k][j];
      }
      rollout = product;
      layers.push_back(own);
    }
    for (std::size_t c = 0; c < n * n; ++c) {
      for (const Rows& layer : layers) {
        mean[c / n][c % n] += layer[c / n][c % n] / static_cast<double>(layers.size());
      }
    }
    for (std::size_t c = 0; c < n * 4; ++c) {
      const std::int32_t kept = tokens[c / 4];
      tokens[c / 4] = static_cast<std::int32_t>(
          torch.integer_below(static_cast<std::uint32_t>(settings.vocab_size)));
      const Tensor after = predictions();
      for (std::size_t i = 0; i < n; ++i) {
        one_out[i][c / 4] += std::abs(static_cast<double>(after[i]) - before[i]);
      }
      tokens[c / 4] = kept;
    }
    for (std::vector<double>& row : one_out) {
      double sum = 0;
      for (const double value : row) sum += value;
      for (double& value : row) value /= sum;
    }
  }
};

}  // namespace

TEST(stack_influences, are_those_of_a_trained_stack) {
  Cell cell = small_cell("attention", 0);
  Settings& settings = cell.settings;
  settings.samples = 100;
  settings.epochs = 6;
  settings.stack.layers = settings.stack.heads = 2;
  const StackResults results = measured_of(cell);
  Trainer trainer(settings, std::nullopt, drawn<Transformer<float>>);
  while (!trainer.finished()) trainer.step();
  CHECK_NEAR(results.mean("a", quantity::kFresh),
             PlainErrors(trainer, fresh_sequences(settings)).mean(0, 4), 1e-9);
  TorchRandom torch(~settings.seed);
  const Sequences data = sequences_of_length(50, 4, 7, torch);
  std::map<std::pair<std::string, double>, double> expected;
  for (std::size_t s = 0; s < 50; ++s) {
    const Ids tokens(data.sequence(s), data.sequence(s) + 4);
    const PlainInfluences one(static_cast<Transformer<float>&>(trainer.model()), settings, tokens,
                              torch);
    expected[{"attention", 0}] += share_of_the_one_before(one.mean) / 50;
    expected[{"attention of the last layer", 0}] += share_of_the_one_before(one.layers[1]) / 50;
    expected[{"attention of each layer", 1}] += share_of_the_one_before(one.layers[0]) / 50;
    expected[{"attention of each layer", 2}] += share_of_the_one_before(one.layers[1]) / 50;
    expected[{"rollout", 0}] += share_of_the_one_before(one.rollout) / 50;
    expected[{"leave-one-out", 0}] += share_of_the_one_before(one.one_out) / 50;
    expected[{"rollout finds it", 0}] += how_often_largest(one.rollout) / 50;
    expected[{"leave-one-out finds it", 0}] += how_often_largest(one.one_out) / 50;
    for (std::size_t c = 0; s == 0 && c < 16; ++c) {
      const auto at = static_cast<double>(c);
      expected[{"attention map", at}] = one.mean[c / 4][c % 4];
      expected[{"rollout map", at}] = one.rollout[c / 4][c % 4];
      expected[{"leave-one-out map", at}] = one.one_out[c / 4][c % 4];
    }
  }
  for (const auto& [what, value] : expected) {
    if (std::abs(results.mean("a", what.first, what.second) - value) <= 1e-6) continue;
    test::fail(__FILE__, __LINE__, what.first + " is not " + test::text(value));
  }
}
