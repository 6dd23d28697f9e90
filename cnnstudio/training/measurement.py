"""What edits of a network's weights are worth: its predictions for test pictures before and after, slice by slice.

Measured is always against the weights before the first edit, on the test set of the run that they come from. Nothing
is downloaded.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from cnnstudio.datasets import catalogue
from cnnstudio.datasets.data import test_part
from cnnstudio.datasets.progress import Progress
from cnnstudio.errors import DatasetError, NetworkInputError
from cnnstudio.networks.reference import NetworkRef
from cnnstudio.training.pool_first import without_gradients
from cnnstudio.weights.loading import Loaded
from cnnstudio.weights.metadata import HANDWRITING, Metadata
from cnnstudio.weights.places import Stamp
from cnnstudio.weights.reference import WeightsRef

SLICE = 100
"""Pictures that are measured in one go: about 20 ms for DigitNet on one core."""
FIRST = 2_000
"""Pictures after which there is a first figure."""

_CLOSE = 1e-4
"""Two logits that lie nearer, by the largest of all, are as good as equal: rounding decides between them."""

_KEPT = 4
_DIGITS = tuple("0123456789")

T = TypeVar("T")
K = TypeVar("K")


@dataclass(frozen=True, slots=True, eq=False)
class TestPictures:
    """What is measured on.

    Attributes:
        dataset: the data set's name, or its folder.
        reason: one sentence for the user where the built-in digits stand in for what was meant; else empty.
        images: uint8 (M, 28, 28).
        labels: int64 (M,).
    """

    __test__ = False  # no test case, whatever its name begins with

    dataset: str
    reason: str
    images: Tensor
    labels: Tensor

    @property
    def title(self) -> str:
        """The data set's name for the user."""
        return title(self.dataset)


@dataclass(frozen=True, slots=True, eq=False)
class EditAccuracy:
    """Predictions for the first pictures of a test set, before the first edit and now.

    Attributes:
        loaded: the network with its edits.
        pictures: what was measured on.
        before, after: int64 (N,), the predicted classes; N grows up to the size of the set.
    """

    loaded: Loaded
    pictures: TestPictures
    before: Tensor
    after: Tensor

    @property
    def count(self) -> int:
        """N."""
        return len(self.after)

    @property
    def total(self) -> int:
        """How many pictures there are."""
        return len(self.pictures.labels)

    @property
    def done(self) -> bool:
        """Whether all were measured."""
        return self.count == self.total

    @property
    def labels(self) -> Tensor:
        """(N,) the true classes."""
        return self.pictures.labels[: self.count]

    @property
    def right_before(self) -> int:
        """Pictures read rightly without any edit."""
        return int((self.before == self.labels).sum())

    @property
    def right_after(self) -> int:
        """Pictures read rightly now."""
        return int((self.after == self.labels).sum())

    @property
    def changed(self) -> Tensor:
        """int64 (K,): numbers of the pictures whose prediction is another one now, ascending."""
        return torch.nonzero(self.before != self.after).flatten()


def dataset_of(metadata: Metadata) -> str:
    """The data set whose test pictures weights are measured on: what they were trained on, or else measured on.

    Empty where neither is known, as of initial weights.
    """
    named = [metadata.dataset, *(one.dataset for one in metadata.accuracies)]
    return next((name for name in named if name and name != HANDWRITING and _exists(name)), "")


def title(dataset: str) -> str:
    """A data set's name for the user; of a folder, the folder's."""
    known = {info.name: info.title for info in catalogue.available()}
    return known.get(dataset) or Path(dataset).name or dataset


def reading_of_pictures(dataset: str, *, digits: bool) -> Iterator[TestPictures | Progress]:
    """The test pictures of a data set: how far they are until they are there, then themselves, once.

    Args:
        dataset: name, or folder; empty = MNIST where it is on this computer, else the built-in digits.
        digits: whether the built-in digits may stand in for a set that is not on this computer.

    Raises:
        DatasetError: if the set is not there, and nothing can stand in for it.
    """
    wanted, reason = dataset or "mnist", ""
    try:
        images, labels = yield from test_part(wanted)
    except DatasetError as error:
        if not digits:
            raise
        wanted, reason = "builtin", str(error)
        images, labels = yield from test_part(wanted)
    yield TestPictures(wanted, reason, images, labels)


def predictions(module: nn.Module, pictures: Tensor, loaded: Loaded) -> Tensor:
    """int64 (N,): the class with the largest logit.

    Args:
        module: the network that is asked, with or without the edits.
        pictures: uint8 (N, 28, 28).
        loaded: says how pictures are scaled for it.

    Raises:
        NetworkInputError: if it does not take them, or what it gives are no classes.
    """
    with torch.inference_mode():
        given = loaded.scaling.apply(pictures[:, None].float().div_(255))
        asked = without_gradients(module)
        try:
            # Pooling is five times as fast in this order, and two to three times the network.
            logits = asked(_channels_last(given))
            usual = False
        except Exception:
            logits = _in_usual_order(asked, given, loaded)
            usual = True
        if not isinstance(logits, Tensor) or logits.dim() != 2 or len(logits) != len(pictures):
            raise NetworkInputError(
                "{network} gives no logits for classes, so its accuracy cannot be measured.",
                network=loaded.network.title,
            )
        if not usual and logits.shape[1] > 1:
            # The other order rounds otherwise; where that matters the usual one decides.
            first, second = logits.topk(2, dim=1).values.unbind(1)
            close = first - second <= _CLOSE * logits.abs().amax(dim=1)
            if bool(close.any()):
                logits[close] = _in_usual_order(asked, given[close], loaded)
        return logits.argmax(dim=1)


