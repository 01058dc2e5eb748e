#include "experiments/stack.h"

#include "stack_numbers.h"
#include "test.h"

namespace {

constexpr const char* kWarm = "post warm-up";

// Errors at 1, 2, 4, 8 and 16 layers, where guessing costs 20.
void append(std::vector<Number>& all, const std::string& variant,
            const std::vector<double>& errors) {
  const std::vector<std::size_t> depths = {1, 2, 4, 8, 16};
  for (std::size_t k = 0; k < depths.size(); ++k) {
    const std::string cell = variant + ": " + layers_text(depths[k]);
    all.push_back({cell, quantity::kFresh, errors[k]});
    all.push_back({cell, quantity::kGuessing, 20});
  }
}

Finding finding_of(const std::vector<double>& pre, const std::vector<double>& post,
                   const std::vector<double>& warm) {
  std::vector<Number> all;
  append(all, "pre", pre);
  append(all, "post", post);
  append(all, kWarm, warm);
  append(all, "none", {0, 0, 0, 0, std::nan("")});
  append(all, "no skip", {1, 15, 20, 20, 20});
  return find_experiment("depth")->finding(results_of(all), StackSize::kFull);
}

const std::vector<double> kTrains = {0, 0, 0, 0, 0.01};
const std::vector<double> kStuck = {0, 0, 19, 20, 20};

}  // namespace

TEST(stack_depth, holds_where_only_the_norm_after_is_stuck) {
  const Finding finding = finding_of(kTrains, kStuck, {0, 0, 0, 0.1, 9});
  CHECK(finding.verdict == Verdict::kHoldsWhen);
  CHECK_EQ(finding.when,
           "the norm stands after the sum, and only in deeper stacks where the learning rate warms "
           "up");
  CHECK(says(finding,
             "before each layer, stacks train up to 16 layers; with the norm after the "
             "sum up to 2, with a warm-up up to 8; with none up to 8; without skip "
             "connections up to 1."));
  CHECK(
      says(finding, "the errors are 0.01, 20, 9, none and 20, where guessing the mean costs 20."));
  CHECK_EQ(finding_of(kTrains, kStuck, kStuck).when, "the norm stands after the sum");
}

TEST(stack_depth, without_numbers_shows_nothing) {
  const Finding finding = find_experiment("depth")->finding(Results(), StackSize::kFull);
  CHECK(finding.verdict == Verdict::kNotShown);
}
