#include "golden.h"
#include "run.h"
#include "strict_json.h"
#include "test.h"

namespace {

const GradientCheck kGood = {"linear", "dx", 35, 1e-7, 0, 0, 1, 1, true};

std::string reported(const std::vector<GradientCheck>& checks, bool as_json, int status) {
  std::ostringstream out;
  CHECK_EQ(report_gradients(checks, Console{out, out}, as_json), status);
  return out.str();
}

}  // namespace

TEST(gradcheck_command, prints_a_line_for_every_gradient) {
  const std::string out = succeeds({"gradcheck", "--seed", "3", "--d-model=5", "--batch-size=4"});
  check_has(out, {"\nembedding      dtable", "\nsum            dx", "\nsum            dp",
                  "\nlinear         dx", "\nlinear         dw", "\nlinear         db",
                  "\nMSE            dy", "\nlayer norm     dx ", "\nsoftmax        ds ",
                  "\ncausal rotary  in_proj_bias ", "\nfeed-forward   linear1.weight ",
                  "\nblock, post    norm2.bias ",
                  "\ntransformer    pos_enc.token_embedding.weight          500 ",
                  "\ntransformer    pos_enc.pos_embedding.weight            100 ",
                  "\npredictor      linear.weight                           5 ",
                  "\npredictor      linear.bias                             1 "});
  CHECK(has(out, "\nevery gradient holds\n"));
}

TEST(gradcheck_command, with_layers_checks_the_transformer_alone) {
  const std::string out = succeeds({"gradcheck", "--layers=2", "--d-model=4", "--vocab-size=5",
                                    "--max-seq-len=4", "--batch-size=4", "--encoding=rotary"});
  check_has(out, {"\ncausal alibi   in_proj_bias ",
                  "\ntransformer    layers.1.self_attn.in_proj_weight       48 "});
  CHECK(!has(out, "predictor"));  // which has no layers
}

TEST(gradcheck_command, fails_where_one_gradient_does_not_hold) {
  const GradientCheck flipped = {"linear", "dw", 5, 2, 0, 4, -2.5, 2.5, false};
  reported({kGood}, false, 0);
  const std::string out = reported({flipped, kGood}, false, 1);
  CHECK(has(out,
            "linear         dw                                      5        2.0e+00        "
            "[0][4]  does not hold\n  there the backward pass gives -2.5, central "
            "differences give 2.5\n"));
  CHECK(has(out, "\na gradient does not hold\n"));
}

TEST(gradcheck_command, refuses_what_would_take_hours) {
  refuses_usage({"gradcheck", "--vocab-size=62500"},
                "gradcheck tries every weight, twice, and these sizes have 1000320: expected "
                "at most 1000000");
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
      succeeds(with({"gradcheck", seed}, words));
    }
  }
}

TEST(gradcheck_command, says_the_same_as_json) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  const GradientCheck wrong = {"linear", "dw", 5, none, 0, 4, none, 2.5, false};
  CHECK_EQ(reported({kGood}, true, 0),
           "{\"holds\":true,\n\"checks\":[{\"pass\":\"linear\",\"gradient\":\"dx\",\"values\":35,"
           "\"largest_error\":1e-07,\"row\":0,\"column\":0,\"backward\":1.0,\"differences\":1.0,"
           "\"holds\":true}]}\n");
  const std::string out = reported({wrong, kGood}, true, 1);
  CHECK(is_strict_json(out));
  CHECK(has(out, "{\"holds\":false,"));
  CHECK(has(out,
            "\"largest_error\":null,\"row\":0,\"column\":4,\"backward\":null,"
            "\"differences\":2.5,\"holds\":false}"));
  const std::string whole = succeeds({"gradcheck", "--json", "--d-model=3", "--batch-size=2"});
  CHECK(is_strict_json(whole));
  CHECK(has(whole, "{\"pass\":\"predictor\",\"gradient\":\"linear.bias\",\"values\":1,"));
}
