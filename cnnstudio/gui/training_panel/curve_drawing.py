"""The lines of one run: its losses and rates at every step, its accuracies after every epoch."""

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg

from cnnstudio.gui import theme
from cnnstudio.gui.training_panel.curve_plot import CurvePlot
from cnnstudio.gui.training_panel.run_style import RunStyle
from cnnstudio.gui.training_panel.series import EpochPoint, RunSeries
from cnnstudio.training.room_state import XAxis

_MOST_MARKED = 1000
"""A line of more epochs has no marks: they would lie on one another, and each is painted by itself."""


@dataclass(slots=True)
class ShownRun:
    """A run whose curves are shown.

    Attributes:
        title: of the legend.
        series: what is drawn.
        style: how.
        dirty: whether it has grown since it was drawn.
        epochs_drawn: the accuracies as they were drawn.
    """

    title: str
    series: RunSeries
    style: RunStyle
    dirty: bool = True
    epochs_drawn: tuple[EpochPoint, ...] | None = None


def draw_steps(
    run: str,
    shown: ShownRun,
    loss: CurvePlot,
    rate: CurvePlot,
    *,
    axis: XAxis,
    raw: bool,
    alone: bool,
    sharpness: float,
) -> None:
    """Draw losses and learning rates.

    Args:
        run: by which the plots know its lines.
        shown: what is drawn.
        loss: the plot of losses.
        rate: the plot of learning rates.
        axis: what x is read in.
        raw: whether the loss of every step is drawn behind the smoothed one.
        alone: whether no other run is shown.
        sharpness: device pixels a pixel.
    """
    series = shown.series
    steps = series.steps.values
    x = steps / series.batches if axis == "epoch" else steps
    if raw:
        line = loss.line(run, "raw")
        # Beside other runs the noise must not cover their lines.
        line.setPen(shown.style.pen(faint=0.3 if alone else 0.15))
        line.setZValue(-1)
        loss.set_data(run, "raw", x, series.losses.values)
    elif loss.has_line(run, "raw"):
        loss.set_data(run, "raw", x[:0], x[:0])
    # On a sharp screen a smooth edge is not seen, but it would take most of the time of drawing.
    loss.line(run, "smoothed", pen=shown.style.pen(sharpness=sharpness), antialias=sharpness < 1.5)
    loss.set_data(run, "smoothed", x, series.smoothed.values)
    rate.line(run, "rate", pen=shown.style.pen())
    rate.set_data(run, "rate", x, series.learning_rates.values)


def draw_epochs(run: str, shown: ShownRun, accuracy: CurvePlot, *, axis: XAxis, sharpness: float) -> None:
    """Draw the accuracies that were measured; the arguments are those of ``draw_steps``."""
    series, pen = shown.series, shown.style.pen(sharpness=sharpness)
    for kind in ("train", "test", "own"):
        points = [
            (point.epoch, getattr(point, f"{kind}_accuracy"))
            for point in series.epochs
            if getattr(point, f"{kind}_accuracy") is not None
        ]
        table = np.array(points, dtype=np.float64).reshape(-1, 2)
        marker = _marker(shown.style, kind)
        line = accuracy.line(run, kind, pen=pen, antialias=True, **marker)
        line.setSymbol(marker["symbol"] if len(points) <= _MOST_MARKED else None)
        scale = 1 if axis == "epoch" else series.batches
        accuracy.set_data(run, kind, table[:, 0] * scale, 100 * table[:, 1])


def _marker(style: RunStyle, kind: str) -> dict[str, object]:
    outline = pg.mkPen(style.color, width=1)
    if kind == "own":
        return {"symbol": "t1", "symbolSize": 8, "symbolPen": outline, "symbolBrush": style.color}
    if kind == "train":
        return {"symbol": "o", "symbolSize": 7, "symbolPen": outline, "symbolBrush": theme.tokens().panel}
    return {"symbol": "s", "symbolSize": 6, "symbolPen": outline, "symbolBrush": style.color}
