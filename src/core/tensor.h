// A table of numbers with a shape: every weight, gradient and activation is one.
#pragma once

#include "core/large_pages.h"
#include "core/text_layout.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <new>
#include <string>
#include <utility>
#include <vector>

// Token ids, or positions.
using Ids = std::vector<std::int32_t>;

// Row-major, of one or two dimensions: (rows) or (rows, cols). A vector (N) has N rows of one
// column. `Real` is float; the gradient check computes in double. A shape whose values no memory
// could hold throws std::bad_alloc.
template <class Real>
class TensorOf {
 public:
  TensorOf() = default;
  // All zero.
  explicit TensorOf(std::vector<std::size_t> shape) : shape_(std::move(shape)), cols_(1) {
    for (std::size_t i = 1; i < shape_.size(); ++i) cols_ *= shape_[i];
    values_.resize(values_in(rows()));
  }

  // Gives the tensor `rows` rows of its present width and keeps the memory it has, so that a
  // batch that is no larger than an earlier one allocates nothing. Values are unspecified.
  void resize_rows(std::size_t rows) {
    values_.resize(values_in(rows));
    shape_.front() = rows;
  }
  // Allocates for that many rows beforehand.
  void reserve_rows(std::size_t rows) { values_.reserve(values_in(rows)); }

  void fill(Real value) { std::fill(values_.begin(), values_.end(), value); }

  const std::vector<std::size_t>& shape() const { return shape_; }
  // [100, 16]
  std::string shape_text() const {
    const auto text = [](std::size_t size) { return std::to_string(size); };
    return "[" + joined(shape_, ", ", text) + "]";
  }
  std::size_t rows() const { return shape_.empty() ? 0 : shape_.front(); }
  std::size_t cols() const { return cols_; }
  std::size_t size() const { return values_.size(); }

  Real* data() { return values_.data(); }
  const Real* data() const { return values_.data(); }
  Real* row(std::size_t i) {
    assert(i < rows());
    return values_.data() + i * cols_;
  }
  const Real* row(std::size_t i) const {
    assert(i < rows());
    return values_.data() + i * cols_;
  }
  Real& operator[](std::size_t i) {
    assert(i < size());
    return values_[i];
  }
  Real operator[](std::size_t i) const {
    assert(i < size());
    return values_[i];
  }

  Real* begin() { return values_.data(); }
  Real* end() { return values_.data() + values_.size(); }
  const Real* begin() const { return values_.data(); }
  const Real* end() const { return values_.data() + values_.size(); }

 private:
  // So many rows' values: counted only where the product does not overflow.
  std::size_t values_in(std::size_t rows) const {
    if (cols_ != 0 && rows > values_.max_size() / cols_) throw std::bad_alloc();
    return rows * cols_;
  }

  std::vector<std::size_t> shape_;
  std::size_t cols_ = 0;
  std::vector<Real, LargePages<Real>> values_;
};

using Tensor = TensorOf<float>;
