#include "core/strict_float.h"

#include "cli/commands.h"
#include "cli/settings_options.h"
#include "cli/train_files.h"
#include "files/checkpoint.h"
#include "files/file.h"
#include "lesson/geometry.h"
#include "models/weights.h"
#include "report/inspection.h"

namespace {

// How far each position's vector is from where the run's seed had put it; nothing where it is
// not learned, or the file does not say which run it is from.
Movement moved(const Safetensors& file, const std::string& name, const Model<float>& model) {
  if (file.metadata.count("format") == 0) return std::nullopt;
  if (!model.sizes().encoding->learned) return std::nullopt;
  const Settings settings = settings_from(file.metadata, name);
  const ModelSizes& sizes = model.sizes();
  if (settings.vocab_size != sizes.vocab_size || settings.max_seq_len != sizes.max_seq_len ||
      settings.d_model != sizes.d_model) {
    refuse_file(name, "expected tensors of the sizes that its metadata gives, vocab-size " +
                          std::to_string(settings.vocab_size) + ", max-seq-len " +
                          std::to_string(settings.max_seq_len) + ", d-model " +
                          std::to_string(settings.d_model));
  }
  require_possible(settings, name);  // what the metadata says of the data may be anything
  TorchRandom torch(settings.seed);
  if (metadata_entry(file, name, "data") == "dummy") {
    PythonRandom python(settings.seed);
    dummy_sequences(settings.data_sizes(), python, torch);
  }
  const auto start = drawn_fastest(settings.model_sizes(), torch);
  return distances(model.pos_embedding.value, start->pos_embedding.value);
}

}  // namespace

int inspect_command(const Arguments& arguments, const Console& console) {
  std::string path;
  bool json = false;
  const std::vector<Option> options = {
      option::text("FILE", "", path,
                   "a checkpoint, or the same model's state dict saved by PyTorch"),
      option::flag("--json", json, "all of it as JSON, for programs")};
  if (!parse_options("inspect", "Shows what a saved model has learned.", options, arguments,
                     console.out)) {
    return kDone;
  }
  const Safetensors file = from_file(path, read_safetensors);
  const auto model = saved_model(file, path);
  console.out << (json ? inspection_json : inspection_text)(file, *model,
                                                            moved(file, path, *model));
  return kDone;
}
