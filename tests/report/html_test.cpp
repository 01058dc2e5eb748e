#include "report/html.h"

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
           "<div class=\"scroll\" tabindex=\"0\"><table id=\"t\"><caption>c</caption>\n"
           "<thead><tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr></thead>\n<tbody>\n"
           "<tr><th scope=\"row\">1</th><td>2</td></tr>\n</tbody></table></div>\n");
}
