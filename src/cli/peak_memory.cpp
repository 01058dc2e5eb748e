#include "core/strict_float.h"

#include "cli/peak_memory.h"

#if defined(__linux__)
#include <sys/resource.h>
#endif

double peak_memory() {
#if defined(__linux__)
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) == 0) return 1024.0 * static_cast<double>(usage.ru_maxrss);
#endif
  return 0;
}
