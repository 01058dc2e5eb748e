#include "core/normal.h"

#include "test.h"

#include <array>
#include <cmath>
#include <random>

// The C library's fma is correctly rounded on glibc; where a processor has the instruction, on
// any C library.
TEST(normal, rounds_a_fused_multiply_add_once) {
  std::mt19937 words(3);
  const auto any_float = [&] {
    const float mantissa = static_cast<float>(words()) * 0x1p-32F - 0.5F;
    return std::ldexp(mantissa, static_cast<int>(words() % 40) - 20);
  };
  for (int i = 0; i < 100000; ++i) {
    CONTEXT("i " << i);
    const float a = any_float();
    const float b = any_float();
    // Every third sum cancels but for its last bits, where a second rounding would show.
    const float c =
        i % 3 == 0 ? -(a * b) * (1 + static_cast<float>(i % 5 - 2) * 0x1p-23F) : any_float();
    CHECK_EQ(rounded_fma(a, b, c), std::fma(a, b, c));
  }
}

// Double rounding would give the even neighbour: round to odd is what prevents it.
TEST(normal, rounds_a_sum_just_beyond_the_middle_of_two_floats_away_from_it) {
  const float a = (1 - 0x1p-23F) * 0x1p-24F;
  const float one_up = 1 + 0x1p-23F;
  CHECK_EQ(rounded_fma(a, one_up, one_up), one_up);
  CHECK_EQ(rounded_fma(-a, one_up, -one_up), -one_up);
}

// 1 + 2^-23 + 2^-24 - 0.61·2^-52 lies below the middle, and so does its double, which is odd and
// must stay.
TEST(normal, leaves_an_odd_sum_beside_the_middle_of_two_floats_as_it_is) {
  const float a = (1 - 800 * 0x1p-24F) * 0x1p-24F;
  const float b = 1 + 400 * 0x1p-23F;
  const float one_up = 1 + 0x1p-23F;
  CHECK_EQ(rounded_fma(a, b, one_up), one_up);
  CHECK_EQ(rounded_fma(-a, b, -one_up), -one_up);
}

TEST(normal, meets_the_edges_of_the_uniforms) {
  std::array<float, kNormalBlock> x{};
  for (std::size_t j = 0; j < kNormalBlock; ++j) x[j] = j < 8 ? 1 - 0x1p-24F : 1 - 0x1p-24F;
  normals_from_uniforms(x.data());
  const double radius = std::sqrt(-2 * std::log(0x1p-24));
  for (std::size_t j = 0; j < kNormalBlock; ++j) CHECK(std::isfinite(x[j]));
  CHECK_NEAR(x[0], radius, 1e-5);
}
