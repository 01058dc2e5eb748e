// Drawings as SVG text, for the experiments' page and the fan chart: axes, and marks placed on
// them. Colours come from the page's style sheet, by class. (The report's pictures move: its script
// draws them.)
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace svg {

// Maps values from `first` to `last` to pixels from `begin` to `end`.
struct Scale {
  double first;
  double last;
  double begin;
  double end;
  bool logarithmic = false;

  double operator()(double value) const;
};

// Round values within a scale, about `most` of them at the most; powers of ten where it is
// logarithmic.
std::vector<double> ticks(const Scale& scale, int most);

// Every drawing is 640 wide, so that its text has one size.
// Where a scale along the lower edge, or one upward along the left edge of a drawing of that
// height, begins and ends.
Scale across(double first, double last, bool logarithmic = false);
Scale upward(double first, double last, double height, bool logarithmic = false);

// A drawing: its id, the name that a screen reader speaks, further attributes, and its content.
std::string drawing(const std::string& id, const std::string& name, double height,
                    const std::string& attributes, const std::string& content);

// Both axes, with names and ticks, at these places of the lower one where they are given; and a
// line across at each of the left one's.
std::string axes(const Scale& x, const std::string& x_name, const Scale& y,
                 const std::string& y_name, const std::vector<double>& places = {});

using Point = std::pair<double, double>;
// Marks, in pixels.
std::string line(const Point& from, const Point& to, const std::string& css_class);
std::string polyline(const std::vector<Point>& points, const std::string& css_class);
std::string area(const std::vector<Point>& outline, const std::string& css_class);
std::string circle(const Point& center, double radius, const std::string& css_class);
// From `base` to `value` in pixels, whichever is higher.
std::string bar(double left, double width, double base, double value, const std::string& css_class,
                const std::string& attributes = "");
// anchor: start, middle or end.
std::string text(const Point& at, const std::string& anchor, const std::string& css_class,
                 const std::string& words);

}  // namespace svg
