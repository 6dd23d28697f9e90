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


def _level(grid: Grid) -> list[float]:
    return sorted({line.y1() for line in grid.lines() if line.y1() == line.y2()})


def test_lines_follow_the_size_and_the_scale_as_they_follow_the_range(plot: pg.PlotItem) -> None:
    grid, fresh = Grid(plot), Grid(plot)
    view = plot.view_widget
    plot.getViewBox().setRange(xRange=(0, 10), yRange=(0.0, 2.0), padding=0)
    view.grab()
    few = _level(grid)
    view.resize(600, 1600)
    view.grab()
    assert len(_level(grid)) > len(few), "a taller plot has room for more of them"
    assert _level(grid) == _level(fresh) == sorted(plot.getAxis("left").tickValues(0.0, 2.0, _height(plot))[0][1])
    plot.setLogMode(x=False, y=True)
    view.grab()
    decades = [value for _, values in plot.getAxis("left").tickValues(0.0, 2.0, _height(plot))[:1] for value in values]
    assert _level(grid) == sorted(decades), "each decade's line, once the axis is logarithmic"


def _height(plot: pg.PlotItem) -> float:
    return plot.getAxis("left").height()


def test_the_grid_does_not_widen_what_is_fitted(plot: pg.PlotItem) -> None:
    Grid(plot)
    plot.getViewBox().setRange(xRange=(0, 1000), yRange=(0, 1000), padding=0)
    plot.plot([1, 2], [3, 4])
    (left, right), (low, high) = plot.getViewBox().childrenBounds()
    assert (left, right, low, high) == pytest.approx((1, 2, 3, 4), abs=0.05)


@pytest.mark.parametrize("side", ["left", "bottom"])
def test_an_axis_squeezed_to_nothing_has_no_lines(plot: pg.PlotItem, side: str) -> None:
    grid = Grid(plot)
    plot.view_widget.show()
    plot.view_widget.grab()
    assert len({line.x1() == line.x2() for line in grid.lines()}) == 2, "upright and level ones"
    axis = plot.getAxis(side)
    axis.setMinimumSize(0, 0)
    axis.resize(*((axis.width(), 0) if side == "left" else (0, axis.height())))
    assert (axis.height() if side == "left" else axis.width()) <= 0
    assert not any((line.x1() == line.x2()) == (side == "bottom") for line in grid.lines())
    plot.view_widget.grab()


@pytest.mark.parametrize("bad", [(0.0, float("nan")), (float("-inf"), float("inf")), (1.0, 1.0), (2.0, 1.0)])
def test_a_range_that_is_none_has_no_lines(plot: pg.PlotItem, bad: tuple[float, float]) -> None:
    grid = Grid(plot)
    plot.view_widget.grab()
    assert grid._majors("left", 0.0, 1.0, "height"), "the plot has room"
    assert grid._majors("left", *bad, "height") == []
