#include "core/strict_float.h"

#include "training/settings.h"

#include <algorithm>

double memory_needed(const Settings& settings) {
  const auto d_model = static_cast<double>(settings.d_model);
  const auto samples = static_cast<double>(settings.samples);
  const auto length = (static_cast<double>(settings.max_seq_len) + 1) / 2;
  // Of each row value and both of Adam's states, its score, and the scale of its gradient; of a
  // token's, also when a batch last named it.
  const double token_row = 3 * d_model + 3;
  const double position_row = settings.encoding->learned          ? 3 * d_model + 2
                              : settings.encoding->adds_vectors() ? d_model + 2
                                                                  : 1;
  const double weights = static_cast<double>(settings.vocab_size) * token_row +
                         static_cast<double>(settings.max_seq_len) * position_row;
  const double tokens = samples * length;
  const double places = std::min(samples, static_cast<double>(settings.batch_size)) * length;
  const double order = samples * (settings.shuffle ? 3 : 2) * sizeof(std::size_t);
  return weights * sizeof(float) + tokens * sizeof(std::int32_t) + order +
         places * 5 * sizeof(float);
}
