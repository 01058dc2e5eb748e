#include "core/strict_float.h"

#include "lesson/observations.h"

#include "core/statistics.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace {

std::vector<double> as_numbers(const std::vector<std::size_t>& positions) {
  return {positions.begin(), positions.end()};
}

// The shown positions that the data has, by their index; longer sequences have the shorter ones'.
std::size_t trained_positions(const Snapshots& snapshots) {
  const std::vector<std::size_t>& counts = snapshots.counts();
  return static_cast<std::size_t>(
      std::count_if(counts.begin(), counts.end(), [](std::size_t count) { return count > 0; }));
}

bool are_neighbours(const std::vector<std::size_t>& positions) {
  return positions.back() + 1 == positions.size();
}

double cosine(const std::vector<double>& a, const std::vector<double>& b) {
  const std::vector<double> unit_a = of_length_one(a);
  const std::vector<double> unit_b = of_length_one(b);
  double product = 0;
  for (std::size_t j = 0; j < a.size(); ++j) product += unit_a[j] * unit_b[j];
  return product;
}

double square_of(const std::vector<double>& vector) {
  double square = 0;
  for (const double value : vector) square += value * value;
  return square;
}

std::vector<double> first_coordinates(const std::vector<Coordinates>& path) {
  std::vector<double> firsts(path.size());
  std::transform(path.begin(), path.end(), firsts.begin(),
                 [](const Coordinates& point) { return point[0]; });
  return firsts;
}

double neighbours_of(const TensorOf<double>& cosines) {
  std::vector<double> neighbours;
  for (std::size_t i = 1; i < cosines.rows(); ++i) neighbours.push_back(cosines.row(i)[i - 1]);
  return statistics::mean(neighbours);
}

void look_by_distance(Likeness& likeness, const TensorOf<double>& cosines) {
  constexpr double kAlike = 0.01;  // as the map's last shown digit
  const std::size_t rows = cosines.rows();
  const double* first = cosines.row(0);
  likeness.by_distance = true;
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      if (!(std::abs(cosines.row(i)[j] - first[i - j]) <= kAlike)) likeness.by_distance = false;
    }
  }
  const double* least = std::min_element(first, first + rows);
  const double* later = std::max_element(least, first + rows);
  likeness.least = *least;
  likeness.least_at = static_cast<std::size_t>(least - first);
  likeness.later_most = *later;
  likeness.later_at = static_cast<std::size_t>(later - first);
}

void look_at_distances(VectorMovement& movement, const std::vector<Coordinates>& path) {
  std::vector<double> neighbours;
  std::vector<double> any;
  for (std::size_t i = 0; i < path.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double a = path[i][0] - path[j][0];
      const double b = path[i][1] - path[j][1];
      any.push_back(std::sqrt(a * a + b * b));
      if (j + 1 == i) neighbours.push_back(any.back());
    }
  }
  movement.between_neighbours = statistics::mean(neighbours);
  movement.between_any = statistics::mean(any);
}

}  // namespace

Course course_of(const Snapshots& snapshots, double Snapshot::*number) {
  const std::vector<Snapshot>& frames = snapshots.frames();
  Course course;
  course.first = course.least = course.most = frames.front().*number;
  course.last = frames.back().*number;
  for (std::size_t k = 0; k < frames.size(); ++k) {
    if (frames[k].*number > course.most) course.most_at = k;
    course.most = std::max(course.most, frames[k].*number);
    course.least = std::min(course.least, frames[k].*number);
  }
  return course;
}

Climb climb_of(const Snapshots& snapshots) {
  const std::vector<std::size_t>& positions = snapshots.shown().positions;
  const std::vector<double>& start = snapshots.frames().front().ruler;
  const std::size_t trained = trained_positions(snapshots);
  const std::size_t middle = trained / 2;
  Climb climb;
  if (trained < 4) return climb;
  if (!(start[middle] < static_cast<double>(positions[middle]) / 2)) return climb;
  const auto to_go = [&](const std::vector<double>& ruler) {
    return static_cast<double>(positions[middle]) - ruler[middle];
  };
  for (std::size_t k = 1; k < snapshots.frames().size() && !climb.known; ++k) {
    const std::vector<double>& ruler = snapshots.frames()[k].ruler;
    if (!(to_go(ruler) <= to_go(start) / 2)) continue;
    const auto climbed = [&](std::size_t i) { return ruler[i] - start[i]; };
    climb.known = true;
    climb.frame = k;
    climb.middle = climb.slowest = positions[middle];
    climb.last = positions[trained - 1];
    climb.of_middle = climb.least = climb.most = climbed(middle);
    climb.of_last = climbed(trained - 1);
    for (std::size_t i = middle; i < trained; ++i) {
      if (climbed(i) < climb.least) climb.slowest = positions[i];
      climb.least = std::min(climb.least, climbed(i));
      climb.most = std::max(climb.most, climbed(i));
    }
  }
  return climb;
}

std::size_t arrived(const Snapshots& snapshots) {
  const std::vector<std::size_t>& positions = snapshots.shown().positions;
  const std::vector<double>& ruler = snapshots.frames().back().ruler;
  std::size_t count = 0;
  for (std::size_t k = 0; k < positions.size(); ++k) {
    if (std::abs(ruler[k] - static_cast<double>(positions[k])) < 0.5) ++count;
  }
  return count;
}

