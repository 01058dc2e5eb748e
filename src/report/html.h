// Small pieces of HTML, and the sources of the page.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace html {

// & < > and " as entities.
std::string escaped(const std::string& text);

// A table in a box that scrolls; the first cell of a row names it, and a row of one cell is the
// heading of those that follow. The caption is HTML without tags.
std::string table(const std::string& id, const std::string& caption,
                  const std::vector<std::string>& heads,
                  const std::vector<std::vector<std::string>>& rows);

// The text with {{name}} replaced by its value. A name without a value is our own mistake.
std::string filled(const std::string& text, const std::map<std::string, std::string>& values);

// The text without the figures of these ids.
std::string without_figures(std::string text, const std::vector<std::string>& ids);

// page.html, journey.html or layer_journey.html, stack_page.html and page.css, beside this file;
// and the page's script: drawing.js, pictures.js, tables.js and page.js in a scope of their own.
std::string page_html();
std::string journey_html(bool layers);
std::string stack_html();
std::string page_css();
std::string page_js();

}  // namespace html
