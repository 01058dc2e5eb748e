// A run with its history, to draw.
#pragma once

#include "training/history.h"

struct FollowedRun {
  explicit FollowedRun(const Config& run_config)
      : config(run_config), trainer(config), history(trainer) {
    while (!trainer.finished()) {
      history.before_step(trainer);
      trainer.step();
      history.after_step(trainer);
    }
    history.finish(trainer);
  }

  static Config small(Encoding encoding = Encoding::kLearned) {
    Config config;
    config.samples = 40;
    config.epochs = 4;
    config.encoding = encoding;
    return config;
  }

  Config config;
  Trainer trainer;
  History history;
};

inline std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; ++at) ++count;
  return count;
}
