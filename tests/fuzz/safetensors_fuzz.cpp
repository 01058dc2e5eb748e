// libFuzzer target: the reader of safetensors files, down to a model and what is shown of it.
#include "files/checkpoint.h"
#include "report/inspection.h"

#include "printable_message.h"

#include <cstdlib>
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
    const auto model = saved_model(file);
    const std::string shown = inspection_text(file, *model, {});
    if (shown.find('\x1b') != std::string::npos) std::abort();
    inspection_json(file, *model, {});
  } catch (const std::runtime_error& error) {
    require_printable(error);
  }
  return 0;
}
