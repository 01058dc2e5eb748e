#include "report/said.h"

namespace {

using Losses = std::vector<double>;

struct Row {
  Losses losses;
  const char* said;
};

void check_loss(Told run, const Losses& losses, bool is_said, const std::string& sentence) {
  run.set_losses(losses);
  run.check("loss", is_said, sentence);
}

}  // namespace

TEST(error_captions, tell_how_the_loss_changed) {
  Told run = default_run();
  for (const Row& row : {
           Row{{60}, ""},
           Row{{60, 54}, "The mean fell from 60 to 54. Epoch 2 took off 10 %."},
           Row{{60, 66}, "The mean did not fall: it was 60 and is 66. Epoch 2 added 10 %."},
           Row{{100, 90, 50, 49},
               "The mean fell from 100 to 49. Epoch 2 took off 10 %, epoch 3 took off 44 %, the "
               "most so far, and epoch 4 took off 2 %."},
           Row{{100, 50, 49},
               "The mean fell from 100 to 49. Epoch 2 took off 50 %, the most so far, and epoch 3 "
               "took off 2 %."},
           Row{{100, 99, 50},
               "The mean fell from 100 to 50. Epoch 2 took off 1 %, and epoch 3 took off 49 %, the "
               "most so far."},
           Row{{100, 101, 102},
               "The mean did not fall: it was 100 and is 102. Epoch 2 added 1 %, and epoch 3 added "
               "0.99 %: none took off as much as 0.01 %."},
           Row{{100, 99.995, 100, 99.995},
               "The mean stayed at 100. No epoch changed it by as much as 0.01 %."},
           Row{{100, 99.985, 99.98},
               "The mean stayed at 100. Epoch 2 took off 0.015 %, the most so far, and epoch 3 "
               "changed it by less than 0.01 %."},
           Row{{100, 1.1}, "The mean fell from 100 to 1.1. Epoch 2 took off 99 %."},
           Row{{100, 0.9}, "The mean fell from 100 to 0.9. Epoch 2 took off more than 99 %."},
           Row{{1, 1.98}, "The mean did not fall: it was 1 and is 1.98. Epoch 2 added 98 %."},
           Row{{1, 2},
               "The mean did not fall: it was 1 and is 2. Epoch 2 made it 2 times as large."},
       }) {
    run.set_losses(row.losses);
    CHECK_EQ(run.said("loss"), row.said);
  }
  run.set_losses({60, 54, 50});
  run.losses[1].epoch = 3;  // not every epoch's loss is known
  run.losses[2].epoch = run.shown_frame = 4;
  CHECK_EQ(run.said("loss"), "The mean fell from 60 to 50.");
  run = default_run();
  // None a quarter more than another, and two are no course.
  check_loss(run, {100, 90, 78.8, 70.92}, true,
             "From one epoch to the next it fell by about the same share, 10 % to 12 %.");
  check_loss(run, {100, 90, 78.6, 70.74}, false, "about the same share");
  check_loss(run, {100, 90, 81}, false, "about the same share");
}

TEST(error_captions, tell_how_the_validation_loss_changed) {
  Told run = default_run();
  run.set_losses({60, 54, 50});
  const auto check = [&](const Losses& validation, const char* sentence) {
    for (std::size_t k = 0; k < 3; ++k) run.losses[k].validation = validation[k];
    run.check("loss", true, sentence);
  };
  check({70, 65, 60}, " The validation loss fell from 70 to 60.");
  check({50, 60, 50}, " The validation loss stayed at 50.");
  check({50, 60, 70}, "did not fall: it was 50 and is 70, and was least after epoch 1: 50.");
  run.shown_frame = 2;
  run.check("loss", true, "loss did not fall: it was 50 and is 60, ");
  run.shown_frame = 3;
  check({70, 55, 60}, "loss fell from 70 to 60, and was least after epoch 2: 55.");
  run.losses[2].epoch = run.shown_frame = 4;  // the third might have been less
  run.check("loss", true, "The validation loss fell from 70 to 60.");
}

TEST(error_captions, give_the_length_of_w_as_a_reason_where_it_grew) {
  const std::string reason = "The length of w grew from 1.00 to 1.51 after epoch 3, so that a step";
  Told run = default_run();
  run.first().w = {1};
  run.frames[3].w = {1.51};
  check_loss(run, {100, 90, 79.1, 75}, true, reason);    // 12.1 % after 10 %
  check_loss(run, {100, 90, 79.3, 75}, false, reason);   // 11.9 %
  check_loss(run, {100, 101, 99.5, 99}, false, reason);  // 1.5 %, more than nothing
  run.set_losses({100, 90, 79.1, 75});
  run.edge("loss", run.frames[3].w[0], 1.51, 1.49, "length of w");

  run = default_run("sinusoidal");
  const std::vector<double> first = run.first().w;
  run.now().w.assign(16, 0);
  double& w = run.now().w[0];
  run.edge("loss", w, 2.99, 3.01, "by 19; the length of w grew from 0.61 to 2.99.");
  run.edge("loss", w, 3.01, 2.99, "by 19, so w must be long: its length grew from 0.61 to 3.01.");
  run.edge("loss", w, 2, length_of(first), "The waves that rise all the way rise by 0.57 at most");
  run.now().w = {3.01};  // a sine, up and down
  run.check("loss", false, "wave");
}

