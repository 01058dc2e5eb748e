#include "core/strict_float.h"

#include "lesson/published_losses.h"

bool has_notebook_settings(const Settings& settings) {
  const Settings notebook;
  return settings.samples == notebook.samples && settings.max_seq_len == notebook.max_seq_len &&
         settings.vocab_size == notebook.vocab_size && settings.d_model == notebook.d_model &&
         settings.encoding == notebook.encoding && settings.batch_size == notebook.batch_size &&
         settings.shuffle == notebook.shuffle && settings.adam.lr == notebook.adam.lr &&
         settings.adam.beta1 == notebook.adam.beta1 && settings.adam.beta2 == notebook.adam.beta2 &&
         settings.adam.eps == notebook.adam.eps;
}
