#include "core/strict_float.h"

#include "files/csv_lines.h"

#include "core/decimal.h"
#include "core/foreign_text.h"
#include "files/file.h"

#include <cmath>

bool CsvLines::next(std::string& line) {
  ++number_;
  if (!read_line(in_, line, name_)) return false;
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

void CsvLines::refuse(const std::runtime_error& error) const { refuse_file(place(), error.what()); }

std::string CsvLines::place() const { return name_ + ", line " + std::to_string(number_); }

std::vector<std::string> csv_fields(const std::string& line) {
  std::vector<std::string> fields(1);
  bool in_quotes = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool is_quote = line[i] == '"';
    if (is_quote && in_quotes && line[i + 1] == '"') {
      fields.back() += line[++i];  // a quote within quotes is doubled
    } else if (is_quote && (in_quotes || fields.back().empty())) {
      in_quotes = !in_quotes;
    } else if (line[i] == ',' && !in_quotes) {
      fields.emplace_back();
    } else {
      fields.back() += line[i];
    }
  }
  return fields;
}

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

std::string csv_number(double value) { return std::isfinite(value) ? to_decimal(value) : ""; }
