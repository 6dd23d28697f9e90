"""What style sheets cannot do for fields."""

from functools import cache

from PySide6.QtWidgets import QAbstractSpinBox, QSpinBox, QWidget

from cnnstudio.gui import theme

_INDENT = 5


def indent_spin_boxes(widget: QWidget) -> None:
    """Line up the text of all spin boxes in ``widget`` (or of itself) with that of the other fields."""
    boxes = [widget] if isinstance(widget, QAbstractSpinBox) else widget.findChildren(QAbstractSpinBox)
    for box in boxes:
        box.lineEdit().setTextMargins(_INDENT, 0, 0, 0)


def spin_box_height() -> int:
    """How high a spin box is in the theme; one that is not yet in the window does not know."""
    return _spin_box_height(theme.manager().style_sheet)


@cache
def _spin_box_height(style_sheet: str) -> int:
    box = QSpinBox()
    box.setStyleSheet(style_sheet)
    box.ensurePolished()
    return min(box.sizeHint().height(), box.maximumHeight())
