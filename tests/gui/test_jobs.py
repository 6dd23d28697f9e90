import itertools
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.errors import ConfigError
from cnnstudio.gui.digit_canvas.page import DrawPage
from cnnstudio.gui.jobs import Activity, Jobs, Progress
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.training_panel.page import TrainPage
from tests.gui.digit_canvas.conftest import settle
from tests.gui.digit_canvas.pen_strokes import SEVEN, draw_on
from tests.gui.patience import at_rest
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


class Work:
    """A generator that goes on until it may end, and says what became of it."""

    def __init__(self, jobs: Jobs, title: str, *, lane: str = "train", fails: bool = False) -> None:
        self.may_end = threading.Event()
        self.told: list[object] = []
        self.fails = fails
        make = jobs.train if lane == "train" else jobs.export
        self.job = make(title, self.events, until=f"{title} has ended", subject=title)
        self.job.begun.connect(lambda: self.told.append("begun"))
        self.job.batch.connect(self.told.extend)
        self.job.finished.connect(self.told.append)
        self.job.failed.connect(self.told.append)

    def events(self) -> Iterator[int]:
        self.thread = threading.current_thread()
        yield 1
        while not self.may_end.wait(0.01):
            yield 2
        if self.fails:
            raise ConfigError("It cannot be. Try another.")

    @property
    def over(self) -> bool:
        return self.job.state == "over"


@pytest.fixture
def busy_jobs(jobs: Jobs) -> Iterator[Jobs]:
    yield jobs
    jobs.shut_down()


def test_one_trains_at_a_time_and_the_next_begins_by_itself(qtbot: QtBot, busy_jobs: Jobs) -> None:
    first, second, third = works = [Work(busy_jobs, title) for title in ("A", "B", "C")]
    for work in works:
        assert work.job.state == "new"
        work.job.start()
    assert [work.job.state for work in works] == ["running", "waiting", "waiting"]
    assert [work.told for work in works] == [["begun"], [], []]
    first.job.tell("A is far", 0.5)
    second.job.tell("nobody hears this")
    waiting = ["B: waiting until A has ended", "C: waiting until A has ended"]
    assert texts(busy_jobs) == ["A is far · 50 %", *waiting]
    first.may_end.set()
    qtbot.waitUntil(lambda: first.over)
    assert first.told[-1] == "completed"
    assert [work.job.state for work in works] == ["over", "running", "waiting"]
    assert texts(busy_jobs) == ["B", "C: waiting until B has ended"]
    second.may_end.set()
    third.may_end.set()
    qtbot.waitUntil(lambda: third.over)
    assert third.told[0] == "begun"
    assert texts(busy_jobs) == []
    assert busy_jobs.training.jobs == ()


def test_one_that_waits_is_taken_out_and_never_begins(qtbot: QtBot, busy_jobs: Jobs) -> None:
    first, second, third = works = [Work(busy_jobs, title) for title in ("A", "B", "C")]
    for work in works:
        work.job.start()
    busy_jobs.going[1].stop()
    assert second.told == ["stopped"]
    assert second.over
    assert texts(busy_jobs) == ["A", "C: waiting until A has ended"]
    busy_jobs.going[0].stop()
    qtbot.waitUntil(lambda: first.over)
    assert first.told[-1] == "stopped"
    assert third.job.state == "running"
    assert second.told == ["stopped"]


def test_one_that_fails_does_not_hold_the_others_up(qtbot: QtBot, busy_jobs: Jobs) -> None:
    first, second = Work(busy_jobs, "A", fails=True), Work(busy_jobs, "B")
    first.job.start()
    second.job.start()
    first.may_end.set()
    qtbot.waitUntil(lambda: second.job.state == "running")
    assert isinstance(first.told[-1], ConfigError)


def test_what_trains_and_what_is_written_go_on_side_by_side(qtbot: QtBot, busy_jobs: Jobs) -> None:
    run, picture, other = (
        Work(busy_jobs, "A"),
        Work(busy_jobs, "a.gif", lane="export"),
        Work(busy_jobs, "b.gif", lane="export"),
    )
    for work in (run, picture, other):
        work.job.start()
    assert [work.job.state for work in (run, picture, other)] == ["running", "running", "waiting"]
    assert [job.subject for job in busy_jobs.exports.jobs] == ["a.gif", "b.gif"]
    qtbot.waitUntil(lambda: 1 in run.told and 1 in picture.told)
    assert run.thread is not picture.thread


def test_one_that_is_started_at_the_end_of_another_comes_after_those_that_wait(qtbot: QtBot, busy_jobs: Jobs) -> None:
    first, second, third = (Work(busy_jobs, title) for title in ("A", "B", "C"))
    first.job.finished.connect(lambda _: third.job.start())
    first.job.start()
    second.job.start()
    first.may_end.set()
    qtbot.waitUntil(lambda: second.job.state == "running")
    assert third.job.state == "waiting"
    with pytest.raises(RuntimeError):
        third.job.start()


def test_all_ends_with_the_program(qtbot: QtBot, busy_jobs: Jobs) -> None:
    first, second = Work(busy_jobs, "A"), Work(busy_jobs, "B")
    first.job.start()
    second.job.start()
    qtbot.waitUntil(lambda: 1 in first.told)
    busy_jobs.shut_down()
    assert first.over
    assert second.over
    assert second.told == []
    assert texts(busy_jobs) == []


def shown(window: MainWindow) -> str:
    return window.statusBar().progress_text


@pytest.fixture
def running(main_window: MainWindow, qtbot: QtBot, small_mnist: Path) -> TrainPage:  # noqa: F811
    """Train's room with a run that goes on for long."""
    main_window.open_room("train")
    page = main_window.page("train")
    assert isinstance(page, TrainPage)
    page.form.show_config(page.form.config.changed(dataset=str(small_mnist), epochs=500, batch_size=32))
    page.controls.start()
    qtbot.waitUntil(lambda: "Epoch" in shown(main_window), timeout=60_000)
    return page


def _draw_reads_a_picture(window: MainWindow, qtbot: QtBot, file: Path) -> None:
    window.open_room("draw")
    page = window.page("draw")
    assert isinstance(page, DrawPage)
    draw_on(page.pad, SEVEN)
    settle(qtbot, page)
    assert page.sheet.save(file)
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
    at_rest(qtbot, running.controller._job)
    qtbot.wait(100)  # what it told last is shown
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


def test_a_long_queue_leaves_the_window_as_narrow_as_it_was(
    main_window: MainWindow, studio: Studio, qtbot: QtBot
) -> None:
    least = main_window.minimumSizeHint().width()
    main_window.resize(900, 700)
    activities = [studio.jobs.activity(studio, leading=True, stop=lambda: None) for _ in range(40)]
    for number, activity in enumerate(activities):
        activity.waits = number > 0
        activity.tell(f"ConvNet {number}: waiting until the run has ended")
    qtbot.waitUntil(lambda: main_window.minimumSizeHint().width() <= max(least, 900))
    line = main_window.statusBar().findChild(QWidget, "window-jobs")
    entries = [entry for entry in line.findChildren(QWidget, "window-job") if entry.isVisible()]
    more = line.findChild(QLabel, "window-jobs-more")
    assert len(entries) == 5
    assert more.text() == "+35"
    assert more.toolTip().splitlines()[0].startswith("ConvNet 5: waiting")
    for activity in activities[:30]:
        activity.end()
    assert more.text() == "+5"
    for activity in activities[30:]:
        activity.end()
    assert not more.isVisible()


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
