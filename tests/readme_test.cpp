// Runs the commands that the README files show and compares what they print with what is shown;
// and follows their links.
#include "golden.h"
#include "test.h"

#include "cli/run.h"

#include <algorithm>
#include <filesystem>

namespace {

namespace fs = std::filesystem;

struct Example {
  std::string page;
  int line;
  Arguments arguments;
  std::vector<std::string> lines;  // shown beneath, without those of dots
};

constexpr const char* kProgram = "    $ build/release/posembed";

// The working folder while the examples run, so that their files stay out of the project.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    fs::create_directory(folder_);
    fs::current_path(folder_);
  }
  ~TemporaryFolder() {
    fs::current_path(before_);
    fs::remove_all(folder_);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

 private:
  fs::path before_ = fs::current_path();
  fs::path folder_ = test::temporary("readme");
};

std::vector<std::string> pages() {
  std::vector<std::string> found = {"README.md"};
  for (const char* folder : {"src", "tests", ".github"}) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.path().extension() == ".md") found.push_back(entry.path().generic_string());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

// The page's examples that are a command of ours and nothing of the shell's but `> FILE`.
void add_examples(const std::string& page, std::vector<Example>& found) {
  bool within = false;
  int number = 0;
  std::istringstream lines(read_file(page));
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.rfind("    $ make run", 0) == 0) line = kProgram;
    if (line.rfind("    $ ", 0) == 0 || (line.rfind("    ", 0) != 0 && !line.empty())) {
      within = line.rfind(kProgram, 0) == 0 && line.find_first_of("|<&") == std::string::npos;
      if (!within) continue;
      found.push_back({page, number, {}, {}});
      std::istringstream words(line.substr(std::string(kProgram).size()));
      for (std::string word; words >> word && word != ">";) {
        found.back().arguments.push_back(word);
      }
    } else if (within && !line.empty() && line != "    ...") {
      found.back().lines.push_back(line.substr(4));
    }
  }
}

bool is_about_the_build(const std::string& line) {
  for (const char* name : {"compiler  ", "target    ", "flags     ", "library   "}) {
    if (line.rfind(name, 0) == 0) return true;
  }
  return false;
}

// The first line that is shown and not printed, in this place; empty where there is none.
std::string first_missing_line(const Example& example, const std::string& printed) {
  std::istringstream lines(printed);
  for (const std::string& expected : example.lines) {
    if (is_about_the_build(expected)) continue;
    std::string line;
    while (std::getline(lines, line) && line != expected) {
    }
    if (line != expected) return expected;
  }
  return "";
}

// The anchor that a heading gets.
std::string anchor_of(const std::string& heading) {
  std::string anchor;
  for (const char c : heading) {
    if (c == ' ') anchor += '-';
    if (c >= 'A' && c <= 'Z') anchor += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_') anchor += c;
  }
  return anchor;
}

bool has_heading(const std::string& page, const std::string& anchor) {
  std::istringstream lines(read_file(page));
  for (std::string line; std::getline(lines, line);) {
    const std::size_t text = line.find_first_not_of('#');
    if (line.rfind('#', 0) == 0 && anchor_of(line.substr(text + 1)) == anchor) return true;
  }
  return false;
}

// Whether the link, which stands on the page, leads to a file or folder, and a heading in it.
bool leads_somewhere(const std::string& page, const std::string& link) {
  const std::size_t hash = std::min(link.find('#'), link.size());
  const fs::path file =
      hash == 0 ? fs::path(page)
                : (fs::path(page).parent_path() / link.substr(0, hash)).lexically_normal();
  if (!fs::exists(file)) return false;
  return hash == link.size() || has_heading(file.generic_string(), link.substr(hash + 1));
}

}  // namespace

TEST(readme, links_lead_somewhere) {
  int count = 0;
  for (const std::string& page : pages()) {
    const std::string text = read_file(page);
    for (std::size_t at = 0; (at = text.find("](", at)) != std::string::npos; ++count) {
      at += 2;
      const std::string link = text.substr(at, text.find(')', at) - at);
      if (link.rfind("http", 0) == 0 || leads_somewhere(page, link)) continue;
      test::fail(page.c_str(), 0, "leads nowhere: " + link);
    }
  }
  CHECK(count > 100);
}

TEST(readme, examples_print_what_it_shows) {
  std::vector<Example> examples;
  for (const std::string& page : pages()) add_examples(page, examples);
  CHECK(examples.size() >= 13);
  const TemporaryFolder folder;
  for (const Example& example : examples) {
    const Outcome outcome = run(example.arguments);
    const std::string missing = first_missing_line(example, outcome.out + outcome.err);
    if (outcome.status == 0 && missing.empty()) continue;
    test::fail(example.page.c_str(), example.line,
               outcome.status == 0 ? "does not print, in this place: " + missing : outcome.err);
  }
}
