// libFuzzer target: the reader of safetensors files, down to a model.
#include "files/checkpoint.h"

#include <sstream>
#include <stdexcept>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t count) {
  std::istringstream in(std::string(reinterpret_cast<const char*>(bytes), count));
  try {
    const Safetensors file = read_safetensors(in, "fuzz");
    std::ostringstream out;
    std::map<std::string, const Tensor*> tensors;
    for (const auto& [name, tensor] : file.tensors) tensors[name] = &tensor;
    write_safetensors(out, file.metadata, tensors);
    saved_model(file, "fuzz");
  } catch (const std::runtime_error&) {
  }
  return 0;
}
