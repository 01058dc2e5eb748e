#include "core/strict_float.h"

#include "cli/settings_options.h"

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

std::vector<std::string> encoding_names() {
  std::vector<std::string> names;
  for (const Encoding& encoding : kEncodings) names.emplace_back(encoding.name);
  return names;
}

}  // namespace

std::vector<Option> batch_options(Settings& settings) {
  return {
      whole_number("--seed", settings.seed, 0, UINT64_MAX, "seed of every random draw"),
      whole_number("--max-seq-len", settings.max_seq_len, 1, kMostPositions,
                   "length of the longest sequence, and positions in the table"),
      whole_number("--vocab-size", settings.vocab_size, 1, kMostTokens, "different tokens"),
      whole_number("--d-model", settings.d_model, 1, kMostDimensions, "numbers in each embedding"),
      choice(
          "--encoding", encoding_names(),
          [&settings](std::size_t i) { settings.encoding = &kEncodings.at(i); },
          [&settings] { return static_cast<std::size_t>(settings.encoding - kEncodings.data()); },
          "of positions"),
      whole_number("--batch-size", settings.batch_size, 1, kMostSamples, "sequences in each step"),
  };
}

std::vector<Option> settings_options(Settings& settings) {
  std::vector<Option> options = batch_options(settings);
  const std::vector<Option> more = {
      whole_number("--samples", settings.samples, 1, kMostSamples, "dummy sequences to train on"),
      whole_number("--epochs", settings.epochs, 0, kMostEpochs, "passes over the sequences"),
      flag("--shuffle", '\0', settings.shuffle, "a new order of the sequences each epoch"),
      number("--lr", settings.adam.lr, kLargestRate, Bound::kAtMost, "Adam's learning rate"),
      number("--beta1", settings.adam.beta1, 1, Bound::kBelow, "Adam's decay of the mean gradient"),
      number("--beta2", settings.adam.beta2, 1, Bound::kBelow, "and of the mean squared gradient"),
      number("--eps", settings.adam.eps, kLargestRate, Bound::kAtMost,
             "what Adam adds to the divisor"),
  };
  options.insert(options.end(), more.begin(), more.end());
  return options;
}

void require_memory(const Settings& settings) {
  const double bytes = memory_needed(settings);
  if (can_allocate(bytes)) return;
  throw UsageError(
      "these sizes need " + as_bytes(bytes) +
      " of memory, more than this machine gives: --samples " + std::to_string(settings.samples) +
      " --max-seq-len " + std::to_string(settings.max_seq_len) + " --vocab-size " +
      std::to_string(settings.vocab_size) + " --d-model " + std::to_string(settings.d_model));
}

void require_memory(const Settings& settings, const std::string& name) {
  try {
    require_memory(settings);
  } catch (const UsageError& error) {
    throw std::runtime_error(name + ": " + error.what());
  }
}
