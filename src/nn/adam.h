// Adam (Kingma and Ba 2015, algorithm 1), in the order of PyTorch 1.13's operations.
#pragma once

#include "core/tensor.h"
#include "nn/parameter.h"

#include <cstdint>
#include <vector>

struct AdamOptions {
  double lr = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;
};

// What the t-th step, from 1, divides and multiplies by, as floats.
struct AdamStep {
  float step_size;         // lr / (1 - beta1^t)
  float root_correction2;  // sqrt(1 - beta2^t)
};
AdamStep adam_step(const AdamOptions& options, std::uint64_t t);

// Adam's numbers for one step, as floats.
struct AdamCoefficients {
  float beta1;
  float beta2;
  float one_minus_beta1;
  float one_minus_beta2;
  float step_size;
  float over_root_correction2;  // its reciprocal: a multiplication is several times faster
  float eps;
};

// What a row that was put off needs of a step.
struct PastAdamStep {
  AdamCoefficients coefficients{};
  Tensor direction;  // of the gradient, (D)
};

class Adam {
 public:
  Adam(const AdamOptions& options, const Parameters& parameters);

  // One update of every weight w with gradient g, t counting the calls from 1:
  //   m = beta1 m + (1 - beta1) g
  //   v = beta2 v + (1 - beta2) g^2
  //   w -= lr / (1 - beta1^t) · m / (sqrt(v) / sqrt(1 - beta2^t) + eps)
  // A weight whose gradient is zero moves too, as long as its m is not zero.
  // `parameters` is the list that the constructor was given.
  void step(const Parameters& parameters);

  // For a table of which a batch names few rows. The others' gradient is zero: they move too, but
  // nobody reads them until a batch names them. From here on, a step leaves the table's rows as
  // they are, and name_rows makes up for it. The same operations on the same numbers, but in the
  // cache: going over the whole table in every step would wait for memory. (What rows need of past
  // steps is kept for so many steps; then all rows catch up.) Does nothing for a small table, or
  // where a batch can name half of the rows: nothing is gained.
  //   `table`: the parameter with that index; it must stay where it is
  //   `named`: how many of its rows a batch names at most
  void put_off(std::size_t index, Parameter& table, std::size_t named);
  // Before each batch is looked up: the updates up to now of the rows that it names, which are
  // those with a gradient in the next step.
  void name_rows(const Ids& rows);
  // Before anything else reads the table or its moments: the updates of all rows up to now.
  void catch_up();

  // After how many steps all rows catch up; 1 where nothing is put off.
  std::size_t steps_put_off() const { return table_ == nullptr ? 1 : past_.size(); }

  // The number of steps so far, and both moments of the k-th parameter: all of Adam's state. Who
  // writes the moments sets the steps, too.
  std::uint64_t steps() const { return t_; }
  void set_steps(std::uint64_t steps);
  Tensor& exp_avg(std::size_t k) { return m_[k]; }
  Tensor& exp_avg_sq(std::size_t k) { return v_[k]; }

 private:
  void catch_up_row(std::size_t row);

  AdamOptions options_;
  std::uint64_t t_ = 0;
  std::vector<Tensor> m_;  // by index in the list of parameters, each of its parameter's shape
  std::vector<Tensor> v_;

  Parameter* table_ = nullptr;  // the one that is put off, if any
  std::size_t index_ = 0;
  std::vector<std::uint64_t> due_;   // by row, the first step that it has not had; 0: never named
  std::vector<float> scale_;         // by row, of its gradient in that step; zero in later ones
  std::vector<PastAdamStep> past_;   // step t at index t mod the length
  std::uint64_t all_caught_up_ = 0;  // the last step that all rows have had
  Ids named_;                        // for the next step
};
