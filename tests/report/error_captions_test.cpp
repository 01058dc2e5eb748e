#include "report/said.h"

namespace {

std::string loss_of(Told run, const std::vector<double>& means) {
  run.set_losses(means);
  return run.said("loss");
}

}  // namespace

TEST(error_captions, tell_how_the_loss_changed) {
  const Told run = default_run();
  CHECK_EQ(loss_of(run, {60}), "");
  CHECK_EQ(loss_of(run, {60, 54}), "The mean fell from 60 to 54. Epoch 2 took off 10 %.");
  CHECK_EQ(loss_of(run, {60, 66}),
           "The mean did not fall: it was 60 and is 66. Epoch 2 added 10 %.");
  CHECK_EQ(
      loss_of(run, {100, 90, 50, 49}),
      "The mean fell from 100 to 49. Epoch 2 took off 10 %, epoch 3 took off 44 %, the most so "
      "far, and epoch 4 took off 2 %.");
  CHECK_SAID(loss_of(run, {100, 50, 49}), "Epoch 2 took off 50 %, the most so far, and epoch 3 ");
  CHECK_SAID(loss_of(run, {100, 99, 50}), "and epoch 3 took off 49 %, the most so far.");
  CHECK_SAID(loss_of(run, {100, 101, 102}),
             "Epoch 2 added 1 %, and epoch 3 added 0.99 %: none took off as much as 0.01 %.");
  CHECK_EQ(loss_of(run, {100, 99.995, 100, 99.995}),
           "The mean stayed at 100. No epoch changed it by as much as 0.01 %.");
  CHECK_SAID(loss_of(run, {100, 99.985, 99.98}), "Epoch 2 took off 0.015 %, the most so far, and ");
  CHECK_SAID(loss_of(run, {100, 99.985, 99.98}), "epoch 3 changed it by less than 0.01 %.");
  Told sampled = run;  // not every epoch's loss is known
  sampled.set_losses({60, 54, 50});
  sampled.losses[1].epoch = 3;
  sampled.losses[2].epoch = sampled.shown_frame = 4;
  CHECK_EQ(sampled.said("loss"), "The mean fell from 60 to 50.");
}

TEST(error_captions, tell_how_the_validation_loss_changed) {
  Told run = default_run();
  const auto said = [&](const std::vector<double>& validation) {
    run.set_losses({60, 54, 50});
    for (std::size_t k = 0; k < 3; ++k) run.losses[k].validation = validation[k];
    return run.said("loss");
  };
  CHECK_SAID(said({70, 65, 60}), " The validation loss fell from 70 to 60.");
  CHECK_SAID(said({70, 55, 60}), "loss fell from 70 to 60, and was least after epoch 2: 55.");
  CHECK_SAID(said({50, 60, 70}),
             "loss did not fall: it was 50 and is 70, and was least after epoch 1: 50.");
  CHECK_SAID(said({50, 60, 50}), " The validation loss stayed at 50.");
  run.shown_frame = 2;
  CHECK_SAID(run.said("loss"), "loss did not fall: it was 50 and is 60, ");
  said({70, 55, 60});
  run.losses[2].epoch = run.shown_frame = 4;  // the third might have been less
  CHECK_SAID(run.said("loss"), "The validation loss fell from 70 to 60.");
}

TEST(error_captions, call_a_fall_steady_whose_shares_differ_by_a_quarter) {
  const Told run = default_run();
  CHECK_SAID(loss_of(run, {100, 90, 78.8, 70.92}),
             "From one epoch to the next it fell by about the same share, 10 % to 12 %.");
  CHECK_UNSAID(loss_of(run, {100, 90, 78.6, 70.74}), "about the same share");
  CHECK_UNSAID(loss_of(run, {100, 90, 81}), "about the same share");  // two are no course
}

TEST(error_captions, round_no_share_up_to_all_and_tell_large_rises_as_factors) {
  const Told run = default_run();
  CHECK_SAID(loss_of(run, {100, 1.1}), "Epoch 2 took off 99 %.");
  CHECK_SAID(loss_of(run, {100, 0.9}), "Epoch 2 took off more than 99 %.");
  CHECK_SAID(loss_of(run, {1, 1.98}), "Epoch 2 added 98 %.");
  CHECK_SAID(loss_of(run, {1, 2}), "Epoch 2 made it 2 times as large.");
}

