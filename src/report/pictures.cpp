#include "core/strict_float.h"

#include "report/pictures.h"

#include "core/decimal.h"
#include "lesson/published_losses.h"
#include "report/svg.h"

#include <algorithm>
#include <cmath>

namespace {

constexpr double kHeight = 380;

// The drawing's scales, which page.js reads.
std::string data_scales(const svg::Scale& x, const svg::Scale& y) {
  return " data-x=\"" + x.text() + "\" data-y=\"" + y.text() + "\"";
}

// From the least to the largest of all numbers added, and a little more.
class Range {
 public:
  void add(double value) {
    if (!std::isfinite(value)) return;
    least_ = std::min(least_, value);
    most_ = std::max(most_, value);
  }
  void add(const std::vector<double>& values) {
    for (const double value : values) add(value);
  }
  double least() const { return least_ - margin(); }
  double most() const { return most_ + margin(); }

 private:
  double margin() const { return most_ > least_ ? (most_ - least_) * 0.04 : 1; }
  double least_ = 0;  // every picture shows zero
  double most_ = 0;
};

svg::Scale positions_across(const Snapshots& snapshots) {
  return svg::across(-0.7, static_cast<double>(snapshots.shown().positions.back()) + 0.7);
}

}  // namespace

std::string ruler_picture(const Snapshots& snapshots) {
  const std::vector<std::size_t>& positions = snapshots.shown().positions;
  Range range;
  for (const Snapshot& frame : snapshots.frames()) range.add(frame.ruler);
  range.add(static_cast<double>(positions.back()));
  const svg::Scale x = positions_across(snapshots);
  const svg::Scale y = svg::upward(range.least(), range.most(), kHeight);
  std::string content = svg::axes(x, "position", y, "stands for");
  const auto last = static_cast<double>(positions.back());
  content += svg::line({x(0), y(0)}, {x(last), y(last)}, "ideal");
  const Snapshot& frame = snapshots.frames().back();
  std::string marks;
  for (std::size_t k = 0; k < positions.size(); ++k) {
    const auto ideal = static_cast<double>(positions[k]);
    const double learned = y(frame.ruler[k]);
    content += svg::line({x(ideal), y(ideal)}, {x(ideal), learned}, "miss");
    marks += svg::circle({x(ideal), learned}, 5, "position mark");
  }
  return svg::drawing("ruler-picture", "The position that each position's embedding stands for",
                      kHeight, data_scales(x, y), content + marks);
}

std::string loss_picture(const Snapshots& snapshots, const Settings& settings, bool logarithmic) {
  std::vector<std::pair<std::string, std::vector<svg::Point>>> curves = {{"mean", {}},
                                                                         {"printed", {}}};
  for (const EpochLoss& loss : snapshots.losses()) {
    const auto epoch = static_cast<double>(loss.epoch);
    curves[0].second.emplace_back(epoch, loss.mean);
    curves[1].second.emplace_back(epoch, loss.last_batch);
  }
  if (has_notebook_settings(settings)) {
    curves.insert(curves.begin(), {"published", {}});
    for (std::size_t e = 0; e < kPublishedLosses.size() && e < settings.epochs; ++e) {
      curves[0].second.emplace_back(static_cast<double>(e + 1), kPublishedLosses[e]);
    }
  }
  double least = 1e300;
  Range range;
  for (const auto& [name, points] : curves) {
    for (const auto& [epoch, loss] : points) {
      if (loss > 0) least = std::min(least, loss);
      range.add(loss);
    }
  }
  if (least >= range.most()) least = range.most() / 10;
  const svg::Scale x =
      svg::across(0, static_cast<double>(std::max<std::size_t>(1, settings.epochs)));
  const svg::Scale y =
      svg::upward(logarithmic ? least / 1.2 : 0, logarithmic ? range.most() * 1.2 : range.most(),
                  kHeight, logarithmic);
  const auto in_pixels = [&](const svg::Point& point) -> svg::Point {
    return {x(point.first), y(logarithmic ? std::max(point.second, least) : point.second)};
  };
  std::string content =
      svg::axes(x, "epoch", y, settings.target->is_position ? "loss, squared positions" : "loss");
  for (auto& [name, points] : curves) {
    std::transform(points.begin(), points.end(), points.begin(), in_pixels);
    content += svg::polyline(points, "curve " + name);
  }
  const std::vector<svg::Point>& printed = curves.back().second;
  if (!printed.empty()) content += svg::circle(printed.back(), 6, "printed mark");
  return svg::drawing(logarithmic ? "loss-picture-logarithmic" : "loss-picture",
                      "The loss at every epoch", kHeight, data_scales(x, y), content);
}

