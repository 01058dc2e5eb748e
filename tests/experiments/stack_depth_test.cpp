#include "stack_numbers.h"

TEST(stack_depth, tables_have_each_number_in_its_place) {
  check_tables("depth",
               {each_with({"pre", "post", "post warm-up", "none", "no skip"},
                          {"1 layer", "2 layers", "4 layers", "8 layers", "16 layers"}),
                1,
                {"training error", "fresh error", "beyond error", "guessing the mean"}},
               {"Squared error of the position on fresh sequences\n"
                "layers|pre|post|post warm-up|none|no skip\n1|200|205|210|215|220\n"
                "2|201|206|211|216|221\n4|202|207|212|217|222\n8|203|208|213|218|223\n"
                "16|204|209|214|219|224\n"});
}

TEST(stack_depth, finding_has_its_thresholds) {
  Numbers usual;
  for (const char* variant : {"pre", "post", "post warm-up", "none", "no skip"}) {
    for (const std::size_t layers : {1U, 2U, 4U, 8U, 16U}) {
      const std::string cell = std::string(variant) + ": " + layers_text(layers);
      usual.push_back({cell, quantity::kFresh, 1.99});
      usual.push_back({cell, quantity::kGuessing, 20});
      usual.push_back({cell, quantity::kTraining, 5});
    }
  }
  const auto error = [](const std::string& cell, double value) {
    return Number{cell, quantity::kFresh, value};
  };
  check_edges(
      "depth", usual,
      {{{},
        "train up to 16 layers; with the norm after the sum up to 16, with a warm-up up to 16; "
        "with none up to 16; without skip connections up to 16."},
       {{error("post: 4 layers", 19), error("post warm-up: 16 layers", 9),
         error("none: 16 layers", std::nan("")), error("no skip: 2 layers", 15)},
        "With the norm before each layer, stacks train up to 16 layers; with the norm after the "
        "sum up to 2, with a warm-up up to 8; with none up to 8; without skip connections up to 1. "
        "With 16 layers the errors are 1.99, 1.99, 9, none and 1.99, where guessing the mean costs "
        "20. Verdict: holds when the norm stands after the sum, and only in deeper stacks where "
        "the learning rate warms up."},
       {{error("pre: 16 layers", 2.01)}, "train up to 8 layers;"},
       {{error("pre: 4 layers", 2.01)}, "train up to 2 layers;"},
       {{error("post: 16 layers", 2.01)}, "after the sum up to 8,"},
       {{error("post warm-up: 16 layers", 2.01)}, "with a warm-up up to 8;"},
       {{error("none: 16 layers", 2.01)}, "with none up to 8;"},
       {{error("no skip: 16 layers", 2.01)}, "connections up to 8."},
       {{error("pre: 1 layer", 2.01)}, "not shown either way"},
       {{error("pre: 16 layers", 2.01)}, "Verdict: holds."},
       {{}, "Verdict: refuted."},
       {{error("post: 16 layers", 2.01), error("post warm-up: 16 layers", 2.01)},
        "holds when the norm stands after the sum."},
       {{error("post: 16 layers", 2.01)}, "sum, and only in deeper stacks where"}});
  check_edges("depth", {}, {{{}, "not shown either way"}});
}
