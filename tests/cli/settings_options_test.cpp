#include "cli/settings_options.h"

#include "run.h"
#include "test.h"

#include <stdexcept>

TEST(settings_options, set_what_they_name_and_say_the_default) {
  std::ostringstream out;
  const Console console = {out, out};
  const Command train = {"train", "", "", settings_options({"seed"})};
  const Settings settings =
      settings_in(*parse_options(train, {"--shuffle", "--lr=0.17", "--epochs=15"}, console));
  CHECK(settings.shuffle);
  CHECK_EQ(settings.adam.lr, 0.17);
  CHECK_EQ(settings.epochs, 15U);
  CHECK(!parse_options(train, {"--help"}, console));
  check_has(out.str(), {"  --encoding NAME     of positions: learned, sinusoidal, none, rotary "
                        "or alibi (learned)\n",
                        "  --shuffle           a new order of the sequences each epoch\n",
                        "  --eps X             what Adam adds to the divisor (1e-08)\n"});
  CHECK_THROWS(UsageError, parse_options(train, {"--seed=1"}, console),
               "unknown option --seed; see posembed help train");
}

TEST(settings_options, take_from_files_what_we_write_and_nothing_else) {
  CHECK(texts_of(settings_from(texts_of(Settings()), "m.st")) == texts_of(Settings()));
  const auto refuses = [](const char* key, const std::string& text, const std::string& message) {
    std::map<std::string, std::string> texts = texts_of(Settings());
    texts[key] = text;
    CHECK_THROWS(std::runtime_error, settings_from(texts, "m.st"), "m.st: metadata " + message);
  };
  refuses("lr", "-1", "lr: --lr expects a number from 0 to 1e+20, but got \"-1\"");
  refuses("lr", "1e-3", "lr: expected a setting, found 1e-3");
  refuses("epochs", "025", "epochs: expected a setting, found 025");
  refuses("shuffle", "maybe", "shuffle: expected a setting, found maybe");
  CHECK_THROWS(std::runtime_error, settings_from({}, "m.st"),
               "m.st: expected metadata seed, found none");
}

TEST(settings_options, are_those_that_fit_the_command) {
  const std::vector<std::pair<const char*, const char*>> left_out = {
      {"gradcheck", "--samples"}, {"gradcheck", "--eps"}, {"bench", "--shuffle"},
      {"sweep", "--seed "},       {"compare", "--seed "}, {"compare", "--encoding"}};
  for (const auto& [command, option] : left_out) {
    const std::string help = run({"help", command}).out;
    CHECK(has(help, "\n  --vocab-size N "));
    CHECK(!has(help, "\n  " + std::string(option)));
  }
}

TEST(settings_options, have_these_ranges) {
  const std::vector<std::pair<const char*, const char*>> ranges = {
      {"--seed", "a whole number from 0 to 18446744073709551615"},
      {"--samples", "a whole number from 1 to 214748364"},
      {"--max-seq-len", "a whole number from 1 to 16777216"},
      {"--vocab-size", "a whole number from 1 to 268435455"},
      {"--d-model", "a whole number from 1 to 16777216"},
      {"--epochs", "a whole number from 0 to 1000000000"},
      {"--batch-size", "a whole number from 1 to 214748364"},
      {"--lr", "a number from 0 to 1e+20"},
      {"--beta1", "a number from 0 to below 1.0"},
      {"--beta2", "a number from 0 to below 1.0"},
      {"--eps", "a number from 0 to 1e+20"},
      {"--warmup", "a whole number from 0 to 1000000000"},
      {"--decay", "none, cosine or linear"},
      {"--clip", "a number from 0 to 1e+20"},
      {"--weight-decay", "a number from 0 to 1000.0"},
      {"--target", "position, previous or first"},
      {"--layers", "a whole number from 0 to 1000"},
      {"--heads", "a whole number from 1 to 16777216"},
      {"--d-ff", "a whole number from 0 to 16777216"},
      {"--norm", "pre, post or none"},
  };
  for (const auto& [option, range] : ranges) {
    refuses_usage({"train", option, "-1"},
                  std::string(option) + " expects " + range + ", but got \"-1\"");
  }
}

