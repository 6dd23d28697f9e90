from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from cnnstudio.convolution import files
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.opening import Opening
from cnnstudio.gui.studio import Studio


def test_a_saved_playground_is_shown(main_window: MainWindow, tmp_path: Path) -> None:
    main_window.open_room("playground")
    state = replace(main_window.page("playground").model.state, seed=4711)
    files.save(state, tmp_path / "mine.json")
    main_window.open_room("models")
    Opening(main_window, tmp_path / "mine.json")
    assert main_window.room == "playground"
    assert main_window.page("playground").model.state == state


def test_it_waits_for_a_room_that_waits_for_its_libraries(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    window = MainWindow(studio, hold_rooms=True)
    (tmp_path / "damaged.json").write_text("no playground")
    Opening(window, tmp_path / "damaged.json")
    window.show()
    assert not window.error_strip.isVisible()
    window.release_rooms()
    assert window.error_strip.isVisible()
    window.error_strip.hide()
    # Once, not at every later visit.
    window.open_room("models")
    window.open_room("playground")
    assert not window.error_strip.isVisible()
    window.close_without_asking()
    window.deleteLater()
