
#include "core/decimal.h"
#include "experiments/stack.h"
#include "training/settings.h"

#include "cli/run.h"
#include "folder.h"
#include "golden.h"
#include "test.h"

#include <sstream>

namespace {

Settings small() {
  Settings settings =
      settings_of("--samples 40 --epochs 2 --d-model 8 --positions 24 --seed 5 --layers 1");
  return settings;
}

Results measured(const Settings& settings) {
  Results results;
  results.add("a", 0, *trained_with("a", "").measure(settings, [] { return false; }));
  return results;
}

}  // namespace

// The command that the table names gives the same numbers, digit for digit.
TEST(stack_training, a_plain_train_command_gives_the_same_numbers) {
  const Folder folder;
  Arguments arguments = {"train", "-q", "--errors", folder / "errors", "--log", folder / "log"};
  std::istringstream words(options_of(small()));
  for (std::string word; words >> word;) arguments.push_back(word);
  CHECK_EQ(run(arguments).status, 0);
  const std::string errors = read_file(folder / "errors");
  const Results results = measured(small());
  for (const auto& [name, quantity] :
       {std::pair<std::string, const char*>{"training", quantity::kTraining},
        {"fresh", quantity::kFresh},
        {"beyond", quantity::kBeyond}}) {
    const std::size_t start = errors.find("\n" + name + ",,") + 1;
    const std::string line = errors.substr(start, errors.find('\n', start) - start);
    CHECK_EQ(line.substr(line.rfind(',') + 1), to_decimal(results.mean("a", quantity)));
  }
  const std::string log = read_file(folder / "log");
  const std::string last = to_decimal(results.mean("a", quantity::kLoss, 2));
  CHECK(log.find("," + last + "\n") != std::string::npos);
  CHECK(!results.values("a", quantity::kFreshAt, 19).empty());
  CHECK(!results.values("a", quantity::kBeyondAt, 23).empty());
}

TEST(stack_training, floors_are_those_of_the_fresh_sequences) {
  Settings settings = small();
  settings.epochs = 1;
  const Results results = measured(settings);
  // Lengths are uniform from 1 to 20: the mean squared deviation is 23.25, within lengths 17.4.
  CHECK_NEAR(results.mean("a", quantity::kGuessing), 23.25, 1);
  CHECK_NEAR(results.mean("a", quantity::kGuessingMiddle), 17.4, 1);
}

TEST(stack_training, a_run_that_diverges_has_no_errors) {
  Settings settings = small();
  settings.adam.lr = 1e19;
  const Results results = measured(settings);
  CHECK(results.values("a", quantity::kFresh).empty());
  CHECK(!trained_with("a", "").measure(small(), [] { return true; }));
}
