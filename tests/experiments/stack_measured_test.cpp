// What the experiments measure, computed once more in plain loops on small models.
#include "core/statistics.h"
#include "experiments/sweep.h"
#include "models/transformer.h"

#include "made.h"
#include "stack_plain.h"
#include "test.h"

#include <memory>

namespace {

// A stack of the first `layers` of the cell's, in double, after its forward pass; and the batch, of
// six sequences of four places: rows 4 to 7 are those of the second.
struct PlainStart {
  Batch batch = Batch(7);
  std::unique_ptr<Transformer<double>> model;
  TensorOf<double> y;

  PlainStart(Settings settings, std::size_t layers) {
    settings.stack.layers = layers;
    TorchRandom torch(settings.seed);
    batch = whole_batch(sequences_of_length(6, 4, 7, torch), 7);
    model = std::make_unique<Transformer<double>>(settings.model_sizes());
    copy_weights(*model, *drawn<Transformer<float>>(settings.model_sizes(), torch));
    y = model->forward(batch);
  }
};

double plain_distance(const TensorOf<double>& x, std::size_t first) {
  double all = 0;
  double rest = 0;
  for (std::size_t c = 0; c < 16; ++c) {
    const double value = x.row(first + c / 4)[c % 4];
    double mean = 0;
    for (std::size_t i = 0; i < 4; ++i) mean += x.row(first + i)[c % 4] / 4;
    all += value * value;
    rest += (value - mean) * (value - mean);
  }
  return std::sqrt(rest / all);
}

double plain_product(const double* a, const double* b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3];
}

double plain_cosine(const TensorOf<double>& x, std::size_t first) {
  double sum = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = i + 1; j < 4; ++j) {
      const double* a = x.row(first + i);
      const double* b = x.row(first + j);
      sum += plain_product(a, b) / std::sqrt(plain_product(a, a) * plain_product(b, b));
    }
  }
  return sum / 6;
}

double gradient_length(Transformer<double>& model, std::size_t layer) {
  double squares = 0;
  for (const Parameter<double>* parameter : model.parameters()) {
    if (parameter->name.rfind("layers." + std::to_string(layer) + ".", 0) != 0) continue;
    for (const double d : parameter->grad) squares += d * d;
  }
  return std::sqrt(squares);
}

Configuration start_cell() {
  Configuration cell = small_cell("start", 5);  // skip + post
  cell.settings.stack.layers = 4;
  return cell;
}

}  // namespace

TEST(stack_measured, start_reads_each_layer) {
  const Configuration cell = start_cell();
  const Results results = measured_of(cell);
  const PlainStart start(cell.settings, 4);
  const std::vector<double> positions(start.batch.targets().begin(), start.batch.targets().end());
  for (std::size_t k = 0; k <= 4; ++k) {
    CONTEXT("k " << k);
    const TensorOf<double>& x = start.model->passed(k);
    double distance = 0;
    double cosine = 0;
    for (std::size_t s = 0; s < 6; ++s) {
      distance += plain_distance(x, 4 * s) / 6;
      cosine += plain_cosine(x, 4 * s) / 6;
    }
    const auto at = static_cast<double>(k);
    CHECK_NEAR(results.mean("a", "distance from rank one", at), distance, 1e-12);
    CHECK_NEAR(results.mean("a", "cosine between places", at), cosine, 1e-12);
    CHECK_NEAR(results.mean("a", "R2 of the position", at), explained_share(x, positions, 1e-4),
               1e-12);
  }
}

TEST(stack_measured, start_has_the_gradients_of_each_depth) {
  const Configuration cell = start_cell();
  const Results results = measured_of(cell);
  for (const std::size_t layers : {1U, 2U, 4U}) {
    CONTEXT("layers " << layers);
    PlainStart start(cell.settings, layers);
    TensorOf<double> dy = start.y;
    for (std::size_t n = 0; n < 24; ++n) dy[n] = 2 * (dy[n] - start.batch.targets()[n]) / 24;
    start.model->backward(start.batch, dy);
    const double first = gradient_length(*start.model, 0);
    CHECK_NEAR(results.mean("a", "gradient of the first layer", static_cast<double>(layers)), first,
               1e-10 * first);
    for (std::size_t k = 0; k < 4 && layers == 4; ++k) {
      CONTEXT("k " << k);
      const double length = gradient_length(*start.model, k);
      CHECK_NEAR(results.mean("a", "gradient of each layer", static_cast<double>(k + 1)), length,
                 1e-10 * length);
    }
  }
}

