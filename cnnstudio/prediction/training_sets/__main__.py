"""Write the folders the shipped networks were trained on: ``python -m cnnstudio.prediction.training_sets SET FOLDER``.

``digits``: the first 55,000 of MNIST's training pictures, drawn digits, and a third as many of MNIST's in other shapes;
tested on MNIST's test set alone. The last 5,000 training pictures are kept back to calibrate and to choose with.
``rejector``: labels 1 = a digit (MNIST and drawn), 0 = no digit; tested on pictures from other seeds.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cnnstudio import datasets
from cnnstudio.datasets import idx
from cnnstudio.errors import StudioError
from cnnstudio.prediction.training_sets import drawn
from cnnstudio.prediction.training_sets.distorted import distorted

TRAIN_SEED, TEST_SEED = 1, 2
MNIST_KEPT_BACK = 5_000
DRAWN_TO_DISTORTED = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Write one set; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m cnnstudio.prediction.training_sets", description=__doc__)
    parser.add_argument("set", choices=("digits", "rejector"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mnist", default="mnist", help="folder of MNIST's idx files (default: the program's own)")
    parser.add_argument("--drawn", type=int, default=90_000, help="number of drawn digits")
    options = parser.parse_args(arguments)
    try:
        mnist = datasets.load(options.mnist)
        write = _digits if options.set == "digits" else _rejector
        write(options.folder, mnist, options.drawn)
    except StudioError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _digits(folder: Path, mnist: datasets.DigitData, count: int) -> None:
    pictures, labels = drawn.digits(count, TRAIN_SEED)
    known = mnist.train_images.numpy()[:-MNIST_KEPT_BACK]
    known_labels = mnist.train_labels.numpy()[:-MNIST_KEPT_BACK]
    others = np.random.default_rng(TRAIN_SEED).permutation(len(known))[: count // DRAWN_TO_DISTORTED]
    _save(
        folder,
        np.concatenate([known, distorted(known[others], TRAIN_SEED), pictures]),
        np.concatenate([known_labels, known_labels[others], labels]),
        mnist.test_images.numpy(),
        mnist.test_labels.numpy(),
    )


def _rejector(folder: Path, mnist: datasets.DigitData, count: int) -> None:
    half = count // 2
    train = (
        mnist.train_images.numpy()[:-MNIST_KEPT_BACK][:half],
        drawn.digits(half, TRAIN_SEED + 10)[0],
        drawn.no_digits(count, TRAIN_SEED),
    )
    test = mnist.test_images.numpy()[:2000], drawn.digits(2000, TEST_SEED)[0], drawn.no_digits(4000, TEST_SEED)
    _save(folder, *_told_apart(*train), *_told_apart(*test))


def _told_apart(*parts: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """All but the last part are digits."""
    labels = np.concatenate([np.full(len(part), part is not parts[-1], np.uint8) for part in parts])
    return np.concatenate(parts), labels


def _save(
    folder: Path,
    train_images: NDArray[np.uint8],
    train_labels: NDArray[np.integer],
    test_images: NDArray[np.uint8],
    test_labels: NDArray[np.integer],
) -> None:
    idx.write(folder / "train-images-idx3-ubyte", train_images)
    idx.write(folder / "train-labels-idx1-ubyte", train_labels.astype(np.uint8))
    idx.write(folder / "t10k-images-idx3-ubyte", test_images)
    idx.write(folder / "t10k-labels-idx1-ubyte", test_labels.astype(np.uint8))


if __name__ == "__main__":
    sys.exit(main())
