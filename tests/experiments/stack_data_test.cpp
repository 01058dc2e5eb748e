#include "experiments/stack.h"

#include "stack_numbers.h"
#include "test.h"

namespace {

struct Case {
  double training;  // without encoding, on 100 sequences
  double fresh;
  double deep_fresh;
  double few;  // the deepest's error with a learned encoding, where one layer's is 1
  double many;
};

Finding finding_of(const Case& c) {
  return find_experiment("data")->finding(
      results_of({{"none 100: 1 layer", quantity::kTraining, c.training},
                  {"none 100: 1 layer", quantity::kFresh, c.fresh},
                  {"none 100: 1 layer", quantity::kGuessing, 23},
                  {"none 100: 4 layers", quantity::kTraining, 1},
                  {"none 100: 4 layers", quantity::kFresh, c.deep_fresh},
                  {"none 100: 4 layers", quantity::kGuessing, 23},
                  {"learned 100: 1 layer", quantity::kFresh, 1},
                  {"learned 100: 8 layers", quantity::kFresh, c.few},
                  {"learned 1000: 1 layer", quantity::kFresh, 1},
                  {"learned 1000: 8 layers", quantity::kFresh, c.many}}),
      StackSize::kFull);
}

}  // namespace

TEST(stack_data, holds_where_depth_hurts_with_few_sequences) {
  const Finding finding = finding_of({2, 57, 40, 2.8, 1.1});
  CHECK(finding.verdict == Verdict::kHoldsWhen);
  CHECK_EQ(finding.when, "there are fewer than about 1000 sequences");
  CHECK(says(finding,
             "has an error of 2 on them and 57 on fresh ones, where guessing costs 23: it "
             "learns by heart; 4 layers have 1 and 40, which is no worse."));
  CHECK(says(finding,
             "2.8 instead of 1 at 100 sequences (depth hurts) and 1.1 instead of 1 at 1000 "
             "sequences (not clearly more)."));
  CHECK(finding_of({2, 57, 40, 2.8, 1.9}).verdict == Verdict::kHolds);
}
