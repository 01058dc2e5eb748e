#include "report/report_page.h"

#include "lesson/followed_run.h"
#include "lesson/published_losses.h"
#include "test.h"

#include "core/decimal.h"
#include "training/recorded_runs.h"

#include <utility>

namespace {

std::string data_of(const FollowedRun& run) { return page_data(run.seen, captions_of(run.seen)); }

}  // namespace

TEST(page_data, has_exact_losses_and_a_frame_for_each_epoch) {
  FollowedRun run(FollowedRun::small());
  const std::string data = data_of(run);
  CHECK_EQ(count_of(data, "\"ruler\":["), 5U);
  CHECK_EQ(count_of(data, "\"slots\":{\"bias\":"), 4U);
  CHECK_EQ(count_of(data, "\"fresh\":["), 5U);
  CHECK_EQ(count_of(data, "\"arrow\":[1,"), 1U);
  CHECK(has(data, "{\"frame\":3,\"epoch\":4,\"slots\":"));
  CHECK(has(data, "\"places\":[{\"position\":0,\"slots\":"));
  CHECK(has(data,
            "\"weights\":\"" +
                digest_of_weights(std::as_const(run.trainer).model().parameters()).substr(0, 16) +
                "\""));
  CHECK(has(data, "[4," + to_decimal(run.trainer.last_loss()) + "," +
                      to_decimal(run.trainer.mean_loss()) + "]"));
  CHECK(has(data, "\"ruler\":[" + to_significant(run.seen.frames[0].ruler[0], 5) + ","));
}

TEST(page_data, of_a_frame_is_that_frames) {
  Settings settings = FollowedRun::small();
  const FollowedRun run(settings);
  const Projection projection = run.seen.projection;
  const std::string data = data_of(run);
  const auto five = [](double value) { return to_significant(value, 5); };
  for (std::size_t k = 0; k < 5; ++k) {
    CONTEXT("frame " << k);
    const Snapshot& frame = run.seen.frames[k];
    CHECK_EQ(count_of(data, "\"spread\":" + five(frame.token_spread) + ","), 1U);
    CHECK_EQ(count_of(data, "\"fresh\":[" + five(frame.fresh[0]) + "," + five(frame.fresh[1])), 1U);
    const Coordinates& first = projection.paths[k][0];
    CHECK_EQ(count_of(data, "\"path\":[[" + five(first[0]) + "," + five(first[1]) + "]"), 1U);
  }
  CHECK_EQ(count_of(data, "\"within\":false"), 5U);
  CHECK_EQ(count_of(data, "\"loss\":\"\""), 2U);  // a caption: a fall needs two epochs
  settings.stack.layers = 1;
  settings.stack.causal = true;
  const FollowedRun layered(settings);
  CHECK_EQ(count_of(data_of(layered), "\"attention\":[[100,0,"),
           5U);  // the first place hears itself alone
}

TEST(page_data, has_the_published_losses_of_the_notebooks_settings_only) {
  FollowedRun small(FollowedRun::small());
  CHECK_EQ(count_of(data_of(small), "\"published\":[]"), 1U);
  Settings settings = settings_of("--epochs 2");
  FollowedRun notebook(settings);
  const std::string published = "\"published\":[" + to_decimal(kPublishedLosses[0]) + "," +
                                to_decimal(kPublishedLosses[1]) + "]";
  const std::string data = data_of(notebook);
  CHECK_EQ(count_of(data, published), 1U);
  CHECK_EQ(count_of(data, "\"target\":\"position\""), 1U);
}

TEST(page_data, counts_how_often_each_position_is_trained) {
  FollowedRun run(FollowedRun::small());
  const std::vector<std::size_t>& counts = run.seen.counts;
  CHECK(counts[0] > counts[19]);
  const std::string data = data_of(run);
  CHECK_EQ(count_of(data, "\"counts\":[" + std::to_string(counts[0]) + ","), 1U);
  CHECK_EQ(count_of(data, "," + std::to_string(counts[19]) + "],\n\"sequences\""), 1U);
}

TEST(page_data, brackets_match_and_no_number_is_nan) {
  for (const Encoding* encoding :
       {find_encoding("learned"), find_encoding("sinusoidal"), find_encoding("none")}) {
    FollowedRun run(FollowedRun::small(encoding));
    const std::string data = data_of(run);
    CHECK_EQ(count_of(data, "["), count_of(data, "]"));
    CHECK_EQ(count_of(data, "{"), count_of(data, "}"));
    CHECK_EQ(count_of(data, "nan") + count_of(data, "inf") + count_of(data, ",,"), 0U);
  }
}
