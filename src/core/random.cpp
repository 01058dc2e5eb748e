#include "core/strict_float.h"

#include "core/random.h"

#include "core/elementary.h"
#include "core/float_bits.h"
#include "core/multiversion.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

namespace {

// Fills the Mersenne Twister's state from a key of one or two words (Matsumoto and Nishimura,
// init_by_array, 2002), as Python seeds it: a seed sequence for std::mt19937.
struct InitByArray {
  using result_type = std::uint32_t;
  std::uint64_t seed;

  template <class Iterator>
  void generate(Iterator first, Iterator last) const {
    const std::array<std::uint32_t, 2> key = {static_cast<std::uint32_t>(seed),
                                              static_cast<std::uint32_t>(seed >> 32U)};
    const std::size_t key_length = key[1] != 0 ? 2 : 1;
    std::array<std::uint32_t, 624> state{};
    const auto mixed = [&](std::size_t at, std::uint32_t multiplier) {
      return (state[at - 1] ^ (state[at - 1] >> 30U)) * multiplier;
    };
    state[0] = 19650218;
    for (std::size_t i = 1; i < state.size(); ++i) {
      state[i] = mixed(i, 1812433253U) + static_cast<std::uint32_t>(i);
    }
    std::size_t i = 1;
    const auto advance = [&] {
      if (++i < state.size()) return;
      state[0] = state.back();
      i = 1;
    };
    for (std::size_t step = 0; step < state.size(); ++step, advance()) {
      const std::size_t j = step % key_length;
      state[i] = (state[i] ^ mixed(i, 1664525U)) + key[j] + static_cast<std::uint32_t>(j);
    }
    for (std::size_t step = 1; step < state.size(); ++step, advance()) {
      state[i] = (state[i] ^ mixed(i, 1566083941U)) - static_cast<std::uint32_t>(i);
    }
    state[0] = 0x80000000U;
    std::copy_n(state.begin(), std::distance(first, last), first);
  }
};

constexpr std::size_t kHalfBlock = kNormalBlock / 2;

// rounded_fma, to be compiled into each version of the loop.
//
// std::fma is not correctly rounded in every C library. The product is exact in double; the
// sum is rounded to odd there, after which the rounding to float is as if it were the only
// one (Boldo and Melquiond, "Emulation of a FMA and Correctly Rounded Sums", 2008).
inline float fma_once(float a, float b, float c) {
  const double product = static_cast<double>(a) * b;
  const double addend = c;
  const double sum = product + addend;
  const double addend_part = sum - product;
  const double error = (product - (sum - addend_part)) + (addend - addend_part);
  // An even last bit goes to the odd neighbour on the error's side: away from zero where both have
  // the same sign. No branch, so that loops vectorise.
  const std::uint64_t bits = bits_of(sum);
  const std::uint64_t opposite = (bits ^ bits_of(error)) >> 63U;
  const std::uint64_t if_even = (bits & 1U) - 1;  // all ones, or zero
  const std::uint64_t nudge = (1 - 2 * opposite) & if_even;
  return static_cast<float>(double_of(error == 0 ? bits : bits + nudge));
}

// log x, x in [2^-24, 1]: x = 2^e (1 + f), log(1 + f) = f - f^2/2 + f^3 P(f).
inline float log_as_pytorch(float x) {
  constexpr std::array<float, 9> kP = {7.0376836292e-2F,  -1.1514610310e-1F, 1.1676998740e-1F,
                                       -1.2420140846e-1F, 1.4249322787e-1F,  -1.6668057665e-1F,
                                       2.0000714765e-1F,  -2.4999993993e-1F, 3.3333331174e-1F};
  const std::uint32_t bits = bits_of(x);
  const int exponent = static_cast<int>(bits >> 23U) - 126;
  const float mantissa = float_of((bits & 0x007fffffU) | 0x3f000000U);  // in [1/2, 1)
  const bool below = mantissa < 0.70710678F;
  const auto e = static_cast<float>(below ? exponent - 1 : exponent);
  const float f = below ? (mantissa - 1) + mantissa : mantissa - 1;
  const float z = f * f;
  float y = kP[0];
  for (std::size_t i = 1; i < kP.size(); ++i) y = fma_once(y, f, kP[i]);
  y = y * f;
  y = fma_once(z, y, e * -2.12194440e-4F);  // ln 2 in two parts: 0.693359375 - 2.12e-4
  y = fma_once(z, -0.5F, y);
  return fma_once(e, 0.693359375F, f + y);
}

struct SinCos {
  float sin;
  float cos;
};

// sin t and cos t, t >= 0: subtract the nearest even number j of eighth turns, in three parts,
// and evaluate a polynomial for each; j says which is which, with which sign.
inline SinCos sincos_as_pytorch(float t) {
  const int j = (static_cast<int>(t * 1.27323954473516F) + 1) & ~1;
  const auto eighths = static_cast<float>(j);
  float x = fma_once(eighths, -0.78515625F, t);
  x = fma_once(eighths, -2.4187564849853515625e-4F, x);
  x = fma_once(eighths, -3.77489497744594108e-8F, x);
  const float z = x * x;

  float y = fma_once(z, 2.443315711809948e-5F, -1.388731625493765e-3F);
  y = fma_once(z, y, 4.166664568298827e-2F);
  y = fma_once(z, z * y, -(z * 0.5F));
  const float cos_x = y + 1;

  y = fma_once(z, -1.9515295891e-4F, 8.3321608736e-3F);
  y = fma_once(z, y, -1.6666654611e-1F);
  const float sin_x = fma_once(x, z * y, x);

  const bool exchanged = (j & 2) != 0;
  const float s = exchanged ? cos_x : sin_x;
  const float c = exchanged ? sin_x : cos_x;
  return {(j & 4) != 0 ? -s : s, ((j - 2) & 4) == 0 ? -c : c};
}

}  // namespace

PythonRandom::PythonRandom(std::uint64_t seed) {
  InitByArray sequence = {seed};
  engine_.seed(sequence);
}

// Draws as many bits as n has until they are below n.
std::uint32_t PythonRandom::integer_from_1_to(std::uint32_t n) {
  unsigned bits = 0;
  while (bits < 32 && (n >> bits) != 0) ++bits;
  std::uint32_t value = n;
  while (value >= n) value = static_cast<std::uint32_t>(engine_()) >> (32 - bits);
  return value + 1;
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

float rounded_fma(float a, float b, float c) { return fma_once(a, b, c); }

POSEMBED_MULTIVERSION
void normals_from_uniforms(float* x) {
  constexpr float kTwoPi = 6.2831855F;
  for (std::size_t j = 0; j < kHalfBlock; ++j) {
    const float radius = std::sqrt(-2 * log_as_pytorch(1 - x[j]));
    const SinCos angle = sincos_as_pytorch(kTwoPi * x[j + kHalfBlock]);
    x[j] = radius * angle.cos;
    x[j + kHalfBlock] = radius * angle.sin;
  }
}
