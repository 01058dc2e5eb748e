#include "report/captions.h"

#include "report/said.h"

#include "core/decimal.h"
#include "core/statistics.h"
#include "lesson/observations.h"
#include "report/sentences.h"

#include <algorithm>

namespace {

std::string fixed(double value) { return to_fixed(value, 2); }

std::size_t within_half(const FollowedRun& run) {
  const std::vector<double>& ruler = run.snapshots.frames().back().ruler;
  std::size_t count = 0;
  for (std::size_t i = 0; i < ruler.size(); ++i) {
    count += std::abs(ruler[i] - static_cast<double>(i)) < 0.5 ? 1 : 0;
  }
  return count;
}

}  // namespace

TEST(captions, of_the_default_run) {
  FollowedRun run((Settings()));
  Said said = said_of(run);
  const std::vector<Snapshot>& frames = run.snapshots.frames();
  const Snapshot& last = frames.back();
  CHECK_SAID(said["ruler_said"], "When position 10 had come 50 % of its way, after epoch 10, the ");
  CHECK_SAID(said["ruler_said"], "had moved by 1.19 to 1.39: about equally fast, ");
  CHECK_UNSAID(said["ruler_said"], "averages");  // every token occurs
  CHECK_SAID(said["ruler_said"], "Finally " + std::to_string(within_half(run)) + " of 20 ");
  CHECK_SAID(said["loss_said"],
             "fell from " + to_significant(run.snapshots.losses().front().mean, 3) + " to " +
                 to_significant(run.snapshots.losses().back().mean, 3) + ".");
  CHECK_SAID(said["loss_said"], "The length of w grew from 0.65 to 2.45 after epoch 25");
  CHECK_UNSAID(said["loss_said"], "about the same share");
  CHECK_UNSAID(said["loss_said"], "rounding");
  CHECK_SAID(said["tokens_said"], "then shrank to " + fixed(last.token_spread) + ".");
  CHECK_UNSAID(said["tokens_said"], "ignore");  // it still differs by half a position
  CHECK_UNSAID(said["tokens_said"], "nowhere");
  CHECK_SAID(said["shares_said"], " at 14 of 19 steps");
  CHECK_SAID(said["shares_said"], "nearly the same");
  CHECK_SAID(said["shares_said"], "a second bias");
  CHECK_SAID(said["data_said"], "to " + to_significant(last.mean_error, 3) + " positions.");
  CHECK_SAID(said["data_said"],
             "fresh sequences it is " + to_significant(last.mean_fresh, 3) + ".");
  CHECK_EQ(said["read_said"], "");
}

TEST(captions, where_adam_does_not_divide_the_rare_positions_are_left_behind) {
  FollowedRun run(undivided());
  Said said = said_of(run);
  CHECK_UNSAID(said["ruler_said"], "equally fast");
  CHECK_SAID(said["ruler_said"], "had moved by 0.07 to 0.27: the slowest is position 19.");
  CHECK_UNSAID(said["loss_said"], "length of w");  // it is steepest at first
  CHECK_SAID(said["loss_said"], "Epoch 2 took off 32 %, the most, and the last took off ");
  CHECK_UNSAID(said["shares_said"], "nearly the same");
  CHECK_UNSAID(said["shares_said"], "second bias");
  CHECK_SAID(said["shares_said"], "The tokens' shares differ: they are " +
                                      fixed(run.snapshots.frames().back().mean_token_share));
}

TEST(captions, of_ten_samples_tell_what_was_not_learned) {
  FollowedRun run(ten_samples());
  Said said = said_of(run);
  const Snapshot& last = run.snapshots.frames().back();
  CHECK_UNSAID(said["tokens_said"], "shrank");
  CHECK_UNSAID(said["tokens_said"], "ignore");
  CHECK_SAID(said["tokens_said"], "grew from " + fixed(run.snapshots.frames()[0].token_spread) +
                                      " to " + fixed(last.token_spread) + " positions.");
  std::size_t unseen = 0;
  for (std::int32_t t = 0; t < 100; ++t) {
    const Ids& tokens = run.trainer.data().tokens;
    if (std::find(tokens.begin(), tokens.end(), t) == tokens.end()) ++unseen;
  }
  CHECK_SAID(said["tokens_said"], std::to_string(unseen) + " of those shown occur nowhere");
  CHECK_SAID(said["ruler_said"],  // 17 to 19
             "3 positions occur nowhere in the data, so nothing moves their vectors.");
  CHECK_SAID(said["ruler_said"], "Finally 0 of 20 are ");
  CHECK_EQ(within_half(run), 0U);
  CHECK_SAID(said["ruler_said"],
             "The ruler averages over all tokens, and " + std::to_string(unseen) +
                 " never occur in the data; averaged over the others, 16 would be.");
  CHECK_UNSAID(said["loss_said"], "share");  // not every epoch's loss is known
  CHECK_UNSAID(said["loss_said"], "took off");
}

