#include "core/strict_float.h"

#include "training/settings.h"

#include "models/activations.h"
#include "training/settings_table.h"

#include <algorithm>

namespace {

double weights_of_layer(const Settings& settings) {
  const auto d_model = static_cast<double>(settings.d_model);
  const auto d_ff = static_cast<double>(settings.model_sizes().d_ff());
  return d_model * (4 * d_model + 2 * d_ff + 9) + d_ff;
}

}  // namespace

std::string contradiction(const Settings& settings) {
  const StackOptions& stack = settings.stack;
  const std::string encoding = settings.encoding->name;
  const std::string target = settings.target->name;
  if (settings.positions != 0 && settings.positions < settings.max_seq_len) {
    return "--positions expects at least --max-seq-len " + std::to_string(settings.max_seq_len) +
           ", or 0 for as many, but got " + std::to_string(settings.positions);
  }
  if (stack.layers == 0) {
    const std::string needs = " needs self-attention: expected --layers of at least 1, got 0";
    if (settings.encoding->needs_layers()) return "--encoding " + encoding + needs;
    if (!settings.target->is_position) return "--target " + target + needs;
    for (const Setting& setting : settings_table()) {
      const std::string value = setting.get(settings);
      if (setting.group != group::kLayers || value == setting.get(Settings())) continue;
      std::string option = "--" + setting.key;
      if (!setting.value_name.empty()) option += " " + value;
      return option + needs;
    }
    return "";
  }
  const std::string cut = "--d-model " + std::to_string(settings.d_model) + " by --heads " +
                          std::to_string(stack.heads);
  if (settings.d_model % stack.heads != 0) {
    return "expected heads that divide d-model, got " + cut;
  }
  if (settings.encoding->is_rotary && settings.d_model / stack.heads % 2 != 0) {
    return "--encoding " + encoding + " expects heads of an even width, got " + cut;
  }
  return "";
}

double memory_needed(const Settings& settings) {
  const auto d_model = static_cast<double>(settings.d_model);
  const auto layers = static_cast<double>(settings.stack.layers);
  const auto samples = static_cast<double>(settings.samples);
  const auto longest = static_cast<double>(settings.max_seq_len);
  const auto positions = static_cast<double>(settings.most_positions());
  const double length = (longest + 1) / 2;
  // Of each row value and both of Adam's states, its score, and the scale of its gradient; of a
  // token's, also when a batch last named it. With layers, the gradient is dense.
  const double copies = layers == 0 ? 3 : 4;
  const double token_row = copies * d_model + 3;
  const double position_row = settings.encoding->learned          ? copies * d_model + 2
                              : settings.encoding->adds_vectors() ? d_model + 2
                                                                  : 1;
  const double sequences = std::min(samples, static_cast<double>(settings.batch_size));
  const double places = sequences * length;
  const double pairs = sequences * longest * (longest + 1) / 3;  // the mean of length^2, about
  const double weights = static_cast<double>(settings.vocab_size) * token_row +
                         positions * position_row + layers * 4 * weights_of_layer(settings);
  const ModelSizes sizes = settings.model_sizes();
  const double activations = layers == 0 ? 0
                                         : saved_activations(sizes, places, pairs) +
                                               shared_activations(sizes, places, longest);
  const double tokens = samples * length;
  const double order = samples * (settings.shuffle ? 3 : 2) * sizeof(std::size_t);
  return (weights + activations) * sizeof(float) + tokens * sizeof(std::int32_t) + order +
         places * 5 * sizeof(float);
}
