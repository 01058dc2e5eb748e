// What this program was built with, for reports of results that differ.
#pragma once

#include <string>

// Four lines: compiler, target, flags and library.
std::string build_info();
