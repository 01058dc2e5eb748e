// The sentences under the pictures that say what the run did, up to the frame that is shown. Each
// stands behind the test on the run's numbers that says whether it is so; NaN fails every test, so
// that what is not known is not said. The pages' own text says what the pictures are.
#pragma once

#include "lesson/run_so_far.h"

#include <map>
#include <string>

// For each figure of page.html, by its id, what is said of it: nothing where there is no such
// figure.
std::map<std::string, std::string> captions_of(const RunSoFar& run);

namespace captions {

std::string of_ruler(const RunSoFar& run);
std::string of_loss(const RunSoFar& run);
std::string of_read(const RunSoFar& run);
std::string of_tokens(const RunSoFar& run);
std::string of_similarity(const RunSoFar& run);
std::string of_path(const RunSoFar& run);
std::string of_shares(const RunSoFar& run);
std::string of_data(const RunSoFar& run);
std::string of_journey(const RunSoFar& run);

}  // namespace captions
