#include "cli/man_page.h"

#include "help_lines.h"

TEST(man_page, has_every_option_of_every_command_with_its_help) {
  const std::string page = run({"help", "--man"}).out;
  for (const HelpLine& line : help_lines()) {
    const std::size_t section = page.find("\n.SS " + line.command + "\n");
    const std::string text = page.substr(section, page.find("\n.SS ", section + 1) - section);
    CHECK(section != std::string::npos);
    std::string spelling = line.spelling;
    for (std::size_t at = 0; (at = spelling.find('-', at)) != std::string::npos; at += 2) {
      spelling.insert(at, "\\");
    }
    if (text.find("\n.TP\n.B " + spelling + "\n") != std::string::npos) continue;
    test::fail("man page", 0, "no " + line.command + " " + line.spelling);
  }
}

TEST(man_page, escapes_what_roff_would_obey) {
  const CommandHelp command = {"work", ".so /etc/passwd\n'tis \\fB", {}};
  CHECK(man_page("", {command}, "").find("\n\\&.so /etc/passwd\n\\&'tis \\efB\n") !=
        std::string::npos);
}
