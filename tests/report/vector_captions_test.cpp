#include "report/vector_captions.h"

#include "lesson/followed_run.h"
#include "lesson/observations.h"
#include "test.h"

namespace {

struct Told {
  explicit Told(const Settings& settings)
      : run(settings), projection(projection_of(run.snapshots)) {}
  captions::ToldRun told() const { return {run.snapshots, run.settings, projection}; }
  std::string path() const { return captions::path_said(told()); }
  std::string similarity() const { return captions::similarity_said(told()); }

  FollowedRun run;
  Projection projection;
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST(vector_captions, of_the_default_run_tell_of_w_and_its_signs) {
  const Told run((Settings()));
  const std::string path = run.path();
  CHECK(has(path, "nearly in the order of their positions: correlation 0.95 (0.50 before"));
  CHECK(has(path, "94 % is along w, one direction of 16."));
  CHECK(has(path, "along the signs of w (cosine 0.994) than along w (0.968): Adam moved"));
  CHECK(path.size() < 350);  // five lines of a page of 1280 pixels
  const std::string similarity = run.similarity();
  CHECK(has(similarity, "The first and the last position became less alike"));
  CHECK(has(similarity, "Neighbours became more alike"));
}

TEST(vector_captions, where_adam_does_not_divide_vectors_go_along_w_itself) {
  Settings settings;
  settings.adam.eps = 1e6;
  settings.adam.lr = 3e3;
  const Told run(settings);
  const std::string path = run.path();
  CHECK(!has(path, "Adam moved"));
  CHECK(!has(path, "in the order"));
  CHECK(has(path, " went more along w (cosine 0.948) than along its signs (0.833)."));
  CHECK(has(path, "the vectors' correlation with the position is 0.89"));
  CHECK(has(run.similarity(), "stayed about as alike as they were: -0.30"));
  CHECK(!has(run.similarity(), "became"));
}

TEST(vector_captions, of_one_number_know_one_direction) {
  Settings settings;
  settings.d_model = 1;
  const std::string path = Told(settings).path();
  CHECK(has(path, "there is no other direction than w's"));
  CHECK(!has(path, "signs"));
  CHECK(!has(path, "of 1."));
}

TEST(vector_captions, of_a_fast_run_do_not_say_that_it_moved_in_one_direction) {
  Settings settings;
  settings.adam.lr = 1;
  const Told run(settings);
  const std::string path = run.path();
  CHECK(movement_of(run.run.snapshots, run.projection).along_w < 0.5);
  CHECK(has(path, "squared, 45 % is along w."));
  CHECK(!has(path, "one direction of"));
  CHECK(!has(path, "Adam moved"));  // the signs changed on the way
}

TEST(vector_captions, of_waves_tell_distances) {
  Settings settings;
  settings.encoding = find_encoding("sinusoidal");
  const Told run(settings);
  CHECK(has(run.path(), "only w turns."));
  CHECK(!has(run.path(), "movement"));
  CHECK(has(run.similarity(), "Nothing moves"));
  CHECK(
      has(run.similarity(), "falls from 1 to 0.46 at distance 10, then rises again, to 0.80 at "));
  const std::vector<double> pairs = pair_similarities(run.run.snapshots.frames().back());
  CHECK_NEAR(pairs[10 * 11 / 2], 0.46, 0.005);  // of positions 10 and 0
  CHECK_NEAR(pairs[19 * 20 / 2], 0.80, 0.005);
  settings.d_model = 1;  // a sine without its cosine
  CHECK(!has(Told(settings).similarity(), "only on the distance"));
  settings.d_model = 16;
  settings.max_seq_len = 5;
  CHECK(!has(Told(settings).similarity(), "rises again"));
}

// The rows that no batch names stay where they were drawn.
TEST(vector_captions, are_of_the_positions_that_are_trained) {
  Settings settings;
  settings.samples = 10;
  settings.epochs = 3000;
  CHECK(has(Told(settings).path(),
            "Along w, over the 17 of these positions that the data has, the vectors lie nearly in "
            "the order of their positions: correlation 1.00 (0.32 before"));
  CHECK(!has(Told(Settings()).path(), "that the data has"));
}

TEST(vector_captions, of_a_model_without_vectors_are_empty) {
  Settings settings = FollowedRun::small(find_encoding("none"));
  CHECK_EQ(Told(settings).path() + Told(settings).similarity(), "");
  settings = FollowedRun::small();
  settings.max_seq_len = 1;
  CHECK_EQ(Told(settings).path() + Told(settings).similarity(), "");
}

TEST(vector_captions, of_layers_do_not_tell_of_signs) {
  Settings settings = FollowedRun::small();
  settings.stack.layers = 1;
  const std::string path = Told(settings).path();
  CHECK(has(path, " is along w"));
  CHECK(!has(path, "signs"));
}
