#include "core/strict_float.h"

#include "report/layer_tables.h"

#include "core/decimal.h"
#include "report/html.h"

#include <algorithm>

namespace {

std::string name_of(std::size_t layer, std::size_t head) {
  return "L" + std::to_string(layer + 1) + " H" + std::to_string(head + 1);
}

// "3: 62 %" of a row of shares.
std::string heard_most(const double* row, std::size_t places) {
  const double* most = std::max_element(row, row + places);
  return std::to_string(most - row) + ": " + to_fixed(100 * *most, 0) + " %";
}

}  // namespace

std::string read_table(const Snapshot& frame) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t k = 0; k < frame.layers.read.size(); ++k) {
    rows.push_back({std::to_string(k), to_fixed(frame.layers.read[k], 3)});
  }
  return html::table("read-table", "How well the position can be read", {"layer", "R²"}, rows);
}

std::string attention_table(const Snapshots& snapshots) {
  const LayersShown& shown = snapshots.layers()->shown();
  std::size_t longest = 0;
  for (const auto& sequence : shown.sequences) longest = std::max(longest, sequence.size());
  std::vector<std::string> heads = {"place"};
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < longest; ++i) rows.push_back({std::to_string(i)});
  const std::size_t places = shown.sequences[0].size();
  const double* row = snapshots.frames().back().layers.attention[0].data();
  for (const std::size_t layer : shown.layers) {
    for (const std::size_t head : shown.heads) {
      heads.push_back(name_of(layer, head));
      for (std::size_t i = 0; i < longest; ++i) {
        rows[i].push_back(i < places ? heard_most(row, places) : "–");
        if (i < places) row += places;
      }
    }
  }
  return html::table("attention-table", "The place that each listens to most", heads, rows);
}
