#include "files/run_log.h"

#include "core/decimal.h"
#include "core/digest.h"
#include "core/float_bits.h"
#include "models/gradient.h"
#include "test.h"

#include <sstream>
#include <stdexcept>

namespace {

Settings two_batches() { return settings_of("--samples 40 --epochs 2"); }

std::string digest(const Tensor& tensor) {
  return Sha256().add(tensor).finish().substr(0, 16) + "\n";
}

const std::string kHeads = std::string(kLogHeads) + "\n";

std::string kept(const std::string& text, std::uint64_t epochs_done, const std::string& last,
                 const std::string& heads = kLogHeads) {
  std::istringstream in(text);
  return log_to_continue(in, "log.csv", epochs_done, last, heads);
}

}  // namespace

TEST(run_log, has_the_losses_of_the_epoch) {
  Trainer trainer(two_batches());
  for (int step = 0; step < 4; ++step) trainer.step();
  CHECK_EQ(log_line(trainer),
           "2," + to_decimal(trainer.last_loss()) + "," + to_decimal(trainer.mean_loss()));
  CHECK_EQ(epoch_of_log_line(log_line(trainer)), 2U);
}

TEST(run_log, knows_its_lines) {
  CHECK_EQ(epoch_of_log_line("12,0.5,1e-07"), 12U);
  for (const char* line :
       {"", "12", "12,0.5", "12,0.5,", ",0.5,1.0", "12,0.5,1.0,", "x,0.5,1.0", "-1,0.5,1.0",
        "12,nan,1.0", "12,0.5,1.0 ", "0,0.5,1.0", "12,-5,1.0", "12,0.5,1e300"}) {
    CHECK_EQ(epoch_of_log_line(line), 0U);
  }
}

TEST(run_log, keeps_the_epochs_before_when_it_goes_on) {
  CHECK_EQ(kept("", 2, "2,0.5,1.5"), kHeads);
  CHECK_EQ(kept(kHeads, 2, "2,0.5,1.5"), kHeads);
  const std::string two = kHeads + "1,1.5,2.5\n2,0.5,1.5\n";
  CHECK_EQ(kept(two, 2, "2,0.5,1.5"), two);
  CHECK_EQ(kept(two, 2, ""), two);
  CHECK_EQ(kept(two, 1, "1,1.5,2.5"), kHeads + "1,1.5,2.5\n");  // the second is done again
  CHECK_EQ(kept(two, 0, ""), kHeads);
  CHECK_EQ(kept(two + "3,0.25,1.", 2, "2,0.5,1.5"), two);  // killed while it wrote the third
  CHECK_EQ(kept(kHeads + "2,0.5,1.5\n", 2, "2,0.5,1.5"), kHeads + "2,0.5,1.5\n");
  CHECK_EQ(kept(kHeads + "3,0.", 2, "2,0.5,1.5"), kHeads);  // and that was its first
  CHECK_EQ(kept(kHeads + "3", 2, "2,0.5,1.5"), kHeads);
  CHECK_EQ(kept(kHeads + "3,0.5,1.5\n", 2, "2,1.0,1.0"), kHeads);  // begun by a resumed run
}

