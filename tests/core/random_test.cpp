#include "core/random.h"

#include "core/digest.h"
#include "test.h"

#include <algorithm>

namespace {

std::string digest_of_normals(std::uint64_t seed, std::size_t count) {
  Tensor values({count});
  TorchRandom(seed).fill_normal(values.data(), count);
  return Sha256().add(values).finish();
}

}  // namespace

TEST(random, integers_stay_in_range) {
  PythonRandom python(0);
  TorchRandom torch(0);
  for (const std::uint32_t n : {1U, 2U, 7U, 1000U, UINT32_MAX}) {
    for (int i = 0; i < 100; ++i) {
      CONTEXT("i " << i);
      const std::uint32_t value = python.integer_from_1_to(n);
      CHECK(value >= 1 && value <= n);
      CHECK(torch.integer_below(n) < n);
    }
  }
}

// The same with seed 7: fewer than 16, whole blocks of 16, and a tail.
TEST(random, normals_of_any_count_equal_pytorchs) {
  const std::vector<std::pair<std::size_t, const char*>> digests = {
      {1, "a09b31571c5d4fe7"},  {2, "a291d4a4af4b2145"},   {15, "e8fe4bd30d2a1e67"},
      {16, "c14326a9b25c0a68"}, {17, "db7ffaaa9d24272a"},  {31, "b7480099e4a6ea1f"},
      {33, "c63bf033fa8f8a31"}, {100, "847eca584d47cbb4"}, {4097, "fa8632736cd801d4"}};
  for (const auto& [count, digest] : digests) {
    CHECK_EQ(digest_of_normals(7, count).substr(0, 16), digest);
  }
}

// torch.manual_seed(7); torch.randn(3); torch.randn(2): the fourth normal is the second of a
// pair, kept from the first call.
TEST(random, second_normal_of_a_pair_is_kept_for_the_next_call) {
  const std::vector<float> expected = {-0x1.2ca2e8p-3F, 0x1.92811cp-1F, 0x1.e4c5cep-1F,
                                       -0x1.1d45a6p+0F, 0x1.b0d7ap+0F};
  TorchRandom random(7);
  std::vector<float> values(5);
  random.fill_normal(values.data(), 3);
  random.fill_normal(values.data() + 3, 2);
  CHECK(values == expected);
}

// torch.manual_seed(9); torch.empty(4).uniform_(-0.35355339, 0.35355339), then
// torch.randint(0, 1000, (5,)).
TEST(random, uniforms_and_integers_equal_pytorchs) {
  TorchRandom random(9);
  std::vector<float> values(4);
  random.fill_uniform(values.data(), 4, -0.35355339F, 0.35355339F);
  CHECK(values ==
        std::vector<float>({0x1.c33338p-4F, -0x1.1eb3a6p-3F, -0x1.d1cf32p-7F, 0x1.91ae0ep-3F}));
  for (const std::uint32_t expected : {102U, 368U, 467U, 78U, 493U}) {
    CHECK_EQ(random.integer_below(1000), expected);
  }
}

TEST(random, skips_to_where_another_generator_stands) {
  TorchRandom ahead(5);
  std::vector<float> values(20);
  ahead.fill_normal(values.data(), values.size());
  CHECK_EQ(ahead.words(), 36U);  // 20 uniforms, 16 for the tail
  TorchRandom behind(5);
  behind.u64();
  behind.skip_to(ahead.words());
  CHECK_EQ(behind.words(), 36U);
  CHECK_EQ(behind.u32(), ahead.u32());
}

// torch.manual_seed(5); torch.randperm(10)
TEST(random, permutation_equals_pytorchs) {
  CHECK(TorchRandom(5).permutation(10) == std::vector<std::size_t>({1, 4, 9, 6, 3, 5, 0, 2, 8, 7}));
  CHECK(TorchRandom(5).permutation(1) == std::vector<std::size_t>({0}));
}

// random.seed(S); random.randint(1, n), Python 3.11.
TEST(random, lengths_equal_pythons) {
  PythonRandom one_word(0);
  for (const std::uint32_t expected : {7U, 4U, 7U, 4U, 1U, 3U, 5U, 4U, 4U, 7U}) {
    CHECK_EQ(one_word.integer_from_1_to(7), expected);
  }
  PythonRandom two_words((std::uint64_t{1} << 40U) + 5);
  for (const std::uint32_t expected : {17U, 17U, 9U, 1U, 17U, 2U, 6U, 3U, 5U, 8U}) {
    CHECK_EQ(two_words.integer_from_1_to(20), expected);
  }
}

// PyTorch 1.13 and 2.14, x86-64 with AVX2,
// torch.manual_seed(S); torch.randn(1920), as little-endian floats.
TEST(random, normals_of_the_notebooks_tables_equal_pytorchs) {
  CHECK_EQ(digest_of_normals(0, 1920),
           "d0792e9fb16675e3197e893ac86d396c8d7dc534ab073e9b7372e677fd71d184");
  CHECK_EQ(digest_of_normals(42, 1920),
           "eb6d226a1eff4e4b46837048116cab855f6f2d2b7f7441d118a4bfd8a8a97c15");
}

// The C library's fma is correctly rounded on glibc; where a processor has the instruction, on
// any C library.
TEST(normal, rounds_a_fused_multiply_add_once) {
  std::mt19937 words(3);
  const auto any_float = [&] {
    const float mantissa = static_cast<float>(words()) * 0x1p-32F - 0.5F;
    return std::ldexp(mantissa, static_cast<int>(words() % 40) - 20);
  };
  for (int i = 0; i < 100000; ++i) {
    CONTEXT("i " << i);
    const float a = any_float();
    const float b = any_float();
    // Every third sum cancels but for its last bits, where a second rounding would show.
    const float c =
        i % 3 == 0 ? -(a * b) * (1 + static_cast<float>(i % 5 - 2) * 0x1p-23F) : any_float();
    CHECK_EQ(rounded_fma(a, b, c), std::fma(a, b, c));
  }
}

// Of the first, double rounding would give the even neighbour: round to odd is what prevents it.
// The second, 1 + 2^-23 + 2^-24 - 0.61·2^-52, lies below the middle of two floats, and so does its
// double, which is odd and must stay.
TEST(normal, rounds_a_sum_beside_the_middle_of_two_floats_away_from_it) {
  const float one_up = 1 + 0x1p-23F;
  for (const auto& [a, b] : {std::pair((1 - 0x1p-23F) * 0x1p-24F, one_up),
                             std::pair((1 - 800 * 0x1p-24F) * 0x1p-24F, 1 + 400 * 0x1p-23F)}) {
    CHECK_EQ(rounded_fma(a, b, one_up), one_up);
    CHECK_EQ(rounded_fma(-a, b, -one_up), -one_up);
  }
}

TEST(normal, meets_the_edges_of_the_uniforms) {
  std::array<float, kNormalBlock> x{};
  x.fill(1 - 0x1p-24F);
  normals_from_uniforms(x.data());
  const double radius = std::sqrt(-2 * std::log(0x1p-24));
  for (const float value : x) CHECK(std::isfinite(value));
  CHECK_NEAR(x[0], radius, 1e-5);
}
