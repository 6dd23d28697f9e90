"""What the shipped reader makes of digits it never saw: ``python -m tests.benchmarks.held_out [FOLDER ...]``.

One table, a column for each folder of weights (``digitnet.safetensors``, ``rejector.safetensors``, ``card.json``;
without any, those that ship), so that old and new ones stand side by side: MNIST's test set, the shared pen strokes on
the pad and as pictures (see ``tests.benchmarks.ink``), scikit-learn's 8x8 digits, drawn habits that no training sees,
junk, and how many are called unsure. Nothing here may be trained on or chosen by, but the kept back habits. With
``--step 4`` every fourth of the pen strokes' digits is taken; all of them take most of an hour.
"""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from cnnstudio import datasets, resources
from cnnstudio.prediction.pictures import ink_of
from cnnstudio.prediction.preprocessing import preprocess
from cnnstudio.prediction.training_sets import drawn
from cnnstudio.prediction.training_sets.glyphs import UNSEEN
from cnnstudio.weights import WeightsFile
from cnnstudio.weights.loading import load_alone
from tests.benchmarks import ink

MNIST = ink.FILE.parents[1] / "mnist"
SEED = 77

Inputs = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True)
class Answers:
    """What one folder's networks say of N pictures: digits (N,), how sure (N,) in 0..1, and whether called unsure."""

    digits: np.ndarray
    confidence: np.ndarray
    unsure: np.ndarray


class Weights:
    """One folder's networks."""

    def __init__(self, folder: Path) -> None:
        card = json.loads((folder / "card.json").read_text())
        self.digits = load_alone(WeightsFile((folder / card["digits"][0]["file"]).absolute()))
        self.rejector = load_alone(WeightsFile((folder / card["rejector"]["file"]).absolute())).module
        self.threshold = float(card["rejector"]["threshold"])
        # Earlier cards have none: a majority was enough.
        self.sure = float(card["digits"][0].get("sure", 0.5))

    @torch.inference_mode()
    def read(self, pictures: Inputs) -> Answers:
        """Of network inputs (N, 28, 28) in 0..1."""
        found = []
        for part in torch.split(torch.from_numpy(pictures)[:, None], 500):
            shares = torch.softmax(self.digits.module(part) / self.digits.temperature, 1)
            digitness = torch.softmax(self.rejector(part)[:, :2], 1)[:, 1]
            confidence, digit = shares.max(1)
            unsure = (confidence < self.sure) | (digitness < self.threshold)
            found.append((digit.numpy(), confidence.numpy(), unsure.numpy()))
        return Answers(*(np.concatenate(column) for column in zip(*found, strict=True)))


def small_scans() -> tuple[list[Inputs], list[Inputs], np.ndarray]:
    """scikit-learn's 1,797 digits of 8x8 pixels, enlarged bicubically, as ink and as dark on light paper; labels."""
    from sklearn.datasets import load_digits

    scans = load_digits()

    def enlarged(grey: np.ndarray) -> Inputs:
        picture = Image.fromarray(grey.astype(np.float32))
        return np.asarray(picture.resize((picture.width * 8, picture.height * 8), Image.Resampling.BICUBIC)).clip(0, 1)

    as_ink = [preprocess(enlarged(scan / 16)).network_input for scan in scans.images]
    # With two pixels of paper around it: a picture's paper is found by what lies around the digit.
    on_paper = [preprocess(ink_of(enlarged(1 - np.pad(scan / 16, 2)))).network_input for scan in scans.images]
    return as_ink, on_paper, scans.target


def _of_pen_strokes(step: int, as_pictures: bool) -> Iterator[tuple[Any, int, Inputs]]:
    """Cell, label, network input."""
    digits = ink.load(step)
    if as_pictures:
        for cell, index, grey in ink.pictures(digits):
            bytes_ = np.rint(np.clip(grey, 0, 1) * 255).astype(np.uint8).astype(np.float32) / np.float32(255)
            yield cell, digits[index]["label"], preprocess(ink_of(bytes_)).network_input
    else:
        for cell, index, drawing in ink.replayed(digits):
            yield cell, digits[index]["label"], preprocess(drawing).network_input


def rows(columns: list[Weights], step: int) -> Iterator[tuple[str, list[str]]]:
    """Names and figures, one a column."""

    def share(name: str, pictures: Inputs, labels: np.ndarray) -> Iterator[tuple[str, list[str]]]:
        answers = [weights.read(pictures) for weights in columns]
        yield name, [f"{(one.digits == labels).mean():.2%}" for one in answers]
        yield f"{name}: called unsure", [f"{one.unsure.mean():.2%}" for one in answers]
        wrong = [one.digits != labels for one in answers]
        sure = zip(answers, wrong, strict=True)
        yield f"{name}: of the wrong ones called sure", [f"{(~one.unsure[w]).sum()} of {w.sum()}" for one, w in sure]
        sure = zip(answers, wrong, strict=True)
        yield (
            f"{name}: of the wrong ones over 90 % sure",
            [f"{((one.confidence > 0.9) & ~one.unsure)[w].sum()} of {w.sum()}" for one, w in sure],
        )

    mnist = datasets.load(str(MNIST))
    yield from share("MNIST, test set", mnist.test_images.numpy() / np.float32(255), mnist.test_labels.numpy())
    as_ink, on_paper, labels = small_scans()
    yield from share("scikit-learn's 8x8 digits, as ink", np.stack(as_ink), labels)
    yield from share("scikit-learn's 8x8 digits, on paper", np.stack(on_paper), labels)
    pictures, labels = drawn.kept_back(5000, SEED)
    yield from share("drawn in habits that no training sees", pictures / np.float32(255), labels)
    for name, junk in (
        ("letters, signs, scribbles, blots: turned away", drawn.no_digits(2000, SEED)),
        ("signs of unseen kinds: turned away", drawn.signs(2000, SEED, UNSEEN)),
    ):
        yield name, [f"{weights.read(junk / np.float32(255)).unsure.mean():.1%}" for weights in columns]
    for name, as_pictures in (("pen strokes on the pad", False), ("pen strokes as pictures", True)):
        yield from _by_cell(name, columns, _of_pen_strokes(step, as_pictures), share)


def _by_cell(
    name: str, columns: list[Weights], found: Iterable[tuple[Any, int, Inputs]], share: Any
) -> Iterator[tuple[str, list[str]]]:
    cells, labels, pictures = zip(*found, strict=True)
    told, inputs = np.array(labels), np.stack(pictures)
    yield from share(f"{name}, mean of the cells", inputs, told)
    numbers = {cell: place for place, cell in enumerate(dict.fromkeys(cells))}
    of = np.array([numbers[cell] for cell in cells])
    worst = []
    for weights in columns:
        right = weights.read(inputs).digits == told
        worst.append(f"{min(right[of == number].mean() for number in numbers.values()):.2%}")
    yield f"{name}, worst of {len(numbers)} cells", worst


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="*", default=[resources.path("weights")])
    parser.add_argument("--step", type=int, default=1, help="take every n-th of the pen strokes' digits")
    options = parser.parse_args()
    if not ink.FILE.is_file():
        print(f"{ink.FILE} is not there", file=sys.stderr)
        return 1
    columns = [Weights(folder) for folder in options.folders]
    print(f"| {'digits that no training saw':66} | {' | '.join(str(folder) for folder in options.folders)} |")
    print(f"| {'---':66} | {' | '.join('---' for _ in columns)} |")
    for name, figures in rows(columns, options.step):
        print(f"| {name:66} | {' | '.join(figures)} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
