// What the report says of self-attention layers, as tables: as after the last frame.
#pragma once

#include "lesson/snapshots.h"

#include <string>

// How well the position can be read off x and off what each layer makes of it.
std::string read_table(const Snapshot& frame);

// Of the first shown sequence: which place each place listens to most, in each layer and head.
std::string attention_table(const Snapshots& snapshots);
