// Linear layer: y = x wᵀ + b.
#pragma once

#include "core/matmul.h"
#include "core/sums.h"

// y[n][o] = x[n]·w[o] + b[o]
//   x (N, I), w (O, I), b (O)  ->  y (N, O)
template <class Real>
void linear_forward(TensorOf<Real>& y, const TensorOf<Real>& x, const TensorOf<Real>& w,
                    const TensorOf<Real>& b) {
  y.resize_rows(x.rows());
  set_product(view(y), view(x), transposed(view(w)));
  add_to_rows(y, b);
}

// dx = dy w        dw += dyᵀ x        db[o] += sum over n of dy[n][o]
//   dy (N, O), x (N, I), w (O, I)  ->  dx (N, I), dw (O, I), db (O)
template <class Real>
void linear_backward(TensorOf<Real>& dx, TensorOf<Real>& dw, TensorOf<Real>& db,
                     const TensorOf<Real>& dy, const TensorOf<Real>& x, const TensorOf<Real>& w) {
  dx.resize_rows(x.rows());
  set_product(view(dx), view(dy), view(w));
  add_product(view(dw), transposed(view(dy)), view(x));
  add_rows(db, dy);
}
