"""A training step with self-attention layers under PyTorch, timed: prints milliseconds.

    python3 tests/peers/stack.py V L D heads layers batch samples

The model of `posembed --layers`, of nn.TransformerEncoderLayer; the batches are made beforehand.
"""

import os
import statistics
import sys
import time

import torch
from torch.nn import functional as F

from notebook import draw, pad


class Stack(torch.nn.Module):
    def __init__(self, vocab_size, max_seq_len, d_model, heads, layers):
        super().__init__()
        self.token_embedding = torch.nn.Embedding(vocab_size, d_model)
        self.pos_embedding = torch.nn.Embedding(max_seq_len, d_model)
        self.layers = torch.nn.ModuleList(
            torch.nn.TransformerEncoderLayer(d_model, heads, 4 * d_model, dropout=0, activation=F.silu,
                                             batch_first=True, norm_first=True)
            for _ in range(layers))
        self.linear = torch.nn.Linear(d_model, 1)

    def forward(self, tokens, padding):
        x = self.token_embedding(tokens) + self.pos_embedding(torch.arange(tokens.size(1)))
        for layer in self.layers:
            x = layer(x, src_key_padding_mask=padding)
        return self.linear(x).squeeze(-1)


def main():
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    torch.manual_seed(0)
    vocab_size, max_seq_len, d_model, heads, layers, batch, samples = map(int, sys.argv[1:])
    data = draw(samples, vocab_size, max_seq_len)
    batches = [pad(data[i:i + batch]) for i in range(0, samples, batch)]
    model = Stack(vocab_size, max_seq_len, d_model, heads, layers)
    if os.environ.get("COMPILE"):
        model.compile(dynamic=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    times = []
    for tokens, positions in batches[:2] + 4 * batches:
        start = time.perf_counter()
        mask = positions != -1
        loss = F.mse_loss(model(tokens, ~mask)[mask], positions[mask].float())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        times.append(time.perf_counter() - start)
    print(1000 * statistics.mean(times[2:]))


if __name__ == "__main__":
    main()
