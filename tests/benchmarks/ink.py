"""Real handwriting replayed on the real pad: ``python -m tests.benchmarks.ink``. Run it by hand (about half an hour).

Every digit of ``../shared/data/ink`` is drawn with pointer events (press, moves, release) at three sizes, five places
and three pen widths, read by the page's own function, and counted. ``--pictures`` reads them through
``cnnstudio predict`` instead: dark on light and light on dark, with noise and uneven light. It is a test set: nothing
may be trained on it or chosen by it.
"""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import argparse
import gzip
import itertools
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from cnnstudio.errors import StudioError
from tests.benchmarks import session
from tests.benchmarks.readings import Figure, at_least
from tests.benchmarks.session import Session

FILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "ink" / "unipen-digits.json.gz"
SIZES = (0.25, 0.45, 0.72)  # of the sheet's side: longest side of the digit
PLACES = ((0.5, 0.5), (0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0))  # where in the room that is left
PENS = (8, 22, 36)  # in units of the paper, 512 a side


def load(step: int = 1) -> list[dict[str, Any]]:
    """Every ``step``-th digit."""
    digits: list[dict[str, Any]] = json.loads(gzip.decompress(FILE.read_bytes()))
    return digits[::step]


def lines(digit: dict[str, Any], size: float, place: tuple[float, float], margin: float) -> list[np.ndarray]:
    """The strokes in shares of the sheet."""
    strokes = [np.array(stroke, float) for stroke in digit["strokes"] if stroke]
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = size / max(float((high - low).max()), 1.0)
    room = 1 - 2 * margin - (high - low) * scale
    corner = margin + room * np.array(place)
    return [(stroke - low) * scale + corner for stroke in strokes]


def replay(pad: Any, strokes: list[np.ndarray]) -> None:
    """Press, moves, release, in whole and part pixels as a tablet sends them."""
    from PySide6.QtCore import QEvent, QPointF, Qt
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    sheet = pad.sheet()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

    def send(kind: QEvent.Type, at: QPointF) -> None:
        buttons = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else left
        QApplication.sendEvent(pad, QMouseEvent(kind, at, pad.mapToGlobal(at), left, buttons, none))

    for stroke in strokes:
        at = [QPointF(sheet.x() + x * sheet.width(), sheet.y() + y * sheet.height()) for x, y in stroke]
        send(QEvent.Type.MouseButtonPress, at[0])
        for place in at[1:]:
            send(QEvent.Type.MouseMove, place)
        send(QEvent.Type.MouseButtonRelease, at[-1])


Cell = tuple[float, int, int]
"""Size, number of the place, pen."""

CELLS: tuple[Cell, ...] = tuple(itertools.product(SIZES, range(len(PLACES)), PENS))


def replayed(digits: list[dict[str, Any]], cells: Iterable[Cell] = CELLS) -> Iterator[tuple[Cell, int, np.ndarray]]:
    """Cell, index and ink of every digit in every cell."""
    from PySide6.QtWidgets import QApplication

    from cnnstudio.gui.digit_canvas.pad import Pad

    app = QApplication.instance() or QApplication(sys.argv[:1])
    pad = Pad()
    pad.resize(420, 420)
    for size, place, pen in cells:
        pad.set_pen_width(pen)
        for index, digit in enumerate(digits):
            pad.start_over()
            replay(pad, lines(digit, size, PLACES[place], 0.05))
            yield (size, place, pen), index, pad.ink()
    pad.deleteLater()
    del app


def is_slashed(digit: dict[str, Any]) -> bool:
    """Whether this is a zero with a slash: its last stroke is long and straight."""
    if digit["label"] != 0 or len(digit["strokes"]) < 2:
        return False
    slash = np.array(digit["strokes"][-1], float)
    chord = float(np.linalg.norm(slash[-1] - slash[0]))
    length = float(np.linalg.norm(np.diff(slash, axis=0), axis=1).sum())
    return chord > 400 and length < 1.25 * chord