std::string token_picture(const Snapshots& snapshots) {
  Range range;
  for (const Snapshot& frame : snapshots.frames()) range.add(token_shifts(frame));
  const std::vector<std::size_t>& tokens = snapshots.shown().tokens;
  const svg::Scale x = svg::across(-1, static_cast<double>(tokens.back()) + 1);
  const svg::Scale y = svg::upward(range.least(), range.most(), kHeight);
  std::string content = svg::axes(x, "token", y, "shift of the prediction, positions");
  content += svg::line({x.begin, y(0)}, {x.end, y(0)}, "ideal");
  const std::vector<double> shifts = token_shifts(snapshots.frames().back());
  for (std::size_t k = 0; k < tokens.size(); ++k) {
    content += svg::circle({x(static_cast<double>(tokens[k])), y(shifts[k])}, 4, "token mark");
  }
  return svg::drawing("token-picture", "How much each token shifts the prediction", kHeight,
                      data_scales(x, y), content);
}

std::string similarity_picture(const Snapshots& snapshots) {
  const Snapshot& frame = snapshots.frames().back();
  const std::vector<std::size_t>& positions = snapshots.shown().positions;
  const auto size = static_cast<double>(positions.size());
  const svg::Scale place = {0, size, 50, 600};
  const double cell = place(1) - place(0);
  const std::vector<double> values = pair_similarities(frame);
  std::string content;
  std::size_t at = 0;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    for (std::size_t j = 0; j <= i; ++j, ++at) {
      const char* css_class = values[at] < 0 ? "unlike" : "alike";
      const std::string opacity = " fill-opacity=\"" + to_fixed(std::abs(values[at]), 2) + "\"";
      for (const auto& [row, column] : {std::pair(i, j), std::pair(j, i)}) {
        const double left = place(static_cast<double>(column));
        const double top = place(static_cast<double>(row)) - 20;
        content += svg::bar(left, cell - 0.5, top, top + cell - 0.5, css_class, opacity);
      }
    }
  }
  const std::size_t every = positions.size() / 11 + 1;
  for (std::size_t i = 0; i < positions.size(); i += every) {
    const double middle = place(static_cast<double>(i) + 0.5);
    const std::string label = std::to_string(positions[i]);
    content += svg::text({42, middle - 15}, "end", "tick", label);
    content += svg::text({middle, 604}, "middle", "tick", label);
  }
  content += svg::text({600, 632}, "end", "name", "position against position");
  return svg::drawing("similarity-picture", "Cosine similarity of the position vectors", 640, "",
                      content);
}

std::string path_picture(const Snapshots& snapshots, const Projection& projection) {
  constexpr double kPathHeight = 480;
  double radius = 1e-9;
  for (const auto& path : projection.paths) {
    for (const auto& [a, b] : path) radius = std::max({radius, std::abs(a), std::abs(b)});
  }
  radius *= 1.12;
  const svg::Scale y = svg::upward(-radius, radius, kPathHeight);
  svg::Scale x = svg::across(-radius, radius);
  // One length along both axes.
  x.first *= (x.end - x.begin) / (y.begin - y.end);
  x.last = -x.first;
  std::string content = svg::axes(x, "along w", y, "along the rest");
  std::vector<svg::Point> points;
  for (const auto& [a, b] : projection.paths.back()) points.emplace_back(x(a), y(b));
  content += svg::polyline(points, "curve position");
  const std::size_t every = points.size() / 11 + 1;
  for (std::size_t k = 0; k < points.size(); ++k) {
    content += svg::circle(points[k], 5, "position mark");
    const bool named = k % every == 0 || k + 1 == points.size();
    const std::string label = named ? std::to_string(snapshots.shown().positions[k]) : "";
    content += svg::text({points[k].first + 8, points[k].second - 6}, "start", "label", label);
  }
  return svg::drawing("path-picture", "The position vectors in two dimensions, joined in order",
                      kPathHeight, data_scales(x, y), content);
}

