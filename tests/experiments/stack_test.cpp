#include "core/decimal.h"

#include "cli/run.h"
#include "folder.h"
#include "golden.h"
#include "stack_numbers.h"

#include <set>
#include <sstream>

namespace {

// Each configuration has its own name, and what tables and pictures show is measured by one.
bool is_well_formed(const Runs& stack) {
  std::map<std::string, int> names;
  std::set<std::string> measured = {""};
  for (const Configuration& one : stack.configurations) {
    if (++names[one.name] > 1 || !contradiction(one.settings).empty()) return false;
    for (const Quantity& quantity : one.quantities(one.settings)) {
      if (!measured.insert(one.name + ":" + quantity.name).second) return false;
    }
  }
  const auto is_there = [&](const TableEntry& entry) {
    return measured.count(entry.configuration + ":" + entry.quantity) != 0;
  };
  for (const StackTable& table : stack.experiment->tables(stack.size)) {
    for (const TableRow& row : table.rows) {
      if (row.entries.size() != table.heads.size()) return false;
      if (!std::all_of(row.entries.begin(), row.entries.end(), is_there)) return false;
    }
  }
  const StackPictures pictures = pictures_of(stack);
  for (const StackPicture& picture : pictures.charts) {
    if (picture.curves.empty()) return false;
    for (const StackCurve& curve : picture.curves) {
      if (curve.points.size() < 2) return false;
      for (const auto& point : curve.points) {
        if (!is_there(point.second)) return false;
      }
    }
    for (const StackMark& mark : picture.across) {
      if (!is_there(mark.entry)) return false;
    }
  }
  for (const StackMap& map : pictures.maps) {
    if (!is_there({map.configuration, map.quantity})) return false;
  }
  return !names.empty() && !pictures.charts.empty();
}

const char* const kSmall = "--samples 40 --epochs 2 --d-model 8 --positions 24 --seed 5 --layers 1";

}  // namespace

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

// Of the whole experiments: how many cells, and what `train` is given for some.
TEST(stack, cells_have_the_settings_that_are_told) {
  struct Told {
    const char* experiment;
    std::size_t cells;
    const char* cell;
    const char* options;
  };
  for (const Told& told : std::vector<Told>{
           {"cost", 3, "d-model 16", " --max-seq-len 1024 --layers 1"},
           {"cost", 3, "d-model 64", " --max-seq-len 1024 --d-model 64 --layers 1"},
           {"cost", 3, "by layers", " --max-seq-len 64 --layers 16"},
           {"start", 7, "attention",
            " --samples 100 --layers 32 --norm none --no-skip --no-feed-forward"},
           {"start", 7, "+ feed-forward", " --samples 100 --layers 32 --norm none --no-skip"},
           {"start", 7, "+ norm after", " --samples 100 --layers 32 --norm post --no-skip"},
           {"start", 7, "+ norm before", " --samples 100 --layers 32 --no-skip"},
           {"start", 7, "skip + pre", " --samples 100 --layers 32"},
           {"start", 7, "skip + post", " --samples 100 --layers 32 --norm post"},
           {"start", 7, "skip + none", " --samples 100 --layers 32 --norm none"},
           {"depth", 25, "pre: 16 layers", " --lr 0.01 --layers 16"},
           {"depth", 25, "post warm-up: 2 layers",
            " --lr 0.01 --warmup 400 --layers 2 --norm post"},
           {"depth", 25, "no skip: 8 layers", " --layers 8 --norm none --no-skip"},
           {"encodings", 25, "alibi causal: first",
            " --encoding alibi --samples 4000 --epochs 12 --lr 0.003 --positions 40 --target first "
            "--layers 1 --heads 4 --causal"},
           {"encodings", 25, "sinusoidal x2: previous",
            " --encoding sinusoidal --samples 4000 --epochs 12 --lr 0.003 --positions 40 --target "
            "previous --layers 2 --heads 1"},
           {"data", 27, "none 100: 4 layers",
            " --encoding none --samples 100 --epochs 250 --lr 0.003 --layers 4"},
           {"data", 27, "learned 1000: 8 layers", " --epochs 31 --lr 0.003 --layers 8"},
           {"attention", 4, "8 layers",
            " --encoding rotary --samples 4000 --epochs 10 --lr 0.003 --target previous --layers 8 "
            "--heads 1"}}) {
    const std::vector<Configuration> cells =
        find_experiment(told.experiment)->configurations(StackSize::kFull);
    CHECK_EQ(cells.size(), told.cells);
    std::string options = "no such cell";
    for (const Configuration& cell : cells) {
      if (cell.name == told.cell) options = options_of(cell.settings, {"seed"});
    }
    CHECK_EQ(options, told.options);
  }
}

