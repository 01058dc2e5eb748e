#include "core/strict_float.h"

#include "files/export.h"

#include "core/decimal.h"
#include "core/float_bits.h"
#include "core/text_layout.h"

#include <array>
#include <utility>

namespace {

template <class Line>
void for_each_vector(const Model<float>& model, const Line& line) {
  const std::array<std::pair<const char*, const Tensor*>, 2> tables = {
      {{"position", &model.pos_embedding.value}, {"token", &model.token_embedding.value}}};
  for (const auto& [kind, table] : tables) {
    for (std::size_t i = 0; i < table->rows(); ++i) line(kind, *table, i);
  }
}

// The .npy format, version 1.0: a text header, padded so that the values start at a multiple of
// 64 bytes, then little-endian floats, row after row.
void write_npy(std::ostream& out, const Tensor& tensor) {
  std::string shape = joined(tensor.shape(), ", ", [](std::size_t n) { return std::to_string(n); });
  if (tensor.shape().size() == 1) shape += ",";  // (3,) but (3, 4)
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }";
  constexpr std::size_t kBefore = 10;  // magic, version and length
  header.resize((kBefore + header.size() + 1 + 63) / 64 * 64 - kBefore - 1, ' ');
  header += '\n';
  std::array<char, 2> length{};
  to_little_endian(static_cast<std::uint16_t>(header.size()), length.data());
  out << "\x93NUMPY" << '\x01' << '\0';
  out.write(length.data(), length.size()) << header;
  write_floats(out, tensor);
}

void write_vectors(std::ostream& out, const Model<float>& model, const Written& written) {
  const std::uint64_t total = model.pos_embedding.value.rows() + model.token_embedding.value.rows();
  std::uint64_t done = 0;
  for_each_vector(model, [&](const char*, const Tensor& table, std::size_t i) {
    for (std::size_t j = 0; j < table.cols(); ++j) {
      out << (j == 0 ? "" : "\t") << to_decimal(table.row(i)[j]);
    }
    out << "\n";
    if (written) written(++done, total);
  });
}

void write_labels(std::ostream& out, const Model<float>& model) {
  out << "label\tkind\tnumber\n";
  for_each_vector(model, [&](const char* kind, const Tensor&, std::size_t i) {
    out << kind << " " << i << "\t" << kind << "\t" << i << "\n";
  });
}

}  // namespace

std::vector<ExportedFile> npy_files(const Model<float>& model) {
  ConstParameters<float> tables = model.parameters();
  const bool is_fixed = !model.sizes().encoding->learned && model.pos_embedding.value.size() > 0;
  if (is_fixed) tables.push_back(&model.pos_embedding);  // sine waves are no parameter
  std::vector<ExportedFile> files;
  for (const Parameter<float>* parameter : tables) {
    files.push_back({parameter->name + ".npy",
                     [parameter](std::ostream& out) { write_npy(out, parameter->value); }});
  }
  return files;
}

std::vector<ExportedFile> tsv_files(const Model<float>& model, const Written& written) {
  return {
      {"vectors.tsv", [&model, written](std::ostream& out) { write_vectors(out, model, written); }},
      {"metadata.tsv", [&model](std::ostream& out) { write_labels(out, model); }},
      {"projector_config.pbtxt", [](std::ostream& out) {
         out << "embeddings {\n  tensor_name: \"posembed\"\n  tensor_path: \"vectors.tsv\"\n"
                "  metadata_path: \"metadata.tsv\"\n}\n";
       }}};
}
