#include "folder.h"
#include "golden.h"
#include "run.h"
#include "strict_json.h"
#include "test.h"

#include "core/decimal.h"
#include "training/recorded_runs.h"
#include "training/trainer.h"

#include <set>

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> trace_of(const Arguments& arguments, int status = 0) {
  const Folder folder;
  CHECK_EQ(run(with(arguments, {"--trace", folder / "t"})).status, status);
  return lines_of(read_file(folder / "t"));
}

void check_notebooks_losses(const std::string& out) {
  const std::vector<std::string> lines = lines_of(out);
  const Golden golden = read_golden("notebook_seed0");
  CHECK_EQ(lines.size(), 25U);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    CONTEXT("epoch " << i + 1);
    const std::string start = "Epoch " + std::to_string(i + 1) + ", Loss: ";
    CHECK(starts_with(lines[i], start));
    CHECK_NEAR(from_decimal(lines[i].substr(start.size())).value_or(0), golden.losses[i],
               1e-6 * golden.losses[i]);
  }
}

}  // namespace

TEST(train, prints_a_line_an_epoch_in_the_notebooks_format) {
  const Outcome outcome = run({});
  CHECK_EQ(outcome.status, 0);
  CHECK(starts_with(outcome.out, "Epoch 1, Loss: 61.6174201965332\n"));
  check_notebooks_losses(outcome.out);
}

TEST(train, prints_the_same_for_any_number_of_threads) {
  const Arguments layers = {"-q",           "--layers=1",        "--heads=2",    "--epochs=2",
                            "--samples=16", "--max-seq-len=100", "--d-model=64", "--threads"};
  const std::string alone = succeeds(with(layers, {"1"}));
  CHECK_EQ(lines_of(alone).size(), 2U);
  for (const char* threads : {"2", "3", "64"}) CHECK_EQ(succeeds(with(layers, {threads})), alone);
  for (const std::string threads : {"0", "1025", "all"}) {
    refuses_usage(with(layers, {threads}),
                  "--threads expects a whole number from 1 to 1024, but got \"" + threads + "\"");
  }
}

// The transformer's order of sums: PyTorch's numbers too, but for the last bits.
TEST(train, plain_trains_the_notebook_with_the_textbooks_model) {
  const std::string plain = succeeds({"-q", "--plain"});
  check_notebooks_losses(plain);
  CHECK(plain != run({"-q"}).out);
  CHECK_EQ(run({"-q", "--plain", "--layers=1", "--epochs=1"}).out,
           run({"-q", "--layers=1", "--epochs=1"}).out);
  for (const char* file : {"--save=m", "--resume=m"}) {
    refuses_usage({"--plain", file},
                  "--plain gives other last bits than a checkpoint promises: expected neither "
                  "--save nor --resume with it");
  }
}

TEST(train, is_the_command_when_none_is_named) {
  CHECK_EQ(run({"train"}).out, run({}).out);
  CHECK_EQ(run({"--epochs", "2"}).out, run({"train", "--epochs=2"}).out);
}

TEST(train, heeds_the_options_that_shape_a_run) {
  const std::string standard = run({"-q", "--epochs=1"}).out;
  const std::vector<const char*> options = {
      "--seed=1",    "--samples=999",   "--max-seq-len=19", "--vocab-size=99", "--d-model=15",
      "--shuffle",   "--batch-size=31", "--lr=0.002",       "--beta1=0.8",     "--beta2=0.9",
      "--eps=0.001", "--decay=linear",  "--decay=cosine",   "--clip=0.1",      "--weight-decay=10"};
  for (const char* option : options) {
    CONTEXT("option " << option);
    CHECK(run({"-q", "--epochs=1", option}).out != standard);
  }
  CHECK_EQ(lines_of(run({"-q", "--epochs=3"}).out).size(), 3U);
  CHECK_EQ(run({"-q", "--epochs=0"}).out, "");
}

