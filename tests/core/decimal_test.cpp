#include "core/decimal.h"

#include "test.h"

#include <clocale>
#include <cmath>
#include <limits>
#include <locale>

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// A locale that writes 1234.5 as 1.234,5.
class Commas : public std::numpunct<char> {
 protected:
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};

}  // namespace

TEST(decimal, what_is_not_finite_is_none_for_a_reader) {
  for (const double value : {std::nan(""), kInfinity, -kInfinity}) {
    CONTEXT("value " << value);
    CHECK_EQ(to_fixed(value, 2), "none");
    CHECK_EQ(to_scientific(value, 2), "none");
    CHECK_EQ(to_significant(value, 2), "none");
  }
}

// Expected texts are what Python 3.11's repr prints.
TEST(decimal, writes_doubles_as_python_does) {
  const std::vector<std::pair<double, const char*>> texts = {
      {0.0, "0.0"},
      {-0.0, "-0.0"},
      {2, "2.0"},
      {-100, "-100.0"},
      {0.1, "0.1"},
      {double{0.1F}, "0.10000000149011612"},
      {double{61.6174201965332F}, "61.6174201965332"},
      {1e-4, "0.0001"},
      {1e-5, "1e-05"},
      {1.25e-7, "1.25e-07"},
      {123456789012345680.0, "1.2345678901234568e+17"},
      {1e15, "1000000000000000.0"},
      {1e16, "1e+16"},
      {1e23, "1e+23"},
      {5e-324, "5e-324"},
      {2.2250738585072011e-308, "2.225073858507201e-308"},
      {0x1.fffffffffffffp1023, "1.7976931348623157e+308"},
      {kInfinity, "inf"},
      {-kInfinity, "-inf"},
      {std::nan(""), "nan"}};
  for (const auto& [value, text] : texts) CHECK_EQ(to_decimal(value), text);
}

// And as by trials, which pad with zeros.
TEST(decimal, finds_the_shortest_of_a_power_of_two) {
  CHECK_EQ(to_decimal(0x1p-24), "5.960464477539063e-08");
  CHECK_EQ(to_decimal(0x1p-957), "8.209073602596753e-289");
  for (int exponent = -1074; exponent < 1023; exponent += 7) {
    for (const double value : {std::ldexp(1.0, exponent), std::ldexp(double{1.3F}, exponent)}) {
      CONTEXT("value " << value);
      std::string digits = shortest_by_trials(value);
      const std::string tail = digits.substr(digits.find('e'));
      digits.erase(digits.find('e')).erase(digits.find_last_not_of('0') + 1);
      if (digits.back() == '.') digits.pop_back();
      if (value < 1e-5 || value > 1e16) CHECK_EQ(to_decimal(value), digits + tail);
    }
  }
}

TEST(decimal, rounds_to_the_digits_asked_for) {
  CHECK_EQ(to_fixed(0.125, 2), "0.12");
  CHECK_EQ(to_fixed(-13.615, 1), "-13.6");
  CHECK_EQ(to_fixed(7, 0), "7");
  CHECK_EQ(to_fixed(-0.004, 2), "0.00");  // without a sign
  CHECK_EQ(to_fixed(-0.006, 2), "-0.01");
  CHECK_EQ(to_fixed(-0.0, 0), "0");
  CHECK_EQ(to_scientific(1.16e-7, 1), "1.2e-07");
  CHECK_EQ(to_significant(12.3456789, 5), "12.346");  // as short as they go
  CHECK_EQ(to_significant(0.5, 5), "0.5");
  CHECK_EQ(to_significant(1e-7, 5), "1e-07");
}

TEST(decimal, reads_what_it_writes) {
  for (double value = 1e-300; value < 1e300; value *= -7.3e11) {
    CONTEXT("value " << value);
    CHECK_EQ(from_decimal(to_decimal(value)).value_or(0), value);
  }
}

TEST(decimal, reads_decimals_and_nothing_else) {
  const std::vector<std::pair<const char*, double>> values = {
      {"12", 12}, {"+.5", 0.5}, {"-5.", -5}, {"1e-3", 1e-3}, {"1E+3", 1e3}};
  for (const auto& [text, value] : values) CHECK_EQ(from_decimal(text).value_or(0), value);
  for (const char* text : {"", " 1", "1 ", "1x", "0x10", "nan", "inf", "-", ".", "e5", "1e", "1e+",
                           "1.2.3", "1,5", "--1", "1e999"}) {
    CONTEXT(text);
    CHECK(!from_decimal(text));
  }
}

TEST(decimal, does_not_heed_the_locale) {
  const std::locale before = std::locale::global(std::locale(std::locale(), new Commas));
  CHECK_EQ(to_decimal(1234567.5), "1234567.5");
  CHECK_EQ(to_fixed(1234.5, 1), "1234.5");
  CHECK_EQ(from_decimal("1234.5").value_or(0), 1234.5);
  std::locale::global(before);
}
