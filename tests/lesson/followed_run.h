// A run with its snapshots, to draw; on data of its own where it is given.
#pragma once

#include "lesson/snapshots.h"

#include <cmath>
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
  explicit FollowedRun(const Settings& run_config, std::optional<Sequences> data = std::nullopt,
                       std::size_t steps = SIZE_MAX)
      : settings(run_config), trainer(settings, std::move(data)), snapshots(trainer) {
    follow(snapshots, trainer, steps);
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

// |predicted - target| of a model, in a plain loop: the mean over all places of the sequences, and
// over those at a position.
struct PlainMeans {
  double of_all = 0;
  double error = 0;      // at the position
  double predicted = 0;  // and there

  PlainMeans(Model<float>& model, const Sequences& data, std::int32_t position) {
    const Batch batch = whole_batch(data, model.sizes().vocab_size);
    const Tensor& y = model.forward(batch);
    double places = 0;
    for (std::size_t n = 0; n < y.size(); ++n) {
      const double miss = std::abs(static_cast<double>(y[n]) - batch.targets()[n]);
      of_all += miss / static_cast<double>(y.size());
      if (batch.positions()[n] != position) continue;
      error += miss;
      predicted += y[n];
      ++places;
    }
    error /= places;
    predicted /= places;
  }
};

inline std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; ++at) ++count;
  return count;
}
