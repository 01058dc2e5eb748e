// What `train` does with sequences that it does not train on, and with the loss on them.
#include "cli/train_files.h"

#include "core/decimal.h"
#include "files/file.h"
#include "lesson/followed_run.h"
#include "training/evaluation.h"

#include "folder.h"
#include "golden.h"
#include "run.h"
#include "test.h"

#include <fstream>

namespace {

Arguments small(const Arguments& more) {
  return with({"-q", "--samples=40", "--vocab-size=9", "--d-model=6", "--epochs=5"}, more);
}

std::map<std::string, std::string> metadata_of(const std::string& path) {
  return from_file(path, read_safetensors).metadata;
}

// The fields of each line of a log.
std::vector<std::string> last_fields(const std::string& log) {
  std::vector<std::string> fields;
  std::istringstream in(log);
  for (std::string line; std::getline(in, line);)
    fields.push_back(line.substr(line.rfind(',') + 1));
  return fields;
}

}  // namespace

TEST(train_held_out, changes_no_bit_of_the_run) {
  for (const Arguments& options : {Arguments{}, Arguments{"--layers=1", "--shuffle"}}) {
    const Folder folder;
    const auto train = [&](const std::string& name, const Arguments& more) {
      const Arguments files = {"--save",   folder / name + ".m", "--trace", folder / name + ".t",
                               "--errors", folder / name + ".e"};
      return succeeds(with(small(files), with(options, more)));
    };
    const std::string without = train("a", {});
    std::string validated = train("b", {"--validate=50"});
    CHECK_EQ(count_of(validated, ", Validation loss: "), 5U);
    for (std::size_t at; (at = validated.find(", Validation")) != std::string::npos;) {
      validated.erase(at, validated.find('\n', at) - at);
    }
    CHECK_EQ(validated, without);
    for (const char* kind : {".m", ".t", ".e"}) {
      CONTEXT("kind " << kind);
      CHECK(read_file(folder / "a" + kind) == read_file(folder / "b" + kind));
    }
  }
}

// Those that the summary and --errors take.
TEST(train_held_out, is_of_the_fresh_sequences_of_the_other_numbers) {
  const Folder folder;
  const std::string out =
      run(small({"--validate=1000", "--log", folder / "l", "--errors", folder / "e"})).out;
  const std::vector<std::string> fields = last_fields(read_file(folder / "l"));
  CHECK_EQ(fields.size(), 6U);
  CHECK_EQ(fields[0], "validation_loss");
  CHECK_EQ(out.substr(out.rfind(' ') + 1), fields[5] + "\n");
  const std::string errors = read_file(folder / "e");
  const std::size_t fresh = errors.find("\nfresh,,");
  const std::size_t end = errors.find('\n', fresh + 1);
  const std::size_t comma = errors.rfind(',', end);
  CHECK_NEAR(from_decimal(fields[5]).value_or(0),
             from_decimal(errors.substr(comma + 1, end - comma - 1)).value_or(0), 1e-6);
}

// The sequences trained on, held out: the loss before the next epoch's first step, since there is
// one batch.
TEST(train_held_out, of_a_file_is_the_loss_on_its_sequences) {
  const Folder folder;
  write(folder / "d", "1 2 3\n4 1\n");
  const std::string out =
      run({"-q", "--epochs=3", "--data", folder / "d", "--validate", folder / "d"}).out;
  const std::size_t held = out.find(", Validation loss: ") + 19;
  const std::string after_first = out.substr(held, out.find('\n') - held);
  const std::size_t second = out.find("Epoch 2, Loss: ") + 15;
  const std::string next = out.substr(second, out.find(',', second) - second);
  CHECK_NEAR(from_decimal(after_first).value_or(0), from_decimal(next).value_or(1), 1e-6);
}

