// The gradients of what a block of self-attention is made of, on small fixed tensors.
#pragma once

#include "training/gradcheck.h"

#include <vector>

// Layer norm, softmax, self-attention with each encoding, causal or not, feed-forward, and the
// block with its norm in each place.
std::vector<GradientCheck> check_attention();
