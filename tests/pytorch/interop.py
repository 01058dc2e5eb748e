"""Checks that PyTorch reads what posembed writes, and posembed what PyTorch writes.

    python3 tests/pytorch/interop.py build/release/posembed

Needs PyTorch (Debian: python3-torch). The functions are those of src/files/README.md; the
safetensors library, where it is installed, must agree with them.
"""

import json
import pathlib
import struct
import subprocess
import sys
import tempfile

import torch

try:
    import safetensors.torch as library
except ImportError:
    library = None
    print("no safetensors library: skipped")

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "golden"))
from make_golden import PositionPredictor, pad  # the notebook's model


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
    # The loss of the next step, before its update, is that of the saved weights.
    next_epoch = run(posembed, "-q", "--resume", model_file, "--epochs", "301")
    close("loss of a batch, posembed to PyTorch", [float(next_epoch.split()[-1])], [theirs], 1e-5)


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


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        posembed_to_pytorch(sys.argv[1], temporary)
        pytorch_to_posembed(sys.argv[1], temporary)
