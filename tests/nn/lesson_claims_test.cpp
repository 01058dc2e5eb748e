// What the lesson's text (src/nn/README.md) says of runs, beyond the output that it shows: each
// number to the digits that it gives.
#include "golden.h"
#include "lesson/followed_run.h"
#include "test.h"

#include "core/decimal.h"
#include "core/statistics.h"
#include "lesson/ruler.h"
#include "report/captions.h"
#include "report/report_page.h"

#include <algorithm>
#include <set>

namespace {

double distance(const float* a, const float* b, std::size_t cols) {
  double squares = 0;
  for (std::size_t j = 0; j < cols; ++j) squares += (a[j] - b[j]) * (a[j] - b[j]);
  return std::sqrt(squares);
}

struct Spread {
  double mean;
  double deviation;
};

Spread spread_of(const std::vector<double>& values) {
  return {statistics::mean(values), statistics::standard_deviation(values)};
}

// How far the vector of position 19 moves in the run, as a part of position 14's way, over seeds 0
// to 99.
Spread way_of_the_rarest(Settings settings) {
  std::vector<double> ratios;
  for (settings.seed = 0; settings.seed < 100; ++settings.seed) {
    Trainer trainer(settings);
    const Tensor before = trainer.model().pos_embedding.value;
    while (!trainer.finished()) trainer.step();
    const Tensor& after = trainer.model().pos_embedding.value;
    ratios.push_back(distance(after.row(19), before.row(19), 16) /
                     distance(after.row(14), before.row(14), 16));
  }
  return spread_of(ratios);
}

// The mean of the gradients of a position's vector in the first ten epochs, divided by their root
// mean square, over seeds 0 to 99.
double steadiness(std::size_t position) {
  Settings settings = settings_of("--epochs 10");
  std::vector<double> of_seeds;
  for (settings.seed = 0; settings.seed < 100; ++settings.seed) {
    Trainer trainer(settings);
    double sum = 0;
    double squares = 0;
    double steps = 0;
    for (; !trainer.finished(); ++steps) {
      trainer.step();
      const Ids& positions = trainer.batch().positions();
      double g = 0;
      for (std::size_t n = 0; n < positions.size(); ++n) {
        if (positions[n] == static_cast<int>(position)) g += trainer.dy()[n];
      }
      sum += g;
      squares += g * g;
    }
    of_seeds.push_back(std::abs(sum) / std::sqrt(steps * squares));
  }
  return statistics::mean(of_seeds);
}

// The largest weight of the linear layer after 200 epochs.
double largest_weight(const char* encoding, double rate, std::uint64_t seed) {
  Settings settings;
  settings.encoding = find_encoding(encoding);
  settings.adam.lr = rate;
  settings.epochs = 200;
  settings.seed = seed;
  Trainer trainer(settings);
  while (!trainer.finished()) trainer.step();
  double largest = 0;
  for (const float w : trainer.model().linear_weight.value) {
    largest = std::max(largest, std::abs(double{w}));
  }
  return largest;
}

// The run of ten sequences, and how often they have each token and each position.
struct TenSequences {
  TenSequences() : trainer(settings()), tokens(100), positions(20) {
    const Sequences& data = trainer.data();
    for (std::size_t s = 0; s < data.count(); ++s) {
      for (std::size_t i = 0; i < data.length(s); ++i) {
        ++tokens[static_cast<std::size_t>(data.sequence(s)[i])];
        ++positions[i];
      }
    }
    while (!trainer.finished()) trainer.step();
    of_tokens = shares(trainer.model().token_embedding.value, trainer.model().linear_weight.value);
    of_positions = shares(trainer.model().pos_embedding.value, trainer.model().linear_weight.value);
  }

  static Settings settings() {
    Settings settings = settings_of("--samples 10 --epochs 3000");
    return settings;
  }

  // The expected error on fresh sequences, where `counts(token, position)`: position i is in 20 - i
  // of the 20 lengths, and each token as likely.
  template <class Counts>
  double error(const Counts& counts) const {
    double sum = 0;
    for (std::size_t t = 0; t < 100; ++t) {
      for (std::size_t i = 0; i < 20; ++i) {
        const double y = of_tokens[t] + of_positions[i] + trainer.model().linear_bias.value[0];
        const double likely = static_cast<double>(20 - i) / 210 / 100;
        if (counts(t, i)) sum += likely * std::abs(y - static_cast<double>(i));
      }
    }
    return sum;
  }

  Trainer trainer;
  std::vector<int> tokens;
  std::vector<int> positions;
  std::vector<double> of_tokens;
  std::vector<double> of_positions;
};

// The numbers in a text, as it writes them, but with the short minus.
std::set<std::string> numbers_in(std::string text) {
  const std::string minus = "\u2212";
  for (std::size_t at = 0; (at = text.find(minus)) != std::string::npos;) {
    text.replace(at, minus.size(), "-");
  }
  for (char& c : text) c = std::string("0123456789.-").find(c) == std::string::npos ? ' ' : c;
  std::set<std::string> numbers;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (word.back() == '.') word.pop_back();  // it ends a sentence
    if (from_decimal(word)) numbers.insert(word);
  }
  return numbers;
}

