#include "core/strict_float.h"

#include "lesson/observations.h"

#include "core/statistics.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace {

// The shown positions that the data has, by their index; longer sequences have the shorter ones'.
std::size_t trained_positions(const RunSoFar& run) {
  const std::vector<std::size_t>& counts = run.counts;
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

// Of the positions that the data names with their vectors' places along w.
double correlation_along_w(const RunSoFar& run, const std::vector<Coordinates>& path) {
  std::vector<double> along_w;
  std::vector<double> positions;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (run.counts[i] == 0) continue;
    along_w.push_back(path[i][0]);
    positions.push_back(static_cast<double>(run.positions[i]));
  }
  return statistics::correlation(along_w, positions);
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

}  // namespace

Course course_of(const RunSoFar& run, double Snapshot::*number) {
  Course course;
  course.first = course.least = course.most = run.first().*number;
  course.last = run.now().*number;
  for (std::size_t k = 0; k <= run.shown; ++k) {
    const double value = run.frames[k].*number;
    if (value > course.most) course.most_at = k;
    course.most = std::max(course.most, value);
    course.least = std::min(course.least, value);
  }
  return course;
}

Pace pace_of(const RunSoFar& run) {
  const std::vector<std::size_t>& positions = run.positions;
  const Snapshot& start = run.first();
  const std::size_t trained = trained_positions(run);
  const std::size_t middle = trained / 2;
  Pace pace;
  if (trained < 4 || start.vectors.size() == 0) return pace;
  if (!(start.ruler[middle] < static_cast<double>(positions[middle]) / 2)) return pace;
  const auto to_go = [&](const Snapshot& frame) {
    return static_cast<double>(positions[middle]) - frame.ruler[middle];
  };
  const auto end = run.frames.begin() + static_cast<std::ptrdiff_t>(run.shown) + 1;
  const auto half_way = std::find_if(run.frames.begin() + 1, end, [&](const Snapshot& frame) {
    return to_go(frame) <= to_go(start) / 2;
  });
  if (half_way == end) return pace;
  const std::vector<double> moved = distances(half_way->vectors, start.vectors);
  const auto from = moved.begin() + static_cast<std::ptrdiff_t>(middle);
  const auto to = moved.begin() + static_cast<std::ptrdiff_t>(trained);
  const auto slowest = std::min_element(from, to);
  pace.way = 1 - to_go(*half_way) / to_go(start);
  pace.known = pace.way <= 0.75;
  pace.frame = static_cast<std::size_t>(half_way - run.frames.begin());
  pace.middle = positions[middle];
  pace.last = positions[trained - 1];
  pace.slowest = positions[static_cast<std::size_t>(slowest - moved.begin())];
  pace.of_middle = moved[middle];
  pace.of_last = moved[trained - 1];
  pace.least = *slowest;
  pace.most = *std::max_element(from, to);
  return pace;
}

Arrived arrived(const RunSoFar& run) {
  const std::vector<std::size_t>& positions = run.positions;
  const Snapshot& last = run.now();
  const auto is_there = [&](std::size_t k, double lift) {
    return std::abs(last.ruler[k] + lift - static_cast<double>(positions[k])) < 0.5;
  };
  Arrived result;
  for (std::size_t k = 0; k < positions.size(); ++k) {
    result.count += is_there(k, 0) ? 1 : 0;
    result.over_named += is_there(k, last.mean_named_share - last.mean_token_share) ? 1 : 0;
  }
  return result;
}

LossFall loss_fall(const RunSoFar& run) {
  const std::vector<EpochLoss>& losses = run.losses;
  std::size_t count = losses.size();
  while (count > 0 && losses[count - 1].epoch > run.now().epoch) --count;
  LossFall fall;
  if (count < 2) return fall;
  const EpochLoss& last = losses[count - 1];
  fall.known = true;
  fall.every_epoch = last.epoch - losses.front().epoch + 1 == count;
  fall.first = fall.best = losses.front().mean;
  fall.last = last.mean;
  fall.first_epoch = fall.most_epoch = losses[1].epoch;
  fall.last_epoch = last.epoch;
  for (std::size_t k = 1; k < count; ++k) {
    fall.best = std::min(fall.best, losses[k].mean);
    fall.last_share = 1 - losses[k].mean / losses[k - 1].mean;
    if (k == 1) fall.first_share = fall.least_share = fall.most_share = fall.last_share;
    if (fall.last_share > fall.most_share) fall.most_epoch = losses[k].epoch;
    fall.most_share = std::max(fall.most_share, fall.last_share);
    fall.least_share = std::min(fall.least_share, fall.last_share);
  }
  return fall;
}

TokensSeen tokens_seen(const RunSoFar& run) {
  const std::vector<double> shifts = token_shifts(run.now());
  std::vector<double> of_seen;
  std::vector<double> means;
  std::vector<double> of_unseen;
  for (std::size_t k = 0; k < shifts.size(); ++k) {
    const double mean = run.data.token_means[run.tokens[k]];
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

Likeness likeness_of(const RunSoFar& run) {
  Likeness likeness;
  if (run.now().vectors.rows() < 2) return likeness;
  const TensorOf<double> first = similarities(run.first().vectors);
  const TensorOf<double> last = similarities(run.now().vectors);
  likeness.known = true;
  likeness.ends_first = first.row(0)[first.rows() - 1];
  likeness.ends_last = last.row(0)[last.rows() - 1];
  likeness.has_neighbours = are_neighbours(run.positions);
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

VectorMovement movement_of(const RunSoFar& run) {
  const Snapshot& first = run.first();
  const Snapshot& last = run.now();
  VectorMovement movement;
  if (last.vectors.rows() < 2) return movement;
  movement.known = true;
  movement.trained = trained_positions(run);
  movement.correlation_first = correlation_along_w(run, run.projection.paths.front());
  movement.correlation_last = correlation_along_w(run, run.projection.paths[run.shown]);

  const std::size_t rows = last.vectors.rows();
  std::vector<double> signs;
  for (const double weight : last.w) signs.push_back(weight < 0 ? -1 : weight > 0 ? 1 : 0);
  const std::vector<double> w = of_length_one(last.w);
  double all = 0;
  double along = 0;
  double most = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    std::vector<double> moved;
    double part = 0;
    for (std::size_t j = 0; j < last.w.size(); ++j) {
      moved.push_back(static_cast<double>(last.vectors.row(i)[j]) - first.vectors.row(i)[j]);
      part += moved[j] * w[j];
    }
    const double square = square_of(moved);
    all += square;
    along += part * part;
    if (!(square > most)) continue;
    most = square;
    movement.farthest = run.positions[i];
    movement.cosine_w = cosine(moved, last.w);
    movement.cosine_signs = cosine(moved, signs);
  }
  movement.along_w = along / all;
  return movement;
}

AdamRoots adam_roots(const RunSoFar& run) {
  AdamRoots roots;
  const auto later = std::find_if(run.journeys.begin(), run.journeys.end(),
                                  [&](const Journey& one) { return one.frame >= run.shown; });
  if (later == run.journeys.begin()) return roots;
  const Journey& journey = *(later - 1);
  const AdamStep<double> adam(run.settings.adam, journey.step);
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
