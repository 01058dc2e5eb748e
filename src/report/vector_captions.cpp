#include "core/strict_float.h"

#include "core/statistics.h"
#include "report/captions.h"

#include <algorithm>
#include <cmath>

namespace captions {

namespace {

// A twentieth of the way from opposite to like is seen in the map.
constexpr double kSeen = 0.1;

// Whether a likeness rose or fell by so much that it is seen.
std::string likeness(const RunSoFar& run, const char* who, double first, double now) {
  const double rise = now - first;
  const char* became = rise > kSeen    ? "became more alike"
                       : rise < -kSeen ? "became less alike"
                                       : "stayed about as alike as they were";
  return where(!std::isnan(rise), who, became, first, when(run.first()), now, when(run.now()));
}

double of_neighbours(const TensorOf<double>& cosines) {
  std::vector<double> neighbours;
  for (std::size_t i = 1; i < cosines.rows(); ++i) neighbours.push_back(cosines.row(i)[i - 1]);
  return statistics::mean(neighbours);
}

// Whether the cosine of two rows goes by the distance alone.
bool by_distance(const TensorOf<double>& cosines) {
  constexpr double kAlike = 0.01;  // as the map's last shown digit
  for (std::size_t i = 0; i < cosines.rows(); ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      if (!(std::abs(cosines.row(i)[j] - cosines.row(0)[i - j]) <= kAlike)) return false;
    }
  }
  return true;
}

// The correlation of the positions that the data names with their vectors' places along w.
double correlation_along_w(const RunSoFar& run, std::size_t frame) {
  std::vector<double> along_w;
  std::vector<double> positions;
  for (std::size_t i = 0; i < run.positions().size(); ++i) {
    if (run.all.counts[i] == 0) continue;
    along_w.push_back(run.all.projection.paths[frame][i][0]);
    positions.push_back(static_cast<double>(run.positions()[i]));
  }
  return statistics::correlation(along_w, positions);
}

// Which way the vector went that moved farthest: with Adam by as much along every number of w, by
// its sign; with plain gradient descent along w.
std::string farthest_sentence(const RunSoFar& run, std::size_t position,
                              const std::vector<double>& moved) {
  std::vector<double> sign_of;
  for (const double weight : run.now().w) sign_of.push_back(weight < 0 ? -1 : weight > 0 ? 1 : 0);
  const double cosine = product(of_length_one(moved), of_length_one(run.now().w));
  const double w = std::abs(cosine);
  const double signs = std::abs(product(of_length_one(moved), of_length_one(sign_of)));
  const bool one_size = signs > 0.95 && adam_roots(run).least > run.all.settings.adam.eps;
  const std::string along = cosine > 0 ? "along" : "against";
  const char* went =
      "Position {}'s vector, which moved farthest, went more {} {} (cosine {}) than {} {} ({}){}";
  // By more than the last digit that is shown.
  return first_said(
      {where(signs > w + 0.001, went, position, along, "the signs of w", to_fixed(signs, 3), along,
             "w", to_fixed(w, 3), one_size ? ": Adam moved every number by about as much" : ""),
       where(w > signs + 0.001, went, position, along, "w", to_fixed(w, 3), along, "its signs",
             to_fixed(signs, 3), "")});
}

// How the vectors moved from the first frame to the shown one.
std::string movement(const RunSoFar& run) {
  const std::vector<double> w = of_length_one(run.now().w);
  double all = 0;
  double along = 0;
  std::size_t farthest = 0;
  std::vector<double> its_way(w.size());
  for (std::size_t i = 0; i < run.positions().size(); ++i) {
    std::vector<double> moved;
    for (std::size_t j = 0; j < w.size(); ++j) {
      moved.push_back(double{run.now().vectors.row(i)[j]} - run.first().vectors.row(i)[j]);
    }
    const double part = product(moved, w);
    all += product(moved, moved);
    along += part * part;
    if (!(product(moved, moved) > product(its_way, its_way))) continue;
    farthest = run.positions()[i];
    its_way = moved;
  }
  const double share = along / all;
  return all_said(
      {where(share >= 0, "Of all their movement, squared, {} is along w", percent(share)) +
           where(share >= 0.8, ", one direction of {}", run.all.settings.d_model),
       run.all.has_layers() ? "" : farthest_sentence(run, farthest, its_way)});
}

}  // namespace

