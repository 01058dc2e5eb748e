// Numbers as text, whatever the locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

// The shortest decimal that reads back as the same double, laid out as Python writes it:
// 2.0, 0.0001, 1e-05, 1e+16, nan, inf.
std::string to_decimal(double value);

// Those digits as d.dde-05, found by trying: for libraries that do not know them.
std::string shortest_by_trials(double value);

// For tables and sentences, in which an infinite number, and what is no number, is `none`.

// Rounded to so many digits after the point: 0.50. What rounds to zero has no sign.
std::string to_fixed(double value, int digits);

// Rounded to so many digits after the first: 1.2e-07.
std::string to_scientific(double value, int digits);

// Rounded to so many significant digits, as short as it goes: 0.5, 12.346, 1e-07.
std::string to_significant(double value, int digits);

// The nearest double to a decimal such as 12, -0.5, .5 or 1e-3, the whole of `text`. Nothing
// where the text is anything else (blanks, hexadecimal, nan, inf) or beyond the doubles.
std::optional<double> from_decimal(const std::string& text);

// The whole number from `least` to `most` that `text` is, digits and nothing else.
std::optional<std::uint64_t> whole_from_decimal(const std::string& text, std::uint64_t least = 0,
                                                std::uint64_t most = UINT64_MAX);
