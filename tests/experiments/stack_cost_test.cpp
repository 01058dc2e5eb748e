#include "experiments/stack.h"

#include "stack_numbers.h"
#include "test.h"

namespace {

Finding finding_of(double at_first, double at_last) {
  return find_experiment("cost")->finding(
      results_of({{"d-model 16", "exponent of multiply-adds", at_first, 32},
                  {"d-model 16", "exponent of multiply-adds", at_last, 1024},
                  {"d-model 16", "exponent of bytes kept", 1.8, 1024},
                  {"d-model 16", "length where the square is half", 96},
                  {"d-model 64", "length where the square is half", 384},
                  {"by layers", "exponent of multiply-adds", 1, 16}}),
      StackSize::kFull);
}

}  // namespace

// Of a place: qkv and o 4 d, both norms' x, input and output 6 d and scales 2, feed-forward 3 d_ff;
// and shares, heads L.
TEST(stack_cost, bytes_kept_and_the_length_of_half_by_hand) {
  Configuration cell = find_experiment("cost")->configurations(StackSize::kQuick).front();
  cell.settings.max_seq_len = 32;
  Results results;
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
