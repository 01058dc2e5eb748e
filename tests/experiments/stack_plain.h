// An experiment's cell on a small model, and errors in plain loops.
#pragma once

#include "experiments/stack.h"
#include "training/evaluation.h"

#include <cmath>
#include <string>
#include <vector>

inline bool never() { return false; }

// The cell of that number of the quick experiment, smaller yet.
inline Configuration small_cell(const char* experiment, std::size_t number) {
  Configuration cell = find_experiment(experiment)->configurations(StackSize::kQuick).at(number);
  cell.settings.seed = 5;
  cell.settings.samples = 6;
  cell.settings.max_seq_len = 4;
  cell.settings.vocab_size = 7;
  cell.settings.d_model = 4;
  return cell;
}

inline Results measured_of(const Configuration& cell) {
  Results results;
  results.add("a", 0, cell.measure(cell.settings, never).value());
  return results;
}

// Of each position: the sum of the squared errors, and over how many places.
struct PlainErrors {
  std::vector<double> squares = std::vector<double>(100);
  std::vector<double> places = std::vector<double>(100);

  PlainErrors(Trainer& trainer, const Sequences& data) {
    const Settings& settings = trainer.settings();
    const Batch batch = whole_batch(data, settings.vocab_size, *settings.target);
    const Tensor& y = trainer.model().forward(batch);
    for (std::size_t n = 0; n < y.size(); ++n) {
      const auto at = static_cast<std::size_t>(batch.positions()[n]);
      squares[at] += std::pow(static_cast<double>(y[n]) - batch.targets()[n], 2);
      ++places[at];
    }
  }
  double mean(std::size_t first, std::size_t last) const {
    double sum = 0;
    double count = 0;
    for (std::size_t i = first; i < last; ++i) {
      sum += squares[i];
      count += places[i];
    }
    return sum / count;
  }
};
