#include "core/strict_float.h"

#include "cli/run_options.h"

#include "core/decimal.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <new>
#include <stdexcept>

namespace {

// Where the generators' and floats' own limits lie.
constexpr std::uint64_t kMostTokens = (1U << 28U) - 1;   // PyTorch draws larger ones otherwise
constexpr std::uint64_t kMostPositions = 1U << 24U;      // beyond, floats skip whole numbers
constexpr std::uint64_t kMostSamples = UINT32_MAX / 20;  // PyTorch permutes more otherwise
constexpr std::uint64_t kMostDimensions = 1U << 24U;
constexpr std::uint64_t kMostEpochs = 1000000000;
constexpr double kLargestRate = 1e20;  // of lr and eps: what Adam makes of it fits a float

// 1234567 as "1.2 MB".
std::string as_bytes(double bytes) {
  constexpr std::array<const char*, 7> kUnits = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
  std::size_t unit = 0;
  for (; bytes >= 1000 && unit + 1 < kUnits.size(); ++unit) bytes /= 1000;
  return to_fixed(bytes, 1) + " " + kUnits[unit];
}

// Whether the machine would give so much memory in one piece, which it says without handing
// any out: pages count when they are written to.
bool can_allocate(double bytes) {
  if (bytes >= static_cast<double>(std::numeric_limits<std::ptrdiff_t>::max())) return false;
  void* volatile block = ::operator new(static_cast<std::size_t>(bytes), std::nothrow);
  ::operator delete(block);
  return block != nullptr;
}

}  // namespace

std::vector<Option> batch_options(Config& config) {
  return {
      whole_number("--seed", config.seed, 0, UINT64_MAX, "seed of every random draw"),
      whole_number("--max-seq-len", config.max_seq_len, 1, kMostPositions,
                   "length of the longest sequence, and positions in the table"),
      whole_number("--vocab-size", config.vocab_size, 1, kMostTokens, "different tokens"),
      whole_number("--d-model", config.d_model, 1, kMostDimensions, "numbers in each embedding"),
      choice(
          "--encoding", {kEncodingNames.begin(), kEncodingNames.end()},
          [&config](std::size_t i) { config.encoding = static_cast<Encoding>(i); },
          [&config] { return static_cast<std::size_t>(config.encoding); }, "of positions"),
      whole_number("--batch-size", config.batch_size, 1, kMostSamples, "sequences in each step"),
  };
}

std::vector<Option> run_options(Config& config) {
  std::vector<Option> options = batch_options(config);
  const std::vector<Option> more = {
      whole_number("--samples", config.samples, 1, kMostSamples, "dummy sequences to train on"),
      whole_number("--epochs", config.epochs, 0, kMostEpochs, "passes over the sequences"),
      flag("--shuffle", '\0', config.shuffle, "a new order of the sequences each epoch"),
      number("--lr", config.adam.lr, kLargestRate, Bound::kAtMost, "Adam's learning rate"),
      number("--beta1", config.adam.beta1, 1, Bound::kBelow, "Adam's decay of the mean gradient"),
      number("--beta2", config.adam.beta2, 1, Bound::kBelow, "and of the mean squared gradient"),
      number("--eps", config.adam.eps, kLargestRate, Bound::kAtMost,
             "what Adam adds to the divisor"),
  };
  options.insert(options.end(), more.begin(), more.end());
  return options;
}

void require_memory(const Config& config) {
  const double bytes = memory_needed(config);
  if (can_allocate(bytes)) return;
  throw UsageError(
      "these sizes need " + as_bytes(bytes) +
      " of memory, more than this machine gives: --samples " + std::to_string(config.samples) +
      " --max-seq-len " + std::to_string(config.max_seq_len) + " --vocab-size " +
      std::to_string(config.vocab_size) + " --d-model " + std::to_string(config.d_model));
}

void require_memory(const Config& config, const std::string& name) {
  try {
    require_memory(config);
  } catch (const UsageError& error) {
    throw std::runtime_error(name + ": " + error.what());
  }
}
