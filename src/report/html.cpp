#include "core/strict_float.h"

#include "report/html.h"

#include "core/text_layout.h"

#include <array>

namespace {

// To C++ each of these files is a raw string, so that every compiler brings them in without a
// tool of its own; to its own language, its first and last lines mean nothing, and editors, linters
// and browsers take the file as it is:
//
//   *.html      R"html(        text
//   page.css    R"css("{}      a rule for no element, without declarations
//   *.js        /R"js(?:)/;    a regular expression; to C++, a division by a raw string
//
// Here those two lines are cut off again.
std::string without_first_and_last_line(const std::string& text) {
  const std::size_t first = text.find('\n') + 1;
  return text.substr(first, text.rfind('\n') + 1 - first);
}

// What a script divides.
struct Script {
  const char* operator/(const char* text) const { return text; }
};

}  // namespace

namespace html {

std::string escaped(const std::string& text) {
  const std::string special = "&<>\"";
  constexpr std::array<const char*, 4> kEntities = {"&amp;", "&lt;", "&gt;", "&quot;"};
  return joined(text, "", [&](char c) {
    const std::size_t k = special.find(c);
    return k == std::string::npos ? std::string(1, c) : kEntities.at(k);
  });
}

std::string table(const std::string& id, const std::string& caption,
                  const std::vector<std::string>& heads,
                  const std::vector<std::vector<std::string>>& rows) {
  std::string text = "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" +
                     caption + "\"><table id=\"" + id + "\"><caption>" + caption +
                     "</caption>\n<thead><tr>";
  for (const std::string& head : heads) text += "<th scope=\"col\">" + head + "</th>";
  text += "</tr></thead>\n<tbody>\n";
  for (const std::vector<std::string>& row : rows) {
    const bool heads_group = row.size() == 1;
    if (heads_group && &row != &rows.front()) text += "</tbody>\n<tbody>\n";
    text += (heads_group ? "<tr><th scope=\"rowgroup\">" : "<tr><th scope=\"row\">") + row.front() +
            "</th>";
    for (std::size_t c = 1; c < row.size(); ++c) text += "<td>" + row[c] + "</td>";
    text += "</tr>\n";
  }
  return text + "</tbody></table></div>\n";
}

std::string filled(const std::string& text, const std::map<std::string, std::string>& values) {
  std::string result;
  std::size_t start = 0;
  for (std::size_t open = 0; (open = text.find("{{", start)) != std::string::npos;) {
    const std::size_t close = text.find("}}", open);
    result += text.substr(start, open - start);
    result += values.at(text.substr(open + 2, close - open - 2));
    start = close + 2;
  }
  return result + text.substr(start);
}

std::string without_figures(std::string text, const std::vector<std::string>& ids) {
  const std::string end = "</figure>\n";
  for (const std::string& id : ids) {
    const std::size_t from = text.find("<figure id=\"" + id + "\">");
    text.erase(from, text.find(end, from) + end.size() - from);
  }
  return text;
}

std::string page(const std::string& title, const std::string& body) {
  return R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>posembed: )" +
         title + "</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n" +
         source(Source::kStyle) + "</style>\n</head>\n<body>\n" + body + "</body>\n</html>\n";
}

std::string source(Source source) {
  constexpr std::array<const char*, 5> kTexts = {
#include "report/page.html"
      ,
#include "report/journey.html"
      ,
#include "report/layer_journey.html"
      ,
#include "report/stack_page.html"
      ,
#include "report/page.css"
  };
  return without_first_and_last_line(kTexts.at(static_cast<std::size_t>(source)));
}

std::string page_script() {
  const std::vector<const char*> files = {Script()
#include "report/drawing.js"
                                              ,
                                          Script()
#include "report/pictures.js"
                                              ,
                                          Script()
#include "report/tables.js"
                                              ,
                                          Script()
#include "report/links.js"
                                              ,
                                          Script()
#include "report/ghost.js"
                                              ,
                                          Script()
#include "report/page.js"
  };
  return "(() => {\n" + joined(files, "", without_first_and_last_line) + "})();\n";
}

}  // namespace html
