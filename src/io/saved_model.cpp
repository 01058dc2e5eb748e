#include "core/strict_float.h"

#include "io/saved_model.h"

#include <array>
#include <stdexcept>

namespace {

constexpr std::array<const char*, 4> kNames = {kTokenEmbedding, kPosEmbedding, kLinearWeight,
                                               kLinearBias};

bool is_of_a_checkpoint(const std::string& tensor) {
  for (const char* name : kNames) {
    for (const char* prefix : {"", "optimizer.exp_avg.", "optimizer.exp_avg_sq."}) {
      if (tensor == std::string(prefix) + name) return true;
    }
  }
  return false;
}

}  // namespace

PositionPredictor saved_model(const Safetensors& file, const std::string& name) {
  const auto fail = [&](const std::string& what) { throw std::runtime_error(name + ": " + what); };
  for (const char* tensor : kNames) {
    if (file.tensors.count(tensor) == 0) {
      fail("expected tensor " + std::string(tensor) + ", found no such tensor");
    }
  }
  for (const auto& [tensor, value] : file.tensors) {
    if (!is_of_a_checkpoint(tensor)) fail("expected no tensor " + tensor);
  }
  const std::size_t d_model = file.tensors.at(kLinearWeight).cols();
  const auto expect = [&](const char* tensor, std::size_t rows, std::size_t dimensions) {
    const Tensor& value = file.tensors.at(tensor);
    const bool fits = value.shape().size() == dimensions && value.rows() > 0 &&
                      (rows == 0 || value.rows() == rows) &&
                      (dimensions == 1 || (value.cols() == d_model && d_model > 0));
    if (!fits) {
      fail("tensor " + std::string(tensor) +
           ": expected a shape that fits linear.weight, [1, d_model], found " + value.shape_text());
    }
  };
  expect(kLinearWeight, 1, 2);
  expect(kLinearBias, 1, 1);
  expect(kTokenEmbedding, 0, 2);
  expect(kPosEmbedding, 0, 2);
  return {file.tensors.at(kTokenEmbedding), file.tensors.at(kPosEmbedding),
          file.tensors.at(kLinearWeight), file.tensors.at(kLinearBias)};
}
