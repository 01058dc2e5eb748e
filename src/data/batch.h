// A batch: the sequences of one training step, without their padding. A place is one token of the
// batch, 0 to N - 1; its position is its index in its own sequence.
#pragma once

#include "core/tensor.h"
#include "data/sequences.h"

#include <cstddef>
#include <vector>

// The notebook pads its B sequences to a rectangle (B, T) with token 0 and position -1, and
// masks the padded places out of the loss:
//
//     tokens      5 8 2    positions   0  1  2    mask   1 1 1
//                 7 0 0                0 -1 -1           1 0 0
//
// A masked place adds nothing to the loss or to any gradient, so we keep only the N places
// that the mask selects, row after row; padding then costs neither memory nor time:
//
//     tokens      5 8 2 7  positions   0  1  2  0
struct Batch {
  Ids tokens;     // (N): tokens[mask] of the notebook
  Ids positions;  // (N): positions[mask]; both the index into the position table and the target
};

// Fills `batch` with the sequences order[first], ..., order[last - 1].
void fill_batch(Batch& batch, const Sequences& data, const std::vector<std::size_t>& order,
                std::size_t first, std::size_t last);

// The most places that any `batch_size` sequences of `data` can have together.
std::size_t largest_batch(const Sequences& data, std::size_t batch_size);
