// The places of a sequence on their way through the first layer, number by number.
#pragma once

#include "models/transformer.h"

#include <cstddef>
#include <string>
#include <vector>

// A vector on the way, at the columns that are shown; fewer where it is shorter.
struct Stage {
  std::string name;
  std::vector<float> values;
};

class LayerJourney {
 public:
  // Of this sequence of the batch.
  LayerJourney(const ModelSizes& sizes, const Batch& batch, std::size_t sequence);

  // Sends the sequence through a model that has these weights, the values of its parameters.
  void pass(const std::vector<const Tensor*>& weights);

  // Of the last pass, at the sequence's place i.
  float predicted(std::size_t i) const { return (*predicted_)[i]; }
  std::vector<Stage> stages(std::size_t i, const std::vector<std::size_t>& columns) const;
  // The shares of its attention that the first head pays to each place.
  std::vector<float> listens(std::size_t i) const;

 private:
  // Rows of the sequence's places, with the numbers that each has of its own.
  struct Rows {
    std::string name;
    Tensor rows;
    std::size_t first_col = 0;
    std::size_t width = 0;
  };

  Transformer<float> model_;
  Batch batch_;
  const Tensor* predicted_ = nullptr;
  std::vector<Rows> stages_;
};
