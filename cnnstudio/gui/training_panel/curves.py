"""The picture of the Train room: loss above, accuracy and learning rate below, on one shared x axis.

Data come as they come; the curves are drawn at most 30 times a second (``REDRAW_MS``), and less often where drawing
takes long, so that a slow machine trains rather than draws (``REDRAW_SHARE``).
"""

import time
from pathlib import Path

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from cnnstudio.errors import StorageError
from cnnstudio.gui import labels, theme
from cnnstudio.gui.training_panel import curve_drawing, curve_export
from cnnstudio.gui.training_panel.curve_drawing import ShownRun
from cnnstudio.gui.training_panel.curve_plot import CurvePlot
from cnnstudio.gui.training_panel.curve_tools import CurveTools
from cnnstudio.gui.training_panel.hover_readout import HoverReadout
from cnnstudio.gui.training_panel.run_style import RunStyle, free_slot, line_icon
from cnnstudio.gui.training_panel.series import RunSeries
from cnnstudio.gui.training_panel.steady_range import ceiling
from cnnstudio.gui.widgets.elided import Elided
from cnnstudio.gui.widgets.picture_writer import PictureWriter
from cnnstudio.training import chance
from cnnstudio.training.room_state import XAxis

REDRAW_MS = 34
REDRAW_SHARE = 0.1
"""The part of one core's time that drawing a run's growth may take."""
_SLOWEST_MS = 500
"""However long drawing takes, so often the curves are drawn."""


