// Each threshold of a finding, from just below and from just above.
#include "experiments/stack.h"
#include "report/stack_output.h"

#include "stack_numbers.h"
#include "test.h"

namespace {

using Numbers = std::vector<Number>;

// What the numbers say once some of them are changed: a piece of the sentence, and the verdict.
struct Edge {
  Numbers changed;
  std::string said;
};

void check_edges(const char* experiment, const Numbers& usual, const std::vector<Edge>& edges) {
  for (const Edge& edge : edges) {
    Numbers all = usual;
    for (const Number& now : edge.changed) {
      bool is_known = false;
      for (Number& old : all) {
        if (old.cell != now.cell || old.quantity != now.quantity || old.at != now.at) continue;
        old.value = now.value;
        is_known = true;
      }
      CHECK(is_known);
    }
    const Finding finding = find_experiment(experiment)->finding(results_of(all), StackSize::kFull);
    const std::string text = finding.sentence + " Verdict: " + verdict_text(finding) + ".";
    if (text.find(edge.said) == std::string::npos) {
      test::fail(__FILE__, __LINE__, edge.said + "\nis not in\n" + text);
    }
  }
}

}  // namespace

TEST(stack_findings, of_cost) {
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
      {{{{narrow, count, 1.49, 32}}, "holds when sequences are longer than about 6 d-model"},
       {{{narrow, count, 1.51, 32}}, "Verdict: holds."},
       {{{narrow, count, 1.51, 1024}}, "holds when"},
       {{{narrow, count, 1.49, 1024}}, "Verdict: refuted."},
       {{}, "with depth to the power 1.01."}});
}

TEST(stack_findings, of_start) {
  const std::string distance = "distance from rank one";
  const std::string readable = "R2 of the position";
  const std::string gradient = "gradient of each layer";
  const std::vector<std::string> bare = {"attention", "+ feed-forward", "+ norm after",
                                         "+ norm before"};
  Numbers usual = {{"skip + pre", distance, 0.9, 5},    {"skip + pre", readable, 0.3, 0},
                   {"skip + pre", readable, 0.25, 32},  {"skip + post", readable, 0.01, 0},
                   {"skip + post", readable, 0.01, 32}, {"skip + none", readable, 0.02, 32},
                   {"skip + post", gradient, 10, 1},    {"skip + post", gradient, 9, 2},
                   {"skip + post", gradient, 15, 32},   {"skip + post", gradient, 99, 31},
                   {"skip + pre", gradient, 1, 1},      {"skip + pre", gradient, 70, 32}};
  std::vector<Edge> edges = {
      {{{"skip + pre", readable, 0.149, 32}}, "Verdict: holds."},
      {{{"skip + pre", readable, 0.151, 32}}, "holds when there are no skip connections."},
      {{{"skip + post", gradient, 19.9, 32}}, "1.99 times the first's: it does not grow"},
      {{{"skip + post", gradient, 20.1, 32}}, "2.01 times the first's: it grows"}};
  for (const std::string& cell : bare) {
    usual.push_back({cell, distance, 0.0001, 5});
    usual.push_back({cell, distance, 0.5, 4});
    edges.push_back({{{cell, distance, 0.00099, 5}}, "0.00099 of their length at most, whatever"});
    edges.push_back({{{cell, distance, 0.00101, 5}}, "at most, which is not alike"});
    edges.push_back({{{cell, distance, 0.00101, 5}}, "Verdict: refuted."});
  }
  check_edges("start", usual, edges);
}

TEST(stack_findings, of_depth) {
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
}

