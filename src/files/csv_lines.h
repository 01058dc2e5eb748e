// The lines of a CSV file of ours.
#pragma once

#include <istream>
#include <stdexcept>
#include <string>
#include <vector>

// Reads line by line and says where something is wrong.
class CsvLines {
 public:
  CsvLines(std::istream& in, const std::string& name) : in_(in), name_(name) {}

  // False at the end. Every line ends in a new line: one that does not was cut, within its last
  // number perhaps. Throws std::runtime_error.
  bool next(std::string& line);

  // Throws std::runtime_error: "FILE, line 3: expected ..., found ...".
  [[noreturn]] void refuse(const std::string& expected, const std::string& found) const;
  // And with what was thrown: "FILE, line 3: ...".
  [[noreturn]] void refuse(const std::runtime_error& error) const;

 private:
  std::string place() const;

  std::istream& in_;
  const std::string& name_;
  std::size_t number_ = 0;
};

// What stands between the commas; quotes around a field are taken off (RFC 4180).
std::vector<std::string> csv_fields(const std::string& line);
// A number, to its last digit; nothing where it is none, or infinite.
std::string csv_number(double value);
// The text as one field: in quotes where it holds a comma or a quote.
std::string csv_field(const std::string& text);
