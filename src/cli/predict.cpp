#include "core/strict_float.h"

#include "cli/commands.h"
#include "cli/settings_options.h"
#include "core/decimal.h"
#include "core/named.h"
#include "files/checkpoint.h"
#include "files/file.h"
#include "report/inspection.h"

namespace {

// What the file's run was to predict; the position where it does not say.
const Target& target_of(const Safetensors& file) {
  const auto entry = file.metadata.find("target");
  const std::string name = entry == file.metadata.end() ? kTargets[0].name : entry->second;
  const Target* found = find_named(kTargets, name);
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

}  // namespace

int predict_command(const Arguments& arguments, const Console& console) {
  std::string path;
  Arguments words;
  bool json = false;
  const std::vector<Option> options = {
      option::text("FILE", "", path,
                   "a checkpoint, or the same model's state dict saved by PyTorch"),
      {"TOKEN...", "", "the sequence: whole numbers below the model's vocab-size",
       [&words](const std::string& word) { words.push_back(word); }},
      option::flag("--json", json, "as JSON, for programs")};
  if (!parse_options(
          "predict",
          "Asks a saved model for the target of each place of a sequence. Without layers also\n"
          "shows the shares that add up to the prediction: the token's, the position's and\n"
          "the bias.",
          options, arguments, console)) {
    return kDone;
  }
  const Safetensors file = from_file(path, read_safetensors);
  const auto model = saved_model(file, path);
  const Ids tokens = tokens_from(words, model->sizes());
  console.out << (json ? prediction_json : prediction_table)(
      predictions(*model, tokens, target_of(file)), model->sizes().stack.layers == 0);
  return kDone;
}