TEST(stack, clearly_above_at_its_edges) {
  const Spread other = {2, 0.5, 3, 0};
  CHECK(clearly_above({3.01, 0.5, 3, 0}, other) && !clearly_above({2.99, 0, 3, 0}, other));
  CHECK(clearly_above({3.4, 0.89, 3, 0}, other) && !clearly_above({3.4, 0.91, 3, 0}, other));
  CHECK(!clearly_above({std::nan(""), 0, 0, 1}, other));
}

TEST(stack, training_errors_and_what_guessing_costs) {
  Configuration cell = small_cell("depth", 0);
  cell.settings.positions = 9;
  cell.settings.epochs = 2;
  const Results results = measured_of(cell);
  Trainer trainer(cell.settings);
  while (!trainer.finished()) trainer.step();
  const Sequences fresh = fresh_sequences(cell.settings);
  const PlainErrors on_fresh(trainer, fresh);
  const PlainErrors beyond(trainer, longest_sequences(cell.settings));
  CHECK_NEAR(results.mean("a", quantity::kTraining),
             PlainErrors(trainer, trainer.data()).mean(0, 4), 1e-9);
  CHECK_NEAR(results.mean("a", quantity::kFresh), on_fresh.mean(0, 4), 1e-9);
  CHECK_NEAR(results.mean("a", quantity::kFreshAt, 2), on_fresh.mean(2, 3), 1e-9);
  CHECK_NEAR(results.mean("a", quantity::kBeyond), beyond.mean(4, 9), 1e-9);
  CHECK_NEAR(results.mean("a", quantity::kBeyondAt, 7), beyond.mean(7, 8), 1e-9);
  double places = 0;
  double sum = 0;
  double squares = 0;
  double around_middle = 0;
  for (std::size_t s = 0; s < fresh.count(); ++s) {
    for (std::size_t i = 0; i < fresh.length(s); ++i) {
      const auto at = static_cast<double>(i);
      places += 1;
      sum += at;
      squares += at * at;
      around_middle += std::pow(at - (static_cast<double>(fresh.length(s)) - 1) / 2, 2);
    }
  }
  CHECK_NEAR(results.mean("a", quantity::kGuessing), squares / places - std::pow(sum / places, 2),
             1e-9);
  CHECK_NEAR(results.mean("a", quantity::kGuessingMiddle), around_middle / places, 1e-9);
}

// The command that the table names gives the same numbers, digit for digit.
TEST(stack, a_plain_train_command_gives_the_same_numbers) {
  const Folder folder;
  Arguments arguments = {"train", "-q", "--errors", folder / "errors", "--log", folder / "log"};
  std::istringstream words(kSmall);
  for (std::string word; words >> word;) arguments.push_back(word);
  CHECK_EQ(run(arguments).status, 0);
  const std::string errors = read_file(folder / "errors");
  const Results results = measured_of(trained_with("a", kSmall));
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
  // Lengths are uniform from 1 to 20: the mean squared deviation is 23.25, within lengths 17.4.
  CHECK_NEAR(results.mean("a", quantity::kGuessing), 23.25, 1);
  CHECK_NEAR(results.mean("a", quantity::kGuessingMiddle), 17.4, 1);
}

TEST(stack, a_run_that_diverges_has_no_errors) {
  const Configuration cell = trained_with("a", kSmall + std::string(" --lr 1e19"));
  CHECK(measured_of(cell).values("a", quantity::kFresh).empty());
  CHECK(!cell.measure(cell.settings, [] { return true; }));
}
