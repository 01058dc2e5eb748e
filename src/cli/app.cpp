#include "core/strict_float.h"

#include "cli/commands.h"
#include "cli/settings_options.h"
#include "cli/version.h"
#include "core/foreign_text.h"
#include "core/json.h"
#include "core/text_layout.h"

#include <exception>
#include <new>

namespace {

constexpr const char* kAbout =
    "posembed shows how positional embeddings are learned: it trains a token embedding and a\n"
    "learnable position embedding on dummy sequences to predict each token's position.\n";
constexpr const char* kResults =
    "Results go to standard output, everything else to standard error. Exit status: 0 done,\n"
    "1 the work failed or a check did not hold, 2 the command line is wrong, 130 Ctrl-C.\n";

Command help_command();

// In the order in which help lists them, itself last.
std::vector<Command> all_commands() {
  return {train_command(),   verify_command(),   inspect_command(), predict_command(),
          compare_command(), sweep_command(),    stack_command(),   export_command(),
          bench_command(),   gradcheck_command()};
}

Command find_command(const std::string& name) {
  std::vector<Command> all = all_commands();
  all.push_back(help_command());
  std::vector<std::string> names = {"help"};
  for (const Command& command : all) {
    if (name == command.name) return command;
    names.push_back(command.name);
  }
  if (name.empty()) throw UsageError("expected a command, but got \"\"; see posembed help");
  throw UsageError("unknown command " + printable(name) +
                   did_you_mean(name, names, "; see posembed help"));
}

int run_command(const Command& command, const Arguments& arguments, const Console& console) {
  const auto given = parse_options(command, arguments, console);
  return given ? command.run(*given, console) : kDone;
}

void print_overview(std::ostream& out) {
  out << kAbout << "\nUsage: posembed [COMMAND] [OPTIONS]\n\nCommands:\n";
  for (const Command& command : all_commands()) {
    out << "  " << left_aligned(command.name, 18) << command.summary << "\n";
  }
  out << "  help [COMMAND]    " << help_command().summary << "; --json, --man, --completion\n"
      << "  --version\n\n"
      << kResults;
}

// What the live page makes its knobs of.
void print_json(std::ostream& out) {
  const auto command = [](const Command& one) {
    return json::object({{"name", json::quoted(one.name)}, {"help", json::quoted(one.summary)}});
  };
  out << json::object({{"version", json::quoted(kVersion)},
                       {"settings", settings_json(), json::kOnNewLine},
                       {"commands", json::array(all_commands(), command, ",\n"), json::kOnNewLine}})
      << "\n";
}

int help(const Given& given, const Console& console) {
  const Arguments names = given.all("COMMAND...");
  const std::string shell = given.text("--completion");
  if (names.size() + given.values.size() - (names.empty() ? 0 : 1) > 1 && shell.empty()) {
    throw UsageError("help expects one command at most");
  }
  std::vector<Command> all = all_commands();
  all.push_back(help_command());
  if (given.has("--json")) {
    print_json(console.out);
  } else if (given.has("--man")) {
    console.out << man_page(kAbout, all, kResults);
  } else if (!shell.empty()) {
    console.out << completion(shell, all);
  } else if (names.empty() || names[0] == "help") {
    print_overview(console.out);
  } else {
    return run_command(find_command(names[0]), {"--help"}, console);
  }
  return kDone;
}

Command help_command() {
  Option commands = {"COMMAND...", "", "of this one (of all, a line each)"};
  for (const Command& command : all_commands()) commands.choices.push_back(command.name);
  return {
      "help",
      "what a command does, and its options",
      "Says what a command does, and its options.",
      {commands, option::flag("--json", "every setting and command as JSON, for programs"),
       option::flag("--man", "all of it as a man page"),
       option::text("--completion", "NAME", "completion for a shell: bash, zsh or fish", kShells)},
      help};
}

int dispatch(const Arguments& arguments, const Console& console) {
  if (arguments.empty()) return run_command(train_command(), arguments, console);
  const std::string& first = arguments[0];
  const Arguments rest(arguments.begin() + 1, arguments.end());
  if (first == "--help" || first == "-h") return run_command(help_command(), {}, console);
  if (first == "--version") {
    if (!rest.empty()) throw UsageError("--version expects nothing after it");
    console.out << "posembed " << kVersion << "\n";
    return kDone;
  }
  if (first[0] == '-') return run_command(train_command(), arguments, console);
  return run_command(find_command(first), rest, console);
}

}  // namespace

int run_app(const Arguments& arguments, const Console& console) {
  const auto fail = [&](const std::string& message, int status = kFailed) {
    complain(console, message);
    return status;
  };
  try {
    const int status = dispatch(arguments, console);
    console.out.flush();
    if (!console.out) {
      if (console.reader_left()) return kReaderLeft;
      return fail("cannot write to standard output: closed, or its disk is full");
    }
    return status;
  } catch (const UsageError& error) {
    return fail(error.what(), kWrongUsage);
  } catch (const std::bad_alloc&) {
    return fail("out of memory; try smaller sizes, or fewer --jobs");
  } catch (const std::exception& error) {
    return fail(error.what());
  }
}
