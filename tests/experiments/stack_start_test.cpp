#include "core/statistics.h"
#include "experiments/stack_measures.h"
#include "models/transformer.h"
#include "models/weights.h"

#include "stack_numbers.h"

#include <memory>

namespace {

// A stack of the first `layers` of the cell's, in double, after its forward pass; and the batch, of
// six sequences of four places: rows 4 to 7 are those of the second.
struct PlainStart {
  Batch batch = Batch(7);
  std::unique_ptr<Transformer<double>> model;
  TensorOf<double> y;

  PlainStart(Settings settings, std::size_t layers) {
    settings.stack.layers = layers;
    TorchRandom torch(settings.seed);
    batch = whole_batch(sequences_of_length(6, 4, 7, torch), 7);
    model = std::make_unique<Transformer<double>>(settings.model_sizes());
    copy_weights(*model, *drawn<Transformer<float>>(settings.model_sizes(), torch));
    y = model->forward(batch);
  }
};

double gradient_length(Transformer<double>& model, std::size_t layer) {
  double squares = 0;
  for (const Parameter<double>* parameter : model.parameters()) {
    if (parameter->name.rfind("layers." + std::to_string(layer) + ".", 0) != 0) continue;
    for (const double d : parameter->grad) squares += d * d;
  }
  return std::sqrt(squares);
}

Configuration start_cell() {
  Configuration cell = small_cell("start", 5);  // skip + post
  cell.settings.stack.layers = 4;
  return cell;
}

}  // namespace

TEST(stack_start, reads_each_layer) {
  const Configuration cell = start_cell();
  const Results results = measured_of(cell);
  const PlainStart start(cell.settings, 4);
  const std::vector<double> positions(start.batch.targets().begin(), start.batch.targets().end());
  for (std::size_t k = 0; k <= 4; ++k) {
    CONTEXT("k " << k);
    const TensorOf<double>& x = start.model->passed(k);
    double distance = 0;
    double cosine = 0;
    for (std::size_t s = 0; s < 6; ++s) {
      distance += distance_from_rank_one(x, 4 * s, 4) / 6;
      cosine += mean_cosine(x, 4 * s, 4) / 6;
    }
    const auto at = static_cast<double>(k);
    CHECK_NEAR(results.mean("a", "distance from rank one", at), distance, 1e-12);
    CHECK_NEAR(results.mean("a", "cosine between places", at), cosine, 1e-12);
    CHECK_NEAR(results.mean("a", "R2 of the position", at), explained_share(x, positions, 1e-4),
               1e-12);
  }
}

TEST(stack_start, has_the_gradients_of_each_depth) {
  const Configuration cell = start_cell();
  const Results results = measured_of(cell);
  for (const std::size_t layers : {1U, 2U, 4U}) {
    CONTEXT("layers " << layers);
    PlainStart start(cell.settings, layers);
    TensorOf<double> dy = start.y;
    for (std::size_t n = 0; n < 24; ++n) dy[n] = 2 * (dy[n] - start.batch.targets()[n]) / 24;
    start.model->backward(start.batch, dy);
    const double first = gradient_length(*start.model, 0);
    CHECK_NEAR(results.mean("a", "gradient of the first layer", static_cast<double>(layers)), first,
               1e-10 * first);
    for (std::size_t k = 0; k < 4 && layers == 4; ++k) {
      CONTEXT("k " << k);
      const double length = gradient_length(*start.model, k);
      CHECK_NEAR(results.mean("a", "gradient of each layer", static_cast<double>(k + 1)), length,
                 1e-10 * length);
    }
  }
}

TEST(stack_start, attention_alone_collapses_and_skip_connections_keep) {
  std::vector<Configuration> cells = find_experiment("start")->configurations(StackSize::kQuick);
  Results results;
  for (Configuration& cell : cells) {
    cell.settings.samples = 5;
    results.add(cell.name, 0, *cell.measure(cell.settings, [] { return false; }));
  }
  // Random rows: sqrt(19/20) of their length is not their mean.
  CHECK_NEAR(results.mean("attention", "distance from rank one", 0), 0.975, 0.03);
  CHECK(results.mean("attention", "distance from rank one", 5) < 1e-9);
  CHECK(results.mean("skip + pre", "distance from rank one", 5) > 0.5);
  CHECK(results.mean("skip + pre", "gradient of the first layer", 8) > 1);
  CHECK(results.mean("+ feed-forward", "gradient of the first layer", 8) < 1e-3);
  CHECK_EQ(results.mean("skip + pre", "gradient of each layer", 1),
           results.mean("skip + pre", "gradient of the first layer", 8));
}

TEST(stack_start, tables_have_each_number_in_its_place) {
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

TEST(stack_start, finding_has_its_thresholds) {
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
  const auto all_at = [&](double value) {
    Numbers all;
    for (const std::string& cell : bare) all.push_back({cell, distance, value, 5});
    return all;
  };
  std::vector<Edge> edges = {
      {{},
       "Without skip connections all places are alike after 5 layers, but for 0.0001 of their "
       "length at most, whatever else is there. With them a linear layer still reads the position "
       "off layer 32 with R2 0.25 where the norm stands before, 0.01 after, 0.02 nowhere; 0.3 off "
       "the embeddings. With the norm after, the last layer's gradient is 1.5 times the first's: "
       "it does not grow toward the output, as it did in Xiong et al. 2020. Verdict: holds when "
       "there are no skip connections."},
      {all_at(9e-13), "after 5 layers, but for rounding, whatever else"},
      {all_at(1.1e-12), "but for 1.1e-12 of their length at most"},
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
    edges.push_back({{{cell, distance, std::nan(""), 5}}, "no number, which says nothing."});
    edges.push_back({{{cell, distance, std::nan(""), 5}}, "not shown either way"});
  }
  check_edges("start", usual, edges);
}
