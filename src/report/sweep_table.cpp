#include "core/strict_float.h"

#include "report/sweep_table.h"

#include "core/decimal.h"
#include "lesson/published_losses.h"

#include <algorithm>
#include <iomanip>
#include <locale>
#include <sstream>

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
  std::ostringstream table;
  table.imbue(std::locale::classic());
  table << "epoch   minimum       5 %    median      95 %   maximum"
        << (published ? "   published   below" : "") << "\n";
  PublishedCurve curve;
  for (std::size_t e = 0; e < spread.size(); ++e) {
    const EpochSpread& row = spread[e];
    table << std::setw(5) << e + 1;
    for (const double value : {row.minimum, row.p5, row.median, row.p95, row.maximum}) {
      table << std::setw(10) << short_loss(value);
    }
    if (published && e < kPublishedLosses.size()) {
      const double loss = kPublishedLosses[e];
      const double share = share_below(runs, e, loss);
      table << std::setw(12) << short_loss(loss) << std::setw(6) << to_fixed(100 * share, 1)
            << " %";
      curve.add(e + 1, loss, row, share);
    }
    table << "\n";
  }
  if (published) table << "\n" << curve.sentence();
  return table.str();
}
