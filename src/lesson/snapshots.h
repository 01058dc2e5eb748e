// What a run looked like at some of its epochs, and what its pictures and their tables derive from
// that.
#pragma once

#include "lesson/data_seen.h"
#include "lesson/geometry.h"
#include "lesson/journey.h"
#include "lesson/layer_watch.h"
#include "lesson/ruler.h"
#include "training/trainer.h"

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// The mean of |predicted - target| on fresh sequences, at the positions that the data names and at
// the others; NaN where there are none.
struct FreshErrors {
  double named = 0;
  double others = 0;
  // On the data, at the named ones, each as often as in the fresh sequences: what `named` would be
  // if the model knew its own sequences no better.
  double on_data = 0;
};

// The model after so many epochs, at the positions and tokens that are shown.
struct Snapshot {
  std::size_t epoch = 0;
  bool within_epoch = false;  // stopped after that epoch, within the next
  // The position that each position's embedding stands for; with layers, the mean prediction there.
  std::vector<double> ruler;
  std::vector<double> token_shares;  // w·E[t]; empty with layers
  double mean_token_share = 0;       // over all tokens
  double mean_named_share = 0;       // over those that the data names
  double token_spread = 0;           // their standard deviation over all tokens
  OverPlaces shares_over_places;     // and over the data's places
  double bias = 0;
  // The mean of |predicted - target| at each position, NaN where there are no places, and over all:
  // on the data (with layers, on the watched sequences), and on fresh sequences.
  std::vector<double> errors;
  std::vector<double> fresh;
  double mean_error = 0;
  double mean_fresh = 0;
  FreshErrors fresh_parts;
  double largest_miss = 0;    // of the whole ruler from the ideal one
  std::size_t missed_at = 0;  // and at which position
  Tensor vectors;             // the positions' vectors, (shown positions, shown columns)
  std::vector<double> w;      // the linear layer's weights, at the shown columns
  LayersSeen layers;          // with layers
};

struct EpochLoss {
  std::size_t epoch;
  double last_batch;
  double mean;
  std::optional<double> validation = {};  // where the run has held-out sequences
};

// What is shown of a run that is larger than a page: evenly spread ones.
struct Shown {
  std::vector<std::size_t> epochs;       // 0 is before the first
  std::vector<std::size_t> loss_epochs;  // these among them
  std::vector<std::size_t> positions;
  std::vector<std::size_t> tokens;                  // with those of the shown sequences
  std::vector<std::size_t> columns;                 // of the position vectors
  std::vector<std::vector<std::size_t>> sequences;  // tokens, at the shown positions
  LayersShown layers;                               // with layers
};

// The position vectors seen along the last frame's w, the direction that the linear layer reads,
// and along the direction in which the last frame's vectors differ most besides.
using Coordinates = std::array<double, 2>;
struct Projection {
  std::vector<std::vector<Coordinates>> paths;  // for each frame, of each shown position
  std::vector<Coordinates> arrows;              // each frame's w, made as long as 1
};

// What was seen of a run.
struct RunSeen {
  Settings settings;
  std::uint64_t steps = 0;
  DataSeen data;
  Shown shown;
  std::vector<std::size_t> counts;  // how often an epoch trains each shown position
  std::size_t fresh_sequences = 0;
  // None in which a number is infinite or none, as of a run that all but diverged; all may be so.
  std::vector<Snapshot> frames;
  std::size_t frames_left_out = 0;
  std::vector<EpochLoss> losses;
  std::string held_out;  // the name of the held-out sequences; empty where there are none
  // Of the first step after each frame that one followed, where all its numbers are finite.
  std::vector<Journey> journeys;
  Projection projection;  // nothing where there are no vectors
  // The first digits of the digest of the final weights, which `verify` shows of its runs.
  std::string weights;
  bool goes_on = false;  // this is what was seen so far

  bool has_layers() const { return settings.stack.layers > 0; }
};

// Follows a run:
//
//     Snapshots snapshots(trainer);
//     while (...) { snapshots.before_step(trainer); trainer.step(); snapshots.after_step(trainer);
//     } snapshots.finish(trainer);
class Snapshots {
 public:
  // Plans what to show, and takes the first frame.
  explicit Snapshots(const Trainer& trainer);

  void before_step(const Trainer& trainer);
  void after_step(const Trainer& trainer);
  // Takes the last frame, where the run stopped before its end.
  void finish(const Trainer& trainer);
  // As if the run had stopped here; it may go on.
  RunSeen so_far(const Trainer& trainer);

  const RunSeen& run() const { return run_; }

 private:
  void take(const Trainer& trainer, bool within_epoch = false);
  void take_losses(const Trainer& trainer);
  // Each fills the frame, and says whether all of its numbers are finite.
  bool look_at_sums(Snapshot& frame, const Trainer& trainer) const;
  bool look_at_layers(Snapshot& frame, const Trainer& trainer);

  RunSeen run_;
  Sequences fresh_;
  std::unique_ptr<LayerWatcher> watcher_;
  JourneyRecorder recorder_;
  bool after_frame_ = false;  // no step was made since the last frame
};

// What each shown token adds to a prediction, less what the mean token adds.
std::vector<double> token_shifts(const Snapshot& frame);

// The cosine similarities of the pairs (0,0), (1,0), (1,1), (2,0), ... of shown positions.
std::vector<double> pair_similarities(const Snapshot& frame);

// Where the predictions of a shown sequence come from, at each of its places that is shown.
std::vector<Prediction> shares_of_sequence(const Shown& shown, const Snapshot& frame,
                                           std::size_t sequence);
