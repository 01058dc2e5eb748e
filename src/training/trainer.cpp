#include "core/strict_float.h"

#include "training/trainer.h"

#include "core/decimal.h"
#include "core/float_environment.h"
#include "training/train_step.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace {

Sequences drawn_data(const Settings& settings, TorchRandom& torch) {
  PythonRandom python(settings.seed);
  return dummy_sequences(settings.data_sizes(), python, torch);
}

}  // namespace

// The members are made in the order in which the notebook draws: data first, then weights.
Trainer::Trainer(const Settings& settings, std::optional<Sequences> data, MakeModel make_model)
    : settings_(settings),
      torch_(settings.seed),
      data_(data ? std::move(*data) : drawn_data(settings, torch_)),
      model_(make_model(settings.model_sizes(), torch_)),
      order_(data_.count()),
      batch_(settings.vocab_size, *settings.target),
      dy_({0}) {
  require_float_environment();
  settings_.adam.last_step = settings.epochs * std::uint64_t{batches_per_epoch()};
  adam_ = model_->adam(settings_.adam);
  state_.words = torch_.words();
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  const std::size_t places = largest_batch(data_, settings.batch_size);
  batch_.reserve(places);
  dy_.reserve_rows(places);
  model_->reserve(places, data_.longest());
}

void Trainer::step() {
  if (state_.batches_done == 0) start_epoch();
  const std::size_t first = static_cast<std::size_t>(state_.batches_done) * settings_.batch_size;
  const std::size_t last = first + std::min(settings_.batch_size, data_.count() - first);
  batch_.fill(data_, order_, first, last);
  last_loss_ = train_step(*model_, *adam_, batch_, dy_);
  require_finite_loss();
  const auto places = static_cast<double>(batch_.size());
  state_.squared_errors += last_loss_ * places;
  state_.places += places;
  if (++state_.batches_done == batches_per_epoch()) {
    state_.batches_done = 0;
    ++state_.epochs_done;
    state_.words = torch_.words();
  }
  if (finished()) require_finite_weights();
  validate();
}

void Trainer::hold_out(const std::string& name, HeldOutLoss loss) {
  held_out_ = name;
  held_out_loss_ = std::move(loss);
  validate();
}

void Trainer::validate() {
  if (!held_out_loss_ || !epoch_ended()) return;
  const double loss = held_out_loss_(*model_);
  validation_loss_ = static_cast<float>(std::min(loss, 0x1p127));
  if (loss < 0x1p127) return;
  throw Diverged("the validation loss is not finite after epoch " +
                 std::to_string(state_.epochs_done) + " with lr " + to_decimal(settings_.adam.lr));
}

// PyTorch's DataLoader draws a 64-bit number at the start of every epoch; its random sampler
// takes another as the seed of the permutation.
void Trainer::start_epoch() {
  state_.squared_errors = 0;
  state_.places = 0;
  torch_.u64();
  if (settings_.shuffle) {
    const std::uint64_t seed = torch_.u64() & ((std::uint64_t{1} << 63U) - 1);
    order_ = TorchRandom(seed).permutation(data_.count());
  }
}

std::string Trainer::first_not_finite() const {
  const auto is_finite = [](float w) { return std::isfinite(w); };
  for (const Parameter<float>* parameter : model().parameters()) {
    const Tensor& value = parameter->value;
    if (!std::all_of(value.begin(), value.end(), is_finite)) return parameter->name;
  }
  return "";
}

void Trainer::require_finite_loss() const {
  if (std::isfinite(last_loss_)) return;
  const std::string culprit = first_not_finite();
  throw Diverged(
      "the loss became " + std::string(std::isnan(last_loss_) ? "nan" : "infinite") + " at step " +
      std::to_string(steps_done() + 1) + " (epoch " + std::to_string(state_.epochs_done + 1) +
      ") with lr " + to_decimal(settings_.adam.lr) +
      "; the first tensor that is not finite: " + (culprit.empty() ? "the predictions" : culprit));
}

// No later loss would show what the last step did to the weights.
void Trainer::require_finite_weights() const {
  const std::string culprit = first_not_finite();
  if (culprit.empty()) return;
  throw Diverged("the last step, with lr " + to_decimal(settings_.adam.lr) +
                 ", left a tensor that is not finite: " + culprit);
}

TrainingState Trainer::state() const {
  TrainingState state = state_;
  if (state.batches_done == 0) state.squared_errors = state.places = 0;
  return state;
}

void Trainer::restore(const TrainingState& state) {
  const std::uint64_t words_an_epoch = settings_.shuffle ? 4 : 2;
  const bool ended = state.epochs_done == settings_.epochs && state.batches_done == 0;
  if ((state.epochs_done >= settings_.epochs && !ended) ||
      state.batches_done >= batches_per_epoch() ||
      state.words != torch_.words() + state.epochs_done * words_an_epoch) {
    throw std::runtime_error("expected the state of a run of " + std::to_string(settings_.epochs) +
                             " epochs of " + std::to_string(batches_per_epoch()) +
                             " batches, found epoch " + std::to_string(state.epochs_done) +
                             ", batch " + std::to_string(state.batches_done) + " and " +
                             std::to_string(state.words) + " words drawn");
  }
  torch_.skip_to(state.words);
  if (state.batches_done != 0) start_epoch();
  state_ = state;
  adam_->set_steps(state.epochs_done * batches_per_epoch() + state.batches_done);
}
