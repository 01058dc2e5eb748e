// What a run did up to the shown frame, in numbers that the captions of its pictures tell.
// Positions are those that are shown. Where there are no such numbers, as before the first step or
// with a single position, `known` is false.
#pragma once

#include "lesson/run_so_far.h"

#include <cstddef>
#include <vector>

// A number of every frame: the first, the shown one's, the least, and the largest with its frame.
struct Course {
  double first = 0;
  double last = 0;
  double least = 0;
  double most = 0;
  std::size_t most_at = 0;
};
Course course_of(const RunSoFar& run, double Snapshot::*number);

// How far the vectors of the later half of the trained positions had moved from their start when
// the middle position had come half its way along the ruler, or up to three quarters. Not known
// where no frame shows it there, as of a run resumed late. (How far the positions climb on the
// ruler tells less: the bias and the mean token lift them all, and w, as it grows, spreads what
// they were drawn as.)
struct Pace {
  bool known = false;
  std::size_t frame = 0;
  double way = 0;          // the share of its way that the middle position had come
  std::size_t middle = 0;  // the positions
  std::size_t last = 0;
  std::size_t slowest = 0;
  double of_middle = 0;
  double of_last = 0;
  double least = 0;  // of all from the middle to the last
  double most = 0;
};
Pace pace_of(const RunSoFar& run);

// How many positions are within half a position of their place, and how many would be if
// the ruler averaged only over the tokens that the data names.
struct Arrived {
  std::size_t count = 0;
  std::size_t over_named = 0;
};
Arrived arrived(const RunSoFar& run);

// The mean loss: of the first epoch, the last one and the best, and which share of it an epoch took
// off.
struct LossFall {
  bool known = false;
  bool every_epoch = false;  // is among the losses
  double first = 0;
  double last = 0;
  double best = 0;
  double first_share = 0;
  double last_share = 0;
  double most_share = 0;
  double least_share = 0;
  std::size_t first_epoch = 0;  // that took off a share
  std::size_t most_epoch = 0;
  std::size_t last_epoch = 0;
};
LossFall loss_fall(const RunSoFar& run);

// The tokens.
struct TokensSeen {
  std::size_t unseen = 0;         // of those shown, that the data does not name
  double spread_unseen = 0;       // the standard deviation of their shifts
  double spread_seen = 0;         // and of the others'
  double with_mean_position = 0;  // the others' correlation with the mean position of their places
};
TokensSeen tokens_seen(const RunSoFar& run);

// The cosines of position vectors.
struct Likeness {
  bool known = false;
  double ends_first = 0;  // of the first and the last position, in the first frame
  double ends_last = 0;   // and in the shown one
  bool has_neighbours = false;
  double neighbours_first = 0;  // the mean of position i and i + 1
  double neighbours_last = 0;
  // In the shown one: whether it goes by the distance alone, where it is least, and how far it
  // rises after.
  bool by_distance = false;
  double least = 0;
  std::size_t least_at = 0;
  double later_most = 0;
  std::size_t later_at = 0;
};
Likeness likeness_of(const RunSoFar& run);

// The largest rise, over the positions, of a number of the vectors that rises at each step; 0 where
// none does.
double largest_rise(const Snapshot& frame);

// The position vectors, and how they moved from the first frame to the shown one.
struct VectorMovement {
  bool known = false;
  std::size_t trained = 0;       // of the shown positions, that the data names
  double correlation_first = 0;  // of these positions with their vectors along the last w
  double correlation_last = 0;
  double along_w = 0;        // the share of all squared movement
  std::size_t farthest = 0;  // which position's vector moved farthest
  double cosine_w = 0;       // of that movement with w
  double cosine_signs = 0;   // and with the vector of w's signs
};
VectorMovement movement_of(const RunSoFar& run);

// What Adam divides by: √v / √(1 - β2^s) of the position vectors in the last journey before the
// frame.
struct AdamRoots {
  bool known = false;
  double least = 0;
  double most = 0;
};
AdamRoots adam_roots(const RunSoFar& run);
