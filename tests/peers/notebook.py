"""The notebook's training loop under PyTorch, timed: prints milliseconds.

    python3 tests/peers/notebook.py whole            25 epochs of the notebook's settings
    python3 tests/peers/notebook.py V L D            one step with V tokens, L positions, D numbers
                                                     each, batches of 32: the median of many
"""

import os
import statistics
import sys
import time

import torch
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader


class PositionPredictor(torch.nn.Module):
    def __init__(self, vocab_size, max_seq_len, d_model):
        super().__init__()
        self.token_embedding = torch.nn.Embedding(vocab_size, d_model)
        self.pos_embedding = torch.nn.Embedding(max_seq_len, d_model)
        self.linear = torch.nn.Linear(d_model, 1)

    def forward(self, tokens):
        positions = torch.arange(tokens.size(1)).expand_as(tokens)
        return self.linear(self.token_embedding(tokens) + self.pos_embedding(positions)).squeeze(-1)


def draw(samples, vocab_size, max_seq_len):
    lengths = torch.randint(1, max_seq_len + 1, (samples,)).tolist()
    return [(torch.randint(0, vocab_size, (n,)), torch.arange(n)) for n in lengths]


def pad(batch):
    tokens, positions = zip(*batch)
    return (pad_sequence(tokens, batch_first=True, padding_value=0),
            pad_sequence(positions, batch_first=True, padding_value=-1))


def steps(model, loader, epochs):
    """Trains; yields after each step, the making of its batch included."""
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    for _ in range(epochs):
        for tokens, positions in loader:
            mask = positions != -1
            loss = torch.nn.functional.mse_loss(model(tokens)[mask], positions[mask].float())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            yield loss.item()


def main():
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    torch.manual_seed(0)
    whole = sys.argv[1] == "whole"
    sizes = (100, 20, 16) if whole else tuple(int(argument) for argument in sys.argv[1:4])
    data = draw(1000 if whole else 640, *sizes[:2])
    model = PositionPredictor(*sizes)
    if os.environ.get("COMPILE"):
        model.compile(dynamic=True)
    loader = DataLoader(data, batch_size=32, shuffle=False, collate_fn=pad)
    times = [time.perf_counter()]
    for _ in steps(model, loader, 25 if whole else 4):
        times.append(time.perf_counter())
    each = [after - before for before, after in zip(times, times[1:])]
    print(1000 * (sum(each) if whole else statistics.median(each)))


if __name__ == "__main__":
    main()
