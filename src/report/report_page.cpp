#include "core/strict_float.h"

#include "report/report_page.h"

#include "core/decimal.h"
#include "core/statistics.h"
#include "core/text_layout.h"
#include "lesson/geometry.h"
#include "lesson/published_losses.h"
#include "report/captions.h"
#include "report/html.h"
#include "report/journey_section.h"
#include "training/settings.h"

#include <algorithm>
#include <cmath>

namespace {

using Cells = std::vector<std::string>;
using Columns = std::vector<std::pair<std::string, Cells>>;  // each with its head

std::string number(std::size_t value) { return std::to_string(value); }

// Those that shape this run: a later one that is the default does not, unless it is of layers that
// the run has.
std::string settings_list(const Settings& settings) {
  std::string list;
  for (const Setting& setting : settings_table()) {
    const bool is_default = setting.get(settings) == setting.get(Settings());
    const bool layered = setting.group == group::kLayers && settings.stack.layers > 0;
    if (setting.is_later && is_default && !layered) continue;
    list += "<div><dt>" + setting.key + "</dt><dd>" + setting.get(settings) + "</dd></div>\n";
  }
  return list;
}

// Says which of the run's numbers are not on the page; nothing where all are.
std::string sampled_note(const RunSeen& run) {
  const Shown& shown = run.shown;
  const std::size_t last_epoch = run.frames.back().epoch;
  std::string parts;
  const auto part = [&](std::size_t some, std::size_t all, const char* what) {
    if (some >= all) return;
    parts += (parts.empty() ? "" : ", ") + number(some) + " of " + number(all) + " " + what;
  };
  part(run.frames.size(), last_epoch + 1 - shown.epochs.front(), "moments between epochs");
  part(shown.positions.size(), run.settings.max_seq_len, "positions");
  part(shown.tokens.size(), run.settings.vocab_size, "tokens");
  part(shown.columns.size(), run.settings.d_model, "numbers of each position vector");
  std::string note;
  if (!parts.empty()) note = "The pictures show " + parts + ", evenly spread. ";
  const Snapshot& first = run.frames.front();
  if (first.epoch > 0 || first.within_epoch) {
    note += "The run was resumed " + captions::when(first) + ". ";
  }
  if (run.frames_left_out > 0) {
    const std::size_t count = run.frames_left_out;
    note += "Left out: " + number(count) + (count == 1 ? " moment" : " moments") +
            " at the end, when predictions were not finite.";
  } else if (last_epoch < run.settings.epochs) {
    note += run.goes_on ? "It still goes on." : "It was stopped before its end.";
  }
  return note.empty() ? "" : "<p class=\"sampled\">" + note + "</p>";
}

// The text of each value.
template <class Values, class Text>
Cells cells(const Values& values, const Text& text) {
  Cells result;
  for (const auto& value : values) result.push_back(text(value));
  return result;
}
Cells cells(const std::vector<std::size_t>& values) { return cells(values, number); }
Cells cells(const std::vector<double>& values) {
  return cells(values, [](double value) { return std::isnan(value) ? "–" : to_fixed(value, 3); });
}

// A table of columns. Below a column that is shorter than others, or than
// `rows`, stand dashes.
std::string table(const std::string& id, const std::string& caption, const Columns& columns,
                  std::size_t rows = 0) {
  Cells heads;
  for (const auto& [head, column] : columns) {
    heads.push_back(head);
    rows = std::max(rows, column.size());
  }
  std::vector<Cells> lines(rows);
  for (std::size_t k = 0; k < rows; ++k) {
    for (const auto& one : columns) {
      lines[k].push_back(k < one.second.size() ? one.second[k] : "–");
    }
  }
  return html::table(id, caption, heads, lines);
}

std::string loss_table(const RunSeen& run) {
  using Loss = const EpochLoss&;
  Columns columns = {
      {"epoch", cells(run.losses, [](Loss of) { return number(of.epoch); })},
      {"printed", cells(run.losses, [](Loss of) { return to_decimal(of.last_batch); })},
      {"mean", cells(run.losses, [](Loss of) { return to_significant(of.mean, 8); })}};
  if (!run.held_out.empty()) {
    columns.emplace_back("validation",
                         cells(run.losses, [](Loss of) { return to_decimal(*of.validation); }));
  }
  if (has_notebook_settings(run.settings)) {
    columns.emplace_back("published", cells(run.losses, [](Loss of) {
                           return of.epoch <= kPublishedLosses.size()
                                      ? to_decimal(kPublishedLosses[of.epoch - 1])
                                      : "–";
                         }));
  }
  return table("loss-table", "The loss at every epoch", columns);
}

std::string similarity_table(const std::vector<std::size_t>& positions, const Tensor& vectors) {
  const TensorOf<double> cosines = similarities(vectors);
  Columns columns = {{"position", cells(positions)}};
  for (std::size_t j = 0; j < cosines.rows(); ++j) {
    const std::vector<double> column(cosines.row(j), cosines.row(j) + cosines.cols());
    columns.emplace_back(number(positions[j]),
                         cells(column, [](double cosine) { return to_fixed(cosine, 2); }));
  }
  return table("similarity-table", "Cosine similarity", columns);
}

std::string path_table(const std::vector<std::size_t>& positions,
                       const std::vector<Coordinates>& path) {
  using At = const Coordinates&;
  return table("path-table", "Coordinates of the position vectors",
               {{"position", cells(positions)},
                {"along w", cells(path, [](At at) { return to_fixed(at[0], 3); })},
                {"along the rest", cells(path, [](At at) { return to_fixed(at[1], 3); })}});
}

std::size_t longest_of(const std::vector<std::vector<std::size_t>>& sequences) {
  std::size_t longest = 0;
  for (const auto& sequence : sequences) longest = std::max(longest, sequence.size());
  return longest;
}

std::string share_table(const RunSeen& run) {
  const std::vector<Prediction> places = shares_of_sequence(run.shown, run.frames.back(), 0);
  const auto column = [&](double Prediction::*share) {
    return cells(places, [&](const Prediction& of) { return to_fixed(of.*share, 3); });
  };
  return table(
      "share-table", "The shares of each prediction",
      {{"position", cells(places, [](const Prediction& of) { return number(of.position); })},
       {"token", cells(run.shown.sequences[0])},
       {"token's share", column(&Prediction::token_share)},
       {"position's share", column(&Prediction::position_share)},
       {"bias", column(&Prediction::bias)},
       {"prediction", column(&Prediction::predicted)}},
      longest_of(run.shown.sequences));
}

// Of the first shown sequence: which place each place listens to most, in each layer and head, and
// how much: "3: 62 %".
std::string attention_table(const LayersShown& shown, const Snapshot& frame) {
  const std::size_t longest = longest_of(shown.sequences);
  Columns columns = {{"place", cells(statistics::evenly_spread(longest, longest))}};
  const double* row = frame.layers.attention[0].data();
  const std::size_t places = shown.sequences[0].size();
  for (const std::size_t layer : shown.layers) {
    for (const std::size_t head : shown.heads) {
      columns.push_back({"L" + number(layer + 1) + " H" + number(head + 1), {}});
      for (std::size_t i = 0; i < places; ++i, row += places) {
        const double* most = std::max_element(row, row + places);
        columns.back().second.push_back(std::to_string(most - row) + ": " +
                                        to_fixed(100 * *most, 0) + " %");
      }
    }
  }
  return table("attention-table", "The place that each listens to most", columns);
}

std::string options_of(const std::vector<std::vector<std::size_t>>& sequences) {
  std::string options;
  for (const std::vector<std::size_t>& sequence : sequences) {
    options += "<option>" + joined(sequence, " ", number) + "</option>";
  }
  return options;
}

std::string loss_now(const RunSeen& run) {
  if (run.losses.empty()) return "Before the first step.";
  const EpochLoss& last = run.losses.back();
  return "Epoch " + number(last.epoch) + ", Loss: " + to_decimal(last.last_batch) +
         (last.validation ? ", Validation loss: " + to_decimal(*last.validation) : "");
}

// What only the notebook's model has: a prediction is the sum of what token and position add.
std::map<std::string, std::string> without_layers(const RunSeen& run) {
  const Snapshot& last = run.frames.back();
  return {{"spread", to_fixed(last.token_spread, 2)},
          {"token_table", table("token-table", "How much each token shifts the prediction",
                                {{"token", cells(run.shown.tokens)},
                                 {"shift, positions", cells(token_shifts(last))}})},
          {"share_options", options_of(run.shown.sequences)},
          {"share_table", share_table(run)},
          {"told_by", ""},
          {"asked", ""},
          {"watched", ""},
          {"of_watched", ""}};
}

std::string told_by(const Encoding& encoding) {
  if (encoding.learned) return "So each position gets a vector of its own, which is added to it.";
  if (encoding.adds_vectors()) return "So a fixed wave of its position is added to it.";
  if (encoding.is_rotary) return "So within attention it is turned by an angle of its position.";
  if (encoding.is_alibi) return "So attention sinks with the distance of two places.";
  return "Here nothing tells where it stands.";
}

std::map<std::string, std::string> with_layers(const RunSeen& run) {
  const LayersShown& layers = run.shown.layers;
  const Snapshot& last = run.frames.back();
  const std::string watched = "first " + number(layers.watched) + " sequences";
  return {{"attention_options", options_of(layers.sequences)},
          {"attention_table", attention_table(layers, last)},
          {"read_table",
           table("read-table", "How well the position can be read",
                 {{"layer", cells(statistics::evenly_spread(last.layers.read.size(), SIZE_MAX))},
                  {"R²", cells(last.layers.read)}})},
          {"told_by", told_by(*run.settings.encoding)},
          {"asked", run.settings.target->help},
          {"watched", watched},
          {"of_watched", " of the " + watched}};
}

// The figures that mean nothing for such a run.
std::vector<std::string> left_out(const Settings& settings) {
  std::vector<std::string> ids;
  if (settings.stack.layers == 0) {
    ids = {"attention", "read"};
  } else {
    ids = {"tokens", "shares"};
    if (!settings.target->is_position) ids.emplace_back("ruler");
  }
  if (!settings.encoding->adds_vectors()) ids.insert(ids.end(), {"similarity", "path"});
  return ids;
}

}  // namespace

