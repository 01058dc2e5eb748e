#include "cli/settings_options.h"

#include "run.h"
#include "test.h"

#include <algorithm>

TEST(settings_options, set_what_they_name) {
  Settings settings;
  std::ostringstream out;
  const Arguments arguments = {"--seed=18446744073709551615",
                               "--samples=11",
                               "--max-seq-len=12",
                               "--vocab-size=13",
                               "--d-model=14",
                               "--encoding=none",
                               "--epochs=15",
                               "--batch-size=16",
                               "--shuffle",
                               "--lr=0.17",
                               "--beta1=0.18",
                               "--beta2=0.19",
                               "--eps=0.2"};
  CHECK(parse_options("train", "", settings_options(settings), arguments, out));
  CHECK_EQ(settings.seed, UINT64_MAX);
  CHECK_EQ(settings.samples, 11U);
  CHECK_EQ(settings.max_seq_len, 12U);
  CHECK_EQ(settings.vocab_size, 13U);
  CHECK_EQ(settings.d_model, 14U);
  CHECK(settings.encoding == find_encoding("none"));
  CHECK_EQ(settings.epochs, 15U);
  CHECK_EQ(settings.batch_size, 16U);
  CHECK(settings.shuffle);
  CHECK_EQ(settings.adam.lr, 0.17);
  CHECK_EQ(settings.adam.beta1, 0.18);
  CHECK_EQ(settings.adam.beta2, 0.19);
  CHECK_EQ(settings.adam.eps, 0.2);
}

TEST(settings_options, have_these_ranges) {
  const std::vector<std::pair<const char*, const char*>> ranges = {
      {"--seed", "a whole number from 0 to 18446744073709551615"},
      {"--samples", "a whole number from 1 to 214748364"},
      {"--max-seq-len", "a whole number from 1 to 16777216"},
      {"--vocab-size", "a whole number from 1 to 268435455"},
      {"--d-model", "a whole number from 1 to 16777216"},
      {"--epochs", "a whole number from 0 to 1000000000"},
      {"--batch-size", "a whole number from 1 to 214748364"},
      {"--lr", "a number from 0 to 1e+20"},
      {"--beta1", "a number from 0 to below 1.0"},
      {"--beta2", "a number from 0 to below 1.0"},
      {"--eps", "a number from 0 to 1e+20"},
  };
  for (const auto& [option, range] : ranges) {
    const Outcome outcome = run({"train", option, "-1"});
    CHECK_EQ(outcome.status, 2);
    CHECK_EQ(outcome.err,
             "posembed: " + std::string(option) + " expects " + range + ", but got \"-1\"\n");
    CHECK_EQ(outcome.out, "");
  }
}

TEST(settings_options, refuse_sizes_beyond_memory_before_any_work) {
  const Outcome outcome = run({"--vocab-size", "200000000", "--d-model=16000000"});
  CHECK_EQ(outcome.status, 2);
  CHECK_EQ(outcome.out, "");
  CHECK_EQ(outcome.err,
           "posembed: these sizes need 38.4 PB of memory, more than this machine gives: "
           "--samples 1000 --max-seq-len 20 --vocab-size 200000000 --d-model 16000000\n");
}
