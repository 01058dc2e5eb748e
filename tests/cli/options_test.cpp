#include "cli/options.h"

#include "test.h"

namespace {

struct Settings {
  std::uint64_t count = 3;
  std::string name = "nuts";
  bool quiet = false;
};

const Command kWork = {
    "work",
    "",
    "Works.",
    {option::whole_number("--count", 1, 100, "how many (3)"),
     option::text("--name", "NAME", "of what"), option::flag("--quiet", "says nothing", 'q')}};
const Option kFrom = option::text("FROM", "", "what to read");

// And what it prints.
std::optional<Given> given_to(const Command& command, const Arguments& arguments,
                              const std::string& printed = "") {
  std::ostringstream out;
  std::optional<Given> given = parse_options(command, arguments, Console{out, out});
  CHECK_EQ(out.str(), printed);
  return given;
}

Settings parsed(const Arguments& arguments) {
  const Given given = given_to(kWork, arguments).value();
  return {given.number("--count", 3), given.text("--name", "nuts"), given.has("--quiet")};
}

}  // namespace

TEST(options, take_a_value_after_a_blank_or_an_equals_sign) {
  CHECK_EQ(parsed({"--count", "7"}).count, 7U);
  CHECK_EQ(parsed({"--count=7"}).count, 7U);
  CHECK_EQ(parsed({"--name=a=b"}).name, "a=b");
  CHECK_EQ(parsed({"--name", "-1", "--count", "100"}).name, "-1");
}

TEST(options, keep_their_defaults_where_none_is_given) {
  const Settings settings = parsed({});
  CHECK_EQ(settings.count, 3U);
  CHECK_EQ(settings.name, "nuts");
  CHECK(!settings.quiet);
}

TEST(options, know_flags_by_name_and_letter) {
  CHECK(parsed({"--quiet"}).quiet);
  CHECK(parsed({"-q"}).quiet);
}

TEST(options, let_the_last_of_several_win) {
  CHECK_EQ(parsed({"--count", "7", "--count", "8"}).count, 8U);
}

TEST(options, tell_which_were_given) {
  CHECK(given_to(kWork, {"-q", "--name=x"})->values ==
        (std::map<std::string, Arguments>{{"--name", {"x"}}, {"--quiet", {""}}}));
}

TEST(options, take_arguments_without_dashes_in_their_order) {
  const Command copy = {"copy", "", "", {kFrom, option::text("TO", "", "what to write")}};
  const auto given = given_to(copy, {"a", "b"});
  CHECK_EQ(given->text("FROM"), "a");
  CHECK_EQ(given->text("TO"), "b");
  CHECK_THROWS(UsageError, given_to(copy, {"a"}), "copy expects a TO: posembed copy FROM TO");
  CHECK_THROWS(UsageError, given_to(copy, {"a", "b", "c"}),
               "unexpected argument \"c\"; see posembed help copy");
}

TEST(options, end_where_two_dashes_stand_alone) {
  const Command copy = {"copy", "", "", {kFrom, option::flag("--quiet", "says nothing", 'q')}};
  const auto given = given_to(copy, {"-q", "--", "--help"});
  CHECK_EQ(given->text("FROM"), "--help");
  CHECK(given->has("--quiet"));
  CHECK_EQ(given_to(copy, {"--", "--"})->text("FROM"), "--");
  CHECK_THROWS(UsageError, given_to(copy, {"--"}),
               "copy expects a FROM: posembed copy FROM [OPTIONS]");
  CHECK_THROWS(UsageError, given_to(copy, {"--", "x", "-q"}),
               "unexpected argument \"-q\"; see posembed help copy");
}

TEST(options, print_help_with_defaults) {
  for (const char* argument : {"--help", "-h"}) {
    CONTEXT("argument " << argument);
    CHECK(!given_to(kWork, {"-q", argument, "--nonsense"},
                    "Usage: posembed work [OPTIONS]\n\nWorks.\n\nOptions:\n"
                    "  --count N           how many (3)\n"
                    "  --name NAME         of what\n"
                    "  --quiet, -q         says nothing\n"));
  }
}

TEST(options, refuse_numbers_that_are_none_or_out_of_range) {
  const std::string expected = "--count expects a whole number from 1 to 100, but got ";
  for (const char* given :
       {"0", "101", "5x", "-1", "+1", "1.0", "", " 1", "nan", "0x1", "18446744073709551617"}) {
    const std::string quoted = "\"" + std::string(given) + "\"";
    CHECK_THROWS(UsageError, parsed({"--count=" + std::string(given)}), expected + quoted);
  }
  CHECK_THROWS(UsageError, parsed({"--name="}), "--name expects a NAME, but got \"\"");
}

TEST(options, refuse_what_is_unknown_or_misplaced) {
  const std::string see = "; see posembed help work";
  const std::vector<std::pair<Arguments, std::string>> refused = {
      {{"--cuont", "7"}, "unknown option --cuont; did you mean --count?"},
      {{"--nonsense"}, "unknown option --nonsense" + see},
      {{"-x"}, "unknown option -x" + see},
      {{"extra"}, "unexpected argument \"extra\"" + see},
      {{""}, "unexpected argument \"\"" + see},
      {{"-"}, "unexpected argument \"-\"" + see},
      {{"--count"}, "--count expects a value: --count N"},
      {{"--count", "--quiet"}, "--count expects a value: --count N"},
      {{"--quiet=yes"}, "--quiet takes no value, but got \"yes\""}};
  for (const auto& [arguments, message] : refused) {
    CHECK_THROWS(UsageError, parsed(arguments), message);
  }
}

TEST(options, suggest_the_nearest_name_if_it_is_near) {
  const std::vector<std::string> names = {"train", "gradcheck", "help"};
  CHECK_EQ(did_you_mean("trian", names), "; did you mean train?");
  CHECK_EQ(did_you_mean("grad-check", names), "; did you mean gradcheck?");
  CHECK_EQ(did_you_mean("hepl", names), "; did you mean help?");
  CHECK_EQ(did_you_mean("trn", names), "; did you mean train?");
  CHECK_EQ(did_you_mean("xyzzy", names), "");
  CHECK_EQ(did_you_mean("--init", {"--quiet"}), "");  // dashes are alike in all options
  CHECK_EQ(did_you_mean("--jobs", {"--eps"}), "");
  CHECK_EQ(did_you_mean("--esp", {"--eps"}), "; did you mean --eps?");
}
