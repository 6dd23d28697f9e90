"""What style sheets cannot do for fields."""

from PySide6.QtWidgets import QAbstractSpinBox, QWidget

_INDENT = 5


def indent_spin_boxes(widget: QWidget) -> None:
    """Line up the text of all spin boxes in ``widget`` (or of itself) with that of the other fields."""
    boxes = [widget] if isinstance(widget, QAbstractSpinBox) else widget.findChildren(QAbstractSpinBox)
    for box in boxes:
        box.lineEdit().setTextMargins(_INDENT, 0, 0, 0)
