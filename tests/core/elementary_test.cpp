#include "core/elementary.h"

#include "test.h"
#include "twofold.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

using Function = double (*)(double);
using Reference = twofold::Scaled (*)(double);

// How far a result is from the truth, in the distance between the doubles on either side of it.
double error_in_ulp(double result, const twofold::Scaled& truth) {
  int exponent = 0;
  std::frexp(truth.value.high, &exponent);
  const int ulp = std::max(exponent, -1021 - truth.exponent) - 53;
  const double error = (std::ldexp(result, -truth.exponent) - truth.value.high) - truth.value.low;
  return std::abs(std::ldexp(error, -ulp));
}

// The largest error over [low, high).
struct Sweep {
  Function function;
  Reference reference;
  double worst = 0;

  void at(double x) {
    const double error = error_in_ulp(function(x), reference(x));
    if (!(error <= worst)) worst = error;
  }
  void over(double low, double high, int points) {
    std::mt19937_64 words(1);
    for (int i = 0; i < points; ++i) {
      at(low + (high - low) * (static_cast<double>(words() >> 11U) * 0x1p-53));
    }
  }
};

// function(x) for each x, to the last bit.
void check_results(Function function, const std::vector<std::pair<double, double>>& results) {
  for (const auto& [x, result] : results) CHECK_EQ(function(x), result);
}

}  // namespace

// With 1500 bits of mpmath: each true value, times a power of two, as the sum of two doubles. The
// first cosine is the one nearest to zero in our domain.
TEST(elementary, is_compared_with_values_of_seventy_bits_and_more) {
  struct Row {
    Reference reference;
    double x;
    double high;
    double low;
    int exponent;
  };
  const std::vector<Row> table = {
      {twofold::exp, 0x1p+0, 0x1.5bf0a8b145769p+0, 0x1.4d57ee2b1013ap-54, 1},
      {twofold::exp, 0x1.62ep+9, 0x1.ef85a11e73f2dp-1, 0x1.a25d99164d122p-56, 1024},
      {twofold::exp, -0x1.748p+9, 0x1.247ae63a725b9p+0, -0x1.2437acffaa17fp-55, -1075},
      {twofold::log, 0x1p-1074, -0x1.74385446d71c3p+9, -0x1.8e569fa8ee781p-45, 0},
      {twofold::log, 0x1.0001p+0, 0x1.ffff0000aaaa3p-17, -0x1.553bbbd110fecp-71, 0},
      {twofold::log, 0x1.8p+1, 0x1.193ea7aad030bp+0, -0x1.a256f99caabebp-54, 0},
      {twofold::log, 0x1.fffffffffffffp+1023, 0x1.62e42fefa39efp+9, 0x1.a9c9e3b39803fp-46, 0},
      {twofold::sin, 0x1p-1, 0x1.eaee8744b05f0p-2, -0x1.789b43c9b027dp-58, 0},
      {twofold::sin, 0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53, -0x1.f1976b7ed8fbdp-109, 0},
      {twofold::sin, 0x1.ffffffcp+24, -0x1.c924d95faf6bfp-1, 0x1.b7e36a84f0f78p-55, 0},
      {twofold::cos, 0x1p+0, 0x1.14a280fb5068cp-1, -0x1.b71edcc9344bcp-55, 0},
      {twofold::cos, 0x1.6c6cbc45dc8dep+5, -0x1.6d61b58c99c43p-61, 0x1.d8d2a16b7bd6ep-118, 0},
      {twofold::cos, -0x1.ffffffcp+24, -0x1.cd24d470a02a5p-2, 0x1.6b3a53ba5d4aep-57, 0},
  };
  for (const Row& row : table) {
    const twofold::Scaled own = row.reference(row.x);
    CHECK_EQ(own.exponent, row.exponent);
    CHECK_NEAR((own.value.high - row.high) + (own.value.low - row.low), 0,
               std::abs(row.high) * 0x1p-70);
  }
}

