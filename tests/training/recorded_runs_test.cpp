#include "training/recorded_runs.h"

#include "core/float_bits.h"
#include "golden.h"
#include "test.h"

#include <set>

TEST(recorded_runs, give_the_recorded_bits) {
  const std::vector<RecordedRun> runs = recorded_runs();
  CHECK_EQ(recorded_results().size(), runs.size() + 3);  // and the digests of verify
  CHECK_EQ(digest_of_functions(), recorded_results().at("functions").weights);
  for (const RecordedRun& run : runs) {
    const RunResult own = result_of(run.settings, run.data, run.stops);
    CHECK_EQ(own.losses.size(), run.settings.epochs);
    CHECK_EQ(first_difference(run.recorded, own), 0U);
    CHECK_EQ(own.weights, run.recorded.weights);
  }
}

// --resume's promise; and what a run is given, it trains on.
TEST(recorded_runs, that_stop_go_on_to_the_bits_of_a_run_that_never_did) {
  const RecordedRun resumed = recorded_runs().back();
  CHECK(resumed.stops && resumed.data);
  const RunResult unbroken = result_of(resumed.settings, resumed.data, false);
  CHECK_EQ(first_difference(resumed.recorded, unbroken), 0U);
  CHECK_EQ(unbroken.weights, resumed.recorded.weights);
  Settings dummy = resumed.settings;
  dummy.samples = resumed.data->count();
  CHECK(result_of(dummy).weights != unbroken.weights);
}

// What is recorded must not drift from what PyTorch computed.
TEST(recorded_runs, record_pytorchs_losses) {
  const RecordedRun notebook = recorded_runs().at(0);
  const Golden golden = read_golden("notebook_seed0");
  for (std::size_t i = 0; i < golden.losses.size(); ++i) {
    CONTEXT("i " << i);
    CHECK_NEAR(float_of(notebook.recorded.losses.at(i)), golden.losses[i], 1e-6 * golden.losses[i]);
  }
}

TEST(recorded_runs, differ_from_the_first_epoch_that_differs) {
  const RunResult result = {{1, 2, 3}, ""};
  CHECK_EQ(first_difference(result, {{1, 2, 3}, ""}), 0U);
  CHECK_EQ(first_difference(result, {{1, 5, 4}, ""}), 2U);
  CHECK_EQ(first_difference(result, {{1, 2}, ""}), 3U);
  CHECK_EQ(first_difference(result, {{1, 2, 3, 4}, ""}), 4U);
}

TEST(recorded_runs, digest_every_weight) {
  Parameter<float> a("a", {2});
  Parameter<float> b("b", {1});
  std::set<std::string> digests = {digest_of_weights({&a, &b})};
  a.value[1] = 1e-38F;
  digests.insert(digest_of_weights({&a, &b}));
  b.value[0] = -0.0F;
  digests.insert(digest_of_weights({&a, &b}));
  digests.insert(digest_of_weights({&b, &a}));
  CHECK_EQ(digests.size(), 4U);
}
