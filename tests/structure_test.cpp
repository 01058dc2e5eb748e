// Reads the source files: who includes whom, and what holds in all of them.
#include "golden.h"
#include "test.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>

namespace {

namespace fs = std::filesystem;

// The folders of src, lowest first, and the folders that each may include besides itself.
const std::map<std::string, std::set<std::string>>& allowed() {
  static const std::map<std::string, std::set<std::string>> kAllowed = {
      {"core", {}},
      {"data", {"core"}},
      {"nn", {"core"}},
      {"models", {"core", "data", "nn"}},
      {"training", {"core", "data", "nn", "models"}},
      {"experiments", {"core", "data", "nn", "models", "training"}},
      {"files", {"core", "data", "nn", "models", "training", "experiments"}},
      {"lesson", {"core", "data", "nn", "models", "training", "experiments", "files"}},
      {"report", {"core", "data", "nn", "models", "training", "experiments", "files", "lesson"}},
      {"cli",
       {"core", "data", "nn", "models", "training", "experiments", "files", "lesson", "report"}},
      {"src", {"cli", "files"}},  // main.cpp
  };
  return kAllowed;
}

std::vector<fs::path> sources() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator("src")) {
    const std::string extension = entry.path().extension().string();
    if (extension == ".cpp" || extension == ".h") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// The names between quotes in the lines #include "...".
std::vector<std::string> own_includes(const fs::path& file) {
  const std::string start = "#include \"";
  std::vector<std::string> names;
  std::istringstream lines(read_file(file.string()));
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind(start, 0) != 0) continue;
    names.push_back(line.substr(start.size(), line.rfind('"') - start.size()));
  }
  return names;
}

std::string folder_of(const fs::path& file) { return file.parent_path().filename().string(); }

}  // namespace

TEST(structure, nothing_includes_upward) {
  CHECK(sources().size() > 20);
  for (const fs::path& file : sources()) {
    const std::string folder = folder_of(file);
    for (const std::string& name : own_includes(file)) {
      const std::string other = name.substr(0, name.find('/'));
      const bool own = other == folder || name == "core/strict_float.h";
      if (own || (allowed().count(folder) != 0 && allowed().at(folder).count(other) != 0)) continue;
      test::fail(file.string().c_str(), 0, folder + " may not include " + name);
    }
  }
}

// Then it holds for all code of the file, the standard library's templates included.
TEST(structure, every_source_file_includes_the_rules_of_floating_point_first) {
  for (const fs::path& file : sources()) {
    if (file.extension() != ".cpp") continue;
    const std::string text = read_file(file.string());
    const std::size_t first = text.find("#include");
    test::check(file.string().c_str(), 0,
                text.compare(first, 30, "#include \"core/strict_float.h\"") == 0,
                "does not include core/strict_float.h first");
  }
}

// The C libraries' own differ in the last bit.
TEST(structure, no_source_file_calls_the_c_librarys_elementary_functions) {
  for (const fs::path& file : sources()) {
    const std::string text = read_file(file.string());
    for (const char* name : {"std::log(", "std::exp(", "std::sin(", "std::cos(", "std::pow(",
                             "std::fma(", "std::tan(", "std::log1p(", "std::expm1("}) {
      test::check(file.string().c_str(), 0, text.find(name) == std::string::npos,
                  std::string("calls ") + name + ")");
    }
  }
}

TEST(structure, no_source_file_takes_more_than_300_lines) {
  for (const fs::path& file : sources()) {
    const std::string text = read_file(file.string());
    CHECK(std::count(text.begin(), text.end(), '\n') <= 300);
  }
}

TEST(structure, every_source_file_has_a_test_file) {
  for (const fs::path& file : sources()) {
    const std::string name = file.filename().string();
    if (file.extension() != ".cpp" || name == "main.cpp" || name == "recorded_values.cpp") continue;
    const fs::path test_file =
        fs::path("tests") / folder_of(file) / (file.stem().string() + "_test.cpp");
    test::check(file.string().c_str(), 0, fs::exists(test_file), "no " + test_file.string());
  }
}

// The files of the table under a heading of src/README.md, read in one sitting.
TEST(structure, each_walk_is_read_in_one_sitting) {
  const auto check_walk = [](const std::string& heading, std::size_t most_files,
                             std::ptrdiff_t most_lines) {
    const std::string map = read_file("src/README.md");
    const std::size_t start = map.find("\n## " + heading + "\n");
    const std::string section = map.substr(start, map.find("\n## ", start + 1) - start);
    std::size_t files = 0;
    std::ptrdiff_t lines = 0;
    for (std::size_t row = 0; (row = section.find("\n| " + std::to_string(files + 1) + " | [",
                                                  row)) != std::string::npos;
         ++files) {
      const std::size_t name = section.find('[', row) + 1;
      const std::string text =
          read_file("src/" + section.substr(name, section.find(']', name) - name));
      lines += std::count(text.begin(), text.end(), '\n');
    }
    CHECK(files >= 5 && files <= most_files);
    CHECK(lines <= most_lines);
  };
  check_walk("The walk of one batch", 11, 480);  // from a token to a changed weight
  check_walk("The layers", 5, 400);              // from dy of a block to dW of its projections
}

// In the backtrace that src/README.md shows, each line is one that calls the function above it.
TEST(structure, the_backtrace_on_the_map_is_of_these_lines) {
  std::istringstream map(read_file("src/README.md"));
  std::string callee;
  std::size_t calls = 0;
  for (std::string line; std::getline(map, line);) {
    const std::size_t at = line.find(" at src/");
    if (line.rfind("    #", 0) != 0 || at == std::string::npos) continue;
    const std::size_t colon = line.rfind(':');
    std::istringstream file(read_file(line.substr(at + 4, colon - at - 4)));
    std::string called_from;
    for (int k = std::stoi(line.substr(colon + 1)); k > 0; --k) std::getline(file, called_from);
    CONTEXT(line);
    if (!callee.empty()) CHECK(has(called_from, callee + "("));
    calls += callee.empty() ? 0 : 1;
    std::string name = line.substr(8, line.find(" (") - 8);
    if (name.back() == '>') name.resize(name.find('<'));
    callee = name.substr(name.rfind(':') + 1);
  }
  CHECK_EQ(calls, 3U);
}

// Whoever opens the project sees what it needs first; the rest has a folder.
TEST(structure, nothing_else_stands_at_the_top) {
  const std::set<std::string> allowed_names = {"CMakeLists.txt", "Makefile", "README.md",
                                               "build",          "src",      "tests"};
  for (const auto& entry : fs::directory_iterator(".")) {
    const std::string name = entry.path().filename().string();
    const bool belongs =
        name[0] == '.' || name.rfind("posembed", 0) == 0 || allowed_names.count(name) != 0;
    test::check(name.c_str(), 0, belongs, "does not belong at the top level");
  }
}
