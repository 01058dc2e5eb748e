#include "core/strict_float.h"

#include "files/export.h"

#include "cli/commands.h"
#include "cli/named_files.h"
#include "core/foreign_text.h"
#include "files/checkpoint.h"
#include "files/file.h"
#include "files/output_file.h"

#include <filesystem>
#include <list>
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

// Returns the exit status.
int write_into(const std::string& folder, const std::vector<ExportedFile>& files,
               const std::string& model, const Console& console) {
  std::vector<NamedFile> named = {input("FILE", model)};
  for (const ExportedFile& file : files) {
    named.push_back(output("--out", (fs::path(folder) / file.name).string()));
  }
  require_different_files(named);
  make_folder(folder);
  std::list<OutputFile> outputs;
  for (std::size_t i = 0; i < files.size(); ++i) outputs.emplace_back(named[i + 1].path);
  console.watch_interrupts();
  Failures failures(console);
  auto next = outputs.begin();
  for (const ExportedFile& file : files) {
    failures.attempt([&] { write_file(*next++, file.write); });
  }
  return failures.status();
}

}  // namespace

int export_command(const Arguments& arguments, const Console& console) {
  std::string path;
  std::string format;
  std::string folder;
  std::vector<Option> options = {
      option::text("FILE", "", path,
                   "a checkpoint, or the same model's state dict saved by PyTorch"),
      option::text("--format", "NAME", format,
                   "npy (for NumPy) or tsv (for the Embedding Projector)"),
      option::text("--out", "FOLDER", folder, "where the files go")};
  options[1].choices = {"npy", "tsv"};
  const auto given = parse_options(
      "export",
      "Writes a saved model's tables for other programs: each parameter as NAME.npy, or the\n"
      "position and token vectors as vectors.tsv with their labels in metadata.tsv.",
      options, arguments, console);
  if (!given) return kDone;
  if (given->count("--format") == 0) {
    throw UsageError("export expects a format: --format npy or --format tsv");
  }
  if (format != "npy" && format != "tsv") {
    throw option::refusal("--format", "npy or tsv", format);
  }
  if (folder.empty()) throw UsageError("export expects a folder to write to: --out FOLDER");

  const std::unique_ptr<Model<float>> model = saved_model(from_file(path, read_safetensors), path);
  const std::vector<ExportedFile> files = format == "npy" ? npy_files(*model) : tsv_files(*model);
  return write_into(folder, files, path, console);
}
