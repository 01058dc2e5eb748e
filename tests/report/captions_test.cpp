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
  run.check("data", true, "Over all training places it fell from 6.37 to 0.766 positions. ");
}

TEST(captions, of_a_frame_tell_nothing_of_later_ones) {
  Told run = default_run();
  const Told whole = run;
  for (const std::size_t shown : {0U, 9U}) {
    run.shown_frame = shown;
    const Captions before = captions_of(run.so_far());
    for (std::size_t k = shown + 1; k < run.frames.size(); ++k) {  // whatever becomes of them
      run.frames[k] = run.frames[0];
      run.losses[k - 1] = {k, 1000, 1000};
    }
    CHECK(captions_of(run.so_far()) == before);
    static_cast<RunSeen&>(run) = whole;
  }
  run.shown_frame = 0;
  CHECK_EQ(run.said("ruler"), "");
  for (const auto& one : captions_of(run.so_far())) {
    for (const char* change : {"epoch ", "grew", "moved", "fell", "became", "stayed", "rose"}) {
      run.check(one.first, false, change);
    }
  }
}

TEST(captions, of_the_ruler_and_of_whom_they_count) {
  Told run = default_run();
  const double from = run.first().ruler[10];
  double& half = run.frames[10].ruler[10];
  half = from + 0.51 * (10 - from);
  run.edge("ruler", half, half, from + 0.49 * (10 - from), "come 51 % of its way, after epoch 10");
  run.edge("ruler", half, from + 0.74 * (10 - from), from + 0.76 * (10 - from), "When position 10");
  run.edge("ruler", run.first().ruler[10], 1, 5.01, "of its way");  // half behind it from the start
  for (std::size_t i = 10; i < 20; ++i) run.move(10, i, {1});
  float& moved = run.frames[10].vectors.row(17)[0];
  const double start = run.first().vectors.row(17)[0];
  run.edge("ruler", moved, start + 0.61, start + 0.59, "by 0.61 to 1.00: about equally fast");
  run.edge("ruler", moved, start + 0.59, start + 0.61, "1.00: the slowest is position 17.");
  // The later half of the trained positions: of 3, it is no half.
  std::fill(run.counts.begin() + 4, run.counts.end(), 0);
  run.frames[1].ruler[2] = 1.1;
  run.first().ruler[1] = 0;
  run.frames[1].ruler[1] = 0.55;
  run.edge("ruler", run.counts[3], 1, 0, "of its way");
  run.check("ruler", true, "the vectors of positions 2 to 3 had moved");
}

TEST(captions, count_the_positions_within_half_a_position) {
  Told run = default_run();
  std::vector<double>& ruler = run.now().ruler;
  for (std::size_t i = 0; i < 20; ++i) ruler[i] = static_cast<double>(i);
  run.edge("ruler", ruler[3], 3.49, 2.49, "All 20 are within half a position of the line.");
  run.edge("ruler", ruler[3], 2.49, 3.49, "19 of 20 are within half a position of the line.");
  run.check("ruler", false, "averages");
  run.data.token_means[0] = std::nan("");
  for (double& place : ruler) place -= 0.6;
  const double mean = run.now().mean_token_share;
  run.edge("ruler", run.now().mean_named_share, mean + 0.2, mean + 0.05,
           "0 of 20 are within half a position of the line. The ruler averages over all tokens, "
           "and 1 never occurs in the data; averaged over the others, 20 would be.");
  run.data.position_counts[19] = 0;
  std::size_t& other = run.data.position_counts[18];
  run.edge("ruler", other, 1, 0, "1 position occurs nowhere in the data, so nothing moves its v");
  run.edge("ruler", other, 0, 1, "2 positions occur nowhere in the data, so nothing moves their");
  ruler.assign(20, 0);
  run.check("ruler", true, " 1 of 20 is within half a position of the line.");
  run = Told(settings_of("--epochs 2 --samples 100 --max-seq-len 200"));  // of which 32 are shown
  run.check("ruler", true, " of 32 shown ");
  run.check("shares", true, " of 31 steps, of those shown;");
  run.check("data", true, "On training places it is, of the positions shown, least at ");
}

TEST(captions, tell_how_the_spread_of_the_tokens_went) {
  struct Row {
    double first, middle, last;
    const char* said;
  };
  Told run = default_run();
  for (const Row& row :
       {Row{1, 1, 1.06, "Their spread grew from 1.00 to 1.06 positions."},
        Row{1, 1, 1.05, "Their spread stayed about 1.05 positions."},
        Row{1, 1, 0.94, "Their spread shrank from 1.00 to 0.94 positions."},
        Row{1, 1, 0.96, "Their spread stayed about 0.96 positions."},
        Row{0.010, 0.012, 0.012, "Their spread stayed about 0.01 positions."},
        Row{1, 0.5, 0.99, "Their spread shrank from 1.00 to 0.50 positions, then grew to 0.99."},
        Row{0.5, 1, 0.8, "Their spread grew from 0.50 to 1.00 positions after epoch 1, then s"}}) {
    for (Snapshot& frame : run.frames) frame.token_spread = row.middle;
    run.first().token_spread = row.first;
    run.now().token_spread = row.last;
    run.check("tokens", true, row.said);
  }
  for (Snapshot& frame : run.frames) frame.token_spread = 0.38;
  const char* ignored = "The model has learned to ignore which token it is.";
  run.edge("tokens", run.now().token_spread, 0.094, 0.096, ignored);  // a quarter
  run.first().token_spread = 0.5;
  run.edge("tokens", run.now().token_spread, 0.09, 0.11, ignored);
  for (Snapshot& frame : run.frames) frame.token_spread = 0.05;
  run.edge("tokens", run.first().token_spread, 0.31, 0.29, ignored);
  run.settings.vocab_size = 1;
  CHECK_EQ(run.said("tokens"), "There is one token, and no spread.");
}

