// Checkpoints: a run's weights, Adam's state and where it stands, as one safetensors file; and
// models read from such files, to look at them.
#pragma once

#include "files/safetensors.h"
#include "training/trainer.h"

#include <memory>
#include <string>

// The file holds each parameter under its name, Adam's moments as optimizer.exp_avg.NAME and
// optimizer.exp_avg_sq.NAME, and as metadata the `settings` that shape the run, by their
// keys, and its state. The same run gives the same bytes on every machine.
void write_checkpoint(std::ostream& out, const Trainer& trainer, const Metadata& settings);

// What follows throws std::runtime_error with the file's name.

// Whether the file says that it is a checkpoint of posembed. Throws where it is one of another
// version.
bool is_own(const Safetensors& file);

// Throws where the file's tensors are not of the sizes of its run's settings, or the data to draw
// is much larger than they are and nobody asked for it: before anything of these sizes is made.
void require_warranted(const Settings& settings, bool draws_are_asked_for, const Safetensors& file);

// Gives a trainer that was just made, of the settings and data of the file's run, the weights
// and the state of the file. Throws, and changes nothing, where a tensor is missing, too many or
// of another shape, or the state or the data are those of another run.
void restore_checkpoint(Trainer& trainer, const Safetensors& file);

// Gives a model the parameters of a checkpoint, or of the state dict of the same model saved by
// PyTorch; Adam's state and the metadata are not used, but that tensors_sha256 must be theirs.
// Throws where a parameter is missing or of another shape, or there are tensors that a checkpoint
// of this model has not.
void take_weights(Model<float>& model, const Safetensors& file);

// The parameters of a checkpoint, or of the state dict of the same model saved by PyTorch, as a
// model, as take_weights does; the sizes are those of the tensors, which must fit together. The
// encoding, and the settings of layers, are those of the metadata. Where it does not say them, a
// table of positions is learned, and the settings of layers are of no meaning unless the file
// is_own.
std::unique_ptr<Model<float>> saved_model(const Safetensors& file);
