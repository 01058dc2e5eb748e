#include "run.h"
#include "test.h"

#include <cstdio>

namespace {

struct File {
  ~File() { std::remove(path.c_str()); }
  std::string path = test::temporary("test_predict.safetensors");
};

}  // namespace

TEST(predict, of_a_model_that_has_learned_says_the_positions) {
  const File file;
  CHECK_EQ(run({"-q", "--epochs=200", "--save", file.path}).status, 0);
  const Outcome outcome = run({"predict", file.path, "5", "99", "0"});
  CHECK_EQ(outcome.status, 0);
  CHECK_EQ(outcome.err, "");
  CHECK(has(outcome.out, "2.00     2.00\n"));
  CHECK(has(run({"predict", "--json", file.path, "5"}).out, "\"target\":0,\"shares\":["));
}

TEST(predict, with_layers_takes_the_target_of_the_run) {
  const File file;
  CHECK_EQ(run({"-q", "--epochs=1", "--layers=1", "--target=first", "--vocab-size=2", "--save",
                file.path})
               .status,
           0);
  const std::string out = run({"predict", "--json", file.path, "1", "0", "0"}).out;
  CHECK(has(out, "\"position\":2,\"token\":0,"));
  CHECK(has(out, "\"target\":1,\"shares\":null}]"));
}

TEST(predict, refuses_what_the_model_does_not_know) {
  const File file;
  CHECK_EQ(run({"-q", "--epochs=0", "--max-seq-len=2", "--save", file.path}).status, 0);
  const auto refused = [&](const Arguments& arguments, const std::string& message) {
    const Outcome outcome = run(arguments);
    CHECK_EQ(outcome.status, 2);
    CHECK_EQ(outcome.err, "posembed: " + message + "\n");
  };
  refused({"predict", file.path}, "predict expects the tokens of a sequence: FILE TOKEN...");
  refused({"predict", file.path, "100"},
          "TOKEN expects a whole number from 0 to 99, but got \"100\"");
  refused({"predict", file.path, "x"}, "TOKEN expects a whole number from 0 to 99, but got \"x\"");
  CHECK_EQ(run({"predict", file.path, "1", "2"}).status, 0);
  refused({"predict", file.path, "1", "2", "3"},
          "predict expects at most 2 tokens, as many as the model has positions, but got 3");
}
