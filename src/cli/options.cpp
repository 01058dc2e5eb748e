#include "core/strict_float.h"

#include "cli/options.h"

#include "core/decimal.h"
#include "core/text_layout.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

namespace {

std::string quoted(const std::string& text) { return '"' + text + '"'; }

[[noreturn]] void refuse(const std::string& option, const std::string& expected,
                         const std::string& given) {
  throw UsageError(option + " expects " + expected + ", but got " + quoted(given));
}

// The fewest characters to insert, delete or exchange that turn a into b (Levenshtein 1965).
std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t exchange = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({exchange, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

std::string spelling(const Option& option) {
  if (option.name[0] != '-') return option.name;
  return option.name + (option.value_name.empty() ? "" : " " + option.value_name) +
         (option.letter == '\0' ? "" : std::string(", -") + option.letter);
}

// FILE...
bool is_repeated(const Option& option) { return option.name.back() == '.'; }

// posembed inspect FILE [OPTIONS]
std::string usage(const std::string& command, const std::vector<Option>& options) {
  std::string line = "posembed " + command;
  bool dashes = false;
  for (const Option& option : options) {
    if (option.name[0] != '-') {
      line += " " + (is_repeated(option) ? "[" + option.name + "]" : option.name);
    }
    dashes = dashes || option.name[0] == '-';
  }
  return line + (dashes ? " [OPTIONS]" : "");
}

void print_help(const std::string& command, const std::string& about,
                const std::vector<Option>& options, std::ostream& out) {
  constexpr std::size_t kColumn = 22;
  out << "Usage: " << usage(command, options) << "\n\n" << about << "\n";
  if (!options.empty()) out << "\nOptions:\n";
  for (const Option& option : options) {
    out << left_aligned("  " + spelling(option) + "  ", kColumn) << option.help << "\n";
  }
}

// The argument without dashes that is still to be given.
const Option& find_place(const std::string& argument, const std::string& command,
                         const std::vector<Option>& options, const std::set<std::string>& given) {
  for (const Option& option : options) {
    if (option.name[0] == '-') continue;
    if (is_repeated(option) || given.count(option.name) == 0) return option;
  }
  throw UsageError("unexpected argument " + quoted(argument) + "; see posembed help " + command);
}

const Option& find_option(const std::string& name, const std::string& command,
                          const std::vector<Option>& options) {
  std::vector<std::string> names;
  for (const Option& option : options) {
    if (name == option.name ||
        (option.letter != '\0' && name == std::string("-") + option.letter)) {
      return option;
    }
    if (option.name[0] == '-') names.push_back(option.name);
  }
  const std::string suggestion = did_you_mean(name, names);
  throw UsageError("unknown option " + name +
                   (suggestion.empty() ? "; see posembed help " + command : suggestion));
}

}  // namespace

Option whole_number(const std::string& name, std::uint64_t least, std::uint64_t most,
                    const std::string& help, const std::function<void(std::uint64_t)>& set,
                    const std::function<std::uint64_t()>& get) {
  const std::string what =
      "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  return {name, "N", help + " (" + std::to_string(get()) + ")",
          [name, what, least, most, set](const std::string& given) {
            const std::optional<std::uint64_t> value = whole_from_decimal(given);
            if (!value || *value < least || *value > most) refuse(name, what, given);
            set(*value);
          },
          [get] { return std::to_string(get()); }};
}

Option number(const std::string& name, double& target, double most, Bound bound,
              const std::string& help) {
  const bool below = bound == Bound::kBelow;
  const std::string what =
      std::string("a number from 0 to ") + (below ? "below " : "") + to_decimal(most);
  return {name, "X", help + " (" + to_decimal(target) + ")",
          [name, what, &target, most, below](const std::string& given) {
            const std::optional<double> value = from_decimal(given);
            const bool fits = value && *value >= 0 && (below ? *value < most : *value <= most);
            if (!fits) refuse(name, what, given);
            target = *value;
          },
          [&target] { return to_decimal(target); }};
}

Option text(const std::string& name, const std::string& value_name, std::string& target,
            const std::string& help) {
  return {name, value_name, help,
          [name, value_name, &target](const std::string& given) {
            if (given.empty()) refuse(name, "a " + value_name, given);
            target = given;
          },
          [&target] { return target; }};
}

Option choice(const std::string& name, const std::vector<std::string>& names,
              const std::function<void(std::size_t)>& set, const std::function<std::size_t()>& get,
              const std::string& help) {
  std::string what;
  for (const std::string& one : names) {
    what += (what.empty() ? "" : one == names.back() ? " or " : ", ") + one;
  }
  return {name, "NAME", help + ": " + what + " (" + names[get()] + ")",
          [name, names, what, set](const std::string& given) {
            const auto found = std::find(names.begin(), names.end(), given);
            if (found == names.end()) refuse(name, what, given);
            set(static_cast<std::size_t>(found - names.begin()));
          },
          [names, get] { return names[get()]; }};
}

Option flag(const std::string& name, char letter, bool& target, const std::string& help) {
  return {name,
          "",
          help,
          [&target](const std::string&) { target = true; },
          [&target] { return std::string(target ? "on" : "off"); },
          letter};
}

std::optional<std::set<std::string>> parse_options(const std::string& command,
                                                   const std::string& about,
                                                   const std::vector<Option>& options,
                                                   const Arguments& arguments, std::ostream& out) {
  std::set<std::string> given;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument == "--help" || argument == "-h") {
      print_help(command, about, options, out);
      return std::nullopt;
    }
    if (argument.size() < 2 || argument[0] != '-') {
      const Option& place = find_place(argument, command, options, given);
      place.set(argument);
      given.insert(place.name);
      continue;
    }
    const std::size_t equals = argument.find('=');
    const bool attached = equals != std::string::npos;
    const std::string name = argument.substr(0, equals);
    const Option& option = find_option(name, command, options);
    given.insert(option.name);
    if (option.value_name.empty()) {
      if (attached) {
        throw UsageError(option.name + " takes no value, but got " +
                         quoted(argument.substr(equals + 1)));
      }
      option.set("");
    } else if (attached) {
      option.set(argument.substr(equals + 1));
    } else {
      if (i + 1 == arguments.size() || arguments[i + 1].rfind("--", 0) == 0) {
        throw UsageError(option.name + " expects a value: " + spelling(option));
      }
      option.set(arguments[++i]);
    }
  }
  for (const Option& option : options) {
    if (option.name[0] != '-' && !is_repeated(option) && given.count(option.name) == 0) {
      throw UsageError(command + " expects a " + option.name + ": " + usage(command, options));
    }
  }
  return given;
}

std::vector<Option> options_but(std::vector<Option> options, const std::set<std::string>& names) {
  const auto is_named = [&](const Option& option) { return names.count(option.name) != 0; };
  options.erase(std::remove_if(options.begin(), options.end(), is_named), options.end());
  return options;
}

std::string did_you_mean(const std::string& given, const std::vector<std::string>& names) {
  std::size_t nearest = given.size() / 3 + 1;  // farther than that is no misspelling
  std::string suggestion;
  for (const std::string& name : names) {
    const std::size_t distance = edit_distance(given, name);
    if (distance < nearest || (distance == nearest && suggestion.empty())) {
      nearest = distance;
      suggestion = "; did you mean " + name + "?";
    }
  }
  return suggestion;
}
