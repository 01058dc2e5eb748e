"""Makes the golden files anew: what PyTorch draws and computes in the notebook's own code.

    python3 tests/golden/make_golden.py                 all files, into build/golden
    python3 tests/golden/make_golden.py small_tables    this one
    python3 tests/golden/make_golden.py --config "seed=9 vocab=50 d_model=8 max_seq_len=12
        samples=200 batch=16 epochs=3 lr=0.01 shuffle=0"    your own, to standard output

Needs PyTorch 2 and NumPy; the tests do not. README.md, beside this file, says how to have the
PyTorch that made them, and what differs with another.
"""

import argparse
import hashlib
import math
import os
import pathlib
import random

# PyTorch's last bits depend on the vector unit: the golden files are AVX2's.
os.environ.setdefault("ATEN_CPU_CAPABILITY", "avx2")

import torch
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader

SIZES = "vocab=100 d_model=16 max_seq_len=20 samples=1000 batch=32 epochs=25 lr=0.001"
CONFIGS = {f"notebook_seed{seed}": f"seed={seed} {SIZES} shuffle=0" for seed in (0, 1, 2, 3, 42)}
CONFIGS |= {
    "seed_two_words": f"seed=1099511627781 {SIZES} shuffle=0",
    "shuffled_seed0": f"seed=0 {SIZES} shuffle=1",
    "other_sizes": "seed=7 vocab=50 d_model=8 max_seq_len=12 samples=200 batch=16 epochs=10 lr=0.01 shuffle=0",
    "ragged_tables": "seed=5 vocab=7 d_model=5 max_seq_len=9 samples=120 batch=7 epochs=12 lr=0.01 shuffle=0",
    "sinusoidal_seed0": f"seed=0 {SIZES} shuffle=0 encoding=sinusoidal",
    "none_seed0": f"seed=0 {SIZES} shuffle=0 encoding=none",
    "small_tables": "seed=3 vocab=5 d_model=3 max_seq_len=4 samples=50 batch=8 epochs=10 lr=0.01 shuffle=0",
}
SMALL = "vocab=20 d_model=8 max_seq_len=12 samples=200 batch=16 epochs=8 lr=0.004 shuffle=0"
CONFIGS |= {
    "stack_learned": f"seed=0 {SMALL} layers=2",
    "stack_post": f"seed=1 {SMALL} layers=2 heads=4 norm=post warmup=20 encoding=sinusoidal target=first",
    "stack_rotary": f"seed=2 {SMALL} layers=2 d_ff=12 encoding=rotary target=previous",
    "stack_alibi": f"seed=3 {SMALL} layers=2 heads=4 encoding=alibi causal=1 target=previous",
    "stack_no_norm": f"seed=4 {SMALL} layers=2 heads=1 norm=none encoding=none causal=1",
    "stack_no_skip": f"seed=5 {SMALL} layers=2 no_skip=1 no_feed_forward=1",
    "stack_ragged": "seed=6 vocab=7 d_model=9 max_seq_len=9 samples=101 batch=10 epochs=8 lr=0.002 shuffle=1 "
                    "layers=3 heads=3 d_ff=13",
    "decay_clip": f"seed=8 {SMALL} decay=cosine clip=2.5 weight_decay=0.1",
    "stack_decay_clip": f"seed=9 {SMALL} layers=2 warmup=20 decay=linear clip=0.5 weight_decay=0.05",
}


def sinusoidal(max_seq_len, d_model):
    """Vaswani et al. 2017, section 3.5, as PyTorch's tutorial on Transformers writes it."""
    position = torch.arange(max_seq_len, dtype=torch.double).unsqueeze(1)
    columns = torch.arange(0, d_model, 2)
    angle = position * torch.exp(columns * (-math.log(10000.0) / d_model))
    table = torch.zeros(max_seq_len, d_model)
    table[:, 0::2] = torch.sin(angle)
    table[:, 1::2] = torch.cos(angle)
    return table


