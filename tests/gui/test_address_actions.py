from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QInputDialog
from pytestqt.qtbot import QtBot

from cnnstudio.gui.main_window import MainWindow
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.workspace import state_files, states


def test_a_copied_link_is_opened_again(main_window: MainWindow, qtbot: QtBot) -> None:
    studio = main_window.studio
    main_window.open_room("models")
    studio.choose(CatalogueNetwork("lenet5"))
    with qtbot.waitSignal(main_window.addresses.addresses.linked):
        main_window.addresses.copy_link.trigger()
    assert QGuiApplication.clipboard().text().startswith("cnnstudio:models?current.network=lenet5")
    studio.choose(CatalogueNetwork("lenet5-1998"))

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QInputDialog)
        assert dialog.textValue().startswith("cnnstudio:models")  # what was copied
        dialog.accept()

    QTimer.singleShot(50, answer)
    main_window.addresses.open_link.trigger()
    qtbot.waitUntil(lambda: studio.current.network == CatalogueNetwork("lenet5"))


def test_a_dropped_file_is_opened_in_any_room(main_window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    studio = main_window.studio
    main_window.open_room("models")
    studio.choose(CatalogueNetwork("lenet5"))
    main_window.addresses.save(tmp_path / "mine")
    file = tmp_path / f"mine{state_files.SUFFIX}"
    qtbot.waitUntil(file.is_file)
    studio.choose(CatalogueNetwork("lenet5-1998"))
    main_window.open_room("draw")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    pad = main_window.page("draw").pad
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    # The pad takes pictures, and leaves this to the window.
    entering = QDragEnterEvent(QPoint(5, 5), *how)
    QApplication.sendEvent(pad, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(pad, QDropEvent(QPointF(5, 5), *how))
    qtbot.waitUntil(lambda: main_window.room == "models")
    assert studio.current.network == CatalogueNetwork("lenet5")
    assert not main_window.error_strip.isVisible()


@pytest.mark.parametrize(
    ("chosen", "written"),
    [("mine", "mine.cnnstudio"), ("97.4 % right", "97.4 % right.cnnstudio"), ("mine.CNNStudio", "mine.CNNStudio")],
)
def test_a_saved_file_is_one_that_opens_by_double_click(
    main_window: MainWindow, qtbot: QtBot, tmp_path: Path, chosen: str, written: str
) -> None:
    with qtbot.waitSignal(main_window.addresses.addresses.saved):
        main_window.addresses.save(tmp_path / chosen)
    assert [file.name for file in tmp_path.iterdir()] == [written]


def test_alt_left_goes_back(main_window: MainWindow, qtbot: QtBot) -> None:
    main_window.open_room("models")
    qtbot.wait(5)
    main_window.open_room("train")
    qtbot.wait(5)
    main_window.activateWindow()
    qtbot.waitUntil(main_window.isActiveWindow)
    qtbot.keyClick(main_window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert main_window.room == "models"
    qtbot.keyClick(main_window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert main_window.room == "train"


@pytest.mark.parametrize("text", ["cnnstudio:cellar", "nonsense"])
def test_a_wrong_link_is_told(main_window: MainWindow, qtbot: QtBot, text: str) -> None:
    main_window.addresses.open(text)
    qtbot.waitUntil(main_window.error_strip.isVisible)


@pytest.mark.parametrize("room", sorted(states.CLASSES))
@pytest.mark.parametrize("way", ["link", "file"])
def test_every_room_is_left_and_found_again(
    main_window: MainWindow, qtbot: QtBot, tmp_path: Path, room: str, way: str
) -> None:
    """A link and a file lead back to the room, its state and the network, from another room and network."""
    studio = main_window.studio
    main_window.open_room(room)
    studio.choose(CatalogueNetwork("lenet5-1998"))
    state, current = studio.documents.get(room).state(), studio.current
    if way == "link":
        with qtbot.waitSignal(main_window.addresses.addresses.linked) as made:
            main_window.addresses.copy_link.trigger()
        source: str | Path = made.args[0]
    else:
        source = tmp_path / f"mine{state_files.SUFFIX}"
        main_window.addresses.save(source)
        qtbot.waitUntil(source.is_file)
    main_window.open_room("learn" if room != "learn" else "models")
    studio.choose(CatalogueNetwork("convnet"))
    main_window.addresses.open(source)
    qtbot.waitUntil(lambda: main_window.room == room)
    assert studio.current == current
    assert studio.documents.get(room).state() == state
    assert not main_window.error_strip.isVisible()


_RUN = '{"kind":"run","folder":"/nowhere/11-20","which":"final"}'
_FILE = '{"kind":"file","path":"/nowhere/mine.safetensors"}'
_SHIPPED = '{"kind":"shipped","name":"nobody"}'
_CLASS = '{"kind":"python","path":"/nowhere/net.py","class_name":"Net","sha256":"' + "0" * 64 + '"}'
_EXPORT = '{"kind":"exported","path":"/nowhere/net.onnx","sha256":"' + "0" * 64 + '"}'


MISSING = {
    'playground?opened={"path":"nowhere.7"}': "no layer nowhere.7",
    'playground?opened={"path":"features.1"}': "does not know the arithmetic of features.1 (ReLU)",
    'playground?opened={"path":"features.0","call":3}': "is not called",
    'playground?opened={"path":"features.0","outputs":[99]}': "has 8 output channels",
    'playground?opened={"path":"features.0"}&current.edits={"values":{"nobody.weight":[[0,1.0]]}}': "called nobody",
    'playground?opened={"path":"features.0"}&current.network=nobody': "no network called nobody",
    f"draw?current.network={_CLASS}": "/nowhere/net.py is not there",
    f"models?current.network={_EXPORT}": "/nowhere/net.onnx is not there",
    f"draw?current.weights={_RUN}": "11-20 is not there any more",
    f"draw?current.weights={_FILE}": "/nowhere/mine.safetensors could not be read",
    f"playground?current.weights={_SHIPPED}": "No weights called nobody",
}


def test_a_link_to_what_is_not_there_says_so_and_is_no_step(main_window: MainWindow, qtbot: QtBot) -> None:
    """In the error strip, where everybody looks; the way back is as it was."""
    studio, way = main_window.studio, main_window.addresses.way
    main_window.open_room("models")
    qtbot.wait(5)
    main_window.open_room("playground")
    before = studio.current
    qtbot.wait(5)
    for link, said in MISSING.items():
        main_window.error_strip.hide()
        main_window.addresses.open(f"cnnstudio:{link}")
        qtbot.waitUntil(lambda said=said: said in main_window.error_strip.text, timeout=60_000)
        assert main_window.error_strip.isVisible(), link
        qtbot.wait(5)
        assert studio.current == before, link
        assert main_window.room == "playground", link
        assert not main_window.page("playground").model.opened, link
    way.back()
    assert main_window.room == "models"
    assert not way.can_go_back


@pytest.mark.parametrize("wrong", ["cnnstudio:nowhere", "cnnstudio:draw?nobody=1", "playground.cnnstudio"])
def test_what_is_said_of_a_link_goes_when_another_is_opened(
    main_window: MainWindow, qtbot: QtBot, tmp_path: Path, wrong: str
) -> None:
    strip = main_window.error_strip
    (tmp_path / "playground.cnnstudio").write_text("no state")
    main_window.addresses.open(wrong if wrong.startswith("cnnstudio:") else tmp_path / wrong)
    qtbot.waitUntil(strip.isVisible, timeout=60_000)
    main_window.addresses.open("cnnstudio:playground")
    qtbot.waitUntil(lambda: main_window.room == "playground", timeout=60_000)
    assert not strip.isVisible()


def test_a_layer_that_the_links_network_has_not_leaves_the_network_as_one_step(
    main_window: MainWindow, qtbot: QtBot
) -> None:
    studio, way = main_window.studio, main_window.addresses.way
    main_window.open_room("playground")
    qtbot.wait(5)
    former = studio.current.network
    main_window.addresses.open('cnnstudio:playground?opened={"path":"nowhere.7"}&current.network=lenet5')
    qtbot.waitUntil(lambda: "no layer nowhere.7" in main_window.error_strip.text, timeout=60_000)
    qtbot.wait(5)
    assert studio.current.network == CatalogueNetwork("lenet5")
    way.back()
    assert (main_window.room, studio.current.network) == ("playground", former)
