#include "stack_numbers.h"

TEST(stack_data, tables_have_each_number_in_its_place) {
  Names cells = each_with({"none 30", "none 100", "none 300", "none 1000"},
                          {"0 layers", "1 layer", "4 layers"});
  const Names learned =
      each_with({"learned 10", "learned 30", "learned 100", "learned 300", "learned 1000"},
                {"0 layers", "1 layer", "8 layers"});
  cells.insert(cells.end(), learned.begin(), learned.end());
  check_tables(
      "data",
      {cells, 1, {"training error", "fresh error", "guessing the mean", "guessing the middle"}},
      {"No encoding: squared error on the sequences of training\n"
       "sequences|0 layers|1 layer|4 layers\n30|100|101|102\n100|103|104|105\n300|106|107|108\n"
       "1000|109|110|111\n\nNo encoding: squared error on fresh sequences\n"
       "sequences|0 layers|1 layer|4 layers\n30|200|201|202",
       "1000|209|210|211\n\nLearned encoding: squared error on fresh sequences\n"
       "sequences|0 layers|1 layer|8 layers\n10|212|213|214\n30|215|216|217\n100|218|219|220\n"
       "300|221|222|223\n1000|224|225|226\n\nWhat guessing costs on fresh sequences\n"
       "who guesses|error\nthe mean position|300\nthe middle, knowing the length|400\n"});
}

TEST(stack_data, finding_has_its_thresholds) {
  const std::string heart = "none 100: 1 layer";
  const std::string many = "learned 1000: 8 layers";
  const std::string few = "learned 100: 8 layers";
  Numbers usual;
  for (const std::string& cell :
       {heart, std::string("none 100: 4 layers"), few, many, std::string("learned 100: 1 layer"),
        std::string("learned 1000: 1 layer")}) {
    const bool none = cell[0] == 'n';
    usual.push_back({cell, quantity::kFresh, none ? 40.0 : 1.0});
    usual.push_back({cell, quantity::kTraining, none ? 2.0 : 9.0});
    usual.push_back({cell, quantity::kGuessing, 20});
  }
  for (const char* decoy : {"none 100: 0 layers", "none 300: 1 layer", "learned 300: 8 layers",
                            "learned 100: 0 layers"}) {
    usual.push_back({decoy, quantity::kFresh, 9});
  }
  check_edges(
      "data", usual,
      {{{{few, quantity::kFresh, 2.8},
         {many, quantity::kFresh, 1.1},
         {"none 100: 4 layers", quantity::kTraining, 1}},
        "Without encoding, 1 layer trained on 100 sequences has an error of 2 on them and 40 on "
        "fresh ones, where guessing costs 20: it learns by heart; 4 layers have 1 and 40, which is "
        "no worse. With a learned encoding, 8 layers instead of one have an error of 2.8 instead "
        "of 1 at 100 sequences (depth hurts) and 1.1 instead of 1 at 1000 sequences (not clearly "
        "more). Verdict: holds when there are fewer than about 1000 sequences."},
       {{{heart, quantity::kTraining, 9.9}}, "learns by heart; 4"},
       {{{heart, quantity::kTraining, 10.1}}, "does not learn by heart; 4"},
       {{{heart, quantity::kTraining, 10.1}}, "Verdict: refuted."},
       {{{heart, quantity::kFresh, 30.1}}, "it learns by heart; 4"},
       {{{heart, quantity::kFresh, 30.1}}, "holds when one layer counts as deep"},
       {{{heart, quantity::kFresh, 29.9}}, "does not learn by heart"},
       {{{"none 100: 4 layers", quantity::kFresh, 39.9}}, "which is no worse."},
       {{{"none 100: 4 layers", quantity::kFresh, 40.1}}, "which is worse."},
       {{{few, quantity::kFresh, 1.49}}, "1.49 instead of 1 at 100 sequences (not clearly more)"},
       {{{few, quantity::kFresh, 1.51}}, "1.51 instead of 1 at 100 sequences (depth hurts)"},
       {{{few, quantity::kFresh, 1.51}}, "there are fewer than about 1000 sequences"},
       {{{few, quantity::kFresh, 1.51}, {many, quantity::kFresh, 1.51}}, "Verdict: holds."},
       {{{many, quantity::kFresh, 1.51}}, "1.51 instead of 1 at 1000 sequences (depth hurts)"},
       {{{many, quantity::kFresh, 1.51}}, "holds when one layer counts as deep"}});
}