def pictures(digits: list[dict[str, Any]]) -> Iterator[tuple[str, int, np.ndarray]]:
    """Kind, index, grey picture (H, W) in 0..1: each digit as a scan, inverted, noisy, photographed in bad light."""
    rng = np.random.default_rng(1)
    for _, index, ink in replayed(digits, [(SIZES[1], 0, PENS[1])]):
        shares = ink / 255
        y, x = np.mgrid[0 : 1 : ink.shape[0] * 1j, 0 : 1 : ink.shape[1] * 1j]
        angle = rng.uniform(0, 2 * np.pi)
        across = np.cos(angle) * (x - 0.5) + np.sin(angle) * (y - 0.5)
        falling = 0.75 + 0.5 * across
        shadow = 0.78 + 0.22 * np.tanh((across - rng.uniform(-0.2, 0.2)) / 0.02)
        noise = rng.normal(0, 0.06, ink.shape)
        yield "dark on light", index, 1 - shares
        yield "light on dark", index, shares
        yield "dark on light, noise", index, 0.88 - 0.7 * shares + noise
        yield "light on dark, noise", index, 0.12 + 0.7 * shares + noise
        yield "dark on light, light falling off, noise", index, (0.92 - 0.72 * shares) * falling + noise / 2
        yield "light on dark, light falling off, noise", index, (0.12 + 0.75 * shares) * falling + noise / 2
        yield "dark on light, hard shadow, noise", index, (0.92 - 0.72 * shares) * shadow + noise / 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the shares that are read rightly."""

    def options(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--step", type=int, default=1, help="take every n-th digit")
        parser.add_argument("--pictures", action="store_true", help="read them as pictures")
        parser.add_argument("--missed", type=Path, help="write what is missed to this JSON file")

    # Two tests of one set: neither takes the other's place where readings are kept.
    pictures = "--pictures" in (sys.argv[1:] if arguments is None else arguments)
    return session.run("ink --pictures" if pictures else "ink", __doc__, measure, arguments, options)


def measure(taken: Session, chosen: argparse.Namespace) -> None:
    """Read the shares that are read rightly.

    Raises:
        StudioError: if the handwriting is not there.
    """
    if not FILE.is_file():
        raise StudioError(f"{FILE} is not there; put the handwriting there.")
    digits = load(chosen.step)
    missed, cells, unsure = _pictures(digits) if chosen.pictures else _canvas(digits)
    shares = {cell: 1 - wrong / len(digits) for cell, wrong in cells.items()}
    for cell, share in shares.items():
        print(f"{cell!s:60} {share:7.2%}   unsure {unsure[cell] / len(digits):6.2%}")
    always = {index: answers for index, answers in missed.items() if sum(answers.values()) == len(cells)}
    print(f"missed somewhere: {len(missed)}, missed everywhere: {len(always)}")
    zeros = [index for index, digit in enumerate(digits) if is_slashed(digit)]
    right = 1 - sum(sum(missed[index].values()) for index in zeros if index in missed) / max(len(zeros) * len(cells), 1)
    for index, answers in sorted(missed.items(), key=lambda item: -sum(item[1].values()))[:60]:
        digit = digits[index]
        print(f"  {index * chosen.step:5} {digit['writer']:12} {digit['label']} read as {dict(answers)}")
    if chosen.missed:
        table = {index * chosen.step: dict(answers) for index, answers in missed.items()}
        chosen.missed.write_text(json.dumps(table, indent=1))
    how = "as pictures of 7 kinds" if chosen.pictures else f"in {len(cells)} sizes, places and pens"
    what = f"{len(digits):,} digits of real pen strokes {how}"
    least, zeros_goal = (None, None) if chosen.pictures else (at_least(97), at_least(98))
    for words, value, goal in (
        ("read rightly", float(np.mean(list(shares.values()))), at_least(98)),
        ("read rightly, the worst of them", min(shares.values()), least),
        (f"the {len(zeros)} zeros with a slash among them", right, zeros_goal),
        ("called unsure", sum(unsure.values()) / (len(digits) * len(cells)), None),
    ):
        taken.note(Figure(what=f"{what}: {words}", unit="%", goal=goal, timed=False), 100 * value)


Count = tuple[dict[int, Counter[int]], dict[Any, int], dict[Any, int]]


def _canvas(digits: list[dict[str, Any]]) -> Count:
    from cnnstudio.prediction.reader import open_reader

    reader = open_reader()
    return _count(digits, ((cell, index, reader.read(ink)) for cell, index, ink in replayed(digits)))


def _pictures(digits: list[dict[str, Any]]) -> Count:
    """Through files and the function behind ``cnnstudio predict``."""
    import tempfile

    from PIL import Image

    from cnnstudio.prediction.pictures import ink_of, read_picture
    from cnnstudio.prediction.reader import open_reader

    reader = open_reader()

    def predictions() -> Iterator[tuple[Any, int, Any]]:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "digit.png"
            for kind, index, grey in pictures(digits):
                Image.fromarray(np.rint(np.clip(grey, 0, 1) * 255).astype(np.uint8)).save(file)
                yield kind, index, reader.read(ink_of(read_picture(file)))

    return _count(digits, predictions())


def _count(digits: list[dict[str, Any]], predictions: Iterator[tuple[Any, int, Any]]) -> Count:
    missed: dict[int, Counter[int]] = defaultdict(Counter)
    cells: dict[Any, int] = {}
    unsure: dict[Any, int] = {}
    for cell, index, prediction in predictions:
        wrong = prediction.ranking[0] != digits[index]["label"]
        cells[cell] = cells.get(cell, 0) + wrong
        unsure[cell] = unsure.get(cell, 0) + (not prediction.sure)
        if wrong:
            missed[index][prediction.ranking[0]] += 1
    return missed, cells, unsure


if __name__ == "__main__":
    sys.exit(main())
