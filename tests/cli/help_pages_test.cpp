#include "help_lines.h"

namespace {

std::string script_for(const std::string& shell) {
  const std::string out = succeeds({"help", "--completion", shell});
  return out;
}

// Whether a line that is about the command has the text.
bool offers(const std::string& script, const std::string& start, const std::string& text,
            const std::string& end) {
  for (std::size_t at = 0; (at = script.find(start, at)) != std::string::npos; ++at) {
    const std::string line = script.substr(at, script.find(end, at) - at);
    if (line.find(text) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

TEST(completions, offer_every_option_of_every_command) {
  const std::string bash = script_for("bash");
  const std::string zsh = script_for("zsh");
  const std::string fish = script_for("fish");
  for (const HelpLine& line : help_lines()) {
    const std::string name = line.name();
    if (name[0] != '-') continue;
    const std::string fish_name = " -l " + name.substr(2) + " ";
    if (offers(bash, "    '" + line.command + " '*)", name, "\n") &&
        offers(zsh, "\n  " + line.command + ")\n", "'" + name, ";;") &&
        offers(fish, "'__posembed_is " + line.command + "'", fish_name, "\n")) {
      continue;
    }
    test::fail("completions", 0, "no " + line.command + " " + name);
  }
}

TEST(completions, know_names_and_files) {
  const std::string bash = script_for("bash");
  CHECK(has(bash, "'train --norm') words='pre post none' action= ;;"));
  CHECK(has(bash, "'train --save') words='' action=-f ;;"));
  const std::string zsh = script_for("zsh");
  CHECK(has(zsh, ":NAME:(pre post none)'"));
  CHECK(has(zsh, "'*:EXPERIMENT:(cost start depth "));
  CHECK(has(script_for("fish"), " -l norm -r -f -a 'pre post none' -d '"));
  refuses_usage({"help", "--completion", "csh"},
                "--completion expects bash, zsh or fish, but got \"csh\"");
}

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
  const Command command = {"work", "", ".so /etc/passwd\n'tis \\fB", {}};
  CHECK(has(man_page("", {command}, ""), "\n\\&.so /etc/passwd\n\\&'tis \\efB\n"));
}
