"""What is asked of the worker while drawing, and what comes back."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cnnstudio.compute import stay_on_one_core
from cnnstudio.datasets.origin import FromFile
from cnnstudio.gui.digit_canvas.why_view import Argument
from cnnstudio.gui.widgets.map_images import Levels, levels_of
from cnnstudio.prediction.activations import LayerAnswer, record
from cnnstudio.prediction.attribution import attribute, by_stroke, margin_of, on_ink
from cnnstudio.prediction.drawing import Picture, SheetMark
from cnnstudio.prediction.pictures import ink_of, read_picture
from cnnstudio.prediction.preprocessing import Ink, Stages
from cnnstudio.prediction.reader import Reader, Reading
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


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A reading."""

    ask: Ask
    reading: Reading


@dataclass(frozen=True, slots=True, eq=False)
class InsideAsk:
    """Every layer's answer to the picture of a reading. Apart from the reading: the bars do not wait for it."""

    reader: Reader
    reading: Reading


@dataclass(frozen=True, slots=True, eq=False)
class InsideAnswer:
    """The layers' answers, and their levels for the eye."""

    ask: InsideAsk
    answers: tuple[LayerAnswer, ...]
    levels: tuple[Levels, ...]


@dataclass(frozen=True, slots=True, eq=False)
class WhyAsk:
    """Explain a reading."""

    reader: Reader
    reading: Reading
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


def ink_of_picture(file: PictureFile) -> Picture:
    """Read a picture and find its ink."""
    origin = FromFile(file.source.absolute()) if isinstance(file.source, Path) else None
    return Picture.of(ink_of(read_picture(file.source, file.name)), origin=origin)


def answer(ask: Ask) -> Answer:
    """Read the ink."""
    stay_on_one_core()
    return Answer(ask, ask.reader.read(ask.ink, ask.stages))


def answers_levels(answers: tuple[LayerAnswer, ...]) -> tuple[Levels, ...]:
    """The levels of every layer's output."""
    return tuple(levels_of(answer.output) for answer in answers)


def look_inside(ask: InsideAsk) -> InsideAnswer:
    """Record every layer's answer."""
    stay_on_one_core()
    # Recording hangs hooks on the network, which others read at the same time.
    answers = record(shell(ask.reader.model), ask.reader.network_input(ask.reading.preprocessed.field))
    return InsideAnswer(ask, answers, answers_levels(answers))


def explain_reading(ask: WhyAsk) -> tuple[Reading, Argument] | None:
    """Find out which ink argues for what; None if there is nothing to compare."""
    stay_on_one_core()
    if not ask.reading.ranking:
        return None
    first, second = ask.reading.ranking[:2]
    # A question that was asked of another network may name classes that this one has not.
    wanted, against = (
        None if number is None or number >= len(ask.reading.logits) else number
        for number in (ask.question.target, ask.question.against)
    )
    target = first if wanted is None else wanted
    if against is None or against == target:
        against = second if target == first else first
    seen = ask.reading.preprocessed
    contributions = attribute(ask.reader.logits, seen.field, target, against, ask.question.method)
    tint = on_ink(contributions, seen, ask.shape)
    strongest = float(np.abs(tint).max())
    scale: Ink = tint / strongest if strongest > 0 else tint
    strokes = [ink.astype(np.float32) / np.float32(255) for ink in ask.strokes]
    margin = float(ask.reading.logits[target] - ask.reading.logits[against])
    shares = by_stroke(ask.reader.logits, seen, strokes, target, against, ask.question.method)
    blank = margin_of(ask.reader.logits, np.zeros_like(seen.field), target, against)
    return ask.reading, Argument(target, against, margin, scale, tuple(shares), blank)


def test(ask: Test) -> NDArray[np.bool_]:
    """Which of the kept digits are read right, (N,)."""
    import torch

    pictures = torch.from_numpy(ask.pictures)[:, None].float() / 255
    logits, _ = ask.reader.answers(pictures)
    right: NDArray[np.bool_] = logits.argmax(1).numpy() == ask.labels
    return right
