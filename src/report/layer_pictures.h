// What the report shows of self-attention layers: pictures and their tables, as after the last
// frame.
#pragma once

#include "lesson/snapshots.h"

#include <string>

// How well the position can be read off x and off what each layer makes of it.
std::string read_picture(const Snapshots& snapshots);
std::string read_table(const Snapshot& frame);

// Room for the maps of attention of each shown layer and head. page.js draws them: there are
// thousands of squares, and their numbers are in the page's data anyway.
std::string attention_picture(const LayersShown& shown);
// Of the first shown sequence: which place each place listens to most, in each layer and head.
std::string attention_table(const Snapshots& snapshots);
