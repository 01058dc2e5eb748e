// What captions say of a run, and checks of it.
#pragma once

#include "lesson/followed_run.h"
#include "report/captions.h"
#include "test.h"

using Said = std::map<std::string, std::string>;

inline Said said_of(const Snapshots& snapshots, const Settings& settings) {
  return captions_of(snapshots, settings, projection_of(snapshots));
}
inline Said said_of(const FollowedRun& run) { return said_of(run.snapshots, run.settings); }

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

#define CHECK_SAID(text, part)                     \
  test::check(__FILE__, __LINE__, has(text, part), \
              "not said: " + std::string(part) + " in: " + (text))
// A sentence that is true of other runs than this.
#define CHECK_UNSAID(text, part) \
  test::check(__FILE__, __LINE__, !has(text, part), "said: " + std::string(part) + " in: " + (text))

inline Settings default_of(std::size_t epochs, const char* encoding = "learned") {
  Settings settings;
  settings.epochs = epochs;
  settings.encoding = find_encoding(encoding);
  return settings;
}

// `count` lines of these tokens.
inline Sequences lines_of(std::size_t count, const Ids& line) {
  Sequences data = {{}, {0}};
  for (std::size_t s = 0; s < count; ++s) {
    data.tokens.insert(data.tokens.end(), line.begin(), line.end());
    data.starts.push_back(data.tokens.size());
  }
  return data;
}

// Gradient descent with momentum, since ε is far larger than what it is added to.
inline Settings undivided() {
  Settings settings;
  settings.adam.eps = 1e6;
  settings.adam.lr = 3e3;
  return settings;
}

// Of which three positions and 32 tokens occur nowhere.
inline Settings ten_samples() {
  Settings settings = default_of(3000);
  settings.samples = 10;
  return settings;
}

// The first tokens of each of the default run's sequences: at most `most` of them, and of every
// tenth at most `tenth`.
inline Sequences shortened(std::size_t most, std::size_t tenth) {
  const Settings settings;
  const Trainer trainer(settings);
  Sequences data = {{}, {0}};
  for (std::size_t s = 0; s < trainer.data().count(); ++s) {
    const std::int32_t* sequence = trainer.data().sequence(s);
    const std::size_t length = std::min(trainer.data().length(s), s % 10 == 9 ? tenth : most);
    data.tokens.insert(data.tokens.end(), sequence, sequence + length);
    data.starts.push_back(data.tokens.size());
  }
  return data;
}