class CurvesView(QWidget):
    """The curves of the current run and of the runs laid over it."""

    redrawn = Signal()
    failed = Signal(object)  # StorageError: an export that could not be written
    xAxisChanged = Signal(str)
    logScaleChanged = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="train-curves", focusPolicy=Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Training curves"))
        self._shown: dict[str, ShownRun] = {}
        self._current: str | None = None
        self._x_axis: XAxis = "epoch"
        self._live = False
        self._classes: int | None = None
        self._follows_x = True
        self._fresh = True
        self._cursor_step: float | None = None
        self._last_redraw = 0.0
        self._redraw_s = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.redraw)

        self.loss = CurvePlot("loss", self.tr("Loss"), self.tr("Cross-entropy (nats)"))
        self.loss.add_kind("raw", self.tr("Step"), self.tr("The loss of every step"))
        self.loss.add_kind("smoothed", self.tr("Smoothed"), self.tr("The mean loss of about the last 20 steps"))
        self.accuracy = CurvePlot("accuracy", self.tr("Accuracy"), self.tr("Correct (%)"))
        self.accuracy.add_kind("train", self.tr("Train"), self.tr("Accuracy on the training pictures after each epoch"))
        self.accuracy.add_kind("test", self.tr("Test"), self.tr("Accuracy on the test pictures, never trained on"))
        self.accuracy.add_kind(
            "own", self.tr("My handwriting"), self.tr("Accuracy on the digits kept in My handwriting")
        )
        self.rate = CurvePlot("rate", self.tr("Learning rate"), "")
        self.rate.add_kind("rate", self.tr("Rate"), self.tr("The learning rate of every step"))
        self._plots = (self.loss, self.accuracy, self.rate)
        for plot, height in zip(self._plots, (2.5, 100.0, 0.1), strict=True):
            plot.set_ranges((0.0, 1.0), (0.0, height))
            plot.header.addStretch(1)
            plot.hovered.connect(self._on_hovered)
            plot.left.connect(self._hide_cursor)
            plot.moved_by_hand.connect(self._on_moved_by_hand)
            plot.kind_toggled.connect(self._fit)
            plot.reset_wanted.connect(self.reset_view)
        for plot in (self.accuracy, self.rate):
            plot.plot.setXLink(self.loss.plot)
        self._tools = CurveTools(self, self.loss, self.rate)
        self._tools.xAxisSwitched.connect(self._switch_x_axis)
        self._tools.logScaleToggled.connect(self._on_log_scale)
        self._tools.resetWanted.connect(self.reset_view)
        self._tools.pngWanted.connect(self.export_png)
        self._tools.csvWanted.connect(self.export_csv)

        self._legend = QHBoxLayout()
        self._legend.setContentsMargins(0, 0, 0, 0)
        self._legend.setSpacing(12)

        self._splitter = QSplitter(
            Qt.Orientation.Vertical, childrenCollapsible=False, objectName="train-curves-splitter"
        )
        for plot, share in zip(self._plots, (50, 34, 16), strict=True):
            self._splitter.addWidget(plot)
            self._splitter.setStretchFactor(self._splitter.count() - 1, share)
        self._splitter.setSizes([300, 210, 120])

        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 4)
        layout.setSpacing(4)
        layout.addLayout(self._legend)
        layout.addWidget(self._splitter, 1)

        self._offer_own()
        self.writer = PictureWriter(self)
        self.writer.failed.connect(self.failed)
        self._readout = HoverReadout(self)
        self._label_x_axis()
        self.apply_theme()
        theme.manager().changed.connect(self.apply_theme)

    # What is shown

    def show_run(self, run: str, title: str, series: RunSeries, *, current: bool = False) -> None:
        """Show a run's curves, or show it with other curves or another title.

        ``current`` makes it the run whose raw loss is drawn behind its smoothed one.
        """
        known = self._shown.get(run)
        if known is None:
            slot = free_slot({shown.style.slot for shown in self._shown.values()})
            self._shown[run] = ShownRun(title, series, RunStyle(slot))
        else:
            self._fresh = self._fresh or known.series is not series  # they were still to be read
            known.title, known.series = title, series
        if current:
            self._current = run
        self._everything_dirty()
        self._fill_legend()

    def hide_run(self, run: str) -> None:
        """Take a run's curves away."""
        if self._shown.pop(run, None) is None:
            return
        for plot in self._plots:
            plot.remove_run(run)
        if self._current == run:
            self._current = None
        self._everything_dirty()
        self._fill_legend()

    def shown_runs(self) -> dict[str, RunStyle]:
        """The shown runs and their styles, in the order they were shown."""
        return {run: shown.style for run, shown in self._shown.items()}

    def show_chance(self, classes: int | None) -> None:
        """Draw what guessing among these classes gives; None = they are not known."""
        if classes == self._classes:
            return
        self._classes = classes
        if classes is None or classes < 2:
            self.loss.show_chance(None)
            self.accuracy.show_chance(None)
            return
        loss, share = chance.loss(classes), 100 * chance.accuracy(classes)
        self.loss.show_chance(
            loss, self.tr("guessing: ln {classes} ≈ {loss}").format(classes=classes, loss=labels.fixed(loss, 2))
        )
        self.accuracy.show_chance(
            share,
            self.tr("guessing: 1 in {classes} {equals} {share} %").format(
                classes=classes,
                equals=labels.equals((share, labels.number(share, 3))),
                share=labels.number(share, 3),
            ),
        )

    def touch(self, run: str) -> None:
        """Say that a run's curves have grown; they are drawn soon, see ``REDRAW_SHARE``."""
        shown = self._shown.get(run)
        if shown is not None:
            shown.dirty = True
            self._schedule(self._growth_pause_ms())

    def _everything_dirty(self) -> None:
        for shown in self._shown.values():
            shown.dirty = True
            shown.epochs_drawn = None
        self._schedule()

    def _schedule(self, pause_ms: float = REDRAW_MS) -> None:
        if not self.isVisible():
            return
        wait = max(0, round(pause_ms - 1000 * (time.monotonic() - self._last_redraw)))
        if not self._timer.isActive() or self._timer.remainingTime() > wait:
            self._timer.start(wait)

    def _growth_pause_ms(self) -> float:
        """Milliseconds from one drawing of a growing run to the next, by what the last one took."""
        taken = self._redraw_s + sum(plot.view.painting_s for plot in self._plots if plot.isVisible())
        return min(max(REDRAW_MS, 1000 * taken / REDRAW_SHARE), _SLOWEST_MS)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._schedule()

    def redraw(self) -> None:
        """Draw what has changed since the last time."""
        self._timer.stop()
        self._last_redraw, began = time.monotonic(), time.thread_time()
        for run, shown in self._shown.items():
            if shown.dirty:
                shown.dirty = False
                self._draw(run, shown)
        self._fit()
        self._place_cursor()
        self._redraw_s = time.thread_time() - began
        self.redrawn.emit()

    def _draw(self, run: str, shown: ShownRun) -> None:
        curve_drawing.draw_steps(
            run,
            shown,
            self.loss,
            self.rate,
            axis=self._x_axis,
            raw=run == (self._current or next(iter(self._shown))),
            alone=len(self._shown) == 1,
            sharpness=self.devicePixelRatioF(),
        )
        if shown.epochs_drawn != (measured := tuple(shown.series.epochs)):
            shown.epochs_drawn = measured
            curve_drawing.draw_epochs(run, shown, self.accuracy, axis=self._x_axis, sharpness=self.devicePixelRatioF())
            self._offer_own()

    def _offer_own(self) -> None:
        """My handwriting has a toggle only where a run was tested on it."""
        points = (point for shown in self._shown.values() for point in shown.series.epochs)
        self.accuracy.offer_kind("own", any(point.own_accuracy is not None for point in points))

    # The legend of runs

    def _fill_legend(self) -> None:
        while (item := self._legend.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if len(self._shown) > 1:
            for shown in self._shown.values():
                sample = QLabel()
                sample.setPixmap(line_icon(shown.style.pen()).pixmap(24, 12))
                text = Elided("train-curves-run", quiet=False)
                text.setText(shown.title)
                self._legend.addWidget(sample)
                self._legend.addWidget(text, 0)
            self._legend.addStretch(1)

    # The view

    @Slot()
    def _switch_x_axis(self) -> None:
        self.set_x_axis("step" if self._x_axis == "epoch" else "epoch")

    def set_x_axis(self, axis: XAxis) -> None:
        """Read the x axis in epochs or in steps."""
        if axis != self._x_axis:
            self._x_axis = axis
            self._label_x_axis()
            self._everything_dirty()
            self.reset_view()
            self.xAxisChanged.emit(axis)

    def _label_x_axis(self) -> None:
        text = self.tr("Epoch") if self._x_axis == "epoch" else self.tr("Step")
        self._tools.x_axis.setText(self.tr("x: {axis}").format(axis=text))
        for plot in self._plots:
            plot.set_bottom_label(text if plot is self.rate else None)

    def set_log_scale(self, on: bool) -> None:
        """Make the loss axis logarithmic, or not."""
        self._tools.log_scale.setChecked(on)

    @Slot(bool)
    def _on_log_scale(self, on: bool) -> None:
        self.loss.set_log(on)
        self.loss.follow()
        self._fresh = True
        self._everything_dirty()
        self.logScaleChanged.emit(on)

    @Slot()
    def reset_view(self) -> None:
        """Show everything again, and follow new data."""
        self._follows_x = True
        self._fresh = True
        for plot in self._plots:
            plot.follow()
        self._schedule()

    def view_state(self) -> tuple[float, float] | None:
        """The part of the x axis that the user chose; None where it follows the runs."""
        return None if self._follows_x else self.loss.x_range()

    def open_view_state(self, known: tuple[float, float]) -> bool:
        """Show the same part again."""
        self._follows_x = False
        self.loss.set_x_range(*known)
        self._schedule()
        return True

    def set_live(self, live: bool) -> None:
        """Whether more steps are to come: the x axis then runs ahead of the data, else it ends with them."""
        self._live = live
        self._fresh = True
        self._schedule()

    def _on_moved_by_hand(self, along_x: bool) -> None:
        if along_x:
            self._follows_x = False
        self._schedule()

    def _fit(self) -> None:
        fresh, self._fresh = self._fresh, False
        if self._follows_x:
            last = max((self._last_x(shown) for shown in self._shown.values()), default=0.0)
            if last > 0:
                end = ceiling(last) if self._live else last
                wanted = (-0.01 * end, 1.01 * end)
                if wanted != self.loss.x_range():
                    self.loss.set_x_range(*wanted)
        self.loss.fit_y(floor=0.0, fresh=fresh)
        self.accuracy.fit_y(top=100.5, fresh=fresh)
        self.rate.fit_y(floor=0.0, fresh=fresh)

    def _last_x(self, shown: ShownRun) -> float:
        series = shown.series
        steps = float(series.steps.values[-1]) if len(series) else 0.0
        steps = max(steps, float(series.epochs[-1].epoch * series.batches) if series.epochs else 0.0)
        return steps / series.batches if self._x_axis == "epoch" else steps

    # The crosshair

    def _on_hovered(self, x: float) -> None:
        self.show_values_at(x * self._batches() if self._x_axis == "epoch" else x)

    def show_values_at(self, step: float) -> None:
        """Put the crosshair at a step and show the values there."""
        self._cursor_step = step
        self._place_cursor()

    def _hide_cursor(self) -> None:
        self._cursor_step = None
        self._place_cursor()

    def _batches(self) -> int:
        main = self._main()
        return main.series.batches if main else 1

    def _main(self) -> ShownRun | None:
        run = self._current or next(iter(self._shown), None)
        return self._shown[run] if run else None

    def _place_cursor(self) -> None:
        main = self._main()
        values = None
        if self._cursor_step is not None and main is not None:
            values = main.series.values_at(self._cursor_step)
        if values is None or main is None:
            for plot in self._plots:
                plot.show_crosshair(None)
            self._readout.hide()
            return
        x = values.epoch if self._x_axis == "epoch" else values.step
        for plot in self._plots:
            plot.show_crosshair(x)
        runs = [(main.title, main.style.color.name(), values)]
        for shown in self._shown.values():
            step = values.epoch * shown.series.batches if self._x_axis == "epoch" else values.step
            if shown is not main and (other := shown.series.values_at(step)) is not None:
                runs.append((shown.title, shown.style.color.name(), other))
        self._readout.show_values(runs)
        self._move_readout(x)

    def _move_readout(self, x: float) -> None:
        view, box = self.loss.view, self.loss.plot.getViewBox()
        at = view.mapTo(self, view.mapFromScene(box.mapViewToScene(pg.Point(x, box.viewRect().center().y()))))
        right = at.x() + 12
        fits = right + self._readout.width() < self.width() - 8
        top = view.mapTo(self, view.rect().topLeft()).y() + 8
        self._readout.move(right if fits else max(0, at.x() - 12 - self._readout.width()), top)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        main = self._main()
        steps = main.series.steps.values if main else np.empty(0)
        key = event.key()
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.loss.plot.getViewBox().scaleBy(x=1.25 if key == Qt.Key.Key_Minus else 0.8)
            self._on_moved_by_hand(True)
        elif key == Qt.Key.Key_0:
            self.reset_view()
        elif key == Qt.Key.Key_Escape and self._cursor_step is not None:
            self._hide_cursor()
        elif len(steps) and key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
            at = len(steps) - 1
            if self._cursor_step is not None:
                at = int(np.searchsorted(steps, self._cursor_step - 0.5))
                jump = max(1, len(steps) // 20) if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
                jumps: dict[int, int] = {Qt.Key.Key_Left: -jump, Qt.Key.Key_Right: jump}
                at += jumps.get(key, 0)
            ends: dict[int, int] = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(steps) - 1}
            at = ends.get(key, at)
            self.show_values_at(float(steps[np.clip(at, 0, len(steps) - 1)]))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.tokens().accent, 2))
            painter.drawRoundedRect(QRect(1, 1, self.width() - 2, self.height() - 2), 6, 6)

    # Export

    @Slot(object)
    def export_png(self, path: Path) -> None:
        """Save a picture of what is seen, a large one in the background; a failure is told by ``failed``."""
        self._hide_cursor()
        self.redraw()
        try:
            self.writer.write(curve_export.picture(self), path)
        except StorageError as error:
            self.failed.emit(error)

    @Slot(object)
    def export_csv(self, path: Path) -> None:
        """Save the shown runs' values; a failure is told by ``failed``."""
        try:
            curve_export.save_csv(path, [(shown.title, shown.series) for shown in self._shown.values()])
        except StorageError as error:
            self.failed.emit(error)

    # Theme

    def apply_theme(self) -> None:
        """Take the present theme's colours."""
        for plot in self._plots:
            plot.apply_theme()
        tokens = theme.tokens()
        text = pg.mkPen(theme.tokens().text)
        faint = pg.mkPen(theme.tokens().text_quiet)
        for plot, kind, pen, symbol in (
            (self.loss, "raw", faint, None),
            (self.loss, "smoothed", text, None),
            (self.accuracy, "train", text, "o"),
            (self.accuracy, "test", text, "s"),
            (self.accuracy, "own", text, "t1"),
            (self.rate, "rate", text, None),
        ):
            plot.set_kind_icon(kind, line_icon(pen, symbol, off=tokens.line_strong))
        for run in self._shown:
            for plot in self._plots:
                plot.remove_run(run)
        self._fill_legend()
        self._everything_dirty()
        self.update()
