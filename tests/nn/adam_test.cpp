#include "nn/adam.h"

#include "test.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <random>

namespace {

// A table and its Adam, in steps whose batches name a few of its rows.
struct Table {
  static constexpr std::size_t kRows = 2048;
  static constexpr std::size_t kCols = 3;

  explicit Table(const AdamOptions& options, bool put_off = false)
      : parameter("table", {kRows, kCols}), adam(options, {&parameter}) {
    for (float& w : parameter.value) w = next();
    if (put_off) adam.put_off(0, parameter, kRows / 2 - 1);
  }

  float next() { return static_cast<float>(words()) * 0x1p-32F - 0.5F; }

  // Row 0 is never named; rows 1 and 2 in the first step only.
  void step() {
    Ids rows;
    if (adam.steps() == 0) rows = {1, 2};
    for (std::int32_t row = 3; row < std::int32_t{kRows}; ++row) {
      if (words() % 32 == 0) rows.push_back(row);
    }
    adam.name_rows(rows);
    parameter.grad.scale.fill(0);
    for (const std::int32_t row : rows) parameter.grad.scale.data()[row] = next();
    for (float& d : parameter.grad.direction) d = next();
    adam.step({&parameter});
  }

  std::mt19937 words{7};
  Parameter parameter;
  Adam adam;
};

bool same_bits(const Tensor& a, const Tensor& b) {
  return std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

void check_same_bits(Table& table, Table& other) {
  CHECK(same_bits(table.parameter.value, other.parameter.value));
  CHECK(same_bits(table.adam.exp_avg(0), other.adam.exp_avg(0)));
  CHECK(same_bits(table.adam.exp_avg_sq(0), other.adam.exp_avg_sq(0)));
}

Parameter one_weight(float value, float grad) {
  Parameter parameter("w", {1});
  parameter.value[0] = value;
  parameter.grad.scale[0] = 1;
  parameter.grad.direction[0] = grad;
  return parameter;
}

}  // namespace

// Algorithm 1 of the paper, in double. The tolerance is a thousandth of one step.
TEST(adam, follows_the_paper_for_a_thousand_steps) {
  AdamOptions options;
  options.lr = 0.01;
  Parameter parameter = one_weight(0.7F, 0);
  Adam adam(options, {&parameter});
  double w = parameter.value[0];
  double m = 0;
  double v = 0;
  for (int t = 1; t <= 1000; ++t) {
    parameter.grad.direction[0] = std::sin(0.1F * static_cast<float>(t)) + 0.2F;
    const double g = parameter.grad.direction[0];
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    const double m_hat = m / (1 - std::pow(0.9, t));
    const double v_hat = v / (1 - std::pow(0.999, t));
    w -= 0.01 * m_hat / (std::sqrt(v_hat) + 1e-8);
    adam.step({&parameter});
    CHECK_NEAR(parameter.value[0], w, 1e-5);
  }
}

// The first step is lr in the gradient's direction, whatever its size: both corrections.
TEST(adam, moves_each_parameter_by_lr_in_the_first_step) {
  Parameter first = one_weight(1, 1e-4F);
  Parameter second = one_weight(1, -300);
  Adam adam(AdamOptions(), {&first, &second});
  adam.step({&first, &second});
  CHECK_EQ(adam.steps(), 1U);
  CHECK_NEAR(first.value[0], 0.999, 2e-7);
  CHECK_NEAR(second.value[0], 1.001, 2e-7);
}

TEST(adam, moves_a_weight_with_zero_gradient_as_long_as_it_has_momentum) {
  Parameter parameter = one_weight(1, 1);
  Adam adam(AdamOptions(), {&parameter});
  adam.step({&parameter});
  const float after_first = parameter.value[0];
  parameter.grad.direction[0] = 0;
  adam.step({&parameter});
  CHECK(parameter.value[0] < after_first);

  Parameter untouched = one_weight(1, 0);
  Adam other(AdamOptions(), {&untouched});
  other.step({&untouched});
  CHECK_EQ(untouched.value[0], 1.0F);
}

// More steps than Adam keeps, and a momentum that lasts as long; now and then somebody reads the
// whole table.
TEST(adam, updates_that_are_put_off_have_the_bits_of_those_at_once) {
  AdamOptions options;
  options.beta1 = 0.999;
  Table at_once(options);
  Table put_off(options, true);
  for (int step = 1; step <= 1000; ++step) {
    at_once.step();
    put_off.step();
    if (step != 100 && step != 101 && step != 700 && step != 1000) continue;
    put_off.adam.catch_up();
    put_off.adam.catch_up();
    check_same_bits(put_off, at_once);
  }
}

TEST(adam, named_rows_are_up_to_date_and_others_wait) {
  Table at_once((AdamOptions()));
  Table put_off(AdamOptions(), true);
  for (int step = 0; step < 5; ++step) {
    at_once.step();
    put_off.step();
  }
  put_off.adam.name_rows({1});
  const auto same = [&](std::size_t row) {
    return std::equal(put_off.parameter.value.row(row), put_off.parameter.value.row(row + 1),
                      at_once.parameter.value.row(row));
  };
  CHECK(same(1));
  CHECK(!same(2));
}

// 0 / 0 in a row that no batch has named: at once or later, it must be seen.
TEST(adam, put_off_rows_without_eps_become_nan_too) {
  AdamOptions options;
  options.eps = 0;
  Table table(options, true);
  table.step();
  table.adam.catch_up();
  CHECK(std::isnan(table.parameter.value[0]));
}

TEST(adam, goes_on_from_a_step_that_is_set_with_what_was_put_off) {
  Table table(AdamOptions(), true);
  Table resumed(AdamOptions(), true);
  for (int step = 0; step < 20; ++step) table.step();
  table.adam.catch_up();
  resumed.step();
  resumed.words = table.words;
  resumed.parameter.value = table.parameter.value;
  resumed.adam.exp_avg(0) = table.adam.exp_avg(0);
  resumed.adam.exp_avg_sq(0) = table.adam.exp_avg_sq(0);
  resumed.adam.set_steps(table.adam.steps());
  for (int step = 0; step < 20; ++step) {
    table.step();
    resumed.step();
  }
  table.adam.catch_up();
  resumed.adam.catch_up();
  check_same_bits(resumed, table);
}