// What stands between each `open` and the next `close`, a line each.
std::string lines_between(const std::string& text, const std::string& open,
                          const std::string& close) {
  std::string lines;
  for (std::size_t at = 0; (at = text.find(open, at)) != std::string::npos;) {
    at += open.size();
    lines += text.substr(at, text.find(close, at) - at) + "\n";
  }
  return lines;
}

}  // namespace

// Under the report's headings, in its order, and with no number that its captions do not say.
TEST(lesson_claims, the_pictures_are_those_of_the_default_run) {
  const std::string lesson = read_file("src/nn/README.md");
  const std::size_t start = lesson.find("## What the pictures show\n");
  const std::string section = lesson.substr(start, lesson.find("\n## ", start) - start);
  const FollowedRun run((Settings()));
  CHECK_EQ(lines_between(section, "\n- **", "**"),
           lines_between(report_page(run.seen, ""), "<h2>", "</h2>"));

  std::string said;
  const Captions captions = captions_of(run.seen)[25];
  for (const auto& one : captions) said += one.second + "\n";
  const std::set<std::string> numbers = numbers_in(said);
  for (const std::string& number : numbers_in(section.substr(section.find("\n- **")))) {
    if (numbers.count(number) == 0) test::fail("src/nn/README.md", 0, "no caption says " + number);
  }
}

TEST(lesson_claims, waves_are_read_with_large_weights) {
  for (std::uint64_t seed = 0; seed < 3; ++seed) {
    CONTEXT("seed " << seed);
    const double waves = largest_weight("sinusoidal", 0.01, seed);
    CHECK(waves > 7 && waves < 9);
    CHECK(largest_weight("learned", 0.003, seed) < 1);
  }
}

TEST(lesson_claims, the_rarest_position_moves_nearly_as_far_under_adam) {
  Settings settings = settings_of("--epochs 10");
  const Spread adam = way_of_the_rarest(settings);
  CHECK_NEAR(adam.mean, 0.84, 0.005);
  CHECK_NEAR(adam.deviation, 0.05, 0.005);

  Settings large_batches = settings;
  large_batches.batch_size = 250;
  large_batches.epochs = 80;
  const Spread large = way_of_the_rarest(large_batches);
  CHECK_NEAR(large.mean, 1.01, 0.005);
  CHECK_NEAR(large.deviation, 0.04, 0.005);

  Settings descent = settings;
  descent.adam.eps = 1e6;
  descent.adam.lr = 3e3;
  const Spread without = way_of_the_rarest(descent);
  CHECK_NEAR(without.mean, 0.34, 0.005);
  CHECK_NEAR(without.deviation, 0.10, 0.005);
}

TEST(lesson_claims, the_rarest_positions_gradient_is_less_steady) {
  CHECK_NEAR(steadiness(19), 0.79, 0.005);
  CHECK_NEAR(steadiness(14), 0.97, 0.005);
}

TEST(lesson_claims, ten_sequences_fail_at_tokens_that_they_do_not_have) {
  const TenSequences run;
  CHECK_EQ(std::count(run.tokens.begin(), run.tokens.end(), 0), 32);
  for (std::size_t i = 0; i < 20; ++i) CHECK_EQ(run.positions[i] == 0, i >= 17);

  const auto is_new = [&](std::size_t t) { return run.tokens[t] == 0; };
  const auto is_rare = [&](std::size_t t) { return run.tokens[t] == 1 || run.tokens[t] == 2; };
  const double all = run.error([](std::size_t, std::size_t) { return true; });
  const double at_new = run.error([&](std::size_t t, std::size_t) { return is_new(t); });
  const auto new_in_place = [&](std::size_t t, std::size_t i) { return is_new(t) && i < 17; };
  const auto out_of_place = [&](std::size_t t, std::size_t i) { return !is_new(t) && i >= 17; };
  const auto rare_in_place = [&](std::size_t t, std::size_t i) { return is_rare(t) && i < 17; };
  CHECK_NEAR(at_new / all, 0.80, 0.005);
  CHECK_NEAR(at_new / 0.32, 4.5, 0.05);
  CHECK_NEAR(run.error(new_in_place) / all, 0.71, 0.005);
  CHECK_NEAR(run.error(out_of_place) / all, 0.15, 0.005);
  CHECK_NEAR(run.error(rare_in_place) / all, 0.04, 0.005);

  double known = 0;
  for (std::size_t t = 0; t < 100; ++t) known += is_new(t) ? 0 : run.of_tokens[t] / 68;
  CHECK_NEAR(known, 4.2, 0.05);
}
