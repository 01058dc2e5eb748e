#include "core/strict_float.h"

#include "cli/commands.h"

#include "cli/completions.h"
#include "cli/man_page.h"
#include "cli/settings_options.h"
#include "cli/version.h"
#include "core/foreign_text.h"
#include "core/json.h"
#include "core/text_layout.h"

#include <array>
#include <exception>
#include <new>

namespace {

struct Command {
  const char* name;
  const char* summary;
  int (*run)(const Arguments&, const Console&);
};

constexpr std::array<Command, 10> kCommands = {{
    {"train", "trains; one line per epoch (also when no command is named)", train_command},
    {"verify", "says whether this build gives the recorded bits", verify_command},
    {"inspect", "shows what a saved model has learned", inspect_command},
    {"predict", "asks a saved model about a sequence of yours", predict_command},
    {"compare", "trains the same data with each encoding, side by side", compare_command},
    {"sweep", "trains many seeds; the spread of the loss at every epoch", sweep_command},
    {"stack", "what goes wrong in deep stacks of self-attention, measured", stack_command},
    {"export", "writes its tables as .npy, or as .tsv for the Embedding Projector", export_command},
    {"bench", "times a step, part by part, against this machine's limits", bench_command},
    {"gradcheck", "compares every backward pass with finite differences", gradcheck_command},
}};

constexpr const char* kHelpSummary = "what a command does, and its options";

const Command& find_command(const std::string& name) {
  std::vector<std::string> names = {"help"};
  for (const Command& command : kCommands) {
    if (name == command.name) return command;
    names.emplace_back(command.name);
  }
  if (name.empty()) throw UsageError("expected a command, but got \"\"; see posembed help");
  const std::string suggestion = did_you_mean(name, names);
  throw UsageError("unknown command " + printable(name) +
                   (suggestion.empty() ? "; see posembed help" : suggestion));
}

constexpr const char* kAbout =
    "posembed shows how positional embeddings are learned: it trains a token embedding and a\n"
    "learnable position embedding on dummy sequences to predict each token's position.\n";
constexpr const char* kResults =
    "Results go to standard output, everything else to standard error. Exit status: 0 done,\n"
    "1 the work failed or a check did not hold, 2 the command line is wrong, 130 Ctrl-C.\n";

void print_overview(std::ostream& out) {
  out << kAbout << "\nUsage: posembed [COMMAND] [OPTIONS]\n\nCommands:\n";
  for (const Command& command : kCommands) {
    out << "  " << left_aligned(command.name, 18) << command.summary << "\n";
  }
  out << "  help [COMMAND]    " << kHelpSummary << "; --json, --man, --completion\n"
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
                       {"commands", json::array(kCommands, command, ",\n"), json::kOnNewLine}})
      << "\n";
}

struct HelpCommand {
  Arguments commands;
  bool json = false;
  bool man = false;
  std::string shell;
};

std::vector<Option> options_of_help(HelpCommand& help) {
  std::vector<Option> options = {
      {"COMMAND...", "", "of this one (of all, a line each)",
       [&help](const std::string& given) { help.commands.push_back(given); }},
      option::flag("--json", help.json, "every setting and command as JSON, for programs"),
      option::flag("--man", help.man, "all of it as a man page"),
      option::text("--completion", "NAME", help.shell,
                   "completion for a shell: bash, zsh or fish")};
  for (const Command& command : kCommands) options[0].choices.emplace_back(command.name);
  options[3].choices = kShells;
  return options;
}

constexpr const char* kAboutHelp = "Says what a command does, and its options.";

// What each command would print with --help, in the order of the overview.
std::vector<CommandHelp> all_help(const Console& console) {
  std::vector<CommandHelp> all;
  Console reader{console.out, console.err};
  reader.read_help = [&all](const CommandHelp& one) { all.push_back(one); };
  for (const Command& command : kCommands) {
    command.run({"--help"}, reader);
    all.back().summary = command.summary;
  }
  HelpCommand help;
  all.push_back({"help", kAboutHelp, options_of_help(help), kHelpSummary});
  return all;
}

int help(const Arguments& arguments, const Console& console) {
  HelpCommand asked;
  if (!parse_options("help", kAboutHelp, options_of_help(asked), arguments, console)) {
    return kDone;
  }
  if (arguments.size() > 1 && asked.shell.empty()) {
    throw UsageError("help expects one command at most");
  }
  if (asked.json) {
    print_json(console.out);
  } else if (asked.man) {
    console.out << man_page(kAbout, all_help(console), kResults);
  } else if (!asked.shell.empty()) {
    console.out << completion(asked.shell, all_help(console));
  } else if (arguments.empty() || arguments == Arguments{"help"}) {
    print_overview(console.out);
  } else {
    return find_command(arguments[0]).run({"--help"}, console);
  }
  return kDone;
}

int dispatch(const Arguments& arguments, const Console& console) {
  if (arguments.empty()) return train_command(arguments, console);
  const std::string& first = arguments[0];
  const Arguments rest(arguments.begin() + 1, arguments.end());
  if (first == "help") return help(rest, console);
  if (first == "--help" || first == "-h") return help({}, console);
  if (first == "--version") {
    if (!rest.empty()) throw UsageError("--version expects nothing after it");
    console.out << "posembed " << kVersion << "\n";
    return kDone;
  }
  if (!first.empty() && first[0] == '-') return train_command(arguments, console);
  return find_command(first).run(rest, console);
}

int fail(const Console& console, const std::string& message, int status) {
  complain(console, message);
  return status;
}

}  // namespace

int run_app(const Arguments& arguments, const Console& console) {
  try {
    const int status = dispatch(arguments, console);
    console.out.flush();
    if (!console.out) {
      if (console.reader_left()) return kReaderLeft;
      return fail(console, "cannot write to standard output: closed, or its disk is full", kFailed);
    }
    return status;
  } catch (const UsageError& error) {
    return fail(console, error.what(), kWrongUsage);
  } catch (const std::bad_alloc&) {
    return fail(console, "out of memory; try smaller sizes", kFailed);
  } catch (const std::exception& error) {
    return fail(console, error.what(), kFailed);
  }
}
