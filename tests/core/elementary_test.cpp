#include "core/elementary.h"

#include "test.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

using Function = double (*)(double);
using Reference = long double (*)(long double);

// The distance between the doubles on either side of a true value.
long double ulp(long double value) {
  int exponent = 0;
  std::frexp(static_cast<double>(value), &exponent);
  return std::ldexp(1.0L, std::max(exponent, -1021) - 53);
}

// The largest error over [low, high), in ulp of the true value, against the C library's long
// double (80 bits on x86, 128 on most others).
struct Sweep {
  Function function;
  Reference reference;
  double worst = 0;

  void at(double x) {
    const long double truth = reference(static_cast<long double>(x));
    const long double error = std::abs(static_cast<long double>(function(x)) - truth);
    const auto in_ulp = static_cast<double>(error / ulp(truth));
    if (!(in_ulp <= worst)) worst = in_ulp;
  }
  void over(double low, double high, int points) {
    std::mt19937_64 words(1);
    for (int i = 0; i < points; ++i) {
      at(low + (high - low) * (static_cast<double>(words() >> 11U) * 0x1p-53));
    }
  }
};

}  // namespace

TEST(elementary, log_is_within_nine_tenths_of_an_ulp) {
  Sweep sweep = {elementary::log, [](long double x) { return std::log(x); }};
  sweep.over(0x1p-24, 1, 200000);
  sweep.over(0.7, 1.5, 200000);  // around 1, where log is near 0
  for (int e = -1074; e < 1024; ++e) sweep.over(std::ldexp(1.0, e), std::ldexp(1.9, e), 20);
  CHECK_NEAR(sweep.worst, 0, 0.9);
}

TEST(elementary, exp_is_within_nine_tenths_of_an_ulp) {
  Sweep sweep = {elementary::exp, [](long double x) { return std::exp(x); }};
  sweep.over(-708.3, 709.7, 200000);
  sweep.over(-1, 1, 200000);
  CHECK_NEAR(sweep.worst, 0, 0.9);
  Sweep subnormal = {elementary::exp, [](long double x) { return std::exp(x); }};
  subnormal.over(-745.1, -708.4, 100000);  // rounded twice there
  CHECK_NEAR(subnormal.worst, 0, 1);
}

TEST(elementary, sin_and_cos_are_within_82_hundredths_of_an_ulp) {
  Sweep sin = {elementary::sin, [](long double x) { return std::sin(x); }};
  Sweep cos = {elementary::cos, [](long double x) { return std::cos(x); }};
  for (Sweep* sweep : {&sin, &cos}) {
    sweep->over(-7, 7, 200000);
    sweep->over(-1e4, 1e4, 100000);
    sweep->over(-elementary::kLargestAngle, elementary::kLargestAngle, 100000);
    // Next to the multiples of pi/2, where all but the last bits cancel.
    for (int k = 0; k < 20000; ++k) sweep->at(k * 1067 * (elementary::kPi / 2));
    CHECK_NEAR(sweep->worst, 0, 0.82);
  }
}

TEST(elementary, meets_the_edges_of_the_domain) {
  CHECK_EQ(elementary::log(0), -kInfinity);
  CHECK_EQ(elementary::log(-0.0), -kInfinity);
  CHECK_EQ(elementary::log(1), 0.0);
  CHECK_EQ(elementary::log(kInfinity), kInfinity);
  CHECK(std::isnan(elementary::log(-0x1p-1074)));
  CHECK(std::isnan(elementary::log(-kInfinity)));
  CHECK(std::isnan(elementary::log(std::nan(""))));
  CHECK_EQ(elementary::exp(0), 1.0);
  CHECK_EQ(elementary::exp(-0.0), 1.0);
  CHECK_EQ(elementary::exp(709.79), kInfinity);
  CHECK_EQ(elementary::exp(1e9), kInfinity);
  CHECK_EQ(elementary::exp(kInfinity), kInfinity);
  CHECK_EQ(elementary::exp(-745.14), 0.0);
  CHECK_EQ(elementary::exp(-746), 0.0);
  CHECK_EQ(elementary::exp(-kInfinity), 0.0);
  CHECK(std::isnan(elementary::exp(std::nan(""))));
  CHECK_EQ(elementary::sin(0), 0.0);
  CHECK(std::signbit(elementary::sin(-0.0)));
  CHECK_EQ(elementary::cos(-0.0), 1.0);
  for (const Function function : {elementary::sin, elementary::cos}) {
    CHECK(std::isfinite(function(elementary::kLargestAngle)));
    CHECK(std::isnan(function(std::nextafter(elementary::kLargestAngle, kInfinity))));
    CHECK(std::isnan(function(-kInfinity)));
    CHECK(std::isnan(function(std::nan(""))));
  }
}