TEST(stack_findings, of_encodings) {
  const std::string fixed = "sinusoidal: ";
  Numbers usual;
  for (const char* row : {"learned", "sinusoidal", "rotary", "alibi", "none", "none causal",
                          "alibi causal", "sinusoidal x4", "sinusoidal x2"}) {
    for (const std::string target : {": position", ": previous", ": first"}) {
      usual.push_back({row + target, quantity::kFresh, 0.3});
      usual.push_back({row + target, quantity::kBeyond, 0.3});
      usual.push_back({row + target, quantity::kTraining, 0.01});
      usual.push_back({row + target, quantity::kGuessing, target == ": position" ? 0.9 : 1});
    }
  }
  std::vector<Edge> edges;
  for (const std::string target : {"previous", "first"}) {
    const std::string deep = "sinusoidal x4: " + target;
    edges.push_back({{{deep, quantity::kFresh, 0.449}}, "does not make it worse."});
    edges.push_back({{{deep, quantity::kFresh, 0.449}}, "Verdict: refuted."});
    edges.push_back({{{deep, quantity::kFresh, 0.451}}, "Verdict: holds."});
    edges.push_back({{{fixed + target, quantity::kFresh, 0.49}, {deep, quantity::kFresh, 0.49}},
                     "Verdict: refuted."});
    edges.push_back({{{fixed + target, quantity::kFresh, 0.51}, {deep, quantity::kFresh, 0.51}},
                     "Verdict: not shown either way."});
    edges.push_back({{{deep, quantity::kGuessing, 0.59}}, "shows nothing"});
  }
  for (const std::string row :
       {"learned", "sinusoidal", "rotary", "alibi", "none", "none causal", "alibi causal"}) {
    const Number previous = {row + ": previous", quantity::kFresh, 0.099};
    const Number position = {row + ": position", quantity::kFresh, 0.089};
    edges.push_back({{{previous.cell, quantity::kBeyond, 0.099}},
                     "carried by " + row + "; within it by none. Positions"});
    edges.push_back({{previous}, "by none; within it by " + row + ". Positions"});
    edges.push_back({{position}, "known within it by " + row + ", and beyond it by none."});
    edges.push_back({{{position.cell, quantity::kBeyond, 0.089}}, "and beyond it by " + row + "."});
    edges.push_back({{{previous.cell, quantity::kBeyond, 0.101}}, "carried by none;"});
    edges.push_back({{{position.cell, quantity::kFresh, 0.091}}, "known within it by none,"});
  }
  check_edges("encodings", usual, edges);
}

TEST(stack_findings, of_data) {
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
      {{{{heart, quantity::kTraining, 9.9}}, "learns by heart; 4"},
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

TEST(stack_findings, of_attention) {
  const std::string share = "attention";
  const std::string found = "leave-one-out finds it";
  const std::string deep = "8 layers";
  Numbers usual;
  for (const std::string cell : {"1 layer", "2 layers", "4 layers", "8 layers"}) {
    for (const char* name : {"attention", "attention of the last layer", "rollout", "leave-one-out",
                             "rollout finds it", "leave-one-out finds it"}) {
      usual.push_back({cell, name, 0.95});
    }
    usual.push_back({cell, quantity::kFresh, 0.4});
  }
  const auto at = [&](double part) { return Number{deep, share, 0.95 * part}; };
  std::vector<Edge> edges = {
      {{at(0.59)}, "the deeper, the less attention"},
      {{at(0.59)}, "holds when one reads attention, and"},
      {{at(0.61)}, "a little less; changing"},
      {{at(0.79)}, "not shown either way"},
      {{at(0.81)}, "at every depth; changing"},
      {{at(0.81)}, "Verdict: refuted."},
      {{{deep, "rollout", 0.2}}, "of rollout from 0.95 to 0.2, of the effect"},
      {{{deep, "leave-one-out", 0.2}}, "changing a token from 0.95 to 0.2: attention"}};
  for (const std::string cell : {"1 layer", "2 layers", "4 layers", "8 layers"}) {
    edges.push_back({{{cell, found, 0.91}}, "finds it at every depth."});
    edges.push_back({{{cell, found, 0.89}}, "does not always find it, either."});
    edges.push_back({{at(0.5), {cell, found, 0.89}}, "Verdict: holds."});
  }
  for (const std::string cell : {"1 layer", "8 layers"}) {
    edges.push_back({{{cell, quantity::kFresh, 0.49}}, "Verdict: refuted."});
    edges.push_back(
        {{{cell, quantity::kFresh, 0.51}}, "But the task is not learned. Verdict: not"});
  }
  check_edges("attention", usual, edges);
}

TEST(stack_findings, clearly_above_at_its_edges) {
  const Spread other = {2, 0.5, 3, 0};
  CHECK(clearly_above({3.01, 0.5, 3, 0}, other) && !clearly_above({2.99, 0, 3, 0}, other));
  CHECK(clearly_above({3.4, 0.89, 3, 0}, other) && !clearly_above({3.4, 0.91, 3, 0}, other));
  CHECK(!clearly_above({std::nan(""), 0, 0, 1}, other));
}
