#include "core/utf8.h"

#include "test.h"

TEST(utf8, reads_what_it_writes) {
  for (const std::uint32_t code : {0x0U, 0x41U, 0x7fU, 0x80U, 0x7ffU, 0x800U, 0xd7ffU, 0xe000U,
                                   0xffffU, 0x10000U, 0x10ffffU}) {
    std::string text = "x";
    utf8::append(text, code);
    const auto character = utf8::character_at(text, 1);
    CHECK(character.has_value());
    if (!character) continue;
    CHECK_EQ(character->code, code);
    CHECK_EQ(character->length, text.size() - 1);
    if (code >= 0x80) CHECK(!utf8::character_at(text.substr(0, text.size() - 1), 1));
  }
  CHECK(!utf8::character_at("x", 1));
}

TEST(utf8, refuses_what_is_none) {
  for (const char* text : {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xed\xa0\x80",
                           "\xf4\x90\x80\x80", "\xf8\x80\x80\x80", "\xff", "\xc3x"}) {
    CHECK(!utf8::character_at(text, 0));
  }
}