TEST(run_log, has_a_further_column_where_sequences_are_held_out) {
  Trainer trainer(two_batches());
  CHECK_EQ(validation_field(trainer), "");
  trainer.hold_out("any", [](Model<float>&) { return 0.5; });
  for (int step = 0; step < 2; ++step) trainer.step();
  CHECK_EQ(validation_field(trainer), ",0.5");
  CHECK_EQ(epoch_of_log_line("1,2.5,3.5,0.5", 3), 1U);
  CHECK_EQ(epoch_of_log_line("1,2.5,3.5,0.5"), 0U);
  for (const char* line : {"1,2.5,3.5", "1,2.5,3.5,", "1,2.5,3.5,nan", "1,2.5,3.5,0.5,1"}) {
    CONTEXT("line " << line);
    CHECK_EQ(epoch_of_log_line(line, 3), 0U);
  }
  const auto kept_with = [](const std::string& text, const std::string& last) {
    return kept(text, 1, last, kValidatedLogHeads);
  };
  const std::string heads = std::string(kValidatedLogHeads) + "\n";
  CHECK_EQ(kept_with("", ""), heads);
  const std::string log = heads + "1,2.5,3.5,0.5\n";
  for (const char* last : {"", "1,2.5,3.5", "1,2.5,3.5,0.5"}) {  // some of its fields, or all
    CHECK_EQ(kept_with(log + "2,1.0,1.0,0.25\n", last), log);
  }
  for (const char* last : {"1,2.5,3", "1,2.5,3.5,0.25"}) {
    CHECK_THROWS(std::runtime_error, kept_with(log, last),
                 std::string("log.csv, line 2: expected the line of the run to resume, ") + last);
  }
}

TEST(run_log, refuses_the_log_of_another_run) {
  const auto refuses = [](const std::string& text, const std::string& message) {
    CHECK_THROWS(std::runtime_error, kept(text, 2, "2,0.5,1.5"), "log.csv, line " + message);
  };
  for (const std::string first : {"text", "seed,epoch,loss"}) {
    refuses(first + "\n", "1: expected epoch,last_batch_loss,mean_loss, found " + first);
  }
  refuses(kHeads + "1,1.5,2.5\n2,0.5,1.25\n",
          "3: expected the line of the run to resume, 2,0.5,1.5");
  refuses(kHeads + "1,1.5,2.5\n",
          "3: expected the losses of epoch 2 of the run to resume, which has done 2");
  refuses(kHeads + "1,1.", "2: expected the losses of epoch 3, found a line that was cut");
  refuses(kHeads + "1,1.5,2.5\n3,0.5,1.5\n", "3: expected the losses of epoch 2");
  refuses(kHeads + "4,1.5,2.5\n", "2: expected the losses of epoch 3");
  refuses(kHeads + "1,1.5,2.5\n2,0.5,1.5\nnotes\n", "4: expected the losses of epoch 3");
  refuses(kHeads + "1,1.5,2.5\n2,0.5,1.5\nnotes", "4: expected the losses of an epoch");
}

TEST(run_log, traces_each_step_loss_gradients_and_then_values) {
  Trainer trainer(two_batches());
  for (const char* start : {"step 1 epoch 1 batch 1 loss ", "step 2 epoch 1 batch 2 loss ",
                            "step 3 epoch 2 batch 1 loss ", "step 4 epoch 2 batch 2 loss "}) {
    trainer.step();
    const std::string step = std::string(start).substr(0, 7);
    std::string gradients;
    std::string values;
    for (const Parameter<float>* parameter : trainer.model().parameters()) {
      gradients += step + "gradient " + parameter->name + " " +
                   digest(gradient(trainer.model(), *parameter));
      values += step + "value " + parameter->name + " " + digest(parameter->value);
    }
    std::ostringstream out;
    write_trace(out, trainer);
    CHECK_EQ(out.str(),
             start + hexadecimal(bits_of(trainer.last_loss())) + "\n" + gradients + values);
  }
}

TEST(run_log, errors_are_of_all_places_and_of_each_position) {
  RunErrors errors;
  errors.training = {{1, 4}, {2, 1}};
  errors.fresh = {{3}, {2}};
  errors.beyond = PositionErrors{{2, 8, 10}, {2, 2, 2}};
  errors.trained_length = 1;
  std::ostringstream out;
  write_errors(out, errors);
  CHECK_EQ(out.str(),
           "sequences,position,places,squared_error\n"
           "training,,3,1.6666666666666667\ntraining,0,2,0.5\ntraining,1,1,4.0\n"
           "fresh,,2,1.5\nfresh,0,2,1.5\n"
           "beyond,,4,4.5\nbeyond,0,2,1.0\nbeyond,1,2,4.0\nbeyond,2,2,5.0\n");
}
