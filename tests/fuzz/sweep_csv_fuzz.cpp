// libFuzzer target: the reader of a sweep's losses. What it accepts must survive being written.
#include "files/sweep_csv.h"

#include "printable_message.h"

#include <cstdlib>
#include <sstream>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t count) {
  std::istringstream in(std::string(reinterpret_cast<const char*>(bytes), count));
  try {
    const SweepCsv sweep = read_sweep_csv(in, "fuzz");
    std::stringstream text;
    write_sweep_csv(text, sweep);
    const std::string written = text.str();
    std::ostringstream again;
    write_sweep_csv(again, read_sweep_csv(text, "again"));
    if (again.str() != written) std::abort();
  } catch (const std::runtime_error& error) {
    require_printable(error);
  }
  return 0;
}