TEST(captions, of_a_long_run_do_not_claim_a_steady_fall) {
  FollowedRun run(default_of(200));
  Said said = said_of(run);
  CHECK_UNSAID(said["loss_said"], "about the same share");
  CHECK_SAID(said["loss_said"], "epoch 106 took off 34 %, the most, ");
  const std::vector<EpochLoss>& losses = run.snapshots.losses();
  CHECK_NEAR(1 - losses[105].mean / losses[104].mean, 0.34, 0.005);
  CHECK_SAID(said["loss_said"], "What is left is the rounding of the numbers.");
  CHECK_SAID(said["tokens_said"], "ignore which token");
  CHECK_SAID(said["ruler_said"], "Finally all 20 ");
  CHECK_SAID(said["shares_said"], "rises from place to place");
}

TEST(captions, tell_a_steady_fall_where_there_is_one) {
  Settings settings = default_of(6);
  settings.adam.lr = 1e-5;
  FollowedRun run(settings);
  Said said = said_of(run);
  CHECK_SAID(said["loss_said"], "From one epoch to the next it fell by about the same share, ");
  CHECK_UNSAID(said["loss_said"], "length of w");
  CHECK_SAID(said["tokens_said"], "stayed about 0.70 positions.");
}

TEST(captions, of_a_run_that_gets_worse) {
  Settings settings = default_of(3);
  settings.adam.lr = 100;
  FollowedRun run(settings);
  const std::vector<EpochLoss>& losses = run.snapshots.losses();
  Said said = said_of(run);
  const bool fell = losses.back().mean < losses.front().mean;
  CHECK_EQ(has(said["loss_said"], "did not fall"), !fell);
  CHECK_EQ(has(said["data_said"], "rose from"),
           run.snapshots.frames().back().mean_error > run.snapshots.frames()[0].mean_error);
}

// The dots' climbs differ by far more, since w, as it grows, spreads what the vectors were drawn
// as.
TEST(captions, of_one_number_in_each_vector_tell_how_far_the_vectors_moved) {
  Settings settings = default_of(200);
  settings.d_model = 1;
  FollowedRun run(settings);
  Said said = said_of(run);
  CHECK_SAID(said["ruler_said"],
             "after epoch 35, the vectors of positions 10 to 19 had moved by "
             "1.31 to 1.59: about equally fast");
  CHECK_SAID(said["ruler_said"], "Finally " + std::to_string(within_half(run)) + " of 20 are ");
  CHECK_SAID(said["shares_said"], "second bias: a product, which moved");
  settings.epochs = 25;  // the middle one does not come half its way
  said = said_of(FollowedRun(settings));
  CHECK_UNSAID(said["ruler_said"], "of its way");
  CHECK_UNSAID(said["tokens_said"], "shrank");
  CHECK_UNSAID(said["shares_said"], "nearly the same");
}

// Of a long run, the first frame of which the middle position has come half its way may show it at
// its end.
TEST(captions, do_not_compare_vectors_that_have_arrived) {
  CHECK_UNSAID(said_of(FollowedRun(default_of(2000)))["ruler_said"], "of its way");
}

