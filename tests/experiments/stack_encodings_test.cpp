#include "experiments/stack.h"

#include "stack_numbers.h"
#include "test.h"

namespace {

// Of the sinusoidal encoding: one layer's error, the deepest's, where guessing costs 1.
Finding finding_of(double shallow, double deep, double rotary_beyond = 0.01) {
  std::vector<Number> all;
  for (const char* target : {"previous", "first"}) {
    all.push_back({std::string("sinusoidal: ") + target, quantity::kFresh, shallow});
    all.push_back({std::string("sinusoidal: ") + target, quantity::kGuessing, 1});
    all.push_back({std::string("sinusoidal x4: ") + target, quantity::kFresh, deep});
    all.push_back({std::string("sinusoidal x4: ") + target, quantity::kGuessing, 1});
  }
  all.push_back({"rotary: previous", quantity::kBeyond, rotary_beyond});
  all.push_back({"rotary: previous", quantity::kGuessing, 1});
  all.push_back({"learned: position", quantity::kFresh, 0.01});
  all.push_back({"learned: position", quantity::kGuessing, 23});
  return find_experiment("encodings")->finding(results_of(all), StackSize::kFull);
}

}  // namespace

TEST(stack_encodings, is_refuted_where_deeper_is_no_worse) {
  const Finding finding = finding_of(0.01, 0.008);
  CHECK(finding.verdict == Verdict::kRefuted);
  CHECK(says(finding,
             "From 1 to 4 layers, the error of the fixed encoding goes from 0.01 to 0.008 "
             "(previous) and from 0.01 to 0.008 (first): within the range of training "
             "depth does not make it worse."));
  CHECK(says(finding,
             "Beyond that range a rule about neighbours is carried by rotary; within it "
             "by sinusoidal. Positions are known within it by learned, and beyond it by "
             "none."));
}

TEST(stack_encodings, says_so_where_deeper_is_worse_or_nothing_is_learned) {
  CHECK(finding_of(0.01, 0.1).verdict == Verdict::kHolds);
  CHECK(says(finding_of(0.01, 0.1), "depth makes it worse."));
  CHECK(finding_of(0.9, 0.8).verdict == Verdict::kNotShown);
  CHECK(says(finding_of(0.9, 0.8), "shows nothing"));
  CHECK(says(finding_of(0.01, 0.01, 0.5), "is carried by none; within"));
}
