#include "experiments/stack_measures.h"

#include "stack_numbers.h"

#include <numeric>

namespace {

// One sequence's: each layer's attention, their mean, and leave-one-out.
struct PlainInfluences {
  std::vector<Influence> layers;
  Influence mean;
  Influence one_out;

  PlainInfluences(Transformer<float>& model, const Settings& settings, Ids tokens,
                  TorchRandom& torch) {
    const std::size_t n = tokens.size();
    const auto predictions = [&] {
      const Batch batch = whole_batch({tokens, {0, n}}, settings.vocab_size, *settings.target);
      return Tensor(model.forward(batch));
    };
    const Tensor before = predictions();
    mean = one_out = Influence({n, n});
    const StackOptions& stack = settings.stack;
    for (const Block<float>& block : model.blocks()) {
      Influence& own = layers.emplace_back(Influence({n, n}));
      const Tensor& weights = block.attention().attention_weights();
      for (std::size_t c = 0; c < n * n * stack.heads; ++c) {
        own[c % (n * n)] += static_cast<double>(weights[c]) / static_cast<double>(stack.heads);
      }
      for (std::size_t c = 0; c < n * n; ++c) mean[c] += own[c] / static_cast<double>(stack.layers);
    }
    for (std::size_t c = 0; c < n * 4; ++c) {
      const std::int32_t kept = tokens[c / 4];
      tokens[c / 4] = static_cast<std::int32_t>(
          torch.integer_below(static_cast<std::uint32_t>(settings.vocab_size)));
      const Tensor after = predictions();
      for (std::size_t i = 0; i < n; ++i) {
        one_out.row(i)[c / 4] += std::abs(static_cast<double>(after[i]) - before[i]);
      }
      tokens[c / 4] = kept;
    }
    for (std::size_t i = 0; i < n; ++i) {
      double* row = one_out.row(i);
      const double sum = std::accumulate(row, row + n, 0.0);
      for (std::size_t j = 0; j < n; ++j) row[j] /= sum;
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
    const Influence rolled = rollout(one.layers);
    expected[{"attention", 0}] += share_before(one.mean) / 50;
    expected[{"attention of the last layer", 0}] += share_before(one.layers[1]) / 50;
    expected[{"attention of each layer", 1}] += share_before(one.layers[0]) / 50;
    expected[{"attention of each layer", 2}] += share_before(one.layers[1]) / 50;
    expected[{"rollout", 0}] += share_before(rolled) / 50;
    expected[{"leave-one-out", 0}] += share_before(one.one_out) / 50;
    expected[{"rollout finds it", 0}] += largest_before(rolled) / 50;
    expected[{"leave-one-out finds it", 0}] += largest_before(one.one_out) / 50;
    for (std::size_t c = 0; s == 0 && c < 16; ++c) {
      const auto at = static_cast<double>(c);
      expected[{"attention map", at}] = one.mean[c];
      expected[{"rollout map", at}] = rolled[c];
      expected[{"leave-one-out map", at}] = one.one_out[c];
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
