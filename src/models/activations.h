// How many numbers a transformer's passes keep, counted from the buffers that it reserves.
#pragma once

#include "models/model.h"

// Of a batch of so many tokens, which make so many pairs within their sequences: what all blocks
// save for the backward pass. Doubles, so that no size overflows.
double saved_activations(const ModelSizes& sizes, double tokens, double pairs);

// What they share: the sum before the first, the backward pass's room, and the angles that rotary
// encoding turns by.
double shared_activations(const ModelSizes& sizes, double tokens, double longest);
