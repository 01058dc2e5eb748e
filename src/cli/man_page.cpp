#include "core/strict_float.h"

#include "cli/man_page.h"

#include "cli/version.h"

namespace {

// As text of a line of its own. A dash stays the one of the keyboard, which can be copied; a line
// that begins with a dot or an apostrophe would be a request.
std::string roff(const std::string& text) {
  std::string escaped;
  bool starts_line = true;
  for (const char c : text) {
    if (starts_line && (c == '.' || c == '\'')) escaped += "\\&";
    if (c == '-') {
      escaped += "\\-";
    } else if (c == '\\') {
      escaped += "\\e";
    } else {
      escaped += c;
    }
    starts_line = c == '\n';
  }
  return escaped + (starts_line ? "" : "\n");
}

std::string section(const CommandHelp& command) {
  std::string page = ".SS " + command.name + "\n.B " + roff(usage(command.name, command.options)) +
                     ".PP\n" + roff(command.about);
  for (const Option& option : command.options) {
    page += ".TP\n.B " + roff(spelling(option)) + roff(option.help);
  }
  return page;
}

}  // namespace

std::string man_page(const std::string& about, const std::vector<CommandHelp>& commands,
                     const std::string& results) {
  std::string page = ".TH POSEMBED 1 \"\" \"posembed " + std::string(kVersion) +
                     "\"\n.SH NAME\nposembed \\- shows how positional embeddings are learned\n"
                     ".SH SYNOPSIS\n.B posembed\n[\\fICOMMAND\\fR] [\\fIOPTIONS\\fR]\n"
                     ".br\n.B posembed \\-\\-version\n.SH DESCRIPTION\n" +
                     roff(about) + ".SH COMMANDS\n";
  for (const CommandHelp& command : commands) {
    page += ".TP\n.B " + roff(command.name) + roff(command.summary);
  }
  page += ".SH OPTIONS\n";
  for (const CommandHelp& command : commands) page += section(command);
  return page + ".SH EXIT STATUS\n" + roff(results);
}
