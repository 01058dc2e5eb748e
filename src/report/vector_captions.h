// What the captions say of the position vectors.
#pragma once

#include "report/sentences.h"

#include <string>

namespace captions {

std::string similarity_said(const ToldRun& run);
std::string path_said(const ToldRun& run);

}  // namespace captions
