// What a model makes of one sequence, for people and for programs.
#pragma once

#include "lesson/prediction.h"

#include <string>
#include <vector>

// A line for each place. The shares are there where the model has no layers.
std::string prediction_table(const std::vector<Prediction>& places, bool has_shares);

// [{"position":0,"token":5,"predicted":0.1,"target":0,"shares":[-0.2,0.1,0.2]},...]; shares of
// token, position and bias, or null.
std::string prediction_json(const std::vector<Prediction>& places, bool has_shares);
