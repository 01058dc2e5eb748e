#include "core/strict_float.h"

#include "report/svg.h"

#include "core/decimal.h"
#include "core/elementary.h"
#include "core/text_layout.h"

#include <algorithm>
#include <cmath>

namespace svg {

namespace {

constexpr double kLeft = 72;
constexpr double kRight = 612;
constexpr double kTop = 42;    // room for the name of the upright axis
constexpr double kBelow = 58;  // room for the lower axis

// The style sheet hides the minor ones where the page is narrow.
constexpr const char* kTick = "tick";
constexpr const char* kMinorTick = "tick minor";

std::string pixels(double value) { return to_fixed(value, 1); }

std::string attribute(const char* name, double value) {
  return std::string(" ") + name + "=\"" + pixels(value) + "\"";
}

std::string css(const std::string& css_class) { return " class=\"" + css_class + "\""; }

std::string point_list(const std::vector<Point>& points) {
  return joined(points, " ",
                [](const Point& at) { return pixels(at.first) + "," + pixels(at.second); });
}

constexpr int kMostPowers = 400;  // of ten, more than a double has: what loops over them, ends

// The least of 1, 2 and 5 times a power of ten that is at least `value`, which is finite and above
// 0.
double round_step(double value) {
  double power = 1;
  for (int n = 0; n < kMostPowers && power > value; ++n) power /= 10;
  for (int n = 0; n < kMostPowers && power * 10 <= value; ++n) power *= 10;
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (power * factor >= value) return power * factor;
  }
  return power * 10;
}

}  // namespace

double Scale::operator()(double value) const {
  const double share = logarithmic ? elementary::log(value / first) / elementary::log(last / first)
                                   : (value - first) / (last - first);
  return begin + share * (end - begin);
}

std::vector<double> ticks(const Scale& scale, int most) {
  const double range = scale.last - scale.first;
  if (!std::isnormal(range) || range < 0) return {scale.first};
  std::vector<double> values;
  if (scale.logarithmic) {
    double power = 1;
    for (int n = 0; n < kMostPowers && power >= scale.first; ++n) power /= 10;
    for (int n = 0; n < kMostPowers && power * 10 <= scale.last; ++n) {
      power *= 10;
      if (power >= scale.first) values.push_back(power);
    }
    const std::size_t every = values.size() / 8 + 1;
    std::vector<double> fewer;
    for (std::size_t i = 0; i < values.size(); i += every) fewer.push_back(values[i]);
    return fewer;
  }
  const double step = round_step(range / most);
  const double from = std::ceil(scale.first / step - 1e-9);
  for (int n = 0; n <= most; ++n) {  // above 2^53, a double plus one may be itself
    const double value = (from + n) * step;
    if (value <= scale.last + step * 1e-9) values.push_back(value);
  }
  return values;
}

Scale across(double first, double last, bool logarithmic) {
  return {first, last, kLeft, kRight, logarithmic};
}

Scale upward(double first, double last, double height, bool logarithmic) {
  return {first, last, height - kBelow, kTop, logarithmic};
}

std::string drawing(const std::string& id, const std::string& name, double height,
                    const std::string& attributes, const std::string& content) {
  return "<svg id=\"" + id + "\" viewBox=\"0 0 640 " + to_fixed(height, 0) +
         "\" role=\"img\" aria-label=\"" + name + "\"" + attributes + ">\n" + content + "</svg>\n";
}

std::string axes(const Scale& x, const std::string& x_name, const Scale& y,
                 const std::string& y_name, const std::vector<double>& places) {
  std::string content;
  for (const double value : ticks(y, 6)) {
    content += line({x.begin, y(value)}, {x.end, y(value)}, "grid");
    content += text({x.begin - 8, y(value) + 5}, "end", kTick, to_significant(value, 6));
  }
  content += text({10, y.end - 14}, "start", "name", y_name);
  const char* css_class = kTick;
  for (const double value : places.empty() ? ticks(x, 12) : places) {
    content += line({x(value), y.begin}, {x(value), y.begin + 5}, "axis");
    content += text({x(value), y.begin + 22}, "middle", css_class, to_significant(value, 6));
    if (places.empty()) css_class = css_class == kTick ? kMinorTick : kTick;
  }
  content += line({x.begin, y.begin}, {x.end, y.begin}, "axis");
  return content + text({x.end, y.begin + 46}, "end", "name", x_name);
}

std::string line(const Point& from, const Point& to, const std::string& css_class) {
  return "<line" + css(css_class) + attribute("x1", from.first) + attribute("y1", from.second) +
         attribute("x2", to.first) + attribute("y2", to.second) + "/>\n";
}

std::string polyline(const std::vector<Point>& points, const std::string& css_class) {
  return "<polyline" + css(css_class) + " points=\"" + point_list(points) + "\"/>\n";
}

std::string area(const std::vector<Point>& outline, const std::string& css_class) {
  return "<polygon" + css(css_class) + " points=\"" + point_list(outline) + "\"/>\n";
}

std::string circle(const Point& center, double radius, const std::string& css_class) {
  return "<circle" + css(css_class) + attribute("cx", center.first) +
         attribute("cy", center.second) + attribute("r", radius) + "/>\n";
}

std::string bar(double left, double width, double base, double value, const std::string& css_class,
                const std::string& attributes) {
  return "<rect" + css(css_class) + attribute("x", left) + attribute("y", std::min(base, value)) +
         attribute("width", width) + attribute("height", std::abs(base - value)) + attributes +
         "/>\n";
}

std::string text(const Point& at, const std::string& anchor, const std::string& css_class,
                 const std::string& words) {
  return "<text" + css(css_class) + attribute("x", at.first) + attribute("y", at.second) +
         " text-anchor=\"" + anchor + "\">" + words + "</text>\n";
}

}  // namespace svg
