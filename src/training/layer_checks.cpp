#include "core/strict_float.h"

#include "training/layer_checks.h"

#include "nn/embedding.h"
#include "nn/linear.h"
#include "nn/mse.h"
#include "training/finite_differences.h"

namespace {

std::vector<GradientCheck> check_embedding() {
  // The ids name some rows several times, in no order, and row 4 of the rows 0 to 5 never.
  const Ids ids = {2, 0, 5, 2, 1, 3, 0, 2, 5};
  Doubles table = asymmetric({6, 5}, 7);
  Doubles x({0, 5});
  const Doubles u = asymmetric({ids.size(), 5}, 2);
  Doubles dtable = filled_beforehand(table);
  embedding_backward(dtable, u, ids);
  const Loss loss = [&] {
    embedding_forward(x, table, ids);
    return weighted_sum(u, x);
  };
  return {
      compare_gradients("embedding", "dtable", what_was_added(dtable), differences(table, loss))};
}

// Both terms have the gradient of their sum.
std::vector<GradientCheck> check_sum() {
  Doubles a = asymmetric({4, 5}, 1);
  Doubles p = asymmetric({4, 5}, 4);
  const Doubles u = asymmetric({4, 5}, 9);
  const Loss loss = [&] {
    Doubles x = a;
    sum_forward(x, p);
    return weighted_sum(u, x);
  };
  return {compare_gradients("sum", "dx", u, differences(a, loss)),
          compare_gradients("sum", "dp", u, differences(p, loss))};
}

std::vector<GradientCheck> check_linear() {
  Doubles x = asymmetric({4, 5}, 7);  // no multiple of the lanes of a sum
  Doubles w = asymmetric({3, 5}, 8);
  Doubles b = asymmetric({3}, 9);
  Doubles y({0, 3});
  const Doubles u = asymmetric({4, 3}, 10);
  Doubles dx({0, 5});
  Doubles dw = filled_beforehand(w);
  Doubles db = filled_beforehand(b);
  linear_backward(dx, dw, db, u, x, w);
  const Loss loss = [&] {
    linear_forward(y, x, w, b);
    return weighted_sum(u, y);
  };
  return {compare_gradients("linear", "dx", dx, differences(x, loss)),
          compare_gradients("linear", "dw", what_was_added(dw), differences(w, loss)),
          compare_gradients("linear", "db", what_was_added(db), differences(b, loss))};
}

std::vector<GradientCheck> check_mse() {
  Tensor targets({9});
  for (std::size_t n = 0; n < targets.size(); ++n) targets[n] = static_cast<float>(n * n % 7);
  Doubles y = asymmetric({targets.size()}, 12);
  Doubles dy({0});
  mse_backward(dy, y, targets);
  const Loss loss = [&] { return mse_forward(y, targets); };
  return {compare_gradients("MSE", "dy", dy, differences(y, loss))};
}

}  // namespace

std::vector<GradientCheck> check_layers() {
  std::vector<GradientCheck> checks;
  for (const auto& check : {check_embedding, check_sum, check_linear, check_mse}) {
    append(checks, check());
  }
  return checks;
}