TEST(captions, tell_of_tokens_that_the_data_lacks_and_of_where_the_others_stand) {
  Told run = default_run();
  run.data.token_means[5] = std::nan("");
  run.now().token_shares[5] = run.now().mean_token_share - 3;
  run.now().token_shares[6] = run.now().mean_token_share + 3;
  run.edge("tokens", run.data.token_means[6], std::nan(""), 1,
           "2 of those shown occur nowhere in the data, so nothing moves their vectors: their "
           "spread is 4.24, that of the others 0.5");
  run = default_run("none");
  const auto check_with = [&](double noise, bool is_said) {
    for (std::size_t t = 0; t < 100; ++t) {
      run.data.token_means[t] = static_cast<double>(t);
      run.now().token_shares[t] = static_cast<double>(t) + (t % 2 == 0 ? noise : -noise);
    }
    run.check("tokens", is_said, "the larger its share: the correlation is 0.9");
  };
  check_with(13.5, true);
  check_with(14.5, false);
}

TEST(captions, tell_of_shares_whether_they_rise_and_differ) {
  Told run = default_run();
  Snapshot& now = run.now();
  for (std::size_t i = 0; i < 20; ++i) now.ruler[i] = static_cast<double>(i);
  run.edge("shares", now.ruler[8], 8, 6.9, "The position's share rises from place to place, from ");
  run.edge("shares", now.ruler[8], 6.9, 8, "share rises at 18 of 19 steps; it is ");
  now.mean_token_share = -4;
  now.bias = run.first().bias + 1;
  run.first().mean_token_share = -2.9;
  run.edge("shares", now.token_spread, 0.99, 1.01,
           "The tokens' shares are nearly the same, -4.00 ");
  run.edge("shares", now.token_spread, 1.01, 0.99, "The tokens' shares differ: they are -4.00 in ");
  run.edge("shares", run.first().mean_token_share, -2.9, -3.1,
           "16 products, which moved by 1.10 while the bias itself moved by 1.00.");
  run.settings.d_model = 1;
  run.check("shares", true, "Together they are a second bias: a product, which moved");

  run = default_run("none");
  const double quarter = positions_over_places(run.data).spread / 4;
  double& spread = run.now().shares_over_places.spread;
  run.edge("shares", spread, 0.99 * quarter, 1.01 * quarter,
           "no share of the position, and all predictions lie about the same:");
  run.edge("shares", spread, 1.01 * quarter, 0.99 * quarter,
           "no share of the position; the predictions, by their tokens alone, are ");
  run.check("ruler", true, "all positions stand for the same, 5.87 after epoch 25; the mean ");
  default_run("sinusoidal").check("ruler", true, "The waves are fixed: ");
}

TEST(captions, say_off_which_layer_the_position_can_be_read) {
  Told run = layered_run();
  using Read = std::vector<double>;
  const auto said_of = [&](const Read& first, const Read& now) {
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
  run.settings.target = &kTargets[1];
  CHECK_EQ(run.said("tokens") + run.said("shares") + run.said("ruler"), "");
}

TEST(captions, say_which_step_is_shown) {
  Told run = default_run();
  run.check("journey", true, "at their end, the last that is kept.");
  run.journeys.erase(run.journeys.begin() + 3);
  run.check("journey", true, "the last before it that has not.");
  run.journeys.clear();
  CHECK_EQ(run.said("journey"), "");
}

// Nothing is said of a change where nothing changed, and no number is missing.
TEST(captions, of_few_epochs_positions_and_tokens_are_whole) {
  for (const Encoding& encoding : kEncodings) {
    for (std::size_t k = 0; k < 9; ++k) {
      Settings settings = default_of(k / 3);  // 0, 1 or 2 epochs, and sizes
      const std::size_t size = std::vector<std::size_t>{1, 2, 5}[k % 3];
      settings.encoding = &encoding;
      settings.samples = 3;
      settings.max_seq_len = settings.vocab_size = size;
      settings.d_model = encoding.is_rotary ? 2 : size;
      settings.stack.heads = 1;
      settings.stack.layers = encoding.needs_layers() ? 1 : 0;
      Told run(settings);
      CHECK_EQ(run.frames.size(), settings.epochs + 1);
      for (run.shown_frame = 0; run.shown_frame < run.frames.size(); ++run.shown_frame) {
        CONTEXT(encoding.name << ", size " << size << ", frame " << run.shown_frame);
        for (const auto& one : captions_of(run.so_far())) {
          for (const char* wrong : {"nan", "inf", "  ", ". .", "{", "All 1 "}) {
            run.check(one.first, false, wrong);
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
  CHECK(has(said.at("similarity"), " within epoch 6, "));
  CHECK(has(said.at("similarity"), " within epoch 21."));
  CHECK(has(said.at("loss"), "Epoch 7 took off "));  // of epoch 6 no earlier one is known
}