class PositionalEncoding(torch.nn.Module):
    def __init__(self, c):
        super().__init__()
        self.token_embedding = torch.nn.Embedding(c["vocab"], c["d_model"])
        encoding = c.get("encoding", "learned")
        if encoding == "learned":
            self.pos_embedding = torch.nn.Embedding(c["max_seq_len"], c["d_model"])
        elif encoding == "sinusoidal":
            self.fixed = sinusoidal(c["max_seq_len"], c["d_model"])
            self.pos_embedding = lambda positions: self.fixed[positions]
        else:
            self.pos_embedding = lambda positions: 0

    def forward(self, tokens):
        # A lookup for every place: looked up once per batch, the gradient's last bits differ.
        positions = torch.arange(tokens.size(1)).expand_as(tokens)
        return self.token_embedding(tokens) + self.pos_embedding(positions)


def rotated(x):
    """Su et al. 2021, equation 34: the pairs of numbers of each head (B, H, T, W) turn."""
    length, width = x.shape[-2:]
    frequency = 10000.0 ** (-torch.arange(0, width, 2, dtype=torch.double) / width)
    angle = torch.arange(length, dtype=torch.double).unsqueeze(1) * frequency
    sine, cosine = torch.sin(angle).float(), torch.cos(angle).float()
    a, b = x[..., 0::2], x[..., 1::2]
    return torch.stack((a * cosine - b * sine, a * sine + b * cosine), -1).flatten(-2)


class Layer(torch.nn.TransformerEncoderLayer):
    """Its weights and their draws; our own forward pass, which can turn queries and keys."""

    def __init__(self, c):
        self.c = c
        d, heads = c["d_model"], c.get("heads", 2)
        super().__init__(d, heads, c.get("d_ff") or 4 * d, dropout=0, batch_first=True)

    def attention(self, x, seen):
        heads, encoding = self.c.get("heads", 2), self.c.get("encoding", "learned")
        qkv = torch.nn.functional.linear(x, self.self_attn.in_proj_weight, self.self_attn.in_proj_bias)
        q, k, v = (part.unflatten(-1, (heads, -1)).transpose(1, 2) for part in qkv.chunk(3, -1))
        if encoding == "rotary":
            q, k = rotated(q), rotated(k)
        scores = (q / math.sqrt(q.size(-1))) @ k.transpose(-2, -1)
        if encoding == "alibi":
            place = torch.arange(x.size(1), dtype=torch.float)
            slope = torch.tensor([2.0 ** (-8 * h / heads) for h in range(1, heads + 1)])
            scores = scores - slope.view(-1, 1, 1) * (place - place.unsqueeze(1)).abs()
        shares = scores.masked_fill(~seen, -math.inf).softmax(-1)
        return self.self_attn.out_proj((shares @ v).transpose(1, 2).flatten(-2))

    def feed_forward(self, x):
        return self.linear2(torch.nn.functional.silu(self.linear1(x)))

    def forward(self, x, seen):
        norm, skip = self.c.get("norm", "pre"), not self.c.get("no_skip", 0)
        halves = [(self.norm1, lambda x: self.attention(x, seen)), (self.norm2, self.feed_forward)]
        for own_norm, layer in halves[: 1 if self.c.get("no_feed_forward", 0) else 2]:
            y = layer(own_norm(x) if norm == "pre" else x)
            x = x + y if skip else y
            x = own_norm(x) if norm == "post" else x
        return x


class PositionPredictor(torch.nn.Module):
    def __init__(self, c):
        super().__init__()
        self.pos_enc = PositionalEncoding(c)
        if "layers" in c:
            self.layers = torch.nn.ModuleList([Layer(c) for _ in range(c["layers"])])
        self.linear = torch.nn.Linear(c["d_model"], 1)
        self.causal = c.get("causal", 0)

    def forward(self, tokens, mask=None):
        x = self.pos_enc(tokens)
        for layer in getattr(self, "layers", []):
            seen = mask[:, None, None, :]
            if self.causal:
                seen = seen & torch.ones(x.size(1), x.size(1), dtype=torch.bool).tril()
            x = layer(x, seen)
        return self.linear(x).squeeze(-1)


def targets_of(c, tokens, positions):
    target, v = c.get("target", "position"), c["vocab"]
    if target == "position":
        return positions.float()
    values = ((tokens.double() - (v - 1) / 2) / math.sqrt((v * v - 1) / 12)).float()
    if target == "first":
        return values[:, :1].expand_as(values)
    return torch.cat((torch.zeros(len(values), 1), values[:, :-1]), 1)


