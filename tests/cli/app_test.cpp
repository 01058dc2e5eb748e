#include "cli/version.h"
#include "core/float_environment.h"
#include "float_setting.h"
#include "golden.h"
#include "run.h"
#include "test.h"

#include <iterator>
#include <new>

namespace {

// A stream whose every write fails, as on a full disk or a closed pipe.
class Full : public std::streambuf {
 protected:
  int_type overflow(int_type) override { return traits_type::eof(); }
};

}  // namespace

TEST(app, prints_its_version) {
  const std::string out = succeeds({"--version"});
  CHECK_EQ(out, std::string("posembed ") + kVersion + "\n");
}

TEST(app, helps) {
  const std::string overview = run({"help"}).out;
  check_has(overview, {"\n  train", "\n  gradcheck", "\n  help [COMMAND]", "\n  --version"});
  CHECK_EQ(run({"--help"}).out, overview);
  CHECK_EQ(run({"-h"}).out, overview);
  for (const char* command : {"train", "gradcheck"}) {
    CONTEXT("command " << command);
    const std::string help = run({"help", command}).out;
    CHECK(starts_with(help, "Usage: posembed " + std::string(command)));
    CHECK_EQ(run({command, "--help"}).out, help);
  }
  CHECK_EQ(run({"help", "train", "now"}).status, 2);
  CHECK_EQ(run({"help", "help"}).out, overview);
  CHECK_EQ(run({"--version", "now"}).status, 2);
}

TEST(app, help_fits_80_columns) {
  for (const Arguments& arguments :
       {Arguments{"help"}, Arguments{"help", "train"}, Arguments{"help", "gradcheck"}}) {
    std::istringstream lines(run(arguments).out);
    for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 88);
  }
}

TEST(app, refuses_unknown_commands) {
  refuses_usage({"trian"}, "unknown command trian; did you mean train?");
  refuses_usage({"xyzzy"}, "unknown command xyzzy; see posembed help");
  CHECK_EQ(run({"help", "xyzzy"}).status, 2);
  refuses_usage({""}, "expected a command, but got \"\"; see posembed help");
}

TEST(app, messages_are_printable_lines_and_short_whatever_was_given) {
  const std::string evil = "\x1b]0;x\a\n" + std::string(200000, 'x') + "\xff\n";
  std::vector<Arguments> all = {{"--" + evil}, {"-q=" + evil}, {"--save", evil, "--log", evil}};
  for (const std::string start :
       {"", "--epochs", "--encoding", "--save", "--data", "--resume", "inspect", "inspect a",
        "sweep", "sweep --merge", "sweep --seeds", "sweep --shard", "help", "bench",
        "export m --format", "verify", "compare --lr"}) {
    std::istringstream words(start);
    all.push_back(with({std::istream_iterator<std::string>(words), {}}, {evil}));
  }
  for (const Arguments& arguments : all) {
    const Outcome outcome = run(arguments);
    CHECK(outcome.status != 0);
    CHECK_EQ(outcome.err.find_first_not_of(
                 "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 "
                 "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
             outcome.err.size() - 1);
    CHECK(outcome.err.size() < 600);
  }
}

TEST(app, reports_output_that_cannot_be_written) {
  Full full;
  std::ostream out(&full);
  std::ostringstream err;
  for (const Arguments& arguments :
       {Arguments{}, Arguments{"gradcheck"}, Arguments{"help"}, Arguments{"--version"}}) {
    err.str("");
    out.clear();
    CHECK_EQ(run_app(arguments, Console{out, err}), 1);
    CHECK_EQ(err.str(), "posembed: cannot write to standard output: closed, or its disk is full\n");
  }
}

TEST(app, says_nothing_where_its_reader_went_away) {
  Full full;
  std::ostream out(&full);
  std::ostringstream err;
  Console console = {out, err};
  console.reader_left = [] { return true; };
  for (const Arguments& arguments : {Arguments{"-q"}, Arguments{"gradcheck"}, Arguments{"help"}}) {
    out.clear();
    CHECK_EQ(run_app(arguments, console), 141);
    CHECK_EQ(err.str(), "");
  }
}

TEST(app, reports_memory_that_ran_out) {
  const Outcome outcome = run({"-q"}, []() -> bool { throw std::bad_alloc(); });
  CHECK_EQ(outcome.status, 1);
  CHECK_EQ(outcome.err, "posembed: out of memory; try smaller sizes, or fewer --jobs\n");
}

#if defined(__SSE2__)
TEST(app, trains_in_no_command_where_subnormals_become_zero) {
  const std::string file = test::temporary("losses.csv");
  const FlushToZero flush(FlushToZero::kResults);
  for (const Arguments& arguments : std::vector<Arguments>{
           {}, {"compare"}, {"bench"}, {"gradcheck"}, {"sweep", "--out", file}}) {
    fails(arguments, fault_of({false, true, true}));
  }
  CHECK(!std::filesystem::exists(file));
}
#endif

TEST(app, lists_settings_and_commands_for_programs) {
  const std::string out = succeeds({"help", "--json"});
  CHECK(out.find("{\"version\":\"") == 0);
  CHECK(has(out, "\n\"settings\":[{\"group\":\"data\",\"key\":\"seed\","));
  CHECK(has(out, "{\"name\":\"gradcheck\",\"help\":\""));
}
