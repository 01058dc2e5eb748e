#include "core/strict_float.h"

#include "core/exp_each.h"

#include "core/elementary.h"
#include "core/multiversion.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace {

// e^x = 2^k e^r with x = k ln 2 + r, |r| <= ln(2)/2, and for e^r the polynomial of the Cephes
// library's expf (Moshier 1992). Every step is one operation on as many floats as a register has.
template <std::size_t Lanes>
struct Exp {
  using Floats __attribute__((vector_size(Lanes * sizeof(float)))) = float;
  using Bits __attribute__((vector_size(Lanes * sizeof(float)))) = std::uint32_t;

  [[gnu::always_inline]] static void of(float* x) {
    for (std::size_t j = 0; j < Lanes; ++j) {  // a NaN is neither below nor above
      x[j] = x[j] < -87.0F ? -87.0F : x[j];
      x[j] = x[j] > 88.0F ? 88.0F : x[j];
    }
    Floats v;
    std::memcpy(&v, x, sizeof v);
    constexpr float kShift = 0x1.8p23F;  // adding it rounds to a whole number, in the lowest bits
    const Floats shifted = v * 0x1.715476p+0F + kShift;
    const Floats k = shifted - kShift;
    const Floats r = v - k * 0.693359375F + k * 2.12194440e-4F;  // k · 0.693359375 is exact
    Floats y = r * 1.9875691500e-4F + 1.3981999507e-3F;
    y = y * r + 8.3334519073e-3F;
    y = y * r + 4.1665795894e-2F;
    y = y * r + 1.6666665459e-1F;
    y = y * r + 5.0000001201e-1F;
    y = y * (r * r) + r + 1.0F;
    Bits exponent;
    std::memcpy(&exponent, &shifted, sizeof exponent);
    exponent = (exponent + 127U) << 23U;  // the bits of 2^k
    Floats power;
    std::memcpy(&power, &exponent, sizeof power);
    y *= power;
    std::memcpy(x, &y, sizeof y);
  }

  [[gnu::always_inline]] static void of_each(float* x, std::size_t n) {
    std::size_t i = 0;
    for (; i + Lanes <= n; i += Lanes) of(x + i);
    if (i == n) return;
    std::array<float, Lanes> rest{};
    std::copy(x + i, x + n, rest.begin());
    of(rest.data());
    std::copy(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(n - i), x + i);
  }
};

#if defined(POSEMBED_VERSIONS)
__attribute__((target("avx512f"))) void versioned(float* x, std::size_t n) {
  Exp<16>::of_each(x, n);
}
__attribute__((target("avx2"))) void versioned(float* x, std::size_t n) { Exp<8>::of_each(x, n); }
__attribute__((target("default")))
#endif
void versioned(float* x, std::size_t n) {
  Exp<kVectorLanes>::of_each(x, n);
}

}  // namespace

void exp_each(float* x, std::size_t n) { versioned(x, n); }

void exp_each(double* x, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) x[i] = elementary::exp(x[i]);
}
