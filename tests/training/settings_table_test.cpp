#include "training/settings_table.h"

#include "test.h"

#include <algorithm>

namespace {

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

TEST(settings_table, sets_and_gets_each_member_by_its_key) {
  const std::map<std::string, std::string> texts = {{"seed", "18446744073709551615"},
                                                    {"max-seq-len", "12"},
                                                    {"vocab-size", "13"},
                                                    {"d-model", "14"},
                                                    {"encoding", "none"},
                                                    {"batch-size", "16"},
                                                    {"samples", "11"},
                                                    {"epochs", "15"},
                                                    {"shuffle", "on"},
                                                    {"lr", "0.17"},
                                                    {"beta1", "0.18"},
                                                    {"beta2", "0.19"},
                                                    {"eps", "0.2"}};
  Settings settings;
  for (const auto& [key, text] : texts) CHECK(setting(key).set(settings, text));
  CHECK(texts_of(settings) == texts);
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
  CHECK(setting("shuffle").set(settings, "off"));
  CHECK(!settings.shuffle);
}

// So that runs without layers have the files that they had.
TEST(settings_table, of_layers_are_in_files_only_where_they_are_not_the_default) {
  std::map<std::string, std::string> texts = {
      {"warmup", "21"}, {"target", "first"}, {"layers", "22"},
      {"heads", "23"},  {"d-ff", "24"},      {"norm", "post"},
      {"causal", "on"}, {"no-skip", "on"},   {"no-feed-forward", "on"}};
  for (const auto& [key, text] : texts) CHECK_EQ(texts_of(Settings()).count(key), 0U);
  Settings settings;
  for (const auto& [key, text] : texts) CHECK(setting(key).set(settings, text));
  texts.merge(texts_of(Settings()));
  CHECK(texts_of(settings) == texts);
  CHECK_EQ(settings.adam.warmup, 21U);
  CHECK(settings.target->fill == target_first);
  CHECK_EQ(settings.stack.layers, 22U);
  CHECK_EQ(settings.stack.heads, 23U);
  CHECK_EQ(settings.stack.d_ff, 24U);
  CHECK(settings.stack.norm->after);
  CHECK(settings.stack.causal);
  CHECK(settings.stack.no_skip);
  CHECK(settings.stack.no_feed_forward);
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
  Settings settings;
  settings.seed = 3;
  settings.shuffle = true;
  settings.stack.layers = 2;
  CHECK_EQ(options_of(settings), " --seed 3 --shuffle --layers 2");
  CHECK_EQ(options_of(settings, {"seed"}), " --shuffle --layers 2");
}
