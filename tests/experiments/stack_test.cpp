#include "experiments/stack.h"

#include "stack_numbers.h"
#include "stack_plain.h"
#include "test.h"

TEST(stack, experiments_have_names_and_their_runs_a_command) {
  CHECK(find_experiment("data") == &kStackData);
  CHECK(find_experiment("nothing") == nullptr);
  CHECK_EQ(stack_runs(kStackData, StackSize::kQuick, {3}).command, "stack data --quick");
}

TEST(stack, every_experiment_is_well_formed) {
  for (const Experiment* one : kExperiments) {
    CONTEXT(one->name);
    for (const StackSize size : {StackSize::kFull, StackSize::kQuick}) {
      CHECK(is_well_formed(stack_runs(*one, size, {0})));
    }
  }
}

// Each of its numbers is one that its quantities tell of, and none of them is left out.
TEST(stack, configurations_measure_what_they_say) {
  for (const Experiment* one : kExperiments) {
    Configuration small = small_cell(one->name, 0);
    CONTEXT(one->name);
    small.settings.epochs = 2;
    const Measurements made = small.measure(small.settings, never).value();
    const Measurements all = completed({0, &small, 0}, made);
    CHECK_EQ(all.size(), made.size());
    for (const Measured& each : all) CHECK(!std::isnan(each.value));
  }
}

TEST(stack, numbers_have_three_digits) {
  CHECK_EQ(three_digits(0.012345), "0.0123");
  CHECK_EQ(layers_text(1), "1 layer");
  CHECK_EQ(layers_text(0), "0 layers");
}
