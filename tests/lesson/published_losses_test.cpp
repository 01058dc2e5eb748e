#include "lesson/published_losses.h"

#include "golden.h"
#include "test.h"

#include <sstream>

TEST(published_losses, are_those_of_the_golden_file) {
  std::istringstream file(read_file("tests/golden/published_losses.txt"));
  std::size_t epoch = 0;
  double loss = 0;
  std::size_t lines = 0;
  for (; file >> epoch >> loss; ++lines) CHECK_EQ(kPublishedLosses.at(epoch - 1), loss);
  CHECK_EQ(lines, kPublishedLosses.size());
}

TEST(published_losses, belong_to_the_notebooks_settings_and_any_seed) {
  Settings settings = settings_of("--seed 7 --epochs 200");
  CHECK(has_notebook_settings(settings));
  settings.adam.lr = 0.01;
  CHECK(!has_notebook_settings(settings));
  settings = Settings();
  settings.encoding = find_encoding("none");
  CHECK(!has_notebook_settings(settings));
}
