#include "core/json.h"

#include "strict_json.h"
#include "test.h"

#include <limits>

TEST(json, puts_commas_and_new_lines_between) {
  CHECK_EQ(json::object({}), "{}");
  CHECK_EQ(json::object({{"a", "1", json::kOnNewLine}, {"b", "[]"}, {"c", "{}", json::kOnNewLine}}),
           "{\"a\":1,\"b\":[],\n\"c\":{}}");
  const std::vector<double> values = {1, 0.1};
  const auto text = [](double value) { return json::number(value); };
  CHECK_EQ(json::array(values, text), "[1.0,0.1]");
  CHECK_EQ(json::array(values, text, ",\n"), "[1.0,\n0.1]");
  CHECK_EQ(json::array(std::vector<double>{}, text), "[]");
}

TEST(json, escapes_what_a_string_cannot_hold) {
  CHECK_EQ(json::quoted("a \"b\" \\ \n\x1f \xc3\xa9"), R"("a \"b\" \\ \u000a\u001f )"
                                                       "\xc3\xa9\"");
  CHECK_EQ(json::quoted("\x7f \xc2\x9f"), R"("\u007f \u009f")");  // which terminals obey
  CHECK_EQ(json::quoted("\xe2\x80\xae \xf3\xa0\x80\xa1"),
           R"("\u202e \udb40\udc21")");  // or nobody sees
  CHECK_EQ(json::object_of_texts({{"\"", "1"}, {"b", ""}}), R"({"\"":"1","b":""})");
}

TEST(json, numbers_are_exact_or_rounded_and_null_where_there_is_none) {
  CHECK_EQ(json::number(1.0 / 3), "0.3333333333333333");
  CHECK_EQ(json::number(1.0 / 3, 5), "0.33333");
  CHECK_EQ(json::number(std::numeric_limits<double>::infinity()), "null");
  CHECK_EQ(json::number(std::numeric_limits<double>::quiet_NaN(), 5), "null");
}

// The check that the commands' tests call.
TEST(json, is_told_from_what_is_none) {
  for (const char* good : {"{}\n", "[]\n", "null\n", "[1,-2.5e-7,0.0,\n null]\n",
                           "{\"a\":[{\"b\":\"\\u000a\"}],\n\"c\":true}\n"}) {
    CONTEXT(good);
    CHECK(is_strict_json(good));
  }
  for (const char* bad :
       {"", "\n", "{}", "{}\n{}\n", "[1,]\n", "[nan]\n", "[inf]\n", "[01]\n", "[.5]\n", "[1.]\n",
        "{\"a\"}\n", "{a:1}\n", "[\"\n\"]\n", "[\"\\x\"]\n", "[1 2]\n", "[1\n", "Epoch 1\n"}) {
    CONTEXT(bad);
    CHECK(!is_strict_json(bad));
  }
}
