#include "training/settings.h"

#include "test.h"

#include <string>

namespace {

// Floats that one more layer keeps for a batch of 1000 places in sequences of 1: at d_model 10 and
// d_ff 7, besides its weights, which have four copies.
double kept_by_a_layer(const std::string& options) {
  Settings settings = settings_of(
      "--samples 1000 --batch-size 1000 --max-seq-len 1 --d-model 10 --layers 1 --d-ff 7 " +
      options);
  const double before = memory_needed(settings);
  ++settings.stack.layers;
  return (memory_needed(settings) - before) / sizeof(float) - 4 * (10 * (40 + 2 * 7 + 9) + 7);
}

Setting setting(const std::string& key) {
  for (const Setting& one : settings_table()) {
    if (one.key == key) return one;
  }
  test::fail(__FILE__, __LINE__, "no setting " + key);
  return {};
}

// Throws nothing and sets nothing.
void refuses(const std::string& key, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) {
    CONTEXT("text " << text);
    Settings settings;
    CHECK(!setting(key).set(settings, text));
    CHECK(texts_of(settings) == texts_of(Settings()));
  }
}

}  // namespace

TEST(settings, memory_counts_three_floats_a_weight_and_three_a_row) {
  Settings settings = settings_of("--vocab-size 10000");
  const double before = memory_needed(settings);
  settings.vocab_size += 1000000;
  CHECK_NEAR(memory_needed(settings) - before, 1e6 * (16 * 3 + 3) * 4, 1);
}

// For ds of a head's backward pass, but for no more threads than there are heads in a batch.
TEST(settings, memory_counts_a_square_for_each_thread) {
  const Settings settings = settings_of("--layers 1 --max-seq-len 50 --batch-size 2 --heads 4");
  const double before = memory_needed(settings);
  CHECK_EQ(memory_needed(settings, 3) - before, 2.0 * 50 * 50 * sizeof(float));
  CHECK_EQ(memory_needed(settings, 100) - before, 7.0 * 50 * 50 * sizeof(float));
  CHECK_EQ(memory_needed(Settings(), 3), memory_needed(Settings()));
}

TEST(settings, memory_counts_every_token_of_the_data) {
  Settings settings;
  const double before = memory_needed(settings);
  settings.samples += 1000000;
  CHECK(memory_needed(settings) - before >= 1e6 * 10.5 * sizeof(std::int32_t));
}

// src/nn/LAYERS.md has the same numbers; the shares of 2 heads are 2 for each place here, though
// the mean of the squares of lengths is taken for 2/3.
TEST(settings, memory_counts_what_a_layer_keeps_for_the_backward_pass) {
  const double shares = 2 * 2 / 3.0;
  CHECK_NEAR(kept_by_a_layer(""), 1000 * (10 * 10 + 2 + 3 * 7 + shares), 1e-6);
  CHECK_NEAR(kept_by_a_layer("--no-feed-forward"), 1000 * (7 * 10 + 1 + shares), 1e-6);
  CHECK_NEAR(kept_by_a_layer("--no-feed-forward --norm none"), 1000 * (5 * 10 + shares), 1e-6);
  CHECK_NEAR(kept_by_a_layer("--norm none"), 1000 * (6 * 10 + 3 * 7 + shares), 1e-6);
}

TEST(settings, contradictions_are_told_in_one_line) {
  const auto told = [](const std::string& options) { return contradiction(settings_of(options)); };
  CHECK_EQ(told("--d-model 5 --heads 2"), "");
  CHECK_EQ(told("--layers 1 --d-model 6 --heads 3"), "");
  CHECK_EQ(told("--layers 1 --d-model 5 --heads 2"),
           "expected heads that divide d-model, got --d-model 5 by --heads 2");
  CHECK_EQ(told("--encoding alibi --layers 1 --d-model 6 --heads 2"), "");
  CHECK_EQ(told("--encoding alibi --d-model 6 --heads 2"),
           "--encoding alibi needs self-attention: expected --layers of at least 1, got 0");
  CHECK_EQ(told("--encoding rotary --layers 1 --d-model 6 --heads 2"),
           "--encoding rotary expects heads of an even width, got --d-model 6 by --heads 2");
}

TEST(settings, memory_of_the_largest_sizes_does_not_overflow) {
  Settings settings;
  settings.vocab_size = std::size_t{1} << 28U;
  settings.d_model = std::size_t{1} << 24U;
  CHECK_NEAR(memory_needed(settings) / 0x1p56, 0.75, 1e-3);
}

TEST(settings, a_model_may_take_more_positions_than_the_data_has) {
  CHECK_EQ(Settings().model_sizes().positions, 20U);
  const Settings settings = settings_of("--positions 40");
  CHECK_EQ(settings.model_sizes().positions, 40U);
  CHECK_EQ(settings.data_sizes().max_seq_len, 20U);
  CHECK_EQ(contradiction(settings), "");
  CHECK_EQ(contradiction(settings_of("--positions 19")),
           "--positions expects at least --max-seq-len 20, or 0 for as many, but got 19");
}

