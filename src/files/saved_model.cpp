#include "core/strict_float.h"

#include "files/saved_model.h"

#include "core/decimal.h"
#include "data/sequences.h"
#include "files/input_file.h"
#include "models/position_predictor.h"

#include <algorithm>

namespace {

const Tensor& tensor_of(const Safetensors& file, const std::string& name, const char* tensor) {
  const auto found = file.tensors.find(tensor);
  if (found == file.tensors.end()) {
    refuse_file(name, "expected tensor " + std::string(tensor) + ", found no such tensor");
  }
  return found->second;
}

// Throws where the tensor's shape is not the expected one, or holds nothing.
void check_shape(const Tensor& tensor, const std::vector<std::size_t>& shape,
                 const std::string& name, const std::string& tensor_name) {
  if (tensor.shape() == shape && tensor.size() > 0) return;
  refuse_file(name, "tensor " + tensor_name +
                        ": expected a shape that fits linear.weight, [1, d_model], found " +
                        tensor.shape_text());
}

// What the metadata says of the encoding: learned where it says nothing, as PyTorch's files do.
const Encoding* encoding_of(const Safetensors& file, const std::string& name) {
  const auto entry = file.metadata.find("encoding");
  if (entry == file.metadata.end()) return find_encoding("learned");
  const Encoding* encoding = find_encoding(entry->second);
  if (encoding == nullptr) {
    refuse_file(name, "metadata encoding: expected an encoding, found " + entry->second);
  }
  return encoding;
}

// How many positions a model without a learned table of them has.
std::size_t positions_of(const Safetensors& file, const std::string& name) {
  const auto entry = file.metadata.find("max-seq-len");
  if (entry == file.metadata.end()) refuse_file(name, "expected metadata max-seq-len, found none");
  const std::optional<std::uint64_t> value = whole_from_decimal(entry->second, 1, kMostPositions);
  if (!value) {
    refuse_file(name,
                "metadata max-seq-len: expected a number of positions, found " + entry->second);
  }
  return static_cast<std::size_t>(*value);
}

// The sizes that the tensors give; those of a model that has such tensors fit them all.
ModelSizes sizes_of(const Safetensors& file, const std::string& name) {
  ModelSizes sizes = {};
  sizes.encoding = encoding_of(file, name);
  sizes.vocab_size = tensor_of(file, name, "pos_enc.token_embedding.weight").rows();
  const Tensor& weight = tensor_of(file, name, "linear.weight");
  check_shape(weight, {1, weight.cols()}, name, "linear.weight");
  sizes.d_model = weight.cols();
  sizes.max_seq_len = sizes.encoding->learned
                          ? tensor_of(file, name, "pos_enc.pos_embedding.weight").rows()
                          : positions_of(file, name);
  return sizes;
}

bool is_of_a_checkpoint(const std::string& tensor, const Parameters<float>& parameters) {
  return std::any_of(parameters.begin(), parameters.end(), [&](const Parameter<float>* parameter) {
    return tensor == parameter->name || tensor == "optimizer.exp_avg." + parameter->name ||
           tensor == "optimizer.exp_avg_sq." + parameter->name;
  });
}

}  // namespace

std::unique_ptr<Model<float>> saved_model(const Safetensors& file, const std::string& name) {
  auto model = std::make_unique<PositionPredictor<float>>(sizes_of(file, name));
  const Parameters<float> parameters = model->parameters();
  for (Parameter<float>* parameter : parameters) {
    const Tensor& saved = tensor_of(file, name, parameter->name.c_str());
    check_shape(saved, parameter->value.shape(), name, parameter->name);
    parameter->value = saved;
  }
  for (const auto& [tensor, value] : file.tensors) {
    if (!is_of_a_checkpoint(tensor, parameters)) refuse_file(name, "expected no tensor " + tensor);
  }
  return model;
}
