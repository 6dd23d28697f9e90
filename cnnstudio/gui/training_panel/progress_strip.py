"""What is going on, in one line above the curves: a bar, epoch, batch, speed, time left."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.widgets.elided import Elided

_RESOLUTION = 1000


class ProgressStrip(QWidget):
    """A thin bar with words above it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="train-progress")
        self._state = Elided("train-progress-state", quiet=False)
        self._state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._figures = QLabel(objectName="train-progress-figures", alignment=Qt.AlignmentFlag.AlignRight)
        self._bar = QProgressBar(objectName="train-progress-bar", textVisible=False, maximum=_RESOLUTION)
        self._bar.setAccessibleName(self.tr("Progress of the run"))
        self._note = QLabel(objectName="train-progress-note", wordWrap=True, visible=False)
        self._note.setProperty("tone", "warning")
        words = QHBoxLayout()
        words.setSpacing(theme.SPACE_4)
        words.addWidget(self._state, 1)
        words.addWidget(self._figures)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_3, theme.SPACE_2)
        layout.setSpacing(theme.SPACE_1)
        layout.addLayout(words)
        layout.addWidget(self._bar)
        layout.addWidget(self._note)
        self._all_figures = ""
        self._apply_theme()
        theme.manager().changed.connect(self._apply_theme)
        self.show_state("")

    def show_state(self, text: str, fraction: float | None = 0.0, figures: str = "", *, tone: str = "") -> None:
        """Show words, a share done (0..1, or None while it is not known), and figures at the right.

        ``tone`` is ``good``, ``warning``, ``bad`` or ``""``.
        """
        self._state.setText(text)
        self._all_figures = figures
        self._fit_figures()
        if self._state.property("tone") != tone:
            self._state.setProperty("tone", tone)
            self._state.style().unpolish(self._state)
            self._state.style().polish(self._state)
        self._bar.setMaximum(0 if fraction is None else _RESOLUTION)
        if fraction is not None:
            self._bar.setValue(round(_RESOLUTION * min(1.0, max(0.0, fraction))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_figures()

    def _fit_figures(self) -> None:
        """In a narrow room only the last figure, the time left, stands beside the words."""
        metrics = self._figures.fontMetrics()
        needed = self._state.fontMetrics().horizontalAdvance(self._state.text()) + 2 * theme.SPACE_4
        narrow = needed + metrics.horizontalAdvance(self._all_figures) + 2 * theme.SPACE_3 > self.width()
        self._figures.setText(self._all_figures.rpartition(" · ")[2] if narrow else self._all_figures)

    def show_note(self, text: str) -> None:
        """Say what should be known about the run besides; "" takes it away."""
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def text(self) -> str:
        """The words and the figures."""
        return f"{self._state.text()} {self._all_figures}".strip()

    def _apply_theme(self) -> None:
        self._figures.setFont(theme.mono_font(0.95))
