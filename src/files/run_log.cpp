#include "core/strict_float.h"

#include "files/run_log.h"

#include "core/decimal.h"
#include "core/digest.h"
#include "core/float_bits.h"
#include "core/foreign_text.h"
#include "files/csv.h"
#include "files/file.h"
#include "models/gradient.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace {

std::string digest(const Tensor& tensor) { return Sha256().add(tensor).finish().substr(0, 16); }

void write_rows(std::ostream& out, const char* name, const PositionErrors& errors,
                std::size_t first) {
  std::size_t places = 0;
  for (std::size_t i = first; i < errors.places.size(); ++i) places += errors.places[i];
  out << name << ",," << places << "," << csv_number(errors.mean_from(first)) << "\n";
  for (std::size_t i = 0; i < errors.places.size(); ++i) {
    out << name << "," << i << "," << errors.places[i] << "," << csv_number(errors.at(i)) << "\n";
  }
}

}  // namespace

std::string log_line(const Trainer& trainer) {
  return std::to_string(trainer.epochs_done()) + "," + to_decimal(trainer.last_loss()) + "," +
         to_decimal(trainer.mean_loss());
}

std::string validation_field(const Trainer& trainer) {
  const std::optional<float> loss = trainer.validation_loss();
  return loss ? "," + to_decimal(*loss) : "";
}

std::uint64_t epoch_of_log_line(const std::string& line, std::size_t losses) {
  const std::vector<std::string> fields = csv_fields(line);
  const auto is_loss = [](const std::string& text) {
    const std::optional<double> value = from_decimal(text);
    return value && *value >= 0 && *value <= std::numeric_limits<float>::max();
  };
  const bool has_losses =
      fields.size() == losses + 1 && std::all_of(fields.begin() + 1, fields.end(), is_loss);
  return has_losses ? whole_from_decimal(fields[0]).value_or(0) : 0;
}

std::string log_to_continue(std::istream& in, const std::string& name, std::uint64_t epochs_done,
                            const std::string& last, const std::string& heads) {
  std::uint64_t number = 1;
  const auto refuse = [&](const std::string& what) {
    refuse_file(name + ", line " + std::to_string(number), "expected " + what);
  };
  const auto losses_of = [](std::uint64_t epoch) {
    return "the losses of epoch " + std::to_string(epoch);
  };
  const auto losses = static_cast<std::size_t>(std::count(heads.begin(), heads.end(), ','));
  std::string kept = heads + "\n";
  std::string line;
  if (!read_line(in, line, name)) return kept;  // an empty file
  if (line != heads) refuse(heads + ", found " + printable(line));
  std::uint64_t epoch = 0;
  while (read_line(in, line, name) && !in.eof()) {  // a line without an end was being written
    ++number;
    const std::uint64_t before = epoch;
    epoch = epoch_of_log_line(line, losses);
    const bool follows = before == 0 ? epoch >= 1 && epoch <= epochs_done + 1 : epoch == before + 1;
    if (!follows) refuse(losses_of((before == 0 ? epochs_done : before) + 1));
    if (epoch == epochs_done && !last.empty() && (line + ",").rfind(last + ",", 0) != 0) {
      refuse("the line of the run to resume, " + printable(last));
    }
    if (epoch <= epochs_done) kept += line + "\n";
  }
  ++number;
  if (line.find_first_not_of("0123456789.,e+-") != std::string::npos)
    refuse("the losses of an epoch");
  // A first line that was cut was that of the next epoch, or lines before it are lost.
  const std::string next = std::to_string(epochs_done + 1) + ",";
  if (epoch == 0 && line.substr(0, next.size()) != next.substr(0, line.size())) {
    refuse(losses_of(epochs_done + 1) + ", found a line that was cut");
  }
  if (epoch != 0 && epoch < epochs_done) {
    refuse(losses_of(epoch + 1) + " of the run to resume, which has done " +
           std::to_string(epochs_done));
  }
  return kept;
}

void write_trace(std::ostream& out, const Trainer& trainer) {
  const std::uint64_t index = trainer.steps_done() - 1;
  const std::uint64_t batches = trainer.batches_per_epoch();
  const std::string step = "step " + std::to_string(index + 1) + " ";
  out << step << "epoch " << index / batches + 1 << " batch " << index % batches + 1 << " loss "
      << hexadecimal(bits_of(trainer.last_loss())) << "\n";
  for (const Parameter<float>* parameter : trainer.model().parameters()) {
    out << step << "gradient " << parameter->name << " "
        << digest(gradient(trainer.model(), *parameter)) << "\n";
  }
  for (const Parameter<float>* parameter : trainer.model().parameters()) {
    out << step << "value " << parameter->name << " " << digest(parameter->value) << "\n";
  }
}

void write_errors(std::ostream& out, const RunErrors& errors) {
  out << "sequences,position,places,squared_error\n";
  write_rows(out, "training", errors.training, 0);
  write_rows(out, "fresh", errors.fresh, 0);
  if (errors.beyond) write_rows(out, "beyond", *errors.beyond, errors.trained_length);
}
