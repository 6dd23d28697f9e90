"""The line at the bottom: device and memory at the left, what is going on at the right."""

import sys
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStatusBar, QToolButton, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.gui.jobs import Activity, Jobs
from cnnstudio.gui.studio import Studio

if TYPE_CHECKING:
    import psutil

_EVERY_MS = 2_000
_MOST_JOBS = 5


class StatusLine(QStatusBar):
    """Asks torch for the device only once something else has loaded torch."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="window-status", sizeGripEnabled=False)
        self._process: psutil.Process | None = None
        self._machine = QLabel(objectName="window-machine")
        self._message = QLabel(objectName="window-message")
        self._jobs = JobsLine(studio.jobs)
        for label in (self._machine, self._message):
            label.setContentsMargins(theme.SPACE_2, 0, theme.SPACE_2, 0)
        self.addWidget(self._machine)
        self.addWidget(self._message, 1)
        self.addPermanentWidget(self._jobs)
        studio.statusMessage.connect(self._message.setText)
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()

    @property
    def machine_text(self) -> str:
        """What is written about device and memory."""
        return self._machine.text()

    @property
    def progress_text(self) -> str:
        """What is written about what is going on."""
        return self._jobs.text

    @Slot()
    def refresh(self) -> None:
        """Read device and memory anew."""
        if self._process is None:
            import psutil  # after the first paint

            self._process = psutil.Process()
        memory = labels.data_size(self._process.memory_info().rss)
        # A module that is still being imported has no __version__ yet; its parts must not be touched.
        torch = sys.modules.get("torch")
        if torch is None or not hasattr(torch, "compile") or not torch.cuda.is_initialized():
            device = self.tr("Apple GPU") if _has_mps(torch) else self.tr("CPU")
            self._machine.setText(f"{device} · {memory}")
            return
        free, total = torch.cuda.mem_get_info()
        self._machine.setText(
            self.tr("{device} · {used} of {total} · program {memory}").format(
                device=torch.cuda.get_device_name(),
                used=labels.data_size(total - free),
                total=labels.data_size(total),
                memory=memory,
            )
        )


def _has_mps(torch: ModuleType | None) -> bool:
    return torch is not None and hasattr(torch, "compile") and bool(torch.backends.mps.is_available())


class JobsLine(QWidget):
    """Each thing that goes on, the foremost at the left, with a button that stops it where it can be stopped."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="window-jobs")
        self._jobs = jobs
        self._entries: list[_Entry] = []
        self._more = QLabel(objectName="window-jobs-more")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_2, 0, theme.SPACE_2, 0)
        row.setSpacing(theme.SPACE_3)
        # The line is as high without anything going on: what is above it stays where it is.
        strut = _stop_button()
        strut.setObjectName("window-jobs-strut")
        kept = strut.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        strut.setSizePolicy(kept)
        strut.setFixedWidth(0)
        strut.hide()
        row.addWidget(strut)
        jobs.listChanged.connect(self._show_list)
        self._show_list()

    @property
    def text(self) -> str:
        """All that is written, the foremost first."""
        return " | ".join(str(activity.progress) for activity in self._jobs.going)

    @Slot()
    def _show_list(self) -> None:
        kept = {entry.activity: entry for entry in self._entries}
        shown, rest = self._jobs.going[:_MOST_JOBS], self._jobs.going[_MOST_JOBS:]
        self._entries = [kept.pop(going) if going in kept else _Entry(going, self) for going in shown]
        for entry in kept.values():
            entry.hide()
            entry.deleteLater()
        layout = self.layout()
        assert layout is not None
        for entry in self._entries:
            layout.removeWidget(entry)
            layout.addWidget(entry)
            entry.show()
        layout.removeWidget(self._more)
        layout.addWidget(self._more)
        self._more.setText(f"+{len(rest)}")
        self._more.setToolTip("\n".join(str(activity.progress) for activity in rest))
        self._more.setVisible(bool(rest))


class _Entry(QWidget):
    """How far one thing is, and its stop button."""

    def __init__(self, activity: Activity, parent: QWidget) -> None:
        super().__init__(parent, objectName="window-job")
        self.activity = activity
        self._label = _Elided()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_1)
        row.addWidget(self._label)
        if activity.can_stop:
            stop = _stop_button()
            stop.clicked.connect(activity.stop)
            self._stop: QToolButton | None = stop
            row.addWidget(stop)
        else:
            self._stop = None
        activity.changed.connect(self._show_progress)
        self._show_progress()

    @Slot()
    def _show_progress(self) -> None:
        self._label.setText(str(self.activity.progress))
        if self._stop is not None:
            words = self.tr("Take out of the queue") if self.activity.waits else self.tr("Stop")
            self._stop.setToolTip(words)
            self._stop.setAccessibleName(f"{words}: {self.activity.progress.text}")


def _stop_button() -> QToolButton:
    stop = QToolButton(objectName="window-job-stop")
    stop.setIcon(theme.icon("square", "text_quiet"))
    stop.setIconSize(QSize(theme.SPACE_3, theme.SPACE_3))
    return stop


class _Elided(QLabel):
    """A line that gives way where there is no room for it; whole in its tip."""

    def __init__(self) -> None:
        super().__init__(objectName="window-progress")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.SPACE_6, super().minimumSizeHint().height())

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(theme.tokens().text_quiet)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.end()
