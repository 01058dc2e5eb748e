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
#include "training/settings_table.h"

#include <algorithm>
#include <cmath>

namespace {

using Row = std::vector<std::string>;

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
    note += "It was stopped before its end.";
  }
  return note.empty() ? "" : "<p class=\"sampled\">" + note + "</p>";
}

// A table of which row(k) is the k-th row.
template <class MakeRow>
std::string table(const std::string& id, const std::string& caption, const Row& heads,
                  std::size_t rows, const MakeRow& row) {
  std::vector<Row> all(rows);
  for (std::size_t k = 0; k < rows; ++k) all[k] = row(k);
  return html::table(id, caption, heads, all);
}

// One number of each position, token or layer.
std::string number_table(const std::string& id, const std::string& caption, const Row& heads,
                         const std::vector<std::size_t>& names, const std::vector<double>& values) {
  return table(id, caption, heads, names.size(), [&](std::size_t k) {
    return Row{number(names[k]), to_fixed(values[k], 3)};
  });
}

std::string loss_table(const RunSeen& run) {
  Row heads = {"epoch", "printed", "mean"};
  if (has_notebook_settings(run.settings)) heads.emplace_back("published");
  return table(
      "loss-table", "The loss at every epoch", heads, run.losses.size(), [&](std::size_t k) {
        const EpochLoss& loss = run.losses[k];
        const bool known = loss.epoch <= kPublishedLosses.size();
        Row row = {number(loss.epoch), to_decimal(loss.last_batch), to_significant(loss.mean, 8),
                   known ? to_decimal(kPublishedLosses[loss.epoch - 1]) : "–"};
        row.resize(heads.size());
        return row;
      });
}

std::string similarity_table(const std::vector<std::size_t>& positions, const Tensor& vectors) {
  const TensorOf<double> cosines = similarities(vectors);
  Row heads = {"position"};
  for (const std::size_t position : positions) heads.push_back(number(position));
  return table("similarity-table", "Cosine similarity", heads, positions.size(),
               [&](std::size_t i) {
                 Row row = {number(positions[i])};
                 for (std::size_t j = 0; j < positions.size(); ++j)
                   row.push_back(to_fixed(cosines.row(i)[j], 2));
                 return row;
               });
}

std::string path_table(const std::vector<std::size_t>& positions,
                       const std::vector<Coordinates>& path) {
  return table("path-table", "Coordinates of the position vectors",
               {"position", "along w", "along the rest"}, path.size(), [&](std::size_t k) {
                 return Row{number(positions[k]), to_fixed(path[k][0], 3), to_fixed(path[k][1], 3)};
               });
}

std::size_t longest_of(const std::vector<std::vector<std::size_t>>& sequences) {
  std::size_t longest = 0;
  for (const auto& sequence : sequences) longest = std::max(longest, sequence.size());
  return longest;
}

std::string share_table(const RunSeen& run) {
  const std::vector<Prediction> places = shares_of_sequence(run.shown, run.frames.back(), 0);
  return table(
      "share-table", "The shares of each prediction",
      {"position", "token", "token's share", "position's share", "bias", "prediction"},
      longest_of(run.shown.sequences), [&](std::size_t k) {
        if (k >= places.size()) return Row(6, "–");
        const Prediction& of = places[k];
        Row row = {number(of.position), std::to_string(of.token)};
        for (const double value : {of.token_share, of.position_share, of.bias, of.predicted})
          row.push_back(to_fixed(value, 3));
        return row;
      });
}

std::string data_table(const RunSeen& run, const Snapshot& frame) {
  const auto error = [](double mean) { return std::isnan(mean) ? "–" : to_fixed(mean, 3); };
  return table("data-table", "Training and error of each position",
               {"position", "times trained in an epoch", "mean absolute error on training places",
                "mean absolute error on fresh sequences"},
               frame.errors.size(), [&](std::size_t k) {
                 return Row{number(run.shown.positions[k]), number(run.counts[k]),
                            error(frame.errors[k]), error(frame.fresh[k])};
               });
}

// "3: 62 %" of a row of shares.
std::string heard_most(const double* row, std::size_t places) {
  const double* most = std::max_element(row, row + places);
  return number(static_cast<std::size_t>(most - row)) + ": " + to_fixed(100 * *most, 0) + " %";
}

// Of the first shown sequence: which place each place listens to most, in each layer and head.
std::string attention_table(const LayersShown& shown, const Snapshot& frame) {
  const double* shares = frame.layers.attention[0].data();
  const std::size_t places = shown.sequences[0].size();
  Row heads = {"place"};
  for (const std::size_t layer : shown.layers) {
    for (const std::size_t head : shown.heads) {
      heads.push_back("L" + number(layer + 1) + " H" + number(head + 1));
    }
  }
  return table("attention-table", "The place that each listens to most", heads,
               longest_of(shown.sequences), [&](std::size_t i) {
                 Row row = {number(i)};
                 row.resize(heads.size(), "–");
                 for (std::size_t map = 0; i < places && map + 1 < heads.size(); ++map) {
                   row[map + 1] = heard_most(shares + (map * places + i) * places, places);
                 }
                 return row;
               });
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
  return "Epoch " + number(last.epoch) + ", Loss: " + to_decimal(last.last_batch);
}

// What only the notebook's model has: a prediction is the sum of what token and position add.
std::map<std::string, std::string> without_layers(const RunSeen& run) {
  const Snapshot& last = run.frames.back();
  return {{"spread", to_fixed(last.token_spread, 2)},
          {"token_table",
           number_table("token-table", "How much each token shifts the prediction",
                        {"token", "shift, positions"}, run.shown.tokens, token_shifts(last))},
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
           number_table("read-table", "How well the position can be read", {"layer", "R²"},
                        statistics::evenly_spread(last.layers.read.size(), SIZE_MAX),
                        last.layers.read)},
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
      {"ruler_table", number_table("ruler-table", "The ruler", {"position", "stands for"},
                                   run.shown.positions, last.ruler)},
      {"published_key", has_notebook_settings(run.settings)
                            ? "; behind them <span class=\"key published\">dashed</span>, what the "
                              "original notebook printed, whose seed is unknown"
                            : ""},
      {"loss_now", loss_now(run)},
      {"loss_table", loss_table(run)},
      {"similarity_table", vectors ? similarity_table(run.shown.positions, last.vectors) : ""},
      {"path_table", vectors ? path_table(run.shown.positions, run.projection.paths.back()) : ""},
      {"data_table", data_table(run, last)},
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
