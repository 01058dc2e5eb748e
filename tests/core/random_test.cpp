#include "core/random.h"

#include "core/digest.h"
#include "test.h"

#include <algorithm>

namespace {

std::string digest_of_normals(std::uint64_t seed, std::size_t count) {
  Tensor values({count});
  TorchRandom(seed).fill_normal(values.data(), count);
  Sha256 digest;
  digest.add(values);
  return digest.finish();
}

}  // namespace

// The Mersenne Twister's tenthousandth word, given by the C++ standard ([rand.predef]).
TEST(random, torch_engine_is_the_standard_one) {
  TorchRandom random(5489);
  for (int i = 0; i < 9999; ++i) random.u32();
  CHECK_EQ(random.u32(), 4123659995U);
}

TEST(random, torch_seed_counts_modulo_2_to_32) {
  CHECK_EQ(TorchRandom(7).u32(), TorchRandom((std::uint64_t{3} << 32U) + 7).u32());
}

TEST(random, u64_takes_its_high_word_first) {
  TorchRandom words(3);
  const std::uint64_t high = words.u32();
  const std::uint64_t low = words.u32();
  CHECK_EQ(TorchRandom(3).u64(), (high << 32U) + low);
}

TEST(random, integers_stay_in_range) {
  PythonRandom python(0);
  TorchRandom torch(0);
  for (const std::uint32_t n : {1U, 2U, 7U, 1000U, UINT32_MAX}) {
    for (int i = 0; i < 100; ++i) {
      const std::uint32_t value = python.integer_from_1_to(n);
      CHECK(value >= 1 && value <= n);
      CHECK(torch.integer_below(n) < n);
    }
  }
}
