#include "golden.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace {

// key=value key=value ...
Settings read_settings(std::istringstream& line) {
  std::map<std::string, double> given;
  Settings settings;
  std::string field;
  while (line >> field) {
    const std::size_t equals = field.find('=');
    const std::string key = field.substr(0, equals);
    const std::string value = field.substr(equals + 1);
    if (key == "encoding") {
      settings.encoding = find_encoding(value);
    }
    if (key == "seed") settings.seed = std::strtoull(value.c_str(), nullptr, 10);
    given[key] = std::strtod(value.c_str(), nullptr);
  }
  settings.vocab_size = static_cast<std::size_t>(given.at("vocab"));
  settings.d_model = static_cast<std::size_t>(given.at("d_model"));
  settings.max_seq_len = static_cast<std::size_t>(given.at("max_seq_len"));
  settings.samples = static_cast<std::size_t>(given.at("samples"));
  settings.batch_size = static_cast<std::size_t>(given.at("batch"));
  settings.epochs = static_cast<std::size_t>(given.at("epochs"));
  settings.adam.lr = given.at("lr");
  settings.shuffle = given.at("shuffle") != 0;
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
