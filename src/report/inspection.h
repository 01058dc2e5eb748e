// What a saved model has learned, as text of at most 80 columns and as JSON.
#pragma once

#include "files/safetensors.h"
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
