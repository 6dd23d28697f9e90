"""Fields for numbers that swallow nothing: what cannot be taken is told, and the value that stays is named.

`NumberField` is for real numbers that may be tiny or large, `WholeNumberBox` for counts. Both let anything be typed;
what is no number, or none of theirs, is refused when its typing ends, and `refusal` says it in a sentence.
"""

import math
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QSpinBox, QWidget

from cnnstudio.gui import labels

translate = QCoreApplication.translate

_WIDEST = 1e12
_LADDER = (1.0, 2.0, 5.0)
_LONGEST_TYPED = 20  # characters of what is no number that are said again


class NumberField(QDoubleSpinBox):
    """Takes any number, ``1e-4`` too, and shows it without trailing zeros.

    Arrow keys climb the ladder 1, 2, 5, 10, ... where the size of the number matters (``ladder``), else they add steps.
    What cannot be used is refused with a reason, not with silence; what is no number at all, or none between
    ``minimum`` and ``maximum``, is told by ``refused``, and the value stays.
    """

    refused = Signal(str)  # what was typed

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        ladder: bool = False,
        step: float = 0.1,
        minimum: float = -_WIDEST,
        maximum: float = _WIDEST,
        decimals: int = 12,
        **properties: Any,
    ) -> None:
        super().__init__(parent, decimals=decimals, **properties)
        self._ladder = ladder
        self.setRange(minimum, maximum)
        self.setSingleStep(step)
        # Half-typed numbers ("0.0") must not count.
        self.setKeyboardTracking(False)

    def textFromValue(self, value: float) -> str:
        return labels.typed(value)

    def valueFromText(self, text: str) -> float:
        if text and text == self.specialValueText():
            return self.minimum()
        bare, present = self._bare(text), self.value()
        # What was not typed is more exact than it is shown.
        return present if bare == self.textFromValue(present) else labels.read_number(bare) or 0.0

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        value = labels.read_number(self._bare(text))
        usable = value is not None and self.minimum() <= value <= self.maximum()
        if text and text == self.specialValueText():
            usable = True
        return QValidator.State.Acceptable if usable else QValidator.State.Intermediate, text, position

    def fixup(self, text: str) -> str:
        """Qt asks what to make of a text that is no number, when its typing ends."""
        typed = self._bare(text)
        if not typed and self.specialValueText():
            return self.specialValueText()  # an empty field asks for nothing
        self.refused.emit(typed)
        return text

    def stepBy(self, steps: int) -> None:
        if not self._ladder:
            super().stepBy(steps)
            return
        value = self.value()
        for _ in range(abs(steps)):
            value = _rung(value, up=steps > 0)
        self.setValue(value)

    def _bare(self, text: str) -> str:
        return text.removeprefix(self.prefix()).removesuffix(self.suffix()).strip()


class WholeNumberBox(QSpinBox):
    """Takes whole numbers between its least and its largest; anything else is told by ``refused``, the value stays."""

    refused = Signal(str)  # what was typed

    def __init__(self, parent: QWidget | None = None, **properties: Any) -> None:
        super().__init__(parent, **properties)
        # A half-typed number must not count: on the way from 224 to 32 there is 2.
        self.setKeyboardTracking(False)

    def valueFromText(self, text: str) -> int:
        if text and text == self.specialValueText():
            return self.minimum()
        value = labels.read_whole(self._bare(text))
        return self.value() if value is None else value

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        # Qt would swallow the keys of a number that is too large, and leave another one standing: 60 of 600.
        value = labels.read_whole(self._bare(text))
        usable = value is not None and self.minimum() <= value <= self.maximum()
        if text and text == self.specialValueText():
            usable = True
        return QValidator.State.Acceptable if usable else QValidator.State.Intermediate, text, position

    def fixup(self, text: str) -> str:
        """Qt asks what to make of a text that is not its number, when its typing ends."""
        self.refused.emit(self._bare(text))
        return text

    def _bare(self, text: str) -> str:
        return text.removeprefix(self.prefix()).removesuffix(self.suffix()).strip()


def refusal(box: NumberField | WholeNumberBox, typed: str) -> str:
    """Why what was typed is not taken, and what stays, in a sentence."""
    whole = isinstance(box, WholeNumberBox)
    if not typed:
        text = (
            translate("number_field", "A whole number is needed; it is still {value}.")
            if whole
            else translate("number_field", "A number is needed; it is still {value}.")
        )
    elif _is_outside(box, typed):
        text = translate("number_field", "{typed} does not lie between {low} and {high}; it is still {value}.")
    else:
        text = (
            translate("number_field", "“{typed}” is no whole number; it is still {value}.")
            if whole
            else translate("number_field", "“{typed}” is no number; it is still {value}.")
        )
    if not whole and box.maximum() >= _WIDEST and not _is_outside(box, typed):
        such = translate("number_field", "Type one such as {number} or 1e-3.").format(number=labels.typed(0.05))
        text = labels.in_turn([text, such])
    low, high = _written(box, box.minimum()), _written(box, box.maximum())
    value = _written(box, box.value())
    if box.specialValueText() and box.value() == box.minimum():
        value = box.specialValueText()
    return text.format(typed=typed[:_LONGEST_TYPED], low=low, high=high, value=value)


class RefusalLine(QLabel):
    """Says below some fields what one of them did not take, until the next is typed or the value changes."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName=name, wordWrap=True, visible=False)
        self.setProperty("tone", "warning")
        self._box: NumberField | WholeNumberBox | None = None  # that is spoken for

    def follow(self, *boxes: NumberField | WholeNumberBox) -> None:
        """Speak for these fields."""
        for box in boxes:
            box.refused.connect(lambda typed, box=box: self._show_refusal(box, typed))
            box.lineEdit().textEdited.connect(self.withdraw)
            box.valueChanged.connect(self.withdraw)

    def _show_refusal(self, box: NumberField | WholeNumberBox, typed: str) -> None:
        self._box = box
        self.setText(refusal(box, typed))
        self.show()
        box.setAccessibleDescription(self.text())

    @Slot()
    def withdraw(self) -> None:
        """What was refused is past."""
        self.hide()
        if self._box is not None:
            self._box.setAccessibleDescription("")
            self._box = None


def _is_outside(box: NumberField | WholeNumberBox, typed: str) -> bool:
    value = labels.read_whole(typed) if isinstance(box, WholeNumberBox) else labels.read_number(typed)
    return value is not None and not box.minimum() <= value <= box.maximum()


def _written(box: NumberField | WholeNumberBox, value: float) -> str:
    text = box.textFromValue(int(value)) if isinstance(box, WholeNumberBox) else box.textFromValue(value)
    return text.replace("-", "−")


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
