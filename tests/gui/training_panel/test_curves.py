import csv
import time
from pathlib import Path

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QImage, QMouseEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from cnnstudio.errors import StorageError
from cnnstudio.gui import theme
from cnnstudio.gui.training_panel.curve_plot import CurvePlot
from cnnstudio.gui.training_panel.curves import CurvesView
from cnnstudio.gui.training_panel.hover_readout import HoverReadout
from cnnstudio.gui.training_panel.series import EpochPoint, RunSeries
from tests.gui.printed import assert_equations
from tests.gui.training_panel.conftest import Host, find, losses


@pytest.fixture
def view(host: Host) -> CurvesView:
    view = CurvesView()
    host(view, 640, 640)
    return view


def run(steps: int = 1000, batches: int = 400, *, seed: int = 0, rate: float = 0.05) -> RunSeries:
    series = RunSeries(batches)
    series.append(np.arange(1, steps + 1), losses(steps, seed=seed), np.full(steps, rate))
    for epoch in range(1, steps // batches + 1):
        series.set_epoch(EpochPoint(epoch, 0.9 + 0.01 * epoch, 0.89 + 0.01 * epoch))
    return series


def line(view: CurvesView, plot: str, kind: str, name: str = "a") -> tuple[np.ndarray, np.ndarray]:
    """What is drawn: x and y of a curve."""
    shown: CurvePlot = getattr(view, plot)
    x, y = shown.line(name, kind).getOriginalDataset()
    return (np.empty(0), np.empty(0)) if x is None else (x, y)


def hover(view: CurvesView, plot: CurvePlot, x: float) -> None:
    box = plot.plot.getViewBox()
    at = plot.view.mapFromScene(box.mapViewToScene(QPointF(x, box.viewRect().center().y())))
    viewport = plot.view.viewport()
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(at),
        viewport.mapToGlobal(QPointF(at)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(viewport, event)


def test_draws_losses_accuracies_and_rate_over_epochs(view: CurvesView) -> None:
    view.show_run("a", "A", run(), current=True)
    view.redraw()
    x, y = line(view, "loss", "raw")
    assert len(y) == 1000
    assert x[-1] == 1000 / 400
    assert len(line(view, "loss", "smoothed")[1]) == 1000
    assert line(view, "accuracy", "test")[1].tolist() == pytest.approx([90, 91])
    assert line(view, "accuracy", "train")[0].tolist() == [1, 2]
    assert set(line(view, "rate", "rate")[1]) == {0.05}


@pytest.mark.parametrize(("epochs", "marked"), [(2, True), (1000, True), (1001, False)])
def test_epochs_are_marked_until_the_marks_would_cover_one_another(view: CurvesView, epochs: int, marked: bool) -> None:
    series = run(10)
    for epoch in range(1, epochs + 1):
        series.set_epoch(EpochPoint(epoch, 0.9, 0.9))
    view.show_run("a", "A", series, current=True)
    view.redraw()
    item = view.accuracy.line("a", "test")
    assert len(item.getOriginalDataset()[1]) == epochs
    assert item.scatter.isVisible() == marked


def test_nothing_of_pyqtgraph_own_menus_is_seen(view: CurvesView) -> None:
    assert [menu for menu in view.findChildren(QMenu) if menu.isVisible()] == []


def test_dragging_something_over_a_plot_is_not_met_with_a_complaint(view: CurvesView) -> None:
    """Qt's views take drops by default, and pyqtgraph then lets them down, of which Qt complains."""
    for plot in view.findChildren(pg.PlotWidget):
        spot = plot.viewport().rect().center()
        nothing = QMimeData(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(spot, Qt.DropAction.CopyAction, *nothing)
        assert not plot.acceptDrops()
        assert not plot.viewport().acceptDrops()
        QApplication.sendEvent(plot.window().windowHandle(), enter)
        assert not enter.isAccepted()
        QApplication.sendEvent(plot.window().windowHandle(), QDragLeaveEvent())


def test_redraws_at_most_thirty_times_a_second_under_a_flood(view: CurvesView, qtbot: QtBot) -> None:
    series = run(10)
    view.show_run("a", "A", series, current=True)
    drawn: list[float] = []
    view.redrawn.connect(lambda: drawn.append(time.monotonic()))
    floods = 0

    def flood() -> None:
        nonlocal floods
        for _ in range(10):
            floods += 1
            first = len(series) + 1
            series.append(np.arange(first, first + 50), losses(50), np.full(50, 0.05))
            view.touch("a")

    timer = QTimer(interval=1)
    timer.timeout.connect(flood)
    timer.start()
    began = time.monotonic()
    qtbot.waitUntil(lambda: floods > 100 and len(drawn) > 3 and time.monotonic() - began > 1)
    timer.stop()
    assert len(drawn) <= 31 * (time.monotonic() - began)
    qtbot.waitUntil(lambda: len(line(view, "loss", "raw")[1]) == len(series), timeout=1000)


def test_where_drawing_takes_long_a_growing_run_is_drawn_less_often_but_a_choice_at_once(
    view: CurvesView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a slow machine would draw rather than train."""
    paint = pg.GraphicsView.paintEvent

    def slow(self: pg.GraphicsView, event: QPaintEvent) -> None:
        end = time.thread_time() + 0.02
        while time.thread_time() < end:
            pass
        paint(self, event)

    monkeypatch.setattr(pg.GraphicsView, "paintEvent", slow)
    series = run(10)
    view.show_run("a", "A", series, current=True)
    pauses = []
    for _ in range(4):
        with qtbot.waitSignal(view.redrawn):
            pass
        for plot in view.findChildren(pg.PlotWidget):
            plot.viewport().repaint()
        view.touch("a")
        pauses.append(view._timer.interval())
    # Three plots of 20 ms each, ten times a second, would be 600 ms of every second.
    assert 300 < max(pauses) <= 500
    view.set_x_axis("step")
    assert view._timer.interval() <= 34


def test_a_hundred_thousand_steps_are_drawn_quickly_and_few_points_reach_the_painter(view: CurvesView) -> None:
    series = run(100_000)
    view.set_live(True)
    view.show_run("a", "A", series, current=True)
    view.redraw()
    QApplication.processEvents()
    spent = []
    for _ in range(10):
        first = len(series) + 1
        series.append(np.arange(first, first + 50), losses(50), np.full(50, 0.05))
        view.touch("a")
        began = time.process_time()
        view.redraw()
        QApplication.processEvents()
        spent.append(time.process_time() - began)
    # A frame is 33 ms; about 6 ms are needed on a quiet 2-core machine.
    assert np.median(spent) < 0.033
    displayed = view.loss.line("a", "raw").getData()[1]
    assert len(displayed) < 10_000


def test_nothing_is_drawn_while_the_room_is_hidden(view: CurvesView, qtbot: QtBot) -> None:
    view.show_run("a", "A", run(), current=True)
    view.redraw()
    view.hide()
    drawn: list[int] = []
    view.redrawn.connect(lambda: drawn.append(1))
    view.touch("a")
    qtbot.wait(80)
    assert not drawn
    view.show()
    qtbot.waitUntil(lambda: bool(drawn), timeout=1000)


def test_hovering_shows_exact_values_and_crosshairs_in_all_plots(view: CurvesView, qtbot: QtBot) -> None:
    series = run()
    view.show_run("a", "A", series, current=True)
    view.redraw()
    qtbot.waitUntil(lambda: view.loss.x_range()[1] > 2)
    hover(view, view.accuracy, 1.5)
    readout = view.findChild(HoverReadout)
    assert readout is not None
    assert readout.isVisible()
    text = readout.text()
    step = next(step for step in range(595, 606) if f">{step}<" in text)
    assert f"{series.losses.values[step - 1]:.4f}" in text
    assert f"{series.smoothed.values[step - 1]:.4f}" in text
    assert "91.00 %" in text
    assert "90.00 %" in text
    for plot in (view.loss, view.accuracy, view.rate):
        assert plot._crosshair.isVisible()
    QApplication.sendEvent(view.accuracy, QEvent(QEvent.Type.Leave))
    assert not readout.isVisible()


def test_arrow_keys_move_the_crosshair_step_by_step(view: CurvesView, qtbot: QtBot) -> None:
    view.show_run("a", "A", run(), current=True)
    view.redraw()
    readout = view.findChild(HoverReadout)
    assert readout is not None
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert ">1<" in readout.text()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert ">2<" in readout.text()
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert ">1,000<" in readout.text()
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not readout.isVisible()


def test_legend_buttons_hide_and_show_their_curves(view: CurvesView, qtbot: QtBot) -> None:
    view.show_run("a", "A", run(), current=True)
    view.redraw()
    for plot, kind in (
        ("loss", "raw"),
        ("loss", "smoothed"),
        ("accuracy", "train"),
        ("accuracy", "test"),
        ("rate", "rate"),
    ):
        button = find(view, f"train-legend-{kind}")
        item = getattr(view, plot).line("a", kind)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert not item.isVisible()
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert item.isVisible()


def test_a_run_shown_later_keeps_to_what_the_legend_says(view: CurvesView, qtbot: QtBot) -> None:
    qtbot.mouseClick(find(view, "train-legend-train"), Qt.MouseButton.LeftButton)
    view.show_run("a", "A", run(), current=True)
    view.redraw()
    assert not view.accuracy.line("a", "train").isVisible()


def test_log_scale_leaves_out_what_has_no_logarithm(view: CurvesView, qtbot: QtBot) -> None:
    series = run()
    series.append(np.array([1001, 1002]), np.array([0.0, np.inf]), np.array([0.05, 0.05]))
    view.show_run("a", "A", series, current=True)
    qtbot.mouseClick(find(view, "train-log-scale"), Qt.MouseButton.LeftButton)
    view.redraw()
    low, high = view.loss.plot.getViewBox().viewRange()[1]
    finite = series.losses.values[:1000]
    assert low < np.log10(finite.min()) < np.log10(finite.max()) < high
    assert high - low < 3
    qtbot.mouseClick(find(view, "train-log-scale"), Qt.MouseButton.LeftButton)
    view.redraw()
    low, high = view.loss.plot.getViewBox().viewRange()[1]
    assert low <= 0 < finite.max() < high


def drawn_share(plot: CurvePlot) -> float:
    """The share of the plot's pixel columns in which there is something of a curve's colour."""
    box = plot.plot.getViewBox()
    area = plot.view.mapFromScene(box.sceneBoundingRect()).boundingRect()
    picture = plot.view.grab().toImage().copy(area.adjusted(8, 8, -8, -8))
    blue = [
        any(picture.pixelColor(x, y).hsvSaturationF() > 0.12 for y in range(picture.height()))
        for x in range(picture.width())
    ]
    return sum(blue) / len(blue)


MANY = losses(50_000).astype(np.float64) + 1e-3
EVERY = np.arange(len(MANY))


@pytest.mark.parametrize("log", [True, False])
@pytest.mark.parametrize(
    "values",
    [
        np.where(EVERY % 3 == 0, 0.0, MANY),
        np.where(EVERY % 2 == 0, -1.0, MANY),
        np.where(EVERY % 3 == 0, np.nan, MANY),
        np.where(EVERY % 50 == 0, np.inf, MANY),
        np.where(EVERY % 50 == 0, 1e200, MANY),
    ],
    ids=["zeros", "negative", "no-numbers", "infinities", "beyond-float32"],
)
def test_many_points_are_seen_whatever_lies_between_them(view: CurvesView, log: bool, values: np.ndarray) -> None:
    series = RunSeries(400)
    series.append(np.arange(1, len(values) + 1), values, np.full(len(values), 0.05))
    view.show_run("a", "A", series, current=True)
    find(view, "train-legend-smoothed").setChecked(False)
    find(view, "train-log-scale").setChecked(log)
    view.redraw()
    assert drawn_share(view.loss) > 0.9


@pytest.mark.parametrize("log", [True, False])
def test_a_few_points_between_gaps_are_interrupted_there(view: CurvesView, log: bool) -> None:
    values = np.ones(100)
    values[40:60] = np.nan
    series = RunSeries(400)
    series.append(np.arange(1, 101), values, np.full(100, 0.05))
    view.show_run("a", "A", series, current=True)
    find(view, "train-legend-smoothed").setChecked(False)
    find(view, "train-log-scale").setChecked(log)
    view.redraw()
    assert 0.6 < drawn_share(view.loss) < 0.9


def test_a_loss_that_falls_to_zero_does_not_press_the_rest_flat(view: CurvesView) -> None:
    values = np.concatenate([losses(1000), np.zeros(4000)])
    series = RunSeries(400)
    series.append(np.arange(1, 5001), values, np.full(5000, 0.05))
    view.show_run("a", "A", series, current=True)
    find(view, "train-log-scale").setChecked(True)
    view.redraw()
    low, high = view.loss.plot.getViewBox().viewRange()[1]
    assert high - low < 15


ABSURD = {
    "one point": ([1.0], 1, 1, 10),
    "one zero": ([0.0], 1, 1, 10),
    "nothing but zeros": ([0.0] * 600, 1, 1, 10),
    "no numbers": ([np.nan] * 600, 1, 1, 10),
    "a billion steps an epoch": ([1.0, 0.5, 0.2] * 200, 1, 1, 10**9),
    "more steps an epoch than a float holds": ([1.0, 0.5, 0.2] * 200, 1, 1, 10**400),
    "a billion epochs": ([1.0, 0.5, 0.2] * 200, 10**9, 1, 1),
    "steps beyond every run": ([1.0, 0.5, 0.2] * 200, 10**300, 1, 10),
    "steps before the first": ([1.0, 0.5, 0.2] * 200, -1000, 1, 10),
    "falling steps": ([1.0, 0.5, 0.2] * 200, 600, -1, 10),
    "the same step": ([1.0, 0.5, 0.2] * 200, 1, 0, 10),
    "huge": ([1e38, 3e38, 1e37] * 200, 1, 1, 10),
    "hugest": ([1e308, 1.7e308, 1e300] * 200, 1, 1, 10),
    "tiny": ([1e-44, 2e-45, 1e-40] * 200, 1, 1, 10),
    "tiniest": ([5e-324, 1e-320, 1e-300] * 200, 1, 1, 10),
    "all the same": ([0.3] * 600, 1, 1, 10),
    "everything at once": ([1e-300, 1e300, 0.0, -1.0, np.nan, np.inf] * 100, 1, 1, 10),
}


@pytest.mark.parametrize("case", ABSURD)
def test_absurd_numbers_are_drawn_as_far_as_they_can_be(view: CurvesView, case: str) -> None:
    """An error in a paint is told by the guard, which fails the test."""
    values, first, stride, batches = ABSURD[case]
    series = RunSeries(batches)
    steps = float(first) + stride * np.arange(len(values), dtype=np.float64)
    series.append(steps, np.array(values), np.array(values))
    for epoch, accuracy in ((1, 0.5), (2, np.nan), (3, 1e300), (10**9, -5.0), (10**400, 0.5)):
        series.set_epoch(EpochPoint(epoch, accuracy, None))
    view.show_run("a", "A", series, current=True)
    for log in (False, True):
        for axis in ("epoch", "step"):
            view.set_log_scale(log)
            view.set_x_axis(axis)
            for live in (True, False):
                view.set_live(live)
                view.redraw()
                assert not view.grab().isNull()
            for x in (0.0, 1.0, 1e9, 1e300, np.nan):
                view.show_values_at(x)
            for plot in (view.loss, view.accuracy, view.rate):
                assert all(np.isfinite(edge) for edges in plot.plot.getViewBox().viewRange() for edge in edges)


@pytest.mark.parametrize("log", [True, False])
@pytest.mark.parametrize("turn", [-480, 480])  # four steps of a wheel
@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier])
def test_the_wheel_ends_where_there_is_nothing_more_to_see(
    view: CurvesView, log: bool, turn: int, modifier: Qt.KeyboardModifier
) -> None:
    view.show_run("a", "A", run(), current=True)
    view.set_log_scale(log)
    view.redraw()
    viewport = view.loss.view.viewport()
    middle = QPointF(viewport.rect().center())
    for count in range(100):
        event = QWheelEvent(
            middle,
            viewport.mapToGlobal(middle),
            QPoint(),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            modifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)
        if count % 25 == 0:
            view.redraw()
            view.grab()
    view.redraw()
    assert not view.grab().isNull()
    ticks = view.loss.plot.getAxis("left").tickValues(*view.loss.plot.getViewBox().viewRange()[1], 300)
    assert sum(len(values) for _, values in ticks) < 2000


def test_axes_stand_still_while_the_data_fit(view: CurvesView) -> None:
    series = run(410)
    view.set_live(True)
    view.show_run("a", "A", series, current=True)
    view.redraw()
    before = view.loss.x_range()
    assert before[1] > 410 / 400
    series.append(np.arange(411, 441), losses(30), np.full(30, 0.05))
    view.touch("a")
    view.redraw()
    assert view.loss.x_range() == before
    series.append(np.arange(441, 601), losses(160), np.full(160, 0.05))
    view.touch("a")
    view.redraw()
    assert view.loss.x_range()[1] > before[1]


def test_zooming_by_hand_stops_following_until_reset(view: CurvesView, qtbot: QtBot) -> None:
    series = run()
    view.show_run("a", "A", series, current=True)
    view.redraw()
    whole = view.loss.x_range()
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    zoomed = view.loss.x_range()
    assert zoomed[1] - zoomed[0] < 0.85 * (whole[1] - whole[0])
    assert view.accuracy.x_range() == pytest.approx(zoomed)
    series.append(np.arange(1001, 2001), losses(1000), np.full(1000, 0.05))
    view.touch("a")
    view.redraw()
    assert view.loss.x_range() == pytest.approx(zoomed)
    qtbot.mouseClick(find(view, "train-reset-view"), Qt.MouseButton.LeftButton)
    view.redraw()
    assert view.loss.x_range()[1] == pytest.approx(2000 / 400 * 1.01)


def test_dragging_pans_along_x_and_double_click_resets(view: CurvesView, qtbot: QtBot) -> None:
    view.show_run("a", "A", run(), current=True)
    view.redraw()
    QApplication.processEvents()
    whole = view.loss.x_range()
    viewport = view.loss.view.viewport()
    start, end = QPoint(viewport.width() // 2, viewport.height() // 2), QPoint(viewport.width() // 2 - 100, 60)
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.3, 0.6, 1.0):
        qtbot.mouseMove(viewport, start + (end - start) * share)
        qtbot.wait(20)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)
    assert view.loss.x_range()[0] > whole[0]
    qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=start)
    qtbot.waitUntil(lambda: view.loss.x_range() == pytest.approx(whole), timeout=1000)


def test_x_axis_reads_in_steps_too(view: CurvesView, qtbot: QtBot) -> None:
    view.show_run("a", "A", run(), current=True)
    view.redraw()
    qtbot.mouseClick(find(view, "train-x-axis"), Qt.MouseButton.LeftButton)
    view.redraw()
    assert line(view, "loss", "smoothed")[0][-1] == 1000
    assert line(view, "accuracy", "test")[0].tolist() == [400, 800]
    assert view.loss.x_range()[1] == pytest.approx(1010)


def test_overlaid_runs_differ_in_colour_and_in_line_style(view: CurvesView) -> None:
    for name in "abcdefgh":
        view.show_run(name, name.upper(), run(200), current=name == "a")
    view.redraw()
    pens = [view.loss.line(name, "smoothed").opts["pen"] for name in "abcdefgh"]
    assert len({pen.color().name() for pen in pens}) == 8
    assert len({tuple(pen.dashPattern()) for pen in pens}) == 8
    assert pens[0].color() == theme.OKABE_ITO[0]
    assert all(pen.width() == 1 for pen in pens)
    # Only the current run's raw loss is drawn: eight noisy curves would hide one another.
    assert len(line(view, "loss", "raw")[1]) == 200
    assert not view.loss.has_line("b", "raw")


def test_a_style_is_free_again_when_its_run_is_hidden(view: CurvesView) -> None:
    for name in "abc":
        view.show_run(name, name, run(100))
    view.hide_run("b")
    view.show_run("d", "d", run(100))
    slots = {name: style.slot for name, style in view.shown_runs().items()}
    assert slots == {"a": 0, "c": 2, "d": 1}
    view.redraw()
    assert not view.loss.has_line("b", "smoothed")


def test_overlays_are_read_at_the_same_epoch(view: CurvesView, qtbot: QtBot) -> None:
    view.show_run("a", "First", run(1000, 400), current=True)
    view.show_run("b", "Second", run(500, 200))
    view.redraw()
    hover(view, view.loss, 1.0)
    readout = view.findChild(HoverReadout)
    assert readout is not None
    text = readout.text()
    assert "First" in text
    assert "Second" in text
    step = next(step for step in range(396, 405) if f"step {step} " in text)
    second = view._shown["b"].series.values_at(step / 400 * 200)
    assert second is not None
    assert f"{view._shown['a'].series.smoothed.values[step - 1]:.4f}" in text
    assert f"{second.smoothed:.4f}" in text
    assert f"loss {view._shown['a'].series.losses.values[step - 1]:.4f}" in text


def test_theme_changes_at_once(view: CurvesView) -> None:
    view.show_run("a", "A", run(), current=True)
    view.redraw()
    theme.manager().set_mode("dark")
    view.redraw()
    QApplication.processEvents()
    image = view.loss.view.grab().toImage()
    assert image.pixelColor(image.width() - 3, 3) == theme.DARK.panel
    assert len(line(view, "loss", "raw")[1]) == 1000


def test_csv_has_every_step_and_accuracies_at_their_step(view: CurvesView, tmp_path: Path) -> None:
    series = run()
    view.show_run("a", "Run A", series, current=True)
    view.export_csv(tmp_path / "curves.csv")
    with (tmp_path / "curves.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 1000
    assert [float(row["loss"]) for row in rows] == pytest.approx(series.losses.values.tolist(), rel=1e-6)
    assert rows[399]["step"] == "400"
    assert rows[399]["test_accuracy"] == "0.9"
    assert rows[398]["test_accuracy"] == ""
    assert rows[0]["run"] == "Run A"


def test_csv_of_a_run_known_only_by_its_logged_steps_keeps_its_accuracies(view: CurvesView, tmp_path: Path) -> None:
    series = RunSeries(400)
    series.append(np.array([1, 51]), np.array([2.0, 1.0]), np.array([0.1, 0.1]))
    series.set_epoch(EpochPoint(1, 0.5, None))
    view.show_run("a", "A", series)
    view.export_csv(tmp_path / "curves.csv")
    rows = (tmp_path / "curves.csv").read_text(encoding="utf-8").splitlines()
    assert rows[-1] == "A,400,1,,,,0.5,,"


def test_png_is_a_sharp_picture_of_the_curves(view: CurvesView, tmp_path: Path) -> None:
    view.show_run("a", "A", run(), current=True)
    view.export_png(tmp_path / "curves.png")
    image = QImage(str(tmp_path / "curves.png"))
    assert (image.width(), image.height()) == (1280, 1280)
    colors = {image.pixelColor(x, y).name() for x in range(200, 1200, 3) for y in range(100, 500, 3)}
    assert len(colors) > 5


@pytest.mark.parametrize("export", ["export_png", "export_csv"])
def test_an_export_that_cannot_be_written_is_told_and_leaves_nothing(
    view: CurvesView, qtbot: QtBot, tmp_path: Path, export: str
) -> None:
    view.show_run("a", "A", run(100), current=True)
    with qtbot.waitSignal(view.failed) as failed:
        getattr(view, export)(tmp_path / "missing" / "curves.out")
    assert isinstance(failed.args[0], StorageError)
    assert "Choose another folder" in str(failed.args[0])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("classes", [2, 3, 7, 10, 47, 1000])
def test_what_guessing_gives_is_reckoned_truly(view: CurvesView, classes: int) -> None:
    curves = view
    curves.show_chance(classes)
    loss, share = (plot._chance.label.toPlainText() for plot in (curves.loss, curves.accuracy))
    assert assert_equations(loss) == 1
    assert assert_equations(share.replace("1 in", "1 /")) == 1
    assert ("=" in share) == (float(f"{100 / classes:.3g}") == 100 / classes)
