// The training loop.
#pragma once

#include "core/random.h"
#include "data/batch.h"
#include "data/sequences.h"
#include "models/weights.h"
#include "nn/adam.h"
#include "training/settings.h"

#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

// A loss that is not a number, or infinite. The message names the step, the learning rate
// and the first tensor that went wrong: a parameter, else the predictions.
class Diverged : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The mean squared error of a model over all places of sequences that the run does not train on.
using HeldOutLoss = std::function<double(Model<float>&)>;

// Where a run stands.
struct TrainingState {
  std::uint64_t epochs_done = 0;
  std::uint64_t batches_done = 0;  // of the epoch after those
  std::uint64_t words = 0;         // that the generator had drawn before that epoch
  double squared_errors = 0;       // of those batches, and over how many places
  double places = 0;
};

// One run, from its seed on: draws the data and the initial weights, then trains step by step.
//
//     Trainer trainer(settings);
//     while (!trainer.finished()) trainer.step();
class Trainer {
 public:
  // Without data, draws the dummy sequences that the settings describe. Trains the faster model.
  // Throws std::runtime_error where this thread's arithmetic would give other bits.
  explicit Trainer(const Settings& settings, std::optional<Sequences> data = std::nullopt,
                   MakeModel make_model = drawn_fastest);
  Trainer(const Trainer&) = delete;
  Trainer& operator=(const Trainer&) = delete;

  // Trains on the next batch: forward, loss, backward, Adam. Throws Diverged: before it changes a
  // weight, or where the run's last step left one that is not finite.
  void step();

  // Measures that loss after each epoch from here on, the one that just ended too, which changes no
  // bit of the run. `name` says of what: "1000 fresh sequences". Throws Diverged, as step() then
  // does, where it is not finite.
  void hold_out(const std::string& name, HeldOutLoss loss);

  bool finished() const { return state_.epochs_done == settings_.epochs; }
  // Whether the last step ended an epoch.
  bool epoch_ended() const { return state_.epochs_done > 0 && state_.batches_done == 0; }

  std::size_t epochs_done() const { return static_cast<std::size_t>(state_.epochs_done); }
  std::size_t batches_per_epoch() const { return (data_.count() - 1) / settings_.batch_size + 1; }
  bool has_finite_weights() const { return first_not_finite().empty(); }
  std::uint64_t steps_done() const { return adam_->steps(); }

  // The loss of the last step, before its update; NaN before the first.
  float last_loss() const { return last_loss_; }
  // Of a run that goes on: what its state does not tell.
  void recall_last_loss(double loss) { last_loss_ = static_cast<float>(loss); }
  // The mean squared error over all places of the current epoch's steps so far, or of the epoch
  // just ended; each step's before its update. NaN before the first step.
  double mean_loss() const { return state_.squared_errors / state_.places; }

  const std::string& held_out() const { return held_out_; }  // that name; empty without
  // After the last epoch that ended; nothing without held-out sequences, or before.
  std::optional<float> validation_loss() const { return validation_loss_; }
  // What the run is judged by after an epoch: the validation loss, or else the last step's.
  float judged_loss() const { return validation_loss_.value_or(last_loss_); }

  // The batch of the last step; its gradients stay in the model's parameters until the next.
  const Batch& batch() const { return batch_; }
  const Tensor& dy() const { return dy_; }  // the gradient of its predictions

  const Settings& settings() const { return settings_; }
  const Sequences& data() const { return data_; }
  const Model<float>& model() const { return *model_; }
  const Adam<float>& adam() const { return *adam_; }
  Model<float>& model() { return *model_; }
  Adam<float>& adam() { return *adam_; }

  // Where the run stands, besides the model's weights and Adam's state.
  TrainingState state() const;
  // Goes on from there, a trainer of the same configuration and data having just been made.
  // Throws std::runtime_error where that cannot be the state of such a run.
  void restore(const TrainingState& state);

 private:
  void start_epoch();
  void validate();
  void require_finite_loss() const;
  void require_finite_weights() const;
  std::string first_not_finite() const;

  Settings settings_;
  TorchRandom torch_;
  Sequences data_;
  std::unique_ptr<Model<float>> model_;
  std::unique_ptr<Adam<float>> adam_;

  std::vector<std::size_t> order_;  // of the samples, in this epoch
  TrainingState state_;             // its sums stay until the next epoch starts
  Batch batch_;
  Tensor dy_;
  float last_loss_ = std::numeric_limits<float>::quiet_NaN();
  std::string held_out_;
  HeldOutLoss held_out_loss_;
  std::optional<float> validation_loss_;
};
