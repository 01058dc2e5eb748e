#include "files/checkpoint.h"

#include "core/decimal.h"

#include "test.h"

#include <algorithm>
#include <array>
#include <limits>
#include <sstream>
#include <stdexcept>

namespace {

Settings small_config(bool shuffle, std::size_t vocab_size = 9) {
  Settings settings = settings_of("--samples 50 --max-seq-len 6");
  settings.vocab_size = vocab_size;
  settings.d_model = 5;
  settings.batch_size = 16;
  settings.epochs = 6;
  settings.shuffle = shuffle;
  return settings;
}

Settings config_with_layers() {
  Settings settings = small_config(true);
  settings.stack.layers = 2;
  settings.stack.heads = 5;
  settings.stack.causal = true;
  settings.encoding = find_encoding("alibi");
  settings.target = &kTargets[1];
  settings.adam.warmup = 7;
  return settings;
}

std::string saved(Trainer& trainer) {
  std::ostringstream out;
  write_checkpoint(out, trainer, {{"setting", "value"}});
  return out.str();
}

Safetensors from(const std::string& bytes) {
  std::istringstream in(bytes);
  return read_safetensors(in, "m.st");
}

std::string bytes_after(const Settings& settings, int steps) {
  Trainer trainer(settings);
  for (int step = 0; step < steps; ++step) trainer.step();
  return saved(trainer);
}

// Files that differ from another in one tensor, or one entry of the metadata.
Safetensors without(Safetensors file, const std::string& tensor) {
  file.tensors.erase(tensor);
  return file;
}
Safetensors with(Safetensors file, const std::string& tensor,
                 const std::vector<std::size_t>& shape) {
  file.tensors[tensor] = Tensor(shape);
  return file;
}
Safetensors told(Safetensors file, const std::string& key, const std::string& value) {
  file.metadata[key] = value;
  return file;
}

void refuses(const Safetensors& file, const std::string& message) {
  Trainer trainer(small_config(false));
  const std::string before = saved(trainer);
  CHECK_THROWS(std::runtime_error, restore_checkpoint(trainer, file), "m.st: " + message);
  CHECK(saved(trainer) == before);
}

void refuses_model(const Safetensors& file, const std::string& message) {
  CHECK_THROWS(std::runtime_error, saved_model(file), "m.st: " + message);
}

const std::string kTokens = "pos_enc.token_embedding.weight";
const std::string kPositions = "pos_enc.pos_embedding.weight";

Safetensors state_dict() {
  Safetensors file = {{}, {}, "m.st"};
  file.tensors[kTokens] = Tensor({3, 2});
  file.tensors[kPositions] = Tensor({4, 2});
  file.tensors["linear.weight"] = Tensor({1, 2});
  file.tensors["linear.bias"] = Tensor({1});
  file.tensors["linear.bias"][0] = 7;
  return file;
}

}  // namespace

// Stopped after any step of a run of 6 epochs of 4 batches, within an epoch too; the last with a
// vocabulary of which Adam puts off what a batch does not name, or with layers.
TEST(checkpoint, resumed_run_ends_with_the_bytes_of_one_that_never_stopped) {
  for (const Settings& settings :
       {small_config(false), small_config(true), small_config(true, 2048), config_with_layers()}) {
    const std::string uninterrupted = bytes_after(settings, 24);
    for (int stop = 0; stop <= 24; ++stop) {
      CONTEXT("stop " << stop);
      Trainer resumed(settings);
      restore_checkpoint(resumed, from(bytes_after(settings, stop)));
      CHECK_EQ(resumed.steps_done(), static_cast<std::uint64_t>(stop));
      while (!resumed.finished()) resumed.step();
      CHECK(saved(resumed) == uninterrupted);
    }
  }
}

