#include "report/page_data.h"

#include "lesson/followed_run.h"
#include "test.h"

#include "core/decimal.h"
#include "training/recorded_runs.h"

#include <utility>

TEST(page_data, has_exact_losses_and_a_frame_for_each_epoch) {
  FollowedRun run(FollowedRun::small());
  const std::string data = page_data(run.snapshots, run.settings);
  CHECK_EQ(count_of(data, "\"ruler\":["), 5U);
  CHECK_EQ(count_of(data, "\"slots\":{\"bias\":"), 4U);
  CHECK_EQ(count_of(data, "\"fresh\":["), 5U);
  CHECK_EQ(count_of(data, "\"arrow\":[1,"), 1U);
  CHECK(data.find("{\"frame\":3,\"epoch\":4,\"slots\":") != std::string::npos);
  CHECK(data.find("[[{\"position\":0,\"slots\":") != std::string::npos);
  CHECK(data.find("\"weights\":\"" +
                  digest_of_weights(std::as_const(run.trainer).model().parameters()).substr(0, 16) +
                  "\"") != std::string::npos);
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