TEST(stack_measured, training_errors_and_what_guessing_costs) {
  Settings settings = small_cell("depth", 0).settings;
  settings.positions = 9;
  settings.epochs = 2;
  Results results;
  results.add("a", 0, trained_with("a", "").measure(settings, never).value());
  Trainer trainer(settings);
  while (!trainer.finished()) trainer.step();
  const Sequences fresh = fresh_sequences(settings);
  const PlainErrors on_fresh(trainer, fresh);
  const PlainErrors beyond(trainer, longest_sequences(settings));
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

namespace {

// Of n layers, L places and d numbers each.
double products(double n, double length, double d) {
  return n * (12 * length * d * d + 2 * length * length * d);
}

}  // namespace

TEST(stack_measured, cost_grows_as_its_formula) {
  struct Grown {
    std::size_t cell;
    double d;
    double least;
  };
  for (const Grown& grown : std::vector<Grown>{{0, 16, 16}, {1, 64, 16}, {2, 16, 1}}) {
    const double d = grown.d;
    const bool deep = grown.least == 1;
    Configuration cell = find_experiment("cost")->configurations(StackSize::kQuick).at(grown.cell);
    cell.settings.max_seq_len = 64;
    const Results results = measured_of(cell);
    CHECK_EQ(results.mean("a", "length where the square is half"), 6 * d);
    for (const double times : {1, 2, 4}) {
      CONTEXT("times " << times);
      const double at = grown.least * times;
      const auto all = [&](double size) {
        return deep ? products(size, 64, d) : products(1, size, d);
      };
      CHECK_EQ(results.mean("a", "multiply-adds", at), all(at));
      const double length = deep ? 64 : at;
      CHECK_NEAR(results.mean("a", "share of the square", at), length / (length + 6 * d), 1e-12);
      if (at == grown.least) continue;
      CHECK_NEAR(results.mean("a", "exponent of multiply-adds", at),
                 std::log2(all(at) / all(at / 2)), 1e-12);
      for (const std::string what : {"bytes kept", "seconds"}) {
        CONTEXT("what " << what);
        CHECK_NEAR(results.mean("a", "exponent of " + what, at),
                   std::log2(results.mean("a", what, at) / results.mean("a", what, at / 2)), 1e-9);
      }
    }
  }
}

TEST(stack_measured, comparison_counts_errors_on_fresh_sequences) {
  Settings settings =
      settings_of("--samples 200 --max-seq-len 5 --positions 9 --epochs 30 --vocab-size 7");
  const Results made = compared(settings, {3, 8}, {0.01}).results;
  settings.adam.lr = 0.01;
  settings.seed = 8;
  settings.encoding = find_encoding("none");
  Trainer trainer(settings);
  while (!trainer.finished()) trainer.step();
  const Batch batch = whole_batch(fresh_sequences(settings), 7);
  const Tensor& y = trainer.model().forward(batch);
  double exact = 0;
  double absolute = 0;
  double squared = 0;
  for (std::size_t n = 0; n < y.size(); ++n) {
    const double error = static_cast<double>(y[n]) - batch.targets()[n];
    exact += std::abs(error) < 0.5 ? 1 : 0;
    absolute += std::abs(error);
    squared += error * error;
  }
  const auto places = static_cast<double>(y.size());
  const auto second = [&](const char* quantity) {
    return made.values("none 0.01", quantity).at(1);
  };
  CHECK_NEAR(second("share of exact positions"), exact / places, 1e-12);
  CHECK_NEAR(second("absolute error"), absolute / places, 1e-9);
  CHECK_NEAR(second("fresh error"), squared / places, 1e-9);
}
