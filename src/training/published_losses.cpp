#include "core/strict_float.h"

#include "training/published_losses.h"

bool has_notebook_settings(const Config& config) {
  const Config notebook;
  return config.samples == notebook.samples && config.max_seq_len == notebook.max_seq_len &&
         config.vocab_size == notebook.vocab_size && config.d_model == notebook.d_model &&
         config.encoding == notebook.encoding && config.batch_size == notebook.batch_size &&
         config.shuffle == notebook.shuffle && config.adam.lr == notebook.adam.lr &&
         config.adam.beta1 == notebook.adam.beta1 && config.adam.beta2 == notebook.adam.beta2 &&
         config.adam.eps == notebook.adam.eps;
}
