from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from cnnstudio import translations
from cnnstudio.gui import language
from cnnstudio.gui.rooms import ROOMS
from tests import screenshots


@pytest.fixture(autouse=True)
def no_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    rooms = tuple(replace(room, module="cnnstudio.gui.widgets.no_such_room") for room in ROOMS)
    monkeypatch.setattr("cnnstudio.gui.main_window.ROOMS", rooms)


def test_every_scene_has_a_name_of_its_own() -> None:
    names = Counter(name for name, _ in screenshots.scenes())
    assert "help" in names
    assert max(names.values()) == 1


def test_writes_both_themes_at_the_size_asked_for(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screenshots, "scenes", lambda: [("help", screenshots._help)])
    assert screenshots.main([str(tmp_path), "--size", "1024x700"]) == 0
    light, dark = (QImage(str(tmp_path / f"help-{mode}.png")) for mode in ("light", "dark"))
    assert (light.width(), light.height()) == (1024, 700)
    assert light.pixelColor(600, 690).lightness() > 200
    assert dark.pixelColor(600, 690).lightness() < 50


def test_takes_them_in_a_language_and_refuses_one_that_is_not_there(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(screenshots, "scenes", lambda: [("help", screenshots._help)])
    try:
        for code in translations.codes():
            assert screenshots.main([str(tmp_path / code), "--language", code]) == 0
    finally:
        language.manager().choose(translations.ENGLISH)
    pictures = [QImage(str(tmp_path / code / "help-light.png")) for code in translations.codes()]
    assert all(not picture.isNull() for picture in pictures)
    assert all(picture != pictures[0] for picture in pictures[1:])
    with pytest.raises(SystemExit):
        screenshots.main([str(tmp_path), "--language", "xx"])
    assert "'xx'" in capsys.readouterr().err


def test_a_scene_that_fails_is_told_and_the_others_go_on(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(window: object) -> None:
        raise TimeoutError("waited in vain")

    monkeypatch.setattr(screenshots, "scenes", lambda: [("bad", fail), ("help", screenshots._help)])
    assert screenshots.main([str(tmp_path)]) == 1
    assert "waited in vain" in capsys.readouterr().err
    assert (tmp_path / "help-dark.png").exists()
