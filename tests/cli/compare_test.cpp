#include "golden.h"
#include "run.h"
#include "strict_json.h"
#include "test.h"

TEST(compare_command, prints_a_row_for_each_encoding) {
  const Outcome outcome = run({"compare", "-q", "--epochs=2", "--seeds=3,5", "--samples=50"});
  CHECK_EQ(outcome.status, 0);
  CHECK_EQ(outcome.err, "");
  CHECK_EQ(outcome.out.rfind("2 epochs; mean and standard deviation over 2 seeds\n\nencoding", 0),
           0U);
  for (const char* row : {"\nlearned      0.01     1937 ", "\nsinusoidal   0.01     1617 ",
                          "\nnone         0.01     1617 "}) {
    CHECK(outcome.out.find(row) != std::string::npos);
  }
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
  for (const char* row : {"\nlearned      0.01      309 ", "\nsinusoidal   0.01      289 ",
                          "\nnone         0.01      289 ", "\nrotary       0.01      289 ",
                          "\nalibi        0.01      289 "}) {
    CHECK(even.find(row) != std::string::npos);
  }
  const std::string odd = compared("6");
  CHECK(odd.find("\nalibi ") != std::string::npos);
  CHECK(odd.find("\nrotary ") == std::string::npos);
}

TEST(compare_command, a_learning_rate_that_is_given_holds_for_all) {
  const std::string out =
      run({"compare", "-q", "--epochs=1", "--seeds=3", "--samples=50", "--lr=0.002"}).out;
  CHECK(out.find("\nlearned     0.002 ") != std::string::npos);
  CHECK(out.find("\nsinusoidal  0.002 ") != std::string::npos);
  CHECK(out.find("\nnone        0.002 ") != std::string::npos);
  CHECK(out.find("Rate:") == std::string::npos);
}

TEST(compare_command, chooses_seeds_and_encodings_itself) {
  CHECK_EQ(run({"compare", "--seed=1"}).err,
           "posembed: unknown option --seed; did you mean --seeds?\n");
  CHECK_EQ(run({"compare", "--encoding=none"}).status, 2);
  CHECK_EQ(run({"compare", "--seeds=x"}).status, 2);
  CHECK_EQ(run({"compare", "--epochs=0"}).err,
           "posembed: --epochs expects at least 1 to compare, but got \"0\"\n");
  CHECK_EQ(run({"compare", "--lr=1e19"}).status, 1);
}

TEST(compare_command, says_every_number_as_json) {
  const Arguments arguments = {"compare",    "--json",      "-q",
                               "--epochs=1", "--seeds=3,5", "--samples=50"};
  const Outcome outcome = run(arguments);
  CHECK_EQ(outcome.status, 0);
  CHECK(is_strict_json(outcome.out));
  for (const char* part :
       {"{\"command\":\"compare --samples 50 --epochs 1\",\"seeds\":\"3,5\",",
        "{\"configuration\":\"none 0.01\",\"seed\":5,\"measured\":{\"weights\":1617.0,",
        "\n\"encodings\":[{\"encoding\":\"learned\",\"lr\":0.01,"
        "\"weights\":[1937.0,0.0],",
        "\"final loss\":[", "\n{\"encoding\":\"sinusoidal\","}) {
    CONTEXT(part);
    CHECK(has(outcome.out, part));
  }
  Arguments shard = arguments;
  shard.emplace_back("--shard=1/3");
  const Outcome part = run(shard);
  CHECK(is_strict_json(part.out));
  CHECK(has(part.out, "\n\"encodings\":null}"));
}
