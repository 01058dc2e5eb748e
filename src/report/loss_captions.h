// What the caption of the loss's picture tells of a run.
#pragma once

#include "report/sentences.h"

#include <string>

namespace captions {

std::string loss_said(const ToldRun& run);

}  // namespace captions
