#include "core/strict_float.h"

#include "lesson/ruler.h"

#include "core/statistics.h"
#include "core/sums.h"

std::vector<double> shares(const Tensor& table, const Tensor& w) {
  std::vector<double> result(table.rows());
  for (std::size_t i = 0; i < table.rows(); ++i) result[i] = dot(table.row(i), w.data(), w.cols());
  return result;
}

std::vector<double> position_shares(const Model<float>& model) {
  std::vector<double> result = shares(model.pos_embedding.value, model.linear_weight.value);
  result.resize(model.sizes().positions);  // without encoding the table has no rows
  return result;
}

std::vector<double> ruler(const Model<float>& model) {
  const double mean_token =
      statistics::mean(shares(model.token_embedding.value, model.linear_weight.value));
  const double bias = model.linear_bias.value[0];
  std::vector<double> stands_for = position_shares(model);
  for (double& position : stands_for) position = position + bias + mean_token;
  return stands_for;
}
