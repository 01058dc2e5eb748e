#include "core/strict_float.h"

#include "files/checkpoint.h"

#include "core/decimal.h"
#include "core/digest.h"
#include "core/foreign_text.h"
#include "files/file.h"
#include "files/sequence_file.h"
#include "training/settings.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <stdexcept>

namespace {

// 2: Adam rounds as PyTorch 2; a run of format 1 would not go on to its own bits.
constexpr const char* kFormat = "posembed 2";
constexpr const char* kTensorsDigest = "tensors_sha256";
constexpr const char* kPositionTable = "pos_enc.pos_embedding.weight";
// What a small file may ask for: numbers of a fixed table of positions, and bytes of data to draw.
constexpr std::size_t kMostNotInFile = std::size_t{1} << 24U;
constexpr double kMostDrawn = 64e6;

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

// One SHA-256 of all numbers, in the order of the tensors' names.
const Tensor& own(const Tensor& tensor) { return tensor; }
const Tensor& own(const Tensor* tensor) { return *tensor; }
template <class Tensors>
std::string digest_of_tensors(const Tensors& tensors) {
  Sha256 digest;
  for (const auto& [name, tensor] : tensors) digest.add(own(tensor));
  return digest.finish();
}

// A file that was written over while it was read is a mixture of two. Others' files have no digest.
void require_own_tensors(const Safetensors& file, const std::string& name) {
  const auto entry = file.metadata.find(kTensorsDigest);
  if (entry == file.metadata.end()) return;
  if (entry->second == digest_of_tensors(file.tensors)) return;
  refuse_file(name, std::string("expected the tensors of its metadata ") + kTensorsDigest +
                        ", found others: it was changed, or written over while it was read (who "
                        "changes tensors leaves that entry out)");
}

[[noreturn]] void refuse_format(const std::string& name, const std::string& format) {
  refuse_file(name, std::string("expected format ") + kFormat + ", found " + printable(format));
}

double number_entry(const Safetensors& file, const std::string& name, const std::string& key,
                    double most) {
  const std::string& text = metadata_entry(file, name, key);
  const std::optional<double> value = from_decimal(text);
  if (!value || *value < 0 || *value > most) {
    refuse_file(name, "metadata " + key + ": expected a number from 0 to " + to_decimal(most) +
                          ", found " + printable(text));
  }
  return *value;
}

std::uint64_t whole_entry(const Safetensors& file, const std::string& name, const std::string& key,
                          const char* expected = "a whole number", std::uint64_t least = 0,
                          std::uint64_t most = UINT64_MAX) {
  const std::string& text = metadata_entry(file, name, key);
  const std::optional<std::uint64_t> value = whole_from_decimal(text, least, most);
  if (value) return *value;
  refuse_file(name, "metadata " + key + ": expected " + expected + ", found " + printable(text));
}

// The file's tensor `key`, which must have this one's shape.
const Tensor& tensor_like(const Tensor& tensor, const Safetensors& file, const std::string& name,
                          const std::string& key) {
  const Tensor& found = tensor_of(file, name, key);
  if (found.shape() == tensor.shape()) return found;
  const std::string shapes = tensor.shape_text() + ", found " + found.shape_text();
  refuse_file(name, "tensor " + key + ": expected shape " + shapes);
}

void check_tensors(const std::map<std::string, Tensor*>& expected, const Safetensors& file,
                   const std::string& name) {
  for (const auto& [key, tensor] : expected) {
    const Tensor& values = tensor_like(*tensor, file, name, key);
    const bool is_square = key.rfind("optimizer.exp_avg_sq.", 0) == 0;
    if (is_square && std::any_of(values.begin(), values.end(), [](float v) { return v < 0; })) {
      refuse_file(name, "tensor " + key + ": expected no number below 0, as of a mean of squares");
    }
  }
  for (const auto& [key, tensor] : file.tensors) {
    if (expected.count(key) != 0) continue;
    refuse_file(name, "expected no tensor " + printable(key) + " in a checkpoint");
  }
}

// Throws where the tensor's shape is not the expected one, or holds nothing.
void check_shape(const Tensor& tensor, const std::vector<std::size_t>& shape,
                 const std::string& name, const std::string& tensor_name,
                 const std::string& fits = "linear.weight, [1, d_model]") {
  if (tensor.shape() == shape && tensor.size() > 0) return;
  const std::string shapes = fits + ", found " + tensor.shape_text();
  refuse_file(name, "tensor " + tensor_name + ": expected a shape that fits " + shapes);
}

// What the metadata says of the encoding. Where it says nothing, as PyTorch's files do, a table of
// positions is learned.
const Encoding* encoding_of(const Safetensors& file, const std::string& name) {
  const auto entry = file.metadata.find("encoding");
  if (entry == file.metadata.end()) {
    if (file.tensors.count(kPositionTable) != 0) return find_encoding("learned");
    refuse_file(name,
                "expected tensor " + std::string(kPositionTable) +
                    ", or --encoding NAME --positions N of a model without it, found neither");
  }
  const Encoding* encoding = find_encoding(entry->second);
  if (encoding == nullptr) {
    refuse_file(name, "metadata encoding: expected an encoding, found " + printable(entry->second));
  }
  return encoding;
}

// What the metadata says of the layers, and how many the file holds: layers.0., layers.1., ...
// Checks the two largest tensors of each, in_proj and linear1; the others are no larger.
StackOptions stack_of(const Safetensors& file, const std::string& name, std::size_t d_model) {
  const bool own = is_own(file, name);
  Settings settings;
  for (const Setting& setting : settings_table()) {
    const auto entry = file.metadata.find(setting.key);
    if (!setting.is_later || entry == file.metadata.end()) continue;
    if (setting.set(settings, entry->second)) continue;
    refuse_file(name, "metadata " + setting.key + ": expected " + setting.expected + ", found " +
                          printable(entry->second));
  }
  StackOptions stack = settings.stack;
  for (stack.layers = 0;; ++stack.layers) {
    const std::string layer = "layers." + std::to_string(stack.layers) + ".";
    const std::string in_proj = layer + "self_attn.in_proj_weight";
    const std::string linear1 = layer + "linear1.weight";
    if (file.tensors.count(in_proj) == 0) break;
    check_shape(file.tensors.at(in_proj), {3 * d_model, d_model}, name, in_proj);
    const Tensor& first = tensor_of(file, name, linear1);
    if (stack.layers == 0) {
      stack.d_ff = first.rows();
      check_shape(first, {stack.d_ff, d_model}, name, linear1);
    }
    check_shape(first, {stack.d_ff, d_model}, name, linear1,
                "layers.0.linear1.weight, [d_ff, d_model]");
  }
  if (stack.layers == 0) return stack;
  // A state dict does not tell the heads; only predicting would need them.
  if (file.metadata.count("heads") == 0 && !own) stack.heads = 1;
  return stack;
}

// A table of positions that are not learned is not in the file, which may be small.
std::size_t fixed_positions(const Safetensors& file, const std::string& name,
                            const ModelSizes& sizes) {
  const bool has_table = sizes.encoding->adds_vectors() || sizes.stack.layers > 0;
  const std::size_t columns = has_table ? sizes.d_model : 1;
  const std::size_t most = std::min(kMostPositions, kMostNotInFile / columns);
  const std::string expected = "a number of positions, at most " + std::to_string(most);
  const char* key = file.metadata.count("positions") == 0 ? "max-seq-len" : "positions";
  if (file.metadata.count(key) == 0) {
    refuse_file(name, "expected --positions N, or metadata max-seq-len, found neither");
  }
  return static_cast<std::size_t>(whole_entry(file, name, key, expected.c_str(), 1, most));
}

// The sizes that the tensors give, which fit them all: before a model of these sizes is made.
ModelSizes sizes_of(const Safetensors& file, const std::string& name) {
  ModelSizes sizes = {};
  const Tensor& weight = tensor_of(file, name, "linear.weight");
  check_shape(weight, {1, weight.cols()}, name, "linear.weight");
  sizes.d_model = weight.cols();
  sizes.stack = stack_of(file, name, sizes.d_model);
  const auto rows_of = [&](const char* table) {
    const Tensor& tensor = tensor_of(file, name, table);
    check_shape(tensor, {tensor.rows(), sizes.d_model}, name, table);
    return tensor.rows();
  };
  sizes.vocab_size = rows_of("pos_enc.token_embedding.weight");
  sizes.encoding = encoding_of(file, name);
  sizes.positions =
      sizes.encoding->learned ? rows_of(kPositionTable) : fixed_positions(file, name, sizes);
  Settings settings;
  settings.d_model = sizes.d_model;
  settings.encoding = sizes.encoding;
  settings.stack = sizes.stack;
  const std::string why_not = contradiction(settings);
  if (!why_not.empty()) refuse_file(name, why_not);
  return sizes;
}

bool is_of_a_checkpoint(const std::string& tensor, const Parameters<float>& parameters) {
  return std::any_of(parameters.begin(), parameters.end(), [&](const Parameter<float>* parameter) {
    return tensor == parameter->name || tensor == "optimizer.exp_avg." + parameter->name ||
           tensor == "optimizer.exp_avg_sq." + parameter->name;
  });
}

}  // namespace

