#include "core/strict_float.h"

#include "nn/encoding.h"

#include "core/elementary.h"

double pair_frequency(std::size_t k, std::size_t width) {
  const double exponent = static_cast<double>(2 * k) / static_cast<double>(width);
  return elementary::exp(-exponent * elementary::log(10000));
}

Tensor sinusoidal_table(std::size_t positions, std::size_t d_model) {
  Tensor table({positions, d_model});
  for (std::size_t j = 0; j < d_model; ++j) {
    const double frequency = pair_frequency(j / 2, d_model);
    for (std::size_t i = 0; i < positions; ++i) {
      const double angle = static_cast<double>(i) * frequency;
      const double value = j % 2 == 0 ? elementary::sin(angle) : elementary::cos(angle);
      table.row(i)[j] = static_cast<float>(value);
    }
  }
  return table;
}
