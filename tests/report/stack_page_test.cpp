#include "experiments/stack.h"
#include "lesson/followed_run.h"
#include "report/stack_output.h"
#include "test.h"

namespace {

std::vector<Runs> all_without_numbers() {
  std::vector<Runs> stacks;
  for (const Experiment* experiment : kExperiments) {
    stacks.push_back(stack_runs(*experiment, StackSize::kQuick, {0}));
  }
  return stacks;
}

std::string page_of(const std::vector<Runs>& stacks, bool is_whole) {
  return stack_page(
      stacks, [=](const Runs&) { return is_whole; }, "posembed stack <x>");
}

}  // namespace

TEST(stack_page, has_a_section_for_each_claim) {
  std::vector<Runs> stacks = all_without_numbers();
  stacks[2].results.add("pre: 1 layer", 0, {{"fresh error", 0, 0.02}});
  const std::string page = page_of(stacks, true);
  CHECK_EQ(count_of(page, "<section id=\""), 6U);
  CHECK_EQ(count_of(page, "{{"), 0U);
  CHECK_EQ(count_of(page, "<script"), 0U);
  CHECK(has(page, "<code>posembed stack &lt;x&gt;</code>"));
  for (const Runs& stack : stacks) {
    const std::string verdict = verdict_text(stack.experiment->finding(stack.results, stack.size));
    CHECK(has(page, stack.experiment->claim));
    CHECK(has(page, "<p class=\"verdict\">" + verdict));
  }
  CHECK(has(page, "posembed stack depth --seeds 0 --quick"));
  CHECK(has(page, "<td>0.02</td>"));
}

TEST(stack_page, finds_nothing_where_runs_are_missing) {
  const std::string page = page_of(all_without_numbers(), false);
  CHECK_EQ(count_of(page, "<p class=\"verdict\">not all runs made</p>"), 6U);
}
