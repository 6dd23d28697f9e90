"""A whole data set as tensors, and the one way to get it by name."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cnnstudio.datasets import builtin, catalogue, folder, mnist_family
from cnnstudio.datasets.progress import Progress, Stage
from cnnstudio.errors import DatasetError, StorageError, UnknownNameError
from cnnstudio.messages import Message
from cnnstudio.paths import expanded

if TYPE_CHECKING:
    import torch
    from torch import Tensor


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DigitData:
    """A data set of small grey pictures in ten classes, whole in memory.

    Attributes:
        name: what it is: ``mnist``, ``builtin``, ``fashion-mnist``, ``kmnist``, or the folder's path.
        reason: one sentence for the user where ``auto`` fell back to the built-in digits, else empty.
        class_names: one a label.
        train_images: uint8 (N, 28, 28), 0 = paper, 255 = ink.
        train_labels: int64 (N,).
        test_images: uint8 (M, 28, 28).
        test_labels: int64 (M,).
    """

    name: str
    reason: str
    class_names: tuple[str, ...]
    train_images: "Tensor"
    train_labels: "Tensor"
    test_images: "Tensor"
    test_labels: "Tensor"

    def to(self, device: "torch.device | str") -> "DigitData":
        """The same data on another device (rule 4: a batch is an index into it)."""
        return replace(
            self,
            train_images=self.train_images.to(device),
            train_labels=self.train_labels.to(device),
            test_images=self.test_images.to(device),
            test_labels=self.test_labels.to(device),
        )


def load(name_or_folder: str | Path, progress: Callable[[Progress], None] | None = None) -> DigitData:
    """Fetch, read or draw a data set; ``progress`` is called with every event.

    Raises: as ``loading``.
    """
    steps = loading(name_or_folder)
    while True:
        try:
            event = next(steps)
        except StopIteration as finished:
            data: DigitData = finished.value
            return data
        if progress:
            progress(event)


def loading(name_or_folder: str | Path) -> Generator[Progress, None, DigitData]:
    """Fetch, read or draw a data set step by step; the generator *returns* the data (``StopIteration.value``).

    ``auto`` takes MNIST where it is found or can be downloaded, otherwise the built-in digits and says why in
    ``reason``. Any other name is a data set of the catalogue; a path (anything with a slash, or an existing folder)
    is a folder of idx files. Closing the generator stops a download and leaves nothing half-written.

    Raises:
        UnknownNameError: naming near matches.
        DownloadError: if the set has to be downloaded and cannot be.
        DatasetError: if its files are missing or damaged.
        StorageError: if a download cannot be stored.
    """
    if isinstance(name_or_folder, Path) or _looks_like_a_folder(name_or_folder):
        return (yield from _from_folder(Path(name_or_folder)))
    if name_or_folder == "auto":
        return (yield from _automatic())
    info = catalogue.info(name_or_folder)
    if info.name == "builtin":
        return (yield from _built_in())
    files = info.find()
    if files is None:
        files = yield from mnist_family.download(info)
    try:
        return (yield from _read(files, info.name, info.class_names))
    except DatasetError as error:
        raise DatasetError(
            "{error} Once it is deleted, {dataset} is downloaded again.", error=error, dataset=info.title
        ) from error


def test_part(name_or_folder: str) -> Generator[Progress, None, tuple["Tensor", "Tensor"]]:
    """The test pictures of a data set, uint8 (M, 28, 28), and their labels, int64 (M,), without any download.

    A generator that *returns* them, as ``loading``; drawing the built-in digits for the first time takes a while.

    Raises:
        UnknownNameError: if there is no such data set.
        DatasetError: if its files are not there, or damaged.
    """
    import torch

    if _looks_like_a_folder(name_or_folder):
        files = folder.locate(expanded(name_or_folder))
    else:
        info = catalogue.info(name_or_folder)
        if info.name == "builtin":
            images, labels = yield from builtin.test_arrays()
            return torch.from_numpy(images), torch.from_numpy(labels.astype(np.int64))
        found = info.find()
        if found is None:
            raise DatasetError(
                "{dataset} is not on this computer. Choose it in Train to download it.", dataset=info.title
            )
        files = found
    yield Progress(stage=Stage.READING, done=0, total=1, file=files.test_images.name)
    images, labels = folder.read_pair(files.test_images, files.test_labels)
    return torch.from_numpy(images), torch.from_numpy(labels.astype(np.int64))


def _looks_like_a_folder(text: str) -> bool:
    if any(mark in text for mark in "/\\~"):
        return True
    try:
        catalogue.info(text)
    except UnknownNameError:
        return text != "auto" and Path(text).exists()
    return False


def _automatic() -> Generator[Progress, None, DigitData]:
    try:
        return (yield from loading("mnist"))
    except (DatasetError, StorageError) as error:
        data = yield from _built_in()
        reason = Message("The built-in digits are used because MNIST is not at hand. {error}", error=error)
        return replace(data, reason=reason)


def _built_in() -> Generator[Progress, None, DigitData]:
    arrays = yield from builtin.arrays()
    return _as_data(arrays, "builtin", catalogue.info("builtin").class_names)


def _from_folder(place: Path) -> Generator[Progress, None, DigitData]:
    place = expanded(place)
    files = folder.locate(place)
    known = mnist_family.identify(files)
    class_names = known.class_names if known else catalogue.info("mnist").class_names
    return (yield from _read(files, known.name if known else str(place), class_names))


def _read(files: folder.IdxFiles, name: str, class_names: tuple[str, ...]) -> Generator[Progress, None, DigitData]:
    yield Progress(stage=Stage.READING, done=0, total=2, file=files.train_images.name)
    train_images, train_labels = folder.read_pair(files.train_images, files.train_labels)
    yield Progress(stage=Stage.READING, done=1, total=2, file=files.test_images.name)
    test_images, test_labels = folder.read_pair(files.test_images, files.test_labels)
    return _as_data(folder.Arrays(train_images, train_labels, test_images, test_labels), name, class_names)


def _as_data(arrays: folder.Arrays, name: str, class_names: tuple[str, ...]) -> DigitData:
    import torch

    def labels(array: NDArray[np.uint8]) -> "Tensor":
        return torch.from_numpy(array.astype(np.int64))

    return DigitData(
        name=name,
        reason="",
        class_names=class_names,
        train_images=torch.from_numpy(arrays.train_images),
        train_labels=labels(arrays.train_labels),
        test_images=torch.from_numpy(arrays.test_images),
        test_labels=labels(arrays.test_labels),
    )
