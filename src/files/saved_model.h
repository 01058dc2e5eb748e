// A model read from a file, to look at it: a checkpoint of ours, or the state dict of the same
// model saved by PyTorch.
#pragma once

#include "files/safetensors.h"
#include "models/model.h"

#include <memory>
#include <string>

// The file's parameters as a model. Throws std::runtime_error, with `name` for the file, where
// one is missing, their shapes do not fit together, or there are tensors that a checkpoint has
// not. The encoding is that of the metadata, learned where there is none.
std::unique_ptr<Model<float>> saved_model(const Safetensors& file, const std::string& name);
