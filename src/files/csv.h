// The lines of a CSV file of ours (RFC 4180).
#pragma once

#include <string>
#include <vector>

// What stands between the commas; quotes around a field are taken off.
std::vector<std::string> csv_fields(const std::string& line);
// A number, to its last digit; nothing where it is none, or infinite.
std::string csv_number(double value);
// The text as one field: in quotes where it holds a comma or a quote.
std::string csv_field(const std::string& text);