TEST(elementary, log_is_within_nine_tenths_of_an_ulp) {
  Sweep sweep = {elementary::log, twofold::log};
  sweep.over(0x1p-24, 1, 50000);
  sweep.over(0.7, 1.5, 50000);  // around 1, where log is near 0
  for (int e = -1074; e < 1024; ++e) sweep.over(std::ldexp(1.0, e), std::ldexp(1.9, e), 20);
  CHECK_NEAR(sweep.worst, 0, 0.9);
}

TEST(elementary, exp_is_within_nine_tenths_of_an_ulp) {
  Sweep sweep = {elementary::exp, twofold::exp};
  sweep.over(-708.3, 709.7, 50000);
  sweep.over(-1, 1, 50000);
  CHECK_NEAR(sweep.worst, 0, 0.9);
  Sweep subnormal = {elementary::exp, twofold::exp};
  subnormal.over(-745.1, -708.4, 25000);  // rounded twice there
  CHECK_NEAR(subnormal.worst, 0, 1);
}

TEST(elementary, sin_and_cos_are_within_82_hundredths_of_an_ulp) {
  Sweep sin = {elementary::sin, twofold::sin};
  Sweep cos = {elementary::cos, twofold::cos};
  for (Sweep* sweep : {&sin, &cos}) {
    sweep->over(-7, 7, 50000);
    sweep->over(-1e4, 1e4, 25000);
    sweep->over(-elementary::kLargestAngle, elementary::kLargestAngle, 25000);
    // Next to the multiples of pi/2, where all but the last bits cancel.
    for (int k = 0; k < 20000; ++k) sweep->at(k * 1067 * (elementary::kPi / 2));
    CHECK_NEAR(sweep->worst, 0, 0.82);
  }
}

TEST(elementary, meets_the_edges_of_the_domain) {
  check_results(elementary::log,
                {{0, -kInfinity}, {-0.0, -kInfinity}, {1, 0}, {kInfinity, kInfinity}});
  check_results(elementary::exp, {{0, 1},
                                  {-0.0, 1},
                                  {709.79, kInfinity},
                                  {1e9, kInfinity},
                                  {kInfinity, kInfinity},
                                  {-745.14, 0},
                                  {-746, 0},
                                  {-kInfinity, 0}});
  CHECK_EQ(elementary::sin(0), 0.0);
  CHECK(std::signbit(elementary::sin(-0.0)));
  CHECK_EQ(elementary::cos(-0.0), 1.0);
  CHECK(std::isnan(elementary::log(-0x1p-1074)));
  CHECK(std::isnan(elementary::log(-kInfinity)));
  for (const Function function :
       {elementary::log, elementary::exp, elementary::sin, elementary::cos}) {
    CHECK(std::isnan(function(std::nan(""))));
  }
  for (const Function function : {elementary::sin, elementary::cos}) {
    CHECK(std::isfinite(function(elementary::kLargestAngle)));
    CHECK(std::isnan(function(std::nextafter(elementary::kLargestAngle, kInfinity))));
    CHECK(std::isnan(function(std::nextafter(-elementary::kLargestAngle, -kInfinity))));
  }
}

