#include "files/export.h"

#include "models/position_predictor.h"
#include "test.h"

#include <numeric>

namespace {

// Of two tokens and a position, each a vector of two numbers that count.
struct Counting : PositionPredictor<float> {
  Counting() : PositionPredictor<float>({2, 1, 2}) {
    for (Parameter<float>* parameter : parameters()) {
      std::iota(parameter->value.begin(), parameter->value.end(), 0.0F);
    }
  }
};

std::string text_of(const ExportedFile& file) {
  std::ostringstream out;
  file.write(out);
  return out.str();
}

}  // namespace

TEST(export_, writes_npy_as_numpy_does) {
  const Counting model;
  const std::vector<ExportedFile> files = npy_files(model);
  const std::string bytes = text_of(files[1]);
  const std::string start = std::string("\x93NUMPY\x01\0\x76\0", 10) +
                            "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }";
  CHECK(bytes.substr(0, start.size()) == start);
  CHECK_EQ(bytes.size(), 128U + 8);
  CHECK_EQ(bytes[127], '\n');
  CHECK(bytes.substr(128) == std::string("\0\0\0\0\0\0\x80\x3f", 8));
  CHECK(has(text_of(files[3]), "'shape': (1,), }"));
}

TEST(export_, names_its_files) {
  const Counting model;
  std::string names;
  for (const auto& files : {npy_files(model), tsv_files(model)}) {
    for (const ExportedFile& file : files) names += file.name + " ";
  }
  CHECK_EQ(names,
           "pos_enc.token_embedding.weight.npy pos_enc.pos_embedding.weight.npy linear.weight.npy "
           "linear.bias.npy vectors.tsv metadata.tsv projector_config.pbtxt ");
}

// A parameter of none, but a table of numbers all the same.
TEST(export_, has_the_table_of_sine_waves_too) {
  const PositionPredictor<float> waves({2, 3, 2, find_encoding("sinusoidal")});
  const ExportedFile table = npy_files(waves).back();
  CHECK_EQ(table.name, "pos_enc.pos_embedding.weight.npy");
  PositionPredictor<float> learned({2, 3, 2});
  learned.pos_embedding.value = waves.pos_embedding.value;
  CHECK(text_of(table) == text_of(npy_files(learned)[1]));
  const PositionPredictor<float> none({2, 3, 2, find_encoding("none")});
  CHECK_EQ(npy_files(none).size(), 3U);
}

// The last as TensorBoard's protocol buffer ProjectorConfig has it.
TEST(export_, writes_a_vector_and_a_label_a_line_and_names_them_for_tensorboard) {
  const Counting model;
  const std::vector<ExportedFile> files = tsv_files(model);
  CHECK_EQ(text_of(files[0]), "0.0\t1.0\n0.0\t1.0\n2.0\t3.0\n");
  CHECK_EQ(text_of(files[1]),
           "label\tkind\tnumber\nposition 0\tposition\t0\n"
           "token 0\ttoken\t0\ntoken 1\ttoken\t1\n");
  CHECK_EQ(text_of(files[2]),
           "embeddings {\n  tensor_name: \"posembed\"\n  tensor_path: \"vectors.tsv\"\n"
           "  metadata_path: \"metadata.tsv\"\n}\n");
}
