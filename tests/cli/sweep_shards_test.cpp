#include "cli/sweep_shards.h"

#include "run.h"
#include "test.h"

#include <cstdio>
#include <fstream>

namespace {

// A file that goes with the test.
struct File {
  File(const std::string& name, const std::string& text) : path(test::temporary(name)) {
    std::ofstream(path, std::ios::binary) << text;
  }
  ~File() { std::remove(path.c_str()); }
  std::string path;
};

// The text of a sweep over seeds 0 to 2 with those rows.
std::string with_rows(const std::string& rows) {
  Settings settings;
  settings.epochs = 1;
  SweepCsv sweep = {sweep_settings(settings, {0, 1, 2}, std::nullopt), {}};
  std::ostringstream out;
  write_sweep_csv(out, sweep);
  return out.str() + rows;
}

}  // namespace

TEST(sweep_shards, shards_are_put_together_in_seed_order) {
  const File a("test_merge_a", with_rows("1,1,5.0\n"));
  const File b("test_merge_b", with_rows("0,1,4.0\n2,1,6.0\n"));
  const SweepCsv sweep = merged_sweep({a.path, b.path});
  CHECK_EQ(sweep.runs.size(), 3U);
  CHECK_EQ(sweep.runs.begin()->second[0], 4.0F);
  CHECK_EQ(settings_in_file(sweep, a.path).epochs, 1U);
}

TEST(sweep_shards, missing_and_doubled_seeds_and_other_settings_are_named) {
  const File a("test_merge_a", with_rows("1,1,5.0\n"));
  const File b("test_merge_b", with_rows("1,1,5.0\n2,1,5.0\n"));
  CHECK_THROWS(std::runtime_error, merged_sweep({a.path}), "these files lack seed 0,2");
  CHECK_THROWS(std::runtime_error, merged_sweep({a.path, b.path}),
               b.path + ": an earlier file has seed 1, too");
  std::string text = with_rows("0,1,5.0\n");
  text.replace(text.find("lr=0.001"), 8, "lr=0.002");
  const File c("test_merge_c", text);
  CHECK_THROWS(std::runtime_error, merged_sweep({a.path, c.path}),
               c.path + ": expected lr 0.001, found 0.002");
  const File d("test_merge_d", with_rows("0,1,5.0\n0,2,5.0\n"));
  CHECK_THROWS(std::runtime_error, merged_sweep({d.path}),
               d.path + ": expected 1 epochs of seed 0, found 2");
  const File e("test_merge_e", with_rows("0,1,5.0\n7,1,5.0\n"));
  CHECK_THROWS(std::runtime_error, merged_sweep({e.path}),
               e.path + ": expected seeds of 0..2, found seed 7");
  text = with_rows("0,1,5.0\n");
  text.erase(text.find("data=dummy "), 11);
  const File f("test_merge_f", text);
  CHECK_THROWS(std::runtime_error, merged_sweep({f.path, a.path}),
               a.path + ": expected no data, found dummy");
}

TEST(sweep_shards, resuming_takes_only_a_file_of_the_same_sweep) {
  Settings settings;
  settings.epochs = 1;
  const auto texts = sweep_settings(settings, {0, 1, 2}, std::nullopt);
  const File a("test_resume_a", with_rows("1,1,5.0\n"));
  CHECK_EQ(runs_to_resume(a.path, texts).size(), 1U);
  CHECK(runs_to_resume(a.path + ".none", texts).empty());
  settings.d_model = 8;
  CHECK_THROWS(std::runtime_error,
               runs_to_resume(a.path, sweep_settings(settings, {0, 1, 2}, std::nullopt)),
               a.path + ": expected d-model 8, found 16");
}
