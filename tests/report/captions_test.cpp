#include "report/captions.h"

#include "lesson/followed_run.h"
#include "test.h"

#include "core/decimal.h"
#include "core/statistics.h"

#include <algorithm>

namespace {

using Said = std::map<std::string, std::string>;

Said said_of(const Snapshots& snapshots, const Settings& settings) {
  return captions_of(snapshots, settings, projection_of(snapshots));
}
Said said_of(const FollowedRun& run) { return said_of(run.snapshots, run.settings); }

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}
// A sentence that is true of other runs than this.
#define CHECK_SAID(text, part) \
  if (!has(text, part))        \
  test::fail(__FILE__, __LINE__, "not said: " + std::string(part) + " in: " + (text))
#define CHECK_UNSAID(text, part) \
  if (has(text, part))           \
  test::fail(__FILE__, __LINE__, "said: " + std::string(part) + " in: " + (text))

Settings default_of(std::size_t epochs, const char* encoding = "learned") {
  Settings settings;
  settings.epochs = epochs;
  settings.encoding = find_encoding(encoding);
  return settings;
}

// Gradient descent with momentum, since ε is far larger than what it is added to.
Settings undivided() {
  Settings settings;
  settings.adam.eps = 1e6;
  settings.adam.lr = 3e3;
  return settings;
}

Settings ten_samples() {
  Settings settings = default_of(3000);
  settings.samples = 10;
  return settings;
}

std::string fixed(double value) { return to_fixed(value, 2); }

// How far a position's dot rose from the first frame to another.
double climbed(const FollowedRun& run, std::size_t frame, std::size_t position) {
  return run.snapshots.frames()[frame].ruler[position] - run.snapshots.frames()[0].ruler[position];
}

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
  CHECK_SAID(said["ruler_said"], ": about equally fast, ");
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
  CHECK_SAID(said["data_said"], "Being rare slows it little, since Adam divides");
  CHECK_SAID(said["data_said"],
             "climbed by " + fixed(climbed(run, 10, 19)) + " and " + fixed(climbed(run, 10, 10)));
  CHECK_EQ(said["read_said"], "");
}

