"""Whatever another program puts on the clipboard: each room that pastes says what it cannot use, and loses nothing."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage, QPixmap
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.errors import PictureError
from cnnstudio.gui import pictures
from cnnstudio.gui.digit_canvas.page import DrawPage
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.gui.rooms import ROOMS
from cnnstudio.gui.widgets.open_weights import OpenWeights
from cnnstudio.workspace import state_files
from tests.gui.digit_canvas.conftest import settle
from tests.gui.digit_canvas.pen_strokes import SEVEN, draw_on


def _mime(fill: Callable[[QMimeData], object]) -> QMimeData:
    mime = QMimeData()
    fill(mime)
    return mime


def _urls(*names: str) -> QMimeData:
    return _mime(lambda mime: mime.setUrls([QUrl(name) for name in names]))


def _large() -> QImage:
    image = QImage(8_000, 8_000, QImage.Format.Format_Mono)
    image.fill(0)
    return image


NOTHING: dict[str, Callable[[Path], QMimeData | None]] = {
    "empty": lambda _folder: None,
    "no format": lambda _folder: QMimeData(),
    "an image that is null": lambda _folder: _mime(lambda mime: mime.setImageData(QImage())),
    "a pixmap that is null": lambda _folder: _mime(lambda mime: mime.setImageData(QPixmap())),
    "an image that is a text": lambda _folder: _mime(lambda mime: mime.setImageData("picture")),
    "an image that is a number": lambda _folder: _mime(lambda mime: mime.setImageData(7)),
    "an image of junk": lambda _folder: _mime(lambda mime: mime.setData("image/png", QByteArray(b"junk"))),
    "an enormous image": lambda _folder: _mime(lambda mime: mime.setImageData(_large())),
    "a huge text": lambda _folder: _mime(lambda mime: mime.setText("7 " * 2_000_000)),
    "html": lambda _folder: _mime(lambda mime: mime.setHtml("<img src=x>" * 1000)),
    "a file that has gone": lambda folder: _mime(
        lambda mime: mime.setUrls([QUrl.fromLocalFile(str(folder / "7.png"))])
    ),
    "weights that have gone": lambda folder: _mime(
        lambda mime: mime.setUrls([QUrl.fromLocalFile(str(folder / "7.safetensors"))])
    ),
    "a state that has gone": lambda folder: _mime(
        lambda mime: mime.setUrls([QUrl.fromLocalFile(str(folder / "7.json"))])
    ),
    "a folder": lambda folder: _mime(lambda mime: mime.setUrls([QUrl.fromLocalFile(str(folder))])),
    "a name without an end": lambda folder: _mime(
        lambda mime: mime.setUrls([QUrl.fromLocalFile(str(folder / ("n" * 300)))])
    ),
    "no name at all": lambda _folder: _urls("file://", "file:"),
    "an address of the web": lambda _folder: _urls("https://example.invalid/7.png"),
    "an address of nothing": lambda _folder: _urls("", "::::", "mailto:me"),
}


def _named(name: str, make: Callable[[Path], object]) -> Callable[[Path], QMimeData]:
    """A file that is made anew for each test, under a name of its own."""

    def content(folder: Path) -> QMimeData:
        file = folder / name
        if not (file.exists() or file.is_symlink()):
            make(file)
        return _mime(lambda mime: mime.setUrls([QUrl.fromLocalFile(str(file))]))

    return content


# What has no end when it is read, what nobody ever writes into, and what holds nothing; whatever it calls itself.
ODD_FILES: dict[str, Callable[[Path], object]] = {"nothing": Path.touch}
if os.name == "posix":
    ODD_FILES |= {"a device": lambda file: file.symlink_to("/dev/zero"), "a pipe": os.mkfifo}
    NOTHING["a device itself"] = lambda _folder: _urls("file:///dev/zero")
for _ending in (".png", ".json", ".safetensors", ".py", ""):
    for _kind, _make in ODD_FILES.items():
        NOTHING[f"{_kind}, {_ending or 'without an ending'}"] = _named(f"{_kind}{_ending}", _make)


@pytest.fixture
def clipboard(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Callable[[QMimeData | None], None]:
    """Lays something on the clipboard."""

    class Clipboard:
        content: QMimeData | None = None

        def mimeData(self) -> QMimeData | None:  # noqa: N802
            return self.content

    board = Clipboard()
    monkeypatch.setattr(QGuiApplication, "clipboard", lambda: board)

    def lay(content: QMimeData | None) -> None:
        board.content = content

    return lay


def test_draw_says_what_it_cannot_use(
    main_window: MainWindow, qtbot: QtBot, tmp_path: Path, clipboard: Callable[[QMimeData | None], None]
) -> None:
    main_window.open_room("draw")
    page = main_window.page("draw")
    assert isinstance(page, DrawPage)
    draw_on(page.pad, SEVEN)
    settle(qtbot, page)
    before, reader = page.pad.ink(), page.reader
    for kind, make in NOTHING.items():
        content = make(tmp_path)
        clipboard(content)
        gives = [page.sheet["draw-paste"].trigger]
        if content is not None:
            gives.append(partial(_drop, page.pad, content))
        for give in gives:
            main_window.error_strip.hide()
            give()
            settle(qtbot, page)
            _one_sentence(main_window, kind)
            assert np.array_equal(page.pad.ink(), before), kind
            assert page.reader is reader, kind
            assert main_window.studio.progress.text == "", kind


def test_the_playground_says_what_it_cannot_use(
    main_window: MainWindow, qtbot: QtBot, tmp_path: Path, clipboard: Callable[[QMimeData | None], None]
) -> None:
    main_window.open_room("playground")
    page = main_window.page("playground")
    assert isinstance(page, PlaygroundPage)
    before = page.model.state
    hint = page.findChild(QLabel, "play-hint")
    for kind, make in NOTHING.items():
        content = make(tmp_path)
        clipboard(content)
        for give in (page.pictures.paste, *([partial(_drop, page, content)] if content is not None else [])):
            main_window.error_strip.hide()
            hint.hide()
            give()
            qtbot.waitUntil(lambda: main_window.error_strip.isVisible() or hint.isVisible())
            if main_window.error_strip.isVisible():
                _one_sentence(main_window, kind)
            assert page.model.state == before, kind
            assert main_window.studio.progress.text == "", kind


@pytest.mark.parametrize("room", [room.name for room in ROOMS if room.exists])
def test_every_room_says_what_is_no_file_of_a_state(
    main_window: MainWindow, qtbot: QtBot, tmp_path: Path, room: str
) -> None:
    """Files of states are dropped on the window, whichever room it shows."""
    main_window.open_room(room)
    before = main_window.studio.current
    for kind, make in ODD_FILES.items():
        main_window.error_strip.hide()
        _drop(main_window, _named(f"{kind}{state_files.SUFFIX}", make)(tmp_path))
        qtbot.waitUntil(main_window.error_strip.isVisible)
        _one_sentence(main_window, kind)
        assert main_window.studio.current == before, kind
        assert main_window.room == room, kind


def test_pictures_and_files_are_taken_of_every_form(qapp: QApplication, tmp_path: Path) -> None:
    image = QImage(12, 9, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    assert pictures.given(_mime(lambda mime: mime.setImageData(image))) == image
    taken = pictures.given(_mime(lambda mime: mime.setImageData(QPixmap.fromImage(image))))
    assert isinstance(taken, QImage)
    assert taken.size() == image.size()
    file = tmp_path / "sieben é%20 7.png"
    mixed = _mime(lambda mime: mime.setUrls([QUrl("https://example.invalid/"), QUrl.fromLocalFile(str(file))]))
    mixed.setImageData(image)
    assert pictures.given(mixed) == file, "the file itself rather than its preview"
    with pytest.raises(PictureError, match="could not be read"):
        pictures.given(_mime(lambda mime: mime.setImageData(QImage())))


@pytest.mark.parametrize("room", [room.name for room in ROOMS if room.exists])
def test_no_field_of_a_room_minds_a_huge_text(main_window: MainWindow, room: str) -> None:
    main_window.open_room(room)
    page = main_window.page(room)
    QApplication.clipboard().setText("\u0663\0-1e999 ñ" * 3_500)  # more than a line edit takes
    fields = [field for field in page.findChildren(QLineEdit) if field.isEnabled() and not field.isReadOnly()]
    for field in fields:
        field.selectAll()
        field.paste()
        field.editingFinished.emit()
        QApplication.processEvents()
    for field in page.findChildren(QAbstractSpinBox):
        field.interpretText()
    QApplication.clipboard().clear()
    for field in fields:
        field.paste()
    assert page.isVisible()


def _drop(widget: QWidget, content: QMimeData) -> None:
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        content,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    widget.dropEvent(event)


def _one_sentence(window: MainWindow, kind: str) -> None:
    dialogs = [dialog for dialog in window.findChildren(OpenWeights) if dialog.isVisible()]
    if dialogs:  # weights have a dialog of their own
        text = dialogs[0].told
        dialogs[0].reject()
    else:
        text = window.error_strip.text
        assert window.error_strip.isVisible(), kind
    assert text, kind
    assert "did not expect" not in text, (kind, window.error_strip.details)
    assert os.linesep not in text, kind
