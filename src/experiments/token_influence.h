// On which tokens does a prediction depend? What attention seems to say, and what happens when a
// token is changed.
#pragma once

#include "data/sequences.h"
#include "models/transformer.h"

#include <vector>

// Row i: of what place i heeds, the share of each place j (L, L).
using Influence = TensorOf<double>;

struct Influences {
  std::vector<Influence> layers;  // the attention of each layer, the mean over its heads
  Influence attention;            // the mean over the layers
  Influence rollout;              // their product, each with the skip connection's half
  Influence leave_one_out;
};

// Of the sequence of that number. Each of its tokens is drawn anew `resamples` times: how much the
// prediction at place i changes then is the influence of that token (leave one out).
Influences influences(Transformer<float>& model, const Sequences& data, std::size_t sequence,
                      std::size_t resamples, const Target& target, TorchRandom& torch);

// (A_n + I)/2 ... (A_1 + I)/2: attention to the tokens through all layers (Abnar and Zuidema 2020,
// equation 1).
Influence rollout(const std::vector<Influence>& layers);

// The mean over all places but the first of the share of the place before.
double share_before(const Influence& influence);
// Of all places but the first, the share of those that heed the place before more than any other,
// their own left aside.
double largest_before(const Influence& influence);
