#include "report/stack_output.h"

#include "experiments/stack.h"
#include "test.h"

namespace {

// One that has no charts of its own.
Runs plain() {
  static const Experiment kPlain = {
      "plain", "", [](StackSize) { return std::vector<Configuration>(); },
      [](StackSize) {
        return std::vector<StackTable>{
            {"Errors", "layers", {"a"}, {{"1", {{"x", "error"}}}, {"4", {{"y", "error"}}}}},
            {"Others", "who", {"a"}, {{"me", {{"x", "error"}}}}}};
      },
      nullptr};
  Runs runs;
  runs.experiment = &kPlain;
  return runs;
}

}  // namespace

TEST(stack_charts, are_those_of_the_tables_where_an_experiment_has_none) {
  const StackPictures pictures = pictures_of(plain());
  CHECK_EQ(pictures.charts.size(), 1U);  // what is no number has no place
  CHECK_EQ(pictures.charts[0].curves[0].points[1].first, 4.0);
}
