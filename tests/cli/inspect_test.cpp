#include "golden.h"
#include "run.h"
#include "test.h"

#include "files/file.h"
#include "files/safetensors.h"
#include "models/position_predictor.h"

#include <cstdio>
#include <fstream>

namespace {

struct File {
  ~File() { std::remove(path.c_str()); }
  std::string path = test::temporary("test_inspect.safetensors");
};

// What PyTorch saves of the same model: the four parameters and nothing else.
void write_state_dict(const std::string& path, const Metadata& metadata = {}) {
  const Tensor tokens({3, 2});
  const Tensor positions({4, 2});
  const Tensor weight({1, 2});
  const Tensor bias({1});
  std::ofstream out(path, std::ios::binary);
  write_safetensors(out, metadata,
                    {{"pos_enc.token_embedding.weight", &tokens},
                     {"pos_enc.pos_embedding.weight", &positions},
                     {"linear.weight", &weight},
                     {"linear.bias", &bias}});
}

}  // namespace

TEST(inspect, shows_settings_tensors_ruler_similarity_and_movement) {
  const File file;
  CHECK_EQ(run({"-q", "--epochs=30", "--save", file.path}).status, 0);
  const Outcome outcome = run({"inspect", file.path});
  CHECK_EQ(outcome.status, 0);
  CHECK_EQ(outcome.err, "");
  CHECK(has(outcome.out, "epochs 30, "));
  CHECK(has(outcome.out, "\nexp_avg_sq.pos_enc.token_embedding.weight "));
  CHECK(has(outcome.out, "\nHow far each position's vector has moved"));
  std::istringstream lines(outcome.out);
  for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 80);
}

TEST(inspect, has_all_of_it_as_json_too) {
  const File file;
  CHECK_EQ(run({"-q", "--epochs=0", "--save", file.path}).status, 0);
  const std::string out = run({"inspect", "--json", file.path}).out;
  CHECK(has(out, "\"linear.bias\":{\"shape\":[1],\"norm\":0.1309"));
  // Nothing has moved before the first epoch.
  CHECK(has(out, "\"moved\":[0.0,0.0,0.0,0.0,0.0,"));
}

TEST(inspect, reads_a_state_dict_without_settings) {
  const File file;
  write_state_dict(file.path);
  const Outcome outcome = run({"inspect", file.path});
  CHECK_EQ(outcome.status, 0);
  CHECK_EQ(outcome.out.rfind("no settings in the file\n", 0), 0U);
  CHECK(!has(outcome.out, "has moved"));
}

TEST(inspect, reads_what_the_safetensors_library_of_pytorch_writes) {
  const File file;
  write_state_dict(file.path, {{"format", "pt"}});
  const Outcome outcome = run({"inspect", file.path});
  CHECK_EQ(outcome.status, 0);
  CHECK_EQ(outcome.err, "");
  CHECK_EQ(outcome.out.rfind("format pt\n", 0), 0U);
  CHECK_EQ(run({"inspect", "--json", file.path}).status, 0);
}

// That would take memory or time as the metadata says, which may say anything.
TEST(inspect, draws_no_more_data_again_than_a_second_takes) {
  const File file;
  CHECK_EQ(run({"-q", "--epochs=0", "--save", file.path}).status, 0);
  Safetensors saved = from_file(file.path, read_safetensors);
  saved.metadata["samples"] = "200000000";
  std::map<std::string, const Tensor*> tensors;
  for (const auto& [name, tensor] : saved.tensors) tensors[name] = &tensor;
  std::ofstream changed(file.path, std::ios::binary);
  write_safetensors(changed, saved.metadata, tensors);
  changed.close();
  const Outcome outcome = run({"inspect", file.path});
  CHECK_EQ(outcome.status, 0);
  CHECK_EQ(outcome.err,
           "posembed: how far the position vectors moved is left out: to know it, all "
           "200000000 sequences would be drawn again\n");
  CHECK(!has(outcome.out, "has moved"));
}

// All of which it must draw, a part at a time, to find the first weights.
TEST(inspect, of_an_untrained_model_of_much_data_says_that_nothing_moved) {
  const File file;
  CHECK_EQ(
      run({"-q", "--epochs=0", "--samples=65537", "--max-seq-len=1", "--save", file.path}).status,
      0);
  CHECK(has(run({"inspect", "--json", file.path}).out, "\"moved\":[0.0]"));
}

TEST(inspect, refuses_metadata_of_another_model) {
  const File file;
  CHECK_EQ(run({"-q", "--epochs=0", "--save", file.path}).status, 0);
  const std::string bytes = read_file(file.path);
  const auto with = [&](const std::string& was, const std::string& is, const std::string& sizes) {
    std::string other = bytes;
    other.replace(other.find(was), was.size(), is);
    std::ofstream(file.path, std::ios::binary) << other;
    CHECK_EQ(run({"inspect", file.path}).err,
             "posembed: " + file.path +
                 ": expected tensors of the sizes that its metadata gives, " + sizes + "\n");
  };
  with("\"vocab-size\":\"100\"", "\"vocab-size\":\"999\"",
       "vocab-size 999, max-seq-len 20, d-model 16");
  with("\"max-seq-len\":\"20\"", "\"max-seq-len\":\"21\"",
       "vocab-size 100, max-seq-len 21, d-model 16");
  with("\"d-model\":\"16\"", "\"d-model\":\"26\"", "vocab-size 100, max-seq-len 20, d-model 26");
}

TEST(inspect, refuses_what_is_no_model) {
  CHECK_EQ(run({"inspect"}).err,
           "posembed: inspect expects a FILE: posembed inspect FILE [OPTIONS]\n");
  const Outcome missing = run({"inspect", "build/none"});
  CHECK_EQ(missing.status, 1);
  CHECK_EQ(missing.err, "posembed: cannot read build/none: No such file or directory\n");
  CHECK_EQ(run({"inspect", "src"}).err, "posembed: cannot read src: Is a directory\n");
  const Outcome other = run({"inspect", "README.md"});
  CHECK_EQ(other.status, 1);
  CHECK_EQ(other.err.rfind("posembed: README.md: expected a header of at most ", 0), 0U);
}
