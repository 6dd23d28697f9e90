from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from cnnstudio.gui.training_panel.log_view import MOST_LINES, LogView
from tests.gui.training_panel.conftest import Host, find


def test_is_folded_at_first_and_then_shows_the_newest_line(host: Host, qtbot: QtBot) -> None:
    log = LogView()
    host(log, 500, 300)
    log.append(["Epoch: 001/010 | Batch 000/469 | Cost: 2.3026", "Epoch: 001/010 | Batch 050/469 | Cost: 2.3024"])
    assert not find(log, "train-log-text").isVisible()
    assert find(log, "train-log-newest").text().endswith("Batch 050/469 | Cost: 2.3024")
    with qtbot.waitSignal(log.unfolded):
        qtbot.mouseClick(find(log, "train-log-fold"), Qt.MouseButton.LeftButton)
    assert find(log, "train-log-text").isVisible()
    assert find(log, "train-log-newest").text() == ""


def test_copies_every_line(host: Host, qtbot: QtBot) -> None:
    log = LogView()
    host(log, 500, 300)
    log.append(["one"])
    log.append([])
    log.append(["two", "three"])
    log.unfold(True)
    qtbot.mouseClick(find(log, "train-log-copy"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "one\ntwo\nthree"


def test_keeps_a_bounded_number_of_lines(host: Host) -> None:
    log = LogView()
    host(log, 500, 300)
    log.append(f"line {number}" for number in range(MOST_LINES + 500))
    lines = log.text().splitlines()
    assert len(lines) == MOST_LINES
    assert lines[-1] == f"line {MOST_LINES + 499}"
    log.clear()
    assert log.text() == ""
