"""The log of a run in the tutorial's own lines; folded at first, bounded, and copied with one button."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.training_panel.run_record import MOST_LINES
from cnnstudio.gui.widgets.elided import Elided

_LEAST_LINES = 8


class LogView(QWidget):
    """A header line with the newest log line, and under it, when unfolded, the whole log."""

    unfolded = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="train-log")
        self._fold = QToolButton(
            objectName="train-log-fold",
            text=self.tr("Log"),
            checkable=True,
            autoRaise=True,
            toolButtonStyle=Qt.ToolButtonStyle.ToolButtonTextBesideIcon,
        )
        self._fold.setProperty("plain", True)
        self._fold.toggled.connect(self._on_fold)
        self._newest = Elided("train-log-newest")
        self._last = ""
        self._newest.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._copy = QToolButton(objectName="train-log-copy", toolTip=self.tr("Copy the whole log"), autoRaise=True)
        self._copy.setAccessibleName(self.tr("Copy the whole log"))
        self._copy.setIcon(theme.icon("copy", "text_quiet"))
        self._copy.setIconSize(QSize(theme.SPACE_4, theme.SPACE_4))
        self._copy.clicked.connect(self._copy_all)
        self._text = QPlainTextEdit(
            objectName="train-log-text",
            readOnly=True,
            undoRedoEnabled=False,
            maximumBlockCount=MOST_LINES,
            lineWrapMode=QPlainTextEdit.LineWrapMode.NoWrap,
        )
        self._text.setAccessibleName(self.tr("Log of the run"))
        header = QHBoxLayout()
        header.setContentsMargins(theme.SPACE_2, 2, theme.SPACE_2, 2)
        header.setSpacing(theme.SPACE_2)
        header.addWidget(self._fold)
        header.addWidget(self._newest, 1)
        header.addWidget(self._copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(header)
        layout.addWidget(self._text, 1)
        self._on_fold(False)
        self._apply_theme()
        theme.manager().changed.connect(self._apply_theme)

    def append(self, lines: Iterable[str]) -> None:
        """Add lines; the view follows unless it was scrolled up."""
        text = "\n".join(lines)
        if text:
            self._text.appendPlainText(text)
            self._last = text.rpartition("\n")[2]
            self._show_last()

    def unfold(self, on: bool) -> None:
        """Show the whole log, or only its newest line."""
        self._fold.setChecked(on)

    def clear(self) -> None:
        """Begin a new log."""
        self._text.clear()
        self._last = ""
        self._show_last()

    def text(self) -> str:
        """The whole log."""
        return self._text.toPlainText()

    def _on_fold(self, open_: bool) -> None:
        self._fold.setIcon(theme.icon("chevron-down" if open_ else "chevron-right", "text_quiet"))
        self._text.setVisible(open_)
        self._copy.setVisible(open_)
        self._fix_height()
        self._show_last()
        self.unfolded.emit(open_)

    def _fix_height(self) -> None:
        open_ = self._fold.isChecked()
        lines = QFontMetrics(self._text.font()).height()
        self.setMinimumHeight(self._fold.sizeHint().height() + 4 + (_LEAST_LINES * lines if open_ else 0))
        self.setMaximumHeight(16_777_215 if open_ else self.minimumHeight())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fix_height()

    def _show_last(self) -> None:
        self._newest.setText("" if self._fold.isChecked() else self._last)

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText(self.text())

    def _apply_theme(self) -> None:
        font = theme.mono_font(0.95)
        self._text.setFont(font)
        self._newest.setFont(font)