void write_checkpoint(std::ostream& out, const Trainer& trainer, const Metadata& settings) {
  const TrainingState state = trainer.state();
  Metadata metadata = settings;
  metadata["format"] = kFormat;
  const std::map<std::string, const Tensor*> tensors = tensors_of<const Tensor>(trainer);
  metadata[kTensorsDigest] = digest_of_tensors(tensors);
  metadata["data_sha256"] = digest_of_sequences(trainer.data());
  metadata["state.epochs_done"] = std::to_string(state.epochs_done);
  metadata["state.batches_done"] = std::to_string(state.batches_done);
  metadata["state.generator_words"] = std::to_string(state.words);
  metadata["state.squared_errors"] = to_decimal(state.squared_errors);
  metadata["state.places"] = to_decimal(state.places);
  write_safetensors(out, metadata, tensors);
}

bool is_own(const Safetensors& file, const std::string& name) {
  const auto format = file.metadata.find("format");
  if (format == file.metadata.end() || format->second.rfind("posembed", 0) != 0) return false;
  if (format->second != kFormat) refuse_format(name, format->second);
  return true;
}

void restore_checkpoint(Trainer& trainer, const Safetensors& file, const std::string& name) {
  if (!is_own(file, name)) refuse_format(name, metadata_entry(file, name, "format"));
  if (metadata_entry(file, name, "data_sha256") != digest_of_sequences(trainer.data())) {
    refuse_file(name, "expected the data that its run was trained on, found other data");
  }
  TrainingState state;
  state.epochs_done = whole_entry(file, name, "state.epochs_done");
  state.batches_done = whole_entry(file, name, "state.batches_done");
  state.words = whole_entry(file, name, "state.generator_words");
  state.places = number_entry(file, name, "state.places", 0x1p53);
  state.squared_errors = number_entry(file, name, "state.squared_errors",
                                      state.places * std::numeric_limits<float>::max());

  const std::map<std::string, Tensor*> tensors = tensors_of<Tensor>(trainer);
  check_tensors(tensors, file, name);
  require_own_tensors(file, name);
  try {
    trainer.restore(state);
  } catch (const std::runtime_error& error) {
    refuse_file(name, error.what());
  }
  for (const auto& [key, tensor] : tensors) *tensor = file.tensors.at(key);
}

