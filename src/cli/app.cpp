#include "core/strict_float.h"

#include "cli/commands.h"

#include "cli/settings_options.h"
#include "core/foreign_text.h"
#include "core/json.h"
#include "core/text_layout.h"

#include <array>
#include <exception>
#include <new>

namespace {

constexpr const char* kVersion = "0.1.0";

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

void print_overview(std::ostream& out) {
  out << "posembed shows how positional embeddings are learned: it trains a token embedding and a\n"
         "learnable position embedding on dummy sequences to predict each token's position.\n\n"
         "Usage: posembed [COMMAND] [OPTIONS]\n\nCommands:\n";
  for (const Command& command : kCommands) {
    out << "  " << left_aligned(command.name, 18) << command.summary << "\n";
  }
  out << "  help [COMMAND]    what a command does, and its options; --json for programs\n"
         "  --version\n\n"
         "Results go to standard output, everything else to standard error. Exit status: 0 done,\n"
         "1 the work failed or a check did not hold, 2 the command line is wrong, 130 Ctrl-C.\n";
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

int help(const Arguments& arguments, const Console& console) {
  if (arguments == Arguments{"--json"}) {
    print_json(console.out);
    return kDone;
  }
  if (arguments.empty() || arguments == Arguments{"help"}) {
    print_overview(console.out);
    return kDone;
  }
  if (arguments.size() > 1) throw UsageError("help expects one command at most");
  return find_command(arguments[0]).run({"--help"}, console);
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
