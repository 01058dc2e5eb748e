// The lesson's step on paper (src/nn/README.md): computes it with the layers and the model, and
// compares every number that the page shows. What it starts from is read from the page, too.
#include "golden.h"
#include "matrix.h"
#include "test.h"

#include "core/decimal.h"
#include "models/transformer.h"
#include "training/train_step.h"

#include <map>
#include <optional>

namespace {

// The numbers of each row of the section's tables, by the row's first cell.
using Rows = std::map<std::string, std::vector<double>>;

// The numbers between the bars: "| 0.5, −1 |". The page writes the long minus.
std::vector<double> numbers_in(std::string cells) {
  const std::string minus = "\u2212";
  for (std::size_t at = 0; (at = cells.find(minus)) != std::string::npos;) {
    cells.replace(at, minus.size(), "-");
  }
  for (char& c : cells) c = c == ',' || c == '|' ? ' ' : c;
  std::vector<double> numbers;
  std::istringstream words(cells);
  for (std::string word; words >> word;) {
    if (const std::optional<double> number = from_decimal(word)) numbers.push_back(*number);
  }
  return numbers;
}

Rows rows_on_the_page() {
  Rows rows;
  bool within = false;
  std::istringstream page(read_file("src/nn/README.md"));
  for (std::string line; std::getline(page, line);) {
    if (line.rfind("##", 0) == 0) within = line == "### One step on paper";
    if (!within || line.rfind("| ", 0) != 0) continue;
    const std::size_t bar = line.find(" |", 2);
    const std::string name = line.substr(2, bar - 2);
    const std::vector<double> numbers = numbers_in(line.substr(bar));
    if (numbers.empty()) continue;  // a table's head
    CHECK(rows.count(name) == 0);
    rows[name] = numbers;
  }
  return rows;
}

Sequences sequences_of(const Rows& rows) {
  Sequences data;
  for (const double token : rows.at("tokens[n]")) {
    data.tokens.push_back(static_cast<std::int32_t>(token));
  }
  const std::vector<double>& positions = rows.at("positions[n]");
  for (std::size_t n = 0; n < positions.size(); ++n) {
    if (positions[n] == 0) data.starts.push_back(n);
  }
  data.starts.push_back(positions.size());
  return data;
}

// A weight's row before the step, its gradient, and after it, side by side.
struct WeightRow {
  std::string name;
  Parameter<float>* parameter;
  std::size_t row;
};

std::vector<WeightRow> weight_rows(Model<float>& model) {
  std::vector<WeightRow> rows;
  for (std::size_t r = 0; r < 3; ++r) {
    rows.push_back({"E[" + std::to_string(r) + "]", &model.token_embedding, r});
    rows.push_back({"P[" + std::to_string(r) + "]", &model.pos_embedding, r});
  }
  rows.push_back({"w", &model.linear_weight, 0});
  rows.push_back({"b", &model.linear_bias, 0});
  return rows;
}

void append_row(std::vector<double>& numbers, const Tensor& table, std::size_t row) {
  numbers.insert(numbers.end(), table.row(row), table.row(row) + table.cols());
}

// Sets the model's weights to the numbers that come first in their rows.
void take_weights(Model<float>& model, const Rows& rows) {
  for (const WeightRow& weight : weight_rows(model)) {
    Tensor& table = weight.parameter->value;
    std::vector<double> numbers = rows.at(weight.name);
    numbers.resize(table.cols());
    std::transform(numbers.begin(), numbers.end(), table.row(weight.row),
                   [](double number) { return static_cast<float>(number); });
  }
}

// What the layers make of each place, forward and back.
void add_places(Rows& rows, const Model<float>& model, const Batch& batch) {
  const auto all = [](const Tensor& tensor) {
    return std::vector<double>(tensor.begin(), tensor.end());
  };
  const Tensor& w = model.linear_weight.value;
  Tensor x({0, 2});
  Tensor p({0, 2});
  embedding_forward(x, model.token_embedding.value, batch.tokens());
  embedding_forward(p, model.pos_embedding.value, batch.positions());
  rows["e[n]"] = all(x);
  rows["p[n]"] = all(p);
  sum_forward(x, p);
  Tensor y({0, 1});
  linear_forward(y, x, w, model.linear_bias.value);
  Tensor dy({0});
  mse_backward(dy, y, batch.targets());
  Tensor dx({0, 2});
  Tensor dw({1, 2});
  Tensor db({1});
  linear_backward(dx, dw, db, dy, x, w);
  for (std::size_t n = 0; n < batch.size(); ++n) rows["n"].push_back(static_cast<double>(n));
  rows["tokens[n]"] = {batch.tokens().begin(), batch.tokens().end()};
  rows["positions[n]"] = {batch.positions().begin(), batch.positions().end()};
  rows["x[n]"] = all(x);
  rows["y[n]"] = all(y);
  rows["targets[n]"] = all(batch.targets());
  rows["dy[n]"] = all(dy);
  rows["dx[n]"] = all(dx);
}

// One step of training: each weight before it, its gradient, and after it.
void add_step(Rows& rows, Model<float>& model, const Batch& batch, const AdamOptions& options) {
  for (const WeightRow& w : weight_rows(model)) append_row(rows[w.name], w.parameter->value, w.row);
  Adam<float> adam(options, model.parameters());
  Tensor dy({0});
  rows["loss"] = {train_step(model, adam, batch, dy)};
  for (const WeightRow& w : weight_rows(model)) {
    append_row(rows[w.name], w.parameter->grad, w.row);
    append_row(rows[w.name], w.parameter->value, w.row);
  }
  rows["loss"].push_back(mse_forward(model.forward(batch), batch.targets()));
  rows["E[0][0]"] = {rows["E[0]"][2], adam.exp_avg(0).row(0)[0], adam.exp_avg_sq(0).row(0)[0],
                     rows["E[0]"][0] - rows["E[0]"][4]};
  rows["w[1]"] = {rows["w"][3], adam.exp_avg(2)[1], adam.exp_avg_sq(2)[1],
                  rows["w"][1] - rows["w"][5]};
}

}  // namespace

TEST(worked_example, has_the_numbers_of_the_code) {
  const Rows shown = rows_on_the_page();
  Transformer<float> model({3, 3, 2, &kEncodings[0], {}});
  take_weights(model, shown);
  const Batch batch = whole_batch(sequences_of(shown), 3);
  AdamOptions options;
  options.lr = 0.1;

  Rows computed;
  add_places(computed, model, batch);
  add_step(computed, model, batch, options);
  CHECK_EQ(shown.size(), computed.size());
  for (const auto& [name, numbers] : computed) {
    const auto row = shown.find(name);
    const bool same = row != shown.end() && row->second.size() == numbers.size() &&
                      std::equal(numbers.begin(), numbers.end(), row->second.begin(),
                                 [](double a, double b) { return std::abs(a - b) <= 1e-6; });
    if (same) continue;
    test::fail("src/nn/README.md", 0, name + " is " + joined(numbers, ", ", [](double x) {
                                        return to_significant(x, 6);
                                      }));
  }
}
