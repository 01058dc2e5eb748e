// Runs whose results are recorded here to the last bit, so that any machine can check that it
// gives the same.
#pragma once

#include "training/settings.h"
#include "training/trainer.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

// What a run gave.
struct RunResult {
  std::vector<std::uint32_t> losses;  // the bits of every epoch's loss
  std::string weights;                // SHA-256 of all final weights
};

struct RecordedRun {
  std::string name;
  Settings settings;
  RunResult recorded;
  std::optional<Sequences> data = std::nullopt;  // instead of dummy sequences
  bool stops = false;                            // within its second epoch, and goes on
};

std::vector<RecordedRun> recorded_runs();

// The recorded results, as recorded_values.cpp has them, which `posembed verify --record` makes:
// behind each name a digest, and behind that of a run the bits of its losses. The digest of
// `functions` is digest_of_functions().
const char* recorded_text();
std::map<std::string, RunResult> recorded_results();

// SHA-256 over some thousand results of our own log, exp, sin and cos, whose last bits few
// runs would show.
std::string digest_of_functions();

// Trains. A run that stops hands weights, Adam's state and where it stood to another trainer, as a
// checkpoint does.
RunResult result_of(const Settings& settings, const std::optional<Sequences>& data = std::nullopt,
                    bool stops = false);

// SHA-256 over the model's parameters in their order, each value as four bytes, lowest first.
std::string digest_of_weights(const ConstParameters<float>& parameters);

// The first epoch, from 1, at which the losses differ; 0 where none does.
std::size_t first_difference(const RunResult& a, const RunResult& b);
