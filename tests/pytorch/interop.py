"""Checks that PyTorch reads what posembed writes, and posembed what PyTorch writes.

    python3 tests/pytorch/interop.py build/release/posembed

Needs PyTorch (Debian: python3-torch). The functions are those of src/files/README.md; the
safetensors library, where it is installed, must agree with them.
"""

import json
import math
import pathlib
import struct
import subprocess
import sys
import tempfile

import numpy
import torch

try:
    import safetensors.torch as library
except ImportError:
    library = None
    print("no safetensors library: skipped")

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "golden"))
from make_golden import PositionalEncoding, PositionPredictor, pad, targets_of  # the notebook's model


def load_safetensors(path):
    with open(path, "rb") as f:
        header = json.loads(f.read(struct.unpack("<Q", f.read(8))[0]))
        data = bytearray(f.read())
    return {
        name: torch.frombuffer(data, dtype=torch.float32, offset=entry["data_offsets"][0],
                               count=torch.Size(entry["shape"]).numel()).reshape(entry["shape"])
        for name, entry in header.items() if name != "__metadata__"
    }


def save_safetensors(path, tensors):
    header, data = {}, b""
    for name, tensor in tensors.items():
        begin, data = len(data), data + tensor.contiguous().numpy().tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [begin, len(data)]}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    pathlib.Path(path).write_bytes(struct.pack("<Q", len(text)) + text + data)


def run(*arguments):
    return subprocess.run(arguments, check=True, capture_output=True, text=True).stdout


def close(what, ours, theirs, tolerance):
    worst = max(abs(a - b) for a, b in zip(ours, theirs, strict=True))
    print(f"{what}: {len(ours)} values, largest difference {worst:.1e}")
    assert worst <= tolerance, what


def ruler(model):
    w, b = model.linear.weight[0].double(), model.linear.bias.double()
    tokens, positions = model.pos_enc.token_embedding.weight, model.pos_enc.pos_embedding.weight
    return (positions.double() @ w + b + (tokens.double() @ w).mean()).tolist()


def next_loss(posembed, path, epochs):
    """Of the one batch, before its update: that of the saved weights."""
    printed = run(posembed, "-q", "--resume", path, "--epochs", str(epochs))
    return float(printed.split()[-1])


def posembed_to_pytorch(posembed, folder):
    model_file, data_file = f"{folder}/model.safetensors", f"{folder}/data.txt"
    one_batch = ["--samples", "32", "--epochs", "300", "-q"]
    run(posembed, *one_batch, "--save", model_file, "--dump-data", data_file)

    state = {k: v for k, v in load_safetensors(model_file).items() if not k.startswith("optimizer.")}
    if library:
        theirs, ours = library.load_file(model_file), load_safetensors(model_file)
        assert theirs.keys() == ours.keys()
        assert all(torch.equal(theirs[name], ours[name]) for name in ours)
    model = PositionPredictor(dict(vocab=100, d_model=16, max_seq_len=20))
    model.load_state_dict(state)
    sequences = [list(map(int, line.split())) for line in open(data_file)]
    tokens, positions = pad([(torch.tensor(s), torch.arange(len(s))) for s in sequences])
    mask = positions != -1
    with torch.no_grad():
        theirs = torch.nn.functional.mse_loss(model(tokens)[mask], positions[mask].float()).item()
        report = json.loads(run(posembed, "inspect", "--json", model_file))
        close("ruler, posembed to PyTorch", report["ruler"], ruler(model), 1e-5)
    close("loss of a batch, posembed to PyTorch", [next_loss(posembed, model_file, 301)], [theirs], 1e-5)


def pytorch_to_posembed(posembed, folder):
    torch.manual_seed(1)
    model = PositionPredictor(dict(vocab=100, d_model=16, max_seq_len=20))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(200):
        tokens = torch.randint(0, 100, (32, 20))
        loss = torch.nn.functional.mse_loss(model(tokens), torch.arange(20.0).expand(32, 20))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    path = f"{folder}/from_pytorch.safetensors"
    save_safetensors(path, model.state_dict())
    report = json.loads(run(posembed, "inspect", "--json", path))
    with torch.no_grad():
        close("ruler, PyTorch to posembed", report["ruler"], ruler(model), 1e-5)
    if library:
        library.save_file(model.state_dict(), path, metadata={"format": "pt"})
        again = json.loads(run(posembed, "inspect", "--json", path))
        assert again["metadata"] == {"format": "pt"} and again["ruler"] == report["ruler"]
        run(posembed, "export", path, "--format", "npy", "--out", f"{folder}/tables")