TEST(captions, of_a_table_with_untrained_rows_do_not_say_that_it_rises_to_its_end) {
  Settings settings = default_of(1000);
  settings.max_seq_len = 30;
  FollowedRun run(settings, shortened(20, 20));
  Said said = said_of(run);
  CHECK_SAID(said["shares_said"],
             "rises at 23 of 29 steps; it is -4.37 at the first position and "
             "-5.21 at the last.");
  CHECK_SAID(said["ruler_said"], "10 positions occur nowhere in the data, so");
  CHECK_UNSAID(said["ruler_said"], "averages");
  settings.max_seq_len = 21;
  settings.epochs = 1;
  CHECK_SAID(said_of(FollowedRun(settings, shortened(20, 20)))["ruler_said"],
             "1 position occurs nowhere in the data, so nothing moves its vector.");
}

TEST(captions, of_waves_name_the_worst_position) {
  FollowedRun run(default_of(25, "sinusoidal"));
  Said said = said_of(run);
  const std::vector<double>& errors = run.snapshots.frames().back().errors;
  const auto most = std::max_element(errors.begin(), errors.end());
  CHECK_EQ(most - errors.begin(), 19);
  CHECK_SAID(said["data_said"], "largest at position 19, " + to_significant(*most, 3));
  CHECK_SAID(said["ruler_said"], "The waves are fixed");
  CHECK_EQ(within_half(run), 1U);
  CHECK_SAID(said["ruler_said"], "Finally 1 of 20 is within");
  CHECK_UNSAID(said["ruler_said"], "equally fast");
  CHECK_SAID(said["shares_said"], "rises at 10 of 19 steps");
  CHECK_SAID(said["loss_said"],
             "rise by 0.57 at most, the position by 19; the length of w grew from 0.61 to 1.98.");
  CHECK_SAID(said_of(FollowedRun(default_of(400, "sinusoidal")))["loss_said"], "so w must be long");
  Settings settings = default_of(25, "sinusoidal");
  settings.d_model = 1;  // one wave, up and down
  CHECK_UNSAID(said_of(FollowedRun(settings))["loss_said"], "wave");
}

TEST(captions, without_encoding_tell_when_the_loss_is_at_rest) {
  FollowedRun early(default_of(25, "none"));
  Said said = said_of(early);
  CHECK_UNSAID(said["loss_said"], "came to rest");  // 4 % above
  CHECK_SAID(said["loss_said"], "no less can be reached here");
  CHECK_UNSAID(said["tokens_said"], "the correlation is");
  FollowedRun late(default_of(300, "none"));
  said = said_of(late);
  CHECK_SAID(said["loss_said"], "there it came to rest");
  CHECK_NEAR(late.snapshots.losses().back().mean, late.snapshots.data().unexplained, 0.2);
  const LossFall fall = loss_fall(late.snapshots);
  CHECK(std::abs(fall.last_share) < 1e-4);
  CHECK_SAID(said["loss_said"], "the most, and the last changed it by less than 0.01 %.");
  CHECK_SAID(said["tokens_said"],
             "The larger a token's mean position in the data, the larger its ");
  CHECK_SAID(said["shares_said"],
             "There is no share of the position, and all predictions lie about");
  CHECK_SAID(said["data_said"], "All predictions lie about the mean position");
  CHECK_UNSAID(said["ruler_said"], "equally fast");
}

TEST(captions, of_layers_say_where_the_position_is_read_and_nothing_of_shares) {
  Settings settings = FollowedRun::small();
  settings.stack.layers = 2;
  settings.adam.lr = 0.003;
  settings.epochs = 20;
  FollowedRun run(settings);
  Said said = said_of(run);
  const std::vector<double>& read = run.snapshots.frames().back().layers.read;
  const auto most = std::max_element(read.begin(), read.end());
  CHECK_SAID(said["read_said"], "and finally off layer " + std::to_string(most - read.begin()) +
                                    ", R² " + fixed(*most) + ".");
  for (const char* sums : {"tokens_said", "shares_said"}) CHECK_EQ(said[sums], "");
  CHECK_UNSAID(said["ruler_said"], "of its way");
  CHECK_UNSAID(said["loss_said"], "length of w");
  settings.target = &kTargets[1];
  FollowedRun other(settings);
  said = said_of(other);
  CHECK_EQ(said["ruler_said"], "");
  CHECK_UNSAID(said["data_said"], "positions.");
}

