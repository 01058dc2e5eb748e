#include "core/strict_float.h"

#include "cli/commands.h"
#include "cli/named_files.h"
#include "cli/settings_options.h"
#include "core/decimal.h"
#include "core/foreign_text.h"
#include "core/named.h"
#include "core/workers.h"
#include "files/checkpoint.h"
#include "files/export.h"
#include "files/system.h"
#include "lesson/geometry.h"
#include "models/weights.h"
#include "report/inspection.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

namespace fs = std::filesystem;

// The commands on a saved model: inspect, predict, export.
namespace {

constexpr double kMostTokensDrawn = 1e8;  // a second's work

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

// A saved model, and its file. As metadata it also has what options say of it, where the file says
// nothing.
struct Saved {
  Safetensors file;
  std::unique_ptr<Model<float>> model;
};

// How far each position's vector is from where the run's seed had put it; nothing where it is
// not learned, its run began with other weights, the file does not say which run it is from, or
// finding it out would take too long.
Movement moved(const Saved& saved, const Console& console) {
  const Safetensors& file = saved.file;
  const ModelSizes& sizes = saved.model->sizes();
  const bool is_drawn = is_own(file) && file.metadata.count("weights") == 0;
  if (!is_drawn || !sizes.encoding->learned) return std::nullopt;
  const Settings settings = settings_from(file.metadata, file.name);
  if (settings.vocab_size != sizes.vocab_size || settings.most_positions() != sizes.positions ||
      settings.d_model != sizes.d_model) {
    saved.file.refuse("expected tensors of the sizes that its metadata gives, vocab-size " +
                      std::to_string(settings.vocab_size) + ", max-seq-len " +
                      std::to_string(settings.most_positions()) + ", d-model " +
                      std::to_string(settings.d_model));
  }
  TorchRandom torch(settings.seed);
  if (file.entry("data") == "dummy") {
    if (static_cast<double>(settings.samples) * static_cast<double>(sizes.positions) / 2 >
        kMostTokensDrawn) {
      complain(console, "how far the position vectors moved is left out: to know it, all " +
                            std::to_string(settings.samples) + " sequences would be drawn again");
      return std::nullopt;
    }
    skip_dummy_sequences(settings.data_sizes(), settings.seed, torch);
  }
  const auto start = drawn_fastest(sizes, torch);
  return distances(saved.model->pos_embedding.value, start->pos_embedding.value);
}

// What the file's run was to predict; the position where it does not say.
const Target& target_of(const Safetensors& file) {
  const auto entry = file.metadata.find("target");
  const Target* found =
      entry == file.metadata.end() ? nullptr : find_named(kTargets, entry->second);
  return found == nullptr ? kTargets[0] : *found;
}

Ids tokens_from(const Arguments& words, const ModelSizes& sizes) {
  if (words.empty()) throw UsageError("predict expects the tokens of a sequence: FILE TOKEN...");
  if (words.size() > sizes.positions) {
    throw UsageError("predict expects at most " + std::to_string(sizes.positions) +
                     " tokens, as many as the model has positions, but got " +
                     std::to_string(words.size()));
  }
  const std::uint64_t last = sizes.vocab_size - 1;
  Ids tokens;
  for (const std::string& word : words) {
    const std::optional<std::uint64_t> token = whole_from_decimal(word, 0, last);
    if (!token) {
      throw option::refusal("TOKEN", "a whole number from 0 to " + std::to_string(last), word);
    }
    tokens.push_back(static_cast<std::int32_t>(*token));
  }
  return tokens;
}

Saved read_model(const Given& given, const Console& console) {
  const std::string path = given.text("FILE");
  Safetensors file = read_tensors(path, console);
  const bool own = is_own(file);
  const Settings asked = settings_in(given);
  for (const Setting& setting : settings_table()) {
    if (!given.has("--" + setting.key)) continue;
    const std::string text = setting.get(asked);
    const auto entry = file.metadata.find(setting.key);
    const std::string in_file = entry != file.metadata.end() ? entry->second
                                : own                        ? setting.get(Settings())
                                                             : text;
    if (in_file != text) {
      const std::string option = "--" + setting.key + " ";
      throw option::contradiction(option + text, path,
                                  "whose model has " + option + printable(in_file));
    }
    if (!own) file.metadata[setting.key] = text;
  }
  std::unique_ptr<Model<float>> model = saved_model(file);
  return {std::move(file), std::move(model)};
}

// Throws where what layers compute is told neither by the file nor by the options.
void require_told(const Saved& saved) {
  if (is_own(saved.file) || saved.model->sizes().stack.layers == 0) return;
  std::string missing;
  for (const std::string option : {"target NAME", "heads N", "norm NAME"}) {
    const std::string key = option.substr(0, option.find(' '));
    if (saved.file.metadata.count(key) == 0) missing += " --" + option;
  }
  if (missing.empty()) return;
  saved.file.refuse("its tensors do not tell how its layers are used: expected" + missing +
                    ", and --causal, --no-skip or --no-feed-forward where they hold");
}

struct Stop {};  // of writing, at a signal

int write_into(const std::string& folder, const std::vector<ExportedFile>& files,
               const std::string& model, const Console& console) {
  std::vector<NamedFile> named = {input("FILE", model)};
  for (const ExportedFile& file : files) {
    named.push_back(output("--out", (fs::path(folder) / file.name).string()));
  }
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    throw std::runtime_error("cannot make folder " + printable(folder) + ": " + error.message());
  }
  OutputFiles outputs(named, console);
  console.watch_interrupts();
  for (std::size_t i = 0; i < files.size() && !console.interrupted(); ++i) {
    try {
      outputs.write(i, files[i].write);
    } catch (const Stop&) {
    }
  }
  if (!console.interrupted()) return outputs.status();
  complain(console, "stopped: what was not written whole is not there");
  return kInterrupted;
}

