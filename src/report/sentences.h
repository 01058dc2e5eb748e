// How a caption is made: sentences, each beside the test that says whether it is so.
#pragma once

#include "core/decimal.h"
#include "lesson/snapshots.h"
#include "training/settings.h"

#include <cmath>
#include <string>
#include <vector>

namespace captions {

// NaN fails every test, so that what is not known is not said.
struct Sentence {
  bool is_so;
  std::string text;
};

// Every sentence that is so.
inline std::string all_of(const std::vector<Sentence>& sentences) {
  std::string said;
  for (const Sentence& one : sentences) {
    if (one.is_so && !one.text.empty()) said += (said.empty() ? "" : " ") + one.text;
  }
  return said;
}

// The first that is so.
inline std::string first_of(const std::vector<Sentence>& sentences) {
  for (const Sentence& one : sentences) {
    if (one.is_so) return one.text;
  }
  return "";
}

inline std::string fixed(double value) { return to_fixed(value, 2); }
inline std::string digits(double value) { return to_significant(value, 3); }
inline std::string percent(double share) { return to_fixed(100 * share, 0) + " %"; }
inline std::string number(std::size_t value) { return std::to_string(value); }

// What is less than a twentieth of the larger is no change worth a word, nor what is not seen in
// the numbers as they are printed.
inline bool grew(double from, double to) {
  return to > from + std::abs(to) / 20 && fixed(from) != fixed(to);
}
inline bool shrank(double from, double to) { return grew(to, from); }

inline std::string when(const Snapshot& frame) {
  if (frame.within_epoch) return "within epoch " + number(frame.epoch + 1);
  return frame.epoch == 0 ? "before the first step" : "after epoch " + number(frame.epoch);
}

inline double length_of(const std::vector<double>& vector) {
  double square = 0;
  for (const double value : vector) square += value * value;
  return std::sqrt(square);
}

// What the captions are made of.
struct ToldRun {
  const Snapshots& snapshots;
  const Settings& settings;
  const Projection& projection;

  const std::vector<Snapshot>& frames() const { return snapshots.frames(); }
  const Snapshot& first() const { return frames().front(); }
  const Snapshot& last() const { return frames().back(); }
  const std::vector<std::size_t>& positions() const { return snapshots.shown().positions; }
  bool all_shown() const { return positions().size() == settings.max_seq_len; }
  bool moved() const { return frames().size() > 1; }
  bool has_layers() const { return snapshots.layers() != nullptr; }
  // Whether a prediction is the sum of what a token and a learned or a fixed vector add.
  bool learned() const { return !has_layers() && settings.encoding->learned; }
  bool fixed_waves() const { return !has_layers() && settings.encoding->fixed != nullptr; }
  bool without_encoding() const { return !has_layers() && !settings.encoding->adds_vectors(); }
  std::string at_first() const { return when(first()); }
};

// Of a run whose predictions are by the tokens alone: whether these, at the data's places, differ
// by less than a quarter of what the positions there do.
inline bool predictions_alike(const ToldRun& run) {
  return run.last().shares_over_places.spread <
         positions_over_places(run.snapshots.data()).spread / 4;
}

}  // namespace captions
