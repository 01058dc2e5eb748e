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

// A whole page, in the style of page.css.
std::string page(const std::string& title, const std::string& body);

// The text of a page, or its style, from the file beside this one: page.html, journey.html,
// layer_journey.html, stack_page.html, page.css.
enum class Source { kPage, kJourney, kLayerJourney, kStackPage, kStyle };
std::string source(Source source);

// The scripts, drawing.js, pictures.js, tables.js, links.js, ghost.js and page.js, in a scope of
// their own.
std::string page_script();

}  // namespace html
