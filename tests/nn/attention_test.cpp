#include "nn/attention.h"

#include "golden.h"
#include "matrix.h"
#include "test.h"

#include <map>
#include <sstream>

namespace {

constexpr float kLog2 = 0.69314718F;
constexpr float kLog3 = 1.09861229F;

struct Attended {
  Tensor o;
  Tensor p;
};

Attended attend(const Tensor& q, const Tensor& k, const Tensor& v,
                const AttentionMask<float>& mask) {
  Attended result = {Tensor({q.rows(), v.cols()}), Tensor({q.rows(), q.rows()})};
  attention_forward(view(result.o), view(result.p), view(q), view(k), view(v), mask);
  return result;
}

// Of 7, 3/4, log 3 or −3/4 log 3.
float number_of(std::string text) {
  const std::size_t log = text.find("log 3");
  const float factor = (log == std::string::npos ? 1 : kLog3) * (has(text, "−") ? -1.F : 1.F);
  text.erase(std::min(log, text.size()));
  const std::size_t digit = text.find_first_of("0123456789");
  const std::size_t over = text.find('/');
  return factor * (digit == std::string::npos ? 1 : std::stof(text.substr(digit))) /
         (over == std::string::npos ? 1 : std::stof(text.substr(over + 1)));
}

// The numbers of LAYERS.md's tables between two headings, by the row's first cell.
std::map<std::string, std::vector<float>> numbers_on_the_page() {
  const std::string page = read_file("src/nn/LAYERS.md");
  const std::size_t start = page.find("### Attention on paper");
  std::istringstream lines(page.substr(start, page.find("### ", start + 1) - start));
  std::map<std::string, std::vector<float>> rows;
  for (std::string line, bar, name, texts; std::getline(lines, line);) {
    std::istringstream cells(line);
    if (!(cells >> bar >> name >> bar) || name == "|" || name == "---" || bar != "|") continue;
    std::getline(cells, texts, '|');
    std::istringstream numbers(texts);
    for (std::string text; std::getline(numbers, text, ',');) rows[name].push_back(number_of(text));
  }
  return rows;
}

}  // namespace

TEST(attention, on_paper_has_the_numbers_of_the_code) {
  std::map<std::string, std::vector<float>> shown = numbers_on_the_page();
  const auto column = [&](const std::string& name) {
    Tensor tensor({shown.at(name).size(), 1});
    std::copy(shown.at(name).begin(), shown.at(name).end(), tensor.begin());
    return tensor;
  };
  const Tensor q = column("q");
  const Tensor k = column("k");
  const Tensor v = column("v");
  const Tensor d_o = column("do");
  std::map<std::string, Tensor> computed = {{"q", q}, {"k", k}, {"v", v}, {"do", d_o}};
  for (const char* name : {"s", "p", "dp", "ds"}) computed[name] = Tensor({1, 2});
  for (const char* name : {"dv", "dk"}) computed[name] = Tensor({2, 1});
  for (const char* name : {"o", "dq"}) computed[name] = Tensor({1, 1});
  const auto at = [&](const char* name) { return view(computed[name]); };
  set_product(at("s"), view(q), transposed(view(k)));
  attention_forward<float>(at("o"), at("p"), view(q), view(k), view(v), {false, 0});
  set_product(at("dp"), view(d_o), transposed(view(v)));
  attention_backward<float>(at("dq"), at("dk"), at("dv"), at("ds"), view(d_o), at("p"), view(q),
                            view(k), view(v));
  CHECK_EQ(shown.size(), computed.size());
  for (const auto& one : computed) {
    CONTEXT(one.first);
    const std::vector<float>& numbers = shown[one.first];
    CHECK_EQ(numbers.size(), one.second.size());
    Tensor expected = one.second;
    std::copy(numbers.begin(), numbers.end(), expected.begin());
    CHECK(near(one.second, expected));
  }
}

// The scores are (0, log 3) and (0, 0).
TEST(attention, forward_of_a_worked_example) {
  const Tensor q = matrix({{kLog3, 1}, {0, 1}});
  const Tensor k = matrix({{0, 0}, {1, 0}});
  const Tensor v = matrix({{4, 40}, {8, 80}});
  const Attended all = attend(q, k, v, {false, 0});
  CHECK(near(all.p, matrix({{.25F, .75F}, {.5F, .5F}})));
  CHECK(near(all.o, matrix({{7, 70}, {6, 60}})));
  const Attended causal = attend(q, k, v, {true, 0});
  CHECK(near(causal.p, matrix({{1, 0}, {.5F, .5F}})));
  CHECK(near(causal.o, matrix({{4, 40}, {6, 60}})));
}

TEST(attention, of_one_place_is_its_value) {
  for (const bool causal : {false, true}) {
    const Attended one =
        attend(matrix({{3, -5}}), matrix({{7, 100}}), matrix({{2, 6}}), {causal, 0.5F});
    CHECK(same(one.p, matrix({{1.F}})));
    CHECK(same(one.o, matrix({{2, 6}})));
  }
}

// With equal scores, a weight halves with each place of distance.
TEST(attention, alibi_lowers_scores_with_distance_in_both_directions) {
  const Tensor zero = matrix({{0}, {0}, {0}});
  const Tensor v = matrix({{7}, {70}, {700}});
  const Attended all = attend(zero, zero, v, {false, kLog2});
  CHECK(
      near(all.p,
           matrix({{4 / 7.F, 2 / 7.F, 1 / 7.F}, {.25F, .5F, .25F}, {1 / 7.F, 2 / 7.F, 4 / 7.F}})));
  CHECK(near(all.o, matrix({{124}, {211.75F}, {421}}), 1e-3F));
  const Attended causal = attend(zero, zero, v, {true, kLog2});
  CHECK(near(causal.p, matrix({{1, 0, 0}, {1 / 3.F, 2 / 3.F, 0}, {1 / 7.F, 2 / 7.F, 4 / 7.F}})));
}

// Its share is 1 whatever the score, so query and key can change nothing.
TEST(attention, gradient_of_one_place_goes_to_its_value) {
  const Tensor q = matrix({{3, -5}});
  const Tensor k = matrix({{7, 100}});
  const Tensor v = matrix({{2, 6}});
  const Tensor p = matrix({{1.F}});
  const Tensor d_o = matrix({{10, 20}});
  Tensor dq({1, 2});
  Tensor dk({1, 2});
  Tensor dv({1, 2});
  Tensor ds({1, 1});
  attention_backward(view(dq), view(dk), view(dv), view(ds), view(d_o), view(p), view(q), view(k),
                     view(v));
  CHECK(same(dq, matrix({{0, 0}})));
  CHECK(same(dk, matrix({{0, 0}})));
  CHECK(same(dv, matrix({{10, 20}})));
}
