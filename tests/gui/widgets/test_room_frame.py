import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSpinBox, QSplitter, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.gui import settings
from cnnstudio.gui.settings import Option
from cnnstudio.gui.widgets.edge_handle import EdgeHandle
from cnnstudio.gui.widgets.room_frame import CONTROLS_WIDTH, INSPECTOR_WIDTH, ROOM_FOR_BOTH, RoomFrame


def frame(qtbot: QtBot, **parts: QWidget) -> RoomFrame:
    parts.setdefault("picture", QLabel("picture"))
    made = RoomFrame("test", **parts)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def full(qtbot: QtBot) -> RoomFrame:
    return frame(qtbot, controls=QLabel("controls"), inspector=QLabel("inspector"), timeline=QLabel("timeline"))


def columns(made: RoomFrame) -> QSplitter:
    splitter = made.findChild(QSplitter, "test-columns")
    assert splitter is not None
    return splitter


def test_the_picture_takes_all_the_rest(qtbot: QtBot) -> None:
    made = full(qtbot)
    left, middle, right = columns(made).sizes()
    assert left == CONTROLS_WIDTH[1]
    assert right == INSPECTOR_WIDTH[1]
    made.resize(2400, 700)
    assert columns(made).sizes()[1] >= middle + 1190


def test_splitters_remember_their_place(qtbot: QtBot) -> None:
    made = full(qtbot)
    splitter = columns(made)
    splitter.moveSplitter(340, 1)
    moved = splitter.sizes()
    again = full(qtbot)
    assert columns(again).sizes() == moved


@pytest.mark.parametrize("later", [False, True], ids=["at once", "in a later window"])
def test_what_is_folded_gives_its_place_to_the_picture(qtbot: QtBot, later: bool) -> None:
    log = QLabel("timeline")
    made = frame(qtbot, timeline=log)
    middle = made.findChild(QSplitter, "test-middle")
    middle.moveSplitter(300, 1)
    assert log.height() > 350
    if later:
        log = QLabel("timeline")
        log.setMaximumHeight(33)
        made = frame(qtbot, timeline=log)
        middle = made.findChild(QSplitter, "test-middle")
    else:
        log.setMaximumHeight(33)
    qtbot.waitUntil(lambda: middle.sizes()[1] <= 33)
    assert middle.widget(0).height() >= 700 - 33 - 2


@pytest.mark.parametrize("damage", [[-1, 2, 3], [1, 2], [0, 0, 0], ["a", "b", "c"]])
def test_damaged_sizes_do_no_harm(qtbot: QtBot, damage: list[object]) -> None:
    settings.put(Option("test-columns/sizes", []), damage)
    made = full(qtbot)
    assert columns(made).sizes()[0] == CONTROLS_WIDTH[1]


def test_folds_are_remembered(qtbot: QtBot) -> None:
    made = full(qtbot)
    made.show_controls(False)
    made.show_inspector(False)
    again = full(qtbot)
    assert not again.controls_shown
    assert not again.inspector_shown
    again.show_controls(True)
    assert full(qtbot).controls_shown


def test_picture_only_comes_back_as_it_was(qtbot: QtBot) -> None:
    made = full(qtbot)
    made.show_inspector(False)
    told: list[bool] = []
    made.foldsChanged.connect(lambda: told.append(made.picture_only))
    made.show_picture_only(True)
    assert not made.controls_shown
    qtbot.waitUntil(lambda: columns(made).sizes()[1] == made.width())
    made.show_picture_only(False)
    assert made.controls_shown
    assert not made.inspector_shown
    assert told == [True, False]


def test_a_room_may_have_a_picture_alone(qtbot: QtBot) -> None:
    made = frame(qtbot)
    assert not made.has_controls
    assert not made.has_inspector
    made.show_controls(True)
    made.show_picture_only(True)
    assert columns(made).sizes() == [made.width()]


def test_long_controls_scroll_and_spin_boxes_line_up(qtbot: QtBot) -> None:
    controls = QWidget()
    rows = QVBoxLayout(controls)
    boxes = [QSpinBox() for _ in range(60)]
    for box in boxes:
        rows.addWidget(box)
    made = frame(qtbot, controls=controls)
    area = made.findChild(QScrollArea, "test-controls")
    assert area is not None
    assert area.verticalScrollBar().maximum() > 0
    assert area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    assert boxes[0].lineEdit().textMargins().left() > 0


def drawer(made: RoomFrame) -> QFrame | None:
    return made.findChild(QFrame, "test-drawer")


