#include "report/bench_table.h"

#include "lesson/followed_run.h"
#include "test.h"

namespace {

BenchResult result() {
  BenchResult result;
  result.name = "notebook";
  result.timings.batch = {1e-6, 0.02};
  result.timings.step = {4e-6, 0.1};
  result.timings.tokens = 336;
  result.timings.weights = 1937;
  result.timings.bytes = 80000;
  result.limits.memory = {1e-6, 0};
  result.limits.arithmetic = {2e-6, 0};
  result.peak_bytes = 160000;
  return result;
}

}  // namespace

TEST(bench_table, shows_parts_limits_and_rates) {
  std::string table = bench_table(result());
  CHECK_EQ(count_of(table, "  batch             1.00 us    25.0 %   +- 1.0 %\n"), 1U);
  CHECK_EQ(count_of(table, "  step              4.00 us   100.0 %   +- 5.0 %\n"), 1U);
  CHECK_EQ(count_of(table, "the step takes 2.00 times the longer of both\n"), 1U);
  CHECK_EQ(count_of(table, "84 Mtokens/s, 484 Mweights/s\n"), 1U);
  CHECK_EQ(count_of(table, "  the process used 160 kB, 2.00 times that\n"), 1U);
  CHECK_EQ(count_of(table, " us to go over 23.2 kB in place, "), 1U);
  CHECK_EQ(count_of(table, "products"), 0U);
  BenchResult with_layers = result();
  with_layers.timings.multiply_adds = 30000;
  with_layers.products = 3e-6;
  CHECK_EQ(
      count_of(bench_table(with_layers),
               "  matrix products: 30 kmultiply-adds, at this machine's rate 75 % of the step"),
      1U);
  with_layers.timings.multiply_adds = 1000;
  with_layers.peak_bytes = 0;
  table += bench_table(with_layers);
  CHECK_EQ(count_of(table, "  matrix products: 1 kmultiply-adds, "), 1U);
  CHECK_EQ(count_of(table, "  the process used"), 1U);
  for (std::size_t start = 0, end = 0; (end = table.find('\n', start)) != std::string::npos;
       start = end + 1) {
    CHECK(end - start <= 80);
  }
}

TEST(bench_table, json_has_every_number) {
  const Growth growth = {"d-model", {64, 128}, {1e-6, 2e-6}, 1};
  const std::string json = bench_json({result(), result()}, Rates{1, 2, 3}, {growth});
  CHECK_EQ(count_of(json, "\"name\":\"notebook\",\"batch\":{\"seconds\":1e-06,\"spread\":0.02}"),
           2U);
  CHECK_EQ(count_of(json, "\"rates\":{\"copied_bytes\":1,\"multiply_adds\":2,\"roots\":3}"), 1U);
  CHECK_EQ(count_of(json, "\"sizes\":[64,128],\"seconds\":[1e-06,2e-06],\"exponent\":1}"), 1U);
  CHECK_EQ(count_of(json, "{"), count_of(json, "}"));
  CHECK_EQ(count_of(growth_table({growth}), "exponent 1.00"), 1U);
}
