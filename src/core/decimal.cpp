#include "core/strict_float.h"

#include "core/decimal.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iomanip>
#include <limits>
#include <locale>
#include <sstream>
#include <system_error>

namespace {

std::string formatted(double value, std::ios_base::fmtflags notation, int digits) {
  if (!std::isfinite(value)) return "none";
  std::ostringstream out;
  out.imbue(std::locale::classic());
  out.setf(notation, std::ios_base::floatfield);
  out << std::setprecision(digits) << value;
  return out.str();
}

// What the C library makes of the whole of a text of digits, signs, points and exponents; NaN of
// any other text.
double read(const std::string& text) {
  std::istringstream in(text);
  in.imbue(std::locale::classic());
  double value = 0;
  in >> value;
  // Some libraries call a subnormal a failure, and read it all the same.
  const bool is_number = !in.fail() || std::fpclassify(value) == FP_SUBNORMAL;
  in.clear();
  const bool is_decimal = text.find_first_not_of("0123456789+-.eE") == std::string::npos;
  const bool is_whole = is_number && in.peek() == std::istringstream::traits_type::eof();
  return is_decimal && is_whole ? value : std::numeric_limits<double>::quiet_NaN();
}

// -d.ddde+xx with its last digit one higher, away from zero. Nines carry; a number of nothing
// but nines becomes wrong, which its reader notices.
std::string one_higher(std::string text) {
  std::size_t i = text.find('e');
  while (i > 0 && (text[i - 1] == '9' || text[i - 1] == '.')) {
    --i;
    if (text[i] == '9') text[i] = '0';
  }
  if (i > 0) ++text[i - 1];
  return text;
}

// As shortest_by_trials, some forty times as fast, where the library has it: g++ 11 and later.
std::string shortest_scientific(double value) {
#if defined(__cpp_lib_to_chars) && !defined(POSEMBED_SMALL)  // its tables take 100 kB
  std::array<char, 32> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific);
  return {text.data(), end.ptr};
#else
  return shortest_by_trials(value);
#endif
}

// "ddddd" with the point after so many digits, which may lie outside of the digits.
std::string with_point(std::string digits, int point) {
  const auto count = static_cast<int>(digits.size());
  if (point <= 0) return "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  if (point >= count) {
    return digits + std::string(static_cast<std::size_t>(point - count), '0') + ".0";
  }
  return digits.insert(static_cast<std::size_t>(point), ".");
}

}  // namespace

// Every decimal of 15 digits survives being a double, and 17 digits name every double; so one
// of 15, 16 and 17 digits, without trailing zeros, is the shortest. Subnormals hold fewer.
// Powers of two have nearer neighbours below than above: of 16 digits, not the nearest
// decimal but the next one up may be theirs.
std::string shortest_by_trials(double value) {
  for (int digits = std::isnormal(value) ? 15 : 1; digits <= 16; ++digits) {
    std::string nearest = to_scientific(value, digits - 1);
    if (read(nearest) == value) return nearest;
  }
  std::string up = one_higher(to_scientific(value, 15));
  if (read(up) == value) return up;
  return to_scientific(value, 16);
}

std::string to_decimal(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  const std::string text = shortest_scientific(value);
  const std::string sign = text[0] == '-' ? "-" : "";
  const std::size_t e = text.find('e');
  std::string digits = text.substr(sign.size(), e - sign.size());
  digits.erase(std::remove(digits.begin(), digits.end(), '.'), digits.end());
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.empty()) return sign + "0.0";

  const int exponent = std::stoi(text.substr(e + 1));
  if (exponent >= -4 && exponent < 16) return sign + with_point(digits, exponent + 1);
  if (digits.size() > 1) digits.insert(1, ".");
  return sign + digits + text.substr(e);
}

std::string to_fixed(double value, int digits) {
  const std::string text = formatted(value, std::ios_base::fixed, digits);
  const bool is_zero = text.find_first_not_of("-0.") == std::string::npos;
  return is_zero && text[0] == '-' ? text.substr(1) : text;
}

std::string to_scientific(double value, int digits) {
  return formatted(value, std::ios_base::scientific, digits);
}

std::string to_significant(double value, int digits) { return formatted(value, {}, digits); }

std::optional<double> from_decimal(const std::string& text) {
  const double value = read(text);
  if (!std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<std::uint64_t> whole_from_decimal(const std::string& text, std::uint64_t least,
                                                std::uint64_t most) {
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [last, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || last != end || value < least || value > most) return std::nullopt;
  return value;
}
