import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from cnnstudio.analysis.results import ReceptiveField
from cnnstudio.gui.model_browser.inspector.receptive_field_view import ReceptiveFieldView

FIELD = ReceptiveField((5, 5), (2, 2), (-1, -1))


@pytest.fixture
def view(qtbot: QtBot) -> ReceptiveFieldView:
    view = ReceptiveFieldView()
    qtbot.addWidget(view)
    view.resize(184, 184)
    view.show()
    view.show_receptive_field(FIELD, (20, 20), (10, 10))
    return view


def test_begins_in_the_middle_and_says_what_it_shows(view: ReceptiveFieldView) -> None:
    assert view.at == (5, 5)
    assert view.box == FIELD.box(5, 5, 20, 20) == (9, 9, 14, 14)
    assert "Output (6, 6) depends on rows 10 to 14, columns 10 to 14" in view.accessibleName()


def test_arrows_walk_and_stay_on_the_output(view: ReceptiveFieldView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Left)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.at == (4, 4)
    for _ in range(20):
        qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.at == (4, 9)
    assert view.box == FIELD.box(4, 9, 20, 20)


def test_the_pointer_chooses_the_output_whose_field_is_there(view: ReceptiveFieldView, qtbot: QtBot) -> None:
    scale = 176 / 20
    row, column = 7, 2
    middle = [FIELD.offset[0] + at * FIELD.stride[0] + FIELD.size[0] / 2 for at in (row, column)]
    qtbot.mouseMove(view, QPoint(round(4 + middle[1] * scale), round(4 + middle[0] * scale)))
    qtbot.waitUntil(lambda: view.at == (row, column))


def test_every_output_that_sees_all_is_one(view: ReceptiveFieldView, qtbot: QtBot) -> None:
    view.show_receptive_field(ReceptiveField((20, 20), (0, 0), (0, 0)), (20, 20), (1, 1))
    qtbot.mouseMove(view, QPoint(20, 20))
    assert view.at == (0, 0)
    assert view.box == (0, 0, 20, 20)
    assert not view.grab().isNull()


def test_without_a_field_nothing_is_claimed(view: ReceptiveFieldView, qtbot: QtBot) -> None:
    view.show_receptive_field(None, (20, 20), (1, 1))
    assert view.box is None
    qtbot.mouseMove(view, QPoint(50, 50))
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.at == (0, 0)
