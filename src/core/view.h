// A matrix that lies in a tensor: all of it, some of its rows or columns, or either transposed. It
// owns nothing, and copies nothing.
#pragma once

#include "core/tensor.h"

#include <cassert>

template <class Real>
struct View {
  Real* data;
  std::size_t rows;
  std::size_t cols;
  std::size_t row_step;  // from an element to the one below it
  std::size_t col_step;  // and to the one on its right

  Real& operator()(std::size_t i, std::size_t j) const {
    assert(i < rows && j < cols);
    return data[i * row_step + j * col_step];
  }
  // What may be written may be read.
  operator View<const Real>() const { return {data, rows, cols, row_step, col_step}; }
};

template <class Real>
View<Real> view(TensorOf<Real>& tensor) {
  return {tensor.data(), tensor.rows(), tensor.cols(), tensor.cols(), 1};
}
template <class Real>
View<const Real> view(const TensorOf<Real>& tensor) {
  return {tensor.data(), tensor.rows(), tensor.cols(), tensor.cols(), 1};
}

template <class Real>
View<Real> transposed(const View<Real>& m) {
  return {m.data, m.cols, m.rows, m.col_step, m.row_step};
}

// Its rows and columns from first_row and first_col on.
template <class Real>
View<Real> block(const View<Real>& m, std::size_t first_row, std::size_t rows,
                 std::size_t first_col, std::size_t cols) {
  assert(first_row + rows <= m.rows && first_col + cols <= m.cols);
  return {m.data + first_row * m.row_step + first_col * m.col_step, rows, cols, m.row_step,
          m.col_step};
}
