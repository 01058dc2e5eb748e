// One training step as some places of its batch live through it: every number from lookup to
// changed weight.
#pragma once

#include "training/trainer.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

// A vector on the way, at the columns that are shown; fewer where it is shorter.
struct Stage {
  std::string name;
  std::vector<float> values;
};

// One row of a parameter through the step, at the journey's columns.
struct RowJourney {
  std::vector<float> before;
  std::vector<float> grad;  // summed over all places of the batch
  std::vector<float> m_before;
  std::vector<float> v_before;
  std::vector<float> m;
  std::vector<float> v;
  std::vector<float> after;
};

// One place of the batch.
struct PlaceJourney {
  std::size_t token = 0;
  std::size_t position = 0;
  std::size_t token_places = 0;          // of the batch that hold this token
  std::size_t position_places = 0;       // and that stand at this position
  RowJourney of_token;                   // its row of E,
  RowJourney of_position;                // and of P, where that is learned; else empty
  std::vector<float> position_row;       // P[i]; empty without encoding
  std::vector<float> token_products;     // E[t][j] w[j]
  std::vector<float> position_products;  // P[i][j] w[j]; empty without encoding
  std::vector<float> dx;                 // dy w: what this place alone adds to both rows' gradients
  float target = 0;
  std::vector<Stage> stages;   // of the first layer, where there are layers
  std::vector<float> listens;  // and its first head's shares, to each place
  float token_score = 0;       // E[t]·w
  float position_score = 0;    // P[i]·w
  float predicted = 0;
  float error = 0;
  float dy = 0;
  float token_dscore = 0;     // sum of dy over all places that hold the token; without layers
  float position_dscore = 0;  // and over those at the position
  float predicted_after = 0;  // with the changed weights
};

struct Journey {
  std::size_t frame = 0;   // of the run's snapshots, after which the step was made
  std::uint64_t step = 0;  // from 1
  std::size_t epoch = 0;   // from 1
  std::size_t places = 0;  // N, of the batch
  float loss = 0;
  std::vector<std::size_t> columns;  // the numbers of each vector that are shown
  RowJourney weight;
  RowJourney bias;                     // of its one number
  double clip_factor = 1;              // what all gradients were multiplied by
  std::vector<PlaceJourney> sequence;  // some places of the batch's longest, the first of these
};

// Whether no number is infinite or none: such a step tells nothing.
bool all_finite(const Journey& journey);

// Takes the numbers before a step and makes the journey after it.
class JourneyRecorder {
 public:
  void before_step(const Trainer& trainer);
  // `trainer` has just made that step.
  Journey after_step(const Trainer& trainer) const;

 private:
  struct Moment {
    Tensor value;
    Tensor m;
    Tensor v;
  };
  // Row `row` of parameter k.
  RowJourney row_journey(const Trainer& trainer, std::size_t k, std::size_t row,
                         const std::vector<std::size_t>& columns) const;
  const Tensor& positions_before(const Model<float>& model) const;
  void add_scores(PlaceJourney& place, const Journey& journey, const Model<float>& model) const;
  void pass_layers(Journey& journey, const Trainer& trainer, std::size_t sequence) const;
  PlaceJourney place_at(std::size_t n, const Journey& journey, const Trainer& trainer) const;

  // Every parameter, in the model's order: both tables first, the linear layer last.
  std::vector<Moment> before_;
};
