"""A sample of real handwriting on the real pad; ``tests/benchmarks/ink.py`` counts all of it."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtWidgets import QApplication

from cnnstudio.compute import stay_on_one_core
from cnnstudio.prediction.preprocessing import preprocess
from cnnstudio.prediction.reader import Reader, open_reader
from tests.benchmarks import ink


@pytest.fixture(scope="module")
def reader() -> Reader:
    stay_on_one_core()
    return open_reader()


def classes_read(reader: Reader, digits: list[dict], cell: ink.Cell) -> np.ndarray:
    pictures = [preprocess(drawn).network_input for _, _, drawn in ink.replayed(digits, [cell])]
    return reader.logits_and_digitness(torch.from_numpy(np.stack(pictures))[:, None])[0].argmax(1).numpy()


def test_real_ink_is_read_at_any_size_place_and_pen(qapp: QApplication, ink_file: Path, reader: Reader):
    digits = ink.load(25)
    labels = np.array([digit["label"] for digit in digits])
    cells = [(ink.SIZES[0], 4, ink.PENS[0]), (ink.SIZES[1], 0, ink.PENS[1]), (ink.SIZES[2], 1, ink.PENS[2])]
    shares = [float(np.mean(classes_read(reader, digits, cell) == labels)) for cell in cells]
    assert np.mean(shares) > 0.97, shares
    assert min(shares) > 0.95, shares


def test_real_slashed_zeros_are_zeros(qapp: QApplication, ink_file: Path, reader: Reader):
    zeros = [digit for digit in ink.load() if ink.is_slashed(digit)]
    assert len(zeros) >= 5
    assert np.mean(classes_read(reader, zeros, (ink.SIZES[1], 0, ink.PENS[1])) == 0) > 0.9
