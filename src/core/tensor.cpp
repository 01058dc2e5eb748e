#include "core/strict_float.h"

#include "core/tensor.h"

#include <algorithm>
#include <utility>

Tensor::Tensor(std::vector<std::size_t> shape) : shape_(std::move(shape)), cols_(1) {
  for (std::size_t i = 1; i < shape_.size(); ++i) cols_ *= shape_[i];
  values_.resize(rows() * cols_);
}

std::string Tensor::shape_text() const {
  std::string text = "[";
  for (const std::size_t size : shape_) {
    if (text.size() > 1) text += ", ";
    text += std::to_string(size);
  }
  return text + "]";
}

void Tensor::resize_rows(std::size_t rows) {
  shape_.front() = rows;
  values_.resize(rows * cols_);
}

void Tensor::fill(float value) { std::fill(values_.begin(), values_.end(), value); }
