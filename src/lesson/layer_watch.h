// What a model with self-attention layers makes of the first sequences of its data.
#pragma once

#include "lesson/data_seen.h"
#include "models/transformer.h"
#include "training/trainer.h"

#include <cstddef>
#include <vector>

struct LayersSeen {
  // Of each shown sequence, for each shown layer, for each shown head, row after row: the share of
  // its attention that each place pays to each place.
  std::vector<std::vector<double>> attention;
  // R^2: how well a linear layer could read the position off x, and off what each layer makes of
  // it.
  std::vector<double> read;
  // At each position of the watched sequences, over these: the mean prediction.
  std::vector<double> predicted;
  PositionMeans errors;  // |predicted - target|, over the watched sequences
  PositionMeans fresh;   // and over fresh ones
};

// Which are shown of what is larger than a page: evenly spread ones.
struct LayersShown {
  std::vector<std::size_t> layers;
  std::vector<std::size_t> heads;
  std::vector<std::vector<std::size_t>> sequences;  // tokens, each at its first places
  std::size_t watched = 0;                          // sequences, and the length of the longest
  std::size_t longest = 0;
};

class LayerWatcher {
 public:
  LayerWatcher(const Trainer& trainer, const Sequences& fresh);

  // `model` is the trainer's, or has its sizes.
  LayersSeen look(const Model<float>& model);

  const LayersShown& shown() const { return shown_; }

 private:
  std::vector<double> attention_of(std::size_t sequence) const;
  std::vector<double> read() const;

  Transformer<float> model_;
  Batch batch_;
  Batch fresh_;
  LayersShown shown_;
};