// Our own results on x86-64 (g++ 12, -O2), each checked to be within the errors above with
// 300 bits of mpmath: what every other machine must give to the last bit.
TEST(elementary, gives_these_bits) {
  struct Row {
    Function function;
    double x;
    double result;
  };
  const std::vector<Row> table = {
      {elementary::log, 0x1p-1074, -0x1.74385446d71c3p+9},
      {elementary::log, 0x1p-1022, -0x1.6232bdd7abcd2p+9},
      {elementary::log, 0x1p-53, -0x1.25e4f7b2737fap+5},
      {elementary::log, 0x1p-24, -0x1.0a2b23f3bab73p+4},
      {elementary::log, 0x1.921fb54442d18p-2, -0x1.de9286b1f6a54p-1},
      {elementary::log, 0x1.68727cdda7e23p-1, -0x1.67671036547cap-2},
      {elementary::log, 0x1.fffffffffffffp-1, -0x1p-53},
      {elementary::log, 0x1.0000000000001p+0, 0x1.fffffffffffffp-53},
      {elementary::log, 0x1.8p+1, 0x1.193ea7aad030ap+0},
      {elementary::log, 0x1.388p+13, 0x1.26bb1bbb55516p+3},
      {elementary::log, 0x1.fffffffffffffp+1023, 0x1.62e42fefa39efp+9},
      {elementary::exp, -0x1.748p+9, 0x1p-1074},
      {elementary::exp, -0x1.624p+9, 0x0.e6cf6d08897acp-1022},
      {elementary::exp, -0x1.26bb1bbb55516p+3, 0x1.a36e2eb1c4326p-14},
      {elementary::exp, -0x1p-1, 0x1.368b2fc6f960ap-1},
      {elementary::exp, -0x1p-60, 0x1p+0},
      {elementary::exp, 0x1p-30, 0x1.00000004p+0},
      {elementary::exp, 0x1.6666666666666p-2, 0x1.6b4802c805decp+0},
      {elementary::exp, 0x1p+0, 0x1.5bf0a8b14576ap+1},
      {elementary::exp, 0x1.6p+2, 0x1.e96244f21bbf6p+7},
      {elementary::exp, 0x1.62ep+9, 0x1.ef85a11e73f2dp+1023},
      {elementary::sin, 0x1p-1074, 0x1p-1074},
      {elementary::cos, 0x1p-1074, 0x1p+0},
      {elementary::sin, 0x1.5798ee2308c3ap-27, 0x1.5798ee2308c3ap-27},
      {elementary::cos, 0x1.5798ee2308c3ap-27, 0x1p+0},
      {elementary::sin, 0x1p-1, 0x1.eaee8744b05fp-2},
      {elementary::cos, 0x1p-1, 0x1.c1528065b7d5p-1},
      {elementary::sin, 0x1.921fb54442d15p-1, 0x1.6a09e667f3bcap-1},
      {elementary::cos, 0x1.921fb54442d15p-1, 0x1.6a09e667f3bcfp-1},
      {elementary::sin, 0x1p+0, 0x1.aed548f090ceep-1},
      {elementary::cos, 0x1p+0, 0x1.14a280fb5068cp-1},
      {elementary::sin, 0x1.2d916872b020cp+1, 0x1.6a1bec8ab043dp-1},
      {elementary::cos, 0x1.2d916872b020cp+1, -0x1.69f7df5f75366p-1},
      {elementary::sin, 0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53},
      {elementary::cos, 0x1.921fb54442d18p+1, -0x1p+0},
      {elementary::sin, 0x1.921fb54442d18p+2, -0x1.1a62633145c07p-52},
      {elementary::cos, 0x1.921fb54442d18p+2, 0x1p+0},
      {elementary::sin, -0x1.91p+6, 0x1.1bf00980dc35cp-2},
      {elementary::cos, -0x1.91p+6, 0x1.ebec72ba6b0ecp-1},
      {elementary::sin, 0x1.ffp+8, 0x1.c37768f3b24cp-1},
      {elementary::cos, 0x1.ffp+8, -0x1.e2ffc96b2b3bcp-2},
      {elementary::sin, 0x1.ffffffcp+24, -0x1.c924d95faf6bfp-1},
      {elementary::cos, 0x1.ffffffcp+24, -0x1.cd24d470a02a5p-2},
  };
  for (const Row& row : table) CHECK_EQ(row.function(row.x), row.result);
}
