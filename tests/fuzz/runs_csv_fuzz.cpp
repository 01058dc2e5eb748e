// libFuzzer target: the reader of what many runs measured. What it accepts must survive being
// written.
#include "experiments/sweep.h"
#include "files/runs_csv.h"

#include "printable_message.h"

#include <cstdlib>
#include <sstream>

namespace {

Runs planned(const std::string& command, const std::string& /*seeds*/) {
  Settings settings;
  settings.epochs = 2;
  return sweep_runs(command, {0, 1, 7}, settings, std::nullopt);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t count) {
  std::istringstream in(std::string(reinterpret_cast<const char*>(bytes), count));
  try {
    const auto runs = read_runs_csv(in, "fuzz", planned);
    if (!runs) return 0;
    std::stringstream text;
    write_runs_csv(text, *runs);
    const std::string written = text.str();
    std::ostringstream again;
    const auto back = read_runs_csv(text, "again", planned);
    if (back) write_runs_csv(again, *back);
    if (back && again.str() != written) std::abort();
  } catch (const std::runtime_error& error) {
    require_printable(error);
  }
  return 0;
}
