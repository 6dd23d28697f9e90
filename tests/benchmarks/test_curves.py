import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.gui.training_panel.curves import CurvesView
from tests.benchmarks import curves


@pytest.fixture
def view(qtbot: QtBot) -> CurvesView:
    view = CurvesView()
    qtbot.addWidget(view)
    view.resize(900, 700)
    view.show_run("a", "A", curves.long_run(5000), current=True)
    view.show()
    qtbot.waitExposed(view)
    view.redraw()
    return view


def test_every_curve_has_so_many_points(view: CurvesView) -> None:
    for plot, kind in ((view.loss, "raw"), (view.loss, "smoothed"), (view.rate, "rate")):
        assert len(plot.line("a", kind).getOriginalDataset()[0]) == 5000
    assert len(view.accuracy.line("a", "test").getOriginalDataset()[0]) == 5000 // 469


def test_each_frame_moves_the_view_and_is_timed(view: CurvesView) -> None:
    hand = curves.Hand(view)
    for frames in (hand.pan(6), hand.zoom(6)):
        assert len(frames) == 6
        assert min(frames) > 0


def test_the_wheel_brings_a_hundredth_into_view(view: CurvesView) -> None:
    low, high = view.loss.x_range()
    hand = curves.Hand(view)
    for _ in range(curves._turns_to(0.01)):
        hand.turn_wheel(1)
    left, right = view.loss.x_range()
    assert (right - left) / (high - low) == pytest.approx(0.01, rel=0.2)


def test_a_frame_in_which_nothing_moves_is_no_frame(view: CurvesView) -> None:
    with pytest.raises(RuntimeError, match="did not move"):
        curves.Hand(view)._frame(lambda: None)
