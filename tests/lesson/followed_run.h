// A run with its snapshots, to draw; on data of its own where it is given.
#pragma once

#include "lesson/snapshots.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

// Follows a trainer for so many steps, or to its end.
inline void follow(Snapshots& snapshots, Trainer& trainer, std::size_t steps = SIZE_MAX) {
  for (; steps > 0 && !trainer.finished(); --steps) {
    snapshots.before_step(trainer);
    trainer.step();
    snapshots.after_step(trainer);
  }
  snapshots.finish(trainer);
}

struct FollowedRun {
  explicit FollowedRun(const Settings& run_config, std::optional<Sequences> data = std::nullopt)
      : settings(run_config), trainer(settings, std::move(data)), snapshots(trainer) {
    follow(snapshots, trainer);
  }

  static Settings small(const Encoding* encoding = find_encoding("learned")) {
    Settings settings = settings_of("--samples 40 --epochs 4");
    settings.encoding = encoding;
    return settings;
  }

  Settings settings;
  Trainer trainer;
  Snapshots snapshots;
  const RunSeen& seen = snapshots.run();
};

inline std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; ++at) ++count;
  return count;
}
