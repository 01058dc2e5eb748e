#include "models/transformer.h"

#include "stack_numbers.h"

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

TEST(stack_attention, influences_are_those_of_a_trained_stack) {
  Configuration cell = small_cell("attention", 0);
  Settings& settings = cell.settings;
  settings.samples = 100;
  settings.epochs = 6;
  settings.stack.layers = settings.stack.heads = 2;
  CHECK(!cell.measure(settings, [] { return true; }));
  const Results results = measured_of(cell);
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

TEST(stack_attention, tables_have_each_number_in_its_place) {
  check_tables(
      "attention",
      {{"1 layer", "2 layers", "4 layers", "8 layers"},
       1,
       {"fresh error", "attention", "attention of the last layer", "rollout", "leave-one-out",
        "rollout finds it", "leave-one-out finds it"}},
      {"Target previous: error; share of the token before; how often it is found\n"
       "|1 layer|2 layers|4 layers|8 layers\nerror|100|101|102|103\nattention|200|201|202|203\n"
       "last layer's|300|301|302|303\nrollout|400|401|402|403\nleave-one-out|500|501|502|503\n"
       "rollout finds|600|601|602|603\none-out finds|700|701|702|703\n"});
}

TEST(stack_attention, finding_has_its_thresholds) {
  const std::string share = "attention";
  const std::string found = "leave-one-out finds it";
  const std::string deep = "8 layers";
  Numbers usual;
  for (const std::string cell : {"1 layer", "2 layers", "4 layers", "8 layers"}) {
    for (const char* name : {"attention", "attention of the last layer", "leave-one-out",
                             "rollout finds it", "leave-one-out finds it"}) {
      usual.push_back({cell, name, 0.95});
    }
    usual.push_back({cell, "rollout", 0.5});
    usual.push_back({cell, quantity::kFresh, 0.4});
  }
  const auto at = [&](double part) { return Number{deep, share, 0.95 * part}; };
  std::vector<Edge> edges = {
      {{at(0.59)},
       "From 1 layer to 8, of all attention the share on the one token that the answer depends on "
       "goes from 0.95 to 0.56, of rollout from 0.5 to 0.5, of the effect of changing a token from "
       "0.95 to 0.95: the deeper, the less attention points at the reason; changing the tokens "
       "finds it at every depth. Verdict: holds when one reads attention, and not when one changes "
       "tokens."},
      {{at(0.61)}, "a little less; changing"},
      {{at(0.79)}, "not shown either way"},
      {{at(0.81)}, "at every depth; changing"},
      {{at(0.81)}, "Verdict: refuted."},
      {{{deep, "rollout", 0.2}}, "of rollout from 0.5 to 0.2, of the effect"},
      {{{deep, "leave-one-out", 0.2}}, "changing a token from 0.95 to 0.2: attention"}};
  for (const std::string cell : {"1 layer", "2 layers", "4 layers", "8 layers"}) {
    edges.push_back({{{cell, found, 0.91}}, "finds it at every depth."});
    edges.push_back({{{cell, found, 0.89}}, "does not always find it, either."});
    edges.push_back({{at(0.5), {cell, found, 0.89}}, "Verdict: holds."});
  }
  for (const std::string cell : {"1 layer", "8 layers"}) {
    edges.push_back({{{cell, quantity::kFresh, 0.49}}, "Verdict: refuted."});
    edges.push_back(
        {{{cell, quantity::kFresh, 0.51}}, "But the task is not learned. Verdict: not"});
  }
  check_edges("attention", usual, edges);
}
