#include "folder.h"
#include "golden.h"
#include "run.h"
#include "strict_json.h"
#include "test.h"

#include "files/file.h"
#include "files/safetensors.h"
#include "models/position_predictor.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace {

// The checkpoint of a run with these options.
struct Saved {
  explicit Saved(const Arguments& options = {"--epochs=0"}) {
    succeeds(with({"-q", "--save", path}, options));
  }
  // In the name of the file.
  void refused(const Arguments& arguments, const std::string& message) const {
    fails(arguments, path + ": " + message);
  }

  Folder folder;
  std::string path = folder / "model";
};

// Writes these tensors, with a prefix before their names.
void write_tensors(const std::string& path, const Metadata& metadata,
                   const std::map<std::string, Tensor>& all, const std::string& prefix = "") {
  std::map<std::string, const Tensor*> tensors;
  for (const auto& [name, tensor] : all) tensors[prefix + name] = &tensor;
  std::ofstream out(path, std::ios::binary);
  write_safetensors(out, metadata, tensors);
}

// What PyTorch saves of the same model: the four parameters and nothing else.
void write_state_dict(const std::string& path, const Metadata& metadata = {}) {
  write_tensors(path, metadata,
                {{"pos_enc.token_embedding.weight", Tensor({3, 2})},
                 {"pos_enc.pos_embedding.weight", Tensor({4, 2})},
                 {"linear.weight", Tensor({1, 2})},
                 {"linear.bias", Tensor({1})}});
}

// Makes of a checkpoint what PyTorch saves: the model's tensors, with a prefix before their names.
void make_state_dict(const std::string& path, const Metadata& metadata = {},
                     const std::string& prefix = "") {
  Safetensors saved = from_file(path, read_safetensors);
  for (auto it = saved.tensors.begin(); it != saved.tensors.end();) {
    it = starts_with(it->first, "optimizer.") ? saved.tensors.erase(it) : std::next(it);
  }
  write_tensors(path, metadata, saved.tensors, prefix);
}

const Arguments& stack_of_15() {
  static const Arguments kStack = {"-q",           "--epochs=2",   "--layers=1",
                                   "--d-model=15", "--heads=3",    "--norm=post",
                                   "--causal",     "--samples=50", "--target=first"};
  return kStack;
}

}  // namespace

// The right answer or none: of heads, norm and target the tensors say nothing.
TEST(predict, of_a_stack_that_others_saved_asks_for_what_its_tensors_do_not_tell) {
  const Saved file(stack_of_15());
  const Arguments sequence = {file.path, "5", "9", "0", "7"};
  const std::string expected = run(with({"predict", "--json"}, sequence)).out;
  CHECK(has(expected, "\"shares\":null"));
  const std::string refusal = "its tensors do not tell how its layers are used: expected";
  const std::string where = ", and --causal, --no-skip or --no-feed-forward where they hold";
  for (const Metadata& metadata : {Metadata(), Metadata({{"format", "pt"}})}) {
    make_state_dict(file.path, metadata);
    file.refused(with({"predict"}, sequence),
                 refusal + " --target NAME --heads N --norm NAME" + where);
    file.refused(with({"predict", "--heads=3", "--target=first"}, sequence),
                 refusal + " --norm NAME" + where);
    const Arguments told = {"predict", "--json",   "--heads",  "3",    "--norm",
                            "post",    "--causal", "--target", "first"};
    CHECK_EQ(succeeds(with(told, sequence)), expected);
    CHECK(run(with({"predict", "--json", "--heads=5", "--norm=pre", "--target=first"}, sequence))
              .out != expected);
  }
  make_state_dict(file.path,
                  {{"heads", "3"}, {"norm", "post"}, {"causal", "on"}, {"target", "first"}});
  CHECK_EQ(run(with({"predict", "--json"}, sequence)).out, expected);
  refuses_usage(with({"predict", "--heads=5"}, sequence),
                "--heads 5 contradicts " + file.path + ", whose model has --heads 3");
}

// Where a default is not in the file, too.
TEST(predict, takes_no_option_that_contradicts_the_run) {
  const Saved file(with(stack_of_15(), {"--norm=pre"}));
  succeeds({"predict", "--norm=pre", "--causal", file.path, "5"});
  refuses_usage({"predict", "--norm=post", file.path, "5"},
                "--norm post contradicts " + file.path + ", whose model has --norm pre");
}

