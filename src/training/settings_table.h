// Each setting by its key: what options, files, reports and messages share.
#pragma once

#include "training/settings.h"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

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
  std::function<std::string(const Settings&)> get;
  // False where the text is no such value; then nothing is set.
  std::function<bool(Settings&, const std::string& text)> set;
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
