"""What the curves show, to be saved: a picture, or a table."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from cnnstudio.files import write_whole
from cnnstudio.gui.training_panel.series import EpochPoint, RunSeries

_ACCURACIES = ("train_accuracy", "test_accuracy", "own_accuracy")
COLUMNS = ("run", "step", "epoch", "loss", "smoothed_loss", "learning_rate", *_ACCURACIES)


def save_csv(path: Path, runs: Iterable[tuple[str, RunSeries]]) -> None:
    """Write one row a known step of each (name, curves); accuracies (0..1) stand in their step's row.

    Raises:
        StorageError: if the file cannot be written; an older file of that name is then untouched.
    """
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for name, series in runs:
        table.writerows(_rows(name, series))
    write_whole(path, text.getvalue().encode())


def picture(widget: QWidget, *, scale: float = 2.0) -> QImage:
    """A picture of ``widget`` with ``scale`` picture pixels a logical one."""
    image = QImage(widget.size() * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(widget.palette().window().color())
    painter = QPainter(image)
    widget.render(painter, QPoint())
    painter.end()
    return image


def _rows(name: str, series: RunSeries) -> Iterable[tuple[object, ...]]:
    measured = {point.epoch * series.batches: point for point in series.epochs}
    steps = series.steps.values.astype(np.int64).tolist()
    for step, loss, smoothed, rate in zip(
        steps, series.losses.values, series.smoothed.values, series.learning_rates.values, strict=True
    ):
        point = measured.pop(step, None)
        yield (
            name,
            step,
            f"{step / series.batches:.6g}",
            f"{loss:.7g}",
            f"{smoothed:.7g}",
            f"{rate:.7g}",
            *_accuracies(point),
        )
    # A run read from its folder knows only the logged steps; an epoch's last step need not be one of them.
    for step, point in measured.items():
        yield (name, step, f"{step / series.batches:.6g}", "", "", "", *_accuracies(point))


def _accuracies(point: EpochPoint | None) -> list[str]:
    values = [getattr(point, name, None) for name in _ACCURACIES]
    return ["" if value is None else f"{value:.6g}" for value in values]
