#include "files/safetensors_header.h"

#include "test.h"

#include <stdexcept>

namespace {

const std::string& good() {
  static const std::string kGood =
      R"({"__metadata__":{"a":"b\"\\\u00e9\ud83d\ude00"}, "w" : {"dtype":"F32","shape":[2,3],)"
      R"("data_offsets":[0,24]},"b":{"data_offsets":[24,28],"shape":[],"dtype":"I64"}}   )";
  return kGood;
}

void refuses(const std::string& header, int byte, const std::string& message) {
  CHECK_THROWS(std::runtime_error, parse_safetensors_header(header),
               "byte " + std::to_string(byte) + " of the header: " + message);
}

}  // namespace

TEST(safetensors_header, reads_metadata_and_tensors) {
  const SafetensorsHeader header = parse_safetensors_header(good());
  CHECK_EQ(header.metadata.size(), 1U);
  CHECK_EQ(header.metadata.at("a"), "b\"\\\xc3\xa9\xf0\x9f\x98\x80");
  CHECK_EQ(header.tensors.size(), 2U);
  CHECK_EQ(header.tensors[0].name, "w");
  CHECK_EQ(header.tensors[0].dtype, "F32");
  CHECK(header.tensors[0].shape == std::vector<std::uint64_t>({2, 3}));
  CHECK_EQ(header.tensors[0].end, 24U);
  CHECK(header.tensors[1].shape.empty());
  CHECK(parse_safetensors_header("{}").tensors.empty());
}

// As the reference reader does.
TEST(safetensors_header, reads_null_metadata_and_passes_over_unknown_keys_of_a_tensor) {
  const SafetensorsHeader header = parse_safetensors_header(
      R"({"__metadata__":null,"w":{"more":{"a":[1,-2.5e3,{}],"b":[]},"dtype":"F32","x":true,)"
      R"("shape":[2],"y":null,"data_offsets":[0,8],"z":false,"s":"}"}})");
  CHECK(header.metadata.empty());
  CHECK_EQ(header.tensors.size(), 1U);
  CHECK_EQ(header.tensors[0].end, 8U);
  refuses(R"({"w":{"more":nul}})", 13, "expected a value, found n");
  refuses(R"({"__metadata__":1})", 16, "expected {, found 1");
}

TEST(safetensors_header, refuses_every_truncation) {
  const std::string text = good().substr(0, good().rfind('}') + 1);
  for (std::size_t length = 0; length < text.size(); ++length) {
    CONTEXT("length " << length);
    CHECK(has(thrown_by([&] { parse_safetensors_header(text.substr(0, length)); }), "expected"));
  }
}

TEST(safetensors_header, refuses_what_is_not_such_json) {
  refuses("", 0, "expected {, found the end");
  refuses(" {}", 0, "expected {, found  ");
  refuses("[]", 0, "expected {, found [");
  refuses("{}x", 2, "expected the end of the header, found x");
  refuses(std::string("{}\0", 3), 2, "expected the end of the header, found byte 0");
  refuses("{a:1}", 1, "expected \", found a");
  refuses(R"({"w":1})", 5, "expected {, found 1");
  refuses(R"({"w":{}})", 7, "expected dtype, shape and data_offsets of w");
  refuses(R"({"w":{"shape":[1.5]}})", 16, "expected ], found .");
  refuses(R"({"w":{"shape":[-1]}})", 15, "expected a whole number, found -");
  refuses(R"({"w":{"shape":[01]}})", 15, "expected a number without leading zeros, found 0");
  refuses(R"({"w":{"shape":[9007199254740993]}})", 15,
          "expected a number of at most 9007199254740992, found 9007199254740993");
  refuses(R"({"w":{"shape":[[1]]}})", 15, "expected a whole number, found [");
  refuses(R"({"w":{"shape":[1,]}})", 17, "expected a whole number, found ]");
  refuses(R"({"w":{"data_offsets":[1]}})", 24, "expected two data_offsets of w");
  refuses(R"({"w":{"data_offsets":[1,2,3]}})", 28, "expected two data_offsets of w");
  refuses(R"({"w":{"dtype":"F32","shape":[1]}})", 32,
          "expected dtype, shape and data_offsets of w");
  refuses(R"({"w":{"more":1}})", 15, "expected dtype, shape and data_offsets of w");
  refuses(R"({"__metadata__":{"a":1}})", 21, "expected \", found 1");
  refuses(R"({"__metadata__":{"a":"b"},"__metadata__":{}})", 40,
          "expected each key once in the header, found __metadata__ twice");
  refuses(R"({"w":{"dtype":"F32","dtype":"F32"}})", 27,
          "expected each key once in w, found dtype twice");
}

TEST(safetensors_header, refuses_strings_that_are_none) {
  refuses("{\"a\nb\":1}", 3, "expected no control character in a string, found byte 10");
  refuses(R"({"\x":1})", 3, "expected an escape that JSON knows, found x");
  refuses(R"({"\u12":1})", 6, "expected four hexadecimal digits, found \"");
  refuses(R"({"\ud800":1})", 8, "expected the second half of a pair, found \"");
  refuses(R"({"\ud800\u0041":1})", 14, "expected the second half of a pair, found \"");
  refuses(R"({"\ud800\ue000":1})", 14, "expected the second half of a pair, found \"");
  refuses(R"({"ab)", 4, "expected \" at the end of a string, found the end");
  refuses(R"({"\udc00":1})", 8, "expected no second half of a pair alone, found \"");
  for (const char* bytes : {"\x80", "\xc1\xbf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                            "\xf5\x80\x80\x80", "\xc3", "\xff"}) {
    const auto first = std::to_string(static_cast<unsigned char>(bytes[0]));
    refuses("{\"" + std::string(bytes) + "\":1}", 2, "expected UTF-8, found byte " + first);
  }
}

TEST(safetensors_header, survives_deep_nesting) {
  refuses(std::string(1000000, '{'), 1, "expected \", found {");
  refuses("{\"w\":" + std::string(1000000, '['), 5, "expected {, found [");
  refuses(R"({"w":{"more":)" + std::string(1000000, '['), 113,
          "expected values nested no deeper, found [");
}
