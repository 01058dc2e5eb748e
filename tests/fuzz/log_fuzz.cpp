// libFuzzer target: the reader of the log of a run that is resumed.
#include "files/run_log.h"

#include "printable_message.h"

#include <sstream>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t count) {
  const std::string text(reinterpret_cast<const char*>(bytes), count);
  for (const std::string heads : {kLogHeads, kValidatedLogHeads}) {
    for (const char* last : {"", "2,3.5,4.25"}) {
      std::istringstream in(text);
      try {
        const std::string kept = log_to_continue(in, "fuzz", 2, last, heads);
        if (kept.size() > text.size() + heads.size() + 1) std::abort();
      } catch (const std::runtime_error& error) {
        require_printable(error);
      }
    }
  }
  return 0;
}
