// Runs the built program itself, by the shell.
#include "folder.h"
#include "golden.h"
#include "test.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace {

// The program as a shell calls it. RUNNER in the environment (tests/portability) is the emulator of
// a program for another processor.
std::string program() {
  const char* runner = std::getenv("RUNNER");
  return (runner == nullptr ? "" : std::string(runner) + " ") + "'" +
         std::filesystem::absolute(test::program()).string() + "' ";
}

// What a run prints, as far as it is not redirected, and then its exit status.
std::string printed(const std::string& arguments) {
  const std::string path = test::temporary("main.txt");
  CHECK_EQ(std::system(("{ " + program() + arguments + "; echo $?; } > '" + path + "'").c_str()),
           0);
  std::string text = read_file(path);
  std::remove(path.c_str());
  return text;
}

bool has_shell() {
#if defined(_WIN32)
  return false;  // not this one
#else
  return std::system(nullptr) != 0;
#endif
}

}  // namespace

TEST(main, gives_the_status_and_each_stream_its_text) {
  if (!has_shell()) SKIP("no shell");
  const std::string epoch = "Epoch 1, Loss: 61.6174201965332\n";
  CHECK_EQ(printed("--epochs=1 2> /dev/null"), epoch + "0\n");
  CHECK_EQ(printed("inspect none 2>&1 > /dev/null"),
           "posembed: cannot read none: No such file or directory\n1\n");
  CHECK_EQ(printed("train --epochs 2>&1 > /dev/null"),
           "posembed: --epochs expects a value: --epochs N\n2\n");
}

#if defined(SIGPIPE)

// As other tools do; a shell says 141 of SIGPIPE.
TEST(main, ends_silently_when_its_reader_goes_away_and_has_saved) {
  if (!has_shell()) SKIP("no shell");
  std::signal(SIGPIPE, SIG_DFL);  // whoever runs the tests may ignore it
  const Folder folder;
  const std::string command = "cd '" + folder.path + "' && { " + program() +
                              "--epochs=1000000 --save saved 2> err; echo $? > status; } | "
                              "head -n 1 > out";
  CHECK_EQ(std::system(command.c_str()), 0);
  CHECK_EQ(read_file(folder / "status"), "141\n");
  CHECK_EQ(read_file(folder / "out"), "Epoch 1, Loss: 61.6174201965332\n");
  CHECK_EQ(read_file(folder / "err"), "");
  CHECK_EQ(folder.names(), "err out saved status");
}

#endif

TEST(main, refuses_a_file_to_which_standard_output_goes) {
  if (!has_shell()) SKIP("no shell");
  const std::string path = test::temporary("main_both.csv");
  CHECK_EQ(printed("-q --epochs=1 --log '" + path + "' 2>&1 > '" + path + "'"),
           "posembed: --log expects a file of its own, but standard output goes to \"" + path +
               "\", too\n2\n");
  CHECK_EQ(printed("-q --epochs=1 --log /dev/stdout").find("epoch,last_batch_loss"), 0U);
  std::remove(path.c_str());
}

// A file that is opened next would else take the closed stream's place, and its text.
TEST(main, standard_output_that_is_closed_is_written_nowhere) {
  if (!has_shell()) SKIP("no shell");
  const std::string path = test::temporary("main_log.csv");
  CHECK_EQ(printed("-q --epochs=1 --log '" + path + "' 2>&1 >&-"),
           "posembed: cannot write to standard output: closed, or its disk is full\n1\n");
  CHECK_EQ(read_file(path).rfind("epoch,last_batch_loss", 0), 0U);
  std::remove(path.c_str());
}
