#include "core/strict_float.h"

#include "report/stack_charts.h"

#include "core/decimal.h"
#include "experiments/stack.h"

#include <limits>
#include <optional>

namespace {

using Group = std::vector<const Configuration*>;

// Those that `is_in` takes, in their order.
template <class IsIn>
Group group_of(const Runs& stack, const IsIn& is_in) {
  Group group;
  for (const Configuration& one : stack.configurations) {
    if (is_in(one)) group.push_back(&one);
  }
  return group;
}

std::string before_colon(const Configuration& one) {
  return one.name.substr(0, one.name.find(':'));
}

// Through what the configuration measures of the quantity, from `first` to `last`.
StackCurve series_of(const std::string& name, const Configuration& one, const std::string& quantity,
                     double first = 0, double last = std::numeric_limits<double>::max()) {
  StackCurve curve = {name};
  for (const Quantity& each : one.quantities(one.settings)) {
    for (const double at : each.places()) {
      if (each.name == quantity && at >= first && at <= last)
        curve.points.push_back({at, {one.name, quantity, at}});
    }
  }
  return curve;
}

// Through the quantity of each of the group, by a setting.
StackCurve by_setting(const std::string& name, const Group& group, const std::string& quantity,
                      std::size_t (*setting)(const Settings& settings)) {
  StackCurve curve = {name};
  for (const Configuration* one : group) {
    curve.points.push_back({static_cast<double>(setting(one->settings)), {one->name, quantity}});
  }
  return curve;
}
std::size_t layers_in(const Settings& settings) { return settings.stack.layers; }
std::size_t samples_in(const Settings& settings) { return settings.samples; }

StackPictures cost_pictures(const Runs& stack) {
  StackPicture count = {"Multiply-adds of one layer, forward", "places", "multiply-adds", true,
                        true};
  StackPicture time = {"Seconds of a forward pass, measured here", "places", "seconds", true, true};
  for (const Configuration* one :
       group_of(stack, [](const Configuration& any) { return any.settings.stack.layers == 1; })) {
    count.curves.push_back(series_of(one->name, *one, "multiply-adds"));
    count.upright.push_back(
        {"half of it square, " + one->name, {one->name, "length where the square is half"}});
    time.curves.push_back(series_of(one->name, *one, "seconds"));
  }
  return {{count, time}};
}

StackPictures start_pictures(const Runs& stack) {
  const auto chart = [&](StackPicture picture, const char* quantity, bool without_skip, bool with,
                         double last) {
    for (const Configuration& one : stack.configurations) {
      if (!(one.settings.stack.no_skip ? without_skip : with)) continue;
      picture.curves.push_back(series_of(one.name, one, quantity, 0, last));
    }
    return picture;
  };
  constexpr double kAll = std::numeric_limits<double>::max();
  return {{chart({"Distance from rank one, without skip connections", "layers", "distance", false,
                  true},
                 "distance from rank one", true, false, 6),
           chart({"How well the position can be read off each layer", "layers", "R²"},
                 "R2 of the position", false, true, kAll),
           chart({"How alike two places are", "layers", "cosine"}, "cosine between places", false,
                 true, kAll),
           chart({"Length of the first layer's gradient", "layers", "length", true, true},
                 "gradient of the first layer", true, true, kAll)}};
}

StackPictures depth_pictures(const Runs& stack) {
  StackPicture error = {"Squared error on fresh sequences", "layers", "error", true, true};
  StackPicture loss = {"The loss of the deepest", "epoch", "loss", false, true};
  std::optional<StackMark> guessing;
  for (std::size_t k = 0; k < stack.configurations.size();) {
    const std::string name = before_colon(stack.configurations[k]);
    const Group group =
        group_of(stack, [&](const Configuration& one) { return before_colon(one) == name; });
    const Configuration& deepest = *group.back();
    error.curves.push_back(by_setting(name, group, quantity::kFresh, layers_in));
    loss.curves.push_back(series_of(name, deepest, quantity::kLoss));
    if (!guessing) guessing = {"guessing the mean", {deepest.name, quantity::kGuessing}};
    k += group.size();
  }
  error.across = loss.across = {*guessing};
  return {{error, loss}};
}

StackPictures encodings_pictures(const Runs& stack) {
  const auto length = static_cast<double>(stack.configurations[0].settings.max_seq_len);
  StackPictures all;
  for (const Target& target : kTargets) {
    StackPicture picture = {std::string("Squared error at each place, target ") + target.name,
                            "place", "error", false, true};
    const Group group = group_of(stack, [&](const Configuration& one) {
      return one.settings.target == &target && one.settings.stack.layers == 1;
    });
    for (const Configuration* one : group) {
      StackCurve curve = series_of(before_colon(*one), *one, quantity::kFreshAt);
      const StackCurve beyond = series_of("", *one, quantity::kBeyondAt, length);
      curve.points.insert(curve.points.end(), beyond.points.begin(), beyond.points.end());
      picture.curves.push_back(curve);
    }
    picture.across = {{"guessing the mean", {group[0]->name, quantity::kGuessing}}};
    picture.upright = {{"end of training", {"", "", length - 0.5}}};
    all.charts.push_back(picture);
  }
  return all;
}

StackPictures data_pictures(const Runs& stack) {
  StackPictures all;
  for (const char* encoding : {"none", "learned"}) {
    StackPicture picture = {std::string("Squared error, encoding ") + encoding, "sequences",
                            "error", true, true};
    const Group part = group_of(stack, [&](const Configuration& one) {
      return one.settings.encoding == find_encoding(encoding);
    });
    for (const auto& [where, quantity] :
         {std::pair(", training", quantity::kTraining), std::pair(", fresh", quantity::kFresh)}) {
      for (std::size_t k = 0; k < part.size();) {
        const std::size_t layers = layers_in(part[k]->settings);
        Group group;
        for (; k < part.size() && layers_in(part[k]->settings) == layers; ++k) {
          group.push_back(part[k]);
        }
        picture.curves.push_back(
            by_setting(layers_text(layers) + where, group, quantity, samples_in));
      }
    }
    picture.across = {{"guessing the mean", {part[0]->name, quantity::kGuessing}},
                      {"knowing the length", {part[0]->name, quantity::kGuessingMiddle}}};
    all.charts.push_back(picture);
  }
  return all;
}

StackPictures attention_pictures(const Runs& stack) {
  StackPicture share = {"Share of the one token that the answer depends on", "layers", "share",
                        true};
  const Group every = group_of(stack, [](const Configuration&) { return true; });
  for (const char* name :
       {"attention", "attention of the last layer", "rollout", "leave-one-out"}) {
    share.curves.push_back(by_setting(name, every, name, layers_in));
  }
  StackPictures all = {{share}};
  for (const Configuration* one : {every.front(), every.back()}) {
    for (const std::string name : {"attention", "rollout", "leave-one-out"}) {
      all.maps.push_back({one->name + ": " + name, one->name, name + " map"});
    }
  }
  return all;
}

StackPictures table_pictures(const Runs& stack) {
  StackPictures all;
  for (const StackTable& table : stack.experiment->tables(stack.size)) {
    StackPicture picture = {table.title, table.row_head, ""};
    for (const std::string& head : table.heads) picture.curves.push_back({head});
    for (const TableRow& row : table.rows) {
      const auto place = from_decimal(row.name);
      for (std::size_t c = 0; place && c < row.entries.size(); ++c) {
        picture.curves[c].points.emplace_back(*place, row.entries[c]);
      }
    }
    if (!picture.curves[0].points.empty()) all.charts.push_back(picture);
  }
  return all;
}

}  // namespace

StackPictures pictures_of(const Runs& stack) {
  if (stack.experiment == &kStackCost) return cost_pictures(stack);
  if (stack.experiment == &kStackStart) return start_pictures(stack);
  if (stack.experiment == &kStackDepth) return depth_pictures(stack);
  if (stack.experiment == &kStackEncodings) return encodings_pictures(stack);
  if (stack.experiment == &kStackData) return data_pictures(stack);
  if (stack.experiment == &kStackAttention) return attention_pictures(stack);
  return table_pictures(stack);
}
