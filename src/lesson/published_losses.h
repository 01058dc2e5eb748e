// The losses that the original notebook printed. It set no seed.
#pragma once

#include "training/settings.h"

#include <algorithm>
#include <array>
#include <vector>

// Of epochs 1 to 25; tests/golden/published_losses.txt has the same numbers.
constexpr std::array<double, 25> kPublishedLosses = {
    58.27162551879883,  55.42763137817383,  52.194889068603516, 48.48335647583008,
    44.3350944519043,   39.89034652709961,  35.34430694580078,  30.909711837768555,
    26.77927589416504,  23.08452606201172,  19.875179290771484, 17.128015518188477,
    14.781341552734375, 12.767078399658203, 11.02596378326416,  9.511139869689941,
    8.186941146850586,  7.026272296905518,  6.008105754852295,  5.115661144256592,
    4.335185527801514,  3.6551496982574463, 3.065659523010254,  2.557969093322754,
    2.1240713596343994};

// Whether a run has the notebook's settings, whatever its seed, number of epochs and data.
inline bool has_notebook_settings(const Settings& settings) {
  const std::set<std::string> but = {"seed", "epochs"};
  return texts_of(settings, but) == texts_of(Settings(), but);
}

// Of so many epochs at the most; none where the settings are others.
inline std::vector<double> published_losses(const Settings& settings, std::size_t epochs) {
  if (!has_notebook_settings(settings)) return {};
  return {kPublishedLosses.begin(),
          kPublishedLosses.begin() + std::min(epochs, kPublishedLosses.size())};
}