def _channels_last(given: Tensor) -> Tensor:
    """The same pictures laid out so that layers work channels last.

    With one channel both orders are the same in memory, ``contiguous`` leaves the strides alone, and layers take the
    usual order by those; so the strides are given here.
    """
    number, channels, height, width = given.shape
    if channels > 1:
        return given.contiguous(memory_format=torch.channels_last)
    given = given.contiguous()
    return given.as_strided((number, 1, height, width), (height * width, 1, width, 1), given.storage_offset())


def _in_usual_order(module: nn.Module, given: Tensor, loaded: Loaded) -> Tensor:
    """For a class whose ``view`` wants the usual order in memory."""
    try:
        logits: Tensor = module(given)
    except Exception as error:  # whatever a user's class raises
        raise NetworkInputError(
            "{network} does not take many pictures of 28 × 28 at once, so its accuracy cannot be measured.",
            network=loaded.network.title,
        ) from error
    return logits


class _GaveWayError(BaseException):
    """Something else comes first. No ``Exception``, which a user's class may catch."""


class _GivingWay(TorchFunctionMode):
    """Stops what this thread computes between two operations: a slice takes longer than a frame of the screen."""

    def __init__(self, hurried: Callable[[], bool]) -> None:
        super().__init__()
        self._hurried = hurried

    def __torch_function__(
        self, func: Callable[..., Any], types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        if self._hurried():
            raise _GaveWayError
        return func(*args, **(kwargs or {}))


class Measuring:
    """Measures one slice after the other. Not thread-safe: one thread at a time.

    What was measured without edits is kept, so that another edit costs one pass of the network.
    """

    def __init__(self) -> None:
        self._pictures: OrderedDict[tuple[str, bool], TestPictures] = OrderedDict()
        self._loading: tuple[tuple[str, bool], Iterator[TestPictures | Progress]] | None = None
        self._before: OrderedDict[_Key, Tensor] = OrderedDict()
        self._loaded: Loaded | None = None
        self._after = torch.empty(0, dtype=torch.int64)
        self._reading: Progress | None = None

    @property
    def reading(self) -> Progress | None:
        """How far the pictures are read or drawn; None where nothing of it is going on."""
        return self._reading

    def advance(
        self, loaded: Loaded, seconds: float = 0.0, *, hurried: Callable[[], bool] = lambda: False
    ) -> EditAccuracy | None:
        """One more slice of this network; None while the pictures are still being read (``reading``), or in a hurry.

        Another network than the last time begins anew.

        Args:
            loaded: the network, with its edits.
            seconds: more slices follow until as much time is up, or there is a first figure.
            hurried: asked before each operation of the network, whether something else comes first now. Then this
                gives up the slice that was begun; None where it was the first one.

        Raises:
            DatasetError: if there are no pictures to measure on.
            NetworkInputError: if the network does not take them.
        """
        begun = perf_counter()
        pictures = self._pictures_for(loaded)
        if pictures is None:
            return None
        found: EditAccuracy | None = None
        with suppress(_GaveWayError), _GivingWay(hurried):
            found = self._slice(loaded, pictures)
            while perf_counter() - begun < seconds and not (found.done or found.count == FIRST):
                found = self._slice(loaded, pictures)
        return found

    def _slice(self, loaded: Loaded, pictures: TestPictures) -> EditAccuracy:
        if loaded is not self._loaded:
            self._loaded, self._after = loaded, torch.empty(0, dtype=torch.int64)
        first = len(self._after)
        last = min(first + SLICE, len(pictures.labels))
        key = (loaded.network, loaded.weights, loaded.stamp, pictures.dataset)
        before = self._before.get(key, self._after[:0])
        images = pictures.images[first:last]
        if len(before) < last:
            before = torch.cat([before[:first], predictions(loaded.base, images, loaded)])
            self._before[key] = before
        self._before.move_to_end(key)
        after = before[first:last] if loaded.module is loaded.base else predictions(loaded.module, images, loaded)
        self._after = torch.cat([self._after, after])
        _drop_oldest(self._before)
        return EditAccuracy(loaded, pictures, before[:last], self._after)

    def _pictures_for(self, loaded: Loaded) -> TestPictures | None:
        self._reading = None
        key = (dataset_of(loaded.metadata), loaded.class_names == _DIGITS)
        if key in self._pictures:
            return self._pictures[key]
        if self._loading is None or self._loading[0] != key:
            self._loading = key, reading_of_pictures(key[0], digits=key[1])
        try:
            found = next(self._loading[1])
        except BaseException:
            self._loading = None
            raise
        if isinstance(found, Progress):
            self._reading = found
            return None
        self._loading = None
        self._pictures[key] = found
        _drop_oldest(self._pictures)
        return found


_Key = tuple[NetworkRef, WeightsRef, Stamp, str]


def _exists(name: str) -> bool:
    """Whether it can be a data set: one of the catalogue, or a folder."""
    return any(info.name == name for info in catalogue.available()) or any(mark in name for mark in "/\\")


def _drop_oldest(kept: OrderedDict[K, T]) -> None:
    while len(kept) > _KEPT:
        kept.popitem(last=False)
