// What the experiments measure, computed once more in plain loops on small models.
#include "core/least_squares.h"
#include "experiments/comparison.h"
#include "models/transformer.h"

#include "stack_plain.h"
#include "test.h"

// Rows 4 to 7 are those of the second sequence, and so on: all six are four long.
TEST(stack_measured, start_reads_each_layer_and_each_depths_gradients) {
  Cell cell = small_cell("start", 5);  // skip + post
  cell.settings.stack.layers = 4;
  const StackResults results = measured_of(cell);
  for (const std::size_t layers : {1U, 2U, 4U}) {
    Settings settings = cell.settings;
    settings.stack.layers = layers;
    TorchRandom torch(5);
    const Batch batch = whole_batch(sequences_of_length(6, 4, 7, torch), 7);
    Transformer<double> model(settings.model_sizes());
    copy_weights(model, *drawn<Transformer<float>>(settings.model_sizes(), torch));
    TensorOf<double> dy = model.forward(batch);
    const std::vector<double> positions(batch.targets().begin(), batch.targets().end());
    for (std::size_t k = 0; k <= layers && layers == 4; ++k) {
      const TensorOf<double>& x = model.passed(k);
      double distance = 0;
      double cosine = 0;
      for (std::size_t s = 0; s < 6; ++s) {
        double all = 0;
        double rest = 0;
        for (std::size_t c = 0; c < 16; ++c) {
          const double value = x.row(4 * s + c / 4)[c % 4];
          double mean = 0;
          for (std::size_t i = 0; i < 4; ++i) mean += x.row(4 * s + i)[c % 4] / 4;
          all += value * value;
          rest += (value - mean) * (value - mean);
        }
        distance += std::sqrt(rest / all) / 6;
        for (std::size_t i = 0; i < 4; ++i) {
          for (std::size_t j = i + 1; j < 4; ++j) {
            double ij = 0, ii = 0, jj = 0;
            for (std::size_t c = 0; c < 4; ++c) {
              const double a = x.row(4 * s + i)[c];
              const double b = x.row(4 * s + j)[c];
              ij += a * b;
              ii += a * a;
              jj += b * b;
            }
            cosine += ij / std::sqrt(ii * jj) / 6 / 6;  // pairs, sequences
          }
        }
      }
      const auto at = static_cast<double>(k);
      CHECK_NEAR(results.mean("a", "distance from rank one", at), distance, 1e-12);
      CHECK_NEAR(results.mean("a", "cosine between places", at), cosine, 1e-12);
      CHECK_NEAR(results.mean("a", "R2 of the position", at), explained_share(x, positions, 1e-4),
                 1e-12);
    }
    for (std::size_t n = 0; n < dy.size(); ++n) dy[n] = 2 * (dy[n] - positions[n]) / 24;
    model.backward(batch, dy);
    for (std::size_t k = 0; k < layers; ++k) {
      double squares = 0;
      for (const Parameter<double>* parameter : model.parameters()) {
        if (parameter->name.rfind("layers." + std::to_string(k) + ".", 0) != 0) continue;
        for (const double d : parameter->grad.dense) squares += d * d;
      }
      const double length = std::sqrt(squares);
      const auto close = 1e-10 * length;
      if (k == 0) {
        CHECK_NEAR(results.mean("a", "gradient of the first layer", static_cast<double>(layers)),
                   length, close);
      }
      if (layers < 4) continue;
      CHECK_NEAR(results.mean("a", "gradient of each layer", static_cast<double>(k + 1)), length,
                 close);
    }
  }
}

TEST(stack_measured, training_errors_and_what_guessing_costs) {
  Settings settings = small_cell("depth", 0).settings;
  settings.positions = 9;
  settings.epochs = 2;
  StackResults results;
  results.add("a", 0, measure_training(settings, never).value());
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
  double places = 0, sum = 0, squares = 0, around_middle = 0;
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

// Of n layers, L places and d numbers each: n (12 L d² + 2 L² d).
TEST(stack_measured, cost_grows_as_its_formula) {
  for (std::size_t c = 0; c < 3; ++c) {
    Cell cell = find_experiment("cost")->cells(StackSize::kQuick).at(c);
    if (c < 2) cell.settings.max_seq_len = 64;
    const StackResults results = measured_of(cell);
    const double d = c == 1 ? 64 : 16;
    CHECK_EQ(results.mean("a", "length where the square is half"), 6 * d);
    for (const double at :
         c == 2 ? std::vector<double>{1, 2, 4} : std::vector<double>{16, 32, 64}) {
      const auto count = [&](double n, double length) {
        return n * (12 * length * d * d + 2 * length * length * d);
      };
      const auto all = [&](double size) { return c == 2 ? count(size, 64) : count(1, size); };
      CHECK_EQ(results.mean("a", "multiply-adds", at), all(at));
      const double length = c == 2 ? 64 : at;
      CHECK_NEAR(results.mean("a", "share of the square", at), length / (length + 6 * d), 1e-12);
      if (at == (c == 2 ? 1 : 16)) continue;
      CHECK_NEAR(results.mean("a", "exponent of multiply-adds", at),
                 std::log2(all(at) / all(at / 2)), 1e-12);
      for (const std::string what : {"bytes kept", "seconds"}) {
        CHECK_NEAR(results.mean("a", "exponent of " + what, at),
                   std::log2(results.mean("a", what, at) / results.mean("a", what, at / 2)), 1e-9);
      }
    }
  }
}

TEST(stack_measured, comparison_counts_errors_on_fresh_sequences) {
  Settings settings;
  settings.samples = 200;
  settings.max_seq_len = 5;
  settings.positions = 9;
  settings.epochs = 30;
  settings.vocab_size = 7;
  const Comparison made = compare_encodings(settings, {0.01}, {3, 8}, std::nullopt,
                                            [](std::uint64_t, std::uint64_t) {});
  settings.adam.lr = 0.01;
  settings.seed = 8;
  settings.encoding = find_encoding("none");
  Trainer trainer(settings);
  while (!trainer.finished()) trainer.step();
  const Batch batch = whole_batch(fresh_sequences(settings), 7);
  const Tensor& y = trainer.model().forward(batch);
  double exact = 0, absolute = 0, squared = 0;
  for (std::size_t n = 0; n < y.size(); ++n) {
    const double error = static_cast<double>(y[n]) - batch.targets()[n];
    exact += std::abs(error) < 0.5 ? 1 : 0;
    absolute += std::abs(error);
    squared += error * error;
  }
  const auto places = static_cast<double>(y.size());
  const EncodingResults& none = made.encodings.at(2);
  CHECK_EQ(none.encoding->name, std::string("none"));
  CHECK_EQ(none.rate, 0.01);
  CHECK_NEAR(none.exact_shares.at(1), exact / places, 1e-12);
  CHECK_NEAR(none.absolute_errors.at(1), absolute / places, 1e-9);
  CHECK_NEAR(none.squared_errors.at(1), squared / places, 1e-9);
}
