#include "core/strict_float.h"

#include "files/checkpoint.h"

#include "core/decimal.h"
#include "core/digest.h"
#include "core/foreign_text.h"
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

// A file that was written over while it was read is a mixture of two. Others' files have no digest.
void require_own_tensors(const Safetensors& file) {
  const auto entry = file.metadata.find(kTensorsDigest);
  if (entry == file.metadata.end()) return;
  Sha256 digest;
  for (const auto& [key, tensor] : file.tensors) digest.add(tensor);
  if (entry->second == digest.finish()) return;
  file.refuse(std::string("expected the tensors of its metadata ") + kTensorsDigest +
              ", found others: it was changed, or written over while it was read (who changes "
              "tensors leaves that entry out)");
}

[[noreturn]] void refuse_entry(const Safetensors& file, const std::string& key,
                               const std::string& expected) {
  file.refuse("metadata " + key + ": expected " + expected + ", found " +
              printable(file.entry(key)));
}

[[noreturn]] void refuse_shape(const Safetensors& file, const std::string& key,
                               const std::string& expected) {
  file.refuse("tensor " + key + ": expected " + expected + ", found " +
              file.tensor(key).shape_text());
}

[[noreturn]] void refuse_format(const Safetensors& file) {
  file.refuse(std::string("expected format ") + kFormat + ", found " +
              printable(file.entry("format")));
}

double number_entry(const Safetensors& file, const std::string& key, double most) {
  const std::optional<double> value = from_decimal(file.entry(key));
  if (!value || *value < 0 || *value > most) {
    refuse_entry(file, key, "a number from 0 to " + to_decimal(most));
  }
  return *value;
}

std::uint64_t whole_entry(const Safetensors& file, const std::string& key,
                          const std::string& expected = "a whole number", std::uint64_t least = 0,
                          std::uint64_t most = UINT64_MAX) {
  const std::optional<std::uint64_t> value = whole_from_decimal(file.entry(key), least, most);
  if (!value) refuse_entry(file, key, expected);
  return *value;
}

// The file's tensor `key`, which must have this one's shape.
const Tensor& tensor_like(const Tensor& tensor, const Safetensors& file, const std::string& key) {
  const Tensor& found = file.tensor(key);
  if (found.shape() == tensor.shape()) return found;
  refuse_shape(file, key, "shape " + tensor.shape_text());
}

// The file's tensor `key`, which must have so many columns, and rows where they are given; and not
// be empty.
const Tensor& table_of(const Safetensors& file, const std::string& key, std::size_t columns,
                       std::optional<std::size_t> rows = std::nullopt,
                       const char* fits = "linear.weight, [1, d_model]") {
  const Tensor& table = file.tensor(key);
  const std::vector<std::size_t> shape = {rows.value_or(table.rows()), columns};
  if (table.shape() == shape && table.size() > 0) return table;
  refuse_shape(file, key, std::string("a shape that fits ") + fits);
}

// Throws where the file has a tensor that no checkpoint of these parameters has.
void require_no_others(const Safetensors& file, const Parameters<float>& parameters,
                       const char* where = "") {
  for (const auto& entry : file.tensors) {
    const auto has_it = [&](const Parameter<float>* parameter) {
      return entry.first == parameter->name ||
             entry.first == "optimizer.exp_avg." + parameter->name ||
             entry.first == "optimizer.exp_avg_sq." + parameter->name;
    };
    if (std::any_of(parameters.begin(), parameters.end(), has_it)) continue;
    file.refuse("expected no tensor " + printable(entry.first) + where);
  }
}

// What the metadata says of the encoding. Where it says nothing, as PyTorch's files do, a table of
// positions is learned.
const Encoding* encoding_of(const Safetensors& file) {
  if (file.metadata.count("encoding") != 0) {
    const Encoding* encoding = find_encoding(file.entry("encoding"));
    if (encoding == nullptr) refuse_entry(file, "encoding", "an encoding");
    return encoding;
  }
  if (file.tensors.count(kPositionTable) != 0) return find_encoding("learned");
  file.refuse("expected tensor " + std::string(kPositionTable) +
              ", or --encoding NAME --positions N of a model without it, found neither");
}

// What the metadata says of the layers, and how many the file holds: layers.0., layers.1., ...
// Checks the two largest tensors of each, in_proj and linear1; the others are no larger.
StackOptions stack_of(const Safetensors& file, std::size_t d_model) {
  const bool own = is_own(file);
  Settings settings;
  for (const Setting& setting : settings_table()) {
    if (!setting.is_later || file.metadata.count(setting.key) == 0) continue;
    if (setting.set(settings, file.entry(setting.key))) continue;
    refuse_entry(file, setting.key, setting.expected);
  }
  StackOptions stack = settings.stack;
  for (stack.layers = 0;; ++stack.layers) {
    const std::string layer = "layers." + std::to_string(stack.layers) + ".";
    const std::string in_proj = layer + "self_attn.in_proj_weight";
    const std::string linear1 = layer + "linear1.weight";
    if (file.tensors.count(in_proj) == 0) break;
    table_of(file, in_proj, d_model, 3 * d_model);
    if (stack.layers == 0) stack.d_ff = table_of(file, linear1, d_model).rows();
    table_of(file, linear1, d_model, stack.d_ff, "layers.0.linear1.weight, [d_ff, d_model]");
  }
  // A state dict does not tell the heads; only predicting would need them.
  if (stack.layers > 0 && file.metadata.count("heads") == 0 && !own) stack.heads = 1;
  return stack;
}

