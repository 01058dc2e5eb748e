#include "core/strict_float.h"

#include "report/prediction_table.h"

#include "core/decimal.h"
#include "core/json.h"
#include "core/text_layout.h"

#include <cmath>

namespace {

std::string cell(const std::string& text, std::size_t width) { return right_aligned(text, width); }

std::string cell(double value, std::size_t width) {
  return cell(std::abs(value) < 1e8 ? to_fixed(value, 2) : to_scientific(value, 2), width);
}

}  // namespace

std::string prediction_table(const std::vector<Prediction>& places, bool has_shares) {
  std::string table = cell("position", 8) + cell("token", 11);
  if (has_shares) table += cell("its share", 12) + cell("position's", 12) + cell("bias", 12);
  table += cell("predicted", 12) + cell("target", 9) + "\n";
  for (const Prediction& place : places) {
    table += cell(std::to_string(place.position), 8) + cell(std::to_string(place.token), 11);
    if (has_shares) {
      table += cell(place.token_share, 12) + cell(place.position_share, 12) + cell(place.bias, 12);
    }
    table += cell(place.predicted, 12) + cell(place.target, 9) + "\n";
  }
  return table;
}

std::string prediction_json(const std::vector<Prediction>& places, bool has_shares) {
  const auto number = [](double value) { return json::number(value, 8); };
  const auto place_json = [&](const Prediction& place) {
    const std::string shares = "[" + number(place.token_share) + "," +
                               number(place.position_share) + "," + number(place.bias) + "]";
    return json::object({{"position", std::to_string(place.position)},
                         {"token", std::to_string(place.token)},
                         {"predicted", number(place.predicted)},
                         {"target", number(place.target)},
                         {"shares", has_shares ? shares : "null"}});
  };
  return json::array(places, place_json, ",\n ") + "\n";
}
