// The test runner. A test file registers its cases:
//
//     TEST(linear, predicts_the_bias_of_an_empty_row) { CHECK_EQ(y[0], 0.5F); }
//
// A failed check is printed and counted, and the test goes on.
#pragma once

#include <cmath>
#include <filesystem>
#include <iostream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace test {

struct Case {
  std::string name;
  void (*run)();
};

// A path that no other test process uses, in the system's folder for temporary files.
inline std::string temporary(const std::string& name) {
  static const std::string prefix = "posembed_test_" + std::to_string(std::random_device()()) + "_";
  return (std::filesystem::temp_directory_path() / (prefix + name)).string();
}

// The program that was built with the tests, and stands beside them.
inline std::string& program() {
  static std::string path;
  return path;
}

inline std::vector<Case>& cases() {
  static std::vector<Case> all;
  return all;
}

inline int& failures_of_current_case() {
  static int count = 0;
  return count;
}

inline bool add(const char* name, void (*run)()) {
  cases().push_back({name, run});
  return true;
}

inline void fail(const char* file, int line, const std::string& what) {
  std::cerr << file << ":" << line << ": " << what << "\n";
  ++failures_of_current_case();
}

template <class T>
std::string text(const T& value) {
  std::ostringstream out;
  out.precision(17);
  out << value;
  return out.str();
}

template <class Actual, class Expected>
void check_equal(const char* file, int line, const char* what, const Actual& actual,
                 const Expected& expected) {
  if (actual == expected) return;
  fail(file, line, std::string(what) + " is " + text(actual) + ", expected " + text(expected));
}

// NaN compares false with everything, so it fails.
inline void check_near(const char* file, int line, const char* what, double actual, double expected,
                       double tolerance) {
  if (std::abs(actual - expected) <= tolerance) return;
  fail(file, line,
       std::string(what) + " is " + text(actual) + ", expected " + text(expected) + " within " +
           text(tolerance));
}

}  // namespace test

#define TEST(group, name)                                                                 \
  static void group##_##name();                                                           \
  static const bool group##_##name##_added = test::add(#group "." #name, group##_##name); \
  static void group##_##name()

#define CHECK(condition) \
  ((condition) ? void() : test::fail(__FILE__, __LINE__, "not so: " #condition))

#define CHECK_EQ(actual, expected) test::check_equal(__FILE__, __LINE__, #actual, actual, expected)

#define CHECK_NEAR(actual, expected, tolerance) \
  test::check_near(__FILE__, __LINE__, #actual, actual, expected, tolerance)

// The expression throws `Type`, with exactly this message.
#define CHECK_THROWS(Type, expression, message)                                           \
  try {                                                                                   \
    static_cast<void>(expression);                                                        \
    test::fail(__FILE__, __LINE__, "nothing thrown by " #expression);                     \
  } catch (const Type& error) {                                                           \
    test::check_equal(__FILE__, __LINE__, "message", std::string(error.what()), message); \
  }                                                                                       \
  static_assert(true, "")
