// Numbers that the pictures and their tables derive from a run's frames.
#pragma once

#include "lesson/snapshots.h"

#include <array>
#include <cstddef>
#include <vector>

// What each shown token adds to a prediction, less what the mean token adds.
std::vector<double> token_shifts(const Snapshot& frame);

// The cosine similarities of the pairs (0,0), (1,0), (1,1), (2,0), ... of shown positions.
std::vector<double> pair_similarities(const Snapshot& frame);

// The position vectors along the last frame's principal components.
using Coordinates = std::array<double, 2>;
struct Projection {
  std::vector<std::vector<Coordinates>> paths;  // for each frame, of each shown position
  std::array<double, 2> explained{};            // each component's share of the last variance
};
// Nothing where there are no vectors.
Projection projection_of(const Snapshots& snapshots);

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
std::vector<Shares> shares_of_sequence(const Snapshots& snapshots, const Snapshot& frame,
                                       std::size_t sequence);