void require_warranted(const Settings& settings, bool draws_are_asked_for, const Safetensors& file,
                       const std::string& name) {
  const ModelSizes sizes = sizes_of(file, name);
  const auto require = [&](const char* key, std::size_t of_settings, std::size_t of_tensors) {
    if (of_settings == of_tensors) return;
    refuse_file(name, "metadata " + std::string(key) + ": expected " + std::to_string(of_tensors) +
                          ", as its tensors have, found " + std::to_string(of_settings));
  };
  require("vocab-size", settings.vocab_size, sizes.vocab_size);
  require("d-model", settings.d_model, sizes.d_model);
  require("positions", settings.most_positions(), sizes.positions);
  double warranted = kMostDrawn;
  for (const auto& [key, tensor] : file.tensors)
    warranted += 40.0 * static_cast<double>(tensor.size());
  const double drawn =
      2.0 * static_cast<double>(settings.samples) * static_cast<double>(settings.max_seq_len + 5);
  if (draws_are_asked_for || drawn <= warranted) return;
  const std::string count = std::to_string(settings.samples);
  refuse_file(name, "its run draws " + count + " sequences anew, much more than the file holds: " +
                        "expected --samples " + count + " with it, where that is meant");
}

void take_weights(Model<float>& model, const Safetensors& file, const std::string& name) {
  const Parameters<float> parameters = model.parameters();
  for (Parameter<float>* parameter : parameters) {
    parameter->value = tensor_like(parameter->value, file, name, parameter->name);
  }
  for (const auto& [tensor, value] : file.tensors) {
    if (is_of_a_checkpoint(tensor, parameters)) continue;
    refuse_file(name, "expected no tensor " + printable(tensor));
  }
  require_own_tensors(file, name);
}

std::unique_ptr<Model<float>> saved_model(const Safetensors& file, const std::string& name) {
  std::unique_ptr<Model<float>> model = fastest_model(sizes_of(file, name));
  take_weights(*model, file, name);
  return model;
}
