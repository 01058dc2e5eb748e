#include "stack_numbers.h"

namespace {

// Of n layers, L places and d numbers each.
double products(double n, double length, double d) {
  return n * (12 * length * d * d + 2 * length * length * d);
}

}  // namespace

// Of a place: qkv and o 4 d, both norms' x, input and output 6 d and scales 2, feed-forward 3 d_ff;
// and shares, heads L.
TEST(stack_cost, bytes_kept_by_hand) {
  Configuration cell = find_experiment("cost")->configurations(StackSize::kQuick).front();
  cell.settings.max_seq_len = 32;
  const Results results = measured_of(cell);
  CHECK_EQ(results.mean("a", "bytes kept", 32), 4.0 * 32 * (10 * 16 + 2 + 3 * 64 + 2 * 32));
  CHECK(results.mean("a", "seconds", 16) > 0);
}

TEST(stack_cost, grows_as_its_formula) {
  struct Grown {
    std::size_t cell;
    double d;
    double least;
  };
  for (const Grown& grown : std::vector<Grown>{{0, 16, 16}, {1, 64, 16}, {2, 16, 1}}) {
    const double d = grown.d;
    const bool deep = grown.least == 1;
    Configuration cell = find_experiment("cost")->configurations(StackSize::kQuick).at(grown.cell);
    cell.settings.max_seq_len = 64;
    const Results results = measured_of(cell);
    CHECK_EQ(results.mean("a", "length where the square is half"), 6 * d);
    for (const double times : {1, 2, 4}) {
      CONTEXT("times " << times);
      const double at = grown.least * times;
      const auto all = [&](double size) {
        return deep ? products(size, 64, d) : products(1, size, d);
      };
      CHECK_EQ(results.mean("a", "multiply-adds", at), all(at));
      const double length = deep ? 64 : at;
      CHECK_NEAR(results.mean("a", "share of the square", at), length / (length + 6 * d), 1e-12);
      if (at == grown.least) continue;
      CHECK_NEAR(results.mean("a", "exponent of multiply-adds", at),
                 std::log2(all(at) / all(at / 2)), 1e-12);
      for (const std::string what : {"bytes kept", "seconds"}) {
        CONTEXT("what " << what);
        CHECK_NEAR(results.mean("a", "exponent of " + what, at),
                   std::log2(results.mean("a", what, at) / results.mean("a", what, at / 2)), 1e-9);
      }
    }
  }
}

TEST(stack_cost, tables_have_each_number_in_its_place) {
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

TEST(stack_cost, finding_has_its_thresholds) {
  const std::string count = "exponent of multiply-adds";
  const std::string narrow = "d-model 16";
  Numbers usual = {{narrow, count, 1.4, 32},       {narrow, count, 1.7, 1024},
                   {"by layers", count, 1.01, 16}, {narrow, "exponent of bytes kept", 1.8, 1024},
                   {narrow, count, 1.9, 64},       {narrow, count, 0.9, 512},
                   {"d-model 64", count, 1.9, 32}, {"d-model 64", count, 0.9, 1024},
                   {"by layers", count, 1.02, 8}};
  usual.push_back({narrow, "length where the square is half", 96});
  usual.push_back({"d-model 64", "length where the square is half", 384});
  check_edges(
      "cost", usual,
      {{{},
        "Multiply-adds grow with the length to the power 1.4 from 16 to 32 places and 1.7 from 512 "
        "to 1024 (bytes 1.8), and with depth to the power 1.01. The square takes half of them from "
        "96 places on for d-model 16, from 384 for 64. Verdict: holds when sequences are longer "
        "than about 6 d-model."},
       {{{narrow, count, 1.49, 32}}, "holds when"},
       {{{narrow, count, 1.51, 32}}, "Verdict: holds."},
       {{{narrow, count, 1.51, 1024}}, "holds when"},
       {{{narrow, count, 1.49, 1024}}, "Verdict: refuted."}});
}
