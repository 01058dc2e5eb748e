#include "core/strict_float.h"

#include "files/sweep_csv.h"

#include "core/decimal.h"
#include "files/csv_lines.h"
#include "training/settings_table.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <sstream>

namespace {

constexpr const char* kHeads = "seed,epoch,loss";

bool is_known(const std::string& setting) {
  const std::vector<Setting> table = settings_table({"seed"});
  return setting == "seeds" || setting == "data" ||
         std::any_of(table.begin(), table.end(),
                     [&](const Setting& known) { return known.key == setting; });
}

std::map<std::string, std::string> settings_in(const std::string& line, const CsvLines& lines) {
  std::map<std::string, std::string> settings;
  std::istringstream words(line.substr(1));
  for (std::string word; words >> word;) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) lines.refuse("name=value", word);
    const std::string key = word.substr(0, equals);
    if (!is_known(key)) lines.refuse("a setting of a sweep", word);
    if (!settings.emplace(key, word.substr(equals + 1)).second) {
      lines.refuse("each setting once", word);
    }
  }
  if (settings.count("seeds") == 0) lines.refuse("the settings of a sweep", line);
  return settings;
}

// A run that diverged has nan from there on.
std::optional<float> loss_of(const std::string& text) {
  if (text == "nan") return std::numeric_limits<float>::quiet_NaN();
  const std::optional<double> value = from_decimal(text);
  const bool is_loss =
      value && !std::signbit(*value) && *value <= std::numeric_limits<float>::max();
  return is_loss ? std::optional<float>(static_cast<float>(*value)) : std::nullopt;
}

struct Row {
  std::uint64_t seed;
  std::uint64_t epoch;
  float loss;
};

Row row_in(const std::string& line, const CsvLines& lines) {
  const std::vector<std::string> fields = csv_fields(line);
  if (fields.size() != 3) lines.refuse(kHeads, line);
  const auto seed = whole_from_decimal(fields[0]);
  const auto epoch = whole_from_decimal(fields[1]);
  const auto loss = loss_of(fields[2]);
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
  CsvLines lines(in, name);
  SweepCsv sweep;
  const auto last_is_whole = [&runs = sweep.runs] {  // as the first
    return runs.rbegin()->second.size() == runs.begin()->second.size();
  };
  std::string line;
  if (!lines.next(line) || line.empty() || line[0] != '#') lines.refuse("# and settings", line);
  sweep.settings = settings_in(line, lines);
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
    if (!losses.empty() && std::isnan(losses.back()) && !std::isnan(row.loss)) {
      lines.refuse("nan, as in the epoch before", line);
    }
    losses.push_back(row.loss);
  }
  if (!sweep.runs.empty() && !last_is_whole()) {
    lines.refuse("as many epochs of the last seed as of the others", "the end");
  }
  return sweep;
}
