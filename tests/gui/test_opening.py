from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio import cli
from cnnstudio.convolution import files
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.opening import open_in
from cnnstudio.gui.studio import Studio


def test_a_saved_playground_is_shown(main_window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    main_window.open_room("playground")
    state = replace(main_window.page("playground").model.state, seed=4711)
    files.save(state, tmp_path / "mine.json")
    main_window.open_room("models")
    open_in(main_window, tmp_path / "mine.json")
    qtbot.waitUntil(lambda: main_window.room == "playground")
    assert main_window.page("playground").model.state == state


def test_it_waits_for_a_room_that_waits_for_its_libraries(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    window = MainWindow(studio, hold_rooms=True)
    files.save(files.from_json(files.to_json(files.PlaygroundState(seed=5))), tmp_path / "mine.json")
    open_in(window, tmp_path / "mine.json")
    window.show()
    qtbot.waitUntil(lambda: window.room == "playground")
    assert window.page("playground") is None
    window.release_rooms()
    assert window.page("playground").model.state.seed == 5
    # Once, not at every later visit.
    window.page("playground").model.change("Seed", lambda state: replace(state, seed=6))
    window.open_room("models")
    window.open_room("playground")
    assert window.page("playground").model.state.seed == 6
    window.close_without_asking()
    window.deleteLater()


def test_what_is_wrong_with_a_file_is_said_and_nothing_changes(
    main_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    main_window.open_room("models")
    for name, content in (("damaged.json", b"no playground"), ("other.cnnstudio", b'{"kind": "cookbook"}')):
        (tmp_path / name).write_bytes(content)
        open_in(main_window, tmp_path / name)
        qtbot.waitUntil(main_window.error_strip.isVisible)
        main_window.error_strip.hide()
    open_in(main_window, "cnnstudio:cellar")
    qtbot.waitUntil(main_window.error_strip.isVisible)
    assert main_window.room == "models"


@pytest.mark.parametrize(
    "source",
    [Path("x" * 5_000), Path("folder of mine/" * 333 + "mine.cnnstudio"), "cnnstudio:" + "x" * 5_000],
    ids=["a name", "a path", "a link"],
)
def test_an_endless_name_is_told_briefly(main_window: MainWindow, qtbot: QtBot, source: str | Path) -> None:
    open_in(main_window, source)
    qtbot.waitUntil(main_window.error_strip.isVisible)
    assert 20 < len(main_window.error_strip.text) < 600
    assert main_window.error_strip.text.endswith(".")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("cnnstudio:draw", "cnnstudio:draw"),
        ("CNNStudio:draw", "CNNStudio:draw"),
        ("mine.json", Path("mine.json")),
        ("file:///tmp/my%20net.cnnstudio", Path("/tmp/my net.cnnstudio")),
    ],
)
def test_the_command_line_tells_links_from_files(text: str, meant: str | Path) -> None:
    assert cli._parser().parse_args(["--open", text]).open == meant
