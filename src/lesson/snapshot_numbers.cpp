#include "core/strict_float.h"

#include "lesson/snapshot_numbers.h"

#include "lesson/principal_components.h"
#include "lesson/similarity.h"

#include <algorithm>

std::vector<double> token_shifts(const Snapshot& frame) {
  std::vector<double> shifts = frame.token_shares;
  for (double& shift : shifts) shift -= frame.mean_token_share;
  return shifts;
}

std::vector<double> pair_similarities(const Snapshot& frame) {
  const std::size_t rows = frame.vectors.rows();
  const std::vector<double> square = similarities(frame.vectors);
  std::vector<double> pairs;
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j <= i; ++j) pairs.push_back(square[i * rows + j]);
  }
  return pairs;
}

Projection projection_of(const Snapshots& snapshots) {
  Projection projection;
  const Tensor& last = snapshots.frames().back().vectors;
  if (last.size() == 0) return projection;
  const PrincipalComponents components = principal_components(last);
  projection.explained = components.explained;
  for (const Snapshot& frame : snapshots.frames()) {
    projection.paths.emplace_back();
    for (std::size_t i = 0; i < frame.vectors.rows(); ++i) {
      projection.paths.back().push_back(components.project(frame.vectors.row(i)));
    }
  }
  return projection;
}

double Shares::sum() const { return token + position + bias; }

std::vector<Shares> shares_of_sequence(const Snapshots& snapshots, const Snapshot& frame,
                                       std::size_t sequence) {
  const Shown& shown = snapshots.shown();
  std::vector<Shares> places;
  for (std::size_t k = 0; k < shown.sequences[sequence].size(); ++k) {
    const std::size_t token = shown.sequences[sequence][k];
    const auto at = std::lower_bound(shown.tokens.begin(), shown.tokens.end(), token);
    Shares shares;
    shares.token = frame.token_shares[static_cast<std::size_t>(at - shown.tokens.begin())];
    shares.position = frame.ruler[k] - frame.bias - frame.mean_token_share;
    shares.bias = frame.bias;
    shares.token_id = token;
    shares.target = shown.positions[k];
    places.push_back(shares);
  }
  return places;
}
