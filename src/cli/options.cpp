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

void print_help(const Command& command, std::ostream& out) {
  constexpr std::size_t kColumn = 22;
  out << "Usage: " << usage(command) << "\n\n" << command.about << "\n";
  if (!command.options.empty()) out << "\nOptions:\n";
  for (const Option& option : command.options) {
    out << left_aligned("  " + spelling(option) + "  ", kColumn) << option.help << "\n";
  }
}

// The argument without dashes that is still to be given.
const Option& find_place(const std::string& argument, const Command& command, const Given& given) {
  for (const Option& option : command.options) {
    if (!option.is_argument()) continue;
    if (option.is_repeated() || !given.has(option.name)) return option;
  }
  throw UsageError("unexpected argument " + printable_quoted(argument) + "; see posembed help " +
                   command.name);
}

const Option& find_option(const std::string& name, const Command& command) {
  std::vector<std::string> names;
  for (const Option& option : command.options) {
    const bool has_letter = option.letter != '\0' && name == std::string("-") + option.letter;
    if (has_letter || name == option.name) return option;
    if (!option.is_argument()) names.push_back(option.name);
  }
  throw UsageError("unknown option " + printable(name) +
                   did_you_mean(name, names, "; see posembed help " + command.name));
}

// The value of the option that stands at that place: after its equals sign, or in the next place,
// where `place` goes then.
std::string value_at(std::size_t& place, const Option& option, const Arguments& words) {
  const std::size_t equals = words[place].find('=');
  std::string attached = equals == std::string::npos ? "" : words[place].substr(equals + 1);
  if (option.is_flag() && equals != std::string::npos) {
    throw UsageError(option.name + " takes no value, but got " + printable_quoted(attached));
  }
  if (option.is_flag() || equals != std::string::npos) return attached;
  if (place + 1 == words.size() || words[place + 1].rfind("--", 0) == 0) {
    throw UsageError(option.name + " expects a value: " + spelling(option));
  }
  return words[++place];
}

}  // namespace

std::string spelling(const Option& option) {
  if (option.is_argument()) return option.name;
  return option.name + (option.is_flag() ? "" : " " + option.value_name) +
         (option.letter == '\0' ? "" : std::string(", -") + option.letter);
}

std::string usage(const Command& command) {
  std::string line = "posembed " + command.name;
  bool dashes = false;
  for (const Option& option : command.options) {
    dashes = dashes || !option.is_argument();
    if (option.is_argument()) {
      line += " " + (option.is_repeated() ? "[" + option.name + "]" : option.name);
    }
  }
  return line + (dashes ? " [OPTIONS]" : "");
}

UsageError option::refusal(const std::string& name, const std::string& expected,
                           const std::string& given) {
  return UsageError{name + " expects " + expected + ", but got " + printable_quoted(given)};
}

UsageError option::contradiction(const std::string& asked, const std::string& file,
                                 const std::string& has) {
  return UsageError{asked + " contradicts " + printable(file) + ", " + has};
}

Option option::whole_number(const std::string& name, std::uint64_t least, std::uint64_t most,
                            const std::string& help) {
  const std::string what =
      "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
  return {name, "N", help, [=](const std::string& value) {
            if (!whole_from_decimal(value, least, most)) throw refusal(name, what, value);
          }};
}

Option option::text(const std::string& name, const std::string& value_name, const std::string& help,
                    const std::vector<std::string>& choices) {
  const auto take = [=](const std::string& value) {
    if (value.empty()) throw refusal(name, "a " + value_name, value);
  };
  return {name, value_name, help, take, '\0', choices};
}

Option option::flag(const std::string& name, const std::string& help, char letter) {
  return {name, "", help, [](const std::string&) {}, letter};
}

Options option::all_of(const std::vector<Options>& lists) {
  Options all;
  for (const Options& list : lists) {
    for (const Option& option : list) all.push_back(option);
  }
  return all;
}

Arguments Given::all(const std::string& name) const {
  const auto found = values.find(name);
  return found == values.end() ? Arguments() : found->second;
}

std::string Given::text(const std::string& name, const std::string& otherwise) const {
  return has(name) ? values.at(name).back() : otherwise;
}

std::uint64_t Given::number(const std::string& name, std::uint64_t otherwise) const {
  return whole_from_decimal(text(name)).value_or(otherwise);
}

std::optional<Given> parse_options(const Command& command, const Arguments& arguments,
                                   const Console& console) {
  Given given;
  const auto give = [&](const Option& option, const std::string& value) {
    option.take(value);
    given.values[option.name].push_back(value);
  };
  const auto give_argument = [&](const std::string& argument) {
    give(find_place(argument, command, given), argument);
  };
  const auto dashes = std::find(arguments.begin(), arguments.end(), "--");
  const Arguments words(arguments.begin(), dashes);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--help" || words[i] == "-h") {
      print_help(command, console.out);
      return std::nullopt;
    }
    if (words[i].size() < 2 || words[i][0] != '-') {
      give_argument(words[i]);
      continue;
    }
    const Option& option = find_option(words[i].substr(0, words[i].find('=')), command);
    give(option, value_at(i, option, words));
  }
  if (dashes != arguments.end()) std::for_each(dashes + 1, arguments.end(), give_argument);
  for (const Option& option : command.options) {
    if (option.is_argument() && !option.is_repeated() && !given.has(option.name)) {
      throw UsageError(command.name + " expects a " + option.name + ": " + usage(command));
    }
  }
  return given;
}

std::string did_you_mean(const std::string& given, const std::vector<std::string>& names,
                         const std::string& otherwise) {
  const std::size_t letters = given.size() - std::min(given.find_first_not_of('-'), given.size());
  std::size_t nearest = letters / 3 + 1;  // farther than that is no misspelling
  std::string suggestion;
  for (const std::string& name : names) {
    const std::size_t distance = edit_distance(given, name);
    if (distance < nearest || (distance == nearest && suggestion.empty())) {
      nearest = distance;
      suggestion = "; did you mean " + name + "?";
    }
  }
  return suggestion.empty() ? otherwise : suggestion;
}