// 15 numbers are not for 2 heads, but neither command works with heads.
TEST(inspect, and_export_need_not_know_the_heads) {
  const Saved file(stack_of_15());
  const Folder& folder = file.folder;
  make_state_dict(file.path, {{"format", "pt"}});
  CHECK_EQ(run({"inspect", file.path}).err, "");
  CHECK_EQ(run({"export", file.path, "--format=npy", "--out", folder / "npy"}).err, "");
}

TEST(inspect, of_a_file_without_a_table_of_positions_asks_for_the_encoding) {
  const Saved file({"--epochs=0", "--encoding=sinusoidal"});
  const auto similarities = [&](const Arguments& more) {
    const std::string out = run(with({"inspect", "--json", file.path}, more)).out;
    return out.substr(std::min(out.find("\"position_count"), out.size()));
  };
  const std::string expected = similarities({});
  make_state_dict(file.path);
  file.refused({"inspect", file.path},
               "expected tensor pos_enc.pos_embedding.weight, or --encoding NAME --positions N of "
               "a model without it, found neither");
  file.refused({"inspect", file.path, "--encoding=sinusoidal"},
               "expected --positions N, or metadata max-seq-len, found neither");
  CHECK(has(expected, "\"position_count\":20"));
  CHECK_EQ(similarities({"--encoding=sinusoidal", "--positions=20"}), expected);
}

TEST(predict, takes_off_a_prefix_that_all_names_have) {
  for (const char* prefix : {"_orig_mod.", "module.", "model.", "encoder.", "module._orig_mod."}) {
    CONTEXT("prefix " << prefix);
    const Saved file({"--epochs=1"});
    const std::string expected = run({"predict", file.path, "5", "99", "0"}).out;
    make_state_dict(file.path, {}, prefix);
    CHECK_EQ(
        succeeds({"predict", file.path, "5", "99", "0"},
                 "posembed: " + file.path + ": each name is read without its " + prefix + "\n"),
        expected);
  }
  const Saved file;
  make_state_dict(file.path, {}, "net.");
  file.refused({"predict", file.path, "5"},
               "expected tensor linear.weight, found net.linear.bias, net.linear.weight, "
               "net.pos_enc.pos_embedding.weight and 1 more");
}

TEST(inspect, shows_settings_tensors_ruler_similarity_and_movement) {
  const Saved file({"--epochs=30"});
  const std::string out = succeeds({"inspect", file.path});
  CHECK(has(out, "epochs 30, "));
  CHECK(has(out, "\nexp_avg_sq.pos_enc.token_embedding.weight "));
  CHECK(has(out, "\nHow far each position's vector has moved"));
  std::istringstream lines(out);
  for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 80);
}

TEST(inspect, has_all_of_it_as_json_too) {
  const Saved file;
  const std::string out = run({"inspect", "--json", file.path}).out;
  CHECK(has(out, "\"linear.bias\":{\"shape\":[1],\"norm\":0.1309"));
  // Nothing has moved before the first epoch.
  CHECK(has(out, "\"moved\":[0.0,0.0,0.0,0.0,0.0,"));
}

TEST(inspect, reads_a_state_dict_without_settings) {
  const Folder folder;
  write_state_dict(folder / "m");
  const std::string out = succeeds({"inspect", folder / "m"});
  CHECK(starts_with(out, "no settings in the file\n"));
  CHECK(!has(out, "has moved"));
}

TEST(inspect, reads_what_the_safetensors_library_of_pytorch_writes) {
  const Folder folder;
  write_state_dict(folder / "m", {{"format", "pt"}});
  const std::string out = succeeds({"inspect", folder / "m"});
  CHECK(starts_with(out, "format pt\n"));
  succeeds({"inspect", "--json", folder / "m"});
}

// That would take memory or time as the metadata says, which may say anything.
TEST(inspect, draws_no_more_data_again_than_a_second_takes) {
  const Saved file;
  Safetensors saved = from_file(file.path, read_safetensors);
  saved.metadata["samples"] = "200000000";
  write_tensors(file.path, saved.metadata, saved.tensors);
  const std::string out = succeeds({"inspect", file.path},
                                   "posembed: how far the position vectors moved is left out: to "
                                   "know it, all 200000000 sequences would be drawn again\n");
  CHECK(!has(out, "has moved"));
}

