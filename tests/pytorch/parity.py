"""Compares posembed with the PyTorch of this machine, over many seeds of the notebook's settings.

    python3 tests/pytorch/parity.py build/release/posembed [SEEDS, 60 unless given]

Needs PyTorch 2 (ATEN_CPU_CAPABILITY=avx512 or default for another vector unit than AVX2). Where its
initial weights are others than posembed's, posembed begins with them (--init), so that losses and
final weights can be compared on any machine.
"""

import hashlib
import pathlib
import random
import re
import statistics
import sys
import tempfile

import torch

from interop import load_safetensors, run, save_safetensors
from make_golden import SIZES, PositionPredictor, draw_data, golden_lines, parsed


def largest(ours, theirs, relative):
    return max(abs(a - b) / (b if relative else 1) for a, b in zip(ours, theirs, strict=True))


def initial_weights(config):
    """Those with which golden_lines begins."""
    c = parsed(config)
    random.seed(c["seed"])
    torch.manual_seed(c["seed"])
    draw_data(c)
    return PositionPredictor(c).state_dict()


def compare(posembed, seed, folder):
    """Whether data and initial weights are equal, the largest difference of a loss, all of weights."""
    config = f"seed={seed} {SIZES} shuffle=0"
    golden = [line.split() for line in golden_lines(config)]
    options = ["-q", "--seed", str(seed), "--save", f"{folder}/model"]
    run(posembed, *options, "--epochs", "0", "--dump-data", f"{folder}/data")
    initial = load_safetensors(f"{folder}/model")
    save_safetensors(f"{folder}/init", initial_weights(config))
    printed = run(posembed, *options, "--init", f"{folder}/init")
    final = load_safetensors(f"{folder}/model")

    tokens = list(map(int, pathlib.Path(f"{folder}/data").read_text().split()))
    checksum = sum(i * t for i, t in enumerate(tokens, 1))
    equal = ["tokens", str(len(tokens)), "checksum", str(checksum)] in golden
    losses = [float(line[3]) for line in golden if line[0] == "epoch"]
    differences = []
    for kind, name, *values in golden:
        if kind == "init":
            equal &= hashlib.sha256(initial[name].numpy().tobytes()).hexdigest() == values[0]
        elif kind == "final":
            theirs = torch.tensor([float.fromhex(v) for v in values])
            differences += (final[name].flatten() - theirs).abs().tolist()
    ours = [float(loss) for loss in re.findall(r"Loss: (\S+)", printed)]
    return equal, largest(ours, losses, relative=True), differences


def line(what, worst_of_seeds, above, count):
    print(f"{what}: the worst of each seed is {statistics.median(worst_of_seeds):.1e} in the median and "
          f"{max(worst_of_seeds):.1e} at the most; {above} of {count} above 1e-6")


def main(posembed, seeds=60):
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        results = [compare(posembed, seed, folder) for seed in range(int(seeds))]
    equal, losses, weights = zip(*results)
    print(f"PyTorch {torch.__version__}, {torch.backends.cpu.get_cpu_capability()}, {seeds} seeds")
    print(f"data and initial weights: equal for {sum(equal)} of {seeds} seeds")
    line("losses, relative", losses, sum(loss > 1e-6 for loss in losses), f"{seeds} seeds")
    every = [difference for seed in weights for difference in seed]
    line("final weights", [max(seed) for seed in weights], sum(d > 1e-6 for d in every), f"{len(every)} weights")


if __name__ == "__main__":
    main(*sys.argv[1:])