TEST(captions, name_a_layer_that_stays_the_best_to_read_once) {
  Settings settings = FollowedRun::small();
  settings.stack.layers = 1;
  settings.adam.lr = 1e-6;
  FollowedRun run(settings);
  const std::vector<double>& first = run.snapshots.frames().front().layers.read;
  const std::vector<double>& last = run.snapshots.frames().back().layers.read;
  CHECK(first[1] > first[0] && last[1] > last[0]);
  CHECK_EQ(said_of(run)["read_said"], "<p>It can be read best off layer 1: R² " + fixed(first[1]) +
                                          " before the first step, " + fixed(last[1]) +
                                          " finally.</p>");
}

// Nothing is said of a change where nothing changed, and no number is missing.
TEST(captions, of_few_epochs_positions_and_tokens_are_whole) {
  for (const Encoding& encoding : kEncodings) {
    for (const std::size_t epochs : {0U, 1U, 2U}) {
      CONTEXT("epochs " << epochs);
      for (const std::size_t size : {1U, 2U, 5U}) {
        CONTEXT("size " << size);
        Settings settings = default_of(epochs);
        settings.encoding = &encoding;
        settings.samples = 3;
        settings.d_model = settings.max_seq_len = settings.vocab_size = size;
        settings.stack.heads = 1;
        if (encoding.is_rotary) settings.d_model = 2;
        settings.stack.layers = encoding.needs_layers() ? 1 : 0;
        FollowedRun run(settings);
        for (const auto& [figure, text] : said_of(run)) {
          for (const char* wrong : {"nan", "inf", "  ", ". .", "{"}) CHECK_UNSAID(text, wrong);
          if (epochs > 0) continue;
          for (const char* change : {"grew", "shrank", "moved", "fell", "became", "of its way"}) {
            CONTEXT("change " << change);
            CHECK_UNSAID(text, change);
          }
        }
      }
    }
  }
}

TEST(captions, of_a_run_that_was_resumed_and_stopped_name_its_own_epochs) {
  Settings settings = FollowedRun::small();
  settings.epochs = 40;
  settings.batch_size = 10;
  settings.adam.lr = 0.01;
  Trainer trainer(settings);
  for (int step = 0; step < 21; ++step) trainer.step();
  Snapshots snapshots(trainer);
  follow(snapshots, trainer, 61);
  const Said said = said_of(snapshots, settings);
  CHECK_SAID(said.at("similarity_said"), " within epoch 6, ");
  CHECK_SAID(said.at("similarity_said"), " within epoch 21.");
  CHECK_SAID(said.at("loss_said"), "Epoch 7 took off ");  // of epoch 6 no earlier one is known
}

// From epoch 60 on an epoch takes off more and more, though w is as long as it will be.
TEST(captions, do_not_give_w_as_the_reason_where_it_did_not_grow) {
  const Settings settings = default_of(200);
  Trainer trainer(settings);
  while (trainer.epochs_done() < 60) trainer.step();
  Snapshots snapshots(trainer);
  follow(snapshots, trainer);
  const Said said = said_of(snapshots, settings);
  CHECK_SAID(said.at("loss_said"), "took off 34 %, the most, ");
  CHECK_UNSAID(said.at("loss_said"), "length of w");
  CHECK_UNSAID(said.at("ruler_said"), "of its way");  // it had come farther before
}

// These tokens tell the position, so that without an encoding every prediction is right.
TEST(captions, without_encoding_do_not_call_predictions_alike_that_differ) {
  Settings settings = default_of(200, "none");
  settings.adam.lr = 0.01;
  settings.vocab_size = 16;
  settings.max_seq_len = 6;
  FollowedRun run(settings, lines_of(50, {10, 11, 12, 13, 14, 15}));
  Said said = said_of(run);
  CHECK(run.snapshots.frames().back().mean_error < 1e-5);
  CHECK_UNSAID(said["shares_said"], "about the same");
  CHECK_SAID(said["shares_said"],
             "the predictions, by their tokens alone, are finally 2.50 in the mean over the "
             "data's places, with a standard deviation of 1.71, whatever the position.");
  CHECK_UNSAID(said["tokens_said"], "chance");
  CHECK_SAID(said["tokens_said"], "the larger its share: the correlation is 1.00.");
  settings.max_seq_len = 4;
  settings.epochs = 3000;
  settings.adam.lr = 0.001;
  CHECK_UNSAID(said_of(FollowedRun(settings, lines_of(3, {1, 2, 3, 4})))["data_said"],
               "lie about the mean");
}

