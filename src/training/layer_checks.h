// The gradients of the layers one by one, on fixed small tensors.
#pragma once

#include "training/gradcheck.h"

#include <vector>

// Embedding, sum, linear, mean squared error, layer norm; softmax and self-attention with each
// encoding, causal or not; feed-forward, and the block with its norm in each place.
std::vector<GradientCheck> check_layers();
