// A table of floats with a shape: every weight, gradient and activation is one.
#pragma once

#include "core/large_pages.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

// Token ids, or positions.
using Ids = std::vector<std::int32_t>;

// Row-major, of one or two dimensions: (rows) or (rows, cols). A vector (N) has N rows of one
// column.
class Tensor {
 public:
  Tensor() = default;
  explicit Tensor(std::vector<std::size_t> shape);

  // Gives the tensor `rows` rows of its present width and keeps the memory it has, so that a
  // batch that is no larger than an earlier one allocates nothing. Values are unspecified.
  void resize_rows(std::size_t rows);
  // Allocates for that many rows beforehand.
  void reserve_rows(std::size_t rows) { values_.reserve(rows * cols_); }

  void fill(float value);

  const std::vector<std::size_t>& shape() const { return shape_; }
  // [100, 16]
  std::string shape_text() const;
  std::size_t rows() const { return shape_.empty() ? 0 : shape_.front(); }
  std::size_t cols() const { return cols_; }
  std::size_t size() const { return values_.size(); }

  float* data() { return values_.data(); }
  const float* data() const { return values_.data(); }
  float* row(std::size_t i) { return values_.data() + i * cols_; }
  const float* row(std::size_t i) const { return values_.data() + i * cols_; }
  float& operator[](std::size_t i) { return values_[i]; }
  float operator[](std::size_t i) const { return values_[i]; }

  float* begin() { return values_.data(); }
  float* end() { return values_.data() + values_.size(); }
  const float* begin() const { return values_.data(); }
  const float* end() const { return values_.data() + values_.size(); }

 private:
  std::vector<std::size_t> shape_;
  std::size_t cols_ = 0;
  std::vector<float, LargePages<float>> values_;
};
