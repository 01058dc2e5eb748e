// Random draws equal to those of Python's `random` and PyTorch's CPU generator, bit for bit.
//
// std::mt19937 gives the same words everywhere; the std:: distributions do not, so every draw
// from those words is written out here, as the two libraries make it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <vector>

// Python's random.Random after random.seed(seed).
class PythonRandom {
 public:
  explicit PythonRandom(std::uint64_t seed);

  // random.randint(1, n), 1 <= n < 2^32.
  std::uint32_t integer_from_1_to(std::uint32_t n);

 private:
  std::mt19937 engine_;
};

// PyTorch's CPU generator after torch.manual_seed(seed).
class TorchRandom {
 public:
  explicit TorchRandom(std::uint64_t seed) : engine_(static_cast<std::uint32_t>(seed)) {}

  std::uint32_t u32() {
    ++words_;
    return static_cast<std::uint32_t>(engine_());
  }
  std::uint64_t u64() {
    const std::uint64_t high = u32();
    return (high << 32U) | u32();
  }

  // torch.randint(0, n, ...), one element; 1 <= n < 2^28.
  std::uint32_t integer_below(std::uint32_t n) { return u32() % n; }

  // tensor.uniform_(low, high): fills `count` floats from `values` on, each in [low, high).
  void fill_uniform(float* values, std::size_t count, float low, float high);

  // torch.randn(count): fills with standard normals.
  void fill_normal(float* values, std::size_t count);

  // How many words were drawn since the seed, which with the seed says where the generator
  // stands (a run draws no normals after its weights, so none is kept): the text of an engine's
  // state differs between standard libraries.
  std::uint64_t words() const { return words_; }
  // Draws and forgets words until so many are drawn, at least as many as now.
  void skip_to(std::uint64_t words) {
    engine_.discard(words - words_);
    words_ = words;
  }

  // torch.randperm(n), 1 <= n < 2^32 / 20.
  std::vector<std::size_t> permutation(std::size_t n);

 private:
  double uniform_double() {
    return static_cast<double>(u64() & ((std::uint64_t{1} << 53U) - 1)) * 0x1p-53;
  }
  double normal_double();

  std::mt19937 engine_;
  std::uint64_t words_ = 0;
  std::optional<double> kept_normal_;  // the second of the last pair, for the next draw
};

// PyTorch's vector kernel: turns 16 uniform floats of [0, 1) into 16 standard normals (Box and
// Muller 1958), to the last bit:
//   r = sqrt(-2 log(1 - x[j])), t = 2 pi x[j+8]: x[j] = r cos t, x[j+8] = r sin t, j < 8.
// Every step is one float operation, in the order of PyTorch's AVX2 code, whose polynomials
// are those of the Cephes library in Pommier's vector form.
constexpr std::size_t kNormalBlock = 16;
void normals_from_uniforms(float* x);

// a*b + c rounded once, as a processor's fused multiply-add does.
float rounded_fma(float a, float b, float c);
