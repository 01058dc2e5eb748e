#include "files/safetensors.h"

#include "core/float_bits.h"

#include "test.h"

#include <cmath>

namespace {

std::string with_length(const std::string& header, const std::string& values) {
  std::string length(8, '\0');
  to_little_endian(std::uint64_t{header.size()}, length.data());
  return length + header + values;
}

// As it stands in a header.
std::string entry(const std::string& name, const std::string& dtype, const std::string& shape,
                  const std::string& offsets) {
  return "\"" + name + R"(":{"dtype":")" + dtype + R"(","shape":[)" + shape +
         R"(],"data_offsets":[)" + offsets + "]}";
}

// The file of a tensor w.
std::string one_tensor(const std::string& dtype, const std::string& shape,
                       const std::string& values) {
  const std::string offsets = "0," + std::to_string(values.size());
  return with_length("{" + entry("w", dtype, shape, offsets) + "}", values);
}

Safetensors from(const std::string& bytes) {
  std::istringstream in(bytes);
  return read_safetensors(in, "m.st");
}

void refuses(const std::string& bytes, const std::string& message) {
  CHECK_THROWS(std::runtime_error, from(bytes), "m.st: " + message);
}

std::string example() {
  Tensor w({2, 2});
  w[0] = 1;
  w[3] = -0x1p-149F;
  Tensor b({1});
  b[0] = 0.5F;
  std::ostringstream out;
  write_safetensors(out, {{"z", "1"}, {"a", "x\"y"}}, {{"w", &w}, {"b", &b}});
  return out.str();
}

}  // namespace

TEST(safetensors, writes_these_bytes) {
  const std::string header = R"({"__metadata__":{"a":"x\"y","z":"1"},)"
                             R"("b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
                             R"("w":{"dtype":"F32","shape":[2,2],"data_offsets":[4,20]}})";
  const std::string padding(8 - header.size() % 8, ' ');
  CHECK(example() == with_length(header + padding, std::string("\0\0\0\x3f"
                                                               "\0\0\x80\x3f"
                                                               "\0\0\0\0"
                                                               "\0\0\0\0"
                                                               "\1\0\0\x80",
                                                               20)));
  CHECK_EQ((header + padding).size() % 8, 0U);
}

TEST(safetensors, reads_what_it_writes) {
  const Safetensors file = from(example());
  CHECK_EQ(file.metadata.at("a"), "x\"y");
  CHECK_EQ(file.tensors.size(), 2U);
  CHECK(file.tensors.at("w").shape() == std::vector<std::size_t>({2, 2}));
  CHECK_EQ(file.tensors.at("w")[0], 1.0F);
  CHECK_EQ(file.tensors.at("w")[3], -0x1p-149F);
  CHECK_EQ(file.tensors.at("b")[0], 0.5F);
}

TEST(safetensors, reads_tensors_in_any_order) {
  const Safetensors file = from(
      with_length("{" + entry("a", "F32", "1", "4,8") + "," + entry("b", "F32", "1", "0,4") + "}",
                  std::string("\0\0\x80\x3f\0\0\0\x40", 8)));
  CHECK_EQ(file.tensors.at("a")[0], 2.0F);
  CHECK_EQ(file.tensors.at("b")[0], 1.0F);
}

// Python's struct.pack("<e", x), NumPy's float32(x) >> 16 and struct.pack("<d", x) give these
// bytes.
TEST(safetensors, reads_other_kinds_of_floats) {
  const auto read = [](const char* dtype, const std::string& bytes, std::size_t count) {
    const Tensor w = from(one_tensor(dtype, std::to_string(count), bytes)).tensors.at("w");
    return std::vector<float>(w.begin(), w.end());
  };
  const std::string half("\0\x3c\0\xc2\x55\x35\xff\x7b\1\x80\xff\3\0\x80", 14);
  const std::vector<float> halves = {1, -3, 0x1.554p-2F, 65504, -0x1p-24F, 0x1.ff8p-15F, -0.0F};
  CHECK(read("F16", half, 7) == halves);
  CHECK(std::signbit(read("F16", half, 7)[6]));
  const std::string brain("\x80\x3f\x40\xc0\xab\x3e\1\x80\x7f\x7f", 10);
  const std::vector<float> brains = {1, -3, 0x1.56p-2F, -0x1p-133F, 0x1.fep127F};
  CHECK(read("BF16", brain, 5) == brains);
  // 1 + 2^-24, half way between two floats, goes to the even one; 1 + 3·2^-24 too; then what is a
  // little more than half way; -1e-320, too small; the largest that is rounded to a float.
  const std::string wide(
      "\0\0\0\x10\0\0\xf0\x3f\0\0\0\x30\0\0\xf0\x3f\1\0\0\x10\0\0\xf0\x3f"
      "\xe8\7\0\0\0\0\0\x80\xff\xff\xff\xef\xff\xff\xef\x47",
      40);
  const std::vector<float> wides = {1, 0x1.000004p0F, 0x1.000002p0F, 0, 0x1.fffffep127F};
  CHECK(read("F64", wide, 5) == wides);
}

TEST(safetensors, refuses_every_truncation_and_extra_bytes) {
  const std::string whole = example();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    CONTEXT("length " << length);
    CHECK(has(thrown_by([&] { from(whole.substr(0, length)); }), "expected"));
  }
  refuses(whole + "x", "expected 20 bytes of values, found 21");
}

