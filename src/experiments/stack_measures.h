// What a stack makes of the places of a sequence: how alike they become, and on which of them a
// prediction depends.
#pragma once

#include "data/sequences.h"
#include "models/transformer.h"

#include <vector>

// How far the rows from `first` on, `length` of them, are from being all alike: |x - mean| / |x|
// (Frobenius), the mean over the rows; 0 of nothing but zeros.
double distance_from_rank_one(const TensorOf<double>& x, std::size_t first, std::size_t length);
// The mean cosine between two of those rows; a row of zeros is like any other.
double mean_cosine(const TensorOf<double>& x, std::size_t first, std::size_t length);

// Row i: of what place i heeds, the share of each place j (L, L).
using Influence = TensorOf<double>;

struct Influences {
  std::vector<Influence> layers;  // the attention of each layer, the mean over its heads
  Influence attention;            // the mean over the layers
  Influence rollout;              // their product, each with the skip connection's half
  Influence leave_one_out;
};

// Of a sequence. Each of its tokens is drawn anew `resamples` times: how much the prediction at
// place i changes then is the influence of that token (leave one out).
Influences influences(Transformer<float>& model, const Ids& tokens, std::size_t resamples,
                      const Target& target, TorchRandom& torch);

// (A_n + I)/2 ... (A_1 + I)/2: attention to the tokens through all layers (Abnar and Zuidema 2020,
// equation 1).
Influence rollout(const std::vector<Influence>& layers);

// The mean over all places but the first of the share of the place before.
double share_before(const Influence& influence);
// Of all places but the first, the share of those that heed the place before more than any other,
// their own left aside.
double largest_before(const Influence& influence);