// Our own results on x86-64 (g++ 12, -O2), each checked to be within the errors above with
// 300 bits of mpmath: what every other machine must give to the last bit.
TEST(elementary, gives_these_bits) {
  check_results(elementary::log, {{0x1p-1074, -0x1.74385446d71c3p+9},
                                  {0x1p-1022, -0x1.6232bdd7abcd2p+9},
                                  {0x1p-53, -0x1.25e4f7b2737fap+5},
                                  {0x1p-24, -0x1.0a2b23f3bab73p+4},
                                  {0x1.921fb54442d18p-2, -0x1.de9286b1f6a54p-1},
                                  {0x1.68727cdda7e23p-1, -0x1.67671036547cap-2},
                                  {0x1.fffffffffffffp-1, -0x1p-53},
                                  {0x1.0000000000001p+0, 0x1.fffffffffffffp-53},
                                  {0x1.8p+1, 0x1.193ea7aad030ap+0},
                                  {0x1.388p+13, 0x1.26bb1bbb55516p+3},
                                  {0x1.fffffffffffffp+1023, 0x1.62e42fefa39efp+9}});
  check_results(elementary::exp, {{-0x1.748p+9, 0x1p-1074},
                                  {-0x1.624p+9, 0x0.e6cf6d08897acp-1022},
                                  {-0x1.26bb1bbb55516p+3, 0x1.a36e2eb1c4326p-14},
                                  {-0x1p-1, 0x1.368b2fc6f960ap-1},
                                  {-0x1p-60, 0x1p+0},
                                  {0x1p-30, 0x1.00000004p+0},
                                  {0x1.6666666666666p-2, 0x1.6b4802c805decp+0},
                                  {0x1p+0, 0x1.5bf0a8b14576ap+1},
                                  {0x1.6p+2, 0x1.e96244f21bbf6p+7},
                                  {0x1.62ep+9, 0x1.ef85a11e73f2dp+1023}});
  const std::vector<std::array<double, 3>> sines_and_cosines = {
      {0x1p-1074, 0x1p-1074, 0x1p+0},
      {0x1.5798ee2308c3ap-27, 0x1.5798ee2308c3ap-27, 0x1p+0},
      {0x1p-1, 0x1.eaee8744b05fp-2, 0x1.c1528065b7d5p-1},
      {0x1.921fb54442d15p-1, 0x1.6a09e667f3bcap-1, 0x1.6a09e667f3bcfp-1},
      {0x1p+0, 0x1.aed548f090ceep-1, 0x1.14a280fb5068cp-1},
      {0x1.2d916872b020cp+1, 0x1.6a1bec8ab043dp-1, -0x1.69f7df5f75366p-1},
      {0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53, -0x1p+0},
      {0x1.921fb54442d18p+2, -0x1.1a62633145c07p-52, 0x1p+0},
      {-0x1.91p+6, 0x1.1bf00980dc35cp-2, 0x1.ebec72ba6b0ecp-1},
      {0x1.ffp+8, 0x1.c37768f3b24cp-1, -0x1.e2ffc96b2b3bcp-2},
      {0x1.ffffffcp+24, -0x1.c924d95faf6bfp-1, -0x1.cd24d470a02a5p-2}};
  for (const auto& [x, sine, cosine] : sines_and_cosines) {
    CHECK_EQ(elementary::sin(x), sine);
    CHECK_EQ(elementary::cos(x), cosine);
  }
}

TEST(exp_each, of_floats_is_within_a_unit_in_the_last_place) {
  std::vector<float> x;
  for (float value = -87; value <= 88; value += 0.0017F) x.push_back(value);
  std::vector<float> y = x;
  exp_each(y.data(), y.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    CONTEXT("i " << i);
    const double exact = elementary::exp(static_cast<double>(x[i]));
    const float near = static_cast<float>(exact);
    const double unit = std::nextafter(near, std::numeric_limits<float>::infinity()) - near;
    CHECK_NEAR(y[i], exact, unit);
  }
}

// The tail of an array that no register divides has the bits of the rest.
TEST(exp_each, gives_each_number_the_same_whatever_stands_beside_it) {
  std::vector<float> x(67);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(i) * 0.37F - 20;
  std::vector<float> together = x;
  exp_each(together.data(), together.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    CONTEXT("i " << i);
    exp_each(&x[i], 1);
    CHECK_EQ(x[i], together[i]);
  }
}

TEST(exp_each, keeps_to_the_range_of_floats_and_nan) {
  const float infinity = std::numeric_limits<float>::infinity();
  std::vector<float> x = {-infinity, -1000, 1000, infinity, 0, std::nanf("")};
  exp_each(x.data(), x.size());
  CHECK(x[0] > 0 && x[0] < 2e-38F);
  CHECK_EQ(x[1], x[0]);
  CHECK(x[2] > 1e38F && x[2] < infinity);
  CHECK_EQ(x[3], x[2]);
  CHECK_EQ(x[4], 1.0F);
  CHECK(std::isnan(x[5]));
}

// The one number whose bits tell its polynomial's first coefficient from the float after it.
TEST(exp_each, has_cephes_first_coefficient) {
  float x = -0x1.e4c4f6p-3F;
  exp_each(&x, 1);
  CHECK_EQ(x, 0x1.94154ep-1F);
}
