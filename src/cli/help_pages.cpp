#include "core/strict_float.h"

#include "cli/commands.h"

#include "cli/version.h"
#include "core/text_layout.h"

#include <map>
#include <sstream>

namespace {

// What a value is: FILE, FOLDER, N; of an argument without dashes, the argument.
std::string kind_of_value(const Option& option) {
  if (option.is_argument()) return option.name.substr(0, option.name.find('.'));
  return option.value_name;
}

std::string words_of(const std::vector<std::string>& words) {
  return joined(words, " ", [](const std::string& word) { return word; });
}

// Of bash's compgen: which values there are besides words.
std::string compgen_action(const std::string& kind) {
  if (kind == "FILE") return "-f";
  return kind == "FOLDER" ? "-d" : "";
}

// The lines of `case "$command $before"` for one command: the values of each option, then what
// stands where no value is expected.
std::string bash_cases(const Command& command) {
  std::string cases;
  std::vector<std::string> words;
  std::string action;
  for (const Option& option : command.options) {
    const std::string own_action = compgen_action(kind_of_value(option));
    if (option.is_argument()) {
      words.insert(words.end(), option.choices.begin(), option.choices.end());
      if (!own_action.empty()) action = own_action;
      continue;
    }
    words.push_back(option.name);
    if (option.letter != '\0') words.push_back(std::string("-") + option.letter);
    if (option.value_name.empty()) continue;
    cases += "    '" + command.name + " " + option.name + "') words='" + words_of(option.choices) +
             "' action=" + own_action + " ;;\n";
  }
  return cases + "    '" + command.name + " '*) words='" + words_of(words) + "' action=" + action +
         " ;;\n";
}

// bash splits --name=value in three words.
std::string bash_completion(const std::vector<Command>& commands) {
  std::string script = R"(_posembed() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}
  local words= action= IFS=$'\n'
  if [[ $word == = ]]; then
    word=
  elif [[ $before == = ]]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  if [[ $command == -* ]]; then
    command=train
  elif ((COMP_CWORD == 1)); then
    command= before=
  fi
  case "$command $before" in
    ' ') words=')";
  script += joined(commands, " ", [](const Command& one) { return one.name; }) + "' ;;\n";
  for (const Command& command : commands) script += bash_cases(command);
  return script + R"(  esac
  if [[ $action ]]; then compopt -o filenames 2> /dev/null; fi
  COMPREPLY=($(compgen $action -W "${words// /$'\n'}" -- "$word"))
}
complete -F _posembed posembed
)";
}

// The text with each of these characters replaced.
std::string replaced(const std::string& text, const std::map<char, std::string>& by) {
  std::string result;
  for (const char c : text) {
    const auto found = by.find(c);
    result += found == by.end() ? std::string(1, c) : found->second;
  }
  return result;
}

// Between single quotes of zsh; an apostrophe ends them, and begins them again.
std::string zsh_quoted(const std::string& text) {
  return "'" + replaced(text, {{'\'', R"('\'')"}}) + "'";
}

// As zsh's functions for completion want it.
std::string zsh_escaped(const std::string& text) {
  return replaced(text, {{'[', R"(\[)"}, {']', R"(\])"}, {':', R"(\:)"}, {'\\', R"(\\)"}});
}

// :FILE:_files, as zsh's _arguments has it.
std::string zsh_value(const Option& option) {
  const std::string kind = kind_of_value(option);
  std::string action;
  if (kind == "FILE") action = "_files";
  if (kind == "FOLDER") action = "_files -/";
  if (!option.choices.empty()) action = "(" + words_of(option.choices) + ")";
  return ":" + kind + ":" + action;
}

std::string zsh_arguments(const Option& option) {
  if (option.is_argument())
    return zsh_quoted((option.is_repeated() ? "*" : "") + zsh_value(option));
  const std::string help = "[" + zsh_escaped(option.help) + "]";
  if (option.letter != '\0') {
    const std::string letter = std::string("-") + option.letter;
    return zsh_quoted(letter + help) + " " + zsh_quoted(option.name + help);
  }
  if (option.value_name.empty()) return zsh_quoted(option.name + help);
  return zsh_quoted(option.name + "=" + help + zsh_value(option));
}

