#include "experiments/stack_cost.h"

#include "models/transformer.h"

#include "stack_numbers.h"
#include "test.h"

namespace {

Finding finding_of(double at_first, double at_last) {
  return stack_cost::finding(results_of({{"d-model 16", "exponent of multiply-adds", at_first, 32},
                                         {"d-model 16", "exponent of multiply-adds", at_last, 1024},
                                         {"d-model 16", "exponent of bytes kept", 1.8, 1024},
                                         {"d-model 16", "length where the square is half", 96},
                                         {"d-model 64", "length where the square is half", 384},
                                         {"by layers", "exponent of multiply-adds", 1, 16}}),
                             StackSize::kFull);
}

}  // namespace

// 12 L d² + 2 L² d, of each layer.
TEST(stack_cost, multiply_adds_by_hand) {
  ModelSizes sizes = {9, 20, 16};
  sizes.stack.layers = 3;
  const stack_cost::MultiplyAdds count = stack_cost::multiply_adds(Transformer<float>(sizes), 20);
  CHECK_EQ(count.linear, 3.0 * 12 * 20 * 16 * 16);
  CHECK_EQ(count.square, 3.0 * 2 * 20 * 20 * 16);
  sizes.stack.no_feed_forward = true;
  CHECK_EQ(stack_cost::multiply_adds(Transformer<float>(sizes), 20).linear, 3.0 * 4 * 20 * 16 * 16);
}

// Of a place: qkv and o 4 d, both norms' x, input and output 6 d and scales 2, feed-forward 3 d_ff;
// and shares, heads L.
TEST(stack_cost, bytes_kept_and_the_length_of_half_by_hand) {
  Cell cell = stack_cost::cells(StackSize::kQuick).front();
  cell.settings.max_seq_len = 32;
  StackResults results;
  results.add("a", 0, *cell.measure(cell.settings, [] { return false; }));
  CHECK_EQ(results.mean("a", "bytes kept", 32), 4.0 * 32 * (10 * 16 + 2 + 3 * 64 + 2 * 32));
  CHECK_EQ(results.mean("a", "length where the square is half"), 96.0);
  CHECK_EQ(results.mean("a", "share of the square", 32), 0.25);
  CHECK(results.mean("a", "seconds", 16) > 0);
}

TEST(stack_cost, holds_for_long_sequences) {
  const Finding finding = finding_of(1.19, 1.88);
  CHECK(finding.verdict == Verdict::kHoldsWhen);
  CHECK_EQ(finding.when, "sequences are longer than about 6 d-model");
  CHECK(says(finding,
             "to the power 1.19 from 16 to 32 places and 1.88 from 512 to 1024 (bytes "
             "1.8), and with depth to the power 1. The square takes half of them from 96 "
             "places on for d-model 16, from 384 for 64."));
}

TEST(stack_cost, says_so_where_the_numbers_do_not_bear_it_out) {
  CHECK(finding_of(1.1, 1.2).verdict == Verdict::kRefuted);
  CHECK(finding_of(1.9, 2).verdict == Verdict::kHolds);
}
