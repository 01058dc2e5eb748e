#include "experiments/stack.h"

#include "core/workers.h"
#include "test.h"

#include <atomic>
#include <cmath>
#include <map>
#include <stdexcept>

namespace {

std::vector<Quantity> seed_and_series(const Settings&) {
  return {{"seed"}, {"series", 1, 4, true}};
}

std::optional<Measurements> seed_of(const Settings& settings, const Stopped&) {
  return Measurements{
      {"series", 2, INFINITY}, {"seed", 0, static_cast<double>(settings.seed)}, {"series", 4, 7}};
}

Runs numbered(std::size_t count) {
  Runs runs = {"numbers", {}, {{"a", {}, seed_of, seed_and_series}}};
  for (std::size_t seed = 0; seed < count; ++seed) runs.seeds.push_back(seed);
  return runs;
}

bool never_stopped() { return false; }

}  // namespace

TEST(runs, are_all_configurations_with_each_seed_and_those_without_draws_once) {
  const std::vector<Runs> all = {stack_runs(*kExperiments[0], StackSize::kQuick, {4, 7}),
                                 stack_runs(*kExperiments[2], StackSize::kQuick, {4, 7})};
  const auto runs = runs_of(all);
  const std::size_t once = all[0].configurations.size();
  const std::size_t each = all[1].configurations.size();
  CHECK_EQ(runs.size(), once + 2 * each);
  CHECK_EQ(runs[once].seed, 4U);
  CHECK_EQ(runs[once].of, 1U);
  CHECK_EQ(runs.back().seed, 7U);
  for (const Run& run : runs) CHECK(run.work() > 0);
  CHECK_EQ(runs[once + 1].work(), 8U * 32 * 4);  // epochs, batches of 1000 sequences, layers
  CHECK_EQ(runs[2].work(), 30U * 4);             // untrained
}

TEST(runs, of_a_shard_are_every_nth_and_those_made_are_not_missing) {
  std::vector<Runs> all = {numbered(5)};
  CHECK_EQ(runs_of(all, {2, 3}).size(), 2U);
  CHECK_EQ(runs_of(all, {2, 3}).back().seed, 4U);
  CHECK(runs_of(all, {7, 9}).empty());
  all[0].results.add("a", 1, {});
  CHECK_EQ(missing_runs(all).size(), 4U);
  CHECK_EQ(missing_runs(all, {2, 3}).front().seed, 4U);
}

TEST(runs, each_is_made_once_and_handed_in_one_at_a_time) {
  const std::vector<Runs> all = {numbered(100)};
  for (const std::size_t jobs : {1U, 2U, 5U, 400U}) {
    CONTEXT("jobs " << jobs);
    std::map<std::uint64_t, Measurements> made;
    int handing_in = 0;
    make_runs(
        runs_of(all), jobs,
        [&](const Run& run, const Measurements& numbers) {
          CHECK_EQ(++handing_in, 1);
          CHECK(made.emplace(run.seed, numbers).second);
          --handing_in;
        },
        never_stopped);
    CHECK_EQ(made.size(), 100U);
    CHECK_EQ(made.at(13).at(0).value, 13.0);
  }
}

TEST(runs, have_as_many_workers_as_the_thread_that_makes_them) {
  Runs runs = numbered(4);
  runs.configurations[0].measure = [](const Settings&, const Stopped&) {
    return Measurements{{"seed", 0, static_cast<double>(Workers::places())}};
  };
  for (const std::size_t threads : {1U, 3U}) {
    const Workers workers(threads);
    make_runs(
        runs_of({runs}), 2,
        [&](const Run&, const Measurements& numbers) {
          CHECK_EQ(numbers[0].value, static_cast<double>(threads));
        },
        never_stopped);
    CHECK_EQ(Workers::places(), threads);
  }
}

// In the order of the quantities; what is missing or infinite is not a number.
TEST(runs, have_all_their_numbers_in_order) {
  const std::vector<Runs> all = {numbered(1)};
  const Run run = runs_of(all)[0];
  const Measurements made = completed(run, *seed_of(run.configuration->settings, never_stopped));
  CHECK_EQ(made.size(), 4U);
  CHECK_EQ(made[0].quantity, "seed");
  CHECK(made[1].at == 1 && std::isnan(made[1].value));
  CHECK(made[2].at == 2 && std::isnan(made[2].value));
  CHECK(made[3].at == 4 && made[3].value == 7);
}

TEST(runs, begin_no_more_once_one_was_stopped_and_rethrow) {
  Runs runs = numbered(100);
  std::atomic<int> begun{0};
  runs.configurations[0].measure = [&](const Settings&, const Stopped& stopped) {
    ++begun;
    return stopped() ? std::nullopt : std::optional<Measurements>(Measurements());
  };
  const auto nothing = [](const Run&, const Measurements&) {};
  make_runs(runs_of({runs}), 1, nothing, [&] { return begun == 3; });
  CHECK_EQ(begun.load(), 3);
  const auto fails = [](const Run& run, const Measurements&) {
    if (run.seed == 1) throw std::runtime_error("disk full");
  };
  const std::vector<Runs> all = {runs};
  CHECK_THROWS(std::runtime_error, make_runs(runs_of(all), 2, fails, never_stopped), "disk full");
}

TEST(runs, name_their_seeds_as_short_as_it_goes) {
  CHECK_EQ(text_of_seeds({}), "");
  CHECK_EQ(text_of_seeds({3}), "3");
  CHECK_EQ(text_of_seeds({0, 1, 2, 5, 6, 9}), "0..2,5,6,9");
  CHECK_EQ(text_of_seeds({UINT64_MAX - 2, UINT64_MAX - 1, UINT64_MAX}),
           "18446744073709551613..18446744073709551615");
}

TEST(results, spread_over_the_seeds_leaves_diverged_runs_out) {
  Results results;
  results.add("a", 0, {{"error", 0, 1}, {"loss", 1, 5}, {"loss", 2, 3}});
  results.add("a", 1, {{"error", 0, 4}, {"loss", 1, 7}});
  results.add("a", 2, {{"error", 0, std::nan("")}});
  const Spread error = results.spread("a", "error");
  CHECK_EQ(error.mean, 2.5);
  CHECK_NEAR(error.deviation, std::sqrt(4.5), 1e-12);
  CHECK_EQ(error.count, 2U);
  CHECK_EQ(error.diverged, 1U);
  CHECK(results.has("a", 2) && !results.has("a", 3) && !results.has("b", 0));
  CHECK(std::isnan(results.mean("b", "error")));
  CHECK(std::isnan(results.mean("a", "error", 1)));
  CHECK_EQ(results.mean("a", "loss", 2), 3.0);
  CHECK(results.values("a", "loss", 1) == (std::vector<double>{5, 7}));
  CHECK(results.of("b").empty());
}
