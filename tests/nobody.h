// What somebody else than root may do.
#pragma once

#include "folder.h"
#include "test.h"

#if defined(__unix__)

#include <sys/wait.h>
#include <unistd.h>

// Runs `work` in that folder as nobody, in a process of its own, and returns what it returns.
template <class Work>
int as_nobody(const Folder& folder, const Work& work) {
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path);  // the way there may be closed to nobody
  const pid_t child = fork();
  if (child == 0) _exit(setgid(65534) != 0 || setuid(65534) != 0 ? 255 : work());
  int status = -1;
  CHECK_EQ(waitpid(child, &status, 0), child);
  std::filesystem::current_path(before);
  return status;
}

#endif
