// A batch: the sequences of one training step, without their padding. A place is one token of the
// batch, 0 to N - 1; its position is its index in its own sequence.
#pragma once

#include "core/tensor.h"
#include "data/sequences.h"
#include "data/target.h"

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
class Batch {
 public:
  // Without places, for tokens below vocab_size.
  explicit Batch(std::size_t vocab_size, const Target& target = kTargets[0])
      : target_(target), last_seen_(vocab_size) {}

  // Fills it with the sequences order[first], ..., order[last - 1].
  void fill(const Sequences& data, const std::vector<std::size_t>& order, std::size_t first,
            std::size_t last);
  // Makes room for so many places.
  void reserve(std::size_t places);

  std::size_t size() const { return tokens_.size(); }  // N
  const Ids& tokens() const { return tokens_; }        // (N): the notebook's tokens[mask]
  const Ids& positions() const { return positions_; }  // (N): positions[mask]
  const Tensor& targets() const { return targets_; }   // (N): what is to be predicted
  const std::vector<std::size_t>& starts() const { return starts_; }  // of each sequence, and N

  // The rows of the tables that the batch names, each once, in the order in which they first occur;
  // of a table with no more rows than the batch has places, simply all.
  const Ids& token_rows() const { return token_rows_; }
  const Ids& position_rows() const { return position_rows_; }  // 0 to the last position

 private:
  void find_token_rows();

  Target target_;
  Ids tokens_;
  Ids positions_;
  Tensor targets_ = Tensor({0});
  std::vector<std::size_t> starts_;
  Ids token_rows_;
  Ids position_rows_;
  std::vector<std::uint32_t> last_seen_;  // the fill in which each token was last seen
  std::uint32_t fills_ = 0;               // of those that looked
};

// All sequences of `data` as one batch.
Batch whole_batch(const Sequences& data, std::size_t vocab_size,
                  const Target& target = kTargets[0]);

// The most places that any `batch_size` sequences of `data` can have together.
std::size_t largest_batch(const Sequences& data, std::size_t batch_size);
