#include "core/strict_float.h"

#include "report/inspection.h"

#include "core/decimal.h"
#include "core/foreign_text.h"
#include "core/json.h"
#include "core/statistics.h"
#include "core/text_layout.h"
#include "lesson/geometry.h"
#include "models/transformer.h"
#include "report/position_charts.h"

#include <algorithm>
#include <cmath>

namespace {

struct Summary {
  double norm;
  double smallest;
  double largest;
};

Summary summary_of(const Tensor& tensor) {
  double squares = 0;
  for (const float value : tensor) squares += static_cast<double>(value) * value;
  const auto [smallest, largest] = std::minmax_element(tensor.begin(), tensor.end());
  return {std::sqrt(squares), *smallest, *largest};
}

constexpr std::size_t kMostMetadata = 100;
constexpr std::size_t kTensorNameWidth = 42;
constexpr std::size_t kMostPositionsInJson = 256;

// key value, key value, ... in lines of up to 80 characters where they fit.
std::string metadata_text(const Metadata& metadata) {
  if (metadata.empty()) return "no settings in the file\n";
  std::string text;
  std::size_t column = 0;
  std::size_t left = metadata.size();
  for (const auto& entry : metadata) {
    if (metadata.size() - left == kMostMetadata) break;
    --left;
    const std::string key = printable(entry.first);
    const std::string value = printable(entry.second);
    const std::size_t width = key.size() + 1 + value.size();
    if (column > 0) {
      const bool fits = column + 2 + width <= 80;
      text += fits ? ", " : "\n";
      column = fits ? column + 2 : 0;
    }
    text.append(key).append(" ").append(value);
    column += width;
  }
  return text + (left == 0 ? "\n" : "\nand " + std::to_string(left) + " more\n");
}

// At most eight characters: 3.89, -12.50, 3e-05.
std::string short_number(double value) {
  const double size = std::abs(value);
  return size == 0 || (size >= 0.01 && size < 9999) ? to_fixed(value, 2) : to_scientific(value, 0);
}

std::string tensor_table(const Safetensors& file) {
  const std::string optimizer = "optimizer.";
  std::string table =
      left_aligned("tensor", kTensorNameWidth) + "shape           norm smallest  largest\n";
  for (const auto& [name, tensor] : file.tensors) {
    const Summary summary = summary_of(tensor);
    const bool of_adam = name.rfind(optimizer, 0) == 0;
    const std::string shown = of_adam ? name.substr(optimizer.size()) : name;
    // A name that leaves no room has a line of its own.
    table += shown.size() < kTensorNameWidth ? left_aligned(shown, kTensorNameWidth)
                                             : shown + "\n" + std::string(kTensorNameWidth, ' ');
    table += left_aligned(tensor.shape_text(), 12) + right_aligned(short_number(summary.norm), 8) +
             right_aligned(short_number(summary.smallest), 9) +
             right_aligned(short_number(summary.largest), 9) + "\n";
  }
  return table;
}

std::string cell(const std::string& text, std::size_t width) { return right_aligned(text, width); }

std::string cell(double value, std::size_t width) {
  return cell(std::abs(value) < 1e8 ? to_fixed(value, 2) : to_scientific(value, 2), width);
}

}  // namespace

std::string inspection_text(const Safetensors& file, const Model<float>& model,
                            const Movement& moved) {
  const Tensor& positions = model.pos_embedding.value;  // empty without encoding
  std::string text = metadata_text(file.metadata) + "\n" + tensor_table(file);
  if (model.layers.empty()) {  // else no embedding stands for a position by itself
    text += "\nThe ruler: the position that each position's embedding stands for\n\n" +
            ruler_chart(ruler(model));
  }
  if (positions.size() > 0) {
    text += "\nCosine similarity of the position vectors, from blank (0 or less) to @ (1)\n\n" +
            similarity_chart(positions);
  }
  if (moved) {
    text += "\nHow far each position's vector has moved from its random start\n\n" +
            distance_chart(*moved);
  }
  return text;
}

std::string inspection_json(const Safetensors& file, const Model<float>& model,
                            const Movement& moved) {
  const std::size_t count = model.sizes().positions;
  const std::vector<std::size_t> shown = statistics::evenly_spread(count, kMostPositionsInJson);
  std::size_t not_finite = 0;
  const auto number = [&](double value) {
    if (!std::isfinite(value)) ++not_finite;
    return json::number(value);
  };
  const auto of_shown = [&](const std::vector<double>& values) {
    return json::array(shown, [&](std::size_t position) { return number(values[position]); });
  };
  std::vector<json::Member> tensors;
  for (const auto& [name, tensor] : file.tensors) {
    const Summary summary = summary_of(tensor);
    tensors.push_back({name,
                       json::object({{"shape", tensor.shape_text()},
                                     {"norm", number(summary.norm)},
                                     {"smallest", number(summary.smallest)},
                                     {"largest", number(summary.largest)}}),
                       json::kOnNewLine});
  }
  const Tensor& table = model.pos_embedding.value;  // empty without encoding
  const Tensor vectors = rows_of(table, table.size() > 0 ? shown : std::vector<std::size_t>());
  std::vector<json::Member> members = {
      {"metadata", json::object_of_texts(file.metadata)},
      {"tensors", json::object(tensors), json::kOnNewLine},
      {"position_count", std::to_string(count), json::kOnNewLine},
      {"positions", json::array(shown, [](std::size_t i) { return std::to_string(i); })},
      {"ruler", model.layers.empty() ? of_shown(ruler(model)) : "[]", json::kOnNewLine},
      {"similarities", json::array(similarities(vectors), number), json::kOnNewLine}};
  if (moved) members.push_back({"moved", of_shown(*moved), json::kOnNewLine});
  members.push_back({"not_finite", std::to_string(not_finite), json::kOnNewLine});
  return json::object(members) + "\n";
}

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

std::string prediction_json(const std::vector<Prediction>& places, const Model<float>& model) {
  const auto number = [](double value) { return json::number(value, 8); };
  const auto* layers = dynamic_cast<const Transformer<float>*>(&model);
  // The weights of each head follow each other, a row for each place.
  const auto attention_json = [&](std::size_t place) {
    return json::array(layers->blocks(), [&](const Block<float>& block) {
      const float* row = block.attention().attention_weights().data() + place * places.size();
      std::vector<std::vector<float>> heads(model.sizes().stack.heads);
      for (std::vector<float>& head : heads) {
        head.assign(row, row + places.size());
        row += places.size() * places.size();
      }
      return json::array(heads, [&](const auto& head) { return json::array(head, number); });
    });
  };
  const auto place_json = [&](const Prediction& place) {
    const std::string shares = "[" + number(place.token_share) + "," +
                               number(place.position_share) + "," + number(place.bias) + "]";
    return json::object(
        {{"position", std::to_string(place.position)},
         {"token", std::to_string(place.token)},
         {"predicted", number(place.predicted)},
         {"target", number(place.target)},
         {"shares", layers == nullptr ? shares : "null"},
         {"attention", layers == nullptr ? "null" : attention_json(place.position)}});
  };
  return json::array(places, place_json, ",\n ") + "\n";
}
