"""Checks that PyTorch reads what posembed writes, and posembed what PyTorch writes.

    python3 tests/pytorch/interop.py build/release/posembed

Needs PyTorch (Debian: python3-torch). The code that src/files/README.md shows is run as it stands
there; the safetensors library and pandas, where they are installed, must agree with it.
"""

import json
import math
import os
import pathlib
import re
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

try:
    import pandas
except ImportError:
    assert os.environ.get("CI") != "true", "no pandas"
    pandas = None
    print("no pandas: skipped")

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "golden"))
from make_golden import PositionalEncoding, PositionPredictor, pad, targets_of  # the notebook's model


README = (pathlib.Path(__file__).parents[2] / "src/files/README.md").read_text()
CODE = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
ABOUT_RUNS = CODE.pop()  # of files that begun_here_gone_on_there makes
for code in CODE:
    exec(code, globals())  # read_safetensors, save_safetensors, Posembed, load_run


def load_safetensors(path):
    return read_safetensors(path)[0]


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


def losses_in(printed):
    return [float(loss) for loss in re.findall(r"Loss: (\S+)", printed)]


def begun_here_gone_on_there(posembed, folder):
    """The README's run that goes on in PyTorch and comes back, beside one that never left."""
    command, = re.findall(r"    \$ build/release/posembed (.*--save stack.safetensors.*) > ", README)
    back, = re.findall(r"`posembed (--resume back.safetensors.*?)`", README)
    posembed, before = os.path.abspath(posembed), os.getcwd()
    os.chdir(folder)
    for more in ("", " --norm post --causal --heads 4 --d-ff 24 --positions 30", " --layers 0"):
        whole = losses_in(run(posembed, *(command + more).split(), "--epochs", "8"))
        run(posembed, *(command + more).split())
        names = dict(globals())
        exec(ABOUT_RUNS, names)
        ours = names["losses"] + losses_in(run(posembed, "-q", *back.split()))
        assert len(ours) == 5
        close(f"losses that PyTorch had a hand in, by their own{more}",
              [a / b for a, b in zip(ours, whole[3:])], [1] * 5, 3e-6)
    if library:
        model = Posembed(names["metadata"])
        try:
            library.load_model(model, "stack.safetensors")
            assert False, "load_model takes Adam's state"
        except RuntimeError as error:
            assert "optimizer.exp_avg.linear.weight" in str(error)
        library.load_model(model, "stack.safetensors", strict=False)
    # PyTorch's default activation takes the weights, and predicts something else.
    run(posembed, *command.split())
    model, _, _ = load_run("stack.safetensors")
    tokens = torch.arange(20).unsqueeze(0)
    is_token = tokens >= 0
    with torch.no_grad():
        right = model(tokens, is_token)
        for layer in model.layers:
            layer.activation = torch.nn.functional.relu
        assert (model(tokens, is_token) - right).abs().max() > 0.01
    bare = f"{folder}/bare.safetensors"
    save_safetensors(bare, model.state_dict())
    refused = subprocess.run([posembed, "--resume", bare], capture_output=True, text=True)
    assert refused.returncode == 1 and refused.stderr.count("\n") == 1, refused.stderr
    os.chdir(before)


def csv_as_pandas_reads_it(posembed, folder):
    """Every CSV that the program writes, with no option: the columns, their kinds, the numbers."""
    run(posembed, "-q", "--epochs", "2", "--positions", "30", "--log", f"{folder}/log.csv", "--errors",
        f"{folder}/errors.csv")
    log = pandas.read_csv(f"{folder}/log.csv")
    assert list(log) == ["epoch", "last_batch_loss", "mean_loss"] and list(log.epoch) == [1, 2]
    assert list(log.dtypes) == ["int64", "float64", "float64"]
    printed = losses_in(run(posembed, "-q", "--epochs", "1", "--positions", "30"))
    assert math.isclose(log.last_batch_loss[0], printed[0], rel_tol=1e-15)
    errors = pandas.read_csv(f"{folder}/errors.csv")
    assert list(errors) == ["sequences", "position", "places", "squared_error"]
    assert list(errors.dtypes) == ["object", "float64", "int64", "float64"]
    assert set(errors.sequences) == {"training", "fresh", "beyond"}
    assert errors.position.isna().sum() == 3 and errors.position.max() == 29
    few = ["-q", "--seeds", "0,7", "--epochs", "2"]
    heads = ["command", "seeds", "configuration", "seed", "quantity", "at", "value"]
    kinds = ["object", "object", "object", "int64", "object", "int64", "float64"]
    for arguments in (["sweep", *few], ["compare", *few, "--samples", "100"],
                      ["sweep", *few, "--lr", "1e19"]):
        run(posembed, *arguments, "--out", f"{folder}/runs.csv")
        runs = pandas.read_csv(f"{folder}/runs.csv")
        assert list(runs) == heads and list(runs.dtypes) == kinds, (arguments, runs.dtypes)
        assert set(runs.seed) == {0, 7} and set(runs.seeds) == {"0,7"}
        assert runs.value.isna().any() == ("1e19" in arguments)
        said = json.loads(run(posembed, *arguments, "--json"))
        if arguments[0] == "sweep":
            losses = [loss for one in said["runs"] for loss in one["measured"]["last batch loss"]]
            assert all(math.isnan(a) if b is None else math.isclose(a, b, rel_tol=1e-15)
                       for a, b in zip(runs.value, losses, strict=True))
    run(posembed, "stack", "--quick", "-q", "--out", f"{folder}/stack", "cost", "start", "depth")
    for path in pathlib.Path(f"{folder}/stack").glob("*.csv"):
        runs = pandas.read_csv(path)
        assert list(runs) == heads and runs.value.dtype == "float64", path
    run(posembed, "-q", "--epochs", "1", "--save", f"{folder}/m", "--encoding", "sinusoidal")
    for kind in ("npy", "tsv"):
        run(posembed, "export", f"{folder}/m", "--format", kind, "--out", f"{folder}/projector")
    labels = pandas.read_csv(f"{folder}/projector/metadata.tsv", sep="\t")
    vectors = pandas.read_csv(f"{folder}/projector/vectors.tsv", sep="\t", header=None)
    assert list(labels) == ["label", "kind", "number"] and len(labels) == len(vectors) == 120
    waves = numpy.load(f"{folder}/projector/pos_enc.pos_embedding.weight.npy")
    assert numpy.array_equal(vectors[labels.kind == "position"].to_numpy("float32"), waves)
    print("pandas reads every CSV by its defaults")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        posembed_to_pytorch(sys.argv[1], temporary)
        pytorch_to_posembed(sys.argv[1], temporary)
        layers_both_ways(sys.argv[1], temporary)
        begun_here_gone_on_there(sys.argv[1], temporary)
        if pandas:
            csv_as_pandas_reads_it(sys.argv[1], temporary)
