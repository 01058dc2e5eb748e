// Whatever is in a file, the message of its refusal is one short line that a terminal may show.
#pragma once

#include "core/foreign_text.h"

#include <cstdlib>
#include <stdexcept>
#include <string>

inline void require_printable(const std::runtime_error& error) {
  const std::string message = error.what();
  if (message.size() > 1500 || printable(message, 1500) != message) std::abort();
}