TEST(safetensors, says_what_another_file_is) {
  const std::string save = ": load it in PyTorch, and save its state_dict() as safetensors";
  const std::string json = "JSON, such as the index of a model in parts: name a .safetensors file";
  const std::vector<std::pair<std::string, std::string>> files = {
      {"", "an empty file"},
      {"PK\x03\x04 and more than eight bytes", "a zip, as torch.save writes" + save},
      {"\x80\x02}q", "a pickle of Python" + save},
      {"\x80\x04\x95 and more", "a pickle of Python" + save},
      {"version https://git-lfs.github.com/spec/v1\n",
       "a git LFS pointer: fetch the file itself, by git lfs pull"},
      {"<!doctype html>", "a web page: download the file itself"},
      {"GGUF, of eight bytes", "GGUF, whose models are others than posembed's"},
      {"\x93NUMPY\x01 and more",
       "an array of NumPy (.npy): save all tensors as one safetensors file"},
      {"{}", json},
      {"{\"weight_map\":{}}", json}};
  for (const auto& [bytes, kind] : files) refuses(bytes, "expected safetensors, found " + kind);
  refuses("1234567", "expected at least the 8 bytes of the header's length, found 7");
}

TEST(safetensors, refuses_a_header_that_is_wrong_or_beyond_the_file) {
  refuses(std::string("\x03\0\0\0\0\0\0\0{}", 10),
          "expected a header of at most 2 bytes, found a length of 3");
  refuses(std::string(8, '\xff') + "{}",
          "expected a header of at most 2 bytes, found a length of 18446744073709551615");
  refuses(std::string(8, '\0'), "byte 0 of the header: expected {, found the end");
  refuses(with_length("{", ""), "byte 1 of the header: expected \", found the end");
}

TEST(safetensors, refuses_offsets_that_do_not_fill_the_data) {
  const auto two = [](const std::string& a, const std::string& b, std::size_t bytes) {
    return with_length("{" + entry("a", "F32", "1", a) + "," + entry("b", "F32", "1", b) + "}",
                       std::string(bytes, '\0'));
  };
  refuses(two("0,4", "8,12", 12),
          "tensor b: expected its values to begin at 4, where those before end, found 8");
  refuses(two("0,4", "0,4", 8),
          "tensor b: expected its values to begin at 4, where those before end, found 0");
  refuses(two("4,8", "8,12", 12),
          "tensor a: expected its values to begin at 0, where those before end, found 4");
  refuses(two("0,4", "4,8", 4), "expected 8 bytes of values, found 4");
  refuses(two("0,4", "4,9", 9), "tensor b: expected 4 bytes for its shape, found offsets 4 to 9");
  refuses(two("0,9007199254740992", "4,8", 4),
          "tensor a: expected 4 bytes for its shape, found offsets 0 to 9007199254740992");
}

TEST(safetensors, refuses_other_types_and_shapes) {
  const auto refuses_one = [](const char* dtype, const char* shape, std::size_t bytes,
                              const std::string& message) {
    refuses(one_tensor(dtype, shape, std::string(bytes, '\0')), "tensor w: expected " + message);
  };
  refuses_one("I64", "1", 8, "dtype F32, F16, BF16 or F64, found I64");
  refuses_one("F16", "3", 12, "6 bytes for its shape, found offsets 0 to 12");
  refuses_one("F32", "", 4, "one or two dimensions, found 0");
  refuses_one("F32", "1,1,1", 4, "one or two dimensions, found 3");
  refuses_one("F32", "4294967296,4294967296", 0, "a shape that fits in memory");
  refuses_one("F32", "9007199254740992,512", 0, "a shape that fits in memory");
  for (const char* shape : {"9007199254740992,0", "0,9007199254740992", "0"}) {
    refuses_one("F32", shape, 0, "a shape without 0");  // its rows would be read one by one
  }
}

TEST(safetensors, messages_are_printable_and_short) {
  const std::string name = "\\u001b[2J" + std::string(100000, 'x');
  const std::string file = with_length("{" + entry(name, "I64", "1", "0,8") + "}", "");
  const std::string message = thrown_by([&] { from(file); });
  CHECK_EQ(message.rfind("m.st: tensor \\x1b[2Jxxx", 0), 0U);
  CHECK(message.size() < 300);
}

TEST(safetensors, refuses_values_that_are_no_numbers) {
  refuses(one_tensor("F32", "1,2", std::string("\0\0\x80\x3f\0\0\xc0\x7f", 8)),
          "tensor w, row 0, column 1: expected a finite number, found 0x7fc00000");
  const auto refuses_one = [](const char* dtype, const std::string& bytes,
                              const std::string& found) {
    refuses(one_tensor(dtype, "1", bytes),
            "tensor w, row 0, column 0: expected a finite number, found " + found);
  };
  refuses_one("F16", std::string("\0\xfc", 2), "0xff800000");
  refuses_one("F16", std::string("\0\x7e", 2), "0x7fc00000");
  refuses_one("BF16", std::string("\x80\x7f", 2), "0x7f800000");
  refuses_one("F64", std::string("\0\0\0\0\0\0\xf8\x7f", 8), "0x7f800000");
  refuses_one("F64", std::string("\0\0\0\xf0\xff\xff\xef\xc7", 8), "0xff800000");
}
