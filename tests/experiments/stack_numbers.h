// An experiment's numbers: made up, measured on a small model, and computed in plain loops.
#pragma once

#include "report/stack_output.h"
#include "test.h"
#include "training/evaluation.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

// One seed's, all at 0: cell, quantity, value.
struct Number {
  std::string cell;
  std::string quantity;
  double value;
  double at = 0;
};
using Numbers = std::vector<Number>;
inline Results results_of(const Numbers& numbers) {
  std::map<std::string, Measurements> cells;
  for (const Number& n : numbers) cells[n.cell].push_back({n.quantity, n.at, n.value});
  Results results;
  for (auto& [cell, measurements] : cells) results.add(cell, 0, std::move(measurements));
  return results;
}

// What the numbers say once some of them are changed: a piece of the sentence, and the verdict.
struct Edge {
  Numbers changed;
  std::string said;
};

inline void check_edges(const char* experiment, const Numbers& usual,
                        const std::vector<Edge>& edges) {
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
inline std::string with_bars(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool parts = text.compare(i, 2, "  ") == 0;
    if (parts) i = text.find_first_not_of(' ', i) - 1;
    result += parts ? '|' : text[i];
  }
  return result;
}

inline void check_tables(const char* experiment, const Numbered& numbers, const Names& expected) {
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
inline Names each_with(const Names& firsts, const Names& seconds) {
  Names all;
  for (const std::string& first : firsts) {
    for (const std::string& second : seconds) {
      all.push_back(first);
      all.back().append(": ").append(second);
    }
  }
  return all;
}

inline bool never() { return false; }

// The cell of that number of the quick experiment, smaller yet.
inline Configuration small_cell(const char* experiment, std::size_t number) {
  Configuration cell = find_experiment(experiment)->configurations(StackSize::kQuick).at(number);
  cell.settings.seed = 5;
  cell.settings.samples = 6;
  cell.settings.max_seq_len = 4;
  cell.settings.vocab_size = 7;
  cell.settings.d_model = 4;
  return cell;
}

inline Results measured_of(const Configuration& cell) {
  Results results;
  results.add("a", 0, cell.measure(cell.settings, never).value());
  return results;
}

// Of each position: the sum of the squared errors, and over how many places.
struct PlainErrors {
  std::vector<double> squares = std::vector<double>(100);
  std::vector<double> places = std::vector<double>(100);

  PlainErrors(Trainer& trainer, const Sequences& data) {
    const Settings& settings = trainer.settings();
    const Batch batch = whole_batch(data, settings.vocab_size, *settings.target);
    const Tensor& y = trainer.model().forward(batch);
    for (std::size_t n = 0; n < y.size(); ++n) {
      const auto at = static_cast<std::size_t>(batch.positions()[n]);
      squares[at] += std::pow(static_cast<double>(y[n]) - batch.targets()[n], 2);
      ++places[at];
    }
  }
  double mean(std::size_t first, std::size_t last) const {
    double sum = 0;
    double count = 0;
    for (std::size_t i = first; i < last; ++i) {
      sum += squares[i];
      count += places[i];
    }
    return sum / count;
  }
};
