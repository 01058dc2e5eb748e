// The options of a command line.
#pragma once

#include "cli/console.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

using Arguments = std::vector<std::string>;

// A command line that is wrong. The message says what was expected and what was given.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// One option: how it is written, what `help` says of it, and whether it takes a value. A name
// without dashes is an argument of its own: FILE, one that is required, or FILE..., any number of
// them.
struct Option {
  std::string name;        // "--epochs"
  std::string value_name;  // "N"; empty for a flag
  std::string help;        // one line, the default included
  // Throws UsageError where the value is none of its; may keep it somewhere.
  std::function<void(const std::string& value)> take = [](const std::string&) {};
  char letter = '\0';                     // 'q' for -q
  std::vector<std::string> choices = {};  // where the value is one of these

  bool is_argument() const { return name[0] != '-'; }
  bool is_repeated() const { return name.back() == '.'; }  // FILE...
  bool is_flag() const { return !is_argument() && value_name.empty(); }
};
using Options = std::vector<Option>;

// What a command line gives: each option, or argument, with its values; a flag with an empty one.
struct Given {
  std::map<std::string, Arguments> values;

  bool has(const std::string& name) const { return values.count(name) != 0; }
  Arguments all(const std::string& name) const;  // none where it is not given
  // The last.
  std::string text(const std::string& name, const std::string& otherwise = "") const;
  std::uint64_t number(const std::string& name, std::uint64_t otherwise) const;
};

// A command: its line in the list of commands, what its help says, and what it does once its
// options are set; that returns the exit status.
struct Command {
  std::string name;
  std::string summary;
  std::string about;
  Options options;
  std::function<int(const Given& given, const Console& console)> run = {};
};

namespace option {

// "--jobs expects a whole number from 1 to 4096, but got "x"".
UsageError refusal(const std::string& name, const std::string& expected, const std::string& given);

// "--seed 1 contradicts m.st, whose run has --seed 0": `asked`, the file, and what it has.
UsageError contradiction(const std::string& asked, const std::string& file, const std::string& has);

// A whole number from `least` to `most`; `help` says the default.
Option whole_number(const std::string& name, std::uint64_t least, std::uint64_t most,
                    const std::string& help);
// Any text but none; `value_name` says what of: FILE.
Option text(const std::string& name, const std::string& value_name, const std::string& help,
            const std::vector<std::string>& choices = {});
Option flag(const std::string& name, const std::string& help, char letter = '\0');

// These lists, one behind the other.
Options all_of(const std::vector<Options>& lists);

}  // namespace option

// What `arguments` give to the command, each value taken by its option. `--name value` and
// `--name=value` are the same; the last of several wins; what follows `--` is no option. Where
// --help or -h is among them, prints the help and returns nothing. Throws UsageError.
std::optional<Given> parse_options(const Command& command, const Arguments& arguments,
                                   const Console& console);

// posembed inspect FILE [OPTIONS]
std::string usage(const Command& command);
// --quiet, -q
std::string spelling(const Option& option);

// "; did you mean NAME?" with the nearest of the names, or `otherwise` where none is near.
std::string did_you_mean(const std::string& given, const std::vector<std::string>& names,
                         const std::string& otherwise = "");
