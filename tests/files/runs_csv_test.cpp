#include "files/runs_csv.h"

#include "experiments/sweep.h"
#include "test.h"

#include <cmath>
#include <sstream>
#include <stdexcept>

namespace {

// Of "losses" alone: two epochs, and an R2, each with seed 1 and 3.
Runs planned(const std::string& command, const std::string& seeds) {
  if (command != "losses") throw std::runtime_error("unknown command");
  Configuration one;
  one.name = "a, \"b\"";
  one.quantities = [](const Settings&) {
    return std::vector<Quantity>{{"loss", 1, 2, false, 0, true}, {"R2", 0, 0, false, kAnyNumber}};
  };
  Runs runs = {command, {1, 3}, {one}};
  if (seeds == "3,1") runs.seeds = {3, 1};
  return runs;
}

const std::string kHead = "command,seeds,configuration,seed,quantity,at,value\n";
const std::string kStart = "losses,\"1,3\",\"a, \"\"b\"\"\",";

std::string row(const std::string& rest) { return kStart + rest + "\n"; }
std::string good() {
  return kHead + row("1,loss,1,0.1") + row("1,loss,2,2.0") + row("1,R2,0,-0.5") +
         row("3,loss,1,7.0") + row("3,loss,2,") + row("3,R2,0,");
}

std::optional<Runs> read(const std::string& text) {
  std::istringstream in(text);
  return read_runs_csv(in, "s.csv", planned);
}

std::string written(const Runs& runs) {
  std::ostringstream out;
  write_runs_csv(out, runs);
  return out.str();
}

// With a message that begins so.
void refuses(const std::string& text, const std::string& message) {
  const std::string begin = "s.csv" + message;
  CHECK_EQ(thrown_by([&] { read(text); }).substr(0, begin.size()), begin);
}
void refuses(const std::string& text, int line, const std::string& message) {
  refuses(text, ", line " + std::to_string(line) + ": expected " + message);
}

}  // namespace

TEST(runs_csv, is_read_and_written_alike) {
  const Runs runs = read(good()).value();
  CHECK_EQ(runs.results.mean("a, \"b\"", "loss", 2), 2.0);
  CHECK_EQ(runs.results.spread("a, \"b\"", "R2").diverged, 1U);
  CHECK_EQ(written(runs), good());
  std::string with_returns;
  for (const char c : good()) with_returns += c == '\n' ? "\r\n" : std::string(1, c);
  CHECK_EQ(written(*read(with_returns)), good());
  CHECK(!read(kHead));
  Runs infinite = planned("losses", "");
  infinite.results.add("a, \"b\"", 3, {{"R2", 0, INFINITY}});
  CHECK_EQ(written(infinite), kHead + row("3,R2,0,"));
}

TEST(runs_csv, refuses_what_is_no_such_file) {
  const std::string heads = "command,seeds,configuration,seed,quantity,at,value";
  refuses("\xef\xbb\xbf" + kHead, ": expected plain text, found the byte order mark of UTF-8");
  refuses("", 1, heads + ", found \"\"");
  refuses("# seeds=0..4\nseed,epoch,loss\n", 1,
          heads + " (a file of an older version: make its runs again), found \"# seeds=0..4\"");
  refuses(kHead + "sweep,0,a,0,loss,1,2\n", ", line 2: unknown command");
  refuses(kHead + kStart, 2, "a new line at the end, found none: the file was cut");
  refuses(kHead + "losses,\"3,1\",a,1,loss,1,2\n", 2, "seeds in order, as in 0..4,7");
  refuses(kHead + "losses,1..3,a,1,loss,1,2\n", 2, "seeds in order, as in 0..4,7");
  refuses(kHead + row("1,loss,1"), 2, heads);
  refuses(kHead + row("1,loss,1,2,3"), 2, heads);
  refuses(kHead + "losses,\"1,3\",b,1,loss,1,2\n", 2, "a configuration of losses");
  refuses(kHead + row("2,loss,1,2"), 2, "a seed of 1,3");
  const std::string one = kHead + row("1,loss,1,0.1");
  refuses(one + "losses,1,a,1,loss,2,2\n", 3, "command and seeds of the row before");
  refuses(one + "sweep,\"1,3\",a,1,loss,2,2\n", 3, "command and seeds of the row before");
  const std::string whole = one + row("1,loss,2,2.0") + row("1,R2,0,1");
  refuses(whole + row("1,loss,1,2"), 5, "each run once");
}

// Each quantity once, at each of its places, in order.
TEST(runs_csv, knows_what_a_run_measures) {
  for (const char* wrong :
       {"1,lost,1,2", "1,loss,2,2", "1,loss,1e300,2", "1,loss,1.0,2", "1,R2,0,1", "1,loss,,2"}) {
    refuses(kHead + row(wrong), 2, "loss at 1, found ");
  }
  const std::string one = kHead + row("1,loss,1,0.1");
  refuses(one + row("1,loss,1,0.1"), 3, "loss at 2, found ");
  refuses(one + row("3,loss,2,0.1"), 3, "loss at 2 of the run before, found ");
  refuses(one, 3, "loss at 2, found \"the end\"");
  refuses(one + row("1,loss,2,0.1") + row("1,loss,3,0.1"), 4, "R2 at 0, found ");
}

TEST(runs_csv, refuses_what_is_no_number_of_its_kind) {
  for (const char* loss : {"1e300", "3.5e38", "inf", "-1.0", "-0.0", "1.0 ", "nan", "x"}) {
    refuses(kHead + row(std::string("1,loss,1,") + loss), 2,
            "a number from 0 on, or none where the run diverged, found ");
  }
  refuses(kHead + row("1,loss,1,") + row("1,loss,2,0.5"), 3,
          "no value, as in the row before, found ");
  refuses(kHead + row("1,loss,1,1") + row("1,loss,2,1") + row("1,R2,0,inf"), 4,
          "a number, or none where the run diverged, found ");
}

// Cut within a number it may still look whole, but for the new line.
TEST(runs_csv, cut_anywhere_is_whole_runs_or_refused) {
  for (std::size_t length = 0; length < good().size(); ++length) {
    CONTEXT("length " << length);
    const std::string cut = good().substr(0, length);
    try {
      const auto runs = read(cut);
      if (runs) CHECK_EQ(runs->results.of("a, \"b\"").at(1).size(), 3U);
      CHECK_EQ(cut.back(), '\n');
    } catch (const std::runtime_error&) {
    }
  }
}

TEST(runs_csv, of_a_configuration_without_draws_has_the_first_seed) {
  const auto without_draws = [](const std::string& command, const std::string& seeds) {
    Runs runs = planned(command, seeds);
    runs.configurations[0].has_draws = false;
    return runs;
  };
  std::istringstream in(kHead + kStart + "3,loss,1,2\n");
  CHECK_THROWS(std::runtime_error, read_runs_csv(in, "s", without_draws),
               "s, line 2: expected a seed of 1, found \"" + kStart + "3,loss,1,2\"");
}