TEST(train_held_out, refuses_what_is_neither_a_number_nor_fits_the_model) {
  const Folder folder;
  write(folder / "v", "1 2 9\n1 1 1 1\n");
  for (const std::string count : {"0", "1000001"}) {
    refuses_usage({"--validate", count},
                  "--validate expects a whole number from 1 to 1000000, or a FILE, but got \"" +
                      count + "\"");
  }
  const std::string needs = folder / "v" + " needs at least --vocab-size 10 --positions 4";
  refuses_usage({"--validate", folder / "v", "--vocab-size=9"}, needs);
  refuses_usage({"--validate", folder / "v", "--max-seq-len=3"}, needs);
  succeeds({"-q", "--epochs=1", "--validate", folder / "v", "--vocab-size=10", "--max-seq-len=3",
            "--positions=4"});
  refuses_usage({"--validate", folder / "v", "--save", folder / "v"},
                "--validate and --save expect two files, but both got \"" + folder / "v" + "\"");
}

TEST(train_held_out, a_loss_that_is_not_finite_ends_the_run) {
  const Outcome outcome = run({"-q", "--lr=1e19", "--epochs=1", "--samples=10", "--validate=10"});
  CHECK_EQ(outcome.status, 1);
  CHECK_EQ(outcome.err,
           "posembed: the validation loss is not finite after epoch 1 with lr 1e+19\n");
}

TEST(train_held_out, a_resumed_run_goes_on_with_its_log_of_the_same_sequences_only) {
  const Folder folder;
  succeeds(small({"--validate=50", "--log", folder / "whole"}));
  succeeds(small({"--validate=50", "--epochs=3", "--log", folder / "l", "--save", folder / "m"}));
  const auto resume = [&](const Arguments& more) {
    return run(with({"-q", "--epochs=5", "--resume", folder / "m", "--log", folder / "l"}, more));
  };
  CHECK_EQ(resume({}).err, "posembed: " + folder / "l" +
                               ", line 1: expected epoch,last_batch_loss,mean_loss, found "
                               "epoch,last_batch_loss,mean_loss,validation_loss\n");
  CHECK(has(resume({"--validate=51"}).err, ", line 4: expected the line of the run to resume, 3,"));
  CHECK_EQ(resume({"--validate=50"}).status, 0);
  CHECK(read_file(folder / "l") == read_file(folder / "whole"));
}

TEST(train_held_out, the_run_stops_below_a_loss) {
  const Folder folder;
  const std::string whole = run({"-q"}).out;
  const Outcome outcome = run({"-q", "--stop-below=41", "--save", folder / "m", "--log",
                               folder / "l", "--report", folder / "r"});
  CHECK_EQ(outcome.status, 0);
  CHECK_EQ(outcome.out, whole.substr(0, whole.find("Epoch 7")));
  CHECK(starts_with(outcome.err, "posembed: stopped after epoch 6 of 25: its loss, 40."));
  CHECK(has(outcome.err, ", is below 41.0\n"));
  CHECK_EQ(metadata_of(folder / "m").at("state.epochs_done"), "6");
  CHECK_EQ(count_of(read_file(folder / "l"), "\n"), 7U);
  const std::string page = read_file(folder / "r");
  CHECK(has(page, "It was stopped before its end."));
  CHECK(has(page, "posembed --stop-below 41 --report FILE"));
  // What is good enough is not trained further, and goes on to the run's end where more is asked.
  CHECK_EQ(run({"-q", "--resume", folder / "m", "--stop-below=41"}).out, "");
  CHECK_EQ(run({"-q", "--resume", folder / "m"}).out, whole.substr(whole.find("Epoch 7")));
  for (const std::string value : {"0", "-1", "x", "nan"}) {
    refuses_usage({"--stop-below", value},
                  "--stop-below expects a number above 0, but got \"" + value + "\"");
  }
}

TEST(train_held_out, the_run_stops_by_the_validation_loss_where_there_is_one) {
  const Outcome outcome = run({"-q", "--stop-below=56", "--validate=1000"});
  CHECK_EQ(count_of(outcome.out, "\n"), 2U);  // the last batch's is below only after the third
  CHECK(has(outcome.err, "stopped after epoch 2 of 25"));
}

