#include "lesson/layer_watch.h"

#include "core/statistics.h"
#include "lesson/followed_run.h"
#include "models/transformer.h"
#include "test.h"
#include "training/evaluation.h"

namespace {

Settings stack() {
  Settings settings = FollowedRun::small();
  settings.stack.layers = 2;
  settings.stack.causal = true;
  return settings;
}

}  // namespace

TEST(layer_watch, what_is_seen_is_that_of_the_models_forward_pass) {
  const Settings settings = stack();
  Trainer trainer(settings);
  trainer.step();
  LayerWatcher watcher(trainer, fresh_sequences(settings, 30));
  const LayersSeen seen = watcher.look(trainer.model());
  CHECK_EQ(watcher.shown().watched, 40U);
  CHECK_EQ(watcher.shown().longest, 20U);
  CHECK_EQ(seen.attention.size(), 4U);
  for (std::size_t s = 0; s < 4; ++s) {
    CONTEXT("s " << s);
    const std::size_t places = watcher.shown().sequences[s].size();
    CHECK_EQ(places, std::min<std::size_t>(trainer.data().length(s), 20));
    const std::vector<double>& shares = seen.attention[s];
    CHECK_EQ(shares.size(), 2 * 2 * places * places);
    // Causal: each row sees itself and what is before, and its shares add up.
    for (std::size_t row = 0; row < shares.size() / places; ++row) {
      CONTEXT("row " << row);
      double sum = 0;
      for (std::size_t j = 0; j < places; ++j) {
        CONTEXT("j " << j);
        const double share = shares[row * places + j];
        CHECK_EQ(share > 0, j <= row % places);
        sum += share;
      }
      CHECK_NEAR(sum, 1, 1e-5);
    }
  }
  const PlainMeans plain(trainer.model(), trainer.data(), 3);
  CHECK_NEAR(seen.predicted[3], plain.predicted, 1e-9);
  CHECK_NEAR(seen.errors.at(3), plain.error, 1e-9);
  CHECK_NEAR(seen.errors.of_all(), plain.of_all, 1e-9);
  const PlainMeans fresh(trainer.model(), fresh_sequences(settings, 30), 3);
  CHECK_NEAR(seen.fresh.of_all(), fresh.of_all, 1e-9);
}

// Without an encoding and without layers' mixing, nothing but chance tells the position off x;
// where rotary attention is trained on it, more.
TEST(layer_watch, what_can_be_read_is_found_in_each_layer) {
  Settings settings = stack();
  Trainer learned(settings);
  const Batch all = whole_batch(learned.data(), settings.vocab_size);
  learned.model().forward(all);
  const Tensor& x = dynamic_cast<const Transformer<float>&>(learned.model()).passed(0);
  TensorOf<double> rows(x.shape());
  std::copy(x.begin(), x.end(), rows.begin());
  const std::vector<double> positions(all.positions().begin(), all.positions().end());
  LayerWatcher watcher(learned, fresh_sequences(settings, 1));
  const std::vector<double> read = watcher.look(learned.model()).read;
  CHECK_NEAR(read[0], explained_share(rows, positions, 1e-4), 1e-12);
  CHECK_EQ(read.size(), 3U);
  settings.encoding = find_encoding("none");
  settings.adam.lr = 0.01;
  settings.epochs = 30;
  FollowedRun run(settings);
  const std::vector<double> before = run.seen.frames.front().layers.read;
  const std::vector<double> after = run.seen.frames.back().layers.read;
  CHECK(before[0] < 0.2);
  CHECK(after[2] > 0.5);
}

TEST(layer_watch, shows_four_of_many_layers_and_heads) {
  Settings settings = stack();
  settings.stack.layers = 6;
  settings.stack.heads = 8;
  settings.max_seq_len = 50;
  Trainer trainer(settings);
  LayerWatcher watcher(trainer, fresh_sequences(settings, 30));
  CHECK_EQ(watcher.shown().layers.size(), 4U);
  CHECK_EQ(watcher.shown().layers.back(), 5U);
  CHECK_EQ(watcher.shown().heads.size(), 4U);
  CHECK_EQ(watcher.shown().heads.back(), 7U);
  const LayersSeen seen = watcher.look(trainer.model());
  for (std::size_t s = 0; s < seen.attention.size(); ++s) {
    CONTEXT("s " << s);
    const std::size_t places = watcher.shown().sequences[s].size();
    CHECK(places <= 20);
    CHECK_EQ(seen.attention[s].size(), 16 * places * places);
    for (std::size_t map = 0; map < 16; ++map) {  // the first place hears itself alone
      CHECK_EQ(seen.attention[s][map * places * places], 1.0);
    }
  }
}

TEST(layer_watch, watches_one_sequence_however_long) {
  Settings settings = stack();
  settings.stack.layers = settings.stack.heads = 1;
  settings.max_seq_len = 4001;
  settings.d_model = 2;
  const Trainer trainer(settings, Sequences{Ids(4003), {0, 4001, 4003}});
  CHECK_EQ(LayerWatcher(trainer, fresh_sequences(FollowedRun::small(), 1)).shown().watched, 1U);
}
