// An empty folder that goes with the test.
#pragma once

#include "test.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

struct Folder {
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  // The path of what is in it, or could be.
  std::string operator/(const std::string& name) const { return path + "/" + name; }

  // The names of what is in it, or in a folder of it, in order, with blanks between.
  std::string names(const std::string& below = ".") const {
    std::vector<std::string> all;
    for (const auto& entry : std::filesystem::directory_iterator(*this / below)) {
      all.push_back(entry.path().filename().string());
    }
    std::sort(all.begin(), all.end());
    std::string text;
    for (const std::string& name : all) text += (text.empty() ? "" : " ") + name;
    return text;
  }

  std::string path = std::filesystem::canonical(std::filesystem::temp_directory_path()).string() +
                     "/" + std::filesystem::path(test::temporary("folder")).filename().string();
};