TEST(train, heeds_the_options_that_shape_layers) {
  const auto losses = [](const char* option) {
    return run({"-q", "--epochs=2", "--samples=64", "--layers=2", option}).out;
  };
  const std::string standard = losses("--seed=0");
  const std::vector<const char*> options = {
      "--layers=1",       "--heads=4",       "--d-ff=8",          "--norm=post",
      "--norm=none",      "--causal",        "--no-skip",         "--no-feed-forward",
      "--warmup=3",       "--target=first",  "--target=previous", "--encoding=rotary",
      "--encoding=alibi", "--encoding=none", "--d-model=8"};
  std::set<std::string> different = {standard};
  for (const char* option : options) different.insert(losses(option));
  CHECK_EQ(different.size(), options.size() + 1);
  CHECK_EQ(losses("--d-ff=64"), standard);  // 4 d-model
  CHECK_EQ(losses("--heads=2"), standard);
}

TEST(train, warns_of_weights_whose_loss_is_infinite) {
  const Outcome outcome = run({"-q", "--lr=1e19", "--epochs=1", "--samples=10"});
  CHECK_EQ(outcome.status, 0);
  CHECK_EQ(outcome.err,
           "posembed: warning: the last step, with lr 1e+19, left weights whose loss is "
           "not finite\n");
  CHECK_EQ(run({"-q", "--lr=1e-3", "--epochs=1", "--samples=10"}).err, "");
}

TEST(train, shows_on_standard_error_what_was_learned) {
  const Outcome outcome = run({"--epochs", "200"});
  CHECK(has(outcome.err, "The ruler: "));
  CHECK(has(outcome.err,
            "In 1000 fresh sequences, 100.0 % of the positions are recovered exactly; "
            "mean absolute error 0.0"));
  CHECK_EQ(outcome.out.find("ruler"), std::string::npos);
}

// Values of variance 1, and 0 at the first place: one of 10.5 in the mean.
TEST(train, says_of_another_target_what_the_best_guess_would_miss) {
  const std::string err =
      run({"--layers=1", "--target=previous", "--samples=40", "--epochs=1"}).err;
  CHECK(has(err, "the mean squared error is "));
  const std::string guess = "; always guessing the mean would make it ";
  const std::size_t at = err.find(guess);
  CHECK(at != std::string::npos);
  CHECK_NEAR(from_decimal(err.substr(at + guess.size(), 5)).value_or(0), 1 - 1 / 10.5, 0.01);
  CHECK_EQ(err.find("The ruler"), std::string::npos);
}

TEST(train, ends_where_nobody_sees_what_it_prints) {
  std::ostringstream out;
  std::ostringstream err;
  out.setstate(std::ios::failbit);
  CHECK_EQ(run_app({"-q", "--epochs=10000000"}, {out, err}), 1);
  CHECK_EQ(err.str(), "posembed: cannot write to standard output: closed, or its disk is full\n");
}

TEST(train, says_nothing_more_when_quiet) {
  CHECK_EQ(run({"--quiet"}).err, "");
  CHECK_EQ(run({"-q"}).err, "");
  CHECK_EQ(run({"-q"}).out, run({}).out);
}

TEST(train, stops_after_the_step_in_hand_when_interrupted) {
  const Outcome stopped = run({}, interrupt_at(40));
  CHECK_EQ(stopped.status, 130);
  CHECK_EQ(stopped.out, "Epoch 1, Loss: 61.6174201965332\n");
  CHECK_EQ(stopped.err, "posembed: stopped after step 40 of 800, 1 epochs done\n");
}

TEST(train, fails_where_the_loss_is_no_number) {
  const Outcome outcome = run({"--eps", "0"});
  CHECK_EQ(outcome.status, 1);
  CHECK_EQ(outcome.out, "");
  CHECK_EQ(outcome.err,
           "posembed: the loss became nan at step 2 (epoch 1) with lr 0.001; the first tensor "
           "that is not finite: pos_enc.token_embedding.weight\n");
}

