// Tables for other programs: .npy for NumPy, .tsv for the TensorBoard Embedding Projector.
#pragma once

#include "models/model.h"

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

// Hears how many vectors of how many are written; throws where that is to end.
using Written = std::function<void(std::uint64_t done, std::uint64_t total)>;

struct ExportedFile {
  std::string name;
  std::function<void(std::ostream& out)> write;
};

// Every parameter, and a fixed table of positions, as NAME.npy.
std::vector<ExportedFile> npy_files(const Model<float>& model);
// The vector of every position, then that of every token, as vectors.tsv; what each of its lines
// is, as metadata.tsv: a label (`position 0`), a kind (position or token) and a number, to colour
// by; and the projector_config.pbtxt by which TensorBoard finds them in its --logdir.
std::vector<ExportedFile> tsv_files(const Model<float>& model, const Written& written = {});
