"""Runs of torchrun, for errands: ``python -m tests.training.several_processes KIND HOME``.

Each trains two processes on the loopback interface and leaves HOME/run; what torchrun says goes to this process's
streams, and its exit status is this one's.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import psutil

from cnnstudio.datasets import idx
from cnnstudio.training.recipes import recipe

SIZE, BATCH = 121, 20  # the last minibatch of an epoch is one picture


def pictures(home: Path) -> Path:
    """A folder with a few random pictures."""
    folder, random = home / "few", np.random.default_rng(0)
    for part, count in (("train", SIZE), ("t10k", 40)):
        images = random.integers(0, 256, (count, 28, 28), dtype=np.uint8)
        idx.write(folder / f"{part}-images-idx3-ubyte", images)
        idx.write(folder / f"{part}-labels-idx1-ubyte", (np.arange(count) % 10).astype(np.uint8))
    return folder


def torchrun(*flags: str) -> "subprocess.Popen[str]":
    """Begin ``cnnstudio train`` with these flags in two processes; their JSON can be read."""
    loopback = {"GLOO_SOCKET_IFNAME": "lo"} if sys.platform == "linux" else {}
    launcher = ("-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2", "--monitor-interval=0.05")
    return subprocess.Popen(
        [sys.executable, *launcher, *("-m", "cnnstudio", "train", "--json"), *flags],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **loopback},
    )


def train(home: Path) -> int:
    """A run of two epochs."""
    flags = ("--dataset", str(pictures(home)), "--batch-size", str(BATCH), "--epochs", "2", "--device", "cpu")
    with torchrun(*flags, "--run-dir", str(home / "run")) as process:
        assert process.stdout is not None
        print(process.stdout.read(), end="")
    return process.returncode


def resume_and_lose(home: Path) -> int:
    """An epoch in one process, with all that there is to keep; resumed by two, of which the second is killed."""
    from cnnstudio.training.engine import Engine

    settings = {
        "network": "digitnet",  # normalised by batches, and with dropout
        "optimizer": "adam",
        "label_smoothing": 0.1,
        "averaging": 0.9,
        "rotation": 10.0,
        "translation": 2.0,
    }
    config = recipe("tutorial", dataset=str(pictures(home)), batch_size=BATCH, epochs=1, device="cpu", **settings)
    for _ in Engine(config, run_dir=home / "run").run():
        pass
    return _lose(1, "--resume", str(home / "run"), "--epochs", "100000")


def lose_the_first(home: Path) -> int:
    """A run whose first process is killed."""
    flags = ("--dataset", str(pictures(home)), "--batch-size", str(BATCH), "--epochs", "100000", "--device", "cpu")
    return _lose(0, *flags, "--run-dir", str(home / "run"))


def _lose(rank: int, *flags: str) -> int:
    with torchrun(*flags) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="")
            if json.loads(line).get("epoch") == 3:
                break
        for child in psutil.Process(process.pid).children(recursive=True):
            if child.environ().get("RANK") == str(rank):
                child.kill()
        print(process.stdout.read(), end="")
    return process.returncode


if __name__ == "__main__":
    kinds = {"train": train, "resume-and-lose": resume_and_lose, "lose-the-first": lose_the_first}
    sys.exit(kinds[sys.argv[1]](Path(sys.argv[2])))
