#include "report/html.h"

#include "golden.h"
#include "test.h"

#include <stdexcept>

TEST(html, escapes_what_would_be_markup) {
  CHECK_EQ(html::escaped("a<b> & \"c\""), "a&lt;b&gt; &amp; &quot;c&quot;");
}

TEST(html, fills_every_place_with_its_value) {
  CHECK_EQ(html::filled("{{a}}-{{b}}{{a}}.", {{"a", "1"}, {"b", "{{a}}"}}), "1-{{a}}1.");
  bool thrown = false;
  try {
    html::filled("{{c}}", {});
  } catch (const std::out_of_range&) {
    thrown = true;
  }
  CHECK(thrown);
}

TEST(html, table_names_its_rows_and_columns) {
  CHECK_EQ(html::table("t", "c", {"a", "b"}, {{"1", "2"}}),
           "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"c\">"
           "<table id=\"t\"><caption>c</caption>\n"
           "<thead><tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr></thead>\n<tbody>\n"
           "<tr><th scope=\"row\">1</th><td>2</td></tr>\n</tbody></table></div>\n");
}

TEST(html, table_groups_its_rows_under_headings) {
  const std::string table =
      html::table("t", "c", {"a", "b"}, {{"x"}, {"1", "2"}, {"y"}, {"3", "4"}});
  CHECK_EQ(table.substr(table.find("<tbody>")),
           "<tbody>\n<tr><th scope=\"rowgroup\">x</th></tr>\n"
           "<tr><th scope=\"row\">1</th><td>2</td></tr>\n"
           "</tbody>\n<tbody>\n<tr><th scope=\"rowgroup\">y</th></tr>\n"
           "<tr><th scope=\"row\">3</th><td>4</td></tr>\n</tbody></table></div>\n");
}

namespace {

std::string without_ends(const std::string& file) {
  const std::string text = read_file(file);
  const std::size_t first = text.find('\n') + 1;
  return text.substr(first, text.rfind('\n', text.size() - 2) + 1 - first);
}

}  // namespace

TEST(html, sources_are_the_files_without_first_and_last_line) {
  using html::Source;
  CHECK(html::source(Source::kPage) == without_ends("src/report/page.html"));
  CHECK(html::source(Source::kStyle) == without_ends("src/report/page.css"));
  std::string script;
  for (const char* name : {"drawing", "pictures", "tables", "links", "ghost", "page"}) {
    script += without_ends("src/report/" + std::string(name) + ".js");
  }
  CHECK_EQ(html::page_script(), "(() => {\n" + script + "})();\n");
  CHECK_EQ(html::source(Source::kPage).rfind("<header>", 0), 0U);
  CHECK_EQ(html::source(Source::kStyle).rfind(":root", 0), 0U);
  // Nor is the first line of page.css, which is for C++, in the live page: to CSS it is an error.
  CHECK(read_file("src/web/build.sh").find("  sed '1d;$d' src/report/page.css\n") !=
        std::string::npos);
}
