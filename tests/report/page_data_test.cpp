#include "report/page_data.h"

#include "lesson/followed_run.h"
#include "test.h"

#include "core/decimal.h"

TEST(page_data, has_exact_losses_and_a_frame_for_each_epoch) {
  FollowedRun run(FollowedRun::small());
  const std::string data = page_data(run.snapshots, run.settings);
  CHECK_EQ(count_of(data, "\"ruler\":["), 5U);
  CHECK_EQ(count_of(data, "\"slots\":{\"bias\":"), 3U);
  CHECK(data.find("[4," + to_decimal(run.trainer.last_loss()) + "," +
                  to_decimal(run.trainer.mean_loss()) + "]") != std::string::npos);
  CHECK(data.find("\"ruler\":[" + to_significant(run.snapshots.frames()[0].ruler[0], 5) + ",") !=
        std::string::npos);
}

TEST(page_data, brackets_match_and_no_number_is_nan) {
  for (const Encoding* encoding :
       {find_encoding("learned"), find_encoding("sinusoidal"), find_encoding("none")}) {
    FollowedRun run(FollowedRun::small(encoding));
    const std::string data = page_data(run.snapshots, run.settings);
    CHECK_EQ(count_of(data, "["), count_of(data, "]"));
    CHECK_EQ(count_of(data, "{"), count_of(data, "}"));
    CHECK_EQ(count_of(data, "nan") + count_of(data, "inf") + count_of(data, ",,"), 0U);
  }
}