TEST(captions, count_over_the_positions_that_they_name) {
  Settings settings = default_of(5);
  settings.max_seq_len = 200;  // of which 32 are shown, and the data has 20
  FollowedRun run(settings, shortened(20, 20));
  Said said = said_of(run);
  CHECK_SAID(said["ruler_said"], "180 positions occur nowhere in the data");
  CHECK_SAID(said["ruler_said"], " of 32 shown ");
  CHECK_SAID(said["shares_said"], " of 31 steps, of those shown;");
  CHECK_SAID(said["data_said"], "it is finally, of the positions shown, least at ");
  CHECK_UNSAID(said_of(FollowedRun(default_of(1)))["ruler_said"], "shown");
}

TEST(captions, do_not_say_that_tokens_came_to_be_ignored_that_were_so_from_the_start) {
  for (const std::uint64_t seed : {5U, 9U}) {
    CONTEXT("seed " << seed);
    Settings settings = default_of(2);
    settings.d_model = 1;
    settings.seed = seed;
    FollowedRun run(settings);
    CHECK(run.snapshots.frames().back().token_spread < 0.1);
    CHECK_UNSAID(said_of(run)["tokens_said"], "ignore");
  }
}

TEST(captions, say_of_what_cannot_be_read_that_it_cannot) {
  Settings settings = FollowedRun::small();
  settings.stack.layers = 1;
  settings.max_seq_len = 1;
  CHECK_EQ(said_of(FollowedRun(settings))["read_said"], "<p>It can be read off no layer.</p>");
  settings = FollowedRun::small(find_encoding("none"));
  settings.stack.layers = 2;
  settings.target = &kTargets[1];
  const FollowedRun constant(settings, lines_of(20, {3, 3, 3, 3, 3, 3}));
  CHECK_EQ(said_of(constant)["read_said"], "<p>It can be read off no layer.</p>");
}

TEST(captions, tell_no_rise_and_no_fall_of_what_stayed) {
  for (const double rate : {0.0, 1e-30}) {
    CONTEXT("rate " << rate);
    Settings settings = default_of(3);
    settings.adam.lr = rate;
    Said said = said_of(FollowedRun(settings));
    CHECK_SAID(said["data_said"], "it stayed at 6.37 positions.");
    CHECK_EQ(said["loss_said"],
             "<p>The mean stayed at 60.5. No epoch changed it by as much as 0.01 %.</p>");
  }
  CHECK(!captions::grew(0.010, 0.012));  // printed, both are 0.01
  CHECK(captions::grew(0.01, 0.02));
}

// At this rate, steps throw numbers out of what floats can hold.
TEST(captions, of_a_run_that_overflows_show_no_step_that_does) {
  Settings settings = default_of(6);
  settings.adam.lr = 1e8;
  FollowedRun run(settings);
  CHECK(run.snapshots.frames().size() > run.snapshots.journeys().size() + 1);
  for (const Journey& journey : run.snapshots.journeys()) {
    for (const auto& [token, row] : journey.tokens) {
      for (const float v : row.v) CHECK(std::isfinite(v));
    }
    for (const PlaceJourney& place : journey.sequence) CHECK(std::isfinite(place.predicted));
  }
  Said said = said_of(run);
  CHECK_SAID(said["journey_said"], "the last before it that has not.");
  CHECK_UNSAID(said["ruler_said"], "of its way");
  CHECK_UNSAID(said["data_said"], "is trained");
  CHECK_UNSAID(said_of(FollowedRun(default_of(3)))["journey_said"], "infinite");
}

// At these rates the positions have gone far past their places when they are first seen again.
TEST(captions, do_not_call_half_the_way_what_was_overshot) {
  for (const double rate : {3e4, 1e6}) {
    CONTEXT("rate " << rate);
    Settings settings = default_of(10);
    settings.adam.lr = rate;
    settings.adam.beta2 = 0.5;
    Said said = said_of(FollowedRun(settings));
    CHECK_UNSAID(said["ruler_said"], "of its way");
    CHECK_UNSAID(said["data_said"], "is trained");
  }
}
