#include "core/float_environment.h"
#include "float_setting.h"
#include "golden.h"
#include "run.h"
#include "strict_json.h"
#include "test.h"

namespace {

RecordedRun small_run() {
  RecordedRun run = {"small", Settings(), {}};
  run.settings.samples = 20;
  run.settings.epochs = 3;
  run.recorded = result_of(run.settings);
  return run;
}

Outcome verified(const std::vector<RecordedRun>& runs,
                 const std::string& functions = digest_of_functions()) {
  const std::vector<RecordedDigest> digests = {
      {"functions", "log, exp, sin, cos", digest_of_functions, functions},
      {"again", "the same", digest_of_functions, digest_of_functions()}};
  std::ostringstream out;
  std::ostringstream err;
  const int status = verify(digests, runs, Console{out, err});
  return {status, out.str(), err.str()};
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; ++at) ++found;
  return found;
}

}  // namespace

TEST(verify, finds_this_build_reproducible) {
  const Outcome outcome = run({"verify"});
  CHECK_EQ(outcome.status, 0);
  CHECK_EQ(outcome.err, "");
  for (const RecordedRun& recorded : recorded_runs()) {
    CHECK(has(outcome.out, recorded.name));
  }
  for (const RecordedDigest& digest : recorded_digests()) CHECK(has(outcome.out, digest.name));
  CHECK(has(outcome.out, "arithmetic  subnormals kept, rounded to nearest\n"));
  CHECK(has(outcome.out,
            "\n\n" + build_info() + "\nreproducible: this build gives the recorded bits\n"));
}

TEST(verify, names_the_first_epoch_that_differs_with_both_values) {
  RecordedRun run = small_run();
  CHECK_EQ(verified({run}).status, 0);
  run.recorded.losses = {run.recorded.losses[0], 0x3f800000, 0x3f800000};
  const Outcome outcome = verified({run});
  CHECK_EQ(outcome.status, 1);
  CHECK(has(outcome.out, "small       3 epochs, weights "));
  CHECK(has(outcome.out,
            ": DIFFERENT from epoch 2 on\n  recorded   0x3f800000 (1.0)\n"
            "  this build 0x4"));
  CHECK(has(outcome.out, "\nNOT reproducible: "));
  CHECK(outcome.out.find("-ffp-contract=off") < outcome.out.find("-ffast-math"));
  CHECK(outcome.out.find("-ffast-math") < outcome.out.find("-mfpmath=sse"));
}

TEST(verify, notices_weights_that_differ_after_equal_losses) {
  RecordedRun run = small_run();
  run.recorded.weights[63] = run.recorded.weights[63] == '0' ? '1' : '0';
  const Outcome outcome = verified({run});
  CHECK_EQ(outcome.status, 1);
  CHECK(has(outcome.out, "DIFFERENT weights, though every loss is the same\n  recorded   " +
                             run.recorded.weights));
}

#if defined(__SSE2__)
TEST(verify, says_in_one_line_what_is_wrong_with_the_arithmetic) {
  const RecordedRun small = small_run();
  const FlushToZero flush(FlushToZero::kResults);
  const Outcome outcome = verified({small});
  CHECK_EQ(outcome.status, 1);
  CHECK_EQ(outcome.out, "arithmetic  WRONG: " + fault_of({false, true, true}) + "\n\n" +
                            build_info() + "\nNOT reproducible: nothing is trained this way\n");
  const Outcome recording = run({"verify", "--record"});
  CHECK_EQ(recording.status, 1);
  CHECK_EQ(recording.out, "");
}
#endif

// Wherever it stands, one difference is enough, and the lines of the others still come.
TEST(verify, any_difference_decides) {
  const RecordedRun same = small_run();
  RecordedRun differs = same;
  differs.recorded.losses[0] ^= 1U;
  const std::string functions = digest_of_functions();
  struct Verdict {
    std::vector<RecordedRun> runs;
    std::string functions;
    std::size_t differences;
  };
  for (const Verdict& verdict :
       {Verdict{{same, same}, functions, 0}, Verdict{{differs, same}, functions, 1},
        Verdict{{same, differs}, functions, 1}, Verdict{{same, same}, "", 1}, Verdict{{}, "", 1},
        Verdict{{differs, differs}, "", 3}}) {
    const Outcome outcome = verified(verdict.runs, verdict.functions);
    const bool good = verdict.differences == 0;
    CHECK_EQ(outcome.status, good ? 0 : 1);
    CHECK_EQ(count(outcome.out, ": DIFFERENT"), verdict.differences);
    CHECK_EQ(count(outcome.out, ": the same bits\n"),
             verdict.runs.size() + 2 - verdict.differences);
    CHECK_EQ(has(outcome.out, "\nreproducible: this build gives the recorded bits\n"), good);
    CHECK_EQ(has(outcome.out,
                 "\nNOT reproducible: this build gives other bits than those "
                 "recorded\n"),
             !good);
  }
}

TEST(verify, records_the_very_source_that_it_was_built_with) {
  const Outcome outcome = run({"verify", "--record"});
  CHECK_EQ(outcome.status, 0);
  CHECK(outcome.out == read_file("src/training/recorded_values.cpp"));
}

TEST(verify, says_the_same_as_json) {
  const auto verified_json = [](const std::vector<RecordedRun>& runs) {
    std::ostringstream out;
    std::ostringstream err;
    const std::vector<RecordedDigest> digests = {
        {"functions", "", digest_of_functions, digest_of_functions()}};
    const int status = verify(digests, runs, Console{out, err}, true);
    return Outcome{status, out.str(), err.str()};
  };
  RecordedRun small = small_run();
  const Outcome good = verified_json({small});
  CHECK_EQ(good.status, 0);
  CHECK(is_strict_json(good.out));
  CHECK_EQ(good.out.rfind("{\"reproducible\":true,\"fault\":null,\"build\":\"compiler ", 0), 0U);
  CHECK(has(good.out,
            "{\"name\":\"small\",\"same\":true,\"first_different_epoch\":null,"
            "\"recorded\":\"" +
                small.recorded.weights + "\",\"this_build\":\"" + small.recorded.weights + "\"}"));
  small.recorded.losses[1] ^= 1U;
  const Outcome other = verified_json({small});
  CHECK_EQ(other.status, 1);
  CHECK(is_strict_json(other.out));
  CHECK_EQ(other.out.rfind("{\"reproducible\":false,", 0), 0U);
  CHECK(has(other.out, "{\"name\":\"functions\",\"same\":true,"));
  CHECK(has(other.out, "{\"name\":\"small\",\"same\":false,\"first_different_epoch\":2,"));
#if defined(__SSE2__)
  const FlushToZero flush(FlushToZero::kResults);
  const Outcome faulty = verified_json({small});
  CHECK_EQ(faulty.status, 1);
  CHECK(is_strict_json(faulty.out));
  CHECK(has(faulty.out, "\"fault\":\"" + fault_of({false, true, true}) + "\""));
  CHECK(has(faulty.out, "\"checks\":[]}"));
#endif
}

TEST(verify, of_the_program_is_json_where_that_is_asked) {
  const Outcome outcome = run({"verify", "--json"});
  CHECK_EQ(outcome.status, 0);
  CHECK(is_strict_json(outcome.out));
  for (const RecordedRun& recorded : recorded_runs()) {
    CHECK(has(outcome.out, "{\"name\":\"" + recorded.name + "\",\"same\":true,"));
  }
}