std::string zsh_completion(const std::vector<Command>& commands) {
  std::string script = R"(#compdef posembed
local command=train
local -a commands
commands=(
)";
  for (const Command& command : commands) {
    script += "  " + zsh_quoted(command.name + ":" + zsh_escaped(command.summary)) + "\n";
  }
  script += R"()
if [[ $words[2] != -* ]]; then
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  command=$words[2]
  shift words
  (( CURRENT-- ))
fi
case $command in
)";
  for (const Command& command : commands) {
    script += "  " + command.name + ")\n    _arguments";
    for (const Option& option : command.options) script += " \\\n      " + zsh_arguments(option);
    script += " ;;\n";
  }
  return script + "esac\n";
}

std::string fish_quoted(const std::string& text) {
  return "'" + replaced(text, {{'\'', R"(\')"}, {'\\', R"(\\)"}}) + "'";
}

// How fish is told of a value: -r requires one, -F offers files.
std::string fish_value(const Option& option) {
  const std::string kind = kind_of_value(option);
  const std::string required = !option.is_argument() ? " -r" : "";
  if (kind == "FILE" || kind == "FOLDER") return required + " -F";
  if (option.choices.empty()) return required + (!option.is_argument() ? " -f" : "");
  return required + " -f -a " + fish_quoted(words_of(option.choices));
}

std::string fish_line(const std::string& command, const Option& option) {
  const bool takes = option.is_argument() || !option.value_name.empty();
  std::string line = "complete -c posembed -n '__posembed_is " + command + "'";
  if (!option.is_argument()) line += " -l " + option.name.substr(2);
  if (option.letter != '\0') line += std::string(" -s ") + option.letter;
  return line + (takes ? fish_value(option) : "") + " -d " + fish_quoted(option.help) + "\n";
}

std::string fish_completion(const std::vector<Command>& commands) {
  std::string script = R"(# Whether the command is this one; none before it is named.
function __posembed_is
    set -l words (commandline -opc)
    if not set -q words[2]
        contains -- $argv[1] none train
    else if string match -q -- '-*' $words[2]
        test $argv[1] = train
    else
        test $argv[1] = $words[2]
    end
end
complete -c posembed -f
)";
  for (const Command& command : commands) {
    script += "complete -c posembed -n '__posembed_is none' -a " + command.name + " -d " +
              fish_quoted(command.summary) + "\n";
    for (const Option& option : command.options) script += fish_line(command.name, option);
  }
  return script;
}

// As text of a line of its own. A dash stays the one of the keyboard, which can be copied; a line
// that begins with a dot or an apostrophe would be a request.
std::string roff(const std::string& text) {
  std::string page;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const bool is_request = line[0] == '.' || line[0] == '\'';
    page += (is_request ? "\\&" : "") + replaced(line, {{'-', "\\-"}, {'\\', "\\e"}}) + "\n";
  }
  return page;
}

std::string section(const Command& command) {
  std::string page =
      ".SS " + command.name + "\n.B " + roff(usage(command)) + ".PP\n" + roff(command.about);
  for (const Option& option : command.options) {
    page += ".TP\n.B " + roff(spelling(option)) + roff(option.help);
  }
  return page;
}

}  // namespace

std::string completion(const std::string& shell, const std::vector<Command>& commands) {
  const std::string start = "# Completion of posembed's command line. Made by posembed help.\n";
  if (shell == "bash") return start + bash_completion(commands);
  if (shell == "zsh") return zsh_completion(commands);
  if (shell == "fish") return start + fish_completion(commands);
  throw option::refusal("--completion", "bash, zsh or fish", shell);
}

std::string man_page(const std::string& about, const std::vector<Command>& commands,
                     const std::string& results) {
  std::string page = ".TH POSEMBED 1 \"\" \"posembed " + std::string(kVersion) +
                     "\"\n.SH NAME\nposembed \\- shows how positional embeddings are learned\n"
                     ".SH SYNOPSIS\n.B posembed\n[\\fICOMMAND\\fR] [\\fIOPTIONS\\fR]\n"
                     ".br\n.B posembed \\-\\-version\n.SH DESCRIPTION\n" +
                     roff(about) + ".SH COMMANDS\n";
  for (const Command& command : commands) {
    page += ".TP\n.B " + roff(command.name) + roff(command.summary);
  }
  page += ".SH OPTIONS\n";
  for (const Command& command : commands) page += section(command);
  return page + ".SH EXIT STATUS\n" + roff(results);
}
