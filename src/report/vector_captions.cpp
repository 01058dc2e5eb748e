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
void tell_likeness(Caption& said, const RunSoFar& run, const char* who, double first, double now) {
  const double rise = now - first;
  said.where(!std::isnan(rise), who,
             rise > kSeen    ? "became more alike"
             : rise < -kSeen ? "became less alike"
                             : "stayed about as alike as they were",
             first, when(run.first()), now, when(run.now()));
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
void tell_farthest(Caption& said, const RunSoFar& run, std::size_t farthest,
                   const std::vector<double>& moved, const AdamRoots& roots) {
  std::vector<double> sign_of;
  for (const double weight : run.now().w) sign_of.push_back(weight < 0 ? -1 : weight > 0 ? 1 : 0);
  const double cosine = product(moved, of_length_one(run.now().w));
  const double w = std::abs(cosine);
  const double signs = std::abs(product(moved, of_length_one(sign_of)));
  const std::string along = cosine > 0 ? "along" : "against";
  const char* went =
      "Position {}'s vector, which moved farthest, went more {} {} (cosine {}) than {} {} ({})";
  // By more than the last digit that is shown.
  const bool by_signs = signs > w + 0.001;
  const bool by_w = w > signs + 0.001;
  said.where(by_signs, went, farthest, along, "the signs of w", to_fixed(signs, 3), along, "w",
             to_fixed(w, 3));
  said.where(by_w, went, farthest, along, "w", to_fixed(w, 3), along, "its signs",
             to_fixed(signs, 3));
  said.go_on(by_signs && signs > 0.95 && roots.least > run.all.settings.adam.eps,
             ": Adam moved every number by about as much");
}

// How the vectors moved from the first frame to the shown one.
void tell_movement(Caption& said, const RunSoFar& run, const AdamRoots& roots) {
  const Tensor& first = run.first().vectors;
  const Tensor& last = run.now().vectors;
  const std::vector<double> w = of_length_one(run.now().w);
  double all = 0;
  double along = 0;
  double most = 0;
  std::size_t farthest = 0;
  std::vector<double> its_way(w.size());
  for (std::size_t i = 0; i < last.rows(); ++i) {
    std::vector<double> moved(last.row(i), last.row(i) + last.cols());
    for (std::size_t j = 0; j < moved.size(); ++j) moved[j] -= first.row(i)[j];
    const double part = product(moved, w);
    const double square = product(moved, moved);
    all += square;
    along += part * part;
    if (!(square > most)) continue;
    most = square;
    farthest = run.positions()[i];
    its_way = of_length_one(moved);
  }
  const double share = along / all;
  said.where(share >= 0, "Of all their movement, squared, {} is along w", percent(share));
  said.go_on(share >= 0.8, ", one direction of {}", run.all.settings.d_model);
  if (!run.all.has_layers()) tell_farthest(said, run, farthest, its_way, roots);
}

}  // namespace

std::string of_similarity(const RunSoFar& run) {
  const std::size_t rows = run.now().vectors.rows();
  if (rows < 2) return "";
  Caption said;
  const TensorOf<double> now = similarities(run.now().vectors);
  const bool has_neighbours = run.positions().back() + 1 == run.positions().size();
  if (run.encoding().learned && run.moved()) {
    const TensorOf<double> first = similarities(run.first().vectors);
    tell_likeness(said, run, "The first and the last position {}: {} {}, {} {}",
                  first.row(0)[rows - 1], now.row(0)[rows - 1]);
    if (has_neighbours) {
      tell_likeness(said, run, "Neighbours {}: in the mean {} {}, {} {}", of_neighbours(first),
                    of_neighbours(now));
    }
  }
  if (run.encoding().fixed == nullptr) return said.text();
  said.say("Nothing moves, since the waves are fixed");
  if (!has_neighbours || !by_distance(now)) return said.text();
  const double* row = now.row(0);
  const double* least = std::min_element(row, row + rows);
  const double* later = std::max_element(least, row + rows);
  said.say("Likeness depends only on the distance: it falls from 1 to {} at distance {}", *least,
           static_cast<std::size_t>(least - row));
  said.go_on(*later > *least + kSeen,
             ", then rises again, to {} at distance {}, as the fast waves come round", *later,
             static_cast<std::size_t>(later - row));
  return said.text();
}

std::string of_path(const RunSoFar& run, const AdamRoots& roots) {
  if (run.now().vectors.rows() < 2) return "";
  Caption said;
  const std::size_t d_model = run.all.settings.d_model;
  said.where(d_model == 1, "With one number in each vector, there is no other direction than w's");
  const double correlation = correlation_along_w(run, run.shown);
  if (!std::isnan(correlation)) {
    const std::size_t trained = trained_positions(run);
    const bool in_order = correlation >= 0.9;  // so close to a straight line that it is seen
    said.say("Along w, ");
    said.go_on(trained != run.positions().size(),
               "over the {} of these positions that the data has, ", trained);
    said.go_on(in_order, "the vectors lie nearly in the order of their positions: correlation ");
    said.go_on(!in_order, "the vectors' correlation with the position is ");
    said.go_on(true, "{}", correlation);
    said.go_on(run.moved(), " ({} {})", correlation_along_w(run, 0), when(run.first()));
  }
  if (run.encoding().learned && run.moved() && d_model > 1) tell_movement(said, run, roots);
  said.where(run.encoding().fixed != nullptr,
             "The vectors do not move, since the waves are fixed; only w turns");
  return said.text();
}

}  // namespace captions
