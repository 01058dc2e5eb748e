// The notebook's training loop in C++ with libtorch, its batches made beforehand: prints
// milliseconds.
//
//     libtorch whole     25 epochs of the notebook's settings
//     libtorch V L D     one step: the median of many
#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

struct Sizes {
  long vocab_size;
  long max_seq_len;
  long d_model;
};

struct Predictor : torch::nn::Module {
  explicit Predictor(const Sizes& sizes)
      : tokens(register_module("tokens", torch::nn::Embedding(sizes.vocab_size, sizes.d_model))),
        positions(
            register_module("positions", torch::nn::Embedding(sizes.max_seq_len, sizes.d_model))),
        linear(register_module("linear", torch::nn::Linear(sizes.d_model, 1))) {}

  torch::Tensor forward(const torch::Tensor& batch) {
    const torch::Tensor places = torch::arange(batch.size(1)).expand_as(batch);
    return linear(tokens(batch) + positions(places)).squeeze(-1);
  }

  torch::nn::Embedding tokens;
  torch::nn::Embedding positions;
  torch::nn::Linear linear;
};

struct Batch {
  torch::Tensor tokens;
  torch::Tensor positions;  // -1 where padded
};

std::vector<Batch> batches(long samples, const Sizes& sizes) {
  std::vector<Batch> all;
  for (long first = 0; first < samples; first += 32) {
    const long count = std::min(32L, samples - first);
    const torch::Tensor lengths = torch::randint(1, sizes.max_seq_len + 1, {count});
    const long longest = lengths.max().item<long>();
    const torch::Tensor places = torch::arange(longest).expand({count, longest});
    const torch::Tensor mask = places < lengths.unsqueeze(1);
    all.push_back({torch::randint(0, sizes.vocab_size, {count, longest}) * mask,
                   torch::where(mask, places, torch::full_like(places, -1))});
  }
  return all;
}

double now() {
  return std::chrono::duration<double, std::milli>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

int main(int argc, char** argv) {
  torch::set_num_threads(1);
  torch::manual_seed(0);
  const bool whole = argc == 2 && std::string(argv[1]) == "whole";
  const Sizes sizes = whole ? Sizes{100, 20, 16}
                            : Sizes{std::atol(argv[1]), std::atol(argv[2]), std::atol(argv[3])};
  const std::vector<Batch> all = batches(whole ? 1000 : 640, sizes);
  Predictor model(sizes);
  torch::optim::Adam adam(model.parameters(), 1e-3);
  std::vector<double> times;
  for (int epoch = 0; epoch < (whole ? 25 : 4); ++epoch) {
    for (const Batch& batch : all) {
      const double start = now();
      const torch::Tensor mask = batch.positions != -1;
      const torch::Tensor predicted = model.forward(batch.tokens).masked_select(mask);
      const torch::Tensor target = batch.positions.masked_select(mask).to(torch::kFloat);
      const torch::Tensor loss = torch::mse_loss(predicted, target);
      adam.zero_grad();
      loss.backward();
      adam.step();
      times.push_back(now() - start);
    }
  }
  double sum = 0;
  for (const double time : times) sum += time;
  std::sort(times.begin(), times.end());
  std::printf("%.4f\n", whole ? sum : times[times.size() / 2]);
  return 0;
}
