// The page's own source: page.html, journey.html, page.css and page.js, beside this file.
#pragma once

#include <string>

std::string page_html();
std::string journey_html();
std::string page_css();
std::string page_js();