// A table of positions that are not learned is not in the file, which may be small.
std::size_t fixed_positions(const Safetensors& file, const ModelSizes& sizes) {
  const bool has_table = sizes.encoding->adds_vectors() || sizes.stack.layers > 0;
  const std::size_t columns = has_table ? sizes.d_model : 1;
  const std::size_t most = std::min(kMostPositions, kMostNotInFile / columns);
  const char* key = file.metadata.count("positions") == 0 ? "max-seq-len" : "positions";
  if (file.metadata.count(key) == 0) {
    file.refuse("expected --positions N, or metadata max-seq-len, found neither");
  }
  const std::string expected = "a number of positions, at most " + std::to_string(most);
  return static_cast<std::size_t>(whole_entry(file, key, expected, 1, most));
}

// The sizes that the tensors give, which fit them all: before a model of these sizes is made.
ModelSizes sizes_of(const Safetensors& file) {
  Settings settings;
  settings.d_model = file.tensor("linear.weight").cols();
  table_of(file, "linear.weight", settings.d_model, 1);
  settings.stack = stack_of(file, settings.d_model);
  settings.vocab_size = table_of(file, "pos_enc.token_embedding.weight", settings.d_model).rows();
  settings.encoding = encoding_of(file);
  ModelSizes sizes = settings.model_sizes();
  sizes.positions = sizes.encoding->learned
                        ? table_of(file, kPositionTable, settings.d_model).rows()
                        : fixed_positions(file, sizes);
  const std::string why_not = contradiction(settings);
  if (!why_not.empty()) file.refuse(why_not);
  return sizes;
}

}  // namespace

void write_checkpoint(std::ostream& out, const Trainer& trainer, const Metadata& settings) {
  const TrainingState state = trainer.state();
  Metadata metadata = settings;
  metadata["format"] = kFormat;
  const std::map<std::string, const Tensor*> tensors = tensors_of<const Tensor>(trainer);
  Sha256 digest;  // of all numbers, in the order of the tensors' names
  for (const auto& [name, tensor] : tensors) digest.add(*tensor);
  metadata[kTensorsDigest] = digest.finish();
  metadata["data_sha256"] = digest_of_sequences(trainer.data());
  metadata["state.epochs_done"] = std::to_string(state.epochs_done);
  metadata["state.batches_done"] = std::to_string(state.batches_done);
  metadata["state.generator_words"] = std::to_string(state.words);
  metadata["state.squared_errors"] = to_decimal(state.squared_errors);
  metadata["state.places"] = to_decimal(state.places);
  write_safetensors(out, metadata, tensors);
}

bool is_own(const Safetensors& file) {
  const auto format = file.metadata.find("format");
  if (format == file.metadata.end() || format->second.rfind("posembed", 0) != 0) return false;
  if (format->second != kFormat) refuse_format(file);
  return true;
}

void restore_checkpoint(Trainer& trainer, const Safetensors& file) {
  if (!is_own(file)) refuse_format(file);
  if (file.entry("data_sha256") != digest_of_sequences(trainer.data())) {
    file.refuse("expected the data that its run was trained on, found other data");
  }
  TrainingState state;
  state.epochs_done = whole_entry(file, "state.epochs_done");
  state.batches_done = whole_entry(file, "state.batches_done");
  state.words = whole_entry(file, "state.generator_words");
  state.places = number_entry(file, "state.places", 0x1p53);
  state.squared_errors =
      number_entry(file, "state.squared_errors", state.places * std::numeric_limits<float>::max());

  const std::map<std::string, Tensor*> tensors = tensors_of<Tensor>(trainer);
  for (const auto& [key, tensor] : tensors) {
    const Tensor& values = tensor_like(*tensor, file, key);
    const bool is_square = key.rfind("optimizer.exp_avg_sq.", 0) == 0;
    if (is_square && std::any_of(values.begin(), values.end(), [](float v) { return v < 0; })) {
      file.refuse("tensor " + key + ": expected no number below 0, as of a mean of squares");
    }
  }
  require_no_others(file, trainer.model().parameters(), " in a checkpoint");
  require_own_tensors(file);
  try {
    trainer.restore(state);
  } catch (const std::runtime_error& error) {
    file.refuse(error.what());
  }
  for (const auto& [key, tensor] : tensors) *tensor = file.tensors.at(key);
}

void require_warranted(const Settings& settings, bool draws_are_asked_for,
                       const Safetensors& file) {
  const ModelSizes sizes = sizes_of(file);
  const auto require = [&](const char* key, std::size_t of_settings, std::size_t of_tensors) {
    if (of_settings == of_tensors) return;
    file.refuse("metadata " + std::string(key) + ": expected " + std::to_string(of_tensors) +
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
  file.refuse("its run draws " + count + " sequences anew, much more than the file holds: " +
              "expected --samples " + count + " with it, where that is meant");
}

void take_weights(Model<float>& model, const Safetensors& file) {
  const Parameters<float> parameters = model.parameters();
  for (Parameter<float>* parameter : parameters) {
    parameter->value = tensor_like(parameter->value, file, parameter->name);
  }
  require_no_others(file, parameters);
  require_own_tensors(file);
}

std::unique_ptr<Model<float>> saved_model(const Safetensors& file) {
  std::unique_ptr<Model<float>> model = fastest_model(sizes_of(file));
  take_weights(*model, file);
  return model;
}