// No training leads to these numbers.
TEST(checkpoint, gives_the_trainer_every_number_of_the_file) {
  Safetensors file = from(bytes_after(small_config(false), 3));
  float number = 0;
  for (auto& [name, tensor] : file.tensors) {
    for (std::size_t i = 0; i < tensor.size(); ++i) tensor.data()[i] = ++number;
  }
  file.metadata.erase("tensors_sha256");
  Trainer trainer(small_config(false));
  restore_checkpoint(trainer, file);
  for (const auto& [name, tensor] : from(saved(trainer)).tensors) {
    const Tensor& expected = file.tensors.at(name);
    CHECK(std::equal(tensor.data(), tensor.data() + tensor.size(), expected.data()));
  }
}

TEST(checkpoint, holds_every_parameter_and_both_moments_in_pytorchs_names_and_shapes) {
  const Safetensors file = from(bytes_after(small_config(false), 3));
  CHECK_EQ(file.tensors.size(), 12U);
  for (const std::string prefix : {"", "optimizer.exp_avg.", "optimizer.exp_avg_sq."}) {
    CONTEXT("prefix " << prefix);
    CHECK_EQ(file.tensors.at(prefix + kTokens).shape_text(), "[9, 5]");
    CHECK_EQ(file.tensors.at(prefix + kPositions).shape_text(), "[6, 5]");
    CHECK_EQ(file.tensors.at(prefix + "linear.weight").shape_text(), "[1, 5]");
    CHECK_EQ(file.tensors.at(prefix + "linear.bias").shape_text(), "[1]");
  }
  CHECK_EQ(file.metadata.at("setting"), "value");
  CHECK_EQ(file.metadata.at("state.epochs_done"), "0");
  CHECK_EQ(file.metadata.at("state.batches_done"), "3");
}

TEST(checkpoint, holds_the_layers_in_the_names_and_shapes_of_pytorchs) {
  const Safetensors file = from(bytes_after(config_with_layers(), 3));
  CHECK_EQ(file.tensors.size(), 3U * (3 + 2 * 12));
  for (const auto& [name, shape] :
       std::map<std::string, std::string>{{"self_attn.in_proj_weight", "[15, 5]"},
                                          {"self_attn.in_proj_bias", "[15]"},
                                          {"self_attn.out_proj.weight", "[5, 5]"},
                                          {"linear1.weight", "[20, 5]"},
                                          {"linear2.weight", "[5, 20]"},
                                          {"norm1.weight", "[5]"}}) {
    CHECK_EQ(file.tensors.at("optimizer.exp_avg.layers.1." + name).shape_text(), shape);
  }
}

TEST(checkpoint, refuses_tensors_that_are_not_the_models) {
  const Safetensors good = from(bytes_after(small_config(false), 3));
  refuses(without(good, "optimizer.exp_avg.linear.bias"),
          "expected tensor optimizer.exp_avg.linear.bias, found linear.bias, linear.weight, "
          "optimizer.exp_avg.linear.weight and 8 more");
  refuses(with(good, "more", {1}), "expected no tensor more in a checkpoint");
  refuses(with(good, "linear.weight", {5, 1}),
          "tensor linear.weight: expected shape [1, 5], found [5, 1]");
  Safetensors file = good;
  file.tensors.at("optimizer.exp_avg_sq.linear.bias")[0] = -1;
  refuses(file,
          "tensor optimizer.exp_avg_sq.linear.bias: expected no number below 0, as of a mean of "
          "squares");
}

