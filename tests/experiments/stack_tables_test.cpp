// Which number stands under which head, and with which settings each cell is trained.
#include "report/stack_output.h"
#include "training/settings.h"

#include "golden.h"
#include "test.h"

#include <set>
#include <sstream>

namespace {

using Names = std::vector<std::string>;

// Made-up measurements whose values tell what they are: hundreds by quantity, from 1; `of_cell` by
// cell, and ones by place, both from 0. Each quantity is measured at each place.
struct Numbered {
  Names cells;
  double of_cell;
  Names quantities;
  std::vector<double> places = {0};

  Results results() const {
    Results all;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      Measurements made;
      for (std::size_t q = 0; q < quantities.size(); ++q) {
        for (std::size_t p = 0; p < places.size(); ++p) {
          made.push_back({quantities[q], places[p],
                          100 * static_cast<double>(q + 1) + of_cell * static_cast<double>(c) +
                              static_cast<double>(p)});
        }
      }
      all.add(cells[c], 0, made);
    }
    return all;
  }
};

// Columns, which two blanks or more part, with a bar between.
std::string with_bars(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool parts = text.compare(i, 2, "  ") == 0;
    if (parts) i = text.find_first_not_of(' ', i) - 1;
    result += parts ? '|' : text[i];
  }
  return result;
}

void check_tables(const char* experiment, const Numbered& numbers, const Names& expected) {
  Runs stack = stack_runs(*find_experiment(experiment), StackSize::kFull, {0});
  stack.results = numbers.results();
  const std::string text = with_bars(stack_text(stack, false));
  for (const std::string& rows : expected) {
    const std::size_t at = text.find(rows);
    test::check(__FILE__, __LINE__,
                at != std::string::npos && text[at - 1] == '\n' && text[at + rows.size()] == '\n',
                std::string(rows).append("\nis not in\n").append(text));
  }
}

// "a: 1", "a: 2", "b: 1", "b: 2"
Names each_with(const Names& firsts, const Names& seconds) {
  Names all;
  for (const std::string& first : firsts) {
    for (const std::string& second : seconds) {
      all.push_back(first);
      all.back().append(": ").append(second);
    }
  }
  return all;
}

}  // namespace

TEST(stack_tables, of_cost) {
  check_tables(
      "cost",
      {{"d-model 16", "d-model 64", "by layers"},
       20,
       {"multiply-adds", "exponent of multiply-adds", "share of the square", "bytes kept",
        "exponent of bytes kept", "seconds", "exponent of seconds"},
       {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024}},
      {"One layer of d-model 16, forward, by length\n"
       "places|multiply-adds|growth|of the square|bytes kept|growth\n16|104|204|304|404|504",
       "1024|110|210|310|410|510\n\nOne layer of d-model 64\nplaces|multiply-adds|growth|of the "
       "square|bytes kept|growth\n16|124|224|324|424|524",
       "1024|130|230|330|430|530\n\n64 places of d-model 16, by "
       "depth\nlayers|multiply-adds|growth|of "
       "the square|bytes kept|growth\n1|140|240|340|440|540\n2|141|241|341|441|541",
       "16|144|244|344|444|544\n\nMeasured here, another time each time: seconds of a forward "
       "pass\n"
       "places|d-model 16|growth|d-model 64|growth\n16|604|704|624|724"});
}

TEST(stack_tables, of_start) {
  check_tables("start",
               {{"attention", "+ feed-forward", "+ norm after", "+ norm before", "skip + pre",
                 "skip + post", "skip + none"},
                10,
                {"distance from rank one", "cosine between places", "R2 of the position",
                 "gradient of the first layer", "gradient of each layer"},
                {0, 1, 2, 3, 4, 5, 8, 16, 32}},
               {"Without skip connections: distance from rank one\n"
                "layers|attention|+ feed-forward|+ norm after|+ norm before\n0|100|110|120|130\n"
                "1|101|111|121|131\n2|102|112|122|132\n3|103|113|123|133\n4|104|114|124|134\n"
                "5|105|115|125|135\n\nWith them: R2 of the position, read off each layer\n"
                "layers|skip + pre|skip + post|skip + none\n0|340|350|360\n8|346|356|366\n"
                "16|347|357|367\n32|348|358|368\n\nWith them: cosine between places\n"
                "layers|skip + pre|skip + post|skip + none\n0|240|250|260\n8|246|256|266\n"
                "16|247|257|267\n32|248|258|268\n\n"
                "Length of the first layer's gradient, without skip connections\n"
                "layers|attention|+ feed-forward|+ norm after|+ norm before\n1|401|411|421|431",
                "32|408|418|428|438\n\nWith them\nlayers|skip + pre|skip + post|skip + none\n"
                "1|441|451|461\n2|442|452|462",
                "32|448|458|468\n"});
}

