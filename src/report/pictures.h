// The report's pictures, each as it is after the last frame. page.js moves their marks to where
// an earlier frame has them, by the scales that the drawings carry as data-x and data-y.
#pragma once

#include "lesson/snapshots.h"
#include "training/settings.h"

#include <string>

// For each position the one that its embedding stands for, against the ideal line.
std::string ruler_picture(const Snapshots& snapshots);

// The loss at every epoch, with the published ones behind it where the settings are the
// notebook's.
std::string loss_picture(const Snapshots& snapshots, const Settings& settings, bool logarithmic);

// How much each token shifts the prediction away from the mean token's.
std::string token_picture(const Snapshots& snapshots);

// Cosine similarity of the position vectors, which there are.
std::string similarity_picture(const Snapshots& snapshots);

// The position vectors, which there are, along the last frame's w and the largest rest.
std::string path_picture(const Snapshots& snapshots, const Projection& projection);

// The shares of token, position and bias in each prediction of the first shown sequence.
std::string share_picture(const Snapshots& snapshots);

// How often each position is trained, and its error.
std::string data_picture(const Snapshots& snapshots);