class Stack(torch.nn.Module):
    """The same model with layers, which are PyTorch's own."""

    def __init__(self, c):
        super().__init__()
        self.c = c
        self.pos_enc = PositionalEncoding(c)
        self.layers = torch.nn.ModuleList([
            torch.nn.TransformerEncoderLayer(
                c["d_model"], c["heads"], c["d_ff"], dropout=0, activation=torch.nn.functional.silu,
                batch_first=True, norm_first=c["norm"] == "pre")
            for _ in range(c["layers"])])
        self.linear = torch.nn.Linear(c["d_model"], 1)

    def mask(self, batch, length):
        """What is added to the scores of every head of every sequence."""
        heads, place = self.c["heads"], torch.arange(length, dtype=torch.float)
        mask = torch.zeros(heads, length, length)
        if self.c["encoding"] == "alibi":
            slopes = torch.tensor([2.0 ** (-8 * h / heads) for h in range(1, heads + 1)])
            mask -= slopes.view(-1, 1, 1) * (place - place.unsqueeze(1)).abs()
        if self.c["causal"]:
            mask += torch.full((length, length), -math.inf).triu(1)
        return mask.repeat(batch, 1, 1)

    def forward(self, tokens, is_token):
        x = self.pos_enc(tokens)
        mask, padding = self.mask(*tokens.shape), torch.zeros(tokens.shape)
        padding[~is_token] = -math.inf
        seen = mask + padding.repeat_interleave(self.c["heads"], 0).unsqueeze(1)
        for layer in self.layers:
            x = layer(x, src_mask=seen)
        return self.linear(x).squeeze(-1)


STACKS = [  # encoding, norm, causal, heads, d_ff, target
    ("learned", "pre", False, 2, 64, "position"), ("learned", "post", False, 4, 24, "first"),
    ("sinusoidal", "pre", True, 2, 64, "previous"), ("none", "post", True, 1, 64, "position"),
    ("alibi", "pre", False, 4, 64, "previous"), ("alibi", "post", True, 2, 64, "previous")]


def overwrite(path, state):
    """Puts other weights into a checkpoint."""
    content = bytearray(pathlib.Path(path).read_bytes())
    data = 8 + struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8:data])
    for name, tensor in state.items():
        assert header[name]["shape"] == list(tensor.shape), name
        begin, end = header[name]["data_offsets"]
        content[data + begin:data + end] = tensor.contiguous().numpy().tobytes()
    del header["__metadata__"]["tensors_sha256"]  # which is that of the tensors before
    text = json.dumps(header).encode()
    pathlib.Path(path).write_bytes(struct.pack("<Q", len(text)) + text + content[data:])


def layers_both_ways(posembed, folder):
    model_file, data_file, tables = f"{folder}/stack.safetensors", f"{folder}/stack.txt", f"{folder}/npy"
    for encoding, norm, causal, heads, d_ff, target in STACKS:
        c = dict(vocab=100, d_model=16, max_seq_len=20, layers=3, heads=heads, d_ff=d_ff,
                 encoding=encoding, norm=norm, causal=causal, target=target)
        run(posembed, "-q", "--samples", "32", "--epochs", "100", "--layers", "3", "--heads", str(heads),
            "--d-ff", str(d_ff), "--encoding", encoding, "--norm", norm, "--target", target,
            *["--causal"] * causal, "--save", model_file, "--dump-data", data_file)
        sequences = [list(map(int, line.split())) for line in open(data_file)]
        tokens, positions = pad([(torch.tensor(s), torch.arange(len(s))) for s in sequences])
        is_token = positions != -1

        def loss(model):
            with torch.no_grad():
                predicted, wanted = model(tokens, is_token), targets_of(c, tokens, positions)
                return torch.nn.functional.mse_loss(predicted[is_token], wanted[is_token]).item()

        name = f"{encoding}, {norm} norm{', causal' if causal else ''}, {heads} heads"
        model = Stack(c)
        saved = load_safetensors(model_file)
        model.load_state_dict({k: v for k, v in saved.items() if not k.startswith("optimizer.")})
        theirs = loss(model)
        close(f"loss of a batch, {name}, posembed to PyTorch", [next_loss(posembed, model_file, 101)],
              [theirs], 1e-5 * theirs)

        torch.manual_seed(heads)
        model = Stack(c)
        overwrite(model_file, model.state_dict())
        theirs = loss(model)
        close(f"loss of a batch, {name}, PyTorch to posembed", [next_loss(posembed, model_file, 101)],
              [theirs], 1e-5 * theirs)
        if encoding == "learned":  # others need options to say so
            asked = ["predict", "--json", model_file, *map(str, sequences[0])]
            own = run(posembed, *asked)
            save_safetensors(model_file, model.state_dict())
            told = ["--heads", str(heads), "--norm", norm, "--target", target, *["--causal"] * causal]
            assert run(posembed, *asked, *told) == own, name
            run(posembed, "inspect", model_file)
            run(posembed, "export", model_file, "--format", "npy", "--out", tables)
            for key, tensor in model.state_dict().items():
                assert numpy.array_equal(numpy.load(f"{tables}/{key}.npy"), tensor.numpy()), key


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        posembed_to_pytorch(sys.argv[1], temporary)
        pytorch_to_posembed(sys.argv[1], temporary)
        layers_both_ways(sys.argv[1], temporary)
