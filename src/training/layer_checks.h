// The gradients of the layers one by one, on fixed small tensors.
#pragma once

#include "training/gradcheck.h"

#include <vector>

// Embedding, sum, linear, mean squared error.
std::vector<GradientCheck> check_layers();
