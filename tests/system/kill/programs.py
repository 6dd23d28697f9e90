"""The program itself, started as a user starts it, killed at random moments and resumed."""

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cnnstudio.datasets import idx
from cnnstudio.training.runs import RunFolder
from tests.system.kill.compare import differences

if TYPE_CHECKING:
    from tests.system.kill.command import Tally

_SETTINGS = ("--network", "compact", "--epochs", "3", "--batch-size", "32", "--device", "cpu", "--json")


def run(place: Path, luck: random.Random, count: int, tally: "Tally") -> None:
    """Kill ``count`` runs of the program, each once or more, and compare their ends with that of an undisturbed one."""
    place.mkdir()
    data = place / "data"
    _make_data(data)
    whole, folder = place / "whole", place / "killed"
    takes_s = _train(["--dataset", str(data), *_SETTINGS, "--run-dir", str(whole)], place)
    for _ in range(count):
        shutil.rmtree(folder, ignore_errors=True)
        title = "the program"
        for attempt in range(20):
            moment = luck.uniform(0.0, 1.1) * takes_s if attempt < 3 else None
            title += f", killed after {moment:.2f} s" if moment is not None else ""
            began = RunFolder(folder).holds_run
            where = (
                ["--resume", str(folder)] if began else ["--dataset", str(data), *_SETTINGS, "--run-dir", str(folder)]
            )
            if _killed(where, place, moment):
                tally.kills += 1
                if began and RunFolder(folder).summary().state not in ("stopped", "finished"):
                    tally.faults.append(f"{title}: it is shown as {RunFolder(folder).summary().state}")
                    break
            if RunFolder(folder).holds_run and RunFolder(folder).summary().state == "finished":
                break
        found = differences(whole, folder)
        if found:
            tally.faults.append(f"{title}: {'; '.join(found)}")
        else:
            tally.equal += 1


def _make_data(folder: Path) -> None:
    numbers = np.random.default_rng(0)
    for part, count in (("train", 2000), ("t10k", 200)):
        idx.write(folder / f"{part}-images-idx3-ubyte", numbers.integers(0, 256, (count, 28, 28), dtype=np.uint8))
        idx.write(folder / f"{part}-labels-idx1-ubyte", numbers.integers(0, 10, count, dtype=np.uint8))


def _command(words: list[str], place: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "cnnstudio", "train", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "OMP_NUM_THREADS": "1", "CNNSTUDIO_HOME": str(place / "home")},
    )


def _train(words: list[str], place: Path) -> float:
    began = time.monotonic()
    process = _command(words, place)
    _, said = process.communicate()
    if process.returncode:
        raise RuntimeError(f"the program does not even work undisturbed: {said.decode()}")
    return time.monotonic() - began


def _killed(words: list[str], place: Path, moment: float | None) -> bool:
    process = _command(words, place)
    try:
        _, said = process.communicate(timeout=moment)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return True
    if process.returncode:
        raise RuntimeError(f"{' '.join(words)}: {said.decode()}")
    return False
