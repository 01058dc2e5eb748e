#include "folder.h"
#include "golden.h"
#include "run.h"
#include "test.h"

#include <filesystem>
#include <iterator>

TEST(export_command, writes_npy_and_tsv_into_a_new_folder) {
  const std::string folder = test::temporary("test_export");
  const std::string model = test::temporary("test_export.safetensors");
  CHECK_EQ(run({"-q", "--epochs=1", "--save", model}).status, 0);
  for (const char* format : {"npy", "tsv"}) {
    CONTEXT("format " << format);
    CHECK_EQ(run({"export", model, "--format", format, "--out", folder}).status, 0);
  }
  CHECK_EQ(std::filesystem::file_size(folder + "/pos_enc.pos_embedding.weight.npy"),
           128U + 20 * 16 * 4);
  CHECK_EQ(read_file(folder + "/linear.bias.npy").substr(1, 5), "NUMPY");
  CHECK_EQ(read_file(folder + "/metadata.tsv").rfind("position 0\n", 0), 0U);
  CHECK(read_file(folder + "/vectors.tsv").find("\t") != std::string::npos);
  std::filesystem::remove_all(folder);
  std::filesystem::remove(model);
}

TEST(export_command, writes_every_parameter_of_the_layers) {
  const Folder folder;
  const std::string model = folder / "model";
  CHECK_EQ(run({"-q", "--epochs=0", "--layers=2", "--encoding=rotary", "--save", model}).status, 0);
  CHECK_EQ(run({"export", model, "--format=npy", "--out", folder / "npy"}).status, 0);
  using Files = std::filesystem::directory_iterator;
  CHECK_EQ(std::distance(Files(folder / "npy"), Files()), 3 + 2 * 12);
  CHECK_EQ(std::filesystem::file_size(folder / "npy/layers.1.self_attn.in_proj_weight.npy"),
           128U + 3 * 16 * 16 * 4);
  CHECK_EQ(run({"export", model, "--format=tsv", "--out", folder / "tsv"}).status, 0);
  CHECK_EQ(read_file(folder / "tsv/metadata.tsv").rfind("token 0\n", 0), 0U);  // no table
}

TEST(export_command, replaces_no_input_and_one_file_that_fails_costs_no_other) {
  const Folder folder;
  const std::string model = folder / "vectors.tsv";
  CHECK_EQ(run({"-q", "--epochs=1", "--save", model}).status, 0);
  const std::string bytes = read_file(model);
  CHECK_EQ(run({"export", model, "--format=tsv", "--out", folder / "."}).status, 2);
  CHECK(read_file(model) == bytes);
  CHECK_EQ(folder.names(), "vectors.tsv");

  if (!std::filesystem::exists("/dev/full")) SKIP("no /dev/full");
  std::filesystem::create_directory(folder / "new");
  std::filesystem::create_symlink("/dev/full", folder / "new/vectors.tsv");
  const Outcome full = run({"export", model, "--format=tsv", "--out", folder / "new"});
  CHECK_EQ(full.status, 1);
  CHECK_EQ(full.err, "posembed: cannot write " + (folder / "new/vectors.tsv") +
                         ": No space left on device\n");
  CHECK_EQ(read_file(folder / "new/metadata.tsv").rfind("position 0\n", 0), 0U);
}

TEST(export_command, refuses_other_formats_and_folders_that_cannot_be_made) {
  CHECK_EQ(run({"export", "m", "--format=csv", "--out=x"}).err,
           "posembed: --format expects npy or tsv, but got \"csv\"\n");
  CHECK_EQ(run({"export", "m", "--format=npy"}).err,
           "posembed: export expects a folder to write to: --out FOLDER\n");
  CHECK_EQ(run({"export", "m", "--out=x"}).err,
           "posembed: export expects a format: --format npy or --format tsv\n");
}
