// One token's journey through a training step, as the report tells it.
#pragma once

#include "lesson/snapshots.h"
#include "training/settings.h"

#include <map>
#include <string>
#include <vector>

// What the text says of one step or place, by the names of journey.html.
using Slots = std::map<std::string, std::string>;

// Of the step, and of one of its places.
Slots journey_slots(const Journey& journey, const Settings& settings);
Slots place_slots(const PlaceJourney& place);

// A row of the table of vectors: its name and its numbers, none where there is no such row; and the
// heading of the group that starts there.
struct JourneyRow {
  std::string name;
  std::vector<float> values;
  std::string heading = {};
};

// The rows for one place, in the table's order.
std::vector<JourneyRow> journey_rows(const Journey& journey, const PlaceJourney& place);

// The whole section, filled with the last place of the last journey.
std::string journey_section(const RunSeen& run);
