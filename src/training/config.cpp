#include "core/strict_float.h"

#include "training/config.h"

#include <algorithm>

double memory_needed(const Config& config) {
  const auto d_model = static_cast<double>(config.d_model);
  const auto samples = static_cast<double>(config.samples);
  const auto length = (static_cast<double>(config.max_seq_len) + 1) / 2;
  const auto positions = static_cast<double>(config.max_seq_len);
  const double learned_rows = static_cast<double>(config.vocab_size) +
                              (config.encoding == Encoding::kLearned ? positions : 0);
  const double fixed_rows = config.encoding == Encoding::kSinusoidal ? positions : 0;
  const double weights = (learned_rows * 4 + fixed_rows + 4) * d_model + 4;
  const double tokens = samples * length;
  const double places = std::min(samples, static_cast<double>(config.batch_size)) * length;
  const double order = samples * (config.shuffle ? 3 : 2) * sizeof(std::size_t);
  return weights * sizeof(float) + tokens * sizeof(std::int32_t) + order +
         places * (d_model * 2 + 4) * sizeof(float);
}
