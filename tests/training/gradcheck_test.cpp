#include "training/gradcheck.h"

#include "check_all_hold.h"
#include "models/weights.h"
#include "test.h"

#include <cmath>
#include <limits>

namespace {

TensorOf<double> gradient(const std::vector<double>& values) {
  TensorOf<double> tensor({values.size() / 2, 2});
  std::copy(values.begin(), values.end(), tensor.begin());
  return tensor;
}

bool holds(const std::vector<double>& analytic, const std::vector<double>& numeric) {
  return compare_gradients("pass", "dx", gradient(analytic), gradient(numeric)).holds;
}

// Of models of these sizes, on so many sequences.
GradientChecks checks_of(const ModelSizes& sizes, std::size_t samples,
                         const Target& target = kTargets[0]) {
  PythonRandom python(5);
  TorchRandom torch(5);
  const Sequences data =
      dummy_sequences({samples, sizes.positions, sizes.vocab_size}, python, torch);
  const auto weights = drawn_fastest(sizes, torch);
  return check_models(*weights, whole_batch(data, sizes.vocab_size, target));
}

}  // namespace

TEST(gradcheck, comparison_holds_for_equal_gradients_and_no_wrong_ones) {
  const std::vector<double> right = {0.5, -0.25, 0, 1e-3};
  CHECK(holds(right, right));
  CHECK(holds({0.5, -0.25, 1e-8, 1e-3}, right));   // rounding
  CHECK(!holds({0.5, -0.25, 1e-6, 1e-3}, right));  // 2e-6 of the largest
  CHECK(!holds({-0.5, 0.25, 0, -1e-3}, right));    // flipped
  CHECK(!holds({0.5, -0.25, 0, -1e-3}, right));    // one of them
  CHECK(!holds({1, -0.5, 0, 2e-3}, right));        // doubled
  CHECK(!holds({0.5, -0.25, 0, 0}, right));        // dropped
  CHECK(!holds({0, 0, 0, 0}, right));              // all of them
  CHECK(holds({0, 0, 0, 0}, {0, 0, 0, 0}));        // as behind a norm of one number
  const auto rounded = [&](double rounding) {
    return compare_gradients("pass", "dx", gradient({2e-9, 0, 0, 0}), gradient({1e-9, 0, 0, 0}),
                             rounding)
        .holds;
  };
  CHECK(!rounded(0.9e-9) && rounded(1.1e-9));
  CHECK(!holds({0.5, std::nan(""), 0, 1e-3}, right));
  CHECK(!holds(right, {0.5, std::nan(""), 0, 1e-3}));
  CHECK(!holds({std::numeric_limits<double>::infinity(), -0.25, 0, 1e-3}, right));
}

TEST(gradcheck, comparison_tells_where_the_largest_error_is) {
  const GradientCheck check =
      compare_gradients("pass", "dx", gradient({1, 2, 4, 8}), gradient({1, 2, 3, 8}));
  CHECK_EQ(check.row, 1U);
  CHECK_EQ(check.col, 0U);
  CHECK_EQ(check.analytic, 4.0);
  CHECK_EQ(check.numeric, 3.0);
  CHECK_EQ(check.largest_error, 0.125);
  CHECK_EQ(check.values, 4U);
}

// That they find what is wrong, the mistakes planted in nn/ show (tests/mutants.tsv).
TEST(gradcheck, every_layer_holds) {
  const std::vector<GradientCheck> checks = check_layers();
  CHECK_EQ(checks.size(), 7U + 3 + 2 * (1 + 3 * 5) + 5 + 13 + 13 + 9);
  check_all_hold(checks);
}

TEST(gradcheck, both_models_hold_for_every_weight_and_encoding) {
  for (const Encoding& encoding : kEncodings) {
    if (encoding.needs_layers()) continue;
    const GradientChecks checks = checks_of({15, 8, 6, &encoding}, 20);
    CHECK_EQ(checks.size(), encoding.learned ? 8U : 6U);
    CHECK_EQ(checks[0].values, 15U * 6);
    CHECK_EQ(checks[0].pass, "transformer");
    CHECK_EQ(checks.back().pass, "predictor");
    check_all_hold(checks);
  }
}

// A thousandth off must not pass, however large the batch.
TEST(gradcheck, tolerates_no_dropped_place_in_a_large_batch) {
  check_all_hold(checks_of({2, 20, 1}, 2000));
}

// Every encoding, norm and switch; what a switch leaves out is not compared.
TEST(gradcheck, stacks_hold_for_every_weight) {
  StackOptions stack;
  stack.layers = 2;
  stack.d_ff = 5;
  std::vector<ModelSizes> models;
  for (const Encoding& encoding : kEncodings) models.push_back({9, 6, 4, &encoding, stack});
  for (const Norm& norm : kNorms) {
    models.push_back(models[0]);
    models.back().stack.norm = &norm;
    models.back().stack.causal = true;
    models.push_back(models.back());
    models.back().stack.no_skip = true;
    models.push_back(models.back());
    models.back().stack.no_feed_forward = true;
  }
  for (const ModelSizes& sizes : models) {
    const GradientChecks checks = checks_of(sizes, 5, kTargets[1]);
    const StackOptions& own = sizes.stack;
    const bool norms = own.norm->before || own.norm->after;
    const std::size_t of_a_layer = own.no_feed_forward ? (norms ? 6 : 4) : (norms ? 12 : 8);
    CHECK_EQ(checks.size(), (sizes.encoding->learned ? 4 : 3) + 2 * of_a_layer);
    check_all_hold(checks);
  }
}
