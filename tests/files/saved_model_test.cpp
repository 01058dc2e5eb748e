#include "files/saved_model.h"

#include "test.h"

#include <stdexcept>

namespace {

Safetensors state_dict() {
  Safetensors file;
  file.tensors["pos_enc.token_embedding.weight"] = Tensor({3, 2});
  file.tensors["pos_enc.pos_embedding.weight"] = Tensor({4, 2});
  file.tensors["linear.weight"] = Tensor({1, 2});
  file.tensors["linear.bias"] = Tensor({1});
  file.tensors["linear.bias"][0] = 7;
  return file;
}

void refuses(const Safetensors& file, const std::string& message) {
  CHECK_THROWS(std::runtime_error, saved_model(file, "m.st"), "m.st: " + message);
}

}  // namespace

TEST(saved_model, is_that_of_a_state_dict) {
  const auto model = saved_model(state_dict(), "m.st");
  CHECK_EQ(model->linear_bias.value[0], 7.0F);
  CHECK_EQ(model->token_embedding.value.rows(), 3U);
  CHECK_EQ(model->forward(whole_batch({{2, 0}, {0, 2}}, 3)).size(), 2U);
}

TEST(saved_model, may_come_with_adams_state) {
  Safetensors file = state_dict();
  file.tensors["optimizer.exp_avg.linear.bias"] = Tensor({1});
  saved_model(file, "m.st");
  file.tensors["optimizer.exp_avg.more"] = Tensor({1});
  refuses(file, "expected no tensor optimizer.exp_avg.more");
}

TEST(saved_model, has_all_four_parameters_of_shapes_that_fit) {
  for (const char* name : {"pos_enc.token_embedding.weight", "pos_enc.pos_embedding.weight",
                           "linear.weight", "linear.bias"}) {
    Safetensors file = state_dict();
    file.tensors.erase(name);
    refuses(file, "expected tensor " + std::string(name) + ", found no such tensor");
  }
  const std::string fits = ": expected a shape that fits linear.weight, [1, d_model], found ";
  Safetensors file = state_dict();
  file.tensors["pos_enc.token_embedding.weight"] = Tensor({3, 3});
  refuses(file, "tensor " + std::string("pos_enc.token_embedding.weight") + fits + "[3, 3]");
  file = state_dict();
  file.tensors["pos_enc.pos_embedding.weight"] = Tensor({0, 2});
  refuses(file, "tensor " + std::string("pos_enc.pos_embedding.weight") + fits + "[0, 2]");
  file = state_dict();
  file.tensors["linear.weight"] = Tensor({2});
  refuses(file, "tensor " + std::string("linear.weight") + fits + "[2]");
  file = state_dict();
  file.tensors["linear.bias"] = Tensor({2});
  refuses(file, "tensor " + std::string("linear.bias") + fits + "[2]");
}

TEST(saved_model, has_the_encoding_of_its_metadata) {
  Safetensors file = state_dict();
  file.tensors.erase("pos_enc.pos_embedding.weight");
  file.metadata["encoding"] = "none";
  refuses(file, "expected metadata max-seq-len, found none");
  for (const char* length : {"0", "16777217", "x"}) {
    file.metadata["max-seq-len"] = length;
    refuses(file,
            std::string("metadata max-seq-len: expected a number of positions, found ") + length);
  }
  file.metadata["max-seq-len"] = "6";
  CHECK_EQ(saved_model(file, "m.st")->sizes().max_seq_len, 6U);
  CHECK_EQ(saved_model(file, "m.st")->pos_embedding.value.rows(), 0U);
  file.metadata["encoding"] = "sinusoidal";
  CHECK_EQ(saved_model(file, "m.st")->pos_embedding.value.rows(), 6U);
  file.metadata["encoding"] = "rotary";
  refuses(file, "metadata encoding: expected an encoding, found rotary");
  file.metadata["encoding"] = "none";
  file.tensors["pos_enc.pos_embedding.weight"] = Tensor({4, 2});
  refuses(file, "expected no tensor " + std::string("pos_enc.pos_embedding.weight"));
}
