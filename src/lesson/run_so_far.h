// A run as far as one of its frames: all that may be said while that frame is shown.
#pragma once

#include "lesson/snapshots.h"
#include "training/settings.h"

#include <cstddef>
#include <vector>

struct RunSoFar {
  const std::vector<Snapshot>& frames;
  const std::vector<EpochLoss>& losses;
  const std::vector<Journey>& journeys;
  const DataSeen& data;
  const std::vector<std::size_t>& positions;  // that are shown
  const std::vector<std::size_t>& tokens;
  const std::vector<std::size_t>& counts;  // how often an epoch trains each position
  const Projection& projection;
  const Settings& settings;
  std::size_t shown;  // frame

  const Snapshot& first() const { return frames.front(); }
  const Snapshot& now() const { return frames[shown]; }
  bool moved() const { return shown > 0; }
  bool all_shown() const { return positions.size() == settings.max_seq_len; }
  bool has_layers() const { return settings.stack.layers > 0; }
  // Whether a prediction is the sum of what a token and a learned or a fixed vector add.
  bool learned() const { return !has_layers() && settings.encoding->learned; }
  bool fixed_waves() const { return !has_layers() && settings.encoding->fixed != nullptr; }
  bool without_encoding() const { return !has_layers() && !settings.encoding->adds_vectors(); }
};

inline RunSoFar run_so_far(const Snapshots& snapshots, const Settings& settings,
                           const Projection& projection, std::size_t shown) {
  return {snapshots.frames(),
          snapshots.losses(),
          snapshots.journeys(),
          snapshots.data(),
          snapshots.shown().positions,
          snapshots.shown().tokens,
          snapshots.counts(),
          projection,
          settings,
          shown};
}
