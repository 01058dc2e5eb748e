// The page's own source: page.html, page.css and page.js, which stand beside this file.
#pragma once

#include <string>

std::string page_html();
std::string page_css();
std::string page_js();
