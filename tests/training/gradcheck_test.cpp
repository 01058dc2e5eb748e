#include "training/gradcheck.h"

#include "test.h"

#include <numeric>

namespace {

void check_all_hold(const std::vector<GradientCheck>& checks) {
  for (const GradientCheck& check : checks) {
    if (check.holds) continue;
    test::fail(__FILE__, __LINE__,
               check.pass + " " + check.gradient + " is off by " + test::text(check.largest_error));
  }
}

}  // namespace

TEST(gradcheck, every_layer_holds) {
  const std::vector<GradientCheck> checks = check_layers();
  CHECK_EQ(checks.size(), 6U);
  check_all_hold(checks);
}

TEST(gradcheck, the_whole_model_holds_for_every_weight) {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    PythonRandom python(seed);
    TorchRandom torch(seed);
    const Sequences data = dummy_sequences({20, 8, 15}, python, torch);
    PositionPredictor model({15, 8, 6}, torch);
    std::vector<std::size_t> order(data.count());
    std::iota(order.begin(), order.end(), std::size_t{0});
    Batch batch;
    fill_batch(batch, data, order, 0, data.count());
    const std::vector<GradientCheck> checks = check_model(model, batch);
    CHECK_EQ(checks.size(), 4U);
    CHECK_EQ(checks[0].values, 15U * 6);
    check_all_hold(checks);
  }
}

// A thousandth off must not pass, however large the batch.
TEST(gradcheck, tolerates_no_dropped_place_in_a_large_batch) {
  PythonRandom python(0);
  TorchRandom torch(0);
  const Sequences data = dummy_sequences({2000, 20, 2}, python, torch);
  PositionPredictor model({2, 20, 1}, torch);
  std::vector<std::size_t> order(data.count());
  std::iota(order.begin(), order.end(), std::size_t{0});
  Batch batch;
  fill_batch(batch, data, order, 0, data.count());
  for (const GradientCheck& check : check_model(model, batch)) {
    CHECK(check.holds);
    CHECK(check.largest_error < 1e-4);
  }
}

// A model whose loss is not a number must not pass.
TEST(gradcheck, does_not_hold_for_nan) {
  TorchRandom torch(0);
  PositionPredictor model({3, 2, 2}, torch);
  model.linear_bias.value[0] = std::nanf("");
  const Batch batch = {{0, 1}, {0, 1}};
  for (const GradientCheck& check : check_model(model, batch)) CHECK(!check.holds);
}
