#include "core/strict_float.h"

#include "report/sweep_table.h"

#include "core/decimal.h"
#include "core/text_layout.h"
#include "lesson/published_losses.h"

#include <algorithm>

namespace {

// Where the published curve lies among the runs, over all of its epochs.
class PublishedCurve {
 public:
  void add(std::size_t epoch, double loss, const EpochSpread& spread, double share_below) {
    if (!(loss >= spread.p5 && loss <= spread.p95)) {
      outside_ += (outside_.empty() ? "" : ", ") + std::to_string(epoch);
    }
    least_ = std::min(least_, share_below);
    most_ = std::max(most_, share_below);
  }

  std::string sentence() const {
    const std::string where = outside_.empty() ? "within the 5-95 % band at every epoch"
                                               : "outside the 5-95 % band at epoch " + outside_;
    return "The published curve lies " + where + ": between " + to_fixed(100 * least_, 1) +
           " and\n" + to_fixed(100 * most_, 1) + " % of the runs are below it.\n";
  }

 private:
  std::string outside_;
  double least_ = 1;
  double most_ = 0;
};

// At most nine characters.
std::string short_loss(double value) {
  const bool fits = value == 0 || (value >= 0.001 && value < 9999);
  return fits ? to_fixed(value, 4) : to_scientific(value, 2);
}

}  // namespace

std::string sweep_table(const Runs& runs, const Settings& settings) {
  const std::vector<EpochSpread> spread = spread_of(runs);
  if (spread.empty()) return "no run is left\n";
  const bool published = has_notebook_settings(settings);
  std::string table = "epoch   minimum       5 %    median      95 %   maximum";
  table += published ? "   published   below\n" : "\n";
  PublishedCurve curve;
  for (std::size_t e = 0; e < spread.size(); ++e) {
    const EpochSpread& row = spread[e];
    table += right_aligned(std::to_string(e + 1), 5);
    for (const double value : {row.minimum, row.p5, row.median, row.p95, row.maximum}) {
      table += right_aligned(short_loss(value), 10);
    }
    if (published && e < kPublishedLosses.size()) {
      const double loss = kPublishedLosses[e];
      const double share = share_below(runs, e, loss);
      table +=
          right_aligned(short_loss(loss), 12) + right_aligned(to_fixed(100 * share, 1), 6) + " %";
      curve.add(e + 1, loss, row, share);
    }
    table += "\n";
  }
  return published ? table + "\n" + curve.sentence() : table;
}
