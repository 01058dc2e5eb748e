// The golden files: what PyTorch drew and computed (tests/golden/README.md tells their origin).
#pragma once

#include "training/settings.h"

#include <map>
#include <string>
#include <vector>

struct Golden {
  Settings settings;
  std::vector<std::vector<int>> sequences;  // the first few
  std::size_t tokens = 0;
  std::uint64_t checksum = 0;                       // sum over all tokens of (index from 1) * token
  std::map<std::string, std::string> initial;       // SHA-256 of each parameter
  std::map<std::string, std::vector<float>> final;  // every value
  std::vector<double> losses;                       // of each epoch's last batch
  std::vector<double> means;                        // of each epoch's batches
};

Golden read_golden(const std::string& name);

// The text of a file under the project's top folder. Throws where it cannot be read.
std::string read_file(const std::string& path);
