"""My handwriting: the user's own labelled digits, a small data set on disk.

    NNNN-label7.png         each drawing, dark on light, as it was drawn; the name carries number and label
    images-idx3-ubyte       all of them normalised to 28x28, in the order of their numbers
    labels-idx1-ubyte       their labels

The PNG files are the truth: a file that was renamed or removed by hand counts, and the idx files are written anew.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cnnstudio import paths
from cnnstudio.datasets import idx
from cnnstudio.errors import DatasetError, PictureError, StorageError
from cnnstudio.files import make_folder, reading, whole_file, write_whole, writing
from cnnstudio.prediction.pictures import read_picture
from cnnstudio.prediction.preprocessing import FIELD, Ink, preprocess

_NAME = re.compile(r"(\d{4,})-label(\d)\.png")
_IMAGES, _LABELS = "images-idx3-ubyte", "labels-idx1-ubyte"


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One kept digit.

    Attributes:
        number: stable while it is kept, from 1.
        label: 0..9.
        field: (28, 28) uint8, normalised.
    """

    number: int
    label: int
    field: NDArray[np.uint8]


Removed = tuple[Sample, bytes]
"""A digit that was thrown away, and its drawing's PNG file."""


class Handwriting:
    """The kept digits of one folder, oldest first."""

    def __init__(self, folder: Path | None = None) -> None:
        """Open the folder (default: the program's own), which need not exist yet.

        Raises:
            StorageError: if it cannot be read.
        """
        self.folder = folder or paths.data_dir() / "handwriting"
        self._samples: dict[int, Sample] = {}
        self._load()

    def __len__(self) -> int:
        return len(self._samples)

    @property
    def samples(self) -> tuple[Sample, ...]:
        """All kept digits, oldest first."""
        return tuple(self._samples.values())

    def arrays(self) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """Pictures (N, 28, 28) and labels (N,)."""
        pictures = [sample.field for sample in self.samples]
        labels = [sample.label for sample in self.samples]
        return np.array(pictures, np.uint8).reshape(-1, FIELD, FIELD), np.array(labels, np.uint8)

    def add(self, ink: NDArray[np.uint8] | Ink, label: int) -> Sample:
        """Keep a drawing.

        Args:
            ink: (H, W), 0 = paper; not empty.
            label: 0..9.

        Raises:
            ValueError: for empty ink or another label.
            StorageError: if it cannot be written; then nothing is kept.
        """
        seen = preprocess(ink)
        if seen.empty or not 0 <= label <= 9:
            raise ValueError("only ink with a label from 0 to 9 can be kept")
        sample = Sample(max(self._samples, default=0) + 1, label, _as_bytes(seen.field))
        grey = ink if ink.dtype == np.uint8 else _as_bytes(ink.astype(np.float32))
        make_folder(self.folder)
        with whole_file(self._file(sample)) as target:
            Image.fromarray(255 - grey).save(target, format="PNG")
        self._samples[sample.number] = sample
        self._write()
        return sample

    def relabel(self, number: int, label: int) -> None:
        """Correct a label.

        Raises:
            KeyError: if there is no such sample.
            StorageError: if the file cannot be renamed.
        """
        old = self._samples[number]
        new = Sample(number, label, old.field)
        with writing(self._file(old)):
            self._file(old).rename(self._file(new))
        self._samples[number] = new
        self._write()

    def remove(self, numbers: Iterable[int]) -> list[Removed]:
        """Throw samples away; returns what ``put_back`` takes.

        Raises:
            StorageError: if a file cannot be removed.
        """
        removed = []
        for number in numbers:
            sample = self._samples[number]
            file = self._file(sample)
            with writing(file):
                if file.is_file():
                    removed.append((sample, file.read_bytes()))
                    file.unlink()
            del self._samples[number]
        self._write()
        return removed

    def put_back(self, removed: Iterable[Removed]) -> None:
        """Keep samples again that were thrown away; they come last.

        Raises:
            StorageError: if a file cannot be written.
        """
        for old, drawing in removed:
            sample = Sample(max(self._samples, default=0) + 1, old.label, old.field)
            write_whole(self._file(sample), drawing)
            self._samples[sample.number] = sample
        self._write()

    def export(self, folder: Path) -> int:
        """Write a data set folder that can be trained and tested on, with the PNG files; returns how many digits.

        Training and test files hold the same digits: it is a test set of one hand.

        Raises:
            DatasetError: if nothing is kept.
            StorageError: if it cannot be written.
        """
        if not self._samples:
            raise DatasetError("There is nothing to export yet: draw digits and keep them first.")
        pictures, labels = self.arrays()
        for part in ("train", "t10k"):
            idx.write(folder / f"{part}-images-idx3-ubyte", pictures)
            idx.write(folder / f"{part}-labels-idx1-ubyte", labels)
        for sample in self.samples:
            source = self._file(sample)
            with reading(source):
                picture = source.read_bytes()
            write_whole(folder / source.name, picture, sync=False)
        return len(self._samples)

    def _file(self, sample: Sample) -> Path:
        return self.folder / f"{sample.number:04d}-label{sample.label}.png"

    def _load(self) -> None:
        found = {}
        with reading(self.folder):
            names = sorted(file.name for file in self.folder.iterdir()) if self.folder.is_dir() else []
        for name in names:
            match = _NAME.fullmatch(name)
            if match:
                found[int(match[1])] = int(match[2])
        kept = self._kept(list(found.values()))
        for place, (number, label) in enumerate(sorted(found.items())):
            field = (
                kept[place] if kept is not None else self._normalised(self.folder / f"{number:04d}-label{label}.png")
            )
            if field is not None:
                self._samples[number] = Sample(number, label, field)
        if kept is None and self._samples:
            self._write()

    def _kept(self, labels: list[int]) -> NDArray[np.uint8] | None:
        """The normalised pictures as written last, if they still belong to the files."""
        try:
            pictures, known = idx.read_images(self.folder / _IMAGES), idx.read_labels(self.folder / _LABELS)
        except (DatasetError, StorageError):
            return None
        return pictures if known.tolist() == labels and len(pictures) == len(labels) else None

    @staticmethod
    def _normalised(file: Path) -> NDArray[np.uint8] | None:
        """A picture's digit; None for a file that someone damaged."""
        try:
            return _as_bytes(preprocess(1 - read_picture(file)).field)
        except PictureError:
            return None

    def _write(self) -> None:
        pictures, labels = self.arrays()
        if len(labels):
            idx.write(self.folder / _IMAGES, pictures)
            idx.write(self.folder / _LABELS, labels)
        else:
            with writing(self.folder):
                for name in (_IMAGES, _LABELS):
                    (self.folder / name).unlink(missing_ok=True)


def _as_bytes(ink: Ink) -> NDArray[np.uint8]:
    return np.rint(ink * 255).astype(np.uint8)
