// safetensors: named tensors in one file that NumPy, PyTorch and many others read.
//
//   8 bytes: N, the header's length, lowest byte first; N bytes of JSON; the tensors' values
//   {"__metadata__":{"key":"text"},"name":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}
//
// Offsets count from the end of the header. Values are little-endian, row after row. We write
// F32, and read F16, BF16 (both exactly) and F64 (rounded to nearest) too; what we did not write,
// as if an enemy had.
#pragma once

#include "core/tensor.h"

#include <istream>
#include <map>
#include <ostream>
#include <string>

using Metadata = std::map<std::string, std::string>;

// Writes the tensors in the order of their names, the header padded with blanks so that the
// values start at a multiple of 8. The same tensors and metadata give the same bytes on every
// machine. Names, keys and texts are printable ASCII.
void write_safetensors(std::ostream& out, const Metadata& metadata,
                       const std::map<std::string, const Tensor*>& tensors);

struct Safetensors {
  Metadata metadata;
  std::map<std::string, Tensor> tensors;
  std::string name;  // of the file, for messages

  // The text of a metadata entry, and a tensor. Throw std::runtime_error where there is none.
  const std::string& entry(const std::string& key) const;
  const Tensor& tensor(const std::string& key) const;
  // Throws std::runtime_error: "FILE: ...".
  [[noreturn]] void refuse(const std::string& what) const;
};

// Reads the whole file. Throws std::runtime_error with `name`, what was expected and what was
// found where anything in it is not as the format demands, a tensor is empty, or a value
// is not finite as a float.
Safetensors read_safetensors(std::istream& in, const std::string& name);
