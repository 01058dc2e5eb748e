#include "report/stack_output.h"

#include "test.h"

#include <cmath>
#include <sstream>

namespace {

Runs two_seeds() {
  Runs stack = stack_runs(*find_experiment("depth"), StackSize::kQuick, {0, 1});
  stack.results.add("pre: 1 layer", 0, {{"fresh error", 0, 0.017}, {"loss", 1, 9}});
  stack.results.add("pre: 1 layer", 1, {{"fresh error", 0, 0.019}, {"loss", 1, 8}});
  stack.results.add("none: 4 layers", 0, {{"fresh error", 0, 0.5}});
  stack.results.add("none: 4 layers", 1, {{"fresh error", 0, std::nan("")}});
  stack.results.add("no skip: 4 layers", 0, {{"fresh error", 0, std::nan("")}});
  return stack;
}

}  // namespace

TEST(stack_output, shows_means_deviations_and_what_diverged) {
  const std::string text = stack_text(two_seeds(), false);
  CHECK(has(text, "depth: The deeper a stack of attention layers, the harder it is to train.\n"));
  CHECK(has(text,
            "\nlayers           pre  post  post warm-up  none   no skip\n"
            "1       0.018+-0.001     -             -     -         -\n"
            "4                  -     -             -  0.5*  diverged\n"
            "* none: 4 layers: 1 of 2 runs diverged and left out\n\nAny of"));
  CHECK(!has(text, "Finding"));
  const std::string whole = stack_text(two_seeds(), true);
  CHECK(has(whole, "\nFinding: With the norm before"));
  CHECK(has(whole, "\nVerdict: not shown either way.\n"));
}

TEST(stack_output, names_the_command_of_every_trained_cell) {
  const std::string text = stack_text(two_seeds(), false);
  CHECK(has(text,
            "posembed train --seed S --errors FILE --epochs\n"
            "  8 --lr 0.01 --layers 1 --norm post, and:\n"));
  CHECK(has(text, "\n  post: 1 layer\n"));
  CHECK(has(text, "\n  no skip: 4 layers       --lr 0.001 --layers 4 --norm none --no-skip\n"));
}

TEST(stack_output, fits_80_columns) {
  for (const StackSize size : {StackSize::kFull, StackSize::kQuick}) {
    for (const Experiment* experiment : kExperiments) {
      std::istringstream lines(stack_text(stack_runs(*experiment, size, {0, 1, 2}), true));
      for (std::string line; std::getline(lines, line);) {
        test::check(__FILE__, __LINE__, line.size() <= 80, line);
      }
    }
  }
}

TEST(stack_output, has_all_of_it_as_json) {
  const std::string json = stack_json({two_seeds()});
  CHECK(has(json, "{\"experiments\":[{\"name\":\"depth\",\"claim\":\"The deeper"));
  CHECK(has(json, "\"verdict\":\"not shown either way\""));
  CHECK(has(json,
            "{\"name\":\"pre: 1 layer\",\"command\":\"posembed train --seed S --errors FILE "
            "--epochs 8 --lr 0.01 --layers 1\""));
  CHECK(has(
      json,
      "{\"name\":\"loss\",\"at\":[1.0,2.0,3.0,4.0,5.0,6.0,7.0,8.0],\"values\":[{\"mean\":8.5,"));
  CHECK(has(json, "\"mean\":null"));
}

TEST(stack_output, verdicts_in_words) {
  CHECK_EQ(verdict_text({Verdict::kHolds, "", ""}), "holds");
  CHECK_EQ(verdict_text({Verdict::kHoldsWhen, "it rains", ""}), "holds when it rains");
  CHECK_EQ(verdict_text({Verdict::kRefuted, "", ""}), "refuted");
}

// One digit of the deviation; from 10 to 1000 all of those before the point.
TEST(stack_output, spreads_in_words) {
  CHECK_EQ(spread_text({1.2345, 0.0123, 1, 0}), "1.23");
  CHECK_EQ(spread_text({1.2345, 0.0123, 2, 0}), "1.23+-0.01");
  CHECK_EQ(spread_text({50, 9.4, 2, 0}), "50+-9");
  CHECK_EQ(spread_text({50, 10.6, 2, 1}), "50+-11*");
  CHECK_EQ(spread_text({5000, 54, 2, 0}), "5e+03+-54");
  CHECK_EQ(spread_text({5000, 999, 2, 0}), "5e+03+-999");
  CHECK_EQ(spread_text({5000, 1234, 2, 0}), "5e+03+-1e+03");
  CHECK_EQ(spread_text({0, 0, 0, 2}), "diverged");
  CHECK_EQ(spread_text({0, 0, 0, 0}), "-");
}
