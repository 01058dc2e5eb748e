#include "files/checkpoint.h"

#include "core/decimal.h"

#include "test.h"

#include <algorithm>
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

void refuses(const Safetensors& file, const std::string& message) {
  Trainer trainer(small_config(false));
  const std::string before = saved(trainer);
  CHECK_THROWS(std::runtime_error, restore_checkpoint(trainer, file), "m.st: " + message);
  CHECK(saved(trainer) == before);
}

Safetensors state_dict() {
  Safetensors file = {{}, {}, "m.st"};
  file.tensors["pos_enc.token_embedding.weight"] = Tensor({3, 2});
  file.tensors["pos_enc.pos_embedding.weight"] = Tensor({4, 2});
  file.tensors["linear.weight"] = Tensor({1, 2});
  file.tensors["linear.bias"] = Tensor({1});
  file.tensors["linear.bias"][0] = 7;
  return file;
}

void refuses_model(const Safetensors& file, const std::string& message) {
  CHECK_THROWS(std::runtime_error, saved_model(file), "m.st: " + message);
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
  for (const char* prefix : {"", "optimizer.exp_avg.", "optimizer.exp_avg_sq."}) {
    CONTEXT("prefix " << prefix);
    const auto shape = [&](const char* name) {
      return file.tensors.at(prefix + std::string(name)).shape();
    };
    CHECK(shape("pos_enc.token_embedding.weight") == std::vector<std::size_t>({9, 5}));
    CHECK(shape("pos_enc.pos_embedding.weight") == std::vector<std::size_t>({6, 5}));
    CHECK(shape("linear.weight") == std::vector<std::size_t>({1, 5}));
    CHECK(shape("linear.bias") == std::vector<std::size_t>({1}));
  }
  CHECK_EQ(file.metadata.at("setting"), "value");
  CHECK_EQ(file.metadata.at("state.epochs_done"), "0");
  CHECK_EQ(file.metadata.at("state.batches_done"), "3");
}

TEST(checkpoint, holds_the_layers_in_the_names_and_shapes_of_pytorchs) {
  const Safetensors file = from(bytes_after(config_with_layers(), 3));
  CHECK_EQ(file.tensors.size(), 3U * (3 + 2 * 12));
  const auto shape = [&](const char* name) {
    return file.tensors.at("optimizer.exp_avg.layers.1." + std::string(name)).shape_text();
  };
  CHECK_EQ(shape("self_attn.in_proj_weight"), "[15, 5]");
  CHECK_EQ(shape("self_attn.in_proj_bias"), "[15]");
  CHECK_EQ(shape("self_attn.out_proj.weight"), "[5, 5]");
  CHECK_EQ(shape("linear1.weight"), "[20, 5]");
  CHECK_EQ(shape("linear2.weight"), "[5, 20]");
  CHECK_EQ(shape("norm1.weight"), "[5]");
}

TEST(checkpoint, refuses_tensors_that_are_not_the_models) {
  const Safetensors good = from(bytes_after(small_config(false), 3));
  Safetensors file = good;
  file.tensors.erase("optimizer.exp_avg.linear.bias");
  refuses(file,
          "expected tensor optimizer.exp_avg.linear.bias, found linear.bias, linear.weight, "
          "optimizer.exp_avg.linear.weight and 8 more");
  file = good;
  file.tensors["more"] = Tensor({1});
  refuses(file, "expected no tensor more in a checkpoint");
  file = good;
  file.tensors["linear.weight"] = Tensor({5, 1});
  refuses(file, "tensor linear.weight: expected shape [1, 5], found [5, 1]");
}

