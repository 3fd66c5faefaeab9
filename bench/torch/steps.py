"""Takes training steps of one case in PyTorch on the CPU and says how long they took.

    python3 steps.py FOLDER THREADS

FOLDER holds problem.json (shapes, options, names) and the arrays that it names, little-endian. Each line
of standard input is a number of steps; each line of standard output answers with
{"ms": per step, "issueMs": per step, "loss": mean, "peakBytes": of this process beyond its start}.
The first line says {"ready": true}.
"""
import json
import resource
import sys
import time
from pathlib import Path

import torch
from torch.nn import functional

from models import MODELS

KINDS = {"float32": torch.float32, "int32": torch.int32, "uint8": torch.uint8}


def read_array(folder, entry):
    path = folder / entry["file"]
    values = torch.frombuffer(bytearray(path.read_bytes()), dtype=KINDS[entry["kind"]])
    return values.reshape(entry["shape"])


def forget_peak():
    """Linux can start its record of the largest memory anew: what loading PyTorch took is left out."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        pass


def peak_bytes():
    """Largest memory so far. Where there is no /proc, getrusage says it, in bytes on macOS."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


class Training:
    def __init__(self, folder):
        problem = json.loads((folder / "problem.json").read_text())
        parameters = {
            name: read_array(folder, entry) for name, entry in problem["parameters"].items()
        }
        self.inputs = read_array(folder, problem["inputs"])
        self.targets = read_array(folder, problem["targets"])
        self.order = read_array(folder, problem["order"]).long()
        shape = problem["inputs"]["shape"][1:]
        self.model = MODELS[problem["model"]](parameters, problem["options"], shape)
        self.model.train()
        self.optimiser = torch.optim.Adam(
            self.model.parameters(), lr=problem["learningRate"], betas=(0.9, 0.999), eps=1e-8
        )
        self.step = 0

    def batch(self):
        indices = self.order[self.step % len(self.order)]
        inputs = self.inputs[indices]
        targets = self.targets[indices]
        if inputs.dtype == torch.uint8:
            inputs = inputs.float() / 255
        return inputs, targets

    def advance(self):
        inputs, targets = self.batch()
        self.step += 1
        self.optimiser.zero_grad(set_to_none=True)
        answers = self.model(inputs)
        if targets.dtype == torch.uint8:
            loss = functional.cross_entropy(answers, targets.long())
        else:
            loss = functional.mse_loss(answers, targets)
        loss.backward()
        self.optimiser.step()
        return loss.detach()

    def steps(self, count):
        began = time.perf_counter()
        losses = [self.advance() for _ in range(count)]
        issued = time.perf_counter()
        loss = torch.stack(losses).mean().item()
        ended = time.perf_counter()
        return {
            "ms": 1000 * (ended - began) / count,
            "issueMs": 1000 * (issued - began) / count,
            "loss": loss,
        }


def main():
    folder, threads = Path(sys.argv[1]), int(sys.argv[2])
    torch.set_num_threads(threads)
    forget_peak()
    before = peak_bytes()
    training = Training(folder)
    print(json.dumps({"ready": True, "version": torch.__version__}), flush=True)
    for line in sys.stdin:
        answer = training.steps(int(line))
        print(json.dumps({**answer, "peakBytes": peak_bytes() - before}), flush=True)


if __name__ == "__main__":
    main()
