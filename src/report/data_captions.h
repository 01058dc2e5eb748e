// What the caption of the data's picture tells of a run. Empty where there is nothing to tell.
#pragma once

#include "report/sentences.h"

#include <string>

namespace captions {

std::string data_said(const ToldRun& run);

}  // namespace captions
