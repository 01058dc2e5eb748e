#include "experiments/stack.h"

#include "stack_numbers.h"
#include "test.h"

namespace {

struct Case {
  double deep_attention;  // where one layer's is 0.98
  double found;           // by leave-one-out, deep
  double error;
  double found_between = 1;  // by leave-one-out, with 2 layers
};

Finding finding_of(const Case& c) {
  std::vector<Number> all;
  for (const char* cell : {"1 layer", "2 layers", "4 layers", "8 layers"}) {
    const bool deep = cell[0] == '8';
    all.push_back({cell, quantity::kFresh, c.error});
    all.push_back({cell, "attention", deep ? c.deep_attention : 0.98});
    all.push_back({cell, "rollout", 0.5});
    all.push_back({cell, "leave-one-out", 0.9});
    all.push_back({cell, "leave-one-out finds it",
                   deep             ? c.found
                   : cell[0] == '2' ? c.found_between
                                    : 1});
  }
  return find_experiment("attention")->finding(results_of(all), StackSize::kFull);
}

}  // namespace

TEST(stack_attention, holds_of_attention_and_not_of_changing_tokens) {
  const Finding finding = finding_of({0.25, 1, 0.02});
  CHECK(finding.verdict == Verdict::kHoldsWhen);
  CHECK_EQ(finding.when, "one reads attention, and not when one changes tokens");
  CHECK(says(finding,
             "goes from 0.98 to 0.25, of rollout from 0.5 to 0.5, of the effect of "
             "changing a token from 0.9 to 0.9: the deeper, the less attention points at "
             "the reason; changing the tokens finds it at every depth."));
  CHECK(finding_of({0.25, 0.5, 0.02}).verdict == Verdict::kHolds);
  CHECK(says(finding_of({0.25, 0.5, 0.02}), "does not always find it"));
  CHECK(says(finding_of({0.25, 1, 0.02, 0.5}), "does not always find it"));
}

TEST(stack_attention, measures_influences_of_a_trained_cell) {
  Configuration cell = find_experiment("attention")->configurations(StackSize::kQuick).front();
  cell.settings.samples = 40;
  cell.settings.epochs = 1;
  cell.settings.max_seq_len = 6;
  const auto made = cell.measure(cell.settings, [] { return false; });
  Results results;
  results.add("a", 0, *made);
  CHECK(!results.values("a", "attention map", 35).empty());
  double row = 0;
  for (std::size_t j = 0; j < 6; ++j) {
    row += results.mean("a", "leave-one-out map", static_cast<double>(3 * 6 + j));
  }
  CHECK_NEAR(row, 1, 1e-9);
  CHECK_EQ(results.mean("a", "attention"), results.mean("a", "attention of the last layer"));
  CHECK(!cell.measure(cell.settings, [] { return true; }));
}
