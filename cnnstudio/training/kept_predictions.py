"""What a run predicted of its test pictures when they were measured last, kept in its folder. Torch-free.

One safetensors file: for every test picture its label and its prediction, a byte each, and the worst mistakes with
their pictures, so that a restart shows them although the data set may have gone.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cnnstudio import json_text
from cnnstudio.convolution.opened_layer import OPENABLE
from cnnstudio.errors import StorageError, WeightsError
from cnnstudio.files import opened, read_bounded, write_whole
from cnnstudio.training.events import Mistakes
from cnnstudio.training.run_state import LaterVersionError

if TYPE_CHECKING:
    from torch import nn

    from cnnstudio.training.metrics import Evaluation

_SCHEMA = 1
_KIND = "test-predictions"
# A byte each of ten million test pictures, and the header.
_LARGEST_FILE = 2**25
_LARGEST_HEADER = 2**22
_MOST_CLASSES = 256
_MOST_MISTAKES = 1000
_MOST_LAYERS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KeptPredictions:
    """What the test pictures gave after an epoch.

    Attributes:
        epoch: 0-based.
        dataset: of whose test set the pictures are.
        class_names: one a class.
        labels: (N,) uint8.
        predictions: (N,) uint8, in the order of the test set.
        mistakes: the worst ones.
        layers: path and kind of the network's layers which the playground can open.
    """

    epoch: int
    dataset: str
    class_names: tuple[str, ...]
    labels: NDArray[np.uint8]
    predictions: NDArray[np.uint8]
    mistakes: Mistakes
    layers: tuple[tuple[str, str], ...] = ()

    @property
    def confusion(self) -> NDArray[np.int64]:
        """``(classes, classes)`` counts: rows true, columns predicted."""
        classes = len(self.class_names)
        cells = np.bincount(self.labels.astype(np.int64) * classes + self.predictions, minlength=classes * classes)
        return cells.reshape(classes, classes)


def openable_layers(network: "nn.Module") -> tuple[tuple[str, str], ...]:
    """Path and kind of the layers which the playground can open, in the network's order."""
    named = ((path, type(module).__name__) for path, module in network.named_modules())
    return tuple((path, kind) for path, kind in named if kind in OPENABLE)


def save(
    path: Path,
    test: "Evaluation",
    mistakes: Mistakes,
    *,
    epoch: int,
    dataset: str,
    classes: tuple[str, ...],
    layers: tuple[tuple[str, str], ...] = (),
) -> None:
    """Keep an evaluation of the whole test set, in place of the one before; none of more than 256 classes.

    Raises:
        StorageError: if it cannot be written.
    """
    from safetensors.numpy import save as as_bytes

    if len(classes) > _MOST_CLASSES:
        return
    arrays: dict[str, NDArray[Any]] = {
        "labels": test.labels.astype(np.uint8),
        "predictions": test.predictions.astype(np.uint8),
        "mistakes.indices": mistakes.indices.astype(np.int64),
        "mistakes.pictures": np.ascontiguousarray(mistakes.pictures),
        "mistakes.confidences": mistakes.confidences.astype(np.float32),
    }
    about = {
        "schema": _SCHEMA,
        "kind": _KIND,
        "epoch": epoch,
        "dataset": dataset,
        "classes": list(classes),
        "layers": [list(layer) for layer in layers[:_MOST_LAYERS]],
    }
    write_whole(path, as_bytes(arrays, {"about": json.dumps(about)}), sync=False)


def load(path: Path) -> KeptPredictions:
    """Read ``save`` back.

    Raises:
        StorageError: if there is none, or it cannot be read.
        WeightsError: if it is damaged, or of a later version of the program.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load as of_bytes

    content = bytes(read_bounded(path, _LARGEST_FILE))
    try:
        arrays = of_bytes(content)
        about = _about(content)
        return _checked(about, arrays)
    except (SafetensorError, json_text.JsonTextError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise WeightsError(
            "{path} is damaged or of a later version: it cannot be shown what the run predicted. Resume the run, or "
            "train it again.",
            path=path,
        ) from error


def check_version(path: Path) -> None:
    """See that writing here writes over nothing of a later version; over what is damaged one may write.

    Raises:
        LaterVersionError: if a later version of the program wrote the file.
    """
    try:
        with opened(path) as file:
            start = file.read(8)
            about = _written(start + file.read(min(int.from_bytes(start, "little"), _LARGEST_HEADER)))
        later = about["kind"] == _KIND and type(about["schema"]) is int and about["schema"] > _SCHEMA
    except (StorageError, OSError, json_text.JsonTextError, KeyError, TypeError, ValueError, AttributeError):
        return  # none is there, or it says nothing of itself
    if later:
        raise LaterVersionError(
            "{path} was written by a later version of the program; update it to use this run.", path=path
        )


def _written(content: bytes) -> Any:
    """What the file says of itself: text in its header."""
    length = int.from_bytes(content[:8], "little")
    header = json_text.parse(content[8 : 8 + length])
    return json_text.parse(header["__metadata__"]["about"].encode())


def _about(content: bytes) -> dict[str, Any]:
    """The same, if it is what this version writes."""
    about = _written(content)
    if about["schema"] != _SCHEMA or about["kind"] != _KIND:
        raise ValueError(about["kind"])
    return dict(about)


def _checked(about: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> KeptPredictions:
    """The predictions, if they can be some.

    Raises:
        KeyError, TypeError, ValueError: if not.
    """
    labels, predictions = arrays["labels"], arrays["predictions"]
    indices, pictures = arrays["mistakes.indices"], arrays["mistakes.pictures"]
    confidences = arrays["mistakes.confidences"]
    names = tuple(about["classes"])
    layers = tuple((path, kind) for path, kind in about.get("layers", []))
    count, shown = len(labels), len(indices)
    holds = (
        type(about["epoch"]) is int
        and 0 <= about["epoch"] < 2**53
        and isinstance(about["dataset"], str)
        and all(isinstance(name, str) for name in names)
        and all(isinstance(word, str) for layer in layers for word in layer)
        and len(layers) <= _MOST_LAYERS
        and 0 < len(names) <= _MOST_CLASSES
        and labels.dtype == predictions.dtype == np.uint8
        and labels.shape == predictions.shape == (count,)
        and count > 0
        and max(labels.max(), predictions.max()) < len(names)
        and shown <= _MOST_MISTAKES
        and indices.dtype == np.int64
        and indices.shape == (shown,)
        and (shown == 0 or (indices.min() >= 0 and indices.max() < count))
        and pictures.dtype == np.uint8
        and pictures.shape == (shown, 28, 28)
        and confidences.dtype == np.float32
        and confidences.shape == (shown,)
        and bool(((confidences >= 0) & (confidences <= 1)).all())
    )
    if not holds:
        raise ValueError("a value is none that a run can have")
    mistakes = Mistakes(
        indices=indices,
        pictures=pictures,
        labels=labels[indices].astype(np.int64),
        predictions=predictions[indices].astype(np.int64),
        confidences=confidences,
    )
    return KeptPredictions(
        epoch=about["epoch"],
        dataset=about["dataset"],
        class_names=names,
        labels=labels,
        predictions=predictions,
        mistakes=mistakes,
        layers=layers,
    )
