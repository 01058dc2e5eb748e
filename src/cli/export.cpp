#include "core/strict_float.h"

#include "files/export.h"

#include "cli/commands.h"
#include "files/checkpoint.h"
#include "files/file.h"

int export_command(const Arguments& arguments, const Console& console) {
  std::string path;
  std::string format;
  std::string folder;
  const std::vector<Option> options = {
      option::text("FILE", "", path,
                   "a checkpoint, or the same model's state dict saved by PyTorch"),
      option::text("--format", "NAME", format,
                   "npy (for NumPy) or tsv (for the Embedding Projector)"),
      option::text("--out", "FOLDER", folder, "where the files go")};
  const auto given = parse_options(
      "export",
      "Writes a saved model's tables for other programs: each parameter as NAME.npy, or the\n"
      "position and token vectors as vectors.tsv with their labels in metadata.tsv.",
      options, arguments, console.out);
  if (!given) return kDone;
  if (format != "npy" && format != "tsv") {
    throw option::refusal("--format", "npy or tsv", format);
  }
  if (folder.empty()) throw UsageError("export expects a folder to write to: --out FOLDER");

  const std::unique_ptr<Model<float>> model = saved_model(from_file(path, read_safetensors), path);
  if (format == "npy") {
    export_npy(folder, *model);
  } else {
    export_tsv(folder, *model);
  }
  return kDone;
}
