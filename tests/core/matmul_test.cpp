#include "core/matmul.h"

#include "matrix.h"
#include "test.h"

#include <cmath>

namespace {

// Numbers whose sums round, so that another order of adding gives other bits.
template <class Real>
TensorOf<Real> numbers(std::size_t rows, std::size_t cols, unsigned start) {
  TensorOf<Real> tensor({rows, cols});
  unsigned k = start;
  for (Real& value : tensor) {
    k = k * 1103515245U + 12345U;
    value = static_cast<Real>(k >> 8U) / static_cast<Real>(1U << 23U) - 1;
  }
  return tensor;
}

template <class Real>
void check_sizes(std::size_t n, std::size_t depth, std::size_t m) {
  TensorOf<Real> a = numbers<Real>(n, depth, 1);
  TensorOf<Real> a_turned = numbers<Real>(depth, n, 1);
  TensorOf<Real> b = numbers<Real>(depth, m, 2);
  TensorOf<Real> b_turned = numbers<Real>(m, depth, 3);
  const TensorOf<Real> before = numbers<Real>(n, m, 4);
  TensorOf<Real> turned({m, n});
  for (const View<const Real>& left :
       {View<const Real>(view(a)), transposed(view(std::as_const(a_turned)))}) {
    for (const View<const Real>& right :
         {View<const Real>(view(b)), transposed(view(std::as_const(b_turned)))}) {
      TensorOf<Real> plain = before;
      TensorOf<Real> fast = before;
      add_product_plainly(view(plain), left, right);
      add_product(view(fast), left, right);
      CHECK(std::equal(plain.begin(), plain.end(), fast.begin()));

      plain.fill(0);
      add_product_plainly(view(plain), left, right);
      fast.fill(std::nanf(""));
      set_product(view(fast), left, right);
      CHECK(std::equal(plain.begin(), plain.end(), fast.begin()));
      set_product(transposed(view(turned)), left, right);
      for (std::size_t i = 0; i < fast.size(); ++i) fast[i] = turned[i % m * n + i / m];
      CHECK(std::equal(plain.begin(), plain.end(), fast.begin()));
    }
  }
}

}  // namespace

TEST(matmul, products_of_a_worked_example) {
  const Tensor x = matrix({{1, 2}, {3, 4}, {5, 6}});
  const Tensor w = matrix({{1, 10}, {2, 20}});
  Tensor y({3, 2});
  set_product(view(y), view(x), transposed(view(w)));
  CHECK(same(y, matrix({{21, 42}, {43, 86}, {65, 130}})));
  set_product(view(y), view(x), view(w));
  CHECK(same(y, matrix({{5, 50}, {11, 110}, {17, 170}})));
  Tensor dw = matrix({{1, 0}, {0, 0}});
  add_product(view(dw), transposed(view(x)), view(y));
  CHECK(same(dw, matrix({{5 + 33 + 85 + 1, 50 + 330 + 850}, {10 + 44 + 102, 100 + 440 + 1020}})));
}

// Below and above the kernel's tiles, and its depth of 128.
TEST(matmul, equals_the_plain_one_to_the_last_bit) {
  for (const std::size_t n : {1U, 3U, 4U, 7U, 8U, 9U, 17U}) {
    for (const std::size_t depth : {1U, 5U, 128U, 129U}) {
      for (const std::size_t m : {1U, 8U, 15U, 16U, 33U, 129U}) {
        CONTEXT("n " << n << ", depth " << depth << ", m " << m);
        check_sizes<float>(n, depth, m);
        check_sizes<double>(n, depth, m);
      }
    }
  }
}

TEST(matmul, of_parts_leaves_the_rest_alone) {
  Tensor c = matrix({{1, 2, 3}, {4, 5, 6}, {7, 8, 9}});
  const Tensor a = matrix({{1, 2}, {3, 4}});
  set_product(block(view(c), 1, 2, 1, 2), view(a), view(a));
  CHECK(same(c, matrix({{1, 2, 3}, {4, 7, 10}, {7, 15, 22}})));
}