namespace {

// Of each setting a value that is not its default; those that came later apart.
const std::string kOlder =
    " --seed 18446744073709551615 --max-seq-len 12 --vocab-size 13 --d-model 14 --encoding none "
    "--batch-size 16 --samples 11 --epochs 15 --shuffle --lr 0.17 --beta1 0.18 --beta2 0.19 --eps "
    "0.2";
const std::string kLater =
    " --warmup 21 --decay cosine --clip 0.24 --weight-decay 0.25 --positions 26 --target first "
    "--layers 22 --heads 23 --d-ff 24 --norm post --causal --no-skip --no-feed-forward";

}  // namespace

TEST(settings_table, sets_and_gets_each_member_by_its_key) {
  const Settings settings = settings_of(kOlder + kLater);
  CHECK_EQ(options_of(settings), kOlder + kLater);
  CHECK_EQ(settings.seed, UINT64_MAX);
  CHECK_EQ(settings.samples, 11U);
  CHECK_EQ(settings.max_seq_len, 12U);
  CHECK_EQ(settings.vocab_size, 13U);
  CHECK_EQ(settings.d_model, 14U);
  CHECK(settings.encoding == find_encoding("none"));
  CHECK_EQ(settings.epochs, 15U);
  CHECK_EQ(settings.batch_size, 16U);
  CHECK(settings.shuffle);
  CHECK_EQ(settings.adam.lr, 0.17);
  CHECK_EQ(settings.adam.beta1, 0.18);
  CHECK_EQ(settings.adam.beta2, 0.19);
  CHECK_EQ(settings.adam.eps, 0.2);
  CHECK_EQ(settings.adam.warmup, 21U);
  CHECK(settings.adam.decay->is_cosine);
  CHECK_EQ(settings.adam.clip, 0.24);
  CHECK_EQ(settings.adam.weight_decay, 0.25);
  CHECK_EQ(settings.positions, 26U);
  CHECK(settings.target->fill == target_first);
  CHECK_EQ(settings.stack.layers, 22U);
  CHECK_EQ(settings.stack.heads, 23U);
  CHECK_EQ(settings.stack.d_ff, 24U);
  CHECK(settings.stack.norm->after);
  CHECK(settings.stack.causal);
  CHECK(settings.stack.no_skip);
  CHECK(settings.stack.no_feed_forward);
  Settings off = settings;
  CHECK(setting("shuffle").set(off, "off"));
  CHECK(!off.shuffle);
}

// So that runs without layers have the files that they had.
TEST(settings_table, later_ones_are_in_files_only_where_they_are_not_the_default) {
  const auto defaults = texts_of(Settings());
  const auto all = texts_of(settings_of(kOlder + kLater));
  for (const Setting& one : settings_table()) {
    CONTEXT(one.key);
    const bool is_older = (kOlder + " ").find(" --" + one.key + " ") != std::string::npos;
    CHECK_EQ(defaults.count(one.key) != 0, is_older);
    CHECK_EQ(all.count(one.key), 1U);
  }
}

TEST(settings_table, refuses_what_is_no_value_and_sets_nothing) {
  refuses("d-model", {"0", "16777217", "-1", "5x", "", "1.0"});
  refuses("beta1", {"1", "-0.1", "nan", "inf", "0.5x", "", "1e999", "0,5"});
  refuses("lr", {"1.1e20", "-1"});
  refuses("encoding", {"", "Learned", "nonesuch"});
  refuses("shuffle", {"", "yes", "On"});
  refuses("norm", {"", "Pre", "foo"});
  refuses("target", {"", "next"});
  refuses("warmup", {"-1", "1.5", "1000000001"});
  refuses("decay", {"", "Cosine", "exponential"});
  refuses("clip", {"-1", "1.1e20", "nan"});
  refuses("weight-decay", {"-0.1", "1000.1"});
  CHECK_EQ(setting("encoding").expected, "learned, sinusoidal, none, rotary or alibi");
}

TEST(settings_table, leaves_out_the_keys_that_are_named) {
  const std::vector<Setting> table = settings_table({"seed", "no-feed-forward"});
  CHECK_EQ(table.size() + 2, settings_table().size());
  CHECK_EQ(table.front().key, "max-seq-len");
  CHECK_EQ(table.back().key, "no-skip");
  CHECK_EQ(texts_of(Settings(), {"lr"}).count("lr"), 0U);
}

TEST(settings_table, the_options_of_a_run_are_those_that_are_not_the_defaults) {
  CHECK_EQ(options_of(Settings()), "");
  Settings settings = settings_of("--seed 3 --shuffle --layers 2");
  CHECK_EQ(options_of(settings), " --seed 3 --shuffle --layers 2");
  CHECK_EQ(options_of(settings, {"seed"}), " --shuffle --layers 2");
}
