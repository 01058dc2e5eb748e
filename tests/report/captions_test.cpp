#include "report/captions.h"

#include "report/said.h"

#include <cmath>

TEST(captions, of_the_default_run) {
  const Told run = default_run();
  CHECK_EQ(run.said("ruler"),
           "When position 10 had come 50 % of its way, after epoch 10, the vectors of positions 10 "
           "to 19 had moved by 1.19 to 1.39: about equally fast, so those with the farthest to go "
           "need longest. 13 of 20 are within half a position of the line.");
  CHECK_EQ(run.said("tokens"),
           "Their spread grew from 0.70 to 1.50 positions after epoch 12, then shrank to 0.57.");
  CHECK_EQ(run.said("shares"),
           "The position's share rises at 14 of 19 steps; it is -3.83 at the first position and "
           "9.77 at the last. The tokens' shares are nearly the same, 3.61 with a standard "
           "deviation of 0.57. Together they are a second bias: a sum of 16 products, which moved "
           "by 3.64 while the bias itself moved by 0.37.");
  CHECK_EQ(run.said("read"), "");
  CHECK_SAID(run.said("loss"), "The length of w grew from 0.65 to 2.45 after epoch 25, so that ");
  CHECK_SAID(run.said("data"), "Over all training places it fell from 6.37 to 0.766 positions. ");
}

TEST(captions, of_a_frame_tell_nothing_of_later_ones) {
  Told run = default_run();
  run.shown_frame = 0;
  for (const auto& one : captions_of(run.so_far())) {
    for (const char* change : {"epoch ", "grew", "moved", "fell", "became", "stayed", "rose"}) {
      CONTEXT("of " << one.first << ", " << change);
      CHECK_UNSAID(one.second, change);
    }
  }
  CHECK_EQ(run.said("ruler"), "");
  run.shown_frame = 9;
  CHECK_EQ(run.said("ruler"), "2 of 20 are within half a position of the line.");
  CHECK_SAID(run.said("loss"), "and epoch 9 took off ");
  CHECK_UNSAID(run.said("data"), "is trained");
  CHECK_SAID(run.said("tokens"), "Their spread grew from 0.70 to ");
  const std::string before = captions_of(run.so_far()).at("path");
  for (std::size_t k = 10; k < run.frames.size(); ++k) {  // whatever becomes of them
    run.frames[k] = run.frames[0];
    run.losses[k - 1].mean = 1000;
  }
  CHECK_EQ(run.said("path"), before);
  CHECK_SAID(run.said("loss"), "The mean fell");
}

TEST(captions, tell_of_vectors_when_the_middle_position_has_come_half_its_way) {
  Told run = default_run();
  const double from = run.first().ruler[10];
  const auto said_at = [&](double way) {
    run.frames[10].ruler[10] = from + way * (10 - from);
    return run.said("ruler");
  };
  CHECK_SAID(said_at(0.74), "come 74 % of its way, after epoch 10, ");
  CHECK_UNSAID(said_at(0.76), "of its way");
  CHECK_SAID(said_at(0.51), "come 51 % of its way, after epoch 10, ");
  CHECK_SAID(said_at(0.49), "of its way, after epoch 11, ");
  run.first().ruler[10] = 5.01;  // it has half its way behind it from the start
  CHECK_UNSAID(run.said("ruler"), "of its way");
}

TEST(captions, call_equally_fast_what_went_six_tenths_as_far) {
  Told run = default_run();
  for (std::size_t i = 10; i < 20; ++i) run.move(10, i, {1});
  run.move(10, 17, {0.61});
  CHECK_SAID(run.said("ruler"), "had moved by 0.61 to 1.00: about equally fast");
  run.move(10, 17, {0.59});
  CHECK_SAID(run.said("ruler"), "had moved by 0.59 to 1.00: the slowest is position 17.");
  // The later half of the trained positions: of 3, it is no half.
  std::fill(run.counts.begin() + 4, run.counts.end(), 0);
  run.frames[1].ruler[2] = 1.1;
  CHECK_SAID(run.said("ruler"), "the vectors of positions 2 to 3 had moved");
  run.counts[3] = 0;
  run.first().ruler[1] = 0;
  run.frames[1].ruler[1] = 0.55;
  CHECK_UNSAID(run.said("ruler"), "of its way");
}

