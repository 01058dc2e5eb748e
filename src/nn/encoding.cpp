#include "core/strict_float.h"

#include "nn/encoding.h"

#include "core/elementary.h"

#include <algorithm>

Tensor sinusoidal_table(std::size_t max_seq_len, std::size_t d_model) {
  Tensor table({max_seq_len, d_model});
  const double log_base = elementary::log(10000);
  for (std::size_t j = 0; j < d_model; ++j) {
    const std::size_t even = j - j % 2;
    const auto exponent = static_cast<double>(even) / static_cast<double>(d_model);
    const double frequency = elementary::exp(-exponent * log_base);
    for (std::size_t i = 0; i < max_seq_len; ++i) {
      const double angle = static_cast<double>(i) * frequency;
      const double value = j % 2 == 0 ? elementary::sin(angle) : elementary::cos(angle);
      table.row(i)[j] = static_cast<float>(value);
    }
  }
  return table;
}

const Encoding* find_encoding(const std::string& name) {
  const auto* const found = std::find_if(kEncodings.begin(), kEncodings.end(),
                                         [&](const Encoding& one) { return one.name == name; });
  return found == kEncodings.end() ? nullptr : found;
}
