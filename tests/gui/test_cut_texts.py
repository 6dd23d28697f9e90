"""What does not fit is not cut in silence: it ends in an ellipsis, and its tip is whole."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.widgets.elided import Elided, ElidedButton
from tests.screenshots import settle


def cut(root: QWidget) -> list[str]:
    """The visible lines and buttons whose text needs more room than there is, and that do not say so."""
    found = []
    for label in root.findChildren(QLabel):
        if not label.isVisible() or label.wordWrap() or isinstance(label, Elided) or not label.text():
            continue
        if label.textFormat() == Qt.TextFormat.RichText or "</" in label.text():
            document = QTextDocument()
            document.setDefaultFont(label.font())
            document.setHtml(label.text())
            needed = document.idealWidth()
        else:
            needed = max(label.fontMetrics().horizontalAdvance(line) for line in label.text().split("\n"))
        if needed > label.contentsRect().width() + 1:
            found.append(f"{label.objectName()}: {label.text()!r} has {label.contentsRect().width()}, needs {needed}")
    for button in root.findChildren(QAbstractButton):
        if button.isVisible() and button.text() and not isinstance(button, ElidedButton):
            needed = button.sizeHint().width()
            if button.width() < needed - 1 and "…" not in button.text():
                found.append(f"{button.objectName()}: {button.text()!r} has {button.width()}, needs {needed}")
    return found


@pytest.mark.parametrize("size", [(900, 500), (1024, 700), (1280, 800)], ids=str)
@pytest.mark.parametrize("room", ["models", "playground", "train", "draw"])
def test_no_text_of_a_room_is_cut(main_window: MainWindow, qtbot: QtBot, room: str, size: tuple[int, int]) -> None:
    main_window.resize(*size)
    main_window.open_room(room)
    qtbot.waitUntil(lambda: not main_window.studio.progress.text, timeout=30_000)
    settle(0.3)
    assert cut(main_window) == []
