"""What a child does, with the program's own functions, until it is done or killed.

Every deed goes on from what it finds on the disk, as a user would after a crash. ``ack(what, number)`` tells how far
it stands: first what it found, then what the program has promised by then.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch

from cnnstudio.datasets import DigitData
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.engine import Engine
from cnnstudio.training.events import CheckpointSaved, RunStarted
from cnnstudio.training.recipes import recipe
from cnnstudio.training.runs import RunFolder

Ack = Callable[[str, int], None]
_MOVING = {"averaging": 0.9, "rotation": 10.0, "translation": 2.0, "evaluate_test": "epoch", "schedule": "one-cycle"}
_RUNS: dict[str, dict[str, Any]] = {
    "sgd": {"momentum": 0.9, "nesterov": True, "initialisation": "default", **_MOVING},
    "adamw": {"optimizer": "adamw", "learning_rate": 0.003, "network": "mlp", "label_smoothing": 0.1, **_MOVING},
    # Random layers, statistics of batches, and the tutorial's own way of measuring at the end alone.
    "dropout": {"network": "mini-vgg", "momentum": 0.5},
}
RUNS = tuple(_RUNS)


def config(run: str) -> TrainConfig:
    """The settings of a run of this name."""
    return recipe("tutorial", device="cpu", dataset="mnist", epochs=2, batch_size=16, log_every=2, **_RUNS[run])


def pictures(train: int = 64, test: int = 24, seed: int = 0) -> DigitData:
    """Random pictures: the mechanics of a run in a few steps."""
    generator = torch.Generator().manual_seed(seed)
    images = torch.randint(0, 256, (train + test, 28, 28), generator=generator, dtype=torch.uint8)
    labels = torch.arange(train + test) % 10
    return DigitData(
        name="mnist",
        reason="",
        class_names=tuple("0123456789"),
        train_images=images[:train],
        train_labels=labels[:train],
        test_images=images[train:],
        test_labels=labels[train:],
    )


def train(folder: Path, ack: Ack, *, run: str) -> None:
    """Train to the end: begin, or go on where the folder stands. A checkpoint comes after every step."""
    place = folder / "run"
    found = RunFolder(place)
    if found.holds_run and found.summary().state == "finished":
        return
    # As the command line does it: one of --resume and --run-dir works at any moment.
    engine = (
        Engine(resume=place, data=pictures())
        if found.holds_run
        else Engine(config(run), run_dir=place, data=pictures())
    )
    engine._is_save_due = lambda: True  # type: ignore[method-assign]
    engine.stretch = 1
    for event in engine.run():
        if isinstance(event, RunStarted):
            ack("step", event.first_step)
        elif isinstance(event, CheckpointSaved):
            ack("step", event.step)


def _start(home: Path) -> None:
    """What the program does at every start, as if the crash were longer ago."""
    from cnnstudio import files

    os.environ["CNNSTUDIO_HOME"] = str(home)
    files._YOUNG_S = 0.0
    files.clear_own_leftovers()


def _digit(number: int) -> tuple[np.ndarray[Any, Any], int]:
    ink = np.zeros((40, 40), np.uint8)
    ink[5 : 15 + number, 10 + number : 14 + number] = 255
    ink[20:24, 5 : 20 + number] = 200
    return ink, number % 10


_STAGES = [*(list(range(count)) for count in range(6)), [0, 2, 3, 4], [0, 2, 3, 9], [0, 2, 3, 9, 5]]


def keep(folder: Path, ack: Ack) -> None:
    """Keep five digits, throw away the second, correct the label of the last, keep one more."""
    from cnnstudio.prediction.handwriting import Handwriting

    _start(folder)
    hand = Handwriting()
    # What has been done is told by the drawings that are there.
    stage = _STAGES.index([sample.label for sample in hand.samples])
    ack("stage", stage)
    for number in range(stage + 1, len(_STAGES)):
        if number <= 5:
            hand.add(*_digit(number - 1))
        elif number == 6:
            hand.remove([hand.samples[1].number])
        elif number == 7:
            hand.relabel(hand.samples[-1].number, 9)
        else:
            hand.add(*_digit(5))
        ack("stage", number)
    if [sample.label for sample in hand.samples] != _STAGES[-1]:
        raise AssertionError(f"these are kept at the end: {hand.samples}")


def remember(folder: Path, ack: Ack) -> None:
    """Change the workspace a dozen times."""
    _start(folder)
    from cnnstudio.workspace import restart
    from cnnstudio.workspace.current import Workspace

    kept = restart.load()
    found = int(kept.room) if kept is not None else 0
    ack("workspace", found)
    for number in range(found + 1, 13):
        restart.save(Workspace(room=str(number), states={"train": {"number": list(range(number))}}))
        ack("workspace", number)


_SETTINGS = 60


def change_settings(folder: Path, ack: Ack) -> None:
    """Change two settings, one value after another, so often that nearly all the time goes into their file."""
    _start(folder)
    from PySide6.QtCore import QCoreApplication

    from cnnstudio.gui import settings

    _app = QCoreApplication.instance() or QCoreApplication([])
    if settings.problem():
        raise AssertionError(settings.problem())
    count = settings.Option("test/count", 0)
    remembered = settings.get(count)
    ack("setting", remembered)
    for number in range(remembered + 1, _SETTINGS + 1):
        settings.put(settings.ROOM, f"room {number}")
        settings.put(count, number)
        settings.save()
        ack("setting", number)


def keep_weights(folder: Path, ack: Ack) -> None:
    """Keep four files of weights in the library."""
    _start(folder)
    from cnnstudio.networks.reference import CatalogueNetwork
    from cnnstudio.weights import format, library
    from cnnstudio.weights.metadata import Elsewhere, Metadata

    place = library.folder_of_kept()
    names = sorted(file.name for file in place.glob("*.safetensors")) if place.is_dir() else []
    for number, name in enumerate(names, start=1):
        tensors, _ = format.read(place / name)
        if name != f"mine-{number}.safetensors" or tensors["w"].unique().tolist() != [number]:
            raise AssertionError(f"{name} is file {number} of the library")
    ack("weights", len(names))
    for number in range(len(names) + 1, 5):
        metadata = Metadata(
            network=CatalogueNetwork("lenet5"),
            dataset="mnist",
            classes=tuple("0123456789"),
            made="2026-01-01T00:00:00+00:00",
            origin=Elsewhere(),
        )
        library.keep("mine", {"w": torch.full((3000,), float(number))}, metadata)
        ack("weights", number)


def save_state(folder: Path, ack: Ack) -> None:
    """Save what is shown half a dozen times, over the same file."""
    _start(folder)
    from cnnstudio import paths
    from cnnstudio.workspace import state_files
    from cnnstudio.workspace.links import Address

    file = paths.data_dir() / "mine.cnnstudio"
    file.parent.mkdir(parents=True, exist_ok=True)
    found = int(state_files.load(file).state["number"]) if file.exists() else 0
    ack("state", found)
    for number in range(found + 1, 7):
        state: dict[str, Any] = {"number": number, "words": ["word"] * number}
        state_files.save(Address(room="draw", state=state, current={"network": "lenet5"}), file)
        ack("state", number)


def sloppy(folder: Path, ack: Ack) -> None:
    """What the program must never do: promise before it is written, and write over what is there. To be found out."""
    file = folder / "count"
    found = len(file.read_bytes()) if file.exists() else 0
    ack("count", found)
    for number in range(found + 10, 40, 10):
        ack("count", number)
        with file.open("wb") as opened:
            opened.write(b"x" * number)


DEEDS: dict[str, Callable[..., None]] = {
    "train": train,
    "keep": keep,
    "keep weights": keep_weights,
    "save state": save_state,
    "remember": remember,
    "change settings": change_settings,
    "sloppy": sloppy,
}
