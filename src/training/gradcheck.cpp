#include "core/strict_float.h"

#include "training/gradcheck.h"

#include "models/position_predictor.h"
#include "models/transformer.h"
#include "models/weights.h"
#include "nn/mse.h"
#include "training/finite_differences.h"

#include <algorithm>
#include <cmath>

namespace {

constexpr double kTolerance = 1e-6;

}  // namespace

// Each error keeps its sign until it is compared, so that a flipped gradient shows.
GradientCheck compare_gradients(const std::string& pass, const std::string& gradient,
                                const TensorOf<double>& analytic, const TensorOf<double>& numeric) {
  assert(analytic.size() == numeric.size());
  double largest = 0;
  for (const double value : numeric) largest = std::max(largest, std::abs(value));
  GradientCheck check = {pass, gradient, numeric.size(), 0, 0, 0, 0, 0, true};
  for (std::size_t i = 0; i < numeric.size(); ++i) {
    const double error = std::abs(analytic[i] - numeric[i]) / largest;
    if (!(error <= kTolerance)) check.holds = false;  // NaN does not hold either
    const bool smaller = i > 0 && error <= check.largest_error;
    if (smaller || std::isnan(check.largest_error)) continue;  // the first NaN stays
    check.largest_error = error;
    check.row = i / numeric.cols();
    check.col = i % numeric.cols();
    check.analytic = analytic[i];
    check.numeric = numeric[i];
  }
  return check;
}

std::vector<GradientCheck> check_model(const std::string& name, Model<double>& model,
                                       const Batch& batch) {
  Doubles dy({0});
  mse_backward(dy, model.forward(batch), batch.targets());
  model.backward(batch, dy);
  const Loss loss = [&] { return mse_forward(model.forward(batch), batch.targets()); };
  std::vector<GradientCheck> checks;
  for (Parameter<double>* parameter : model.used_parameters()) {
    checks.push_back(compare_gradients(name, parameter->name, model.gradient(*parameter),
                                       differences(parameter->value, loss)));
  }
  return checks;
}

std::vector<GradientCheck> check_models(const Model<float>& weights, const Batch& batch) {
  Transformer<double> transformer(weights.sizes());
  copy_weights(transformer, weights);
  std::vector<GradientCheck> checks = check_model("transformer", transformer, batch);
  if (weights.sizes().stack.layers > 0) return checks;
  PositionPredictor<double> predictor(weights.sizes());
  copy_weights(predictor, weights);
  append(checks, check_model("predictor", predictor, batch));
  return checks;
}