std::string report_page(const RunSeen& run, const std::string& command) {
  const Snapshot& last = run.frames.back();
  const std::vector<Captions> captions = captions_of(run);
  const bool vectors = last.vectors.size() != 0;
  std::map<std::string, std::string> values = {
      {"steps",
       std::to_string(run.steps) + (run.steps == 1 ? " training step" : " training steps")},
      {"settings", settings_list(run.settings)},
      {"sampled", sampled_note(run)},
      {"last_frame", number(run.frames.size() - 1)},
      {"miss", to_fixed(last.largest_miss, 2)},
      {"miss_at", number(last.missed_at)},
      {"ruler_table",
       table("ruler-table", "The ruler",
             {{"position", cells(run.shown.positions)}, {"stands for", cells(last.ruler)}})},
      {"published_key", has_notebook_settings(run.settings)
                            ? "; behind them <span class=\"key published\">dashed</span>, what the "
                              "original notebook printed, whose seed is unknown"
                            : ""},
      {"validation_key", run.held_out.empty()
                             ? ""
                             : "; <span class=\"key c4\">validation</span> that of " +
                                   run.held_out + ", after the epoch"},
      {"loss_now", loss_now(run)},
      {"loss_table", loss_table(run)},
      {"similarity_table", vectors ? similarity_table(run.shown.positions, last.vectors) : ""},
      {"path_table", vectors ? path_table(run.shown.positions, run.projection.paths.back()) : ""},
      {"data_table", table("data-table", "Training and error of each position",
                           {{"position", cells(run.shown.positions)},
                            {"times trained in an epoch", cells(run.counts)},
                            {"mean absolute error on training places", cells(last.errors)},
                            {"mean absolute error on fresh sequences", cells(last.fresh)}})},
      {"journey", journey_section(run)},
      {"fresh", number(run.fresh_sequences)},
      {"weights", run.weights},
      {"command", html::escaped(command)}};
  for (const auto& [figure, said] : captions.back()) values[figure + "_caption"] = said;
  values.merge(!run.has_layers() ? without_layers(run) : with_layers(run));
  return html::page(
      "how positions are learned",
      "<div id=\"report\" class=\"" +
          (!run.has_layers() ? run.settings.encoding->name : std::string("layers")) + "\">\n" +
          html::filled(
              html::without_figures(html::source(html::Source::kPage), left_out(run.settings)),
              values) +
          "<script type=\"application/json\" id=\"numbers\">" + page_data(run, captions) +
          "</script>\n</div>\n<script>\n" + html::page_script() + "</script>\n");
}
