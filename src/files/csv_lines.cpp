#include "core/strict_float.h"

#include "files/csv_lines.h"

#include "core/foreign_text.h"
#include "files/file.h"

bool CsvLines::next(std::string& line) {
  ++number_;
  line.clear();
  if (!std::getline(in_, line)) {
    if (in_.bad()) refuse_file(name_, "cannot be read to its end");
    return false;
  }
  if (number_ == 1) refuse_byte_order_mark(line, name_);
  if (in_.eof()) {
    refuse_file(place(), "expected a new line at the end, found none: the file was cut");
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return true;
}

void CsvLines::refuse(const std::string& expected, const std::string& found) const {
  refuse_file(place(), "expected " + expected + ", found " + printable_quoted(found, 60));
}

std::string CsvLines::place() const { return name_ + ", line " + std::to_string(number_); }

std::vector<std::string> csv_fields(const std::string& line) {
  std::vector<std::string> fields;
  std::size_t start = 0;
  for (std::size_t comma = line.find(','); comma != std::string::npos;
       comma = line.find(',', start)) {
    fields.push_back(line.substr(start, comma - start));
    start = comma + 1;
  }
  fields.push_back(line.substr(start));
  return fields;
}
