// What this program was built with, for reports of results that differ.
#pragma once

#include <string>

// A few lines: compiler, target, flags that matter to floating point, library.
std::string build_info();
