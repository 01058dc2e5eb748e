// Each setting by its key: what options, files, reports and messages share.
#pragma once

#include "training/settings.h"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

// A setting that came with the layers is left out of files where it is the default, so that runs
// without layers have the files that they had.
struct Setting {
  std::string key;         // "max-seq-len"
  std::string value_name;  // "N", "X" or "NAME"; empty for a flag, which is on or off
  std::string help;        // one line
  std::string expected;    // "a whole number from 1 to 16777216"
  std::function<std::string(const Settings&)> get;
  // False where the text is no such value; then nothing is set.
  std::function<bool(Settings&, const std::string& text)> set;
  bool optional = false;                  // in files
  std::vector<std::string> choices = {};  // where the value is one of these
};

// All settings but those of these keys, in the order in which help and reports list them.
std::vector<Setting> settings_table(const std::set<std::string>& but = {});

// Their texts by their keys, as files hold them, without optional ones that are the default.
std::map<std::string, std::string> texts_of(const Settings& settings,
                                            const std::set<std::string>& but = {});

// What options such as "--layers 2 --causal" make of the defaults. They must be right.
Settings settings_of(const std::string& options);

// The options that make `base` these settings, each after a blank.
std::string options_of(const Settings& settings, const std::set<std::string>& but = {},
                       const Settings& base = Settings());
