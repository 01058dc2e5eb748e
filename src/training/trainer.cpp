#include "core/strict_float.h"

#include "training/trainer.h"

#include "core/decimal.h"
#include "nn/masked_mse.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

// The members are made in the order in which the notebook draws: data first, then weights.
Trainer::Trainer(const Config& config)
    : config_(config),
      python_(config.seed),
      torch_(config.seed),
      data_(dummy_sequences(config.data_sizes(), python_, torch_)),
      model_(config.model_sizes(), torch_),
      parameters_(model_.parameters()),
      adam_(config.adam, parameters_),
      order_(data_.count()),
      dy_({0}) {
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  const std::size_t places = largest_batch(data_, config.batch_size);
  batch_.tokens.reserve(places);
  batch_.positions.reserve(places);
  dy_.reserve_rows(places);
  model_.reserve(places);
}

std::size_t Trainer::batches_per_epoch() const {
  return (data_.count() - 1) / config_.batch_size + 1;
}

double Trainer::mean_loss() const { return squared_errors_ / places_; }

void Trainer::step() {
  if (batch_index_ == 0) start_epoch();
  const std::size_t first = batch_index_ * config_.batch_size;
  const std::size_t last = first + std::min(config_.batch_size, data_.count() - first);
  fill_batch(batch_, data_, order_, first, last);
  train_on(batch_);
  const auto places = static_cast<double>(batch_.tokens.size());
  squared_errors_ += last_loss_ * places;
  places_ += places;
  if (++batch_index_ == batches_per_epoch()) {
    batch_index_ = 0;
    ++epochs_done_;
  }
}

// PyTorch's DataLoader draws a 64-bit number at the start of every epoch; its random sampler
// takes another as the seed of the permutation.
void Trainer::start_epoch() {
  squared_errors_ = 0;
  places_ = 0;
  torch_.u64();
  if (config_.shuffle) {
    const std::uint64_t seed = torch_.u64() & ((std::uint64_t{1} << 63U) - 1);
    order_ = TorchRandom(seed).permutation(data_.count());
  }
}

void Trainer::train_on(const Batch& batch) {
  for (Parameter* parameter : parameters_) parameter->grad.fill(0);

  // tokens ──▶ token embedding ──(+ position embedding)──▶ linear ──▶ predicted positions
  const Tensor& predicted = model_.forward(batch);
  // predicted, positions ──▶ masked MSE ──▶ loss ──▶ dy
  last_loss_ = masked_mse_forward(predicted, batch.positions);
  require_finite_loss();
  masked_mse_backward(dy_, predicted, batch.positions);
  // dy ──▶ linear backward ──▶ embedding backward ──▶ grads
  model_.backward(batch, dy_);
  // grads ──▶ Adam ──▶ weights
  adam_.step(parameters_);
}

void Trainer::require_finite_loss() const {
  if (std::isfinite(last_loss_)) return;
  const auto is_finite = [](float w) { return std::isfinite(w); };
  std::string culprit = "the predictions";
  for (const Parameter* parameter : parameters_) {
    if (!std::all_of(parameter->value.begin(), parameter->value.end(), is_finite)) {
      culprit = parameter->name;
      break;
    }
  }
  throw Diverged("the loss became " + std::string(std::isnan(last_loss_) ? "nan" : "infinite") +
                 " at step " + std::to_string(steps_done() + 1) + " (epoch " +
                 std::to_string(epochs_done_ + 1) + ") with --lr " + to_decimal(config_.adam.lr) +
                 "; the first tensor that is not finite: " + culprit);
}
