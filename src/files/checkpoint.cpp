#include "core/strict_float.h"

#include "files/checkpoint.h"

#include "core/decimal.h"
#include "files/input_file.h"
#include "files/output_file.h"
#include "files/sequence_file.h"

#include <cmath>
#include <limits>
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

std::uint64_t count_entry(const Safetensors& file, const std::string& name,
                          const std::string& key) {
  const std::string& text = metadata_entry(file, name, key);
  const std::optional<std::uint64_t> value = whole_from_decimal(text);
  if (!value) refuse_file(name, "metadata " + key + ": expected a whole number, found " + text);
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

  OutputFile file(path);
  write_safetensors(file.stream(), metadata, tensors_of<const Tensor>(trainer));
  file.finish();
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
  state.epochs_done = count_entry(file, name, "state.epochs_done");
  state.batches_done = count_entry(file, name, "state.batches_done");
  state.words = count_entry(file, name, "state.generator_words");
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
