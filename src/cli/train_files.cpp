#include "core/strict_float.h"

#include "cli/train_files.h"

#include "cli/settings_options.h"
#include "files/checkpoint.h"
#include "files/sequence_file.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

Option data_option(TrainFiles& files) {
  return text("--data", "FILE", files.data, "train on these sequences, one a line");
}

std::vector<Option> file_options(TrainFiles& files) {
  return {
      data_option(files),
      text("--dump-data", "FILE", files.dump_data, "write the sequences in that format"),
      text("--save", "FILE", files.save, "write a checkpoint after the last epoch"),
      whole_number("--save-every", files.save_every, 0, 1000000000, "and after every N epochs"),
      text("--resume", "FILE", files.resume, "go on from a checkpoint"),
      text("--log", "FILE", files.log, "write the losses of every epoch as CSV"),
      text("--trace", "FILE", files.trace, "a digest of every tensor at every step, for diff"),
      text("--report", "FILE", files.report, "write the pictures of the run as one HTML page"),
  };
}

void check_files(const TrainFiles& files) {
  if (files.save_every != 0 && files.save.empty()) {
    throw UsageError("--save-every expects a file to write: --save FILE");
  }
  const std::array<std::pair<const char*, const std::string*>, 5> written = {
      {{"--dump-data", &files.dump_data},
       {"--save", &files.save},
       {"--log", &files.log},
       {"--trace", &files.trace},
       {"--report", &files.report}}};
  for (std::size_t i = 0; i < written.size(); ++i) {
    for (std::size_t j = i + 1; j < written.size(); ++j) {
      const auto& [one, path] = written.at(i);
      const auto& [other, other_path] = written.at(j);
      if (path->empty() || *path != *other_path) continue;
      throw UsageError(std::string(one) + " and " + other + " expect two files, but both got \"" +
                       *path + "\"");
    }
  }
}

Metadata settings_of(Settings& settings) {
  Metadata texts;
  for (const Option& option : settings_options(settings))
    texts[option.name.substr(2)] = option.get();
  return texts;
}

namespace {

[[noreturn]] void refuse_setting(const std::string& name, const std::string& key,
                                 const std::string& what) {
  throw std::runtime_error(name + ": metadata " + key + ": " + what);
}

[[noreturn]] void refuse_option(const std::string& option, const std::string& given,
                                const std::string& name, const std::string& value) {
  throw UsageError(option + " " + given + " contradicts " + name + ", whose run has " + option +
                   " " + value);
}

}  // namespace

void take_setting(const Option& option, const std::string& value, const std::string& name) {
  const std::string key = option.name.substr(2);
  try {
    if (!option.value_name.empty() || value == "on") option.set(value);
  } catch (const UsageError& error) {
    refuse_setting(name, key, error.what());
  }
  if (option.get() != value) refuse_setting(name, key, "expected a setting, found " + value);
}

void take_settings(Settings& settings, std::set<std::string>& given, const Safetensors& file,
                   const std::string& name) {
  const Metadata on_command_line = settings_of(settings);
  const std::uint64_t given_epochs = settings.epochs;
  settings = Settings();
  for (const Option& option : settings_options(settings)) {
    const std::string key = option.name.substr(2);
    const std::string& value = metadata_entry(file, name, key);
    take_setting(option, value, name);
    if (option.name == "--epochs" || given.count(option.name) == 0) continue;
    if (on_command_line.at(key) != value) {
      refuse_option(option.name, on_command_line.at(key), name, value);
    }
  }
  if (given.count("--epochs") != 0) {
    if (given_epochs < settings.epochs) {
      refuse_option("--epochs", std::to_string(given_epochs), name,
                    std::to_string(settings.epochs));
    }
    settings.epochs = given_epochs;
  }
  for (const Option& option : settings_options(settings)) given.insert(option.name);
}

std::optional<Sequences> load_data(const TrainFiles& files, Settings& settings,
                                   const std::set<std::string>& given) {
  if (files.data.empty()) return std::nullopt;
  Sequences data = read_sequence_file(files.data);
  std::size_t longest = 0;
  for (std::size_t i = 0; i < data.count(); ++i) longest = std::max(longest, data.length(i));
  const auto tokens =
      static_cast<std::size_t>(*std::max_element(data.tokens.begin(), data.tokens.end())) + 1;

  const auto follow = [&](const std::string& option, std::size_t& size, std::size_t least) {
    if (given.count(option) == 0) size = least;
    if (size < least) {
      throw UsageError(option + " " + std::to_string(size) + " is too small for " + files.data +
                       ", which needs " + std::to_string(least));
    }
  };
  follow("--max-seq-len", settings.max_seq_len, longest);
  follow("--vocab-size", settings.vocab_size, tokens);
  if (given.count("--samples") != 0 && settings.samples != data.count()) {
    throw UsageError("--samples " + std::to_string(settings.samples) + " contradicts " +
                     files.data + ", which has " + std::to_string(data.count()) + " sequences");
  }
  settings.samples = data.count();
  return data;
}