TEST(error_captions, tell_what_no_loss_can_be_less_than) {
  Told run = default_run("none");
  run.data.unexplained = 20;
  check_loss(run, {60, 20.19}, true, "tokens do not explain is 20: there it is at rest.");
  check_loss(run, {60, 20.21}, true, "do not explain is 20: no less can be reached here.");
  check_loss(run, {19.5, 20.21}, false, "tokens do not explain");  // less was reached
  check_loss(run, {60, 19.79}, false, "tokens do not explain");
  default_run().check("loss", false, "tokens do not explain");
  // Of numbers up to 19, floats are 2^-23 of themselves apart.
  run = default_run();
  const double rounding = 19 * 0x1p-23;
  check_loss(run, {60, 0.99 * rounding * rounding}, true, "What is left is the rounding of ");
  check_loss(run, {60, 1.01 * rounding * rounding}, false, "rounding");
  run.data.position_counts[19] = 0;
  check_loss(run, {60, 0.99 * rounding * rounding}, false, "rounding");
}

TEST(error_captions, tell_the_errors_over_all_places) {
  Told run = default_run();
  run.first().mean_error = 5.5;
  double& error = run.now().mean_error;
  run.edge("data", error, 5, 6, "Over all training places it fell from 5.5 to 5 positions. ");
  run.edge("data", error, 6, 5, "Over all training places it rose from 5.5 to 6 positions. ");
  run.edge("data", error, 5.501, 5.51, "Over all training places it stayed at 5.5 positions. ");
  run.check("data", true, "least at position 13, 0.405, and largest at position 18, 6.2. ");
  run.now().errors.assign(20, 1.0);
  run.edge("data", run.now().errors[3], 2, 1, "largest at position 3, 2.");
  run = layered_run();
  run.settings.target = &kTargets[1];
  run.check("data", false, "positions.");
}

TEST(error_captions, tell_what_was_learned_by_heart) {
  Told run = default_run();
  run.now().mean_fresh = 2;
  run.now().fresh_parts = {1.51, std::nan(""), 1};
  double& named = run.now().fresh_parts.named;
  run.edge("data", named, 1.51, 1.49,
           "On fresh sequences it is 2, 1.51 times as large as at the same positions of training "
           "places: the model knows its own sequences better than others. ");
  run.edge("data", named, 1.49, 1.51, "On fresh sequences it is 2. ");
  run.edge("data", run.shown_frame, 25, 0, "knows its own");  // whatever chance makes of a few
  run.now().fresh_parts.others = 3;
  run.data.position_counts[19] = 0;
  run.edge("data", named, 1.51, 1.49,
           "2: at the position that the data lacks it is 3, elsewhere 1.51, 1.51 times as large ");
  run.data.position_counts[18] = 0;
  run.edge("data", named, 1.49, 1.51,
           "2: at the 2 positions that the data lacks it is 3, elsewhere 1.49, about as at the ");
  run.edge("data", named, 0.67, 0.66, ", about as at the same positions of training places.");
  run.now().fresh_parts.on_data = std::nan("");  // of layers, not all sequences are watched
  run.check("data", true, "elsewhere 1.51. ");
}

TEST(error_captions, tell_how_far_the_vector_of_a_rare_position_moves_and_why) {
  Told run = default_run();
  std::vector<std::size_t>& counts = run.data.position_counts;
  run.check("data", true,
            "Position 19 is trained 54 times in an epoch, position 10 487 times; after epoch 10 "
            "the vector of 19 had moved 88 % as far as that of 10. Adam divides by the size of "
            "past gradients, so being rare slows it little.");
  run.edge("data", counts[10], 109, 107, "is trained");  // half as often
  run.edge("data", counts[19], 1, 2, "Position 19 is trained once in an epoch, ");
  run.edge("data", run.shown_frame, 10, 9, "is trained");

  const captions::AdamRoots roots = captions::adam_roots(run.so_far());
  double& eps = run.settings.adam.eps;
  const auto edge = [&](double share, double met, double missed, const std::string& sentence) {
    run.move(10, 10, {1});
    run.move(10, 19, {share});
    run.edge("data", eps, met, missed, sentence);
  };
  edge(0.76, 0.99 * roots.least, 1.01 * roots.least, "so being rare slows it little.");
  edge(0.74, 10.1 * roots.most, 9.9 * roots.most, "and the rare position is left behind.");
  edge(0.74, 10.1 * roots.most, 9.9 * roots.most, captions::digits(roots.most) + " at most and ");
  eps = 0.99 * roots.least;
  run.check("data", false, "Adam");
  run.move(10, 19, {0.76});
  eps = 10.1 * roots.most;
  run.check("data", false, "Adam");
}

TEST(error_captions, without_encoding_tell_what_all_predictions_lie_about) {
  Told run = default_run("none");
  const double middle = positions_over_places(run.data).mean;
  const std::string about = "All predictions lie about the mean position, 6.26.";
  Snapshot& now = run.now();
  now.bias = 0;
  run.edge("data", now.shares_over_places.mean, 1.09 * middle, 1.11 * middle, about);
  run.edge("data", now.shares_over_places.mean, 0.91 * middle, 0.89 * middle, about);
  now.shares_over_places.mean = 0.89 * middle;
  run.edge("data", now.bias, 0.05 * middle, 0, about);
  now.shares_over_places.mean = middle;
  run.edge("data", now.shares_over_places.spread, 0.1, middle, about);
}
