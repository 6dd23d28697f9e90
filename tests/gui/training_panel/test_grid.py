import pyqtgraph as pg
import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.gui.training_panel.grid import Grid


@pytest.fixture
def plot(qtbot: QtBot) -> pg.PlotItem:
    view = pg.PlotWidget()
    view.getPlotItem().ctrlMenu.setParent(view, view.getPlotItem().ctrlMenu.windowFlags())
    view.getPlotItem().getViewBox().menu.setParent(view, view.getPlotItem().ctrlMenu.windowFlags())
    qtbot.addWidget(view)
    view.resize(600, 400)
    plot = view.getPlotItem()
    plot.view_widget = view
    return plot


def test_lines_stand_at_the_labelled_values_and_follow_the_range(plot: pg.PlotItem) -> None:
    grid = Grid(plot)
    plot.getViewBox().setRange(xRange=(0, 10), yRange=(0, 1), padding=0)
    upright = sorted({line.x1() for line in grid.lines() if line.x1() == line.x2()})
    assert upright[0] == 0
    assert all(value == round(value) for value in upright)
    plot.getViewBox().setRange(xRange=(100, 200), yRange=(0, 1), padding=0)
    moved = [line.x1() for line in grid.lines() if line.x1() == line.x2()]
    assert moved
    assert all(100 <= value <= 200 for value in moved)


def test_the_grid_does_not_widen_what_is_fitted(plot: pg.PlotItem) -> None:
    Grid(plot)
    plot.getViewBox().setRange(xRange=(0, 1000), yRange=(0, 1000), padding=0)
    plot.plot([1, 2], [3, 4])
    (left, right), (low, high) = plot.getViewBox().childrenBounds()
    assert (left, right, low, high) == pytest.approx((1, 2, 3, 4), abs=0.05)
