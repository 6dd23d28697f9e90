"""A home of version 0.1.0 opens whole in the window: every room shows what was left there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QListView, QListWidget
from pytestqt.qtbot import QtBot

from cnnstudio.gui import settings
from cnnstudio.gui.app import workspace_of_last_time
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.model_browser.catalogue.panel import ORDER
from cnnstudio.gui.studio import Studio
from cnnstudio.networks.reference import CatalogueNetwork
from tests.gui.digit_canvas.conftest import settle
from tests.kept_home import contents, expected


@pytest.fixture
def window(old_home: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window as it starts on that home."""
    workspace, problem = workspace_of_last_time()
    assert problem is None
    studio = Studio(workspace=workspace)
    window = MainWindow(studio)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close_without_asking()
    window.deleteLater()
    studio.shut_down()
    studio.deleteLater()


def test_the_settings_are_taken(window: MainWindow) -> None:
    wanted = expected()["settings"]
    assert settings.get(settings.THEME) == wanted["window/theme"]
    assert window.room == wanted["window/room"]
    assert window.studio.current.network == CatalogueNetwork(wanted["studio/network"])
    assert settings.get(ORDER) == wanted["models/order"]
    assert settings.get(settings.GEOMETRY)
    window.open_room("models")
    assert not window._inspector_action.isChecked()


def test_train_lists_every_run_and_draws_its_curves(window: MainWindow, qtbot: QtBot) -> None:
    window.open_room("train")
    page = window.page("train")
    view = page.findChild(QListView, "train-runs")
    qtbot.waitUntil(lambda: view.model().rowCount() == len(expected()["runs"]), timeout=20_000)
    rows = [view.model().index(row, 0) for row in range(view.model().rowCount())]
    for row, run in zip(rows, reversed(expected()["runs"].values()), strict=True):
        assert row.data(Qt.ItemDataRole.DisplayRole).endswith(run["state"])
        view.model().setData(row, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert all(Qt.CheckState(row.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked for row in rows)
    page.grab()
    assert not window.error_strip.isVisible(), window.error_strip.text


def test_draw_shows_every_digit_and_reads_with_all_weights(window: MainWindow, qtbot: QtBot) -> None:
    window.open_room("draw")
    page = window.page("draw")
    gallery = page.findChild(QListWidget, "draw-gallery")
    labels = [gallery.item(row).text().split(" ")[0] for row in range(gallery.count())]
    assert labels == [str(label) for label, _ in reversed(expected()["digits"].values())]
    settle(qtbot, page)
    box = page.findChild(QComboBox, "draw-weights")
    offered = {file: row for row in range(box.count()) if (file := box.itemData(row).file) is not None}
    home = Path(settings.paths.config_dir()).parent
    tuned = home / "data" / "weights" / "my-hand-convnet-1.safetensors"
    assert tuned in offered
    for run, wanted in expected()["runs"].items():
        mine = [path for path in offered if path.parent.name == run]
        assert bool(mine) == bool(wanted["weights"] or wanted["resumable"]), run
    for row in offered.values():
        box.setCurrentIndex(row)
        box.activated.emit(row)
        settle(qtbot, page)
        assert page.reader is not None
        assert not window.error_strip.isVisible(), window.error_strip.text


def test_the_playground_opens_what_it_saved(window: MainWindow, old_home: Path, qtbot: QtBot) -> None:
    window.open_room("playground")
    page = window.page("playground")
    for name, mode in expected()["playground"].items():
        page.use_file(old_home / "own" / name)
        qtbot.waitUntil(lambda: not page.files.busy)
        assert page.model.state.mode.value == mode
        assert not window.error_strip.isVisible(), window.error_strip.text


def test_looking_into_every_room_changes_no_file_of_the_user(window: MainWindow, old_home: Path, qtbot: QtBot) -> None:
    before = contents(old_home)
    for name in ("models", "playground", "train", "draw", "learn"):
        window.open_room(name)
    settle(qtbot, window.page("draw"))
    window.close_without_asking()
    after = contents(old_home)
    # A lock is its program's: the file goes with the window that held it.
    kept = [name for name in before if not name.startswith(("cache/", "config/")) and not name.endswith(".lock")]
    assert {name: after.get(name) for name in kept} == {name: before[name] for name in kept}
