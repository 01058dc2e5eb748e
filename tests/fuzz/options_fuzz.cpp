// libFuzzer target: the option parser with the options of training. Arguments stand between
// zero bytes. No run is started.
#include "cli/settings_options.h"
#include "cli/train_files.h"

#include "printable_message.h"

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
  const Command train = {"train", "", "", option::all_of({settings_options(), file_options()})};
  std::ostringstream out;
  try {
    const auto given = parse_options(train, arguments, Console{out, out});
    if (given) memory_needed(settings_in(*given));
  } catch (const UsageError& error) {
    require_printable(error);
  }
  return 0;
}