TEST(checkpoint, refuses_a_state_that_is_not_of_such_a_run) {
  const Safetensors good = from(bytes_after(small_config(false), 3));
  const std::string run = "expected the state of a run of 6 epochs of 4 batches, found epoch ";
  const std::string words = " and " + good.metadata.at("state.generator_words") + " words drawn";
  const std::string number = ": expected a number from 0 to " +
                             to_decimal(*from_decimal(good.metadata.at("state.places")) *
                                        std::numeric_limits<float>::max());
  const std::vector<std::array<std::string, 3>> wrong = {
      {"format", "posembed 1", "expected format posembed 2, found posembed 1"},
      {"data_sha256", "0", "expected the data that its run was trained on, found other data"},
      {"state.batches_done", "4", run + "0, batch 4" + words},
      {"state.epochs_done", "7", run + "7, batch 3" + words},
      {"state.epochs_done", "-1", "metadata state.epochs_done: expected a whole number, found -1"},
      {"state.epochs_done", "0.5",
       "metadata state.epochs_done: expected a whole number, found 0.5"},
      {"state.squared_errors", "-1", "metadata state.squared_errors" + number + ", found -1"},
      {"state.squared_errors", "1e308", "metadata state.squared_errors" + number + ", found 1e308"},
      {"tensors_sha256", "0",
       "expected the tensors of its metadata tensors_sha256, found others: it was changed, or "
       "written over while it was read (who changes tensors leaves that entry out)"},
      {"state.generator_words", "5", run + "0, batch 3 and 5 words drawn"}};
  for (const auto& [key, value, message] : wrong) refuses(told(good, key, value), message);
  Safetensors file = good;
  file.metadata.erase("state.places");
  refuses(file, "expected metadata state.places, found none");
}

TEST(saved_model, is_that_of_a_state_dict) {
  const auto model = saved_model(state_dict());
  CHECK_EQ(model->linear_bias.value[0], 7.0F);
  CHECK_EQ(model->token_embedding.value.rows(), 3U);
  CHECK_EQ(model->forward(whole_batch({{2, 0}, {0, 2}}, 3)).size(), 2U);
}

TEST(saved_model, may_come_with_adams_state) {
  const Safetensors file = with(state_dict(), "optimizer.exp_avg.linear.bias", {1});
  saved_model(file);
  refuses_model(with(file, "optimizer.exp_avg.more", {1}),
                "expected no tensor optimizer.exp_avg.more");
}

TEST(saved_model, has_all_four_parameters_of_shapes_that_fit) {
  for (const std::string& name :
       {kTokens, std::string("linear.weight"), std::string("linear.bias")}) {
    Safetensors file = without(without(state_dict(), name), kPositions);
    file.metadata = {{"encoding", "none"}, {"max-seq-len", "4"}};
    refuses_model(file, "expected tensor " + name + ", found " + file.tensors.begin()->first +
                            ", " + std::next(file.tensors.begin())->first);
  }
  refuses_model({{}, {}, "m.st"}, "expected tensor linear.weight, found none");
  const std::string fits = ": expected a shape that fits linear.weight, [1, d_model], found ";
  const Safetensors good = state_dict();
  refuses_model(with(good, kTokens, {3, 3}), "tensor " + kTokens + fits + "[3, 3]");
  refuses_model(with(good, kPositions, {0, 2}), "tensor " + kPositions + fits + "[0, 2]");
  refuses_model(with(good, "linear.weight", {2}), "tensor linear.weight" + fits + "[2]");
  refuses_model(with(good, "linear.bias", {2}),
                "tensor linear.bias: expected shape [1], found [2]");
  refuses_model(without(good, "linear.bias"),
                "expected tensor linear.bias, found linear.weight, " + kPositions + ", " + kTokens);
  // Of 3 MB; a model of what these shapes claim would take terabytes.
  Safetensors large = with(good, "linear.weight", {1, 500000});
  refuses_model(with(large, kTokens, {500000, 1}), "tensor " + kTokens + fits + "[500000, 1]");
  large = with(without(large, kPositions), kTokens, {1, 500000});
  large.metadata = {{"encoding", "sinusoidal"}, {"max-seq-len", "16777216"}};
  refuses_model(large,
                "metadata max-seq-len: expected a number of positions, at most 33, found 16777216");
}

