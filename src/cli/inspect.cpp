#include "core/strict_float.h"

#include "cli/commands.h"
#include "cli/settings_options.h"
#include "cli/train_files.h"
#include "core/decimal.h"
#include "core/sampling.h"
#include "files/checkpoint.h"
#include "files/safetensors_header.h"
#include "files/saved_model.h"
#include "report/heat_map.h"
#include "report/ruler_chart.h"
#include "training/evaluation.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <optional>
#include <sstream>
#include <stdexcept>

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

// How far each position's vector is from where the run's seed had put it; nothing where it is
// not learned, or the file does not say which run it is from.
std::optional<std::vector<double>> moved(const Safetensors& file, const std::string& name,
                                         const PositionPredictor& model) {
  if (file.metadata.count("format") == 0) return std::nullopt;
  if (model.sizes().encoding != Encoding::kLearned) return std::nullopt;
  const Settings settings = settings_from(file.metadata, name);
  const ModelSizes& sizes = model.sizes();
  if (settings.vocab_size != sizes.vocab_size || settings.max_seq_len != sizes.max_seq_len ||
      settings.d_model != sizes.d_model) {
    throw std::runtime_error(
        name + ": expected tensors of the sizes that its metadata gives, vocab-size " +
        std::to_string(settings.vocab_size) + ", max-seq-len " +
        std::to_string(settings.max_seq_len) + ", d-model " + std::to_string(settings.d_model));
  }
  require_memory(settings, name);  // what the metadata says of the data may be anything
  TorchRandom torch(settings.seed);
  if (metadata_entry(file, name, "data") == "dummy") {
    PythonRandom python(settings.seed);
    dummy_sequences(settings.data_sizes(), python, torch);
  }
  const PositionPredictor start(settings.model_sizes(), torch);
  return distances(model.pos_embedding.value, start.pos_embedding.value);
}

// key value, key value, ... in lines of up to 80 characters.
void print_metadata(const Metadata& metadata, std::ostream& out) {
  std::size_t column = 0;
  for (const auto& [key, value] : metadata) {
    const std::size_t width = key.size() + 1 + value.size();
    if (column > 0) {
      const bool fits = column + 2 + width <= 80;
      out << (fits ? ", " : "\n");
      column = fits ? column + 2 : 0;
    }
    out << key << " " << value;
    column += width;
  }
  out << (metadata.empty() ? "no settings in the file\n" : "\n");
}

// At most eight characters: 3.89, -12.50, 3e-05.
std::string short_number(double value) {
  const double size = std::abs(value);
  return size == 0 || (size >= 0.01 && size < 9999) ? to_fixed(value, 2) : to_scientific(value, 0);
}

void print_tensors(const Safetensors& file, std::ostream& out) {
  const std::string optimizer = "optimizer.";
  std::ostringstream table;
  const auto print = [&](const std::string& name, const std::string& shape, const std::string& norm,
                         const std::string& smallest, const std::string& largest) {
    table << std::left << std::setw(42) << name << std::setw(12) << shape << std::right
          << std::setw(8) << norm << std::setw(9) << smallest << std::setw(9) << largest << "\n";
  };
  print("tensor", "shape", "norm", "smallest", "largest");
  for (const auto& [name, tensor] : file.tensors) {
    const Summary summary = summary_of(tensor);
    const bool of_adam = name.rfind(optimizer, 0) == 0;
    print(of_adam ? name.substr(optimizer.size()) : name, tensor.shape_text(),
          short_number(summary.norm), short_number(summary.smallest),
          short_number(summary.largest));
  }
  out << "\n" << table.str();
}

void print_moved(const std::vector<double>& distances, std::ostream& out) {
  constexpr std::size_t kMostRows = 20;
  const double longest = *std::max_element(distances.begin(), distances.end());
  out << "\nHow far each position's vector has moved from its random start\n\n";
  for (const std::size_t i : evenly_spread(distances.size(), kMostRows)) {
    const double share = longest > 0 ? distances[i] / longest : 0;
    std::ostringstream line;
    line << std::setw(8) << i << std::setw(12) << to_fixed(distances[i], 2) << "    "
         << std::string(static_cast<std::size_t>(std::lround(share * 50)), '=') << "\n";
    out << line.str();
  }
}

void print_text(const Safetensors& file, const PositionPredictor& model,
                const std::optional<std::vector<double>>& distances, std::ostream& out) {
  print_metadata(file.metadata, out);
  print_tensors(file, out);
  out << "\nThe ruler: the position that each position's embedding stands for\n\n"
      << ruler_chart(ruler(model));
  if (model.sizes().encoding != Encoding::kNone) {
    out << "\nCosine similarity of the position vectors, from blank (0 or less) to @ (1)\n\n"
        << heat_map(similarities(model.pos_embedding.value), model.sizes().max_seq_len);
  }
  if (distances) print_moved(*distances, out);
}

std::string json_list(const std::vector<double>& values) {
  std::string text = "[";
  for (const double value : values) text += (text.size() > 1 ? "," : "") + to_decimal(value);
  return text + "]";
}

void print_json(const Safetensors& file, const PositionPredictor& model,
                const std::optional<std::vector<double>>& distances, std::ostream& out) {
  std::string separator;
  out << "{\"metadata\":{";
  for (const auto& [key, value] : file.metadata) {
    out << separator << json_string(key) << ":" << json_string(value);
    separator = ",";
  }
  out << "},\n\"tensors\":{";
  separator.clear();
  for (const auto& [name, tensor] : file.tensors) {
    const Summary summary = summary_of(tensor);
    out << separator << json_string(name) << ":{\"shape\":" << tensor.shape_text()
        << ",\"norm\":" << to_decimal(summary.norm)
        << ",\"smallest\":" << to_decimal(summary.smallest)
        << ",\"largest\":" << to_decimal(summary.largest) << "}";
    separator = ",\n";
  }
  out << "},\n\"ruler\":" << json_list(ruler(model))
      << ",\n\"similarities\":" << json_list(similarities(model.pos_embedding.value));
  if (distances) out << ",\n\"moved\":" << json_list(*distances);
  out << "}\n";
}

}  // namespace

int inspect_command(const Arguments& arguments, const Console& console) {
  std::string path;
  bool json = false;
  const std::vector<Option> options = {
      option::text("FILE", "", path,
                   "a checkpoint, or the same model's state dict saved by PyTorch"),
      option::flag("--json", json, "all of it as JSON, for programs")};
  if (!parse_options("inspect", "Shows what a saved model has learned.", options, arguments,
                     console.out)) {
    return kDone;
  }
  const Safetensors file = read_safetensors_file(path);
  const PositionPredictor model = saved_model(file, path);
  const std::optional<std::vector<double>> distances = moved(file, path, model);
  (json ? print_json : print_text)(file, model, distances, console.out);
  return kDone;
}
