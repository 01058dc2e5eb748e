#include "core/strict_float.h"

#include "files/sweep_csv.h"

#include "core/decimal.h"
#include "files/file.h"

#include <limits>
#include <optional>
#include <sstream>

namespace {

constexpr const char* kHeads = "seed,epoch,loss";

// Reads line by line and says where something is wrong.
class Lines {
 public:
  Lines(std::istream& in, const std::string& name) : in_(in), name_(name) {}

  bool next(std::string& line) {
    ++number_;
    if (!std::getline(in_, line)) return false;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    return true;
  }

  [[noreturn]] void refuse(const std::string& expected, const std::string& found) const {
    refuse_file(name_ + ", line " + std::to_string(number_),
                "expected " + expected + ", found \"" + found.substr(0, 60) + "\"");
  }

 private:
  std::istream& in_;
  const std::string& name_;
  std::size_t number_ = 0;
};

std::map<std::string, std::string> settings_in(const std::string& line, const Lines& lines) {
  std::map<std::string, std::string> settings;
  std::istringstream words(line.substr(1));
  for (std::string word; words >> word;) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) lines.refuse("name=value", word);
    settings[word.substr(0, equals)] = word.substr(equals + 1);
  }
  if (settings.count("seeds") == 0) lines.refuse("the settings of a sweep", line);
  return settings;
}

std::optional<float> loss_of(const std::string& text) {
  if (text == "nan") return std::numeric_limits<float>::quiet_NaN();
  const std::optional<double> value = from_decimal(text);
  return value ? std::optional<float>(static_cast<float>(*value)) : std::nullopt;
}

struct Row {
  std::uint64_t seed;
  std::uint64_t epoch;
  float loss;
};

Row row_in(const std::string& line, const Lines& lines) {
  const std::size_t first = line.find(',');
  const std::size_t second = first == std::string::npos ? first : line.find(',', first + 1);
  if (second == std::string::npos) lines.refuse(kHeads, line);
  const auto seed = whole_from_decimal(line.substr(0, first));
  const auto epoch = whole_from_decimal(line.substr(first + 1, second - first - 1));
  const auto loss = loss_of(line.substr(second + 1));
  if (!seed || !epoch || !loss) lines.refuse(kHeads, line);
  return {*seed, *epoch, *loss};
}

}  // namespace

void write_sweep_csv(std::ostream& out, const SweepCsv& sweep) {
  out << "# seeds=" << sweep.settings.at("seeds");
  for (const auto& [name, value] : sweep.settings) {
    if (name != "seeds") out << " " << name << "=" << value;
  }
  out << "\n" << kHeads << "\n";
  for (const auto& [seed, losses] : sweep.runs) {
    for (std::size_t e = 0; e < losses.size(); ++e) {
      out << seed << "," << e + 1 << "," << to_decimal(losses[e]) << "\n";
    }
  }
}

SweepCsv read_sweep_csv(std::istream& in, const std::string& name) {
  Lines lines(in, name);
  SweepCsv sweep;
  const auto last_is_whole = [&runs = sweep.runs] {  // as the first
    return runs.rbegin()->second.size() == runs.begin()->second.size();
  };
  std::string line;
  if (!lines.next(line) || line.empty() || line[0] != '#') lines.refuse("# and settings", line);
  sweep.settings = settings_in(line, lines);
  line.clear();
  if (!lines.next(line) || line != kHeads) lines.refuse(kHeads, line);
  while (lines.next(line)) {
    const Row row = row_in(line, lines);
    if (!sweep.runs.empty()) {
      const std::uint64_t last = sweep.runs.rbegin()->first;
      if (row.seed < last) lines.refuse("seeds in order", line);
      if (row.seed != last && !last_is_whole()) {
        lines.refuse("the next epoch of the seed before", line);
      }
    }
    std::vector<float>& losses = sweep.runs[row.seed];
    if (row.epoch != losses.size() + 1) {
      lines.refuse("epoch " + std::to_string(losses.size() + 1), line);
    }
    losses.push_back(row.loss);
  }
  if (!sweep.runs.empty() && !last_is_whole()) {
    lines.refuse("as many epochs of the last seed as of the others", "the end");
  }
  return sweep;
}