TEST(settings_options, refuse_sizes_beyond_memory_before_any_work) {
  refuses_usage({"--vocab-size", "200000000", "--d-model=16000000"},
                "these sizes need 38.4 PB of memory, more than this machine gives: --samples 1000 "
                "--max-seq-len 20 --vocab-size 200000000 --d-model 16000000");
}

TEST(settings_options, refuse_layers_beyond_memory_by_what_makes_them_large) {
  refuses_usage({"--layers=1000", "--d-ff=16777216", "--d-model=10000"},
                "these sizes need 5.4 PB of memory, more than this machine gives: --samples 1000 "
                "--max-seq-len 20 --vocab-size 100 --d-model 10000 --batch-size 32 --layers 1000 "
                "--heads 2 --d-ff 16777216");
}

// Whatever command trains.
TEST(settings_options, without_layers_refuse_what_needs_them) {
  const std::vector<Arguments> options = {
      {"--causal"},     {"--no-skip"},   {"--no-feed-forward"}, {"--norm", "post"},
      {"--heads", "4"}, {"--d-ff", "8"}, {"--target", "first"}};
  for (const char* command : {"train", "sweep", "compare", "gradcheck", "bench"}) {
    for (const Arguments& option : options) {
      refuses_usage(with({command}, option),
                    option.front() + (option.size() == 1 ? "" : " " + option.back()) +
                        " needs self-attention: expected --layers of at least 1, got 0");
    }
  }
}

TEST(seed_list, takes_numbers_and_ranges_in_their_order) {
  CHECK(seeds_of("7") == std::vector<std::uint64_t>({7}));
  CHECK(seeds_of("1,5,10..12,0") == std::vector<std::uint64_t>({1, 5, 10, 11, 12, 0}));
  CHECK(seeds_of("18446744073709551614..18446744073709551615") ==
        std::vector<std::uint64_t>({UINT64_MAX - 1, UINT64_MAX}));
  CHECK_EQ(seeds_of("0..999999").size(), 1000000U);
}

TEST(seed_list, refuses_what_is_no_list) {
  for (const char* text :
       {"", ",", "1,", "a", "1..", "..2", "3..1", "1-3", "1...3", "-1", "1 ,2"}) {
    CHECK_THROWS(
        UsageError, seeds_of(text),
        "--seeds expects whole numbers and ranges such as 0..999 or 1,5,10..20, but got \"" +
            std::string(text) + "\"");
  }
  CHECK_THROWS(UsageError, seeds_of("3,1..4"),
               "--seeds expects each seed once, not 3 twice, but got \"3,1..4\"");
  for (const char* text : {"0..1000000", "0..999999,1000000", "0..18446744073709551615"}) {
    CHECK_THROWS(UsageError, seeds_of(text),
                 "--seeds expects at most 1000000 seeds, but got \"" + std::string(text) + "\"");
  }
}

TEST(settings_options, have_sliders_from_right_value_to_right_value) {
  const std::string json = settings_json();
  std::size_t sliders = 0;
  for (const Setting& setting : settings_table()) {
    CONTEXT(setting.key);
    const std::size_t row = json.find("\"key\":\"" + setting.key + "\"");
    for (const std::string end : {"\"least\":\"", "\"most\":\""}) {
      const std::size_t from = json.find(end, row) + end.size();
      const std::string value = json.substr(from, json.find('"', from) - from);
      Settings settings;
      CHECK(value.empty() || setting.set(settings, value));
      sliders += value.empty() ? 0 : 1;
    }
  }
  CHECK_EQ(sliders, 28U);
}

TEST(settings_options, are_all_there_for_programs) {
  const std::string json = settings_json();
  for (const Setting& setting : settings_table()) {
    CHECK(has(json, "{\"group\":\"" + setting.group + "\",\"key\":\"" + setting.key + "\""));
  }
  CHECK(has(json,
            "\"default\":\"pre\",\"choices\":[\"pre\",\"post\",\"none\"],\"needs_layers\":["
            "\"post\",\"none\"]}"));
  CHECK(has(json, "\"needs_layers\":[\"rotary\",\"alibi\"]}"));
}
