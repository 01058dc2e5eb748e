#include "runner.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace {

// What the tests say, and how they end.
std::string said(void (*run)(), Verdict verdict) {
  std::ostringstream text;
  std::streambuf* const before = std::cerr.rdbuf(text.rdbuf());
  const Result result = run_one({"a.test", run});
  std::cerr.rdbuf(before);
  CHECK(result.verdict == verdict);
  const std::string all = text.str();
  return all.empty() ? "" : all.substr(all.rfind(": ", all.find('\n')) + 2);
}

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

}  // namespace

TEST(runner, a_test_passes_fails_or_says_why_it_is_skipped) {
  CHECK_EQ(said([] { CHECK(true); }, Verdict::kPassed), "");
  CHECK_EQ(said([] { CHECK_EQ(1, 1); }, Verdict::kPassed), "");
  CHECK_EQ(said([] { CHECK_NEAR(1, 1.5, 0.5); }, Verdict::kPassed), "");
  CHECK_EQ(said([] { CHECK_EQ(1 + 1, 3); }, Verdict::kFailed),
           "1 + 1 is 2, expected 3\nFAILED a.test\n");
  CHECK_EQ(said([] { throw std::runtime_error("bad"); }, Verdict::kFailed), "bad\nFAILED a.test\n");
  CHECK_EQ(said([] { SKIP("no shell"); }, Verdict::kSkipped), "SKIPPED a.test\n");
}

TEST(runner, a_test_without_a_check_fails) {
  CHECK_EQ(said([] {}, Verdict::kFailed), "made no check\nFAILED a.test\n");
}

TEST(runner, says_in_which_turn_of_the_loops) {
  int made = 0;
  CONTEXT("made " << ++made);  // only made when a check fails
  CHECK_EQ(made, 0);
  std::ostringstream text;
  std::streambuf* const before = std::cerr.rdbuf(text.rdbuf());
  run_one({"a.test", [] {
             for (const int heads : {1, 2}) {
               CONTEXT("heads " << heads);
               for (const char* norm : {"pre", "post"}) {
                 CONTEXT(norm);
                 CHECK(heads == 1 || norm == std::string("pre"));
               }
             }
             CHECK(false);
           }});
  std::cerr.rdbuf(before);
  CHECK(text.str().find(": heads 2: post: not so: heads == 1") != std::string::npos);
  CHECK(text.str().find("heads 1") == std::string::npos);
  CHECK(text.str().find("not so: false\n") != std::string::npos);
  CHECK(text.str().find("post: not so: false") == std::string::npos);
}

#if !defined(_WIN32) && !defined(__EMSCRIPTEN__)

TEST(runner, a_test_that_ends_its_process_is_named_and_the_others_go_on) {
  std::vector<test::Case> cases(6, {"passes", [] { CHECK(true); }});
  const std::string path = test::temporary("crash.txt");
  static std::string file;  // a test takes no arguments
  file = path;
  cases[0] = {"crashes", [] {
                static_cast<void>(std::freopen(file.c_str(), "w", stderr));
                CHECK(false);
                std::abort();
              }};
  cases[3] = {"leaves", [] { std::exit(0); }};
  std::ostringstream text;
  std::streambuf* const before = std::cerr.rdbuf(text.rdbuf());
  const std::vector<Result> results = run_each(cases, 2);
  std::cerr.rdbuf(before);
  CHECK_EQ(results.size(), cases.size());
  for (std::size_t i = 0; i < cases.size(); ++i) {
    CONTEXT(cases[i].name << " " << i);
    CHECK(results[i].verdict == (i % 3 == 0 ? Verdict::kFailed : Verdict::kPassed));
  }
  CHECK(text.str() == "FAILED crashes\nFAILED leaves\n" ||
        text.str() == "FAILED leaves\nFAILED crashes\n");
  std::ifstream said(path);
  std::stringstream content;
  content << said.rdbuf();
  CHECK(ends_with(content.str(), ": not so: false\nCRASHED crashes\n"));
  std::filesystem::remove(path);
}

#endif
