// The weights of a model: drawn, or those of another.
#pragma once

#include "core/random.h"
#include "models/model.h"

#include <algorithm>
#include <cassert>
#include <memory>

// Draws the weights as PyTorch's layers do: both tables from N(0, 1), each block's, then the linear
// layer's weight and bias, uniform in [-1/sqrt(D), 1/sqrt(D)). A table that is not learned takes no
// draws; a layer of a block that is not used takes its own.
void draw_weights(Model<float>& model, TorchRandom& random);

// A model of these sizes, its weights drawn: drawn<Transformer<float>>.
using MakeModel = std::unique_ptr<Model<float>> (*)(const ModelSizes&, TorchRandom&);
template <class AnyModel>
std::unique_ptr<Model<float>> drawn(const ModelSizes& sizes, TorchRandom& random) {
  auto model = std::make_unique<AnyModel>(sizes);
  draw_weights(*model, random);
  return model;
}

// The faster model for these sizes, the position predictor where there are no blocks: its weights
// zero, or drawn.
std::unique_ptr<Model<float>> fastest_model(const ModelSizes& sizes);
std::unique_ptr<Model<float>> drawn_fastest(const ModelSizes& sizes, TorchRandom& random);

// Gives a model the weights of another of the same sizes.
template <class To, class From>
void copy_weights(Model<To>& to, const Model<From>& from) {
  const Parameters<To> written = to.parameters();
  const ConstParameters<From> read = from.parameters();
  for (std::size_t k = 0; k < written.size(); ++k) {
    assert(written[k]->value.shape() == read[k]->value.shape());
    std::copy(read[k]->value.begin(), read[k]->value.end(), written[k]->value.begin());
  }
}
