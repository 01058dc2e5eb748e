#include "golden.h"
#include "run.h"
#include "strict_json.h"
#include "test.h"

TEST(compare_command, prints_a_row_for_each_encoding) {
  const std::string out = succeeds({"compare", "-q", "--epochs=2", "--seeds=3,5", "--samples=50"});
  CHECK(starts_with(out, "2 epochs; mean and standard deviation over 2 seeds\n\nencoding"));
  check_has(out, {"\nlearned      0.01     1937 ", "\nsinusoidal   0.01     1617 ",
                  "\nnone         0.01     1617 "});
}

TEST(compare_command, of_one_epoch_and_seed_says_so) {
  const Outcome outcome = run({"compare", "-q", "--epochs=1", "--seeds=3", "--samples=50"});
  CHECK_EQ(outcome.out.substr(0, 16), "1 epoch; seed 3\n");
}

// Weights of a layer: 12 D^2 + 13 D. Rotary turns pairs, so heads of odd width are not for it.
TEST(compare_command, with_layers_has_the_encodings_that_need_them) {
  const auto compared = [](const char* d_model) {
    return run({"compare", "-q", "--epochs=1", "--seeds=3", "--samples=50", "--layers=1",
                "--vocab-size=10", "--max-seq-len=5", "--d-model", d_model})
        .out;
  };
  const std::string even = compared("4");
  check_has(even, {"\nlearned      0.01      309 ", "\nsinusoidal   0.01      289 ",
                   "\nnone         0.01      289 ", "\nrotary       0.01      289 ",
                   "\nalibi        0.01      289 "});
  const std::string odd = compared("6");
  CHECK(has(odd, "\nalibi "));
  CHECK(!has(odd, "\nrotary "));
}

TEST(compare_command, a_learning_rate_that_is_given_holds_for_all) {
  const std::string out =
      run({"compare", "-q", "--epochs=1", "--seeds=3", "--samples=50", "--lr=0.002"}).out;
  check_has(out, {"\nlearned     0.002 ", "\nsinusoidal  0.002 ", "\nnone        0.002 "});
  CHECK(!has(out, "Rate:"));
}

TEST(compare_command, chooses_seeds_and_encodings_itself) {
  refuses_usage({"compare", "--seed=1"}, "unknown option --seed; did you mean --seeds?");
  CHECK_EQ(run({"compare", "--encoding=none"}).status, 2);
  CHECK_EQ(run({"compare", "--seeds=x"}).status, 2);
  refuses_usage({"compare", "--epochs=0"}, "--epochs expects at least 1 to compare, but got \"0\"");
  CHECK_EQ(run({"compare", "--lr=1e19"}).status, 1);
}

TEST(compare_command, says_every_number_as_json) {
  const Arguments arguments = {"compare",    "--json",      "-q",
                               "--epochs=1", "--seeds=3,5", "--samples=50"};
  const std::string out = succeeds(arguments);
  CHECK(is_strict_json(out));
  check_has(out,
            {"{\"command\":\"compare --samples 50 --epochs 1\",\"seeds\":\"3,5\",",
             "{\"configuration\":\"none 0.01\",\"seed\":5,\"measured\":{\"weights\":1617.0,",
             "\n\"encodings\":[{\"encoding\":\"learned\",\"lr\":0.01,\"weights\":[1937.0,0.0],",
             "\"final loss\":[", "\n{\"encoding\":\"sinusoidal\","});
  const std::string part = succeeds(with(arguments, {"--shard=1/3"}));
  CHECK(is_strict_json(part));
  CHECK(has(part, "\n\"encodings\":null}"));
}
