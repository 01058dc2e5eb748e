// Runs all tests, or the tests and groups whose names are given, from the project's top folder:
//
//   [JOBS=N] [TIMES=1] posembed_tests [--list] [NAME or GROUP...]
//
// in N processes, else in as many as there are processors. TIMES=1 names the slowest. Returns 1
// where one failed, or a name is unknown, and says which test crashed or hung.
#include "runner.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <numeric>
#include <thread>

namespace {

std::string variable(const char* name) {
  const char* const text = std::getenv(name);
  return text == nullptr ? "" : text;
}

// An emulator (tests/portability) is given one.
std::size_t processes() {
  if (!variable("RUNNER").empty()) return 1;
  const std::string jobs = variable("JOBS");
  return jobs.empty() ? std::thread::hardware_concurrency()
                      : std::strtoul(jobs.c_str(), nullptr, 10);
}

// All where no name is given; none where one is unknown.
std::vector<test::Case> chosen(const std::vector<std::string>& names) {
  if (names.empty()) return test::cases();
  std::vector<test::Case> cases;
  for (const std::string& name : names) {
    const std::size_t before = cases.size();
    std::copy_if(test::cases().begin(), test::cases().end(), std::back_inserter(cases),
                 [&](const test::Case& one) {
                   return one.name == name || one.name.rfind(name + ".", 0) == 0;
                 });
    if (cases.size() > before) continue;
    std::cerr << "no test or group is named " << name << "\n";
    return {};
  }
  return cases;
}

void print_slowest(const std::vector<test::Case>& cases, const std::vector<Result>& results) {
  std::vector<std::size_t> order(cases.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return results[a].milliseconds > results[b].milliseconds;
  });
  order.resize(std::min<std::size_t>(order.size(), 10));
  for (const std::size_t i : order) {
    std::cout << std::lround(results[i].milliseconds) << " ms " << cases[i].name << "\n";
  }
}

int run(const std::vector<test::Case>& cases) {
  const std::vector<Result> results = run_each(cases, processes());
  if (variable("TIMES") == "1") print_slowest(cases, results);
  const auto count = [&](Verdict verdict) {
    return std::count_if(results.begin(), results.end(),
                         [&](const Result& result) { return result.verdict == verdict; });
  };
  const auto passed = count(Verdict::kPassed);
  const auto skipped = count(Verdict::kSkipped);
  const auto failed = static_cast<std::ptrdiff_t>(results.size()) - passed - skipped;
  std::cout << passed << " passed, " << failed << " failed";
  if (skipped > 0) std::cout << ", " << skipped << " skipped";
  std::cout << "\n";
  return failed > 0 || cases.empty() ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> names(argv + 1, argv + argc);
  if (!names.empty() && names[0] == "--list") {
    for (const test::Case& one : test::cases()) std::cout << one.name << "\n";
    return 0;
  }
  if (!std::ifstream("tests/golden/notebook_seed0.txt")) {
    std::cerr << "run the tests from the project's top folder, which has tests/golden\n";
    return 1;
  }
  const std::filesystem::path folder = std::filesystem::path(argv[0]).parent_path();
  test::program() = (folder / "posembed").string();
  return run(chosen(names));
}
