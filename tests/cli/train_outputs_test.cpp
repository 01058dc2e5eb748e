#include "cli/train_outputs.h"

#include "golden.h"
#include "run.h"
#include "test.h"

#include <cstdio>

namespace {

struct Report {
  ~Report() { std::remove(path.c_str()); }
  std::string path = test::temporary("test_report.html");
};

}  // namespace

TEST(train_outputs, report_names_the_run_and_its_options) {
  const Report report;
  CHECK_EQ(run({"-q", "--epochs=2", "--shuffle", "--lr=0.01", "--report", report.path}).status, 0);
  const std::string page = read_file(report.path);
  CHECK(page.find("<code>posembed --epochs 2 --shuffle --lr 0.01 --report FILE</code>") !=
        std::string::npos);
  CHECK(page.find("<div><dt>epochs</dt><dd>2</dd></div>") != std::string::npos);
  CHECK(page.find("64 training\n  steps") != std::string::npos ||
        page.find("64 training steps") != std::string::npos);
}

TEST(train_outputs, report_of_an_interrupted_run_says_so) {
  const Report report;
  std::ostringstream out;
  std::ostringstream err;
  int asked = 0;
  const Console console = {out, err, false, [&] { return ++asked == 40; }};
  CHECK_EQ(run_app({"-q", "--report", report.path}, console), 130);
  CHECK(read_file(report.path).find("It was stopped before its end.") != std::string::npos);
}

TEST(train_outputs, training_is_the_same_with_and_without_a_report) {
  const Report report;
  CHECK_EQ(run({"-q", "--epochs=3", "--report", report.path}).out, run({"-q", "--epochs=3"}).out);
}

TEST(train_outputs, a_report_that_cannot_be_written_is_refused_before_the_run) {
  const Outcome outcome = run({"--report=/nowhere/report.html"});
  CHECK_EQ(outcome.status, 1);
  CHECK_EQ(outcome.out, "");
  CHECK_EQ(run({"--report=build/x", "--save=build/x"}).status, 2);
}
