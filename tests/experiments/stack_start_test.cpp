#include "experiments/stack.h"

#include "stack_numbers.h"
#include "test.h"

namespace {

struct Case {
  double distance;  // after 5 layers without skip connections
  double pre;       // R2 after 32 with them, where it is 0.3 at the start
  double growth;
};

Finding finding_of(const Case& c, std::optional<double> first = std::nullopt) {
  std::vector<Number> all;
  for (const char* cell : {"attention", "+ feed-forward", "+ norm after", "+ norm before"}) {
    const bool is_first = all.empty();
    all.push_back(
        {cell, "distance from rank one", is_first ? first.value_or(c.distance) : c.distance, 5});
  }
  all.push_back({"skip + pre", "R2 of the position", 0.3, 0});
  all.push_back({"skip + pre", "R2 of the position", c.pre, 32});
  all.push_back({"skip + post", "R2 of the position", 0.15, 32});
  all.push_back({"skip + none", "R2 of the position", 0.02, 32});
  all.push_back({"skip + post", "gradient of each layer", 10, 1});
  all.push_back({"skip + post", "gradient of each layer", 10 * c.growth, 32});
  return find_experiment("start")->finding(results_of(all), StackSize::kFull);
}

}  // namespace

TEST(stack_start, attention_alone_collapses_and_skip_connections_keep) {
  std::vector<Configuration> cells = find_experiment("start")->configurations(StackSize::kQuick);
  Results results;
  for (Configuration& cell : cells) {
    cell.settings.samples = 5;
    results.add(cell.name, 0, *cell.measure(cell.settings, [] { return false; }));
  }
  // Random rows: sqrt(19/20) of their length is not their mean.
  CHECK_NEAR(results.mean("attention", "distance from rank one", 0), 0.975, 0.03);
  CHECK(results.mean("attention", "distance from rank one", 5) < 1e-9);
  CHECK(results.mean("skip + pre", "distance from rank one", 5) > 0.5);
  CHECK(results.mean("skip + pre", "gradient of the first layer", 8) > 1);
  CHECK(results.mean("+ feed-forward", "gradient of the first layer", 8) < 1e-3);
  CHECK_EQ(results.mean("skip + pre", "gradient of each layer", 1),
           results.mean("skip + pre", "gradient of the first layer", 8));
}

TEST(stack_start, holds_without_skip_connections) {
  const Finding finding = finding_of({1e-10, 0.25, 1.3});
  CHECK(finding.verdict == Verdict::kHoldsWhen);
  CHECK_EQ(finding.when, "there are no skip connections");
  CHECK(says(finding,
             "after 5 layers, but for 1e-10 of their length at most, whatever else is "
             "there. With them a linear layer still reads the position off layer 32 with "
             "R2 0.25 where the norm stands before, 0.15 after, 0.02 nowhere; 0.3 off the "
             "embeddings."));
  CHECK(says(finding, "is 1.3 times the first's: it does not grow toward the output"));
  CHECK(says(finding_of({9e-13, 0.25, 1.3}), "after 5 layers, but for rounding, whatever else"));
  CHECK(says(finding_of({1.1e-12, 0.25, 1.3}), "but for 1.1e-12 of their length at most"));
}

// One of several that is no number is not passed over.
TEST(stack_start, says_where_a_distance_is_no_number) {
  const Finding finding = finding_of({std::nan(""), 0.25, 1});
  CHECK(finding.verdict == Verdict::kNotShown);
  CHECK(says(finding, "but for a distance that is no number, which says nothing."));
  CHECK(says(finding_of({1e-10, 0.25, 1}, std::nan("")), "but for a distance that is no number"));
}
