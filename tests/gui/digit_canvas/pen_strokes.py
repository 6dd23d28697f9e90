"""Strokes drawn with pointer events, for tests and pictures."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cnnstudio.gui.digit_canvas.pad import Pad

Line = Sequence[tuple[float, float]]

# In shares of the sheet.
ONE: tuple[Line, ...] = ([(0.5, 0.2), (0.5, 0.35), (0.49, 0.5), (0.49, 0.65), (0.48, 0.8)],)
SEVEN: tuple[Line, ...] = (
    [(0.3, 0.25), (0.45, 0.24), (0.6, 0.24), (0.68, 0.25), (0.6, 0.42), (0.52, 0.6), (0.46, 0.8)],
    [(0.4, 0.52), (0.55, 0.5), (0.68, 0.49)],
)
SMALL_SEVEN = tuple([(0.05 + 0.3 * x, 0.65 + 0.3 * y) for x, y in line] for line in SEVEN)
FOUR: tuple[Line, ...] = (
    [(0.4, 0.2), (0.35, 0.36), (0.31, 0.53), (0.45, 0.54), (0.58, 0.53), (0.68, 0.52)],
    [(0.6, 0.25), (0.58, 0.45), (0.56, 0.65), (0.54, 0.82)],
)
FOUR_OR_NINE: tuple[Line, ...] = (
    [(0.38, 0.2), (0.36, 0.5), (0.62, 0.5)],
    [(0.62, 0.2), (0.6, 0.82)],
    [(0.38, 0.2), (0.48, 0.18)],
)
ZERO_SLASHED: tuple[Line, ...] = (
    [
        (0.5, 0.2),
        (0.38, 0.26),
        (0.32, 0.5),
        (0.38, 0.74),
        (0.5, 0.8),
        (0.62, 0.74),
        (0.68, 0.5),
        (0.62, 0.26),
        (0.5, 0.2),
    ],
    [(0.7, 0.18), (0.5, 0.5), (0.3, 0.82)],
)
SCRIBBLE: tuple[Line, ...] = (
    [(0.2 + 0.07 * (i % 9), 0.25 + 0.5 * (i % 2) + 0.004 * i) for i in range(40)],
    [(0.2 + 0.6 * (i % 2), 0.2 + 0.03 * i) for i in range(20)],
)


def finely(lines: Sequence[Line], steps: int = 6) -> list[Line]:
    """The same lines in smaller steps, as a real pointer moves."""
    fine: list[Line] = []
    for line in lines:
        between = [
            (x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps)
            for (x0, y0), (x1, y1) in pairwise(line)
            for step in range(steps)
        ]
        fine.append([*between, line[-1]])
    return fine


def draw_on(pad: "Pad", lines: Sequence[Line]) -> None:
    """Press, move, release, as a person would."""
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest

    sheet = pad.sheet()
    for line in lines:
        at = [QPoint(sheet.x() + round(x * sheet.width()), sheet.y() + round(y * sheet.height())) for x, y in line]
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at[0])
        for place in at[1:]:
            QTest.mouseMove(pad, place)
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at[-1])
