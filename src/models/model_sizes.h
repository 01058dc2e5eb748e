// What shapes a model.
#pragma once

#include "nn/block_weights.h"
#include "nn/encoding.h"

#include <cstddef>

struct ModelSizes {
  std::size_t vocab_size;  // V
  std::size_t positions;   // L: that it can take
  std::size_t d_model;     // D
  const Encoding* encoding = kEncodings.data();
  StackOptions stack = {};

  std::size_t d_ff() const { return stack.d_ff == 0 ? 4 * d_model : stack.d_ff; }  // F
};
