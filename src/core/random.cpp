#include "core/strict_float.h"

#include "core/random.h"

#include "core/elementary.h"
#include "core/normal.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

namespace {

// Fills the Mersenne Twister's state from a key of one or two words (Matsumoto and Nishimura,
// init_by_array, 2002), as Python seeds it. Has the members that std::mt19937 asks of a
// standard seed sequence.
class InitByArray {
 public:
  using result_type = std::uint32_t;

  explicit InitByArray(std::uint64_t seed)
      : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U)},
        key_length_(key_[1] != 0 ? 2 : 1) {}

  template <class Iterator>
  void generate(Iterator first, Iterator last) const {
    std::array<std::uint32_t, kWords> state{};
    fill(state);
    std::copy_n(state.begin(), std::distance(first, last), first);
  }

 private:
  static constexpr std::size_t kWords = 624;

  void fill(std::array<std::uint32_t, kWords>& state) const {
    const auto mixed = [&](std::size_t at, std::uint32_t multiplier) {
      const std::uint32_t before = state[at - 1];
      return state[at] ^ ((before ^ (before >> 30U)) * multiplier);
    };
    state[0] = 19650218;
    for (std::size_t i = 1; i < kWords; ++i) {
      const std::uint32_t before = state[i - 1];
      state[i] = 1812433253U * (before ^ (before >> 30U)) + static_cast<std::uint32_t>(i);
    }
    std::size_t i = 1;
    const auto advance = [&] {
      if (++i == kWords) {
        state[0] = state[kWords - 1];
        i = 1;
      }
    };
    for (std::size_t step = 0; step < kWords; ++step) {
      const std::size_t j = step % key_length_;
      state[i] = mixed(i, 1664525U) + key_[j] + static_cast<std::uint32_t>(j);
      advance();
    }
    for (std::size_t step = 0; step < kWords - 1; ++step) {
      state[i] = mixed(i, 1566083941U) - static_cast<std::uint32_t>(i);
      advance();
    }
    state[0] = 0x80000000U;
  }

  std::array<std::uint32_t, 2> key_;
  std::size_t key_length_;
};

std::mt19937 seeded_as_python(std::uint64_t seed) {
  InitByArray sequence(seed);
  return std::mt19937(sequence);
}

}  // namespace

PythonRandom::PythonRandom(std::uint64_t seed) : engine_(seeded_as_python(seed)) {}

// Draws as many bits as n has until they are below n.
std::uint32_t PythonRandom::integer_from_1_to(std::uint32_t n) {
  unsigned bits = 0;
  while (bits < 32 && (n >> bits) != 0) ++bits;
  std::uint32_t value = n;
  while (value >= n) value = static_cast<std::uint32_t>(engine_()) >> (32 - bits);
  return value + 1;
}

std::uint64_t TorchRandom::u64() {
  const std::uint64_t high = u32();
  return (high << 32U) | u32();
}

void TorchRandom::skip_to(std::uint64_t words) {
  engine_.discard(words - words_);
  words_ = words;
}

double TorchRandom::uniform_double() {
  return static_cast<double>(u64() & ((std::uint64_t{1} << 53U) - 1)) * 0x1p-53;
}

void TorchRandom::fill_uniform(float* values, std::size_t count, float low, float high) {
  for (std::size_t i = 0; i < count; ++i) {
    const float unit = static_cast<float>(u32() & 0xffffffU) * 0x1p-24F;
    // PyTorch's build fuses these two operations; apart, last bits would differ.
    values[i] = rounded_fma(unit, high - low, low);
  }
}

// PyTorch has two ways: blocks of 16 floats, or, for fewer than 16, doubles in pairs.
void TorchRandom::fill_normal(float* values, std::size_t count) {
  if (count < kNormalBlock) {
    for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<float>(normal_double());
    return;
  }
  fill_uniform(values, count, 0, 1);
  std::size_t done = 0;
  for (; done + kNormalBlock <= count; done += kNormalBlock) normals_from_uniforms(values + done);
  if (done < count) {
    float* last_block = values + count - kNormalBlock;
    fill_uniform(last_block, kNormalBlock, 0, 1);
    normals_from_uniforms(last_block);
  }
}

// Box and Muller 1958: sqrt(-2 log(1 - u2)) times cos and sin of 2 pi u1.
double TorchRandom::normal_double() {
  if (kept_normal_) {
    const double normal = *kept_normal_;
    kept_normal_.reset();
    return normal;
  }
  const double u1 = uniform_double();
  const double u2 = uniform_double();
  // PyTorch takes log1p(-u2); 1 - u2 is exact, since u2 is a multiple of 2^-53.
  const double radius = std::sqrt(-2 * elementary::log(1 - u2));
  const double angle = 2 * elementary::kPi * u1;
  kept_normal_ = radius * elementary::sin(angle);
  return radius * elementary::cos(angle);
}

std::vector<std::size_t> TorchRandom::permutation(std::size_t n) {
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = 0; i + 1 < n; ++i) std::swap(order[i], order[i + u32() % (n - i)]);
  return order;
}