def draw_data(c):
    data = []
    for _ in range(c["samples"]):
        length = random.randint(1, c["max_seq_len"])
        data.append((torch.randint(0, c["vocab"], (length,)), torch.arange(length)))
    return data


def pad(batch):
    tokens, positions = zip(*batch)
    return (pad_sequence(tokens, batch_first=True, padding_value=0),
            pad_sequence(positions, batch_first=True, padding_value=-1))


def exact(value):
    """A hexadecimal float, without the zeros at its end."""
    digits, exponent = float(value).hex().split("p")
    return digits.rstrip("0").rstrip(".") + "p" + exponent


def digests(model):
    """SHA-256 of each parameter, as little-endian floats."""
    for name, value in model.state_dict().items():
        yield f"init {name} {hashlib.sha256(value.numpy().astype('<f4').tobytes()).hexdigest()}"


def values(model):
    for name, value in model.state_dict().items():
        yield " ".join(["final", name] + [exact(v) for v in value.flatten().tolist()])


def schedule_of(c, optimizer, steps):
    """The whole rate at the warm-up's last step (the first, without one), from where it falls to 0 at the last."""
    warmup = max(1, c.get("warmup", 0))
    schedulers = torch.optim.lr_scheduler
    first = schedulers.LambdaLR(optimizer, lambda done: (done + 1) / warmup)
    rest = {"none": lambda: schedulers.ConstantLR(optimizer, 1),
            "cosine": lambda: schedulers.CosineAnnealingLR(optimizer, steps - warmup),
            "linear": lambda: schedulers.LinearLR(optimizer, 1, 0, steps - warmup)}[c.get("decay", "none")]()
    return schedulers.SequentialLR(optimizer, [first, rest], [warmup - 1])


def golden_lines(config):
    c = parsed(config)
    random.seed(c["seed"])
    torch.manual_seed(c["seed"])
    yield "config " + config
    yield "torch " + torch.__version__
    data = draw_data(c)
    for tokens, _ in data[:8]:
        yield " ".join(["sequence"] + [str(t) for t in tokens.tolist()])
    every_token = torch.cat([tokens for tokens, _ in data])
    checksum = sum(i * t for i, t in enumerate(every_token.tolist(), 1))
    yield f"tokens {len(every_token)} checksum {checksum}"
    loader = DataLoader(data, batch_size=c["batch"], shuffle=bool(c["shuffle"]), collate_fn=pad)
    model = PositionPredictor(c)
    yield from digests(model)
    # With weight_decay=0 it is Adam.
    optimizer = torch.optim.AdamW(model.parameters(), lr=c["lr"], weight_decay=c.get("weight_decay", 0))
    schedule = schedule_of(c, optimizer, c["epochs"] * len(loader))
    for epoch in range(1, c["epochs"] + 1):
        squared_errors, places = 0.0, 0
        for tokens, positions in loader:
            mask = positions != -1
            predicted = model(tokens, mask)
            loss = torch.nn.functional.mse_loss(predicted[mask], targets_of(c, tokens, positions)[mask])
            optimizer.zero_grad()
            loss.backward()
            if "clip" in c:
                torch.nn.utils.clip_grad_norm_(model.parameters(), c["clip"])
            optimizer.step()
            schedule.step()
            squared_errors += loss.item() * int(mask.sum())
            places += int(mask.sum())
        yield f"epoch {epoch} loss {loss.item()} {exact(loss.item())} mean {squared_errors / places}"
    yield from values(model)


def parsed(text):
    pairs = (field.split("=") for field in text.split())
    kinds = {"lr": float, "clip": float, "weight_decay": float, "decay": str, "encoding": str, "norm": str, "target": str}
    return {k: kinds.get(k, int)(v) for k, v in pairs}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="of golden files; all where none is given")
    parser.add_argument("--out", default="build/golden", type=pathlib.Path)
    parser.add_argument("--config", help="key=value ...: prints to standard output")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    if arguments.config:
        print("\n".join(golden_lines(arguments.config)))
        return
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name in arguments.names or CONFIGS:
        text = "\n".join(golden_lines(CONFIGS[name])) + "\n"
        (arguments.out / f"{name}.txt").write_text(text)


if __name__ == "__main__":
    main()