TEST(captions, count_the_positions_within_half_a_position) {
  Told run = default_run();
  for (std::size_t i = 0; i < 20; ++i) run.now().ruler[i] = static_cast<double>(i);
  run.now().ruler[3] = 3.49;
  CHECK_SAID(run.said("ruler"), "All 20 are within half a position of the line.");
  run.now().ruler[3] = 2.49;
  CHECK_SAID(run.said("ruler"), " 19 of 20 are within half a position of the line.");
  for (double& place : run.now().ruler) place = 0;
  CHECK_SAID(run.said("ruler"), " 1 of 20 is within half a position of the line.");
  CHECK_UNSAID(run.said("ruler"), "averages");
  for (std::size_t i = 0; i < 20; ++i) run.now().ruler[i] = static_cast<double>(i) - 0.6;
  run.now().mean_named_share = run.now().mean_token_share + 0.2;
  run.data.token_means[0] = std::nan("");
  CHECK_SAID(run.said("ruler"),
             "0 of 20 are within half a position of the line. The ruler averages over all tokens, "
             "and 1 never occurs in the data; averaged over the others, 20 would be.");
  run.data.position_counts[19] = 0;
  CHECK_SAID(run.said("ruler"), "1 position occurs nowhere in the data, so nothing moves its v");
  run.data.position_counts[18] = 0;
  CHECK_SAID(run.said("ruler"), "2 positions occur nowhere in the data, so nothing moves their");
}

TEST(captions, count_over_the_positions_that_they_name) {
  Settings settings = default_of(2);
  settings.samples = 100;
  settings.max_seq_len = 200;  // of which 32 are shown
  const Told run(settings);
  CHECK_SAID(run.said("ruler"), " of 32 shown ");
  CHECK_SAID(run.said("shares"), " of 31 steps, of those shown;");
  CHECK_SAID(run.said("data"), "On training places it is, of the positions shown, least at ");
}

TEST(captions, tell_how_the_spread_of_the_tokens_went) {
  Told run = default_run();
  const auto said_of = [&](double first, double middle, double last) {
    for (Snapshot& frame : run.frames) frame.token_spread = middle;
    run.first().token_spread = first;
    run.now().token_spread = last;
    return run.said("tokens");
  };
  CHECK_EQ(said_of(1, 1, 1.06), "Their spread grew from 1.00 to 1.06 positions.");
  CHECK_EQ(said_of(1, 1, 1.05), "Their spread stayed about 1.05 positions.");
  CHECK_EQ(said_of(1, 1, 0.94), "Their spread shrank from 1.00 to 0.94 positions.");
  CHECK_EQ(said_of(1, 1, 0.96), "Their spread stayed about 0.96 positions.");
  CHECK_EQ(said_of(0.010, 0.012, 0.012), "Their spread stayed about 0.01 positions.");
  CHECK_EQ(said_of(1, 0.5, 0.99),
           "Their spread shrank from 1.00 to 0.50 positions, then grew to 0.99.");
  CHECK_EQ(said_of(0.5, 1, 0.8),
           "Their spread grew from 0.50 to 1.00 positions after epoch 1, then shrank to 0.80.");
  const std::string ignored = "The model has learned to ignore which token it is.";
  CHECK_SAID(said_of(0.5, 0.5, 0.09), ignored);
  CHECK_UNSAID(said_of(0.5, 0.5, 0.11), ignored);
  CHECK_SAID(said_of(0.31, 0.31, 0.05), ignored);
  CHECK_UNSAID(said_of(0.29, 0.29, 0.05), ignored);
  CHECK_SAID(said_of(0.38, 0.38, 0.094), ignored);
  CHECK_UNSAID(said_of(0.38, 0.38, 0.096), ignored);
  run.settings.vocab_size = 1;
  CHECK_EQ(run.said("tokens"), "There is one token, and no spread.");
}