TEST(captions, where_adam_does_not_divide_the_rare_positions_are_left_behind) {
  FollowedRun run(undivided());
  Said said = said_of(run);
  CHECK_UNSAID(said["ruler_said"], "equally fast");
  CHECK_SAID(said["ruler_said"], "had climbed by 2.91 to 6.82");
  double least = 1e9;
  double most = 0;
  for (std::size_t i = 10; i < 20; ++i) {
    least = std::min(least, climbed(run, 3, i));
    most = std::max(most, climbed(run, 3, i));
  }
  CHECK_EQ(fixed(least) + fixed(most), "2.916.82");
  CHECK_UNSAID(said["loss_said"], "length of w");  // it is steepest at first
  CHECK_SAID(said["loss_said"], "Epoch 2 took off 32 %, the most, and the last took off ");
  CHECK_UNSAID(said["shares_said"], "nearly the same");
  CHECK_UNSAID(said["shares_said"], "second bias");
  CHECK_SAID(said["shares_said"], "The tokens' shares differ: they are " +
                                      fixed(run.snapshots.frames().back().mean_token_share));
  CHECK_UNSAID(said["data_said"], "slows it little");
  CHECK_SAID(said["data_said"], "the rare position is left behind");
  CHECK(climbed(run, 3, 19) < 0.75 * climbed(run, 3, 10));
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
  CHECK_SAID(said["ruler_said"], "nothing moves their vectors: 3.");  // positions 17 to 19
  CHECK_SAID(said["ruler_said"], "Finally 0 of 20 ");
  CHECK_EQ(within_half(run), 0U);
  CHECK_SAID(said["data_said"], "times as large");
  CHECK(last.mean_fresh > 40 * last.mean_error);
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

TEST(captions, of_one_number_in_each_vector) {
  Settings settings;
  settings.d_model = 1;
  FollowedRun run(settings);
  Said said = said_of(run);
  CHECK_UNSAID(said["ruler_said"], "equally fast");  // the middle one has not come half its way
  CHECK_UNSAID(said["tokens_said"], "shrank");
  CHECK_UNSAID(said["shares_said"], "nearly the same");
  CHECK_UNSAID(said["data_said"], "rare");
  CHECK_SAID(said["ruler_said"], "Finally " + std::to_string(within_half(run)) + " of 20 ");
}

TEST(captions, of_waves_name_the_worst_position) {
  FollowedRun run(default_of(25, "sinusoidal"));
  Said said = said_of(run);
  const std::vector<double>& errors = run.snapshots.frames().back().errors;
  const auto most = std::max_element(errors.begin(), errors.end());
  CHECK_EQ(most - errors.begin(), 19);
  CHECK_SAID(said["data_said"], "largest at position 19, " + to_significant(*most, 3));
  CHECK_SAID(said["ruler_said"], "The waves are fixed");
  CHECK_UNSAID(said["ruler_said"], "equally fast");
  CHECK_SAID(said["shares_said"], "rises at 10 of 19 steps");
  CHECK_UNSAID(said["data_said"], "rare");
  CHECK_SAID(
      said["loss_said"],
      "rise by 0.57 at most, the position by 19, so w must be long: its length grew from 0.61");
  Settings settings = default_of(25, "sinusoidal");
  settings.d_model = 1;  // one wave, up and down
  CHECK_UNSAID(said_of(FollowedRun(settings))["loss_said"], "wave");
}

TEST(captions, without_encoding_tell_when_the_loss_is_at_rest) {
  FollowedRun early(default_of(25, "none"));
  Said said = said_of(early);
  CHECK_UNSAID(said["loss_said"], "came to rest");  // 4 % above
  CHECK_SAID(said["loss_said"], "no less can be reached here");
  CHECK_UNSAID(said["tokens_said"], "What remains");
  FollowedRun late(default_of(100, "none"));
  said = said_of(late);
  CHECK_SAID(said["loss_said"], "there it came to rest");
  CHECK_NEAR(late.snapshots.losses().back().mean, late.snapshots.data().unexplained, 0.2);
  CHECK_SAID(said["tokens_said"], "What remains is what each token's own mean position");
  CHECK_SAID(said["shares_said"], "There is no share of the position");
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
  CHECK_SAID(said["read_said"], "finally off layer " + std::to_string(most - read.begin()) +
                                    ", R² " + fixed(*most) + ".");
  for (const char* sums : {"tokens_said", "shares_said"}) CHECK_EQ(said[sums], "");
  CHECK_UNSAID(said["ruler_said"], "climbed");
  CHECK_UNSAID(said["data_said"], "rare");
  CHECK_UNSAID(said["loss_said"], "length of w");
  settings.target = &kTargets[1];
  FollowedRun other(settings);
  said = said_of(other);
  CHECK_EQ(said["ruler_said"], "");
  CHECK_UNSAID(said["data_said"], "positions.");
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
        if (encoding.turns_heads) settings.d_model = 2;
        settings.stack.layers = encoding.needs_layers() ? 1 : 0;
        FollowedRun run(settings);
        for (const auto& [figure, text] : said_of(run)) {
          for (const char* wrong : {"nan", "inf", "  ", ". .", "{"}) CHECK_UNSAID(text, wrong);
          if (epochs > 0) continue;
          for (const char* change : {"grew", "shrank", "moved", "fell", "became", "climbed"}) {
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
  for (int step = 0; step < 61; ++step) {
    snapshots.before_step(trainer);
    trainer.step();
    snapshots.after_step(trainer);
  }
  snapshots.finish(trainer);
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
  while (!trainer.finished()) {
    snapshots.before_step(trainer);
    trainer.step();
    snapshots.after_step(trainer);
  }
  snapshots.finish(trainer);
  const Said said = said_of(snapshots, settings);
  CHECK_SAID(said.at("loss_said"), "took off 34 %, the most, ");
  CHECK_UNSAID(said.at("loss_said"), "length of w");
  CHECK_UNSAID(said.at("ruler_said"), "half its way");  // it had come farther before
  CHECK_UNSAID(said.at("data_said"), "rare");
}
