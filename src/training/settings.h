// Everything that shapes a run: as numbers, and each by its key, which options, files, reports and
// messages share.
#pragma once

#include "data/sequences.h"
#include "models/model.h"
#include "nn/adam.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

// The defaults are the notebook's.
struct Settings {
  std::uint64_t seed = 0;
  std::size_t samples = 1000;
  std::size_t max_seq_len = 20;
  std::size_t vocab_size = 100;
  std::size_t d_model = 16;
  const Encoding* encoding = kEncodings.data();
  std::size_t epochs = 25;
  std::size_t batch_size = 32;
  bool shuffle = false;
  AdamOptions adam;
  StackOptions stack = {};
  const Target* target = kTargets.data();
  std::size_t positions = 0;  // that the model can take; 0 for max_seq_len

  DummyDataSizes data_sizes() const { return {samples, max_seq_len, vocab_size}; }
  std::size_t most_positions() const { return std::max(positions, max_seq_len); }
  ModelSizes model_sizes() const {
    return {vocab_size, most_positions(), d_model, encoding, stack};
  }
};

// What a setting belongs to.
namespace group {
inline constexpr const char* kData = "data";
inline constexpr const char* kModel = "model";
inline constexpr const char* kTraining = "training";
inline constexpr const char* kAdam = "Adam";
inline constexpr const char* kLayers = "layers";  // without any, none of the others has a meaning
}  // namespace group

struct Setting {
  std::string group;
  std::string key;         // "max-seq-len"
  std::string value_name;  // "N", "X" or "NAME"; empty for a flag, which is on or off
  std::string help;        // one line
  std::string expected;    // "a whole number from 1 to 16777216"
  std::function<std::string(const Settings&)> get = {};
  // False where the text is no such value; then nothing is set.
  std::function<bool(Settings&, const std::string& text)> set = {};
  std::vector<std::string> choices = {};  // where the value is one of these
  // Came later: left out of files where it is the default, so that older runs keep their files.
  bool is_later = false;
};

// All settings but those of these keys, in the order in which help and reports list them.
std::vector<Setting> settings_table(const std::set<std::string>& but = {});

// Their texts by their keys, as files hold them, without later ones that are the default.
std::map<std::string, std::string> texts_of(const Settings& settings,
                                            const std::set<std::string>& but = {});

// What options such as "--layers 2 --causal" make of the defaults. They must be right.
Settings settings_of(const std::string& options);

// The options that make `base` these settings, each after a blank.
std::string options_of(const Settings& settings, const std::set<std::string>& but = {},
                       const Settings& base = Settings());

// Why no run can have these settings, in one line: what contradicts what. Empty where one can.
std::string contradiction(const Settings& settings);

// The bytes that a run of these sizes needs at least, as a double so that it cannot overflow:
// value and Adam's two states of every weight, a fixed table of positions, the data of
// average length, and one batch. Short of the truth only by small change.
double memory_needed(const Settings& settings, std::size_t threads = 1);
