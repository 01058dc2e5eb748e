// Numbers that the pictures and their tables derive from a run's frames.
#pragma once

#include "report/svg.h"
#include "training/history.h"

#include <cstddef>
#include <vector>

// What each shown token adds to a prediction, less what the mean token adds.
std::vector<double> token_shifts(const Frame& frame);

// The cosine similarities of the pairs (0,0), (1,0), (1,1), (2,0), ... of shown positions.
std::vector<double> pair_similarities(const Frame& frame);

// For each frame the shown positions' vectors along the last frame's principal components, whose
// shares of the variance are `explained`. Nothing where there are no vectors.
std::vector<std::vector<svg::Point>> projected_paths(const History& history);
std::vector<double> explained_variance(const History& history);

// Where one prediction comes from.
struct Shares {
  double token = 0;
  double position = 0;
  double bias = 0;
  std::size_t token_id = 0;
  std::size_t target = 0;  // the true position
  double sum() const;
};

// At each place of a shown sequence.
std::vector<Shares> shares_of_sequence(const History& history, const Frame& frame,
                                       std::size_t sequence);
