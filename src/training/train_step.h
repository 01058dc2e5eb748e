// One training step, from tokens to changed weights.
#pragma once

#include "data/batch.h"
#include "models/gradient.h"
#include "models/model.h"
#include "nn/adam.h"
#include "nn/mse.h"

#include <cmath>

// Returns the loss before the update. Where that is not finite, no weight is changed. `dy` is room
// for the gradient of the predictions. The arrows are the transformer's; the position predictor
// reaches the same numbers by a shorter way.
template <class Real>
float train_step(Model<Real>& model, Adam<Real>& adam, const Batch& batch, TensorOf<Real>& dy) {
  // tokens ──▶ token embedding ──(+ position embedding)──▶ blocks ──▶ linear ──▶ predictions
  const TensorOf<Real>& y = model.forward(batch);
  // predictions, targets ──▶ mean squared error ──▶ loss, and its gradient dy
  const auto loss = static_cast<float>(mse_forward(y, batch.targets()));
  if (!std::isfinite(loss)) return loss;
  mse_backward(dy, y, batch.targets());
  // dy ──▶ linear backward ──▶ blocks backward ──▶ embedding backward ──▶ gradients
  model.backward(batch, dy);
  if (adam.options().clip > 0) clip_gradient(model, adam.options().clip);
  // gradients ──▶ Adam ──▶ weights
  adam.step();
  return loss;
}
