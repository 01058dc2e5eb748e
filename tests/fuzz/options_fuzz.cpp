// libFuzzer target: the option parser with the options of training. Arguments stand between
// zero bytes. No run is started.
#include "cli/run_files.h"
#include "cli/run_options.h"

#include <sstream>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t count) {
  Arguments arguments(1);
  for (std::size_t i = 0; i < count; ++i) {
    if (bytes[i] == 0) {
      arguments.emplace_back();
    } else {
      arguments.back() += static_cast<char>(bytes[i]);
    }
  }
  Config config;
  RunFiles files;
  std::vector<Option> options = run_options(config);
  for (const Option& option : file_options(files)) options.push_back(option);
  std::ostringstream out;
  try {
    parse_options("train", "", options, arguments, out);
    memory_needed(config);
  } catch (const UsageError&) {
  }
  return 0;
}