// With so large a rate it does not fall from epoch to epoch.
TEST(train_held_out, the_best_checkpoint_is_that_of_the_least_loss) {
  const Folder folder;
  const Arguments options = small({"--lr=0.5", "--validate=50", "--epochs=8", "--save-best",
                                   folder / "best", "--log", folder / "l"});
  succeeds(options);
  const std::vector<std::string> losses = last_fields(read_file(folder / "l"));
  std::size_t best = 1;
  for (std::size_t k = 2; k < losses.size(); ++k) {
    if (*from_decimal(losses[k]) < *from_decimal(losses[best])) best = k;
  }
  CHECK(best > 1 && best < 8);
  const std::map<std::string, std::string> metadata = metadata_of(folder / "best");
  CHECK_EQ(metadata.at("state.epochs_done"), std::to_string(best));
  CHECK_EQ(metadata.at("state.best_loss of 50 fresh sequences"),
           to_decimal(*from_decimal(losses[best])));
}

TEST(train_held_out, a_resumed_run_knows_the_best_loss_before) {
  const Folder folder;
  const auto train = [&](const Arguments& more) {
    const Arguments files = {"--save-best", folder / "best", "--save", folder / "m"};
    succeeds(with({"-q", "--validate=50"}, with(files, more)));
    return read_file(folder / "best");
  };
  const auto with_epochs = [&](const char* epochs) {
    return train({"--lr=0.5", "--samples=40", "--vocab-size=9", "--d-model=6", epochs});
  };
  const std::string whole = with_epochs("--epochs=8");
  const std::string saved = read_file(folder / "m");
  with_epochs("--epochs=6");
  CHECK(train({"--resume", folder / "m", "--epochs=8"}) != whole ||
        metadata_of(folder / "best").at("epochs") == "8");
  CHECK(read_file(folder / "m") == saved);
  const std::string epoch = metadata_of(folder / "best").at("state.epochs_done");
  std::istringstream in(whole);
  CHECK_EQ(epoch, read_safetensors(in, "").metadata.at("state.epochs_done"));
  // The best one may go on, too, and be replaced.
  succeeds({"-q", "--resume", folder / "best", "--epochs=9", "--validate=50", "--save-best",
            folder / "best"});
  refuses_usage({"-q", "--save-best", folder / "x", "--save", folder / "x"},
                "--save and --save-best expect two files, but both got \"" + folder / "x" + "\"");
}

TEST(train_held_out, padding_is_left_out_of_own_sequences) {
  const Folder folder;
  write(folder / "padded", "1 2 3 0 0\n1 0 2 0 0\n3 2 1 1 2\n4 0 0 0 0\n");
  write(folder / "plain", "1 2 3\n1 0 2\n3 2 1 1 2\n4\n");
  const Outcome plain = run({"-q", "--epochs=2", "--data", folder / "plain", "--validate",
                             folder / "plain", "--save", folder / "m"});
  const Outcome padded =
      run({"-q", "--epochs=2", "--data", folder / "padded", "--pad=0", "--validate",
           folder / "padded", "--save", folder / "p", "--report", folder / "r"});
  CHECK_EQ(plain.err + padded.err, "");
  CHECK_EQ(padded.out, plain.out);
  CHECK(has(read_file(folder / "r"), " --pad 0 --validate "));
  CHECK_EQ(metadata_of(folder / "p").at("pad"), "0");
  CHECK_EQ(metadata_of(folder / "m").count("pad"), 0U);
  for (const Arguments& more : {Arguments{}, Arguments{"--pad=0"}}) {
    succeeds(with({"-q", "--epochs=3", "--resume", folder / "p", "--save", folder / "q"},
                  with({"--data", folder / "padded"}, more)));
    CHECK_EQ(metadata_of(folder / "q").at("pad"), "0");
  }
  refuses_usage({"--resume", folder / "p", "--data", folder / "padded", "--pad=1"},
                "--pad 1 contradicts " + folder / "p" + ", whose run has --pad 0");
  refuses_usage({"--pad=0"}, "--pad expects sequences to leave padding out of: --data FILE");
  succeeds({"-q", "--epochs=1", "--data", folder / "padded"},
           "posembed: hint: most sequences of " + folder / "padded" +
               " end in 0 0: where that is padding, --pad 0 leaves it out\n");
}