TEST(checkpoint, refuses_a_state_that_is_not_of_such_a_run) {
  const Safetensors good = from(bytes_after(small_config(false), 3));
  const auto with = [&](const std::string& key, const std::string& value) {
    Safetensors file = good;
    file.metadata[key] = value;
    return file;
  };
  refuses(with("format", "posembed 1"), "expected format posembed 2, found posembed 1");
  refuses(with("data_sha256", "0"),
          "expected the data that its run was trained on, found other data");
  const std::string expected = "expected the state of a run of 6 epochs of 4 batches, found ";
  const std::string words = " and " + good.metadata.at("state.generator_words") + " words drawn";
  refuses(with("state.batches_done", "4"), expected + "epoch 0, batch 4" + words);
  refuses(with("state.epochs_done", "7"), expected + "epoch 7, batch 3" + words);
  const std::string most = to_decimal(*from_decimal(good.metadata.at("state.places")) *
                                      std::numeric_limits<float>::max());
  refuses(with("state.epochs_done", "-1"),
          "metadata state.epochs_done: expected a whole number, found -1");
  refuses(with("state.epochs_done", "0.5"),
          "metadata state.epochs_done: expected a whole number, found 0.5");
  refuses(with("state.squared_errors", "-1"),
          "metadata state.squared_errors: expected a number from 0 to " + most + ", found -1");
  refuses(with("state.squared_errors", "1e308"),
          "metadata state.squared_errors: expected a number from 0 to " + most + ", found 1e308");
  refuses(with("tensors_sha256", "0"),
          "expected the tensors of its metadata tensors_sha256, found others: it was changed, or "
          "written over while it was read (who changes tensors leaves that entry out)");
  refuses(with("state.generator_words", "5"), expected + "epoch 0, batch 3 and 5 words drawn");
  Safetensors file = good;
  file.tensors.at("optimizer.exp_avg_sq.linear.bias")[0] = -1;
  refuses(file,
          "tensor optimizer.exp_avg_sq.linear.bias: expected no number below 0, as of a mean of "
          "squares");
  file = good;
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
  Safetensors file = state_dict();
  file.tensors["optimizer.exp_avg.linear.bias"] = Tensor({1});
  saved_model(file);
  file.tensors["optimizer.exp_avg.more"] = Tensor({1});
  refuses_model(file, "expected no tensor optimizer.exp_avg.more");
}

TEST(saved_model, has_all_four_parameters_of_shapes_that_fit) {
  for (const char* name : {"pos_enc.token_embedding.weight", "linear.weight", "linear.bias"}) {
    Safetensors file = state_dict();
    file.tensors.erase(name);
    file.tensors.erase("pos_enc.pos_embedding.weight");
    file.metadata = {{"encoding", "none"}, {"max-seq-len", "4"}};
    refuses_model(file, "expected tensor " + std::string(name) + ", found " +
                            file.tensors.begin()->first + ", " +
                            std::next(file.tensors.begin())->first);
  }
  refuses_model({{}, {}, "m.st"}, "expected tensor linear.weight, found none");
  const std::string fits = ": expected a shape that fits linear.weight, [1, d_model], found ";
  Safetensors file = state_dict();
  file.tensors["pos_enc.token_embedding.weight"] = Tensor({3, 3});
  refuses_model(file, "tensor " + std::string("pos_enc.token_embedding.weight") + fits + "[3, 3]");
  file = state_dict();
  file.tensors["pos_enc.pos_embedding.weight"] = Tensor({0, 2});
  refuses_model(file, "tensor " + std::string("pos_enc.pos_embedding.weight") + fits + "[0, 2]");
  file = state_dict();
  file.tensors["linear.weight"] = Tensor({2});
  refuses_model(file, "tensor " + std::string("linear.weight") + fits + "[2]");
  file = state_dict();
  file.tensors["linear.bias"] = Tensor({2});
  refuses_model(file, "tensor linear.bias: expected shape [1], found [2]");
  file.tensors.erase("linear.bias");
  refuses_model(file,
                "expected tensor linear.bias, found linear.weight, pos_enc.pos_embedding.weight, "
                "pos_enc.token_embedding.weight");
}

