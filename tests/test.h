// The test runner. A test file registers its cases:
//
//     TEST(linear, predicts_the_bias_of_an_empty_row) { CHECK_EQ(y[0], 0.5F); }
//
// A failed check is printed and counted, and the test goes on. A test that checks nothing fails,
// unless it says why: SKIP("no shell"). In a loop, CONTEXT("heads " << heads) says in which turn a
// check failed.
#pragma once

#include "files/system.h"

#include <cmath>
#include <filesystem>
#include <iostream>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace test {

struct Case {
  std::string name;
  void (*run)();
};

// A path that no other test process uses, in the system's folder for temporary files.
inline std::string temporary(const std::string& name) {
  static const std::string random = std::to_string(std::random_device()()) + "_";
  const std::string process = std::to_string(os::process_id()) + "_";  // the runner may have forked
  return (std::filesystem::temp_directory_path() / ("posembed_test_" + process + random + name))
      .string();
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

// What turns in a loop. Its text is only made when a check fails.
struct Context {
  virtual ~Context() = default;
  virtual void write(std::ostream& out) const = 0;
};

// The test that runs.
struct State {
  int checks = 0;
  int failures = 0;
  bool skipped = false;
  std::string said;  // printed at its end, in one piece
  std::vector<const Context*> contexts;
};

inline State& state() {
  static State current;
  return current;
}

template <class Write>
class ContextOf final : public Context {
 public:
  explicit ContextOf(const Write& write) : write_(write) { state().contexts.push_back(this); }
  ~ContextOf() override { state().contexts.pop_back(); }
  ContextOf(const ContextOf&) = delete;
  ContextOf& operator=(const ContextOf&) = delete;
  void write(std::ostream& out) const override { write_(out); }

 private:
  Write write_;
};

inline bool add(const char* name, void (*run)()) {
  cases().push_back({name, run});
  return true;
}

inline void pass() { ++state().checks; }

inline void skip(const std::string& why) {
  state().skipped = true;
  state().said += why + ": ";
}

inline void fail(const char* file, int line, const std::string& what) {
  std::ostringstream out;
  out << file << ":" << line << ": ";
  for (const Context* context : state().contexts) {
    context->write(out);
    out << ": ";
  }
  out << what << "\n";
  state().said += out.str();
  ++state().checks;
  ++state().failures;
}

inline void check(const char* file, int line, bool holds, const std::string& otherwise) {
  holds ? pass() : fail(file, line, otherwise);
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
  if (actual == expected) return pass();
  fail(file, line, std::string(what) + " is " + text(actual) + ", expected " + text(expected));
}

// NaN compares false with everything, so it fails.
inline void check_near(const char* file, int line, const char* what, double actual, double expected,
                       double tolerance) {
  if (std::abs(actual - expected) <= tolerance) return pass();
  fail(file, line,
       std::string(what) + " is " + text(actual) + ", expected " + text(expected) + " within " +
           text(tolerance));
}

}  // namespace test

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// What the std::runtime_error says that the call throws; empty where it throws none.
template <class Call>
std::string thrown_by(const Call& call) {
  try {
    call();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

#define TEST(group, name)                                                                 \
  static void group##_##name();                                                           \
  static const bool group##_##name##_added = test::add(#group "." #name, group##_##name); \
  static void group##_##name()

#define CHECK(condition) \
  ((condition) ? test::pass() : test::fail(__FILE__, __LINE__, "not so: " #condition))

#define CHECK_EQ(actual, expected) test::check_equal(__FILE__, __LINE__, #actual, actual, expected)

#define CHECK_NEAR(actual, expected, tolerance) \
  test::check_near(__FILE__, __LINE__, #actual, actual, expected, tolerance)

#define SKIP(why) return test::skip(why)

#define TEST_JOINED(a, b) a##b
#define TEST_CONTEXT(line, what)                                                          \
  const auto TEST_JOINED(write_, line) = [&](std::ostream& written) { written << what; }; \
  const test::ContextOf TEST_JOINED(context_, line)(TEST_JOINED(write_, line))
#define CONTEXT(what) TEST_CONTEXT(__LINE__, what)

// The expression throws `Type`, with exactly this message.
#define CHECK_THROWS(Type, expression, message)                                           \
  try {                                                                                   \
    static_cast<void>(expression);                                                        \
    test::fail(__FILE__, __LINE__, "nothing thrown by " #expression);                     \
  } catch (const Type& error) {                                                           \
    test::check_equal(__FILE__, __LINE__, "message", std::string(error.what()), message); \
  }                                                                                       \
  static_assert(true, "")
