// Runs the commands of README.md and compares what they print with what it shows.
#include "golden.h"
#include "test.h"

#include "cli/run.h"

#include <cstdio>

namespace {

struct Example {
  Arguments arguments;
  std::vector<std::string> lines;  // shown beneath, without those of dots
};

const std::string& program() {
  static const std::string kProgram = "    $ build/release/posembed";
  return kProgram;
}

// Files of the examples stay out of the project.
std::string in_temporary_folder(const std::string& word) {
  static const std::string kData = test::temporary("test_readme_short.txt");
  return word == "short.txt" ? kData : word;
}

// The examples that are a command of ours and nothing of the shell's.
std::vector<Example> examples() {
  std::vector<Example> found;
  bool within = false;
  std::istringstream readme(read_file("README.md"));
  for (std::string line; std::getline(readme, line);) {
    if (line.rfind("    $ make run", 0) == 0) line = program();
    if (line.rfind("    $ ", 0) == 0 || (line.rfind("    ", 0) != 0 && !line.empty())) {
      within = line.rfind(program(), 0) == 0 && line.find_first_of("|<>&") == std::string::npos;
      if (!within) continue;
      found.emplace_back();
      std::istringstream words(line.substr(program().size()));
      for (std::string word; words >> word;) {
        found.back().arguments.push_back(in_temporary_folder(word));
      }
    } else if (within && !line.empty() && line != "    ...") {
      found.back().lines.push_back(line.substr(4));
    }
  }
  return found;
}

bool is_about_the_build(const std::string& line) {
  for (const char* name : {"compiler  ", "target    ", "flags     ", "library   "}) {
    if (line.rfind(name, 0) == 0) return true;
  }
  return false;
}

}  // namespace

TEST(readme, examples_print_what_it_shows) {
  CHECK(examples().size() >= 9);
  for (const Example& example : examples()) {
    const Outcome outcome = run(example.arguments);
    CHECK_EQ(outcome.status, 0);
    std::istringstream printed(outcome.out + outcome.err);
    for (const std::string& expected : example.lines) {
      if (is_about_the_build(expected)) continue;
      std::string line;
      while (std::getline(printed, line) && line != expected) {
      }
      if (line == expected) continue;
      std::string command;
      for (const std::string& argument : example.arguments) command += " " + argument;
      test::fail("README.md", 0,
                 "posembed" + command + " does not print, in this place: " + expected);
      break;
    }
  }
  std::remove(in_temporary_folder("short.txt").c_str());
}
