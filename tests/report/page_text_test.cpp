#include "report/page_text.h"

#include "golden.h"
#include "test.h"

namespace {

std::string without_ends(const std::string& text) {
  const std::size_t first = text.find('\n') + 1;
  return text.substr(first, text.rfind('\n', text.size() - 2) + 1 - first);
}

}  // namespace

TEST(page_text, is_that_of_the_files_without_first_and_last_line) {
  CHECK(page_html() == without_ends(read_file("src/report/page.html")));
  CHECK(page_css() == without_ends(read_file("src/report/page.css")));
  CHECK(page_js() == without_ends(read_file("src/report/page.js")));
  CHECK_EQ(page_html().rfind("<header>", 0), 0U);
  CHECK_EQ(page_css().rfind(":root", 0), 0U);
}
