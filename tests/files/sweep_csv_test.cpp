#include "files/sweep_csv.h"

#include "test.h"

#include <cmath>
#include <stdexcept>

namespace {

SweepCsv read(const std::string& text) {
  std::istringstream in(text);
  return read_sweep_csv(in, "s.csv");
}

const std::string& good() {
  static const std::string kGood =
      "# seeds=1,3 lr=0.001\nseed,epoch,loss\n1,1,2.5\n1,2,0.1\n3,1,7.0\n3,2,nan\n";
  return kGood;
}

void refuses(const std::string& text, const std::string& message) {
  CHECK_THROWS(std::runtime_error, read(text), "s.csv, line " + message);
}

}  // namespace

TEST(sweep_csv, is_read_and_written_alike) {
  const SweepCsv sweep = read(good());
  CHECK_EQ(sweep.settings.at("lr"), "0.001");
  CHECK_EQ(sweep.runs.at(1)[0], 2.5F);
  CHECK(std::isnan(sweep.runs.at(3)[1]));
  std::ostringstream out;
  write_sweep_csv(
      out,
      read(
          "# lr=0.001 seeds=1,3\r\nseed,epoch,loss\r\n1,1,2.5\r\n1,2,0.1\r\n3,1,7\r\n3,2,nan\r\n"));
  // 0.1 is no float; its nearest is written in full.
  CHECK_EQ(out.str(),
           "# seeds=1,3 "
           "lr=0.001\nseed,epoch,loss\n1,1,2.5\n1,2,0.10000000149011612\n3,1,7.0\n3,2,nan\n");
}

TEST(sweep_csv, of_no_runs_has_its_settings) {
  CHECK(read("# seeds=0..9\nseed,epoch,loss\n").runs.empty());
}

TEST(sweep_csv, refuses_what_is_none) {
  refuses("# seeds=1\nseed,epoch,loss",
          "2: expected a new line at the end, found none: the file was cut");
  CHECK_THROWS(std::runtime_error, read("\xef\xbb\xbf# seeds=1\nseed,epoch,loss\n"),
               "s.csv: expected plain text, found the byte order mark of UTF-8");
  refuses("# seeds=1 size=3\n", "1: expected a setting of a sweep, found \"size=3\"");
  refuses("# seeds=1 seed=3\n", "1: expected a setting of a sweep, found \"seed=3\"");
  refuses("# seeds=1 lr=1 lr=1\n", "1: expected each setting once, found \"lr=1\"");
  refuses("", "1: expected # and settings, found \"\"");
  refuses("seed,epoch,loss\n", "1: expected # and settings, found \"seed,epoch,loss\"");
  refuses("# x\n", "1: expected name=value, found \"x\"");
  refuses("# lr=1\n", "1: expected the settings of a sweep, found \"# lr=1\"");
  refuses("# seeds=1\n", "2: expected seed,epoch,loss, found \"\"");
  const std::string head = "# seeds=1..3\nseed,epoch,loss\n";
  refuses(head + "1,1\n", "3: expected seed,epoch,loss, found \"1,1\"");
  refuses(head + "1,1,x\n", "3: expected seed,epoch,loss, found \"1,1,x\"");
  for (const char* loss : {"1e300", "3.5e38", "inf", "-1.0", "-0.0", "", "1.0 ", "NaN", "\x1b"}) {
    const std::string shown = loss[0] == '\x1b' ? "\\x1b" : loss;
    refuses(head + "1,1," + loss + "\n",
            "3: expected seed,epoch,loss, found \"1,1," + shown + "\"");
  }
  refuses(head + "1,1,nan\n1,2,0.5\n",
          "4: expected nan, as in the epoch before, found \"1,2,0.5\"");
  refuses(head + "1,2,0.5\n", "3: expected epoch 1, found \"1,2,0.5\"");
  refuses(head + "1,1,0.5\n1,1,0.5\n", "4: expected epoch 2, found \"1,1,0.5\"");
  refuses(head + "2,1,0.5\n1,1,0.5\n", "4: expected seeds in order, found \"1,1,0.5\"");
  refuses(head + "1,1,2\n1,2,2\n2,1,2\n3,1,2\n",
          "6: expected the next epoch of the seed before, found \"3,1,2\"");
  refuses(head + "1,1,2\n1,2,2\n2,1,2\n",
          "6: expected as many epochs of the last seed as of the others, found \"the end\"");
}

// Cut within a number it may still look whole, but for the new line.
TEST(sweep_csv, cut_anywhere_is_whole_runs_or_refused) {
  for (std::size_t length = 0; length < good().size(); ++length) {
    CONTEXT("length " << length);
    const std::string cut = good().substr(0, length);
    try {
      const std::size_t epochs = cut.find("\n1,2,") < cut.size() ? 2 : 1;
      for (const auto& [seed, losses] : read(cut).runs) CHECK_EQ(losses.size(), epochs);
      CHECK_EQ(cut.back(), '\n');
    } catch (const std::runtime_error&) {
    }
  }
}
