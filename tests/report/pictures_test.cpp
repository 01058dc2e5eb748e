#include "report/pictures.h"

#include "lesson/followed_run.h"
#include "test.h"

namespace {

// An attribute of every bar of a class.
std::vector<double> numbers_of(const std::string& picture, const std::string& css_class,
                               const std::string& attribute) {
  std::vector<double> numbers;
  const std::string bar = "<rect class=\"" + css_class + "\"";
  for (std::size_t at = 0; (at = picture.find(bar, at + 1)) != std::string::npos;) {
    const std::string name = " " + attribute + "=\"";
    numbers.push_back(std::stod(picture.substr(picture.find(name, at) + name.size())));
  }
  return numbers;
}

}  // namespace

TEST(pictures, have_a_mark_for_every_number) {
  FollowedRun run(FollowedRun::small());
  CHECK_EQ(count_of(ruler_picture(run.snapshots), "<circle class=\"position mark\""), 20U);
  CHECK_EQ(count_of(ruler_picture(run.snapshots), "<line class=\"miss\""), 20U);
  CHECK_EQ(count_of(token_picture(run.snapshots), "<circle class=\"token mark\""), 100U);
  CHECK_EQ(count_of(similarity_picture(run.snapshots), "<rect"), 420U);
  CHECK_EQ(count_of(path_picture(run.snapshots, projection_of(run.snapshots)), "<circle"), 20U);
  CHECK_EQ(count_of(data_picture(run.snapshots), "<rect class=\"count\""), 20U);
  CHECK_EQ(count_of(data_picture(run.snapshots), "<rect class=\"error\""), 20U);
  CHECK(count_of(share_picture(run.snapshots), "<g class=\"place\">") > 1);
}

TEST(pictures, bars_stand_on_their_axis_and_are_as_high_as_their_number) {
  FollowedRun run(FollowedRun::small());
  const std::vector<double> errors = run.snapshots.frames().back().errors;
  const std::vector<std::size_t>& counts = run.snapshots.counts();
  const std::string picture = data_picture(run.snapshots);
  const auto check = [&](const char* css_class, double axis, const std::vector<double>& numbers) {
    const std::vector<double> tops = numbers_of(picture, css_class, "y");
    const std::vector<double> heights = numbers_of(picture, css_class, "height");
    for (std::size_t k = 0; k < numbers.size(); ++k) {
      CHECK_NEAR(tops[k] + heights[k], axis, 0.11);
      CHECK_NEAR(heights[k] * numbers[0], heights[0] * numbers[k], 0.1 * (numbers[0] + numbers[k]));
    }
    CHECK(heights[0] > 1);
  };
  check("count", 206, {counts.begin(), counts.end()});
  check("error", 482, errors);
}

TEST(pictures, published_losses_stand_behind_those_of_the_notebooks_settings_only) {
  FollowedRun small(FollowedRun::small());
  CHECK_EQ(count_of(loss_picture(small.snapshots, small.settings, false), "curve published"), 0U);
  Settings settings;
  settings.epochs = 2;
  FollowedRun notebook(settings);
  const std::string picture = loss_picture(notebook.snapshots, notebook.settings, false);
  CHECK(picture.find("curve published") < picture.find("curve printed"));
}

TEST(pictures, the_losses_have_a_picture_of_each_scale) {
  FollowedRun run(FollowedRun::small());
  const std::string linear = loss_picture(run.snapshots, run.settings, false);
  const std::string logarithmic = loss_picture(run.snapshots, run.settings, true);
  CHECK(linear.find("id=\"loss-picture\"") != std::string::npos);
  CHECK(logarithmic.find("id=\"loss-picture-logarithmic\"") != std::string::npos);
  CHECK(linear != logarithmic);
}

TEST(pictures, of_every_kind_of_model_hold_no_nan) {
  for (const Encoding* encoding :
       {find_encoding("learned"), find_encoding("sinusoidal"), find_encoding("none")}) {
    for (const std::size_t epochs : {0U, 1U}) {
      Settings settings = FollowedRun::small(encoding);
      settings.epochs = epochs;
      settings.max_seq_len = epochs == 0 ? 1 : 3;
      settings.vocab_size = epochs == 0 ? 1 : 2;
      FollowedRun run(settings);
      const std::string all =
          ruler_picture(run.snapshots) + loss_picture(run.snapshots, run.settings, false) +
          loss_picture(run.snapshots, run.settings, true) + token_picture(run.snapshots) +
          share_picture(run.snapshots) + data_picture(run.snapshots);
      CHECK_EQ(count_of(all, "nan"), 0U);
      CHECK_EQ(count_of(all, "inf"), 0U);
      if (encoding == find_encoding("none")) continue;
      const std::string vectors = similarity_picture(run.snapshots) +
                                  path_picture(run.snapshots, projection_of(run.snapshots));
      CHECK_EQ(count_of(vectors, "nan") + count_of(vectors, "inf"), 0U);
    }
  }
}
