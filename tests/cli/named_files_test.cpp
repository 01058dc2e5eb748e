#include "cli/named_files.h"

#include "cli/options.h"

#include "folder.h"
#include "test.h"

#include <fstream>

TEST(named_files, no_output_is_another_file_of_the_run) {
  const Folder folder;
  const std::string x = folder / "x";
  const std::string same = folder / "./x";
  std::filesystem::create_symlink("x", folder / "link");
  for (const bool there : {false, true}) {
    if (there) std::ofstream(x) << "text";
    CHECK_THROWS(UsageError, require_different_files({output("--save", x), output("--log", x)}),
                 "--save and --log expect two files, but both got \"" + x + "\"");
    CHECK_THROWS(
        UsageError, require_different_files({input("--data", x), output("--log", same)}),
        "--data and --log expect two files, but \"" + x + "\" and \"" + same + "\" are one");
    CHECK_THROWS(UsageError,
                 require_different_files({output("--save", folder / "link"), output("--log", x)}),
                 "--save and --log expect two files, but \"" + (folder / "link") + "\" and \"" + x +
                     "\" are one");
    require_different_files({output("--save", x), output("--log", folder / "y"),
                             input("--data", folder / "z"), output("--trace", "")});
  }
}

TEST(named_files, inputs_may_be_one_and_one_may_become_an_output) {
  const Folder folder;
  const std::string x = folder / "x";
  require_different_files({input("--data", x), input("--resume", x)});
  require_different_files({input("--resume", x, {"--save"}), output("--save", folder / "./x")});
  require_different_files({output("--out", x), input("--merge", x, {"--out"})});
  CHECK_THROWS(UsageError,
               require_different_files({input("--resume", x, {"--save"}), output("--log", x)}),
               "--resume and --log expect two files, but both got \"" + x + "\"");
  require_different_files({output("--log", ""), output("--save", "")});
}

TEST(output_files, each_failure_is_told_once_and_costs_nothing_else) {
  std::ostringstream out;
  std::ostringstream err;
  const Console console = {out, err};
  OutputFiles failures({}, console);
  bool done = false;
  CHECK(failures.attempt([&] { done = true; }));
  CHECK(done);
  CHECK_EQ(failures.status(), 0);
  const auto fail = [] { throw std::runtime_error("cannot write m"); };
  CHECK(!failures.attempt(fail));
  CHECK(!failures.attempt(fail));
  CHECK(!failures.attempt([] { throw std::runtime_error("cannot write n"); }));
  CHECK(failures.attempt([] {}));
  CHECK_EQ(failures.status(), 1);
  CHECK_EQ(err.str(), "posembed: cannot write m\nposembed: cannot write n\n");
  CHECK_EQ(out.str(), "");
}
