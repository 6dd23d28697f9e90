from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from cnnstudio.errors import StorageError
from cnnstudio.gui.widgets import picture_writer
from cnnstudio.gui.widgets.picture_writer import PictureWriter


@pytest.fixture
def writer(qtbot: QtBot) -> PictureWriter:
    writer = PictureWriter()
    yield writer
    writer.shut_down()


def _picture(width: int = 60, height: int = 40) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    return image


def test_a_small_picture_is_there_at_once(writer: PictureWriter, tmp_path: Path) -> None:
    saved: list[Path] = []
    writer.saved.connect(saved.append)
    writer.write(_picture(), tmp_path / "small.png")
    assert saved == [tmp_path / "small.png"]
    assert QImage(str(saved[0])) == _picture()
    assert not writer.busy


def test_a_large_picture_is_written_on_another_thread(
    writer: PictureWriter, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = []
    whole = picture_writer.write_whole

    def noting(file: Path, content: bytes) -> None:
        threads.append(QThread.currentThread())
        whole(file, content)

    monkeypatch.setattr(picture_writer, "write_whole", noting)
    monkeypatch.setattr(picture_writer, "AT_ONCE", 1000)
    with qtbot.waitSignal(writer.saved, timeout=20_000) as saved:
        writer.write(_picture(), tmp_path / "large.png")
        assert writer.busy
        with pytest.raises(StorageError, match=r"still being written\. Save second\.png again"):
            writer.write(_picture(), tmp_path / "second.png")
    assert saved.args == [tmp_path / "large.png"]
    assert [thread is QThread.currentThread() for thread in threads] == [False]
    assert QImage(str(tmp_path / "large.png")) == _picture()
    assert list(tmp_path.iterdir()) == [tmp_path / "large.png"]
    qtbot.waitUntil(lambda: not writer.busy)
    writer.write(_picture(20, 20), tmp_path / "second.png")
    assert QImage(str(tmp_path / "second.png")) == _picture(20, 20)


def test_what_cannot_be_written_is_told_whatever_its_size(
    writer: PictureWriter, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(StorageError, match=r"picture\.png could not be written"):
        writer.write(_picture(), tmp_path / "missing" / "picture.png")
    monkeypatch.setattr(picture_writer, "AT_ONCE", 1000)
    with qtbot.waitSignal(writer.failed, timeout=20_000) as failed:
        writer.write(_picture(), tmp_path / "missing" / "picture.png")
    assert "picture.png could not be written" in str(failed.args[0])


def test_closing_finishes_the_picture(writer: PictureWriter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_writer, "AT_ONCE", 1000)
    writer.write(_picture(2000, 2000), tmp_path / "last.png")
    writer.shut_down()
    assert [path for path in tmp_path.iterdir() if path.name != "last.png"] == []
    assert not (tmp_path / "last.png").exists() or not QImage(str(tmp_path / "last.png")).isNull()