TEST(error_captions, give_the_length_of_w_as_a_reason_where_it_grew) {
  const std::string reason = "The length of w grew from 1.00 to 1.51 after epoch 3, so that a step";
  Told run = default_run();
  run.first().w = {1};
  run.frames[3].w = {1.51};
  CHECK_SAID(loss_of(run, {100, 90, 79.1, 75}), reason);    // 12.1 % after 10 %
  CHECK_UNSAID(loss_of(run, {100, 90, 79.3, 75}), reason);  // 11.9 %
  run.frames[3].w = {1.49};
  CHECK_UNSAID(loss_of(run, {100, 90, 79.1, 75}), "length of w");
  run.frames[3].w = {1.51};
  CHECK_UNSAID(loss_of(run, {100, 101, 99.5, 99}), "length of w");  // 1.5 %, more than nothing
}

TEST(error_captions, of_waves_tell_how_long_w_must_be) {
  Told run = default_run("sinusoidal");
  CHECK_SAID(run.said("loss"),
             "The waves that rise all the way rise by 0.57 at most, the position by 19; the length "
             "of w grew from 0.61 to 1.98.");
  run.now().w = {2.99};
  run.now().w.resize(16);
  CHECK_SAID(run.said("loss"), "; the length of w grew from 0.61 to 2.99.");
  run.now().w = {3.01};
  run.now().w.resize(16);
  CHECK_SAID(run.said("loss"), ", so w must be long: its length grew from 0.61 to 3.01.");
  run.now().w = run.first().w;
  CHECK_UNSAID(run.said("loss"), "length of w");
  run.now().w = {3.01};  // a sine, up and down
  CHECK_UNSAID(run.said("loss"), "wave");
}

TEST(error_captions, without_encoding_tell_when_the_loss_is_at_rest) {
  Told run = default_run("none");
  run.data.unexplained = 20;
  const std::string no_less = "tokens do not explain is 20: no less can be reached here.";
  CHECK_SAID(loss_of(run, {60, 20.19}), "tokens do not explain is 20: there it is at rest.");
  CHECK_SAID(loss_of(run, {60, 20.21}), no_less);
  CHECK_UNSAID(loss_of(run, {19.5, 20.21}), "tokens do not explain");  // less was reached
  CHECK_UNSAID(loss_of(run, {60, 19.79}), "tokens do not explain");
  CHECK_UNSAID(default_run().said("loss"), "tokens do not explain");
}

// Of numbers up to 19, of which floats are 2^-23 of themselves apart.
TEST(error_captions, call_rounding_what_is_no_more_than_that) {
  Told run = default_run();
  const double rounding = 19 * 0x1p-23;
  CHECK_SAID(loss_of(run, {60, 0.99 * rounding * rounding}), "What is left is the rounding of ");
  CHECK_UNSAID(loss_of(run, {60, 1.01 * rounding * rounding}), "rounding");
  run.data.position_counts[19] = 0;
  CHECK_UNSAID(loss_of(run, {60, 0.99 * rounding * rounding}), "rounding");
}

TEST(error_captions, tell_the_errors_over_all_places) {
  Told run = default_run();
  const auto said_of = [&](double first, double now) {
    run.first().mean_error = first;
    run.now().mean_error = now;
    return run.said("data");
  };
  CHECK_SAID(said_of(6, 5), "Over all training places it fell from 6 to 5 positions. ");
  CHECK_SAID(said_of(5, 6), "Over all training places it rose from 5 to 6 positions. ");
  CHECK_SAID(said_of(5, 5.001), "Over all training places it stayed at 5 positions. ");
  CHECK_SAID(run.said("data"), "least at position 13, 0.405, and largest at position 18, 6.2. ");
  run.now().errors.assign(20, 1.0);
  CHECK_UNSAID(run.said("data"), "largest");
  run = layered_run();
  run.settings.target = &kTargets[1];
  CHECK_UNSAID(run.said("data"), "positions.");
}

