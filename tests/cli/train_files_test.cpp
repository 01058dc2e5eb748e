#include "cli/train_files.h"

#include "core/digest.h"
#include "files/file.h"
#include "files/safetensors.h"

#include "folder.h"
#include "golden.h"
#include "run.h"
#include "test.h"

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>

namespace {

// Files that go with the test.
struct Files {
  // The first's run does not go on with such an option.
  void check_contradiction(const std::string& option, const std::string& asked,
                           const std::string& own) const {
    refuses_usage({"-q", "--resume", a, option},
                  asked + " contradicts " + a + ", whose run has " + own);
  }

  Folder folder;
  std::string a = folder / "a";
  std::string b = folder / "b";
};

Arguments small(const Arguments& more) {
  return with({"-q", "--samples=40", "--vocab-size=9", "--d-model=5"}, more);
}

// A run of three epochs, and one that ends after two and goes on, save the same.
void check_resumes(const Files& files, const Arguments& options) {
  CONTEXT(as_command(options));
  const std::string whole = succeeds(with(options, {"--epochs=3", "--save", files.a}));
  succeeds(with(options, {"--epochs=2", "--save", files.b}));
  CHECK_EQ(succeeds({"-q", "--resume", files.b, "--epochs=3", "--save", files.b}),
           whole.substr(whole.find("Epoch 3")));
  CHECK(read_file(files.a) == read_file(files.b));
  succeeds({"inspect", files.a});
  succeeds({"inspect", "--json", files.a});
}

// What is in the file when the step is done.
std::string seen_at(int step, const std::string& path, const Arguments& arguments) {
  std::string seen;
  int steps = 0;
  const auto look = [&] {
    if (++steps == step) seen = read_file(path);
    return false;
  };
  CHECK_EQ(run(arguments, look).status, 0);
  return seen;
}

}  // namespace

