#include "golden.h"
#include "run.h"
#include "strict_json.h"
#include "test.h"

TEST(gradcheck_command, prints_a_line_for_every_gradient) {
  const Outcome outcome = run({"gradcheck", "--seed", "3", "--d-model=5", "--batch-size=4"});
  CHECK_EQ(outcome.status, 0);
  CHECK_EQ(outcome.err, "");
  for (const char* start :
       {"embedding      dtable", "sum            dx", "sum            dp", "linear         dx",
        "linear         dw", "linear         db", "MSE            dy", "layer norm     dx ",
        "softmax        ds ", "causal rotary  in_proj_bias ", "feed-forward   linear1.weight ",
        "block, post    norm2.bias ", "transformer    pos_enc.token_embedding.weight          500 ",
        "transformer    pos_enc.pos_embedding.weight            100 ",
        "predictor      linear.weight                           5 ",
        "predictor      linear.bias                             1 "}) {
    CHECK(outcome.out.find("\n" + std::string(start)) != std::string::npos);
  }
  CHECK(outcome.out.find("\nevery gradient holds\n") != std::string::npos);
}

TEST(gradcheck_command, with_layers_checks_the_transformer_alone) {
  const Outcome outcome = run({"gradcheck", "--layers=2", "--d-model=4", "--vocab-size=5",
                               "--max-seq-len=4", "--batch-size=4", "--encoding=rotary"});
  CHECK_EQ(outcome.status, 0);
  for (const char* start : {"causal alibi   in_proj_bias ",
                            "transformer    layers.1.self_attn.in_proj_weight       48 "}) {
    CHECK(outcome.out.find("\n" + std::string(start)) != std::string::npos);
  }
  CHECK(outcome.out.find("predictor") == std::string::npos);  // which has no layers
}

TEST(gradcheck_command, fails_where_one_gradient_does_not_hold) {
  std::ostringstream out;
  std::ostringstream err;
  const GradientCheck good = {"linear", "dx", 35, 1e-7, 0, 0, 1, 1, true};
  const GradientCheck flipped = {"linear", "dw", 5, 2, 0, 4, -2.5, 2.5, false};
  CHECK_EQ(report_gradients({good}, Console{out, err}), 0);
  out.str("");
  CHECK_EQ(report_gradients({flipped, good}, Console{out, err}), 1);
  CHECK(out.str().find(
            "linear         dw                                      5        2.0e+00        "
            "[0][4]  does not hold\n  there the backward pass gives -2.5, central "
            "differences give 2.5\n") != std::string::npos);
  CHECK(out.str().find("\na gradient does not hold\n") != std::string::npos);
}

TEST(gradcheck_command, refuses_what_would_take_hours) {
  CHECK_EQ(run({"gradcheck", "--vocab-size=62500"}).err,
           "posembed: gradcheck tries every weight, twice, and these sizes have 1000320: expected "
           "at most 1000000\n");
}

TEST(gradcheck_command, takes_no_option_of_whole_runs) {
  CHECK_EQ(run({"gradcheck", "--epochs=3"}).status, 2);
}

// Central differences alone would not do: a norm of two numbers turns sharply, one of one is zero.
TEST(gradcheck_command, right_gradients_of_small_and_of_deep_stacks_hold) {
  for (const Arguments& words :
       {Arguments{"--layers=1", "--d-model=2", "--norm=post", "--batch-size=8"},
        {"--layers=1", "--d-model=1", "--heads=1"},
        {"--layers=6", "--no-skip", "--no-feed-forward", "--norm=none", "--d-model=4",
         "--vocab-size=9", "--batch-size=4"}}) {
    for (const char* seed : {"--seed=0", "--seed=23", "--seed=27"}) {
      CONTEXT(words[1] << " " << seed);
      Arguments all = {"gradcheck", seed};
      all.insert(all.end(), words.begin(), words.end());
      CHECK_EQ(run(all).status, 0);
    }
  }
}

TEST(gradcheck_command, says_the_same_as_json) {
  std::ostringstream out;
  std::ostringstream err;
  const double none = std::numeric_limits<double>::quiet_NaN();
  const GradientCheck good = {"linear", "dx", 35, 1e-7, 0, 0, 1, 1, true};
  const GradientCheck wrong = {"linear", "dw", 5, none, 0, 4, none, 2.5, false};
  CHECK_EQ(report_gradients({good}, Console{out, err}, true), 0);
  CHECK_EQ(out.str(),
           "{\"holds\":true,\n\"checks\":[{\"pass\":\"linear\",\"gradient\":\"dx\",\"values\":35,"
           "\"largest_error\":1e-07,\"row\":0,\"column\":0,\"backward\":1.0,\"differences\":1.0,"
           "\"holds\":true}]}\n");
  out.str("");
  CHECK_EQ(report_gradients({wrong, good}, Console{out, err}, true), 1);
  CHECK(is_strict_json(out.str()));
  CHECK(has(out.str(), "{\"holds\":false,"));
  CHECK(has(out.str(),
            "\"largest_error\":null,\"row\":0,\"column\":4,\"backward\":null,"
            "\"differences\":2.5,\"holds\":false}"));
  const Outcome whole = run({"gradcheck", "--json", "--d-model=3", "--batch-size=2"});
  CHECK_EQ(whole.status, 0);
  CHECK(is_strict_json(whole.out));
  CHECK(has(whole.out, "{\"pass\":\"predictor\",\"gradient\":\"linear.bias\",\"values\":1,"));
}
