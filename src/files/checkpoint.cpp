#include "core/strict_float.h"

#include "files/checkpoint.h"

#include "core/decimal.h"
#include "files/file.h"
#include "files/sequence_file.h"
#include "models/position_predictor.h"

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace {

constexpr const char* kFormat = "posembed 1";

// Every tensor of a checkpoint under its name in the file: constant where the trainer is.
template <class AnyTensor, class AnyTrainer>
std::map<std::string, AnyTensor*> tensors_of(AnyTrainer& trainer) {
  std::map<std::string, AnyTensor*> tensors;
  const auto parameters = trainer.model().parameters();
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    const std::string& name = parameters[k]->name;
    tensors[name] = &parameters[k]->value;
    tensors["optimizer.exp_avg." + name] = &trainer.adam().exp_avg(k);
    tensors["optimizer.exp_avg_sq." + name] = &trainer.adam().exp_avg_sq(k);
  }
  return tensors;
}

double number_entry(const Safetensors& file, const std::string& name, const std::string& key) {
  const std::string& text = metadata_entry(file, name, key);
  const std::optional<double> value = from_decimal(text);
  if (!value || *value < 0)
    refuse_file(name, "metadata " + key + ": expected a number, found " + text);
  return *value;
}

std::uint64_t whole_entry(const Safetensors& file, const std::string& name, const std::string& key,
                          const char* expected = "a whole number", std::uint64_t least = 0,
                          std::uint64_t most = UINT64_MAX) {
  const std::string& text = metadata_entry(file, name, key);
  const std::optional<std::uint64_t> value = whole_from_decimal(text, least, most);
  if (!value) refuse_file(name, "metadata " + key + ": expected " + expected + ", found " + text);
  return *value;
}

void check_tensors(const std::map<std::string, Tensor*>& expected, const Safetensors& file,
                   const std::string& name) {
  for (const auto& [key, tensor] : expected) {
    const auto found = file.tensors.find(key);
    const std::string what = "tensor " + key + ": expected shape " + tensor->shape_text();
    if (found == file.tensors.end()) refuse_file(name, what + ", found no such tensor");
    if (found->second.shape() != tensor->shape()) {
      refuse_file(name, what + ", found " + found->second.shape_text());
    }
  }
  for (const auto& [key, tensor] : file.tensors) {
    if (expected.count(key) == 0)
      refuse_file(name, "expected no tensor " + key + " in a checkpoint");
  }
}

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

// The sizes that the tensors give; those of a model that has such tensors fit them all.
ModelSizes sizes_of(const Safetensors& file, const std::string& name) {
  ModelSizes sizes = {};
  sizes.encoding = encoding_of(file, name);
  sizes.vocab_size = tensor_of(file, name, "pos_enc.token_embedding.weight").rows();
  const Tensor& weight = tensor_of(file, name, "linear.weight");
  check_shape(weight, {1, weight.cols()}, name, "linear.weight");
  sizes.d_model = weight.cols();
  sizes.max_seq_len =
      sizes.encoding->learned
          ? tensor_of(file, name, "pos_enc.pos_embedding.weight").rows()
          : static_cast<std::size_t>(
                whole_entry(file, name, "max-seq-len", "a number of positions", 1, kMostPositions));
  return sizes;
}

bool is_of_a_checkpoint(const std::string& tensor, const Parameters<float>& parameters) {
  return std::any_of(parameters.begin(), parameters.end(), [&](const Parameter<float>* parameter) {
    return tensor == parameter->name || tensor == "optimizer.exp_avg." + parameter->name ||
           tensor == "optimizer.exp_avg_sq." + parameter->name;
  });
}

}  // namespace

void save_checkpoint(const std::string& path, const Trainer& trainer, const Metadata& settings) {
  const TrainingState state = trainer.state();
  Metadata metadata = settings;
  metadata["format"] = kFormat;
  metadata["data_sha256"] = digest_of_sequences(trainer.data());
  metadata["state.epochs_done"] = std::to_string(state.epochs_done);
  metadata["state.batches_done"] = std::to_string(state.batches_done);
  metadata["state.generator_words"] = std::to_string(state.words);
  metadata["state.squared_errors"] = to_decimal(state.squared_errors);
  metadata["state.places"] = to_decimal(state.places);

  write_file(path, [&](std::ostream& out) {
    write_safetensors(out, metadata, tensors_of<const Tensor>(trainer));
  });
}

const std::string& metadata_entry(const Safetensors& file, const std::string& name,
                                  const std::string& key) {
  const auto found = file.metadata.find(key);
  if (found == file.metadata.end()) refuse_file(name, "expected metadata " + key + ", found none");
  return found->second;
}

void restore_checkpoint(Trainer& trainer, const Safetensors& file, const std::string& name) {
  const std::string format = metadata_entry(file, name, "format");
  if (format != kFormat)
    refuse_file(name, std::string("expected format ") + kFormat + ", found " + format);
  if (metadata_entry(file, name, "data_sha256") != digest_of_sequences(trainer.data())) {
    refuse_file(name, "expected the data that its run was trained on, found other data");
  }
  TrainingState state;
  state.epochs_done = whole_entry(file, name, "state.epochs_done");
  state.batches_done = whole_entry(file, name, "state.batches_done");
  state.words = whole_entry(file, name, "state.generator_words");
  state.squared_errors = number_entry(file, name, "state.squared_errors");
  state.places = number_entry(file, name, "state.places");

  const std::map<std::string, Tensor*> tensors = tensors_of<Tensor>(trainer);
  check_tensors(tensors, file, name);
  try {
    trainer.restore(state);
  } catch (const std::runtime_error& error) {
    refuse_file(name, error.what());
  }
  for (const auto& [key, tensor] : tensors) *tensor = file.tensors.at(key);
}

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
