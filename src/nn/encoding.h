// Positional encoding: to each token's vector, which is the same wherever the token stands, the
// vector of its position is added (Gehring et al. 2017, section 3.1; nn/embedding.h has the sum).
// The encodings differ in where the vectors of the positions come from.
#pragma once

#include "core/elementary.h"
#include "core/named.h"
#include "core/strict_float.h"
#include "core/tensor.h"

#include <array>
#include <string>

struct Encoding {
  const char* name;                           // as options and files write it
  bool learned;                               // a table of parameters, trained like the tokens'
  Tensor (*fixed)(std::size_t, std::size_t);  // makes a fixed table (L, D)
  bool is_rotary;                             // queries and keys turn (nn/rotary.h)
  bool is_alibi;                              // scores sink with distance (nn/attention.h)
  const char* meaning;                        // in a line, for `compare`

  // Whether a vector is added at all.
  bool adds_vectors() const { return learned || fixed != nullptr; }
  // Whether it works within self-attention, and so needs a layer of it.
  bool needs_layers() const { return is_rotary || is_alibi; }
};

// 10000^(-2k / width): how fast the k-th pair of so many numbers turns from position to position.
inline double pair_frequency(std::size_t k, std::size_t width) {
  const double exponent = static_cast<double>(2 * k) / static_cast<double>(width);
  return elementary::exp(-exponent * elementary::log(10000));
}

// table[i][2k] = sin(i / 10000^(2k / D))    table[i][2k + 1] = cos(i / 10000^(2k / D))
//   ->  (L, D)
// Vaswani et al. 2017, section 3.5: a clock of D/2 hands, each slower than the one before.
inline Tensor sinusoidal_table(std::size_t positions, std::size_t d_model) {
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

inline constexpr std::array<Encoding, 5> kEncodings = {{
    {"learned", true, nullptr, false, false,
     "Each position has a vector of its own, which is trained with the rest."},
    {"sinusoidal", false, sinusoidal_table, false, false,
     "Each position has a vector of sines and cosines, which stays as it is."},
    {"none", false, nullptr, false, false,
     "No vector: without layers, a token looks the same wherever it stands."},
    {"rotary", false, nullptr, true, false,
     "Queries and keys turn, the further the later their position."},
    {"alibi", false, nullptr, false, true,
     "A place's score sinks with its distance from the place that looks."},
}};

// The encoding of that name, one of kEncodings; nullptr where there is none.
inline const Encoding* find_encoding(const std::string& name) {
  return find_named(kEncodings, name);
}
