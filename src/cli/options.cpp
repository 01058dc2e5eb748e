#include "core/strict_float.h"

#include "cli/options.h"

#include "core/decimal.h"
#include "core/foreign_text.h"
#include "core/text_layout.h"

#include <algorithm>
#include <numeric>

namespace {

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
                         const std::vector<Option>& options, const Given& given) {
  for (const Option& option : options) {
    if (option.name[0] == '-') continue;
    if (is_repeated(option) || given.count(option.name) == 0) return option;
  }
  throw UsageError("unexpected argument " + printable_quoted(argument) + "; see posembed help " +
                   command);
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
  throw UsageError("unknown option " + printable(name) +
                   (suggestion.empty() ? "; see posembed help " + command : suggestion));
}

// Sets the option by the word at that place, and by the next where its value stands there. Returns
// the place of the last word that it took.
std::size_t set_option(const Option& option, const Arguments& words, std::size_t place) {
  const std::size_t equals = words[place].find('=');
  const bool attached = equals != std::string::npos;
  const std::string value = attached ? words[place].substr(equals + 1) : "";
  if (option.value_name.empty() || attached) {
    if (option.value_name.empty() && attached) {
      throw UsageError(option.name + " takes no value, but got " + printable_quoted(value));
    }
    option.set(value);
    return place;
  }
  if (place + 1 == words.size() || words[place + 1].rfind("--", 0) == 0) {
    throw UsageError(option.name + " expects a value: " + spelling(option));
  }
  option.set(words[place + 1]);
  return place + 1;
}

}  // namespace

std::string spelling(const Option& option) {
  if (option.name[0] != '-') return option.name;
  return option.name + (option.value_name.empty() ? "" : " " + option.value_name) +
         (option.letter == '\0' ? "" : std::string(", -") + option.letter);
}

bool is_repeated(const Option& option) { return option.name.back() == '.'; }

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

UsageError option::refusal(const std::string& name, const std::string& expected,
                           const std::string& given) {
  return UsageError{name + " expects " + expected + ", but got " + printable_quoted(given)};
}

Option option::whole_number(const std::string& name, std::uint64_t& target, std::uint64_t least,
                            std::uint64_t most, const std::string& help) {
  const std::string what =
      "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  return {name, "N", help + " (" + std::to_string(target) + ")",
          [name, what, &target, least, most](const std::string& given) {
            const std::optional<std::uint64_t> value = whole_from_decimal(given, least, most);
            if (!value) throw refusal(name, what, given);
            target = *value;
          }};
}

Option option::text(const std::string& name, const std::string& value_name, std::string& target,
                    const std::string& help) {
  return {name, value_name, help, [name, value_name, &target](const std::string& given) {
            if (given.empty()) throw refusal(name, "a " + value_name, given);
            target = given;
          }};
}

Option option::words(const std::string& name, Arguments& target, const std::string& help,
                     const std::vector<std::string>& choices) {
  return {name, "",     help, [&target](const std::string& given) { target.push_back(given); },
          '\0', choices};
}

Option option::flag(const std::string& name, bool& target, const std::string& help, char letter) {
  return {name, "", help, [&target](const std::string&) { target = true; }, letter};
}

std::optional<Given> parse_options(const std::string& command, const std::string& about,
                                   const std::vector<Option>& options, const Arguments& arguments,
                                   const Console& console) {
  Given given;
  const auto take_argument = [&](const std::string& argument) {
    const Option& place = find_place(argument, command, options, given);
    place.set(argument);
    given.insert(place.name);
  };
  const auto dashes = std::find(arguments.begin(), arguments.end(), "--");
  const Arguments words(arguments.begin(), dashes);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--help" || words[i] == "-h") {
      print_help(command, about, options, console.out);
      return std::nullopt;
    }
    if (words[i].size() < 2 || words[i][0] != '-') {
      take_argument(words[i]);
      continue;
    }
    const std::string name = words[i].substr(0, words[i].find('='));
    const Option& option = find_option(name, command, options);
    given.insert(option.name);
    i = set_option(option, words, i);
  }
  if (dashes != arguments.end()) std::for_each(dashes + 1, arguments.end(), take_argument);
  for (const Option& option : options) {
    if (option.name[0] != '-' && !is_repeated(option) && given.count(option.name) == 0) {
      throw UsageError(command + " expects a " + option.name + ": " + usage(command, options));
    }
  }
  return given;
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
