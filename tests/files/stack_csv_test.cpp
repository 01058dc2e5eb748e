#include "files/stack_csv.h"

#include "test.h"

#include <cmath>
#include <sstream>
#include <stdexcept>

namespace {

StackCsv read(const std::string& text) {
  std::istringstream in(text);
  return read_stack_csv(in, "file");
}

constexpr const char* kHead =
    "# experiment=depth size=quick seeds=0,3 rows=2\ncell,seed,quantity,at,value\n";

}  // namespace

TEST(stack_csv, what_is_written_is_read_back) {
  StackCsv stack = {find_experiment("depth"), StackSize::kQuick, "0,3", {}};
  stack.results.add("pre: 4 layers", 3, {{"loss", 1, 0.1}, {"loss", 1024, 2}});
  stack.results.add("pre: 1 layer", 0, {{"fresh error", 0, std::nan("")}});
  stack.results.add("pre: 1 layer", 3, {{"fresh error", 0, INFINITY}});
  std::ostringstream out;
  write_stack_csv(out, stack);
  CHECK_EQ(out.str(),
           "# experiment=depth size=quick seeds=0,3 rows=4\ncell,seed,quantity,at,value\n"
           "pre: 1 layer,0,fresh error,0,nan\npre: 1 layer,3,fresh error,0,nan\n"
           "pre: 4 layers,3,loss,1,0.1\npre: 4 layers,3,loss,1024,2.0\n");
  const StackCsv back = read(out.str());
  CHECK(back.experiment == stack.experiment);
  CHECK(back.size == StackSize::kQuick);
  CHECK_EQ(back.seeds, "0,3");
  std::ostringstream again;
  write_stack_csv(again, back);
  CHECK_EQ(again.str(), out.str());
}

TEST(stack_csv, refuses_what_is_no_such_file) {
  const auto refuses = [](const std::string& text, const std::string& message) {
    CHECK_THROWS(std::runtime_error, read(text), "file, line " + message);
  };
  const std::string head = kHead;
  const std::string row = "pre: 1 layer,0,loss,1,0.5\n";
  refuses("", "1: expected # and settings, found \"\"");
  refuses("# experiment=dept size=quick seeds=0 rows=0\n",
          "1: expected an experiment of ours, full or quick, found \"# experiment=dept size=quick "
          "seeds=0 rows=0\"");
  refuses("# experiment=depth size=quick\n",
          "1: expected # experiment=... size=... seeds=... rows=..., found \"# experiment=depth "
          "size=quick\"");
  refuses(head + row, "4: expected 2 rows, found \"1\"");
  refuses(head + "pre: 3 layers,0,loss,1,0.5\n",
          "3: expected a cell of the experiment, found \"pre: 3 layers,0,loss,1,0.5\"");
  for (const char* wrong : {"pre: 1 layer,0,loss,1", "pre: 1 layer,x,loss,1,2",
                            "pre: 1 layer,0,loss,,2", "pre: 1 layer,0,loss,1,inf"}) {
    refuses(head + wrong + "\n",
            "3: expected cell,seed,quantity,at,value, found \"" + std::string(wrong) + "\"");
  }
  refuses(head + row + "pre: 4 layers,0,loss,1,2\n" + row,
          "5: expected each run in one place, found \"pre: 1 layer,0,loss,1,0.5\"");
}
