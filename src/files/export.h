// Tables for other programs: .npy for NumPy, .tsv for the TensorBoard Embedding Projector.
#pragma once

#include "core/tensor.h"
#include "models/model.h"

#include <ostream>
#include <string>

// The .npy format, version 1.0: a text header, padded so that the values start at a multiple of
// 64 bytes, then little-endian floats, row after row.
void write_npy(std::ostream& out, const Tensor& tensor);

// The vector of every position, then that of every token: a vector a line, tabs between numbers.
void write_vectors(std::ostream& out, const Model<float>& model);
// What each of those lines is: `position 0`, ..., `token 0`, ...
void write_labels(std::ostream& out, const Model<float>& model);

// Writes all four parameters as NAME.npy into a folder, which is made where there is none.
// Throws std::runtime_error where that fails.
void export_npy(const std::string& folder, const Model<float>& model);
// The same with vectors.tsv and metadata.tsv.
void export_tsv(const std::string& folder, const Model<float>& model);
