"""A handwritten digit for the input, without any download."""

from functools import cache
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from cnnstudio.datasets import builtin, catalogue, idx
from cnnstudio.gui.playground import words

_SEED = 7
_COUNT = 50
_STRIDE = 37


@cache
def _read(file: Path) -> np.ndarray:
    return idx.read_images(file)


@cache
def _drawn() -> np.ndarray:
    return builtin.draw(_COUNT, _SEED)[0]


def digit(index: int) -> tuple[Tensor, str]:
    """The index-th digit as (1, 28, 28) values in 0..1, and a sentence where it is not MNIST's.

    Reads or draws a set the first time: call it on a worker's thread.
    """
    files = catalogue.info("mnist").find()
    note = ""
    if files is not None:
        pictures = _read(files.test_images)
    else:
        pictures = _drawn()
        note = words.translate("playground", "MNIST is not on this machine yet: this is one of the built-in digits.")
    # Neighbours in the file would do; a stride shows all ten sooner.
    chosen = pictures[(index * _STRIDE) % len(pictures)]
    return torch.from_numpy(chosen.astype(np.float32) / np.float32(255)).unsqueeze(0), note