// All of which it must draw, a part at a time, to find the first weights.
TEST(inspect, of_an_untrained_model_of_much_data_says_that_nothing_moved) {
  const Saved file({"--epochs=0", "--samples=65537", "--max-seq-len=1"});
  CHECK(has(run({"inspect", "--json", file.path}).out, "\"moved\":[0.0]"));
}

TEST(inspect, refuses_metadata_of_another_model) {
  const Saved file;
  const std::string bytes = read_file(file.path);
  const auto with = [&](const std::string& was, const std::string& is, const std::string& sizes) {
    std::string other = bytes;
    other.replace(other.find(was), was.size(), is);
    std::ofstream(file.path, std::ios::binary) << other;
    file.refused({"inspect", file.path},
                 "expected tensors of the sizes that its metadata gives, " + sizes);
  };
  with("\"vocab-size\":\"100\"", "\"vocab-size\":\"999\"",
       "vocab-size 999, max-seq-len 20, d-model 16");
  with("\"max-seq-len\":\"20\"", "\"max-seq-len\":\"21\"",
       "vocab-size 100, max-seq-len 21, d-model 16");
  with("\"d-model\":\"16\"", "\"d-model\":\"26\"", "vocab-size 100, max-seq-len 20, d-model 26");
}

TEST(inspect, refuses_what_is_no_model) {
  refuses_usage({"inspect"}, "inspect expects a FILE: posembed inspect FILE [OPTIONS]");
  fails({"inspect", "build/none"}, "cannot read build/none: No such file or directory");
  fails({"inspect", "src"}, "cannot read src: Is a directory");
  const Outcome other = run({"inspect", "README.md"});
  CHECK_EQ(other.status, 1);
  CHECK(starts_with(other.err, "posembed: README.md: expected a header of at most "));
}

TEST(predict, of_a_model_that_has_learned_says_the_positions) {
  const Saved file({"--epochs=200"});
  const std::string out = succeeds({"predict", file.path, "5", "99", "0"});
  CHECK(has(out, "2.00     2.00\n"));
  CHECK(has(run({"predict", "--json", file.path, "5"}).out, "\"target\":0,\"shares\":["));
}

TEST(predict, with_layers_takes_the_target_of_the_run) {
  const Saved file({"--epochs=1", "--layers=1", "--target=first", "--vocab-size=2"});
  const std::string out = run({"predict", "--json", file.path, "1", "0", "0"}).out;
  CHECK(has(out, "\"position\":2,\"token\":0,"));
  CHECK(has(out, "\"target\":1,\"shares\":null,\"attention\":[["));
}

TEST(predict, refuses_what_the_model_does_not_know) {
  const Saved file({"--epochs=0", "--max-seq-len=2"});
  refuses_usage({"predict", file.path}, "predict expects the tokens of a sequence: FILE TOKEN...");
  refuses_usage({"predict", file.path, "100"},
                "TOKEN expects a whole number from 0 to 99, but got \"100\"");
  refuses_usage({"predict", file.path, "x"},
                "TOKEN expects a whole number from 0 to 99, but got \"x\"");
  succeeds({"predict", file.path, "1", "2"});
  refuses_usage({"predict", file.path, "1", "2", "3"},
                "predict expects at most 2 tokens, as many as the model has positions, but got 3");
}

const std::string kHeads = "label\tkind\tnumber\n";

TEST(export_command, writes_npy_and_tsv_into_a_new_folder) {
  const Saved file({"--epochs=1"});
  for (const char* format : {"npy", "tsv"}) {
    succeeds({"export", file.path, "--format", format, "--out", file.folder / "new"});
  }
  CHECK_EQ(std::filesystem::file_size(file.folder / "new/pos_enc.pos_embedding.weight.npy"),
           128U + 20 * 16 * 4);
  CHECK_EQ(read_file(file.folder / "new/linear.bias.npy").substr(1, 5), "NUMPY");
  CHECK(starts_with(read_file(file.folder / "new/metadata.tsv"), kHeads + "position 0\t"));
  CHECK(has(read_file(file.folder / "new/vectors.tsv"), "\t"));
}

TEST(export_command, ends_at_a_signal_and_leaves_nothing_half_written) {
  const Saved file;
  const Folder& folder = file.folder;
  int asked = 0;
  const Outcome outcome = run({"export", file.path, "--format=tsv", "--out", folder / "new"},
                              [&] { return ++asked > 30; });
  CHECK_EQ(outcome.status, 130);
  CHECK_EQ(outcome.err, "posembed: stopped: what was not written whole is not there\n");
  CHECK_EQ(folder.names("new"), "");
}

