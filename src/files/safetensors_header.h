// The JSON header of a safetensors file.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

struct TensorEntry {
  std::string name;
  std::string dtype;
  std::vector<std::uint64_t> shape;
  std::uint64_t begin = 0;  // where its values lie, counted from the end of the header
  std::uint64_t end = 0;
};

struct SafetensorsHeader {
  std::map<std::string, std::string> metadata;
  std::vector<TensorEntry> tensors;  // as they stand in the header
};

// Reads a header. Strict: what is not exactly such JSON (another type, a name twice, a key
// missing, text that is not UTF-8) throws std::runtime_error with the byte at which it stands. As
// the reference reader does, takes null for no metadata, and passes over unknown keys of a tensor;
// their values may nest a hundred deep, so that nesting cannot exhaust the stack.
SafetensorsHeader parse_safetensors_header(const std::string& text);
