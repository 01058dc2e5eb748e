// Tables for other programs: .npy for NumPy, .tsv for the TensorBoard Embedding Projector.
#pragma once

#include "core/tensor.h"
#include "models/model.h"

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

// The .npy format, version 1.0: a text header, padded so that the values start at a multiple of
// 64 bytes, then little-endian floats, row after row.
void write_npy(std::ostream& out, const Tensor& tensor);

// Hears how many vectors of how many are written; throws where that is to end.
using Written = std::function<void(std::uint64_t done, std::uint64_t total)>;

// The vector of every position, then that of every token: a vector a line, tabs between numbers.
void write_vectors(std::ostream& out, const Model<float>& model, const Written& written = {});
// What each of those lines is, below a line of heads: a label (`position 0`), a kind (position or
// token) and a number, to colour them by.
void write_labels(std::ostream& out, const Model<float>& model);

struct ExportedFile {
  std::string name;
  std::function<void(std::ostream& out)> write;
};

// Every parameter, and a fixed table of positions, as NAME.npy; or vectors.tsv and metadata.tsv,
// with the projector_config.pbtxt by which TensorBoard finds them in its --logdir.
std::vector<ExportedFile> npy_files(const Model<float>& model);
std::vector<ExportedFile> tsv_files(const Model<float>& model, const Written& written = {});
