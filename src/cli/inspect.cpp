#include "core/strict_float.h"

#include "cli/commands.h"
#include "cli/named_files.h"
#include "cli/settings_options.h"
#include "files/checkpoint.h"
#include "files/file.h"
#include "lesson/geometry.h"
#include "models/weights.h"
#include "report/inspection.h"

#include <algorithm>
#include <memory>

namespace {

constexpr double kMostTokensDrawn = 1e8;  // a second's work

// PyTorch's files may have a format, too: {"format": "pt"}.
bool is_of_a_run(const Safetensors& file) {
  const auto format = file.metadata.find("format");
  return format != file.metadata.end() && format->second.rfind("posembed ", 0) == 0;
}

// Draws the run's data and forgets it, a few sequences at a time: a file may say that there are
// more of them than memory holds.
void skip_dummy_sequences(DummyDataSizes sizes, std::uint64_t seed, TorchRandom& torch) {
  PythonRandom python(seed);
  const std::size_t at_a_time = std::max<std::size_t>(65536 / sizes.max_seq_len, 1);
  for (std::size_t left = sizes.samples; left > 0; left -= sizes.samples) {
    sizes.samples = std::min(left, at_a_time);
    dummy_sequences(sizes, python, torch);
  }
}

// How far each position's vector is from where the run's seed had put it; nothing where it is
// not learned, the file does not say which run it is from, or finding it out would take too long.
Movement moved(const Safetensors& file, const std::string& name, const Model<float>& model,
               const Console& console) {
  if (!is_of_a_run(file) || !model.sizes().encoding->learned) return std::nullopt;
  const Settings settings = settings_from(file.metadata, name);
  const ModelSizes& sizes = model.sizes();
  if (settings.vocab_size != sizes.vocab_size || settings.most_positions() != sizes.positions ||
      settings.d_model != sizes.d_model) {
    refuse_file(name, "expected tensors of the sizes that its metadata gives, vocab-size " +
                          std::to_string(settings.vocab_size) + ", max-seq-len " +
                          std::to_string(settings.most_positions()) + ", d-model " +
                          std::to_string(settings.d_model));
  }
  TorchRandom torch(settings.seed);
  if (metadata_entry(file, name, "data") == "dummy") {
    if (static_cast<double>(settings.samples) * static_cast<double>(sizes.positions) / 2 >
        kMostTokensDrawn) {
      complain(console, "how far the position vectors moved is left out: to know it, all " +
                            std::to_string(settings.samples) + " sequences would be drawn again");
      return std::nullopt;
    }
    skip_dummy_sequences(settings.data_sizes(), settings.seed, torch);
  }
  const auto start = drawn_fastest(sizes, torch);
  return distances(model.pos_embedding.value, start->pos_embedding.value);
}

}  // namespace

Command inspect_command() {
  struct Asked {
    std::string path;
    bool json = false;
  };
  const auto asked = std::make_shared<Asked>();
  return {"inspect",
          "shows what a saved model has learned",
          "Shows what a saved model has learned.",
          {model_option(asked->path),
           option::flag("--json", asked->json, "all of it as JSON, for programs")},
          [asked](const Given&, const Console& console) {
            const Safetensors file = from_file(asked->path, read_safetensors);
            const auto model = saved_model(file, asked->path);
            const Movement movement = moved(file, asked->path, *model, console);
            console.out << (asked->json ? inspection_json : inspection_text)(file, *model,
                                                                             movement);
            return kDone;
          }};
}
