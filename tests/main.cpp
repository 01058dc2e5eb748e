// Runs all tests, or those whose names are given, from the project's top folder. Returns 1
// where one failed, or a name is unknown.
#include "test.h"

#include <algorithm>
#include <exception>
#include <fstream>

namespace {

bool passes(const test::Case& one) {
  test::failures_of_current_case() = 0;
  try {
    one.run();
  } catch (const std::exception& error) {
    test::fail(one.name.c_str(), 0, std::string("exception: ") + error.what());
  }
  return test::failures_of_current_case() == 0;
}

std::vector<test::Case> chosen(const std::vector<std::string>& names) {
  if (names.empty()) return test::cases();
  std::vector<test::Case> cases;
  for (const std::string& name : names) {
    const auto found = std::find_if(test::cases().begin(), test::cases().end(),
                                    [&](const test::Case& one) { return one.name == name; });
    if (found == test::cases().end()) {
      std::cerr << "no test is named " << name << "\n";
      return {};
    }
    cases.push_back(*found);
  }
  return cases;
}

}  // namespace

int main(int argc, char** argv) {
  if (!std::ifstream("tests/golden/notebook_seed0.txt")) {
    std::cerr << "run the tests from the project's top folder, which has tests/golden\n";
    return 1;
  }
  const std::vector<test::Case> cases = chosen({argv + 1, argv + argc});
  int failed = 0;
  for (const test::Case& one : cases) {
    if (passes(one)) continue;
    std::cerr << "FAILED " << one.name << "\n";
    ++failed;
  }
  std::cout << cases.size() - static_cast<std::size_t>(failed) << " passed, " << failed
            << " failed\n";
  return failed > 0 || cases.empty() ? 1 : 0;
}