TEST(saved_model, has_the_encoding_of_its_metadata) {
  Safetensors file = without(state_dict(), kPositions);
  refuses_model(file,
                "expected tensor " + kPositions +
                    ", or --encoding NAME --positions N of a model without it, found neither");
  file.metadata["encoding"] = "none";
  refuses_model(file, "expected --positions N, or metadata max-seq-len, found neither");
  for (const std::string length : {"0", "16777217", "x"}) {
    refuses_model(
        told(file, "max-seq-len", length),
        "metadata max-seq-len: expected a number of positions, at most 16777216, found " + length);
  }
  file.metadata["max-seq-len"] = "6";
  CHECK_EQ(saved_model(file)->sizes().positions, 6U);
  CHECK_EQ(saved_model(file)->pos_embedding.value.rows(), 0U);
  CHECK_EQ(saved_model(told(file, "encoding", "sinusoidal"))->pos_embedding.value.rows(), 6U);
  refuses_model(told(file, "encoding", "waves"),
                "metadata encoding: expected an encoding, found waves");
  refuses_model(told(file, "encoding", "rotary"),
                "--encoding rotary needs self-attention: expected --layers of at least 1, got 0");
  refuses_model(with(file, kPositions, {4, 2}), "expected no tensor " + kPositions);
}

// As many as there are, of the width that linear1 gives; the settings of the run, or PyTorch's.
TEST(saved_model, has_the_layers_of_its_tensors_and_metadata) {
  Safetensors file = from(bytes_after(config_with_layers(), 3));
  file.metadata = {{"encoding", "alibi"},
                   {"max-seq-len", "6"},
                   {"heads", "5"},
                   {"causal", "on"},
                   {"norm", "post"}};
  const StackOptions stack = saved_model(file)->sizes().stack;
  CHECK_EQ(stack.layers, 2U);
  CHECK_EQ(stack.heads, 5U);
  CHECK_EQ(stack.d_ff, 20U);
  CHECK(stack.causal);
  CHECK(stack.norm->after);
  refuses_model(told(file, "heads", "2"),
                "expected heads that divide d-model, got --d-model 5 by --heads 2");
  refuses_model(told(file, "heads", "0"),
                "metadata heads: expected a whole number from 1 to 16777216, found 0");
  refuses_model(without(file, "layers.0.linear1.weight"),
                "expected tensor layers.0.linear1.weight, found layers.0.linear1.bias, "
                "layers.0.linear2.bias, layers.0.linear2.weight and 77 more");
  refuses_model(without(file, "layers.1.norm2.bias"),
                "expected tensor layers.1.norm2.bias, found layers.0.linear1.bias, "
                "layers.0.linear1.weight, layers.0.linear2.bias and 77 more");
  refuses_model(with(file, "layers.1.linear1.weight", {19, 5}),
                "tensor layers.1.linear1.weight: expected a shape that fits "
                "layers.0.linear1.weight, [d_ff, d_model], found [19, 5]");
  refuses_model(with(file, "layers.0.linear1.weight", {20, 4}),
                "tensor layers.0.linear1.weight: expected a shape that fits linear.weight, "
                "[1, d_model], found [20, 4]");
  refuses_model(without(file, "layers.0.self_attn.in_proj_weight"),
                "--encoding alibi needs self-attention: expected --layers of at least 1, got 0");
}

// As --resume does.
TEST(saved_model, is_of_this_format_where_it_says_that_it_is_ours) {
  for (const std::string format : {"posembed 1", "posembed 3", "posembed"}) {
    const Safetensors file = told(state_dict(), "format", format);
    refuses_model(file, "expected format posembed 2, found " + format);
    refuses(file, "expected format posembed 2, found " + format);
  }
}

// PyTorch's state dict does not tell the heads; to look at the tensors, any number does.
TEST(saved_model, takes_a_state_dict_with_layers_whatever_its_heads) {
  Settings settings = config_with_layers();
  settings.encoding = find_encoding("learned");
  Safetensors file = from(bytes_after(settings, 3));
  file.metadata = {{"format", "pt"}};  // 5 numbers are not for 2 heads, the default
  const auto model = saved_model(file);
  CHECK_EQ(model->layers.size(), 2U);
  CHECK_EQ(model->layers[1].feed_forward.linear1.weight.value[3],
           file.tensors.at("layers.1.linear1.weight")[3]);
}
