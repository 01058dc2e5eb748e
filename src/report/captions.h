// The sentences under the pictures that say what a run did, up to the frame that is shown. (The
// pages' own text says what the pictures are.)
#pragma once

#include "core/decimal.h"
#include "lesson/snapshots.h"
#include "training/settings.h"

#include <initializer_list>
#include <map>
#include <string>
#include <vector>

// A run as far as one of its frames: all that may be said while that frame is shown.
struct RunSoFar {
  const RunSeen& all;
  std::size_t shown;  // frame

  const Snapshot& first() const { return all.frames.front(); }
  const Snapshot& now() const { return all.frames[shown]; }
  auto end() const { return all.frames.begin() + static_cast<std::ptrdiff_t>(shown) + 1; }
  bool moved() const { return shown > 0; }
  const std::vector<std::size_t>& positions() const { return all.shown.positions; }
  bool all_shown() const { return positions().size() == all.settings.max_seq_len; }
  const Encoding& encoding() const { return *all.settings.encoding; }
  // Whether a prediction is the sum of what a token and a learned or a fixed vector add.
  bool learned() const { return !all.has_layers() && encoding().learned; }
  bool fixed_waves() const { return !all.has_layers() && encoding().fixed != nullptr; }
  bool without_encoding() const { return !all.has_layers() && !encoding().adds_vectors(); }
};

// For each figure of page.html, by its id, what is said of it: nothing where there is no such
// figure.
using Captions = std::map<std::string, std::string>;
Captions captions_of(const RunSoFar& run);
// Of each frame.
std::vector<Captions> captions_of(const RunSeen& run);

// How captions are made: of sentences that have a condition each. NaN fails every condition, so
// that what is not known is not said.
namespace captions {

inline std::string digits(double value) { return to_significant(value, 3); }
inline std::string percent(double share) { return to_fixed(100 * share, 0) + " %"; }

// What {} in a sentence stands for: a text, a whole number, or another with two digits after the
// point. It refers to the text, and is for the length of a call.
struct Value {
  Value(const char* value) : text(value) {}
  Value(const std::string& value) : text(value.c_str()) {}
  Value(std::size_t value) : is_whole(true), whole(value) {}
  Value(double value) : number(value) {}

  const char* text = nullptr;
  bool is_whole = false;
  std::size_t whole = 0;
  double number = 0;
};
std::string as_text(const Value& value);
std::string filled(std::string sentence, std::initializer_list<Value> values);

// A sentence, without its full stop, where the condition holds; else nothing.
template <class... Values>
std::string where(bool holds, const char* sentence, const Values&... values) {
  return holds ? filled(sentence, {values...}) : "";
}
// The first of these that is said; and all of them, one after the other.
std::string first_said(std::initializer_list<std::string> sentences);
std::string all_said(std::initializer_list<std::string> sentences);

std::string when(const Snapshot& frame);

// What is less than a twentieth of the larger is no change worth a word, nor what is not seen in
// the numbers as they are printed.
bool grew(double from, double to);

// How many of the shown positions the data has: the first, since longer sequences have the shorter
// ones'.
std::size_t trained_positions(const RunSoFar& run);

// Of a run whose predictions are by the tokens alone: whether these, at the data's places, differ
// by less than a quarter of what the positions there do.
bool predictions_alike(const RunSoFar& run);

// When the middle one of the trained positions had come half its way along the ruler, or up to
// three quarters, and how far the vectors had then moved. (How far the positions climb on the ruler
// tells less: the bias and the mean token lift them all, and w, as it grows, spreads what they were
// drawn as.)
struct Pace {
  const Snapshot* at = nullptr;  // none, where no frame shows it there, as of a run resumed late
  double way = 0;                // the share of its way that the middle position had come
  std::vector<std::size_t> positions = {};  // from the middle one to the last that is trained
  std::vector<double> moved = {};
};
Pace pace_of(const RunSoFar& run);

// What Adam divides by: √v / √(1 - β2^s) of the position vectors in the last journey before the
// frame; 0 where there is none.
struct AdamRoots {
  double least = 0;
  double most = 0;
};
AdamRoots adam_roots(const RunSoFar& run);

std::string of_loss(const RunSoFar& run);
std::string of_similarity(const RunSoFar& run);
std::string of_path(const RunSoFar& run);
std::string of_data(const RunSoFar& run);

}  // namespace captions