// Of the step before; where that left weights that are not finite, there is no checkpoint.
TEST(train, keeps_what_was_good_where_it_diverges) {
  const Folder folder;
  const Arguments files = {"--save", folder / "model", "--report", folder / "page"};
  const Outcome diverged = run(with({"-q", "--lr=1e10", "--epochs=8"}, files));
  CHECK_EQ(diverged.status, 1);
  CHECK(has(diverged.err,
            "; what is written is that of step 1, the last that left finite weights\n"));
  CHECK(has(succeeds({"inspect", folder / "model"}), "state.batches_done 1"));
  std::filesystem::remove(folder / "model");
  CHECK_EQ(run(with({"-q", "--eps=0"}, files)).status, 1);
  CHECK_EQ(folder.names(), "page");
}

TEST(train, writes_a_trace_of_every_step) {
  const std::vector<std::string> lines = trace_of({"-q", "--epochs=2"});
  CHECK_EQ(lines.size(), 64U * 9);
  CHECK(starts_with(lines.back(), "step 64 value linear.bias "));
}

// Two lines for each of a layer's 12 parameters, too.
TEST(train, writes_a_trace_of_every_layer) {
  const auto lines = trace_of({"-q", "--epochs=1", "--samples=64", "--layers=2"});
  CHECK_EQ(lines.size(), 2U * (1 + 2 * (4 + 2 * 12)));
  CHECK(starts_with(lines[3], "step 1 gradient layers.0.self_attn.in_proj_weight "));
  CHECK(starts_with(lines.at(lines.size() - 3), "step 2 value layers.1.norm2.bias "));
}

TEST(train, keeps_the_trace_of_a_run_that_diverged) {
  CHECK_EQ(trace_of({"--eps=0"}, 1).size(), 9U);
}

TEST(train, refuses_a_trace_that_it_cannot_write_before_any_work) {
  fails({"--trace", "build/none/trace.txt"},
        "cannot write build/none/trace.txt: No such file or directory");
  refuses_usage({"--trace="}, "--trace expects a FILE, but got \"\"");
}

TEST(train, says_the_run_as_one_json_object) {
  const std::string out = succeeds({"--json", "--epochs=2"});
  CHECK(is_strict_json(out));
  CHECK_EQ(run({"--json", "--epochs=2", "-q"}).out, out);
  Settings settings;
  settings.epochs = 2;
  const std::string weights = result_of(settings).weights;
  check_has(
      out, {"{\"settings\":{\"batch-size\":\"32\",", "\"warmup\":\"0\",\"weight-decay\":\"0.0\"},",
            "\n\"epochs\":[{\"epoch\":1,\"last_batch_loss\":61.6174201965332,\"mean_loss\":58.",
            "\n{\"epoch\":2,\"last_batch_loss\":58.08540344238281,",
            "\n\"steps\":64,\"finished\":true,\"weights_sha256\":\"" + weights + "\",\n\"ruler\":[",
            "\n\"fresh\":{\"places\":10452,\"exact\":383,\"absolute_error\":5.9"});
}

TEST(train, says_a_stack_and_a_stopped_run_as_json_too) {
  const Outcome stack = run({"--json", "--epochs=1", "--layers=1", "--target=first"});
  CHECK(is_strict_json(stack.out));
  CHECK(has(stack.out,
            "\n\"ruler\":null,\n\"fresh\":{\"places\":10452,\"exact\":null,"
            "\"absolute_error\":null,\"squared_error\":"));
  const Outcome stopped = run({"--json"}, interrupt_at(1));
  CHECK_EQ(stopped.status, 130);
  CHECK(is_strict_json(stopped.out));
  CHECK(has(stopped.out, "\n\"epochs\":[],\n\"steps\":1,\"finished\":false,"));
  const Outcome diverged = run({"--json", "--lr=1e19"});  // says so, and nothing else
  CHECK_EQ(diverged.status, 1);
  CHECK_EQ(diverged.out, "");
}