int inspect(const Given& given, const Console& console) {
  const Saved saved = read_model(given, console);
  const auto say = given.has("--json") ? inspection_json : inspection_text;
  console.out << say(saved.file, *saved.model, moved(saved, console));
  return kDone;
}

int predict(const Given& given, const Console& console) {
  const Saved saved = read_model(given, console);
  require_told(saved);
  Model<float>& model = *saved.model;
  const Ids tokens = tokens_from(given.all("TOKEN..."), model.sizes());
  const Workers workers(static_cast<std::size_t>(given.number("--threads", os::processors())));
  const std::vector<Prediction> places = predictions(model, tokens, target_of(saved.file));
  console.out << (given.has("--json") ? prediction_json(places, model)
                                      : prediction_table(places, model.sizes().stack.layers == 0));
  return kDone;
}

int export_tables(const Given& given, const Console& console) {
  const std::string format = given.text("--format");
  const std::string folder = given.text("--out");
  if (format.empty()) throw UsageError("export expects a format: --format npy or --format tsv");
  if (format != "npy" && format != "tsv") {
    throw option::refusal("--format", "npy or tsv", format);
  }
  if (folder.empty()) throw UsageError("export expects a folder to write to: --out FOLDER");
  const Saved saved = read_model(given, console);
  if (format == "tsv" && saved.model->sizes().d_model < 2) {
    saved.file.refuse(
        "the Embedding Projector takes no vectors of one number: expected d-model 2 or "
        "more, found 1 (--format npy takes it)");
  }
  Progress progress(console, false, "vectors");
  const auto written = [&](std::uint64_t done, std::uint64_t total) {
    progress.update(done, total);
    if (done == total || console.interrupted()) progress.clear();
    if (console.interrupted()) throw Stop();
  };
  const auto files = format == "npy" ? npy_files(*saved.model) : tsv_files(*saved.model, written);
  return write_into(folder, files, saved.file.name, console);
}

// FILE, the options of the command, and those of a file that others saved.
Options options_of_model(const Options& own) {
  const char* help =
      "a checkpoint, or a state dict saved by PyTorch, of which options tell the rest";
  return option::all_of({{option::text("FILE", "", help)}, own, untold_options()});
}

}  // namespace

Command inspect_command() {
  return {"inspect", "shows what a saved model has learned",
          "Shows what a saved model has learned.",
          options_of_model({option::flag("--json", "all of it as JSON, for programs")}), inspect};
}

Command predict_command() {
  return {"predict", "asks a saved model about a sequence of yours",
          "Asks a saved model for the target of each place of a sequence. Without layers also\n"
          "shows the shares that add up to the prediction: the token's, the position's and\n"
          "the bias.",
          options_of_model(
              {{"TOKEN...", "", "the sequence: whole numbers below the model's vocab-size"},
               threads_option(),
               option::flag("--json", "as JSON, for programs")}),
          predict};
}

Command export_command() {
  return {
      "export", "writes its tables as .npy, or as .tsv for the Embedding Projector",
      "Writes a saved model's tables for other programs: each as NAME.npy, or the position and\n"
      "token vectors as vectors.tsv, what each is in metadata.tsv, and for tensorboard --logdir\n"
      "projector_config.pbtxt.",
      options_of_model(
          {option::text("--format", "NAME", "npy (for NumPy) or tsv (for the Embedding Projector)",
                        {"npy", "tsv"}),
           option::text("--out", "FOLDER", "where the files go")}),
      export_tables};
}
