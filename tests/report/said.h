// What is said of a run, whose numbers a test may change, so that a condition is just met or
// missed.
#pragma once

#include "report/captions.h"

#include "lesson/followed_run.h"
#include "test.h"

struct Told : RunSeen {
  explicit Told(const Settings& run_settings, std::optional<Sequences> sequences = std::nullopt)
      : Told(FollowedRun(run_settings, std::move(sequences))) {}
  explicit Told(const FollowedRun& run) : RunSeen(run.seen), shown_frame(frames.size() - 1) {}

  RunSoFar so_far() const { return {*this, shown_frame}; }
  std::string said(const std::string& figure) const { return captions_of(so_far()).at(figure); }
  Snapshot& first() { return frames.front(); }
  Snapshot& now() { return frames[shown_frame]; }
  void check(const std::string& figure, bool is_said, const std::string& sentence) const {
    const std::string text = said(figure);
    test::check(__FILE__, __LINE__, has(text, sentence) == is_said,
                (is_said ? "not said: " : "said: ") + sentence + " in: " + text);
  }
  // A condition: said where a number of the run is just so, and not where it is just not so.
  template <class Number>
  void edge(const std::string& figure, Number& number, double met, double missed,
            const std::string& sentence) {
    const Number before = number;
    number = static_cast<Number>(met);
    check(figure, true, sentence);
    number = static_cast<Number>(missed);
    check(figure, false, sentence);
    number = before;
  }

  // The mean losses of the first epochs; the last of these is shown.
  void set_losses(const std::vector<double>& means) {
    losses.clear();
    for (const double mean : means) losses.push_back({losses.size() + 1, mean, mean});
    shown_frame = means.size();
  }
  // The vector of a position, as it was at first and moved by these numbers.
  void move(std::size_t frame, std::size_t row, const std::vector<double>& by) {
    for (std::size_t j = 0; j < frames[0].vectors.cols(); ++j) {
      frames[frame].vectors.row(row)[j] =
          frames[0].vectors.row(row)[j] + static_cast<float>(j < by.size() ? by[j] : 0);
    }
  }

  std::size_t shown_frame;
};

inline Settings default_of(std::size_t epochs, const char* encoding = "learned") {
  Settings settings;
  settings.epochs = epochs;
  settings.encoding = find_encoding(encoding);
  return settings;
}

// The default run of an encoding, to be changed.
inline Told default_run(const char* encoding = "learned") {
  static std::map<std::string, Told> told;
  return told.try_emplace(encoding, default_of(25, encoding)).first->second;
}

// With layers; its frames' numbers are to be changed.
inline Told layered_run() {
  Settings settings = FollowedRun::small();
  settings.stack.layers = 2;
  static const Told kTold(settings);
  return kTold;
}
