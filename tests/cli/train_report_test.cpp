#include "cli/train_files.h"

#include "folder.h"
#include "golden.h"
#include "run.h"
#include "test.h"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>

namespace {

// Files that go with the test.
struct ReportFiles {
  ~ReportFiles() {
    for (const std::string& path : {a, b}) std::remove(path.c_str());
  }
  std::string a = test::temporary("test_report_a");
  std::string b = test::temporary("test_report_b");
};

Arguments small_run(Arguments more) {
  Arguments arguments = {"-q", "--samples=40", "--vocab-size=9", "--d-model=5"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

}  // namespace

TEST(train_report, report_names_the_run_and_its_options) {
  const ReportFiles files;
  CHECK_EQ(run({"-q", "--epochs=2", "--shuffle", "--lr=0.01", "--report", files.a}).status, 0);
  const std::string page = read_file(files.a);
  CHECK(page.find("<code>posembed --epochs 2 --shuffle --lr 0.01 --report FILE</code>") !=
        std::string::npos);
  CHECK(page.find("<div><dt>epochs</dt><dd>2</dd></div>") != std::string::npos);
  CHECK(page.find("64 training\n  steps") != std::string::npos ||
        page.find("64 training steps") != std::string::npos);
}

TEST(train_report, report_quotes_file_names_for_a_shell) {
  const Folder folder;
  std::ofstream(folder / "my $(id) it's.txt") << "1 2\n3\n";
  CHECK_EQ(
      run({"-q", "--epochs=1", "--data", folder / "my $(id) it's.txt", "--report", folder / "r"})
          .status,
      0);
  CHECK(read_file(folder / "r")
            .find("--data '" + (folder / "my $(id) it'\\''s.txt") + "' --report FILE</code>") !=
        std::string::npos);
}

TEST(train_report, report_of_an_interrupted_run_says_so) {
  const ReportFiles files;
  std::ostringstream out;
  std::ostringstream err;
  int asked = 0;
  const Console console = {out, err, false, [&] { return ++asked == 40; }};
  CHECK_EQ(run_app({"-q", "--report", files.a}, console), 130);
  CHECK(read_file(files.a).find("It was stopped before its end.") != std::string::npos);
}

TEST(train_report, training_is_the_same_with_and_without_a_report) {
  const ReportFiles files;
  CHECK_EQ(run({"-q", "--epochs=3", "--report", files.a}).out, run({"-q", "--epochs=3"}).out);
}

TEST(train_report, a_run_that_goes_on_can_be_seen_in_its_report) {
  const ReportFiles files;
  CHECK_EQ(run(small_run({"--report-every=1"})).err,
           "posembed: --report-every expects a file to write: --report FILE\n");
  for (const bool layers : {false, true}) {
    CONTEXT("layers " << layers);
    std::ostringstream out;
    std::ostringstream err;
    std::string so_far;
    // It ends when it has been seen to go on, of a run that would last much longer.
    const Console console = {out, err, false, [&] {
                               std::ifstream file(files.a);
                               so_far.assign(std::istreambuf_iterator<char>(file), {});
                               return so_far.find("It still goes on.") != std::string::npos;
                             }};
    Arguments arguments = small_run({"--epochs=100000", "--report", files.a, "--report-every=1"});
    if (layers) arguments.insert(arguments.end(), {"--layers=1", "--heads=1"});
    CHECK_EQ(run_app(arguments, console), 130);
    CHECK(so_far.find("</html>") != std::string::npos);
    CHECK(read_file(files.a).find("It was stopped before its end.") != std::string::npos);
    std::remove(files.a.c_str());
  }
}

TEST(train_report, the_last_report_is_the_same_however_often_one_was_written_before) {
  const ReportFiles files;
  run(small_run({"--epochs=300", "--report", files.a, "--report-every=1"}));
  run(small_run({"--epochs=300", "--report", files.b}));
  CHECK_EQ(read_file(files.a), read_file(files.b));
}

TEST(train_report, a_report_that_cannot_be_written_is_refused_before_the_run) {
  const Outcome outcome = run({"--report=/nowhere/report.html"});
  CHECK_EQ(outcome.status, 1);
  CHECK_EQ(outcome.out, "");
  CHECK_EQ(run({"--report=build/x", "--save=build/x"}).status, 2);
}
