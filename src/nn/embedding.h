// Embedding: each token and each position is looked up, and both are added. What is looked up is
// the row's score, its product with the linear layer's weight (nn/linear.h), so one number a row.
#pragma once

#include "core/tensor.h"

#include <cstdint>
#include <vector>

// y[n] = token_scores[tokens[n]] + position_scores[positions[n]] + b
//   token_scores (V), position_scores (L), b (1), tokens (N), positions (N)  ->  y (N)
void embedding_forward(Tensor& y, const Tensor& token_scores, const Tensor& position_scores,
                       const Tensor& b, const Ids& tokens, const Ids& positions);

// dscores[r] += sum over all n with ids[n] = r of dy[n]        db += sum over all n of dy[n]
//   dy (N), ids (N): tokens or positions  ->  dscores (V or L), db (1)
void embedding_backward(Tensor& dscores, const Tensor& dy, const Ids& ids);
void bias_backward(Tensor& db, const Tensor& dy);

// Which rows of a table a batch names.
class DistinctRows {
 public:
  // Of a table of that many rows.
  explicit DistinctRows(std::size_t table_rows) : last_seen_(table_rows) {}

  // Each of the ids once, in the order in which they first occur; or all rows of the table, where
  // it has no more of them than there are ids, and most are named. Valid until the next call.
  const Ids& of(const Ids& ids);
  const Ids& rows() const { return rows_; }
  // Makes room for so many ids.
  void reserve(std::size_t ids) { rows_.reserve(ids); }

 private:
  std::vector<std::uint32_t> last_seen_;  // the call in which each row was last seen
  std::uint32_t call_ = 0;
  Ids rows_;
  bool all_ = false;  // whether these are all rows of the table
};
