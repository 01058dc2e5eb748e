#include "core/strict_float.h"

#include "files/run_log.h"

#include "core/decimal.h"
#include "core/digest.h"
#include "core/float_bits.h"
#include "nn/full_gradient.h"

namespace {

std::string digest(const Tensor& tensor) {
  Sha256 sha256;
  sha256.add(tensor);
  return sha256.finish().substr(0, 16);
}

}  // namespace

void write_losses(std::ostream& out, const Trainer& trainer) {
  out << trainer.epochs_done() << "," << to_decimal(trainer.last_loss()) << ","
      << to_decimal(trainer.mean_loss()) << "\n";
}

void write_trace(std::ostream& out, const Trainer& trainer) {
  const std::uint64_t index = trainer.steps_done() - 1;
  const std::uint64_t batches = trainer.batches_per_epoch();
  const std::string step = "step " + std::to_string(index + 1) + " ";
  out << step << "epoch " << index / batches + 1 << " batch " << index % batches + 1 << " loss "
      << hexadecimal(bits_of(trainer.last_loss())) << "\n";
  for (const Parameter<float>* parameter : trainer.model().parameters()) {
    out << step << "gradient " << parameter->name << " " << digest(full_gradient(*parameter))
        << "\n";
  }
  for (const Parameter<float>* parameter : trainer.model().parameters()) {
    out << step << "value " << parameter->name << " " << digest(parameter->value) << "\n";
  }
}