// Of 3 MB; a model of what these shapes claim would take terabytes.
TEST(saved_model, is_made_of_no_more_than_the_tensors_hold) {
  Safetensors file = state_dict();
  file.tensors["linear.weight"] = Tensor({1, 500000});
  file.tensors["pos_enc.token_embedding.weight"] = Tensor({500000, 1});
  refuses_model(file,
                "tensor pos_enc.token_embedding.weight: expected a shape that fits "
                "linear.weight, [1, d_model], found [500000, 1]");
  file.tensors.erase("pos_enc.pos_embedding.weight");
  file.tensors["pos_enc.token_embedding.weight"] = Tensor({1, 500000});
  file.metadata = {{"encoding", "sinusoidal"}, {"max-seq-len", "16777216"}};
  refuses_model(file,
                "metadata max-seq-len: expected a number of positions, at most 33, found "
                "16777216");
}

TEST(saved_model, has_the_encoding_of_its_metadata) {
  Safetensors file = state_dict();
  file.tensors.erase("pos_enc.pos_embedding.weight");
  refuses_model(file,
                "expected tensor pos_enc.pos_embedding.weight, or --encoding NAME --positions N of "
                "a model without it, found neither");
  file.metadata["encoding"] = "none";
  refuses_model(file, "expected --positions N, or metadata max-seq-len, found neither");
  for (const char* length : {"0", "16777217", "x"}) {
    file.metadata["max-seq-len"] = length;
    refuses_model(file,
                  "metadata max-seq-len: expected a number of positions, at most 16777216, "
                  "found " +
                      std::string(length));
  }
  file.metadata["max-seq-len"] = "6";
  CHECK_EQ(saved_model(file)->sizes().positions, 6U);
  CHECK_EQ(saved_model(file)->pos_embedding.value.rows(), 0U);
  file.metadata["encoding"] = "sinusoidal";
  CHECK_EQ(saved_model(file)->pos_embedding.value.rows(), 6U);
  file.metadata["encoding"] = "waves";
  refuses_model(file, "metadata encoding: expected an encoding, found waves");
  file.metadata["encoding"] = "rotary";
  refuses_model(file,
                "--encoding rotary needs self-attention: expected --layers of at least 1, got 0");
  file.metadata["encoding"] = "none";
  file.tensors["pos_enc.pos_embedding.weight"] = Tensor({4, 2});
  refuses_model(file, "expected no tensor " + std::string("pos_enc.pos_embedding.weight"));
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
  const Safetensors good = file;
  file.metadata["heads"] = "2";
  refuses_model(file, "expected heads that divide d-model, got --d-model 5 by --heads 2");
  file.metadata["heads"] = "0";
  refuses_model(file, "metadata heads: expected a whole number from 1 to 16777216, found 0");
  file = good;
  file.tensors.erase("layers.0.linear1.weight");
  refuses_model(file,
                "expected tensor layers.0.linear1.weight, found layers.0.linear1.bias, "
                "layers.0.linear2.bias, layers.0.linear2.weight and 77 more");
  file = good;
  file.tensors.erase("layers.1.norm2.bias");
  refuses_model(file,
                "expected tensor layers.1.norm2.bias, found layers.0.linear1.bias, "
                "layers.0.linear1.weight, layers.0.linear2.bias and 77 more");
  file = good;
  file.tensors["layers.1.linear1.weight"] = Tensor({19, 5});
  refuses_model(file,
                "tensor layers.1.linear1.weight: expected a shape that fits "
                "layers.0.linear1.weight, [d_ff, d_model], found [19, 5]");
  file.tensors["layers.0.linear1.weight"] = Tensor({20, 4});
  refuses_model(file,
                "tensor layers.0.linear1.weight: expected a shape that fits linear.weight, "
                "[1, d_model], found [20, 4]");
  file = good;
  file.tensors.erase("layers.0.self_attn.in_proj_weight");
  CHECK_THROWS(
      std::runtime_error, saved_model(file),
      "m.st: --encoding alibi needs self-attention: expected --layers of at least 1, got 0");
}

// As --resume does.
TEST(saved_model, is_of_this_format_where_it_says_that_it_is_ours) {
  Safetensors file = state_dict();
  for (const char* format : {"posembed 1", "posembed 3", "posembed"}) {
    file.metadata["format"] = format;
    refuses_model(file, "expected format posembed 2, found " + std::string(format));
    refuses(file, "expected format posembed 2, found " + std::string(format));
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
