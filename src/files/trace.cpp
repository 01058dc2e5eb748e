#include "core/strict_float.h"

#include "files/trace.h"

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

void Trace::write_step(const Trainer& trainer) {
  const std::uint64_t index = trainer.steps_done() - 1;
  const std::uint64_t batches = trainer.batches_per_epoch();
  const std::string step = "step " + std::to_string(index + 1) + " ";
  std::ostream& out = file_.stream();
  out << step << "epoch " << index / batches + 1 << " batch " << index % batches + 1 << " loss "
      << hexadecimal(bits_of(trainer.last_loss())) << "\n";
  for (const Parameter<float>* parameter : trainer.model().parameters()) {
    out << step << "gradient " << parameter->name << " " << digest(full_gradient(*parameter))
        << "\n";
  }
  for (const Parameter<float>* parameter : trainer.model().parameters()) {
    out << step << "value " << parameter->name << " " << digest(parameter->value) << "\n";
  }
  if (!out) file_.flush();  // says why
}