LossFall loss_fall(const Snapshots& snapshots) {
  const std::vector<EpochLoss>& losses = snapshots.losses();
  LossFall fall;
  if (losses.size() < 2) return fall;
  fall.known = true;
  fall.every_epoch = losses.back().epoch - losses.front().epoch + 1 == losses.size();
  fall.first = losses.front().mean;
  fall.last = losses.back().mean;
  fall.first_epoch = fall.most_epoch = losses[1].epoch;
  fall.last_epoch = losses.back().epoch;
  for (std::size_t k = 1; k < losses.size(); ++k) {
    fall.last_share = 1 - losses[k].mean / losses[k - 1].mean;
    if (k == 1) fall.first_share = fall.least_share = fall.most_share = fall.last_share;
    if (fall.last_share > fall.most_share) fall.most_epoch = losses[k].epoch;
    fall.most_share = std::max(fall.most_share, fall.last_share);
    fall.least_share = std::min(fall.least_share, fall.last_share);
  }
  return fall;
}

TokensSeen tokens_seen(const Snapshots& snapshots) {
  const std::vector<double> shifts = token_shifts(snapshots.frames().back());
  std::vector<double> of_seen;
  std::vector<double> means;
  std::vector<double> of_unseen;
  for (std::size_t k = 0; k < shifts.size(); ++k) {
    const double mean = snapshots.data().token_means[snapshots.shown().tokens[k]];
    if (std::isnan(mean)) {
      of_unseen.push_back(shifts[k]);
    } else {
      of_seen.push_back(shifts[k]);
      means.push_back(mean);
    }
  }
  TokensSeen seen;
  seen.unseen = of_unseen.size();
  seen.spread_unseen = statistics::standard_deviation(of_unseen);
  seen.spread_seen = statistics::standard_deviation(of_seen);
  seen.with_mean_position = statistics::correlation(of_seen, means);
  return seen;
}

Likeness likeness_of(const Snapshots& snapshots) {
  Likeness likeness;
  if (snapshots.frames().back().vectors.rows() < 2) return likeness;
  const TensorOf<double> first = similarities(snapshots.frames().front().vectors);
  const TensorOf<double> last = similarities(snapshots.frames().back().vectors);
  likeness.known = true;
  likeness.ends_first = first.row(0)[first.rows() - 1];
  likeness.ends_last = last.row(0)[last.rows() - 1];
  likeness.has_neighbours = are_neighbours(snapshots.shown().positions);
  likeness.neighbours_first = neighbours_of(first);
  likeness.neighbours_last = neighbours_of(last);
  look_by_distance(likeness, last);
  return likeness;
}

double largest_rise(const Snapshot& frame) {
  const Tensor& vectors = frame.vectors;
  double largest = 0;
  for (std::size_t j = 0; j < frame.w.size(); ++j) {
    bool rises = vectors.rows() > 1;
    for (std::size_t i = 1; i < vectors.rows(); ++i) {
      rises = rises && vectors.row(i)[j] > vectors.row(i - 1)[j];
    }
    if (!rises) continue;
    const float rise = vectors.row(vectors.rows() - 1)[j] - vectors.row(0)[j];
    largest = std::max<double>(largest, rise);
  }
  return largest;
}

VectorMovement movement_of(const Snapshots& snapshots, const Projection& projection) {
  const Snapshot& first = snapshots.frames().front();
  const Snapshot& last = snapshots.frames().back();
  VectorMovement movement;
  if (last.vectors.rows() < 2) return movement;
  const std::vector<double> positions = as_numbers(snapshots.shown().positions);
  movement.known = true;
  movement.correlation_first =
      statistics::correlation(first_coordinates(projection.paths.front()), positions);
  movement.correlation_last =
      statistics::correlation(first_coordinates(projection.paths.back()), positions);
  look_at_distances(movement, projection.paths.back());

  const std::size_t rows = last.vectors.rows();
  std::vector<double> signs;
  for (const double weight : last.w) signs.push_back(weight < 0 ? -1 : weight > 0 ? 1 : 0);
  const Axes at_first = axes_along(last.w, first.vectors);
  double all = 0;
  double along = 0;
  double most = 0;
  double across_spread = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    std::vector<double> moved;
    std::vector<double> from_center;
    for (std::size_t j = 0; j < last.w.size(); ++j) {
      moved.push_back(static_cast<double>(last.vectors.row(i)[j]) - first.vectors.row(i)[j]);
      from_center.push_back(first.vectors.row(i)[j] - at_first.center[j]);
    }
    const double part = at_first.components(moved)[0];
    const double from_center_part = at_first.components(from_center)[0];
    const double square = square_of(moved);
    all += square;
    along += part * part;
    across_spread += square_of(from_center) - from_center_part * from_center_part;
    if (!(square > most)) continue;
    most = square;
    movement.farthest = snapshots.shown().positions[i];
    movement.cosine_w = cosine(moved, last.w);
    movement.cosine_signs = cosine(moved, signs);
  }
  movement.along_w = along / all;
  movement.across_moved = std::sqrt(std::max(all - along, 0.0) / static_cast<double>(rows));
  movement.across_spread = std::sqrt(std::max(across_spread, 0.0) / static_cast<double>(rows));
  return movement;
}

AdamRoots adam_roots(const Snapshots& snapshots, const Settings& settings) {
  AdamRoots roots;
  if (snapshots.journeys().empty()) return roots;
  const Journey& journey = snapshots.journeys().back();
  const AdamStep<double> adam(settings.adam, journey.step);
  for (const auto& [position, row] : journey.positions) {
    for (const float v : row.v) {
      const double root = std::sqrt(static_cast<double>(v)) / adam.root_correction2;
      roots.least = roots.known ? std::min(roots.least, root) : root;
      roots.most = std::max(roots.most, root);
      roots.known = true;
    }
  }
  return roots;
}
