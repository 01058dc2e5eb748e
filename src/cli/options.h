// The options of a command line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

using Arguments = std::vector<std::string>;

// A command line that is wrong. The message says what was expected and what was given.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// One option: how it is written, what `help` says of it, what it does with a value, and the
// value that it has. A name without dashes is an argument of its own: FILE, one that is required,
// or FILE..., any number of them.
struct Option {
  std::string name;        // "--epochs"
  std::string value_name;  // "N"; empty for a flag
  std::string help;        // one line, the default included
  std::function<void(const std::string& value)> set;
  std::function<std::string()> get;
  char letter = '\0';  // 'q' for -q
};

// A whole number from `least` to `most`, handed to `set`; `get` gives the default.
Option whole_number(const std::string& name, std::uint64_t least, std::uint64_t most,
                    const std::string& help, const std::function<void(std::uint64_t)>& set,
                    const std::function<std::uint64_t()>& get);

// The same, kept in `target`, whose present value is the default.
template <class Whole>
Option whole_number(const std::string& name, Whole& target, std::uint64_t least, std::uint64_t most,
                    const std::string& help) {
  return whole_number(
      name, least, most, help,
      [&target](std::uint64_t value) { target = static_cast<Whole>(value); },
      [&target] { return std::uint64_t{target}; });
}

// A number from 0 to `most`; `bound` says whether `most` itself is allowed.
enum class Bound { kAtMost, kBelow };
Option number(const std::string& name, double& target, double most, Bound bound,
              const std::string& help);
// Any text but none, kept in `target`; `value_name` says what of: FILE.
Option text(const std::string& name, const std::string& value_name, std::string& target,
            const std::string& help);
// One of `names`, whose index is handed to `set`; `get` gives that of the default.
Option choice(const std::string& name, const std::vector<std::string>& names,
              const std::function<void(std::size_t)>& set, const std::function<std::size_t()>& get,
              const std::string& help);
// On where it is given.
Option flag(const std::string& name, char letter, bool& target, const std::string& help);

// Sets the options that `arguments` name, and returns their names. `--name value` and
// `--name=value` are the same; the last of several wins. Where --help or -h is among them, prints
// the help to `out` and returns nothing. Throws UsageError.
std::optional<std::set<std::string>> parse_options(const std::string& command,
                                                   const std::string& about,
                                                   const std::vector<Option>& options,
                                                   const Arguments& arguments, std::ostream& out);

// The options without those of these names.
std::vector<Option> options_but(std::vector<Option> options, const std::set<std::string>& names);

// "; did you mean NAME?" with the nearest of the names, or nothing where none is near.
std::string did_you_mean(const std::string& given, const std::vector<std::string>& names);
