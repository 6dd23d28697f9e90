"""The picture of the Train room: loss above, accuracy and learning rate below, on one shared x axis.

Data come as they come; the curves are drawn at most 30 times a second (``REDRAW_MS``).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QMenu, QSplitter, QToolButton, QVBoxLayout, QWidget

from cnnstudio.errors import StorageError
from cnnstudio.gui import theme
from cnnstudio.gui.training_panel import curve_export
from cnnstudio.gui.training_panel.curve_plot import CurvePlot
from cnnstudio.gui.training_panel.hover_readout import HoverReadout
from cnnstudio.gui.training_panel.run_style import RunStyle, free_slot, line_icon
from cnnstudio.gui.training_panel.series import EpochPoint, RunSeries
from cnnstudio.gui.training_panel.steady_range import ceiling
from cnnstudio.gui.widgets.picture_writer import PictureWriter
from cnnstudio.training.room_state import XAxis

REDRAW_MS = 34


@dataclass(slots=True)
class _Shown:
    title: str
    series: RunSeries
    style: RunStyle
    dirty: bool = True
    epochs_drawn: tuple[EpochPoint, ...] | None = None


class CurvesView(QWidget):
    """The curves of the current run and of the runs laid over it."""

    redrawn = Signal()
    failed = Signal(object)  # StorageError: an export that could not be written
    xAxisChanged = Signal(str)
    logScaleChanged = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="train-curves", focusPolicy=Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Training curves"))
        self._shown: dict[str, _Shown] = {}
        self._current: str | None = None
        self._x_axis: XAxis = "epoch"
        self._live = False
        self._follows_x = True
        self._fresh = True
        self._cursor_step: float | None = None
        self._last_redraw = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.redraw)

        self.loss = CurvePlot("loss", self.tr("Loss"), self.tr("Cross-entropy (nats)"))
        self.loss.add_kind("raw", self.tr("Step"), self.tr("The loss of every step"))
        self.loss.add_kind("smoothed", self.tr("Smoothed"), self.tr("The mean loss of about the last 20 steps"))
        self.accuracy = CurvePlot("accuracy", self.tr("Accuracy"), self.tr("Correct (%)"))
        self.accuracy.add_kind("train", self.tr("Train"), self.tr("Accuracy on the training pictures after each epoch"))
        self.accuracy.add_kind("test", self.tr("Test"), self.tr("Accuracy on the test pictures, never trained on"))
        self.accuracy.add_kind("own", self.tr("My hand"), self.tr("Accuracy on the digits kept in My handwriting"))
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
        self._add_tools()

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

    def _add_tools(self) -> None:
        self._x_button = self._tool("train-x-axis", "", self.tr("Read the x axis in epochs or in steps"), self.rate)
        self._x_button.clicked.connect(self._switch_x_axis)
        log = self._tool("train-log-scale", self.tr("Log"), self.tr("Logarithmic loss axis"))
        log.setCheckable(True)
        log.toggled.connect(self._on_log_scale)
        self._log_button = log
        reset = self._tool("train-reset-view", "", self.tr("Show everything again (double-click, or 0)"))
        reset.setIcon(theme.icon("maximize-2", "text_quiet"))
        reset.clicked.connect(self.reset_view)
        export = self._tool("train-export", "", self.tr("Save the curves as a picture or a table"))
        export.setIcon(theme.icon("download", "text_quiet"))
        menu = QMenu(export)
        png = menu.addAction(self.tr("Picture (PNG)…"), self._ask_png)
        png.setObjectName("train-export-png")
        table = menu.addAction(self.tr("Table (CSV)…"), self._ask_csv)
        table.setObjectName("train-export-csv")
        export.setMenu(menu)
        export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _tool(self, name: str, text: str, tip: str, plot: CurvePlot | None = None) -> QToolButton:
        button = QToolButton(objectName=name, text=text, toolTip=tip, autoRaise=True)
        button.setAccessibleName(tip)
        button.setIconSize(QSize(theme.SPACE_4, theme.SPACE_4))
        (plot or self.loss).header.addWidget(button)
        return button

    # What is shown

    def show_run(self, run: str, title: str, series: RunSeries, *, current: bool = False) -> None:
        """Show a run's curves, or show it with other curves or another title.

        ``current`` makes it the run whose raw loss is drawn behind its smoothed one.
        """
        known = self._shown.get(run)
        if known is None:
            slot = free_slot({shown.style.slot for shown in self._shown.values()})
            self._shown[run] = _Shown(title, series, RunStyle(slot))
        else:
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

    def touch(self, run: str) -> None:
        """Say that a run's curves have grown; they are drawn within ``REDRAW_MS``."""
        shown = self._shown.get(run)
        if shown is not None:
            shown.dirty = True
            self._schedule()

    def _everything_dirty(self) -> None:
        for shown in self._shown.values():
            shown.dirty = True
            shown.epochs_drawn = None
        self._schedule()

    def _schedule(self) -> None:
        if not self._timer.isActive() and self.isVisible():
            waited = 1000 * (time.monotonic() - self._last_redraw)
            self._timer.start(max(0, round(REDRAW_MS - waited)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._schedule()

    def redraw(self) -> None:
        """Draw what has changed since the last time."""
        self._timer.stop()
        self._last_redraw = time.monotonic()
        for run, shown in self._shown.items():
            if shown.dirty:
                shown.dirty = False
                self._draw(run, shown)
        self._fit()
        self._place_cursor()
        self.redrawn.emit()

    def _draw(self, run: str, shown: _Shown) -> None:
        series, pen = shown.series, shown.style.pen(sharpness=self.devicePixelRatioF())
        steps = series.steps.values
        x = steps / series.batches if self._x_axis == "epoch" else steps
        if run == (self._current or next(iter(self._shown))):
            raw = self.loss.line(run, "raw")
            # Beside other runs the noise must not cover their lines.
            raw.setPen(shown.style.pen(faint=0.3 if len(self._shown) == 1 else 0.15))
            raw.setZValue(-1)
            self.loss.set_data(run, "raw", x, series.losses.values)
        elif self.loss.has_line(run, "raw"):
            self.loss.set_data(run, "raw", x[:0], x[:0])
        # On a sharp screen a smooth edge is not seen, but it would take most of the time of drawing.
        self.loss.line(run, "smoothed", pen=pen, antialias=self.devicePixelRatioF() < 1.5)
        self.loss.set_data(run, "smoothed", x, series.smoothed.values)
        self.rate.line(run, "rate", pen=shown.style.pen())
        self.rate.set_data(run, "rate", x, series.learning_rates.values)
        if shown.epochs_drawn != (measured := tuple(series.epochs)):
            shown.epochs_drawn = measured
            self._draw_accuracies(run, shown)

    def _draw_accuracies(self, run: str, shown: _Shown) -> None:
        series, pen = shown.series, shown.style.pen(sharpness=self.devicePixelRatioF())
        for kind in ("train", "test", "own"):
            points = [
                (point.epoch, getattr(point, f"{kind}_accuracy"))
                for point in series.epochs
                if getattr(point, f"{kind}_accuracy") is not None
            ]
            table = np.array(points, dtype=np.float64).reshape(-1, 2)
            self.accuracy.line(run, kind, pen=pen, antialias=True, **self._marker(shown.style, kind))
            scale = 1 if self._x_axis == "epoch" else series.batches
            self.accuracy.set_data(run, kind, table[:, 0] * scale, 100 * table[:, 1])
        self._offer_own()

    def _offer_own(self) -> None:
        """One's own hand has a toggle only where a run was tested on it."""
        points = (point for shown in self._shown.values() for point in shown.series.epochs)
        self.accuracy.offer_kind("own", any(point.own_accuracy is not None for point in points))

    def _marker(self, style: RunStyle, kind: str) -> dict[str, object]:
        outline = pg.mkPen(style.color, width=1)
        if kind == "own":
            return {"symbol": "t1", "symbolSize": 8, "symbolPen": outline, "symbolBrush": style.color}
        if kind == "train":
            return {"symbol": "o", "symbolSize": 7, "symbolPen": outline, "symbolBrush": theme.tokens().panel}
        return {"symbol": "s", "symbolSize": 6, "symbolPen": outline, "symbolBrush": style.color}

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
                text = QLabel(shown.title, toolTip=shown.title)
                text.setMinimumWidth(16)
                self._legend.addWidget(sample)
                self._legend.addWidget(text, 0)
            self._legend.addStretch(1)

    # The view

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
        self._x_button.setText(self.tr("x: {axis}").format(axis=text))
        for plot in self._plots:
            plot.set_bottom_label(text if plot is self.rate else None)

    def set_log_scale(self, on: bool) -> None:
        """Make the loss axis logarithmic, or not."""
        self._log_button.setChecked(on)

    def _on_log_scale(self, on: bool) -> None:
        self.loss.set_log(on)
        self.loss.follow()
        self._fresh = True
        self._everything_dirty()
        self.logScaleChanged.emit(on)

    def reset_view(self) -> None:
        """Show everything again, and follow new data."""
        self._follows_x = True
        self._fresh = True
        for plot in self._plots:
            plot.follow()
        self._schedule()

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

    def _last_x(self, shown: _Shown) -> float:
        series = shown.series
        steps = float(series.steps.values[-1]) if len(series) else 0.0
        steps = max(steps, float(series.epochs[-1].epoch * series.batches) if series.epochs else 0.0)
        return steps / series.batches if self._x_axis == "epoch" else steps

    # The crosshair

    def _on_hovered(self, x: float) -> None:
        self.show_reading_at(x * self._batches() if self._x_axis == "epoch" else x)

    def show_reading_at(self, step: float) -> None:
        """Put the crosshair at a step and show the values there."""
        self._cursor_step = step
        self._place_cursor()

    def _hide_cursor(self) -> None:
        self._cursor_step = None
        self._place_cursor()

    def _batches(self) -> int:
        main = self._main()
        return main.series.batches if main else 1

    def _main(self) -> _Shown | None:
        run = self._current or next(iter(self._shown), None)
        return self._shown[run] if run else None

    def _place_cursor(self) -> None:
        main = self._main()
        reading = None
        if self._cursor_step is not None and main is not None:
            reading = main.series.reading(self._cursor_step)
        if reading is None or main is None:
            for plot in self._plots:
                plot.show_crosshair(None)
            self._readout.hide()
            return
        x = reading.epoch if self._x_axis == "epoch" else reading.step
        for plot in self._plots:
            plot.show_crosshair(x)
        readings = [(main.title, main.style.color.name(), reading)]
        for shown in self._shown.values():
            step = reading.epoch * shown.series.batches if self._x_axis == "epoch" else reading.step
            if shown is not main and (other := shown.series.reading(step)) is not None:
                readings.append((shown.title, shown.style.color.name(), other))
        self._readout.show_readings(readings)
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
            self.show_reading_at(float(steps[np.clip(at, 0, len(steps) - 1)]))
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

    def export_png(self, path: Path) -> None:
        """Save a picture of what is seen, a large one in the background; a failure is told by ``failed``."""
        self._hide_cursor()
        self.redraw()
        try:
            self.writer.write(curve_export.picture(self), path)
        except StorageError as error:
            self.failed.emit(error)

    def export_csv(self, path: Path) -> None:
        """Save the shown runs' values; a failure is told by ``failed``."""
        try:
            curve_export.save_csv(path, [(shown.title, shown.series) for shown in self._shown.values()])
        except StorageError as error:
            self.failed.emit(error)

    def _ask_png(self) -> None:
        self._ask(
            self.tr("Save the curves as a picture"), "curves.png", self.tr("PNG picture (*.png)"), self.export_png
        )

    def _ask_csv(self) -> None:
        self._ask(self.tr("Save the curves as a table"), "curves.csv", self.tr("CSV table (*.csv)"), self.export_csv)

    def _ask(self, title: str, name: str, kinds: str, save: Callable[[Path], object]) -> None:
        dialog = QFileDialog(self, title, "", kinds, objectName="train-export-dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(Path(name).suffix[1:])
        dialog.selectFile(name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: save(Path(chosen)))
        dialog.open()

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
