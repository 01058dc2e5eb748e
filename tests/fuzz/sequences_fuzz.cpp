// libFuzzer target: the reader of sequence files. What it accepts must survive being written.
#include "files/sequence_file.h"

#include "printable_message.h"

#include <cstdlib>
#include <sstream>
#include <stdexcept>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t count) {
  std::istringstream in(std::string(reinterpret_cast<const char*>(bytes), count));
  try {
    const Sequences data = read_sequences(in, "fuzz");
    std::stringstream text;
    write_sequences(text, data);
    const Sequences again = read_sequences(text, "again");
    if (again.tokens != data.tokens || again.starts != data.starts) std::abort();
    padding_hint(data, "fuzz");
    std::istringstream padded(text.str());
    const Sequences rest = read_sequences(padded, "padded", data.tokens.back());
    if (rest.tokens.size() >= data.tokens.size() || rest.count() != data.count()) std::abort();
  } catch (const std::runtime_error& error) {
    require_printable(error);
  }
  return 0;
}
