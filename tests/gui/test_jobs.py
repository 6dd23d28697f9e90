import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.gui.digit_canvas.page import DrawPage
from cnnstudio.gui.jobs import Activity, Jobs, Progress
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.training_panel.page import TrainPage
from tests.gui.digit_canvas.conftest import settle
from tests.gui.digit_canvas.hand import SEVEN, draw_on
from tests.gui.training_panel.conftest import small_mnist  # noqa: F401


@pytest.fixture
def jobs(qapp: object) -> Jobs:
    return Jobs()


def texts(jobs: Jobs) -> list[str]:
    return [str(activity.progress) for activity in jobs.going]


def test_each_has_a_line_of_its_own(jobs: Jobs) -> None:
    owner = QObject()
    training, picture, digit = (jobs.activity(owner) for _ in range(3))
    assert texts(jobs) == []
    training.tell("Epoch 3/10", 0.42)
    picture.tell("Computing the picture")
    digit.tell("Loading a digit")
    assert texts(jobs) == ["Loading a digit", "Computing the picture", "Epoch 3/10 · 42 %"]
    picture.end()
    assert texts(jobs) == ["Loading a digit", "Epoch 3/10 · 42 %"]
    picture.end()  # it is over already
    digit.end()
    training.tell("Epoch 4/10", 0.5)
    assert texts(jobs) == ["Epoch 4/10 · 50 %"]


def test_what_leads_stands_in_front_of_what_began_later(jobs: Jobs) -> None:
    owner = QObject()
    first, second = jobs.activity(owner, leading=True), jobs.activity(owner, leading=True)
    other = jobs.activity(owner)
    for activity, text in ((first, "Epoch 1/10"), (second, "Writing a.gif"), (other, "Reading b.png")):
        activity.tell(text)
    assert texts(jobs) == ["Writing a.gif", "Epoch 1/10", "Reading b.png"]
    assert jobs.progress == Progress(text="Writing a.gif")
    first.tell("Epoch 2/10")  # to be further is not to begin
    assert texts(jobs) == ["Writing a.gif", "Epoch 2/10", "Reading b.png"]


def test_what_has_not_changed_is_not_told_again(jobs: Jobs) -> None:
    activity, told, lists = jobs.activity(jobs), [], []
    jobs.changed.connect(lambda: told.append(jobs.progress))
    jobs.listChanged.connect(lambda: lists.append(len(jobs.going)))
    for fraction in (0.1, 0.1, 0.2):
        activity.tell("Epoch 1", fraction)
    activity.end()
    activity.end()
    assert [progress.fraction for progress in told] == [0.1, 0.2, None]
    assert lists == [1, 0]


def test_it_ends_with_who_does_it(jobs: Jobs) -> None:
    gone, stays = QObject(), QObject()
    jobs.activity(gone).tell("Reading a.png")
    jobs.activity(stays).tell("Epoch 1/10")
    gone.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert texts(jobs) == ["Epoch 1/10"]


def test_it_is_stopped_where_that_can_be(jobs: Jobs) -> None:
    stopped: list[int] = []
    activity = jobs.activity(jobs, stop=lambda: stopped.append(1))
    assert activity.can_stop
    activity.stop()
    assert stopped == [1]
    assert not jobs.activity(jobs).can_stop
    jobs.activity(jobs).stop()


def shown(window: MainWindow) -> str:
    return window.statusBar().progress_text


@pytest.fixture
def running(main_window: MainWindow, qtbot: QtBot, small_mnist: Path) -> TrainPage:  # noqa: F811
    """Train's room with a run that goes on for long."""
    main_window.open_room("train")
    page = main_window.page("train")
    assert isinstance(page, TrainPage)
    page.form.show_config(page.form.config.changed(dataset=str(small_mnist), epochs=500, batch_size=32))
    page._start()
    qtbot.waitUntil(lambda: "Epoch" in shown(main_window), timeout=60_000)
    return page


def _draw_reads_a_picture(window: MainWindow, qtbot: QtBot, file: Path) -> None:
    window.open_room("draw")
    page = window.page("draw")
    assert isinstance(page, DrawPage)
    draw_on(page.pad, SEVEN)
    settle(qtbot, page)
    assert page.save(file)
    page.open_picture(file)
    assert "Reading" in shown(window)
    settle(qtbot, page)
    qtbot.waitUntil(lambda: "Reading" not in shown(window))


def _playground_computes(window: MainWindow, qtbot: QtBot, _file: Path) -> None:
    window.open_room("playground")
    page = window.page("playground")
    assert isinstance(page, PlaygroundPage)
    page.model.busyChanged.emit(True)
    assert "Computing the picture" in shown(window)
    page.model.busyChanged.emit(False)
    assert "Computing" not in shown(window)


def _playground_loads_a_digit(window: MainWindow, qtbot: QtBot, _file: Path) -> None:
    window.open_room("playground")
    page = window.page("playground")
    assert isinstance(page, PlaygroundPage)
    page.pictures.load_digit()
    assert "Loading a digit" in shown(window)
    qtbot.waitUntil(lambda: "Loading" not in shown(window), timeout=60_000)


@pytest.mark.parametrize("other", [_draw_reads_a_picture, _playground_computes, _playground_loads_a_digit])
def test_what_ends_in_one_room_leaves_what_another_tells(
    main_window: MainWindow,
    qtbot: QtBot,
    running: TrainPage,
    tmp_path: Path,
    other: Callable[[MainWindow, QtBot, Path], None],
) -> None:
    running.controller.pause()  # whoever tells of it again would hide what was wiped
    qtbot.waitUntil(lambda: running.controller.state == "paused")
    qtbot.wait(100)
    before = shown(main_window)
    assert before.startswith("Epoch")
    other(main_window, qtbot, tmp_path / "seven.png")
    assert shown(main_window) == before


def test_a_run_is_stopped_in_the_status_line(main_window: MainWindow, qtbot: QtBot, running: TrainPage) -> None:
    main_window.open_room("models")
    button = main_window.statusBar().findChild(QToolButton, "window-job-stop")
    assert button.isVisible()
    assert button.accessibleName().startswith("Stop: Epoch")
    with qtbot.waitSignal(running.controller.stopped, timeout=60_000):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert shown(main_window) == ""
    assert not [entry for entry in main_window.statusBar().findChildren(QWidget, "window-job") if entry.isVisible()]


@pytest.mark.parametrize("width", [900, 1280])
def test_many_things_fit_into_the_status_line(
    main_window: MainWindow, studio: Studio, qtbot: QtBot, width: int
) -> None:
    main_window.resize(width, 700)
    activities: list[Activity] = [studio.jobs.activity(studio, leading=True, stop=lambda: None) for _ in range(2)]
    activities += [studio.jobs.activity(studio) for _ in range(3)]
    for number, activity in enumerate(activities):
        activity.tell(f"Epoch {number}/10 and a rather long text about what is going on there", 0.5)
    qtbot.waitUntil(lambda: main_window.width() == width)
    line = main_window.statusBar().findChild(QWidget, "window-jobs")
    entries = [entry for entry in line.findChildren(QWidget, "window-job") if entry.isVisible()]
    assert len(entries) == 5
    qtbot.waitUntil(lambda: line.geometry().right() <= main_window.width())
    places = [entry.geometry() for entry in entries]
    assert all(place.width() > 20 for place in places)
    ordered = sorted(places, key=lambda place: place.left())
    assert all(one.right() < next_one.left() for one, next_one in itertools.pairwise(ordered))
    for activity in activities:
        activity.end()
    assert shown(main_window) == ""
