// What was measured: numbers by configuration, seed, quantity and place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

// One number. A quantity that is one of a series is measured at a layer, an epoch, a length or a
// position; another at 0. Not a number where the run diverged.
struct Measured {
  std::string quantity;
  double at = 0;
  double value = 0;
};
using Measurements = std::vector<Measured>;

// Over the seeds whose runs did not diverge; NaN where there is none.
struct Spread {
  double mean = 0;
  double deviation = 0;  // sample standard deviation
  std::size_t count = 0;
  std::size_t diverged = 0;
};

// Which number a table or a picture shows: its mean over the seeds.
struct TableEntry {
  std::string configuration;
  std::string quantity;
  double at = 0;
};

class Results {
 public:
  using Seeds = std::map<std::uint64_t, Measurements>;

  void add(const std::string& configuration, std::uint64_t seed, Measurements measurements);

  bool has(const std::string& configuration, std::uint64_t seed) const;
  // Its runs; none where nothing was measured.
  const Seeds& of(const std::string& configuration) const;

  // One number of each seed.
  std::vector<double> values(const std::string& configuration, const std::string& quantity,
                             double at = 0) const;
  Spread spread(const std::string& configuration, const std::string& quantity, double at = 0) const;
  double mean(const std::string& configuration, const std::string& quantity, double at = 0) const;

 private:
  std::map<std::string, Seeds> configurations_;
};
