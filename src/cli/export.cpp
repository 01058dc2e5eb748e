#include "core/strict_float.h"

#include "files/export.h"

#include "cli/commands.h"
#include "cli/named_files.h"
#include "core/foreign_text.h"
#include "files/checkpoint.h"
#include "files/file.h"

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <system_error>

namespace fs = std::filesystem;

namespace {

void make_folder(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error)
    throw std::runtime_error("cannot make folder " + printable(folder) + ": " + error.message());
}

int write_into(const std::string& folder, const std::vector<ExportedFile>& files,
               const std::string& model, const Console& console) {
  std::vector<NamedFile> named = {input("FILE", model)};
  for (const ExportedFile& file : files) {
    named.push_back(output("--out", (fs::path(folder) / file.name).string()));
  }
  make_folder(folder);
  OutputFiles outputs(named, console);
  console.watch_interrupts();
  for (std::size_t i = 0; i < files.size(); ++i) outputs.write(i, files[i].write);
  return outputs.failures().status();
}

}  // namespace

Command export_command() {
  struct Asked {
    std::string path;
    std::string format;
    std::string folder;
  };
  const auto asked = std::make_shared<Asked>();
  std::vector<Option> options = {
      model_option(asked->path),
      option::text("--format", "NAME", asked->format,
                   "npy (for NumPy) or tsv (for the Embedding Projector)"),
      option::text("--out", "FOLDER", asked->folder, "where the files go")};
  options[1].choices = {"npy", "tsv"};
  return {"export", "writes its tables as .npy, or as .tsv for the Embedding Projector",
          "Writes a saved model's tables for other programs: each parameter as NAME.npy, or the\n"
          "position and token vectors as vectors.tsv with their labels in metadata.tsv.",
          options, [asked](const Given&, const Console& console) {
            const auto& [path, format, folder] = *asked;
            if (format.empty()) {
              throw UsageError("export expects a format: --format npy or --format tsv");
            }
            if (format != "npy" && format != "tsv") {
              throw option::refusal("--format", "npy or tsv", format);
            }
            if (folder.empty()) {
              throw UsageError("export expects a folder to write to: --out FOLDER");
            }
            const auto model = saved_model(from_file(path, read_safetensors), path);
            return write_into(folder, (format == "npy" ? npy_files : tsv_files)(*model), path,
                              console);
          }};
}