TEST(captions, tell_of_tokens_that_the_data_lacks_and_of_where_the_others_stand) {
  Told run = default_run();
  run.data.token_means[5] = std::nan("");
  CHECK_UNSAID(run.said("tokens"), "nowhere");
  run.data.token_means[6] = std::nan("");
  run.now().token_shares[5] = run.now().mean_token_share - 3;
  run.now().token_shares[6] = run.now().mean_token_share + 3;
  CHECK_SAID(run.said("tokens"), "2 of those shown occur nowhere in the data, so nothing moves ");
  CHECK_SAID(run.said("tokens"), ": their spread is 4.24, that of the others 0.5");
  run = default_run("none");
  const auto said_with = [&](double noise) {
    for (std::size_t t = 0; t < 100; ++t) {
      run.data.token_means[t] = static_cast<double>(t);
      run.now().token_shares[t] = static_cast<double>(t) + (t % 2 == 0 ? noise : -noise);
    }
    return run.said("tokens");
  };
  CHECK_SAID(said_with(13.5), "the larger its share: the correlation is 0.9");
  CHECK_UNSAID(said_with(14.5), "correlation");
}

TEST(captions, tell_of_shares_whether_they_rise_and_differ) {
  Told run = default_run();
  for (std::size_t i = 0; i < 20; ++i) run.now().ruler[i] = static_cast<double>(i);
  CHECK_SAID(run.said("shares"), "The position's share rises from place to place, from ");
  run.now().ruler[8] = 6.9;
  CHECK_SAID(run.said("shares"), "The position's share rises at 18 of 19 steps; it is ");
  run.now().mean_token_share = -4;
  run.now().token_spread = 0.99;
  CHECK_SAID(run.said("shares"), "shares are nearly the same, -4.00 with a standard deviation of");
  run.now().bias = run.first().bias + 1;
  run.first().mean_token_share = -2.9;
  CHECK_SAID(run.said("shares"), "16 products, which moved by 1.10 while the bias itself moved ");
  run.first().mean_token_share = -3.1;
  CHECK_UNSAID(run.said("shares"), "second bias");
  run.now().token_spread = 1.01;
  CHECK_SAID(run.said("shares"), "The tokens' shares differ: they are -4.00 in the mean, with a ");
  run.settings.d_model = 1;
  run.first().mean_token_share = 0;
  run.now().token_spread = 0.99;
  CHECK_SAID(run.said("shares"), "Together they are a second bias: a product, which moved");
}

TEST(captions, without_encoding_tell_whether_predictions_are_alike) {
  Told run = default_run("none");
  const double quarter = positions_over_places(run.data).spread / 4;
  run.now().shares_over_places.spread = 0.99 * quarter;
  CHECK_SAID(run.said("shares"), "no share of the position, and all predictions lie about the sa");
  run.now().shares_over_places.spread = 1.01 * quarter;
  CHECK_SAID(run.said("shares"), "no share of the position; the predictions, by their tokens alo");
  CHECK_SAID(run.said("ruler"), "all positions stand for the same, 5.87 after epoch 25; the mean ");
  CHECK_SAID(default_run("sinusoidal").said("ruler"), "The waves are fixed: ");
}

TEST(captions, say_off_which_layer_the_position_can_be_read) {
  Told run = layered_run();
  const auto said_of = [&](const std::vector<double>& first, const std::vector<double>& now) {
    run.first().layers.read = first;
    run.now().layers.read = now;
    return run.said("read");
  };
  CHECK_EQ(said_of({0.5, 0.2, 0.3}, {0.5, 0.8, 0.9}),
           "It can be read best off layer 0 before the first step, R² 0.50, and after epoch 4 off "
           "layer 2, R² 0.90.");
  CHECK_EQ(said_of({0.2, 0.2, 0.3}, {0.5, 0.8, 0.9}),
           "It can be read best off layer 2: R² 0.30 before the first step, 0.90 after epoch 4.");
  CHECK_EQ(said_of({0.009, 0, 0}, {0, 0.011, 0}),
           "It can be read best off layer 1: R² 0.00 before the first step, 0.01 after epoch 4.");
  CHECK_EQ(said_of({0.011, 0, 0}, {0, 0.009, 0}),
           "It could be read best off layer 0 before the first step, R² 0.01, and after epoch 4 "
           "off no layer.");
  CHECK_EQ(said_of({0.009, 0, 0}, {0, 0.009, 0}), "It can be read off no layer.");
  run.shown_frame = 0;
  CHECK_EQ(said_of({0.1, 0.2, 0.3}, {0.1, 0.2, 0.3}), "It can be read best off layer 2: R² 0.30.");
  for (const char* sums : {"tokens", "shares"}) CHECK_EQ(run.said(sums), "");
  run.settings.target = &kTargets[1];
  CHECK_EQ(run.said("ruler"), "");
}

