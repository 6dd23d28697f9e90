"""A field for a real number that may be tiny or large: a learning rate, a decay."""

import math
from contextlib import suppress
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

_WIDEST = 1e12
_LADDER = (1.0, 2.0, 5.0)


class NumberField(QDoubleSpinBox):
    """Takes any number, ``1e-4`` too, and shows it without trailing zeros.

    Arrow keys climb the ladder 1, 2, 5, 10, ... where the size of the number matters (``ladder``), else they add steps.
    What cannot be used is refused by the form with a reason, not by the field with silence; what is no number at all is
    told by ``refused``, and the value stays.
    """

    refused = Signal(str)  # what was typed

    def __init__(
        self, parent: QWidget | None = None, *, ladder: bool = False, step: float = 0.1, **properties: Any
    ) -> None:
        super().__init__(parent, decimals=12, **properties)
        self._ladder = ladder
        self.setRange(-_WIDEST, _WIDEST)
        self.setSingleStep(step)
        # Half-typed numbers ("0.0") must not count.
        self.setKeyboardTracking(False)

    def textFromValue(self, value: float) -> str:
        return f"{value:.7g}"

    def valueFromText(self, text: str) -> float:
        return _parse(text.removesuffix(self.suffix())) or 0.0

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        value = _parse(text.removesuffix(self.suffix()))
        usable = value is not None and abs(value) <= _WIDEST
        return QValidator.State.Acceptable if usable else QValidator.State.Intermediate, text, position

    def fixup(self, text: str) -> str:
        """Qt asks what to make of a text that is no number, when its typing ends."""
        self.refused.emit(text.removesuffix(self.suffix()).strip())
        return text

    def stepBy(self, steps: int) -> None:
        if not self._ladder:
            super().stepBy(steps)
            return
        value = self.value()
        for _ in range(abs(steps)):
            value = _rung(value, up=steps > 0)
        self.setValue(value)


def _parse(text: str) -> float | None:
    with suppress(ValueError):
        value = float(text.strip().replace(",", "."))
        if math.isfinite(value):
            return value
    return None


def _rung(value: float, *, up: bool) -> float:
    """The next number of the form 1, 2 or 5 times a power of ten; 0 goes up to 0.0001 and down to itself."""
    if value <= 0:
        return 1e-4 if up else value
    power = math.floor(math.log10(value) + 1e-9)
    rungs = [rung * 10.0**exponent for exponent in (power - 1, power, power + 1) for rung in _LADDER]
    if up:
        return min(rung for rung in rungs if rung > value * (1 + 1e-6))
    lower = max(rung for rung in rungs if rung < value * (1 - 1e-6))
    return 0.0 if lower < 1e-6 else lower
