#include "core/strict_float.h"

#include "report/stack_output.h"

#include "core/decimal.h"
#include "experiments/stack.h"

#include <algorithm>
#include <functional>

namespace {

using Group = std::vector<const Configuration*>;

// Those that `is_in` takes, in their order.
Group group_of(const Runs& stack, const std::function<bool(const Settings&)>& is_in) {
  Group group;
  for (const Configuration& one : stack.configurations) {
    if (is_in(one.settings)) group.push_back(&one);
  }
  return group;
}
bool any(const Settings& /*settings*/) { return true; }
bool has_skip(const Settings& settings) { return !settings.stack.no_skip; }

std::string own_name(const Configuration& one) { return one.name; }
std::string before_colon(const Configuration& one) {
  return one.name.substr(0, one.name.find(':'));
}
double layers_in(const Settings& one) { return static_cast<double>(one.stack.layers); }
double samples_in(const Settings& one) { return static_cast<double>(one.samples); }

StackCurve& curve_of(StackPicture& picture, const std::string& name) {
  std::vector<StackCurve>& curves = picture.curves;
  const auto found = std::find_if(curves.begin(), curves.end(),
                                  [&](const StackCurve& one) { return one.name == name; });
  return found != curves.end() ? *found : curves.emplace_back(StackCurve{name});
}

// Draws curves through all places of a series, from `first` on.
void draw_series(StackPicture& picture, const Group& group, const std::string& quantity,
                 std::string (*name)(const Configuration&) = own_name, double first = 0) {
  for (const Configuration* one : group) {
    StackCurve& curve = curve_of(picture, name(*one));
    for (const Quantity& each : one->quantities(one->settings)) {
      for (const double at : each.places()) {
        if (each.name != quantity || at < first) continue;
        curve.points.push_back({at, {one->name, quantity, at}});
      }
    }
  }
}

// Draws curves through a number of each of the group, by a setting.
void draw_numbers(StackPicture& picture, const Group& group, const std::string& quantity,
                  double (*setting)(const Settings&),
                  const std::function<std::string(const Configuration&)>& name) {
  for (const Configuration* one : group) {
    curve_of(picture, name(*one)).points.push_back({setting(one->settings), {one->name, quantity}});
  }
}

StackMark guessing(const Configuration& one) {
  return {"guessing the mean", {one.name, quantity::kGuessing}};
}

StackPictures cost_pictures(const Runs& stack) {
  StackPicture count = {"Multiply-adds of one layer, forward", "places", "multiply-adds", true,
                        true};
  StackPicture time = {"Seconds of a forward pass, measured here", "places", "seconds", true, true};
  const Group group = group_of(stack, [](const Settings& one) { return one.stack.layers == 1; });
  draw_series(count, group, "multiply-adds");
  draw_series(time, group, "seconds");
  for (const Configuration* one : group) {
    count.upright.push_back(
        {"half of it square, " + one->name, {one->name, "length where the square is half"}});
  }
  return {{count, time}};
}

StackPictures start_pictures(const Runs& stack) {
  StackPicture distance = {"Distance from rank one, without skip connections", "layers", "distance",
                           false, true};
  StackPicture read = {"How well the position can be read off each layer", "layers", "R²"};
  StackPicture alike = {"How alike two places are", "layers", "cosine"};
  StackPicture length = {"Length of the first layer's gradient", "layers", "length", true, true};
  draw_series(distance, group_of(stack, std::not_fn(has_skip)), "distance from rank one");
  draw_series(read, group_of(stack, has_skip), "R2 of the position");
  draw_series(alike, group_of(stack, has_skip), "cosine between places");
  draw_series(length, group_of(stack, any), "gradient of the first layer");
  for (StackCurve& curve : distance.curves) {  // beyond, a logarithm says nothing but rounding
    while (curve.points.back().first > 6) curve.points.pop_back();
  }
  return {{distance, read, alike, length}};
}

StackPictures depth_pictures(const Runs& stack) {
  StackPicture error = {"Squared error on fresh sequences", "layers", "error", true, true};
  StackPicture loss = {"The loss of the deepest", "epoch", "loss", false, true};
  const Group all = group_of(stack, any);
  draw_numbers(error, all, quantity::kFresh, layers_in, before_colon);
  const Group deepest = group_of(stack, [&](const Settings& one) {
    return one.stack.layers == all.back()->settings.stack.layers;
  });
  draw_series(loss, deepest, quantity::kLoss, before_colon);
  error.across = loss.across = {guessing(*deepest[0])};
  return {{error, loss}};
}

StackPictures encodings_pictures(const Runs& stack) {
  const auto length = static_cast<double>(stack.configurations[0].settings.max_seq_len);
  StackPictures all;
  for (const Target& target : kTargets) {
    StackPicture picture = {std::string("Squared error at each place, target ") + target.name,
                            "place", "error", false, true};
    const Group group = group_of(
        stack, [&](const Settings& one) { return one.target == &target && one.stack.layers == 1; });
    draw_series(picture, group, quantity::kFreshAt, before_colon);
    draw_series(picture, group, quantity::kBeyondAt, before_colon, length);
    picture.across = {guessing(*group[0])};
    picture.upright = {{"end of training", {"", "", length - 0.5}}};
    all.charts.push_back(picture);
  }
  return all;
}

StackPictures data_pictures(const Runs& stack) {
  StackPictures all;
  for (const std::string encoding : {"none", "learned"}) {
    const Group group = group_of(
        stack, [&](const Settings& one) { return one.encoding == find_encoding(encoding); });
    StackPicture picture = {"Squared error, encoding " + encoding, "sequences", "error", true,
                            true};
    draw_numbers(picture, group, quantity::kTraining, samples_in, [](const Configuration& one) {
      return layers_text(one.settings.stack.layers) + ", training";
    });
    draw_numbers(picture, group, quantity::kFresh, samples_in, [](const Configuration& one) {
      return layers_text(one.settings.stack.layers) + ", fresh";
    });
    picture.across = {guessing(*group[0]),
                      {"knowing the length", {group[0]->name, quantity::kGuessingMiddle}}};
    all.charts.push_back(picture);
  }
  return all;
}

StackPictures attention_pictures(const Runs& stack) {
  StackPicture share = {"Share of the one token that the answer depends on", "layers", "share",
                        true};
  const Group every = group_of(stack, any);
  for (const char* name :
       {"attention", "attention of the last layer", "rollout", "leave-one-out"}) {
    draw_numbers(share, every, name, layers_in,
                 [&](const Configuration& /*one*/) { return std::string(name); });
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
    for (const TableRow& row : table.rows) {
      const auto place = from_decimal(row.name);
      for (std::size_t c = 0; place && c < row.entries.size(); ++c) {
        curve_of(picture, table.heads[c]).points.emplace_back(*place, row.entries[c]);
      }
    }
    if (!picture.curves.empty()) all.charts.push_back(picture);
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
