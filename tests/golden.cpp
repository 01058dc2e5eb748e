#include "golden.h"

#include "training/settings.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace {

// key=value key=value ..., the keys those of the settings but for a few.
Settings read_settings(std::istringstream& line) {
  const std::map<std::string, std::string> names = {{"vocab", "vocab-size"},
                                                    {"batch", "batch-size"}};
  const std::vector<Setting> table = settings_table();
  Settings settings;
  std::string field;
  while (line >> field) {
    const std::size_t equals = field.find('=');
    std::string key = field.substr(0, equals);
    std::string value = field.substr(equals + 1);
    if (names.count(key) != 0) key = names.at(key);
    std::replace(key.begin(), key.end(), '_', '-');
    const auto setting =
        std::find_if(table.begin(), table.end(), [&](const Setting& s) { return s.key == key; });
    if (setting == table.end()) throw std::runtime_error("no setting " + key);
    if (setting->value_name.empty()) value = value == "1" ? "on" : "off";
    if (!setting->set(settings, value)) throw std::runtime_error("no " + key + " " + value);
  }
  return settings;
}

std::vector<float> read_floats(std::istringstream& line) {
  std::vector<float> values;
  std::string hexadecimal;
  while (line >> hexadecimal) values.push_back(std::strtof(hexadecimal.c_str(), nullptr));
  return values;
}

}  // namespace

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Golden read_golden(const std::string& name) {
  Golden golden;
  std::istringstream file(read_file("tests/golden/" + name + ".txt"));
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream fields(line);
    std::string kind;
    std::string word;
    fields >> kind;
    if (kind == "config") {
      golden.settings = read_settings(fields);
    } else if (kind == "sequence") {
      golden.sequences.emplace_back();
      int token = 0;
      while (fields >> token) golden.sequences.back().push_back(token);
    } else if (kind == "tokens") {
      fields >> golden.tokens >> word >> golden.checksum;
    } else if (kind == "init") {
      fields >> word >> golden.initial[word];
    } else if (kind == "final") {
      fields >> word;
      golden.final[word] = read_floats(fields);
    } else if (kind == "epoch") {
      double loss = 0;
      double mean = 0;
      fields >> word >> word >> loss >> word >> word >> mean;
      golden.losses.push_back(loss);
      golden.means.push_back(mean);
    }
  }
  if (golden.losses.size() != golden.settings.epochs || golden.initial.empty()) {
    throw std::runtime_error("incomplete golden file " + name);
  }
  return golden;
}
