"""What is going on, in the status line: each with its progress and its stop button, and all of it in a list above."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from cnnstudio.gui import labels, theme
from cnnstudio.gui.jobs import Activity, Jobs
from cnnstudio.gui.widgets.elided import Elided

_MOST_JOBS = 5
_LIST_WIDTH = 420


class JobsLine(QWidget):
    """Each thing that goes on, the foremost at the left, with a button that stops it where it can be stopped.

    As soon as there are several, a button opens the list of all of them, in full.
    """

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="window-jobs")
        self._jobs = jobs
        self._entries: list[_Entry] = []
        self._more = QLabel(objectName="window-jobs-more")
        self.all = QToolButton(objectName="window-jobs-all", checkable=True)
        self.all.setToolTip(self.tr("All that is going on"))
        self.all.setAccessibleName(self.tr("All that is going on"))
        self.all.setIcon(theme.icon("chevron-up", "text_quiet"))
        self.all.setIconSize(QSize(theme.SPACE_3, theme.SPACE_3))
        self.all.toggled.connect(self._show_all)
        self._listing: JobsList | None = None
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
        for widget in (*self._entries, self._more, self.all):
            layout.removeWidget(widget)
            layout.addWidget(widget)
        for entry in self._entries:
            entry.show()
        self._more.setText(f"+{len(rest)}")
        self._more.setToolTip("\n".join(str(activity.progress) for activity in rest))
        self._more.setVisible(bool(rest))
        self.all.setVisible(len(self._jobs.going) > 1 or self.all.isChecked())
        if not self._jobs.going:
            self.all.setChecked(False)

    @Slot(bool)
    def _show_all(self, shown: bool) -> None:
        if self._listing is not None:
            self._listing.hide()
            self._listing.deleteLater()
            self._listing = None
        if shown:
            self._listing = JobsList(self._jobs, self.window(), self.all)
            self._listing.show()
            self._listing.raise_()
        self.all.setVisible(len(self._jobs.going) > 1 or shown)


class JobsList(QFrame):
    """All that goes on, in full, over the window's corner above ``button``; that or Escape closes it."""

    def __init__(self, jobs: Jobs, window: QWidget, button: QToolButton) -> None:
        super().__init__(window, objectName="window-jobs-list")
        self._window, self._button = window, button
        self.setProperty("popup", True)
        self.setAccessibleName(self.tr("All that is going on"))
        self._jobs = jobs
        self._entries: list[_Entry] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_3, theme.SPACE_2)
        self._rows.setSpacing(theme.SPACE_1)
        theme.dress(self)
        window.installEventFilter(self)
        jobs.listChanged.connect(self._show_list)
        jobs.changed.connect(self._place)
        self._show_list()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._button.setChecked(False)
            self._button.setFocus()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _place(self) -> None:
        if not shiboken6.isValid(self._button):  # the window goes away, part by part
            return
        window, height = self._window, self.heightForWidth(_LIST_WIDTH)
        top = self._button.mapTo(window, QPoint(0, 0)).y() - height - theme.SPACE_2
        self.setGeometry(window.width() - _LIST_WIDTH - theme.SPACE_2, top, _LIST_WIDTH, height)

    @Slot()
    def _show_list(self) -> None:
        kept = {entry.activity: entry for entry in self._entries}
        self._entries = [
            kept.pop(going) if going in kept else _Entry(going, self, whole=True) for going in self._jobs.going
        ]
        for entry in kept.values():
            self._rows.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        for entry in self._entries:
            self._rows.removeWidget(entry)
            self._rows.addWidget(entry)
            entry.show()
        self._place()


class _Entry(QWidget):
    """How far one thing is, and its stop button; ``whole`` = in as many lines as it needs."""

    def __init__(self, activity: Activity, parent: QWidget, *, whole: bool = False) -> None:
        super().__init__(parent, objectName="window-job")
        self.activity = activity
        self._label = QLabel(objectName="window-job-whole", wordWrap=True) if whole else Elided("window-progress")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_1)
        row.addWidget(self._label, 1 if whole else 0)
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
        progress = self.activity.progress
        if isinstance(self._label, Elided):
            self._label.show_line(progress.text, str(progress).removeprefix(progress.text))
        else:
            self._label.setText(str(progress))
        if self._stop is not None:
            words = self.tr("Take out of the queue") if self.activity.waits else self.tr("Stop")
            self._stop.setToolTip(words)
            self._stop.setAccessibleName(labels.named(words, progress.text))


def _stop_button() -> QToolButton:
    stop = QToolButton(objectName="window-job-stop")
    stop.setIcon(theme.icon("square", "text_quiet"))
    stop.setIconSize(QSize(theme.SPACE_3, theme.SPACE_3))
    return stop