TEST(export_command, writes_every_parameter_of_the_layers) {
  const Saved file({"--epochs=0", "--layers=2", "--encoding=rotary"});
  succeeds({"export", file.path, "--format=npy", "--out", file.folder / "npy"});
  using Files = std::filesystem::directory_iterator;
  CHECK_EQ(std::distance(Files(file.folder / "npy"), Files()), 3 + 2 * 12);
  CHECK_EQ(std::filesystem::file_size(file.folder / "npy/layers.1.self_attn.in_proj_weight.npy"),
           128U + 3 * 16 * 16 * 4);
  succeeds({"export", file.path, "--format=tsv", "--out", file.folder / "tsv"});
  CHECK(
      starts_with(read_file(file.folder / "tsv/metadata.tsv"), kHeads + "token 0\t"));  // no table
}

TEST(export_command, replaces_no_input_and_one_file_that_fails_costs_no_other) {
  const Folder folder;
  const std::string model = folder / "vectors.tsv";
  succeeds({"-q", "--epochs=1", "--save", model});
  const std::string bytes = read_file(model);
  CHECK_EQ(run({"export", model, "--format=tsv", "--out", folder / "."}).status, 2);
  CHECK(read_file(model) == bytes);
  CHECK_EQ(folder.names(), "vectors.tsv");

  if (!std::filesystem::exists("/dev/full")) SKIP("no /dev/full");
  std::filesystem::create_directory(folder / "new");
  std::filesystem::create_symlink("/dev/full", folder / "new/vectors.tsv");
  fails({"export", model, "--format=tsv", "--out", folder / "new"},
        "cannot write " + (folder / "new/vectors.tsv") + ": No space left on device");
  CHECK(starts_with(read_file(folder / "new/metadata.tsv"), kHeads + "position 0\t"));
}

TEST(export_command, refuses_vectors_of_one_number_that_the_projector_refuses) {
  const Saved file({"--epochs=0", "--d-model=1"});
  const Folder& folder = file.folder;
  file.refused({"export", file.path, "--format=tsv", "--out", folder / "new"},
               "the Embedding Projector takes no vectors of one number: expected "
               "d-model 2 or more, found 1 (--format npy takes it)");
  CHECK_EQ(folder.names(), "model");
  succeeds({"export", file.path, "--format=npy", "--out", folder / "new"});
}

TEST(export_command, refuses_other_formats_and_folders_that_cannot_be_made) {
  refuses_usage({"export", "m", "--format=csv", "--out=x"},
                "--format expects npy or tsv, but got \"csv\"");
  refuses_usage({"export", "m", "--format=npy"},
                "export expects a folder to write to: --out FOLDER");
  refuses_usage({"export", "m", "--out=x"},
                "export expects a format: --format npy or --format tsv");
}

// Of each place: for each layer, each head's shares, of sum 1; none of later places where causal.
TEST(predict, has_the_attention_of_each_layer_and_head_as_json) {
  const Saved file({"--epochs=1", "--layers=2", "--heads=2", "--causal"});
  const std::string out = run({"predict", "--json", file.path, "1", "2", "3"}).out;
  CHECK(is_strict_json(out));
  std::size_t at = 0;
  for (int place = 0; place < 3; ++place) {
    CONTEXT("place " << place);
    at = out.find("\"attention\":[[[", at);
    CHECK(at != std::string::npos);
    at += 12;
    const std::string rows = out.substr(at, out.find("]]]", at) - at);
    std::string numbers = rows;
    for (char& c : numbers) c = c == '[' || c == ']' || c == ',' ? ' ' : c;
    std::istringstream in(numbers);
    for (int head = 0; head < 2 * 2; ++head) {
      double sum = 0;
      for (int other = 0; other < 3; ++other) {
        double share = -1;
        in >> share;
        CHECK(other > place ? share == 0 : share > 0);
        sum += share;
      }
      CHECK_NEAR(sum, 1, 1e-6);
    }
    double more = 0;
    CHECK(!(in >> more));
    CHECK_EQ(std::count(rows.begin(), rows.end(), '['), 1 + 2 + 4);
  }
  const auto rows_of_seen = run({"predict", "--json", file.path, "1"}).out;
  CHECK(has(rows_of_seen, "\"attention\":[[[1],[1]],[[1],[1]]]}]\n"));
}