def test_the_inspector_folds_where_there_is_no_room_and_comes_back(qtbot: QtBot) -> None:
    made = full(qtbot)
    columns(made).moveSplitter(800, 2)
    chosen = columns(made).sizes()[2]
    told: list[bool] = []
    made.foldsChanged.connect(lambda: told.append(made.inspector_shown))
    made.resize(ROOM_FOR_BOTH - 1, 700)
    assert not made.inspector_shown
    assert made.controls_shown
    qtbot.waitUntil(lambda: columns(made).sizes()[1] > 700)
    made.resize(ROOM_FOR_BOTH + 140, 700)
    assert made.inspector_shown
    assert told == [False, True]
    qtbot.waitUntil(lambda: columns(made).sizes()[2] == chosen)


def test_opened_without_room_the_inspector_is_a_drawer_over_the_picture(qtbot: QtBot) -> None:
    made = full(qtbot)
    made.resize(812, 560)
    QCoreApplication.processEvents()
    before = columns(made).sizes()[:2]
    made.show_inspector(True)
    over = drawer(made)
    assert over is not None
    assert over.isVisible()
    assert made.inspector_shown
    assert columns(made).sizes() == before, "nothing below is squeezed"
    assert over.geometry().right() == made.width() - 1
    assert over.height() == made.height()
    made.resize(800, 600)
    assert over.geometry().right() == 799
    assert over.height() == 600
    qtbot.keyClick(over, Qt.Key.Key_Escape)
    assert not made.inspector_shown
    assert drawer(made) is None or not drawer(made).isVisible()
    made.resize(1200, 700)
    assert made.inspector_shown, "closing a drawer is no wish to have no inspector where there is room"
    qtbot.waitUntil(lambda: columns(made).sizes()[2] == INSPECTOR_WIDTH[1])


def test_a_handle_at_the_edge_tells_of_what_there_is_no_room_for(qtbot: QtBot) -> None:
    made = full(qtbot)
    handle = made.findChild(EdgeHandle, "test-details")
    assert not handle.isVisible(), "it is there itself"
    made.resize(812, 560)
    assert handle.isVisible()
    assert handle.geometry().right() == made.width() - 1
    assert handle.height() == made.height()
    qtbot.mouseClick(handle, Qt.MouseButton.LeftButton)
    assert made.inspector_shown
    assert drawer(made).geometry().contains(handle.geometry()), "the drawer lies over it"
    qtbot.keyClick(drawer(made), Qt.Key.Key_Escape)
    handle.setFocus()
    qtbot.keyClick(handle, Qt.Key.Key_Space)
    assert made.inspector_shown
    made.show_picture_only(True)
    assert not handle.isVisible()
    made.show_picture_only(False)
    assert handle.isVisible()
    made.resize(1200, 700)
    assert not handle.isVisible()


@pytest.mark.parametrize("parts", [{"inspector": QLabel}, {"controls": QLabel}, {}])
def test_without_anything_to_show_there_is_no_handle(qtbot: QtBot, parts: dict[str, type[QLabel]]) -> None:
    made = frame(qtbot, **{part: kind("side") for part, kind in parts.items()})
    made.resize(500, 400)
    assert not made.findChild(EdgeHandle, "test-details").isVisible()


def test_an_open_drawer_goes_to_its_place_where_there_is_room(qtbot: QtBot) -> None:
    made = full(qtbot)
    made.show_inspector(False)
    made.resize(900, 600)
    made.show_inspector(True)
    made.resize(1200, 700)
    assert made.inspector_shown, "the user has opened it"
    assert columns(made).count() == 3
    qtbot.waitUntil(lambda: columns(made).sizes()[2] == INSPECTOR_WIDTH[1])


def test_an_inspector_folded_by_hand_stays_folded_whatever_the_room(qtbot: QtBot) -> None:
    made = full(qtbot)
    made.show_inspector(False)
    made.resize(900, 600)
    made.resize(1300, 700)
    assert not made.inspector_shown


def test_picture_only_closes_the_drawer(qtbot: QtBot) -> None:
    made = full(qtbot)
    made.resize(900, 600)
    made.show_inspector(True)
    made.show_picture_only(True)
    assert not made.inspector_shown
    made.resize(1300, 700)
    assert not made.inspector_shown
    made.show_picture_only(False)
    assert made.inspector_shown


def test_a_splitter_moved_beside_an_open_drawer_forgets_no_width(qtbot: QtBot) -> None:
    made = full(qtbot)
    columns(made).moveSplitter(800, 2)
    chosen = columns(made).sizes()[2]
    made.resize(900, 600)
    made.show_inspector(True)
    columns(made).moveSplitter(300, 1)
    made.show_inspector(False)
    made.resize(1200, 700)
    qtbot.waitUntil(lambda: columns(made).sizes()[2] == chosen)


def test_without_controls_the_inspector_stays(qtbot: QtBot) -> None:
    made = frame(qtbot, inspector=QLabel("inspector"))
    made.resize(800, 600)
    assert made.inspector_shown
