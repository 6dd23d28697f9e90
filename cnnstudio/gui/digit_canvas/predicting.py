"""What is asked of the worker while drawing, and what comes back."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cnnstudio.compute import stay_on_one_core
from cnnstudio.datasets.origin import Drawn, FromFile, Origin
from cnnstudio.errors import PictureError, StudioError
from cnnstudio.gui.digit_canvas.ink_painter import ink_of_sheet
from cnnstudio.gui.digit_canvas.why_view import Argument
from cnnstudio.gui.widgets.map_images import Levels, levels_of
from cnnstudio.prediction.activations import LayerActivation, record
from cnnstudio.prediction.attribution import attribute, by_stroke, margin_of, on_ink
from cnnstudio.prediction.cropping import Crop, working_copy
from cnnstudio.prediction.drawing import Picture, SheetMark
from cnnstudio.prediction.pictures import ink_of, read_picture
from cnnstudio.prediction.preprocessing import Ink, Preprocessed, Stages, preprocess
from cnnstudio.prediction.reader import InkPrediction, Reader
from cnnstudio.prediction.room_state import Question
from cnnstudio.weights.shell import shell


@dataclass(frozen=True, slots=True, eq=False)
class Ask:
    """Read this ink."""

    reader: Reader
    ink: NDArray[np.uint8] | Ink
    stages: Stages
    asked_at: float  # perf_counter, for the benchmark
    marks: tuple[SheetMark, ...] | None = None  # on the sheet; None while one is being made
    calibrated: bool = True  # whether the logits are divided by the temperature


@dataclass(frozen=True, slots=True, eq=False)
class PredictionReply:
    """The prediction for the ink that was asked about."""

    ask: Ask
    prediction: InkPrediction


@dataclass(frozen=True, slots=True, eq=False)
class InsideAsk:
    """Every layer's activation for the picture of a prediction; asked apart, because the bars do not wait for it."""

    reader: Reader
    prediction: InkPrediction


@dataclass(frozen=True, slots=True, eq=False)
class InsideReply:
    """The layers' activations, and their levels for the eye."""

    ask: InsideAsk
    activations: tuple[LayerActivation, ...]
    levels: tuple[Levels, ...]


@dataclass(frozen=True, slots=True, eq=False)
class WhyAsk:
    """Explain a prediction."""

    reader: Reader
    prediction: InkPrediction
    shape: tuple[int, int]
    strokes: tuple[NDArray[np.uint8], ...]
    question: Question