TEST(error_captions, tell_what_was_learned_by_heart) {
  Told run = default_run();
  run.now().mean_fresh = 2;
  const auto said_of = [&](double named, double others) {
    run.now().fresh_parts = {named, others, 1};
    return run.said("data");
  };
  const double none = std::nan("");
  CHECK_SAID(said_of(1.51, none),
             "On fresh sequences it is 2, 1.51 times as large as at the same positions of training "
             "places: the model knows its own sequences better than others. ");
  CHECK_SAID(said_of(1.49, none), "On fresh sequences it is 2. ");
  run.data.position_counts[19] = 0;
  CHECK_SAID(
      said_of(1.51, 3),
      "2: at the position that the data lacks it is 3, elsewhere 1.51, 1.51 times as large ");
  run.data.position_counts[18] = 0;
  CHECK_SAID(said_of(1.49, 3),
             "2: at the 2 positions that the data lacks it is 3, elsewhere 1.49, about as at the ");
  CHECK_SAID(said_of(0.67, 3),
             "elsewhere 0.67, about as at the same positions of training places.");
  CHECK_SAID(said_of(0.66, 3), "elsewhere 0.66. ");
  said_of(1.51, 3);
  run.now().fresh_parts.on_data = none;  // of layers, not all sequences are watched
  CHECK_SAID(run.said("data"), "elsewhere 1.51. ");
  run.shown_frame = 0;  // whatever chance makes of a few places
  run.now().fresh_parts = {9, 3, 1};
  CHECK_UNSAID(run.said("data"), "knows its own");
}

TEST(error_captions, tell_how_far_the_vector_of_a_rare_position_moves) {
  Told run = default_run();
  CHECK_SAID(run.said("data"),
             "Position 19 is trained 54 times in an epoch, position 10 487 times; after epoch 10 "
             "the vector of 19 had moved 88 % as far as that of 10. Adam divides by the size of "
             "past gradients, so being rare slows it little.");
  run.data.position_counts[10] = 109;  // half as often
  CHECK_SAID(run.said("data"),
             "Position 19 is trained 54 times in an epoch, position 10 109 times");
  run.data.position_counts[10] = 107;
  CHECK_UNSAID(run.said("data"), "is trained");
  run.data.position_counts[19] = 1;
  CHECK_SAID(run.said("data"), "Position 19 is trained once in an epoch, ");
}

TEST(error_captions, give_adam_as_the_reason_where_it_is_one) {
  Told run = default_run();
  const captions::AdamRoots roots = captions::adam_roots(run.so_far());
  const auto said_of = [&](double share, double eps) {
    run.move(10, 10, {1});
    run.move(10, 19, {share});
    run.settings.adam.eps = eps;
    return run.said("data");
  };
  const std::string little =
      " had moved 76 % as far as that of 10. Adam divides by the size of past "
      "gradients, so being rare slows it little.";
  CHECK_SAID(said_of(0.76, 0.99 * roots.least), little);
  CHECK_UNSAID(said_of(0.76, 1.01 * roots.least), "Adam");
  CHECK_UNSAID(said_of(0.74, 0.99 * roots.least), "Adam");
  CHECK_SAID(said_of(0.74, 10.1 * roots.most), "and the rare position is left behind.");
  CHECK_SAID(said_of(0.74, 10.1 * roots.most), captions::digits(roots.most) + " at most and ε is ");
  CHECK_UNSAID(said_of(0.74, 9.9 * roots.most), "Adam");
  CHECK_UNSAID(said_of(0.76, 10.1 * roots.most), "Adam");
}

TEST(error_captions, without_encoding_tell_what_all_predictions_lie_about) {
  Told run = default_run("none");
  const double middle = positions_over_places(run.data).mean;
  run.now().bias = 0;
  run.now().shares_over_places.mean = 1.09 * middle;
  CHECK_SAID(run.said("data"), "All predictions lie about the mean position, 6.26.");
  run.now().shares_over_places.mean = 0.89 * middle;
  CHECK_UNSAID(run.said("data"), "All predictions");
  run.now().bias = 0.05 * middle;
  CHECK_SAID(run.said("data"), "All predictions lie about the mean position, 6.26.");
  run.now().shares_over_places.spread = middle;
  CHECK_UNSAID(run.said("data"), "All predictions");
}