std::string share_picture(const Snapshots& snapshots) {
  Range range;
  std::size_t longest = 0;
  for (std::size_t s = 0; s < snapshots.shown().sequences.size(); ++s) {
    for (const Snapshot& frame : snapshots.frames()) {
      for (const Shares& shares : shares_of_sequence(snapshots, frame, s)) {
        for (const double share : {shares.token, shares.position, shares.bias, shares.sum()}) {
          range.add(share);
        }
      }
    }
    const std::size_t length = snapshots.shown().sequences[s].size();
    longest = std::max(longest, length);
    range.add(static_cast<double>(snapshots.shown().positions[length - 1]));
  }
  const svg::Scale x = svg::across(-0.6, static_cast<double>(longest) - 0.4);
  const svg::Scale y = svg::upward(range.least(), range.most(), kHeight);
  const std::vector<Shares> first = shares_of_sequence(snapshots, snapshots.frames().back(), 0);
  const double width = (x(1) - x(0)) * 0.24;
  std::string content = svg::upright_axis(x, y, "positions");
  content += svg::line({x.begin, y(0)}, {x.end, y(0)}, "axis");
  content += svg::text({x.end, y.begin + 46}, "end", "name", "the sequence's tokens, in order");
  const std::size_t every = longest / 15 + 1;  // token ids are wide
  for (std::size_t k = 0; k < longest; ++k) {
    const bool used = k < first.size();
    const Shares shares = used ? first[k] : Shares{};
    const double left = x(static_cast<double>(k)) - 1.5 * width;
    std::string place;
    place += svg::bar(left, width, y(0), y(shares.token), "token");
    place += svg::bar(left + width, width, y(0), y(shares.position), "position");
    place += svg::bar(left + 2 * width, width, y(0), y(shares.bias), "bias");
    const double target = y(static_cast<double>(shares.target));
    place += svg::line({left - 2, target}, {left + 3 * width + 2, target}, "target");
    place += svg::circle({left + 1.5 * width, y(shares.sum())}, 4.5, "sum");
    if (k % every == 0) {
      place += svg::text({left + 1.5 * width, y.begin + 20}, "middle", "tick",
                         used ? std::to_string(shares.token_id) : "");
    }
    content += std::string("<g class=\"place\"") + (used ? "" : " visibility=\"hidden\"") + ">" +
               place + "</g>\n";
  }
  return svg::drawing("share-picture", "The shares of token, position and bias in each prediction",
                      kHeight, data_scales(x, y), content);
}

std::string data_picture(const Snapshots& snapshots) {
  constexpr double kDataHeight = 540;
  const std::vector<std::size_t>& positions = snapshots.shown().positions;
  const std::vector<std::size_t>& counts = snapshots.counts();
  const svg::Scale x = positions_across(snapshots);
  Range errors;
  for (const Snapshot& frame : snapshots.frames()) errors.add(frame.errors);
  const auto most = static_cast<double>(*std::max_element(counts.begin(), counts.end()));
  const svg::Scale upper = {0, most * 1.08, 206, 42};
  const svg::Scale lower = {0, errors.most(), kDataHeight - 58, 292};
  std::string content = svg::axes(x, "", upper, "times trained in an epoch");
  content += svg::axes(x, "position", lower, "mean absolute error on training places");
  const auto gaps = static_cast<double>(positions.size() - 1);
  const double step = gaps > 0 ? static_cast<double>(positions.back()) / gaps : 1;
  const double half = 0.42 * (x(step) - x(0));
  for (std::size_t k = 0; k < positions.size(); ++k) {
    const double left = x(static_cast<double>(positions[k])) - half;
    const double error = snapshots.frames().back().errors[k];
    content += svg::bar(left, 2 * half, upper(0), upper(static_cast<double>(counts[k])), "count");
    content +=
        svg::bar(left, 2 * half, lower(0), std::isnan(error) ? lower(0) : lower(error), "error");
  }
  return svg::drawing("data-picture", "How often each position is trained, and its error",
                      kDataHeight, data_scales(x, lower), content);
}