TEST(captions, say_which_step_is_shown) {
  Told run = default_run();
  CHECK_SAID(run.said("journey"), "at their end, the last that is kept.");
  run.journeys.erase(run.journeys.begin() + 3);
  CHECK_SAID(run.said("journey"), "the last before it that has not.");
  run.journeys.clear();
  CHECK_EQ(run.said("journey"), "");
}

// Nothing is said of a change where nothing changed, and no number is missing.
TEST(captions, of_few_epochs_positions_and_tokens_are_whole) {
  for (const Encoding& encoding : kEncodings) {
    for (const std::size_t epochs : {0U, 1U, 2U}) {
      for (const std::size_t size : {1U, 2U, 5U}) {
        Settings settings = default_of(epochs);
        settings.encoding = &encoding;
        settings.samples = 3;
        settings.d_model = settings.max_seq_len = settings.vocab_size = size;
        settings.stack.heads = 1;
        if (encoding.is_rotary) settings.d_model = 2;
        settings.stack.layers = encoding.needs_layers() ? 1 : 0;
        Told run(settings);
        CHECK_EQ(run.frames.size(), epochs + 1);
        for (run.shown_frame = 0; run.shown_frame < run.frames.size(); ++run.shown_frame) {
          for (const auto& [figure, text] : captions_of(run.so_far())) {
            for (const char* wrong : {"nan", "inf", "  ", ". .", "{", "All 1 "}) {
              CONTEXT(encoding.name << ", epochs " << epochs << ", size " << size << ", frame "
                                    << run.shown_frame);
              CHECK_UNSAID(text, wrong);
            }
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
  const Captions said = captions_of(snapshots.run()).back();
  CHECK_SAID(said.at("similarity"), " within epoch 6, ");
  CHECK_SAID(said.at("similarity"), " within epoch 21.");
  CHECK_SAID(said.at("loss"), "Epoch 7 took off ");  // of epoch 6 no earlier one is known
}

TEST(captions, take_adams_roots_from_the_last_journey) {
  Told run(FollowedRun::small());
  const auto roots_at = [&](std::size_t frame) {
    run.shown_frame = frame;
    return captions::adam_roots(run.so_far());
  };
  const captions::AdamRoots roots = roots_at(4);
  CHECK(roots.least > 0 && roots.least < roots.most);
  const Journey& journey = run.journeys.back();
  const AdamStep<double> adam(run.settings.adam, journey.step);
  double least = 1e9;
  double most = 0;
  for (const PlaceJourney& place : journey.sequence) {
    for (const float v : place.of_position.v) {
      least = std::min(least, std::sqrt(static_cast<double>(v)) / adam.root_correction2);
      most = std::max(most, std::sqrt(static_cast<double>(v)) / adam.root_correction2);
    }
  }
  CHECK_EQ(roots.least, least);
  CHECK_EQ(roots.most, most);
  const Journey& second = run.journeys[1];
  const float v = second.sequence[0].of_position.v[0];
  const captions::AdamRoots then = roots_at(2);  // before the third frame
  const double root =
      std::sqrt(double{v}) / AdamStep<double>(run.settings.adam, second.step).root_correction2;
  CHECK(then.least <= root && root <= then.most && then.most != roots.most);
  CHECK_EQ(roots_at(0).most, 0.0);
}
