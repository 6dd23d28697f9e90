"""What lies under a painted table cell: the style's own ground, with its selection and its hover."""

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem


def paint_cell_ground(option: QStyleOptionViewItem, painter: QPainter) -> None:
    """Paint the cell of ``option`` as the style would, without its text."""
    filled = QStyleOptionViewItem(option)
    filled.text = ""
    style = option.widget.style() if option.widget else QApplication.style()
    style.drawControl(QStyle.ControlElement.CE_ItemViewItem, filled, painter, option.widget)
