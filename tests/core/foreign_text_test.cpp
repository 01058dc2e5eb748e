#include "core/foreign_text.h"

#include "test.h"

TEST(printable, leaves_what_can_be_seen) {
  CHECK_EQ(printable("a b\\c\"d' ~"), "a b\\c\"d' ~");
  const std::string seen = "K\u00fcche \u65e5 \U0001f600";
  CHECK_EQ(printable(seen), seen);
  CHECK_EQ(printable(""), "");
  CHECK_EQ(printable_quoted("x\n"), "\"x\\n\"");
}

TEST(printable, escapes_what_a_terminal_obeys_and_nobody_sees) {
  CHECK_EQ(printable("\x1b[31mred\n\r\t\x07\x7f"), "\\x1b[31mred\\n\\r\\t\\x07\\x7f");
  CHECK_EQ(printable(std::string("\0x", 2)), "\\x00x");
  CHECK_EQ(printable("\u009b"
                     "2J"),
           "\\xc2\\x9b2J");  // ESC [ in one character
  CHECK_EQ(printable("\u202e"
                     "txt"),
           "\\xe2\\x80\\xaetxt");                          // writes backwards
  CHECK_EQ(printable("\xe2\x80\x8b"), "\\xe2\\x80\\x8b");  // no width
  CHECK_EQ(printable("\u00a0"), "\\xc2\\xa0");             // look like a blank
  CHECK_EQ(printable("\u3000"), "\\xe3\\x80\\x80");
  CHECK_EQ(printable("\u115f"), "\\xe1\\x85\\x9f");
  CHECK_EQ(printable("\u00a1\u3001\u1161"), "\u00a1\u3001\u1161");
  CHECK_EQ(printable("\xff\xc3"), "\\xff\\xc3");  // no UTF-8
}

TEST(printable, leaves_out_the_middle_of_what_is_long) {
  const std::string most(160, 'x');
  CHECK_EQ(printable(most), most);
  CHECK_EQ(printable("a" + most + "z"),
           "a" + std::string(77, 'x') + "..." + std::string(77, 'x') + "z");
  CHECK_EQ(printable("/home/me/model", 11), "/hom...odel");
  CHECK_EQ(printable(std::string(200000, '\n'), 11), "\\n\\n...\\n\\n");
  CHECK_EQ(printable(std::string(6, '\n'), 11), "\\n\\n...\\n\\n");
  // Characters are counted, not bytes, and none is cut.
  std::string umlauts;
  for (int i = 0; i < 160; ++i) umlauts += "\xc3\xbc";
  CHECK_EQ(printable(umlauts), umlauts);
  for (std::size_t size = 1; size < 100; ++size) {
    CONTEXT("size " << size);
    const std::string shown = printable(umlauts.substr(0, 2 * size) + std::string(20000, '-') +
                                            umlauts.substr(0, 2 * size + size % 2),
                                        60);
    CHECK_EQ(shown, printable(shown, 60));
  }
}

TEST(shell_word, is_what_the_shell_reads) {
  CHECK_EQ(shell_word("a/b-c_1.txt"), "a/b-c_1.txt");
  CHECK_EQ(shell_word(""), "''");
  CHECK_EQ(shell_word("my $(id).txt"), "'my $(id).txt'");
  CHECK_EQ(shell_word("it's"), "'it'\\''s'");
  CHECK_EQ(shell_word("~"), "'~'");
}

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
