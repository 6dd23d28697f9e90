"""Whatever goes on can be read in full and stopped, in the narrowest window, by mouse and by keys."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from cnnstudio.gui import theme
from cnnstudio.gui.jobs import Activity
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.widgets.elided import Elided
from cnnstudio.gui.widgets.jobs_line import JobsLine, JobsList

EPOCH = "Epoch 3/10, batch 412/938, ConvNet on MNIST, loss 0.0321"
TUNING = "Fine-tuning on own digits, round 2 of 5"


@pytest.fixture
def line(no_rooms: None, main_window: MainWindow) -> JobsLine:
    main_window.resize(900, 600)
    main_window.status_line.refresh()
    found = main_window.findChild(JobsLine)
    assert found is not None
    return found


@pytest.fixture
def begin(main_window: MainWindow) -> Callable[..., tuple[Activity, list[str]]]:
    """Something that goes on; whoever stops it stands in the list."""

    def begin(text: str, fraction: float | None = None, *, stops: bool = True) -> tuple[Activity, list[str]]:
        stopped: list[str] = []

        def stop() -> None:
            stopped.append(text)
            activity.end()

        activity = main_window.studio.jobs.activity(main_window, leading=True, stop=stop if stops else None)
        activity.tell(text, fraction)
        return activity, stopped

    return begin


def words(line: JobsLine) -> list[str]:
    labels = [label for label in line.findChildren(Elided, "window-progress") if label.isVisible()]
    return [label.shown for label in sorted(labels, key=lambda label: label.mapTo(line, QPoint(0, 0)).x())]


def opened(line: JobsLine) -> JobsList:
    found = next((each for each in line.window().findChildren(JobsList) if each.isVisible()), None)
    assert found is not None
    return found


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_two_jobs_are_read_at_the_least_width(
    line: JobsLine, qtbot: QtBot, begin: Callable[..., tuple[Activity, list[str]]], mode: theme.Mode
) -> None:
    theme.manager().set_mode(mode)
    line.window().studio.statusMessage.emit("Saved the diagram as /home/user/pictures/convnet.png")
    begin(EPOCH, 0.34)
    begin(TUNING, 0.4)
    qtbot.waitUntil(lambda: line.geometry().right() <= 900 and len(words(line)) == 2)
    newest, first = words(line)
    assert newest.startswith("Fine-tuning on own")
    assert newest.endswith(" · 40 %")
    assert first.startswith("Epoch 3/10, batch 412/938, ConvNet")
    assert first.endswith(" · 34 %")
    assert len([each for each in line.findChildren(QToolButton, "window-job-stop") if each.isVisible()]) == 2
    message = line.window().findChild(Elided, "window-message")
    assert message.shown.startswith("Saved the")


def test_the_list_tells_all_in_full_and_stops_each(
    line: JobsLine, qtbot: QtBot, begin: Callable[..., tuple[Activity, list[str]]]
) -> None:
    first, stopped = begin(EPOCH, 0.34)
    assert not line.all.isVisible(), "one thing has the line for itself"
    for number in range(8):
        begin(f"{TUNING} {number}", None, stops=number % 2 == 0)
    assert line.all.isVisible()
    qtbot.mouseClick(line.all, Qt.MouseButton.LeftButton)
    listing = opened(line)
    told = {label.text(): label for label in listing.findChildren(QLabel, "window-job-whole")}
    assert set(told) == {f"{EPOCH} · 34 %", *(f"{TUNING} {number}" for number in range(8))}
    for label in told.values():
        assert label.height() >= label.heightForWidth(label.width()), "nothing is cut off"
    window = line.window()
    assert window.rect().contains(listing.geometry())
    assert listing.geometry().bottom() <= line.all.mapTo(window, QPoint(0, 0)).y()
    window.resize(1100, 700)
    qtbot.waitUntil(lambda: listing.geometry().right() > 1000)
    assert window.rect().contains(listing.geometry())
    first.tell(EPOCH, 0.35)
    assert told[f"{EPOCH} · 34 %"].text() == f"{EPOCH} · 35 %"
    stop = next(each for each in listing.findChildren(QToolButton, "window-job-stop") if EPOCH in each.accessibleName())
    qtbot.mouseClick(stop, Qt.MouseButton.LeftButton)
    assert stopped == [EPOCH]
    assert listing.isVisible()
    assert not [
        label
        for label in listing.findChildren(QLabel, "window-job-whole")
        if EPOCH in label.text() and label.isVisible()
    ]
    qtbot.mouseClick(line.all, Qt.MouseButton.LeftButton)
    assert not listing.isVisible()


def test_the_list_is_reached_by_keys_and_goes_with_the_last(
    line: JobsLine, qtbot: QtBot, begin: Callable[..., tuple[Activity, list[str]]]
) -> None:
    (first, _), (second, _) = begin(EPOCH), begin(TUNING)
    line.all.setFocus()
    qtbot.keyClick(line.all, Qt.Key.Key_Space)
    listing = opened(line)
    listing.findChild(QToolButton, "window-job-stop").setFocus()
    qtbot.keyClick(line.window().focusWidget(), Qt.Key.Key_Escape)
    assert not listing.isVisible()
    assert line.all.hasFocus()
    qtbot.keyClick(line.all, Qt.Key.Key_Space)
    listing = opened(line)
    first.end()
    assert listing.isVisible()
    assert line.all.isVisible(), "it closes what it has opened"
    second.end()
    assert not listing.isVisible()
    assert not line.all.isVisible()
