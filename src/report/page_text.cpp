#include "core/strict_float.h"

#include "report/page_text.h"

// To C++ each of these files is a raw string, so that every compiler brings them in without a
// tool of its own; to its own language, its first and last lines mean nothing, and editors, linters
// and browsers take the file as it is:
//
//   *.html      R"html(        text
//   page.css    R"css("{}      a rule for no element, without declarations
//   page.js     /R"js(?:)/;    a regular expression; to C++, a division by a raw string
//
// Here those two lines are cut off again.

namespace {

std::string without_first_and_last_line(const std::string& text) {
  const std::size_t first = text.find('\n') + 1;
  return text.substr(first, text.rfind('\n') + 1 - first);
}

// What page.js divides.
struct Script {
  const char* operator/(const char* text) const { return text; }
};

}  // namespace

std::string page_html() {
  return without_first_and_last_line(
#include "report/page.html"
  );
}

std::string journey_html() {
  return without_first_and_last_line(
#include "report/journey.html"
  );
}

std::string page_css() {
  return without_first_and_last_line(
#include "report/page.css"
  );
}

std::string page_js() {
  return without_first_and_last_line(Script()
#include "report/page.js"
  );
}
