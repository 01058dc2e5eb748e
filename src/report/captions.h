// The sentences under the pictures that say what the run did. Each stands beside the test on the
// run's numbers that says whether it is so; the pages' own text says what the pictures are.
#pragma once

#include "lesson/snapshots.h"
#include "training/settings.h"

#include <map>
#include <string>

// For each figure of page.html a paragraph, or nothing, by its place there: "ruler_said" and so on.
std::map<std::string, std::string> captions_of(const Snapshots& snapshots, const Settings& settings,
                                               const Projection& projection);
