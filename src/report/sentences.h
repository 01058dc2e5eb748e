// How a caption is made: sentence by sentence, each only where it is so.
#pragma once

#include "core/decimal.h"
#include "lesson/run_so_far.h"

#include <cmath>
#include <string>

namespace captions {

inline std::string digits(double value) { return to_significant(value, 3); }
inline std::string percent(double share) { return to_fixed(100 * share, 0) + " %"; }

inline std::string as_text(const std::string& text) { return text; }
inline std::string as_text(std::size_t number) { return std::to_string(number); }
inline std::string as_text(double number) { return to_fixed(number, 2); }

class Caption {
 public:
  // A sentence of texts, whole numbers, and others with two digits after the point.
  template <class... Parts>
  void say(const Parts&... parts) {
    if (!text_.empty()) text_ += " ";
    go_on(parts...);
  }
  // More of the last sentence.
  template <class... Parts>
  void go_on(const Parts&... parts) {
    (text_.append(as_text(parts)), ...);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// What is less than a twentieth of the larger is no change worth a word, nor what is not seen in
// the numbers as they are printed.
inline bool grew(double from, double to) {
  return to > from + std::abs(to) / 20 && as_text(from) != as_text(to);
}
inline bool shrank(double from, double to) { return grew(to, from); }

inline std::string when(const Snapshot& frame) {
  if (frame.within_epoch) return "within epoch " + as_text(frame.epoch + 1);
  return frame.epoch == 0 ? "before the first step" : "after epoch " + as_text(frame.epoch);
}

// Of a run whose predictions are by the tokens alone: whether these, at the data's places, differ
// by less than a quarter of what the positions there do.
inline bool predictions_alike(const RunSoFar& run) {
  return run.now().shares_over_places.spread < positions_over_places(run.data).spread / 4;
}

}  // namespace captions
