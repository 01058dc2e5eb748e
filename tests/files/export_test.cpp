#include "files/export.h"

#include "models/position_predictor.h"
#include "test.h"

namespace {

Tensor counting(const std::vector<std::size_t>& shape) {
  Tensor tensor(shape);
  for (std::size_t i = 0; i < tensor.size(); ++i) tensor[i] = static_cast<float>(i);
  return tensor;
}

std::string npy(const Tensor& tensor) {
  std::ostringstream out;
  write_npy(out, tensor);
  return out.str();
}

}  // namespace

TEST(export_, writes_npy_as_numpy_does) {
  const std::string bytes = npy(counting({2, 1}));
  const std::string start = std::string("\x93NUMPY\x01\0\x76\0", 10) +
                            "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }";
  CHECK(bytes.substr(0, start.size()) == start);
  CHECK_EQ(bytes.size(), 128U + 8);
  CHECK_EQ(bytes[127], '\n');
  CHECK(bytes.substr(128) == std::string("\0\0\0\0\0\0\x80\x3f", 8));
  CHECK(npy(counting({3})).find("'shape': (3,), }") != std::string::npos);
}

TEST(export_, names_its_files) {
  const PositionPredictor<float> model({2, 1, 2});
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
  const std::vector<ExportedFile> files = npy_files(waves);
  CHECK_EQ(files.back().name, "pos_enc.pos_embedding.weight.npy");
  std::ostringstream out;
  files.back().write(out);
  CHECK(out.str() == npy(waves.pos_embedding.value));
  const PositionPredictor<float> none({2, 3, 2, find_encoding("none")});
  CHECK_EQ(npy_files(none).size(), 3U);
}

// As TensorBoard's protocol buffer ProjectorConfig has it.
TEST(export_, names_its_vectors_for_tensorboard) {
  const PositionPredictor<float> model({2, 1, 2});
  std::ostringstream out;
  tsv_files(model).back().write(out);
  CHECK_EQ(out.str(),
           "embeddings {\n  tensor_name: \"posembed\"\n  tensor_path: \"vectors.tsv\"\n"
           "  metadata_path: \"metadata.tsv\"\n}\n");
}

TEST(export_, writes_a_vector_and_a_label_a_line) {
  PositionPredictor<float> model({2, 1, 2});
  model.token_embedding.value = counting({2, 2});
  model.pos_embedding.value = counting({1, 2});
  std::ostringstream vectors;
  write_vectors(vectors, model);
  CHECK_EQ(vectors.str(), "0.0\t1.0\n0.0\t1.0\n2.0\t3.0\n");
  std::ostringstream labels;
  write_labels(labels, model);
  CHECK_EQ(labels.str(),
           "label\tkind\tnumber\nposition 0\tposition\t0\n"
           "token 0\ttoken\t0\ntoken 1\ttoken\t1\n");
}