@dataclass(frozen=True, slots=True, eq=False)
class Test:
    """Read kept digits, normalised (N, 28, 28) uint8."""

    reader: Reader
    pictures: NDArray[np.uint8]
    labels: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture to be read: a file or the bytes of one, and what to call it in messages."""

    source: Path | bytes
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class OpenedFile:
    """A picture that was read.

    Attributes:
        grey: (H, W) in 0..1, 0 = black, no larger than is worked with.
        origin: where it comes from.
        found: the ink in it; None where nothing stands out.
        problem: why there is none.
    """

    grey: Ink
    origin: Origin
    found: Picture | None
    problem: StudioError | None = None


@dataclass(frozen=True, slots=True, eq=False)
class CropAsk:
    """Find the ink in a rectangle of a picture (H, W), and read it; without a reader it is not read."""

    grey: Ink
    crop: Crop
    origin: Origin
    reader: Reader | None
    stages: Stages
    calibrated: bool


@dataclass(frozen=True, slots=True, eq=False)
class CropReply:
    """The ink in a rectangle and what is made of it; ``picture`` is None where nothing stands out.

    Attributes:
        ask: what was asked.
        picture: the ink, as it would stand on a sheet.
        seen: what the network would get.
        prediction: for it.
    """

    ask: CropAsk
    picture: Picture | None = None
    seen: Preprocessed | None = None
    prediction: InkPrediction | None = None


def open_picture(file: PictureFile) -> OpenedFile:
    """Read a picture and find its ink."""
    origin = FromFile(file.source.absolute()) if isinstance(file.source, Path) else Drawn()
    grey = read_picture(file.source, file.name)
    try:
        found = Picture.of(ink_of(grey), origin=origin)
    except PictureError as error:
        # Its traceback would keep the picture in its full size.
        return OpenedFile(working_copy(grey), origin, None, error.with_traceback(None))
    return OpenedFile(working_copy(grey), origin, found)


def read_crop(ask: CropAsk) -> CropReply:
    """Find the ink in a rectangle, and read it as it will be read on the sheet."""
    stay_on_one_core()
    try:
        picture = Picture.of(ink_of(ask.crop.cut(ask.grey)), origin=ask.origin)
    except PictureError:
        return CropReply(ask)
    ink = ink_of_sheet([picture])
    if not ink.any():
        return CropReply(ask)
    if ask.reader is None:
        return CropReply(ask, picture, preprocess(ink, ask.stages))
    prediction = ask.reader.read(ink, ask.stages, calibrated=ask.calibrated)
    return CropReply(ask, picture, prediction.preprocessed, prediction)


def predict(ask: Ask) -> PredictionReply:
    """Read the ink."""
    stay_on_one_core()
    return PredictionReply(ask, ask.reader.read(ask.ink, ask.stages, calibrated=ask.calibrated))


def activation_levels(activations: tuple[LayerActivation, ...]) -> tuple[Levels, ...]:
    """The levels of every layer's output."""
    return tuple(levels_of(activation.output) for activation in activations)


def look_inside(ask: InsideAsk) -> InsideReply:
    """Record every layer's activation."""
    stay_on_one_core()
    # Recording hangs hooks on the network, which others read at the same time.
    activations = record(shell(ask.reader.model), ask.reader.scaled(ask.prediction.preprocessed.network_input))
    return InsideReply(ask, activations, activation_levels(activations))


def explain_prediction(ask: WhyAsk) -> tuple[InkPrediction, Argument | None] | None:
    """Find out which ink argues for what; None if there is nothing to compare.

    There is no argument where the network's numbers are not finite, for the drawing or on the way to it.
    """
    stay_on_one_core()
    if not ask.prediction.ranking:
        return None
    first, second = ask.prediction.ranking[:2]
    # A question that was asked of another network may name classes that this one has not.
    wanted, against = (
        None if number is None or number >= len(ask.prediction.logits) else number
        for number in (ask.question.target, ask.question.against)
    )
    target = first if wanted is None else wanted
    if against is None or against == target:
        against = second if target == first else first
    seen = ask.prediction.preprocessed
    if not np.isfinite(ask.prediction.logits).all():
        return ask.prediction, None
    contributions = attribute(ask.reader.logits, seen.network_input, target, against, ask.question.method)
    strokes = [ink.astype(np.float32) / np.float32(255) for ink in ask.strokes]
    margin = float(ask.prediction.logits[target] - ask.prediction.logits[against])
    shares = by_stroke(ask.reader.logits, seen, strokes, target, against, ask.question.method, contributions)
    blank = margin_of(ask.reader.logits, np.zeros_like(seen.network_input), target, against)
    if not (np.isfinite(contributions).all() and np.isfinite([margin, blank, *shares]).all()):
        return ask.prediction, None
    tint = on_ink(contributions, seen, ask.shape)
    strongest = float(np.abs(tint).max())
    scale: Ink = tint / strongest if strongest > 0 else tint
    return ask.prediction, Argument(target, against, margin, scale, tuple(shares), blank)


def test(ask: Test) -> NDArray[np.bool_]:
    """Which of the kept digits are read right, (N,)."""
    import torch

    pictures = torch.from_numpy(ask.pictures)[:, None].float() / 255
    logits, _ = ask.reader.logits_and_digitness(pictures)
    right: NDArray[np.bool_] = logits.argmax(1).numpy() == ask.labels
    return right
