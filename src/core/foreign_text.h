// Text that others wrote (what files hold, arguments, names), made harmless.
#pragma once

#include <cstddef>
#include <string>

// For a message: of one line, and at most so many characters, the middle left out where there are
// more. What a terminal would obey, or nobody would see, and what is no UTF-8 becomes \n or \x1b.
std::string printable(const std::string& text, std::size_t most = 160);

// The same between quotation marks.
std::string printable_quoted(const std::string& text, std::size_t most = 160);

// As one word of a shell's command line.
std::string shell_word(const std::string& text);