std::size_t trained_positions(const RunSoFar& run) {
  return run.all.counts.size() -
         static_cast<std::size_t>(std::count(run.all.counts.begin(), run.all.counts.end(), 0U));
}

Pace pace_of(const RunSoFar& run) {
  const std::size_t trained = trained_positions(run);
  if (!run.learned() || trained < 4) return {};
  const std::size_t middle = trained / 2;
  const auto place = static_cast<double>(run.positions()[middle]);
  const auto to_go = [&](const Snapshot& frame) { return place - frame.ruler[middle]; };
  const double at_first = to_go(run.first());
  const auto half_way =
      std::find_if(run.all.frames.begin() + 1, run.end(),
                   [&](const Snapshot& frame) { return to_go(frame) <= at_first / 2; });
  if (!(run.first().ruler[middle] < place / 2) || half_way == run.end()) return {};
  const double way = 1 - to_go(*half_way) / at_first;
  if (!(way <= 0.75)) return {};
  Pace pace = {&*half_way, way};
  const std::vector<double> moved = distances(half_way->vectors, run.first().vectors);
  for (std::size_t k = middle; k < trained; ++k) {
    pace.positions.push_back(run.positions()[k]);
    pace.moved.push_back(moved[k]);
  }
  return pace;
}

AdamRoots adam_roots(const RunSoFar& run) {
  const auto later = std::find_if(run.all.journeys.begin(), run.all.journeys.end(),
                                  [&](const Journey& one) { return one.frame >= run.shown; });
  if (later == run.all.journeys.begin()) return {};
  const Journey& journey = *(later - 1);
  const AdamStep<double> adam(run.all.settings.adam, journey.step);
  std::vector<double> roots;
  for (const PlaceJourney& place : journey.sequence) {
    for (const float v : place.of_position.v) {
      roots.push_back(std::sqrt(static_cast<double>(v)) / adam.root_correction2);
    }
  }
  if (roots.empty()) return {};
  const auto [least, most] = std::minmax_element(roots.begin(), roots.end());
  return {*least, *most};
}

std::string of_similarity(const RunSoFar& run) {
  const std::size_t rows = run.now().vectors.rows();
  if (rows < 2) return "";
  const TensorOf<double> first = similarities(run.first().vectors);
  const TensorOf<double> now = similarities(run.now().vectors);
  const bool has_neighbours = run.positions().back() + 1 == run.positions().size();
  if (run.encoding().fixed == nullptr) {
    if (!run.moved()) return "";
    return all_said({likeness(run, "The first and the last position {}: {} {}, {} {}",
                              first.row(0)[rows - 1], now.row(0)[rows - 1]),
                     !has_neighbours ? ""
                                     : likeness(run, "Neighbours {}: in the mean {} {}, {} {}",
                                                of_neighbours(first), of_neighbours(now))});
  }
  const bool falls = has_neighbours && by_distance(now);
  const double* row = now.row(0);
  const double* least = std::min_element(row, row + rows);
  const double* later = std::max_element(least, row + rows);
  return all_said(
      {"Nothing moves, since the waves are fixed",
       where(falls, "Likeness depends only on the distance: it falls from 1 to {} at distance {}",
             *least, static_cast<std::size_t>(least - row)) +
           where(falls && *later > *least + kSeen,
                 ", then rises again, to {} at distance {}, as the fast waves come round", *later,
                 static_cast<std::size_t>(later - row))});
}

std::string of_path(const RunSoFar& run) {
  if (run.now().vectors.rows() < 2) return "";
  const std::size_t d_model = run.all.settings.d_model;
  const std::size_t trained = trained_positions(run);
  const double correlation = correlation_along_w(run, run.shown);
  return all_said(
      {where(d_model == 1, "With one number in each vector, there is no other direction than w's"),
       where(!std::isnan(correlation), "Along w, {}{}{}{}",
             where(trained != run.positions().size(),
                   "over the {} of these positions that the data has, ", trained),
             correlation >= 0.9  // so close to a straight line that it is seen
                 ? "the vectors lie nearly in the order of their positions: correlation "
                 : "the vectors' correlation with the position is ",
             correlation,
             where(run.moved(), " ({} {})", correlation_along_w(run, 0), when(run.first()))),
       run.encoding().learned && run.moved() && d_model > 1 ? movement(run) : "",
       where(run.encoding().fixed != nullptr,
             "The vectors do not move, since the waves are fixed; only w turns")});
}

}  // namespace captions