TEST(stack_tables, of_depth) {
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

TEST(stack_tables, of_encodings) {
  Names cells =
      each_with({"learned", "sinusoidal", "rotary", "alibi", "none", "none causal", "alibi causal"},
                {"position", "previous", "first"});
  const Names deep = each_with({"sinusoidal x2", "sinusoidal x4"}, {"previous", "first"});
  cells.insert(cells.end(), deep.begin(), deep.end());
  check_tables(
      "encodings", {cells, 1, {"training error", "fresh error", "beyond error"}},
      {"One layer: squared error on fresh sequences, places 0 to 19\n"
       "encoding|position|previous|first\nlearned|200|201|202\nsinusoidal|203|204|205\n"
       "rotary|206|207|208\nalibi|209|210|211\nnone|212|213|214\nnone causal|215|216|217\n"
       "alibi causal|218|219|220\n\nThe same, places 20 to 39, beyond the length of training\n"
       "encoding|position|previous|first\nlearned|300|301|302",
       "alibi causal|318|319|320\n\n"
       "The fixed encoding, sinusoidal, by depth: in range and beyond\n"
       "layers|previous|first|previous, beyond|first, beyond\n1|204|205|304|305\n"
       "2|221|222|321|322\n4|223|224|323|324\n"});
}

TEST(stack_tables, of_data) {
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

TEST(stack_tables, of_attention) {
  check_tables(
      "attention",
      {{"1 layer", "2 layers", "4 layers", "8 layers"},
       1,
       {"fresh error", "attention", "attention of the last layer", "rollout", "leave-one-out",
        "rollout finds it", "leave-one-out finds it"}},
      {"Target previous: error; share of the token before; how often it is found\n"
       "|1 layer|2 layers|4 layers|8 layers\nerror|100|101|102|103\nattention|200|201|202|203\n"
       "last layer's|300|301|302|303\nrollout|400|401|402|403\nleave-one-out|500|501|502|503\n"
       "rollout finds|600|601|602|603\none-out finds|700|701|702|703\n"});
}

// Of the whole experiments: how many cells, and what `train` is given for some.
TEST(stack_tables, cells_have_the_settings_that_are_told) {
  struct Told {
    const char* experiment;
    std::size_t cells;
    const char* cell;
    const char* options;
  };
  for (const Told& told : std::vector<Told>{
           {"cost", 3, "d-model 16", " --max-seq-len 1024 --layers 1"},
           {"cost", 3, "d-model 64", " --max-seq-len 1024 --d-model 64 --layers 1"},
           {"cost", 3, "by layers", " --max-seq-len 64 --layers 16"},
           {"start", 7, "attention",
            " --samples 100 --layers 32 --norm none --no-skip --no-feed-forward"},
           {"start", 7, "+ feed-forward", " --samples 100 --layers 32 --norm none --no-skip"},
           {"start", 7, "+ norm after", " --samples 100 --layers 32 --norm post --no-skip"},
           {"start", 7, "+ norm before", " --samples 100 --layers 32 --no-skip"},
           {"start", 7, "skip + pre", " --samples 100 --layers 32"},
           {"start", 7, "skip + post", " --samples 100 --layers 32 --norm post"},
           {"start", 7, "skip + none", " --samples 100 --layers 32 --norm none"},
           {"depth", 25, "pre: 16 layers", " --lr 0.01 --layers 16"},
           {"depth", 25, "post warm-up: 2 layers",
            " --lr 0.01 --warmup 400 --layers 2 --norm post"},
           {"depth", 25, "no skip: 8 layers", " --layers 8 --norm none --no-skip"},
           {"encodings", 25, "alibi causal: first",
            " --encoding alibi --samples 4000 --epochs 12 --lr 0.003 --positions 40 --target first "
            "--layers 1 --heads 4 --causal"},
           {"encodings", 25, "sinusoidal x2: previous",
            " --encoding sinusoidal --samples 4000 --epochs 12 --lr 0.003 --positions 40 --target "
            "previous --layers 2 --heads 1"},
           {"data", 27, "none 100: 4 layers",
            " --encoding none --samples 100 --epochs 250 --lr 0.003 --layers 4"},
           {"data", 27, "learned 1000: 8 layers", " --epochs 31 --lr 0.003 --layers 8"},
           {"attention", 4, "8 layers",
            " --encoding rotary --samples 4000 --epochs 10 --lr 0.003 --target previous --layers 8 "
            "--heads 1"}}) {
    const std::vector<Configuration> cells =
        find_experiment(told.experiment)->configurations(StackSize::kFull);
    CHECK_EQ(cells.size(), told.cells);
    std::string options = "no such cell";
    for (const Configuration& cell : cells) {
      if (cell.name == told.cell) options = options_of(cell.settings, {"seed"});
    }
    CHECK_EQ(options, told.options);
  }
}