// The digest of the default run's checkpoint, which src/files/README.md shows: sha256sum prints it.
TEST(train_files, default_checkpoint_has_the_bytes_of_the_readme) {
  const Files files;
  succeeds({"-q", "--save", files.a});
  const std::string bytes = read_file(files.a);
  Sha256 digest;
  digest.add(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  const std::string hash = digest.finish();
  CHECK(has(read_file("src/files/README.md"), hash));
}

TEST(train_files, resumed_run_trains_only_the_epochs_still_to_do_and_saves_the_same_bytes) {
  const Files files;
  const std::string whole = run(small({"--epochs=6", "--shuffle", "--save", files.a})).out;
  succeeds(small({"--epochs=4", "--shuffle", "--save", files.b}));
  int steps = 0;
  const Outcome resumed = run({"-q", "--resume", files.b, "--epochs=6", "--save", files.b},
                              [&] { return ++steps < 0; });
  CHECK_EQ(resumed.status, 0);
  CHECK_EQ(resumed.out, whole.substr(whole.find("Epoch 5")));
  CHECK_EQ(steps, 4);
  CHECK(read_file(files.a) == read_file(files.b));
}

TEST(train_files, every_encoding_resumes_to_the_same_bytes) {
  const Files files;
  for (const char* encoding : {"--encoding=sinusoidal", "--encoding=none"}) {
    check_resumes(files, small({encoding}));
  }
}

// The third within its warm-up.
TEST(train_files, runs_with_layers_resume_to_the_same_bytes) {
  const Files files;
  for (const Arguments& options :
       {Arguments{"--encoding=rotary", "--d-model=8", "--norm=none", "--target=previous"},
        Arguments{"--encoding=alibi", "--d-model=8", "--heads=4", "--causal", "--no-feed-forward"},
        Arguments{"--norm=post", "--warmup=5", "--d-model=6", "--d-ff=7", "--target=first"},
        Arguments{"--no-skip", "--d-model=6", "--shuffle"}}) {
    check_resumes(files, with({"-q", "--samples=40", "--vocab-size=9", "--layers=2"}, options));
  }
  files.check_contradiction("--layers=3", "--layers 3", "--layers 2");
  files.check_contradiction("--causal", "--causal on", "--causal off");
}

// The rate of the steps to come depends on the last one; so there can be no later one.
TEST(train_files, a_run_whose_rate_falls_resumes_within_its_epochs_only) {
  const Files files;
  const Arguments options = {"-q",         "--samples=40",       "--epochs=6", "--decay=cosine",
                             "--clip=0.5", "--weight-decay=0.1", "--save"};
  succeeds(with(options, {files.b}));
  CHECK_EQ(run(with(options, {files.a}), interrupt_at(5)).status, 130);
  files.check_contradiction("--epochs=7", "--epochs 7",
                            "--epochs 6, at whose end its --decay is done");
  files.check_contradiction("--decay=linear", "--decay linear", "--decay cosine");
  succeeds({"-q", "--resume", files.a, "--save", files.a});
  CHECK(read_file(files.a) == read_file(files.b));
}

// They are drawn first.
TEST(train_files, layers_change_nothing_in_the_data) {
  const Files files;
  succeeds({"-q", "--epochs=0", "--dump-data", files.a});
  succeeds({"-q", "--epochs=0", "--layers=2", "--target=first", "--dump-data", files.b});
  CHECK(read_file(files.a) == read_file(files.b));
}

TEST(train_files, interrupted_run_is_saved_within_its_epoch_and_goes_on) {
  const Files files;
  succeeds(small({"--save", files.a}));
  CHECK_EQ(run(small({"--save", files.b}), interrupt_at(7)).status, 130);
  succeeds({"-q", "--resume=" + files.b, "--save=" + files.b});
  CHECK(read_file(files.a) == read_file(files.b));
}

TEST(train_files, options_that_contradict_the_checkpoint_are_refused_with_both_values) {
  const Files files;
  succeeds(small({"--epochs=3", "--save", files.a}));
  files.check_contradiction("--lr=0.01", "--lr 0.01", "--lr 0.001");
  files.check_contradiction("--seed=1", "--seed 1", "--seed 0");
  files.check_contradiction("--shuffle", "--shuffle on", "--shuffle off");
  files.check_contradiction("--epochs=2", "--epochs 2", "--epochs 3");
  succeeds({"-q", "--resume", files.a, "--lr=1e-3", "--epochs=3"});
}

TEST(train_files, refuses_one_file_for_two_things) {
  refuses_usage({"--save=build/x", "--log=build/x"},
                "--save and --log expect two files, but both got \"build/x\"");
  CHECK_EQ(run({"--trace=build/x", "--dump-data=build/x"}).status, 2);
}

TEST(train_files, refuses_one_file_for_two_things_in_any_spelling) {
  const Folder folder;
  succeeds(small({"--epochs=1", "--save", folder / "c"}));
  succeeds(small({"--epochs=1", "--dump-data", folder / "d"}));
  std::filesystem::create_symlink("c", folder / "link");
  const std::string checkpoint = read_file(folder / "c");
  const std::string data = read_file(folder / "d");
  for (const Arguments& arguments :
       {Arguments{"--resume", folder / "c", "--log", folder / "c"},
        Arguments{"--resume", folder / "c", "--trace", folder / "link"},
        Arguments{"--data", folder / "d", "--save", folder / "d"},
        Arguments{"--data", folder / "d", "--dump-data", folder / "./d"},
        Arguments{"--save", folder / "x", "--log", folder / "./x"}}) {
    CHECK_EQ(run(small(arguments)).status, 2);
  }
  CHECK(read_file(folder / "c") == checkpoint);
  CHECK(read_file(folder / "d") == data);
  CHECK_EQ(folder.names(), "c d link");
  succeeds({"-q", "--resume", folder / "c", "--epochs=2", "--save", folder / "link"});
  CHECK(std::filesystem::is_symlink(folder / "link"));
  CHECK(read_file(folder / "c") != checkpoint);
}

TEST(train_files, a_users_own_partial_file_is_left_alone) {
  const Folder folder;
  write(folder / "m.partial", "own");
  succeeds(small({"--save", folder / "m", "--log", folder / "m.log"}));
  CHECK_EQ(read_file(folder / "m.partial"), "own");
  succeeds(small({"--save", folder / "m", "--log", folder / "m.partial"}));
  CHECK(starts_with(read_file(folder / "m.partial"), "epoch,"));
  CHECK_EQ(folder.names(), "m m.log m.partial");
}

TEST(train_files, no_output_is_touched_where_another_could_not_be_written) {
  const Folder folder;
  for (const char* name : {"d", "s", "l", "t"}) write(folder / name, "old");
  fails(small({"--dump-data", folder / "d", "--save", folder / "s", "--log", folder / "l",
               "--trace", folder / "t", "--report", folder / "none/r"}),
        "cannot write " + (folder / "none/r") + ": No such file or directory");
  for (const char* name : {"d", "s", "l", "t"}) CHECK_EQ(read_file(folder / name), "old");
  CHECK_EQ(folder.names(), "d l s t");
}

TEST(train_files, each_output_that_fails_is_told_and_costs_no_other) {
  if (!std::filesystem::exists("/dev/full")) SKIP("no /dev/full");
  const Folder folder;
  const std::vector<std::string> options = {"--dump-data", "--save", "--log", "--trace",
                                            "--report"};
  for (const std::string& failing : options) {
    CONTEXT("failing " << failing);
    Arguments arguments = small({"--epochs=3", "--save-every=1"});
    for (const std::string& option : options) {
      const std::string path = option == failing ? "/dev/full" : folder / option.substr(2);
      arguments.insert(arguments.end(), {option, path});
    }
    if (failing == "--save") arguments.push_back("--shuffle");
    const Outcome outcome = run(arguments);
    CHECK_EQ(outcome.status, 1);
    CHECK_EQ(outcome.err, "posembed: cannot write /dev/full: No space left on device\n");
    CHECK(has(outcome.out, "Epoch 3, "));
    for (const std::string& option : options) {
      CONTEXT("option " << option);
      CHECK_EQ(std::filesystem::remove(folder / option.substr(2)), option != failing);
    }
    CHECK_EQ(folder.names(), "");
  }
}

TEST(train_files, a_resumed_run_goes_on_with_its_log) {
  const Folder folder;
  succeeds(small({"--epochs=6", "--log", folder / "whole"}));
  succeeds(small({"--epochs=4", "--save", folder / "c", "--log", folder / "l"}));
  succeeds({"-q", "--resume", folder / "c", "--epochs=6", "--log", folder / "l"});
  CHECK(read_file(folder / "l") == read_file(folder / "whole"));
  // The checkpoint of an epoch before, and one from within an epoch.
  succeeds({"-q", "--resume", folder / "c", "--epochs=6", "--log", folder / "l"});
  CHECK(read_file(folder / "l") == read_file(folder / "whole"));
  CHECK_EQ(
      run(small({"--epochs=6", "--save", folder / "c", "--log", folder / "l"}), interrupt_at(7))
          .status,
      130);
  CHECK(read_file(folder / "l") != read_file(folder / "whole"));
  succeeds({"-q", "--resume", folder / "c", "--log", folder / "l"});
  CHECK(read_file(folder / "l") == read_file(folder / "whole"));
}

TEST(train_files, refuses_to_go_on_with_the_log_of_another_run) {
  const Folder folder;
  succeeds(small({"--epochs=2", "--save", folder / "c"}));
  succeeds(small({"--epochs=2", "--seed=1", "--log", folder / "l"}));
  const std::string log = read_file(folder / "l");
  const Outcome outcome = run({"-q", "--resume", folder / "c", "--epochs=3", "--log", folder / "l",
                               "--trace", folder / "t"});
  CHECK_EQ(outcome.status, 1);
  CHECK_EQ(outcome.out, "");
  CHECK(starts_with(outcome.err, "posembed: " + (folder / "l") +
                                     ", line 3: expected the line of the run to resume, 2,"));
  CHECK(read_file(folder / "l") == log);
  CHECK_EQ(folder.names(), "c l");
  succeeds({"-q", "--resume", folder / "c", "--epochs=3", "--log", folder / "new"});
  CHECK(starts_with(read_file(folder / "new"), "epoch,last_batch_loss,mean_loss\n3,"));
  std::string checkpoint = read_file(folder / "c");
  const std::string line = "\"state.log_line\":\"";
  checkpoint.replace(checkpoint.find(line) + line.size(), 1, "3");
  write(folder / "c", checkpoint);
  fails({"-q", "--resume", folder / "c", "--epochs=3"},
        (folder / "c") + ": metadata state.log_line: expected the losses of epoch 2");
}

TEST(train_files, saves_every_so_many_epochs) {
  const Files files;
  refuses_usage(small({"--save-every=2"}), "--save-every expects a file to write: --save FILE");
  // The file as it is before the fifth epoch ends (two steps an epoch).
  std::istringstream in(
      seen_at(9, files.a, small({"--epochs=5", "--save-every=2", "--save", files.a})));
  CHECK_EQ(read_safetensors(in, "").metadata.at("state.epochs_done"), "4");
}

TEST(train_files, dumped_data_trains_to_the_same_losses) {
  const Files files;
  succeeds({"-q", "--epochs=1", "--dump-data", files.a});
  write(files.b, "1 0 2\n2 2\n");
  const std::string out = succeeds({"-q", "--epochs=2", "--data", files.b, "--dump-data", files.a});
  CHECK_EQ(read_file(files.a), "1 0 2\n2 2\n");
  CHECK_EQ(run({"-q", "--epochs=2", "--data", files.a}).out, out);
}

TEST(train_files, sizes_follow_from_the_data_unless_given) {
  const Files files;
  write(files.a, "1 0 2\n8 2\n");
  succeeds({"-q", "--data", files.a, "--save", files.b});
  const Safetensors saved = from_file(files.b, read_safetensors);
  CHECK_EQ(saved.metadata.at("samples"), "2");
  CHECK_EQ(saved.metadata.at("max-seq-len"), "3");
  CHECK_EQ(saved.metadata.at("vocab-size"), "9");
  refuses_usage({"-q", "--data", files.a, "--vocab-size=8"},
                "--vocab-size 8 is too small for " + files.a + ", which needs 9");
  refuses_usage({"-q", "--data", files.a, "--max-seq-len=2"},
                "--max-seq-len 2 is too small for " + files.a + ", which needs 3");
  refuses_usage({"-q", "--data", files.a, "--samples=3"},
                "--samples 3 contradicts " + files.a + ", which has 2 sequences");
}

TEST(train_files, resuming_takes_the_data_of_the_run_only) {
  const Files files;
  write(files.a, "1 0 2\n8 2\n");
  succeeds({"-q", "--epochs=2", "--vocab-size=20", "--data", files.a, "--save", files.b});
  succeeds({"-q", "--epochs=3", "--resume", files.b, "--data", files.a});
  fails({"-q", "--epochs=3", "--resume", files.b},
        files.b + ": expected the data that its run was trained on, found other data");
}

// Before anything is made of the sizes that it claims.
TEST(train_files, refuses_a_small_file_that_asks_for_much) {
  const Files files;
  succeeds(small({"--epochs=0", "--max-seq-len=6", "--save", files.a}));
  const Safetensors file = from_file(files.a, read_safetensors);
  std::map<std::string, const Tensor*> tensors;
  for (const auto& [name, tensor] : file.tensors) tensors[name] = &tensor;
  const auto error_with = [&](const char* key, const char* value, const Arguments& more) {
    Metadata metadata = file.metadata;
    metadata[key] = value;
    std::ofstream changed(files.b, std::ios::binary);
    write_safetensors(changed, metadata, tensors);
    changed.close();
    return run(with({"-q", "--resume", files.b}, more)).err;
  };
  const std::string start = "posembed: " + files.b + ": ";
  for (const auto& [key, own] : {std::pair("vocab-size", "9"), std::pair("d-model", "5"),
                                 std::pair("max-seq-len", "6"), std::pair("positions", "6")}) {
    const std::string shown = std::string(key) == "max-seq-len" ? "positions" : key;
    CHECK_EQ(error_with(key, "16000000", {}), start + "metadata " + shown + ": expected " + own +
                                                  ", as its tensors have, found 16000000\n");
  }
  CHECK_EQ(error_with("samples", "3000000", {}),
           start +
               "its run draws 3000000 sequences anew, much more than the file holds: expected "
               "--samples 3000000 with it, where that is meant\n");
  const std::string other =
      start + "expected the data that its run was trained on, found other data\n";
  CHECK_EQ(error_with("samples", "2900000", {}), other);
  CHECK_EQ(error_with("samples", "3000000", {"--samples=3000000"}), other);

  write(files.b, "1 65537\n");
  succeeds({"-q", "--data", files.b, "--epochs=0"});
  write(files.b, "1 65538\n");
  CHECK_EQ(run({"-q", "--data", files.b}).err,
           start +
               "its largest token asks for a table of 65539 tokens, many more than it holds: "
               "expected --vocab-size 65539 with it, where that is meant\n");
  succeeds({"-q", "--data", files.b, "--epochs=0", "--vocab-size=65539"});
}

TEST(train_files, nothing_is_written_over_by_a_checkpoint_that_cannot_be_read) {
  const Files files;
  write(files.a, "no checkpoint");
  const Outcome outcome = run({"-q", "--resume", files.a, "--save", files.a});
  CHECK_EQ(outcome.status, 1);
  CHECK_EQ(outcome.out, "");
  CHECK_EQ(read_file(files.a), "no checkpoint");
}

TEST(train_files, logs_every_epoch_at_once) {
  const Files files;
  const std::string after_one = seen_at(40, files.a, {"-q", "--epochs=3", "--log", files.a});
  const std::string log = read_file(files.a);
  CHECK(starts_with(after_one, "epoch,last_batch_loss,mean_loss\n1,61.6174201965332,58.85"));
  CHECK(starts_with(log, after_one + "2,"));
  CHECK(has(log, "\n3,54.23"));
}

TEST(train_files, errors_are_written_also_beyond_the_length_of_training) {
  const Files files;
  const Arguments arguments = small({"--epochs=1", "--layers=1", "--positions=22", "--d-model=4",
                                     "--encoding=rotary", "--errors", files.a});
  succeeds(arguments);
  const std::string errors = read_file(files.a);
  CHECK(starts_with(errors, "sequences,position,places,squared_error\ntraining,,"));
  CHECK(has(errors, "\nfresh,19,"));
  CHECK(!has(errors, "\nfresh,20,"));
  CHECK(has(errors, "\nbeyond,,200,"));
  CHECK(has(errors, "\nbeyond,21,100,"));
  refuses_usage(small({"--positions=19"}),
                "--positions expects at least --max-seq-len 20, or 0 for as many, but got "
                "19");
  CHECK_EQ(run(small({"--errors=x", "--log=x"})).status, 2);
}

TEST(train_files, a_run_with_more_positions_than_tokens_is_saved_and_resumed) {
  const Files files;
  for (const char* encoding : {"learned", "sinusoidal"}) {
    check_resumes(files,
                  small({"--layers=1", "--d-model=4", "--positions=30", "--encoding", encoding}));
  }
}

// Those of the same seed, from a run of no epochs: the very run. Adam's state, of a longer one, is
// not used, nor is what the metadata say of the run.
TEST(train_files, begins_with_the_weights_of_a_file_and_nothing_else_of_it) {
  const Files files;
  for (const char* layers : {"--layers=0", "--layers=2"}) {
    CONTEXT("layers " << layers);
    const auto train = [&](const Arguments& more) {
      return succeeds(with(small({layers, "--epochs=3", "--shuffle", "--d-model=6"}), more));
    };
    const std::string drawn = train({});
    train({"--epochs=0", "--save", files.a});
    CHECK_EQ(train({"--init", files.a}), drawn);
    train({"--plain", "--init", files.a});
    train({"--lr=0.1", "--save", files.a});
    const std::string other = train({"--init", files.a, "--save", files.b});
    CHECK(has(other, "Epoch 3"));
    CHECK(other != drawn);
    const auto metadata = from_file(files.b, read_safetensors).metadata;
    CHECK_EQ(metadata.at("lr"), "0.001");
    CHECK_EQ(metadata.at("state.epochs_done"), "3");
    CHECK_EQ(metadata.at("weights"), "file");
    CHECK_EQ(train({"--init", files.a}), other);
  }
}

TEST(train_files, begins_with_weights_whose_names_all_have_a_prefix) {
  const Files files;
  const std::string drawn = succeeds(small({"--epochs=3"}));
  succeeds(small({"--epochs=0", "--save", files.a}));
  const Safetensors saved = from_file(files.a, read_safetensors);
  std::map<std::string, const Tensor*> tensors;
  for (const auto& [name, tensor] : saved.tensors) {
    if (name.rfind("optimizer.", 0) != 0) tensors["module." + name] = &tensor;
  }
  std::ofstream out(files.b, std::ios::binary);
  write_safetensors(out, {}, tensors);
  out.close();
  CHECK_EQ(succeeds(small({"--epochs=3", "--init", files.b}),
                    "posembed: " + files.b + ": each name is read without its module.\n"),
           drawn);
}

TEST(train_files, a_run_from_weights_resumes_to_the_same_bytes_and_has_not_moved_from_its_seed) {
  const Files files;
  succeeds(small({"--epochs=1", "--seed=7", "--save", files.a}));
  CHECK(has(run({"inspect", "--json", files.a}).out, "\"moved\":["));
  succeeds(small({"--epochs=2", "--init", files.a, "--save", files.b}));
  succeeds({"-q", "--epochs=3", "--resume", files.b, "--save", files.b});
  succeeds(small({"--epochs=3", "--init", files.a, "--save", files.a}));
  CHECK(read_file(files.a) == read_file(files.b));
  CHECK(!has(run({"inspect", "--json", files.a}).out, "\"moved\":["));
  succeeds({"inspect", files.a});
}

TEST(train_files, the_command_of_a_report_has_the_file_of_its_weights) {
  const Files files;
  succeeds(small({"--epochs=1", "--save", files.a}));
  succeeds(small({"--epochs=1", "--init", files.a, "--report", files.b}));
  CHECK(has(read_file(files.b), " --init " + files.a + " --report FILE"));
}

TEST(train_files, refuses_weights_that_are_not_the_models) {
  const Files files;
  refuses_usage({"--init", files.a, "--resume", files.b},
                "--init begins a run, --resume goes on with one: expected one of them");
  succeeds(small({"--epochs=0", "--layers=1", "--d-model=6", "--save", files.a}));
  const auto refuses = [&](const Arguments& more, const std::string& message) {
    fails(with(small({"--d-model=6", "--init", files.a}), more), files.a + ": " + message);
  };
  refuses({}, "expected no tensor layers.0.linear1.bias");
  refuses({"--layers=2"},
          "expected tensor layers.1.self_attn.in_proj_weight, found layers.0.linear1.bias, "
          "layers.0.linear1.weight, layers.0.linear2.bias and 45 more");
  refuses({"--layers=1", "--d-ff=5"},
          "tensor layers.0.linear1.weight: expected shape [5, 6], found [24, 6]");
  refuses({"--layers=1", "--encoding=none"},
          "expected no tensor optimizer.exp_avg.pos_enc.pos_embedding.weight");
  refuses({"--layers=1", "--vocab-size=8"},
          "tensor pos_enc.token_embedding.weight: expected shape [8, 6], found [9, 6]");
}
