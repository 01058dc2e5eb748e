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
  require_different_files({input("--resume", x, "--save"), output("--save", folder / "./x")});
  require_different_files({output("--out", x), input("--merge", x, "--out")});
  CHECK_THROWS(UsageError,
               require_different_files({input("--resume", x, "--save"), output("--log", x)}),
               "--resume and --log expect two files, but both got \"" + x + "\"");
  require_different_files({output("--log", ""), output("--save", "")});
}
