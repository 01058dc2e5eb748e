// What a saved model has learned, and what it makes of a sequence, as text of at most 80 columns
// and as JSON.
#pragma once

#include "files/safetensors.h"
#include "lesson/ruler.h"
#include "models/model.h"

#include <optional>
#include <string>
#include <vector>

// How far each position's vector has moved from its start, where that is known.
using Movement = std::optional<std::vector<double>>;

std::string inspection_text(const Safetensors& file, const Model<float>& model,
                            const Movement& moved);

// Of at most 256 positions, evenly spread, which it lists. A number that is infinite or none is
// null, and counted in not_finite.
std::string inspection_json(const Safetensors& file, const Model<float>& model,
                            const Movement& moved);

// A line for each place. The shares are there where the model has no layers.
std::string prediction_table(const std::vector<Prediction>& places, bool has_shares);

// [{"position":0,"token":5,"predicted":0.1,"target":0,"shares":[-0.2,0.1,0.2],"attention":null},...]:
// shares of token, position and bias, without layers; with layers attention: for each of them, for
// each head, the share that the place pays to each place. `model` has just made the predictions.
std::string prediction_json(const std::vector<Prediction>& places, const Model<float>& model);
