#include "core/strict_float.h"

#include "lesson/published_losses.h"

#include "training/settings_table.h"

bool has_notebook_settings(const Settings& settings) {
  const std::set<std::string> but = {"seed", "epochs"};
  return texts_of(settings, but) == texts_of(Settings(), but);
}
