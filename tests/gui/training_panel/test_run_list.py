import json
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from cnnstudio import paths
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.training_panel.page import TrainPage
from cnnstudio.gui.training_panel.run_list import RunList
from cnnstudio.gui.training_panel.run_style import RunStyle
from cnnstudio.gui.training_panel.runs_model import LINES_ROLE, recipe_title
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.training.config import TrainConfig
from cnnstudio.weights import format
from cnnstudio.weights.metadata import Accuracy, Metadata
from cnnstudio.weights.reference import RunWeights
from tests.gui.copied import copied
from tests.gui.training_panel.conftest import find, listed
from tests.training.test_runs import held_elsewhere


def make_run(name: str, *, started: str, checkpoint: bool = True, weights: bool = False, **state: object) -> Path:
    """A run folder as the engine leaves it."""
    folder = paths.runs_dir() / name
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps(TrainConfig().to_json()))
    values = {"state": "finished", "started": started, "network": "convnet", "dataset": "mnist", "recipe": "tutorial"}
    values |= {"epochs": 10, "epochs_done": 10, "step": 4690, "steps": 4690, **state}
    (folder / "state.json").write_text(json.dumps(values))
    if checkpoint:
        (folder / "checkpoint.safetensors").write_bytes(b"")
    if weights:
        accuracy = Accuracy(float(state["test_accuracy"]), "mnist")  # type: ignore[arg-type]
        metadata = Metadata(network=CatalogueNetwork("convnet"), epoch=10, step=4690, accuracies=(accuracy,))
        format.save(folder / "weights-final.safetensors", {"weight": torch.ones(1)}, metadata)
    return folder


@pytest.fixture
def folders(studio_home: Path) -> dict[str, Path]:
    return {
        "finished": make_run("a", started="2026-11-01T10:00:00+00:00", test_accuracy=0.9797, weights=True),
        "stopped": make_run("b", started="2026-11-02T10:00:00+00:00", state="stopped", epochs_done=3, step=1500),
        "failed": make_run(
            "c", started="2026-11-03T10:00:00+00:00", state="failed", message="It diverged.", checkpoint=False
        ),
    }


@pytest.fixture
def runs(folders: dict[str, Path], page: TrainPage, qtbot: QtBot) -> RunList:
    page.inspector.tabs.setCurrentWidget(page.inspector.runs)
    return listed(qtbot, page)


def at_rest(qtbot: QtBot, page: TrainPage) -> None:
    """Wait until all that was asked of the disk is done."""
    qtbot.waitUntil(lambda: not page.document.runs.busy)


def enabled(runs: RunList, *names: str) -> list[bool]:
    return [find(runs, f"train-run-{name}").isEnabled() for name in names]


def test_lists_the_newest_first_with_what_matters(runs: RunList) -> None:
    lines = [runs.model.index(row).data(LINES_ROLE) for row in range(3)]
    assert [line[2].rpartition(" · ")[2] for line in lines] == ["failed", "stopped", "finished"]
    title, result, below = lines[2]
    assert title.startswith("ConvNet · 1 Nov ")
    assert result == "97.97 %"
    assert below == "MNIST · Tutorial · 10/10 epochs · finished"
    assert "It diverged." in runs.model.index(0).data(Qt.ItemDataRole.ToolTipRole)


def test_offers_what_can_be_done_with_each(runs: RunList, folders: dict[str, Path]) -> None:
    assert enabled(runs, "resume", "use", "folder", "delete") == [False] * 4
    runs.select(folders["finished"])
    assert enabled(runs, "resume", "use", "folder", "delete") == [False, True, True, True]
    runs.select(folders["stopped"])
    assert enabled(runs, "resume", "use", "folder", "delete") == [True, False, True, True]
    runs.set_busy(True)
    assert enabled(runs, "resume", "delete") == [False, True]
    runs.set_busy(False)
    runs.select(folders["failed"])
    assert enabled(runs, "resume", "use", "folder", "delete") == [False, False, True, True]


def test_buttons_ask_for_the_selected_run(runs: RunList, folders: dict[str, Path], qtbot: QtBot) -> None:
    runs.select(folders["stopped"])
    with qtbot.waitSignal(runs.resume_wanted) as resumed:
        qtbot.mouseClick(find(runs, "train-run-resume"), Qt.MouseButton.LeftButton)
    assert resumed.args == [folders["stopped"]]
    runs.select(folders["finished"])
    with qtbot.waitSignal(runs.weights_wanted) as used:
        qtbot.mouseClick(find(runs, "train-run-use"), Qt.MouseButton.LeftButton)
    assert used.args == [RunWeights(folders["finished"].absolute(), "final")]


def test_box_and_space_bar_lay_curves_over(runs: RunList, folders: dict[str, Path], qtbot: QtBot) -> None:
    asked: list[tuple[Path, bool]] = []
    runs.overlay_wanted.connect(lambda path, wanted: asked.append((path, wanted)))
    cell = runs.view.visualRect(runs.model.index(1))
    qtbot.mouseClick(
        runs.view.viewport(), Qt.MouseButton.LeftButton, pos=cell.topLeft() + QPoint(16, cell.height() // 2)
    )
    assert asked == [(folders["stopped"], True)]
    runs.show_styles({folders["stopped"]: RunStyle(1)})
    assert runs.model.index(1).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    runs.view.setFocus()
    runs.select(folders["stopped"])
    qtbot.keyClick(runs.view, Qt.Key.Key_Space)
    assert asked[-1] == (folders["stopped"], False)
    # Beside the box a click selects and nothing else.
    qtbot.mouseClick(runs.view.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())
    assert len(asked) == 2
    assert runs.selected().path == folders["stopped"]


def test_deleting_is_undone_newest_first(
    page: TrainPage, runs: RunList, folders: dict[str, Path], qtbot: QtBot
) -> None:
    for name in ("finished", "failed"):
        runs.select(folders[name])
        page.window().activateWindow()
        runs.view.setFocus()
        qtbot.waitUntil(runs.view.hasFocus)
        qtbot.keyClick(runs.view, Qt.Key.Key_Delete)
        at_rest(qtbot, page)
        assert not folders[name].exists()
    assert runs.model.rowCount() == 1
    undo = find(runs, "train-run-undo")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    at_rest(qtbot, page)
    assert folders["failed"].exists()
    assert not folders["finished"].exists()
    assert runs.selected().path == folders["failed"]
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    at_rest(qtbot, page)
    assert folders["finished"].exists()
    assert not undo.isVisible()
    assert runs.model.rowCount() == 3


def test_what_stays_deleted_goes_to_the_trash_at_the_end(
    page: TrainPage, runs: RunList, folders: dict[str, Path], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    trashed: list[str] = []
    monkeypatch.setattr(
        "cnnstudio.gui.training_panel.deleted_runs.QFile.moveToTrash", lambda path: trashed.append(Path(path).name)
    )
    runs.select(folders["finished"])
    qtbot.mouseClick(find(runs, "train-run-delete"), Qt.MouseButton.LeftButton)
    at_rest(qtbot, page)
    page.document.shut_down()
    assert trashed == ["a"]
    # The trash refused it, so it is still here and nothing is lost.
    assert list((paths.runs_dir() / ".deleted").glob("window-*/a/state.json"))


def test_a_run_that_cannot_be_moved_stays_and_it_is_told(
    page: TrainPage, main_window: MainWindow, runs: RunList, folders: dict[str, Path], qtbot: QtBot
) -> None:
    (paths.runs_dir() / ".deleted").write_text("in the way")
    runs.select(folders["stopped"])
    qtbot.mouseClick(find(runs, "train-run-delete"), Qt.MouseButton.LeftButton)
    at_rest(qtbot, page)
    assert main_window.error_strip.isVisible()
    assert "The run b could not be deleted" in main_window.error_strip.text
    assert folders["stopped"].exists()
    assert not find(runs, "train-run-undo").isVisible()


def test_a_run_that_somebody_trains_meanwhile_stays_and_it_is_told(
    page: TrainPage, main_window: MainWindow, runs: RunList, folders: dict[str, Path], qtbot: QtBot
) -> None:
    runs.select(folders["stopped"])
    with held_elsewhere(folders["stopped"]):
        # The list was read before.
        assert enabled(runs, "delete") == [True]
        qtbot.mouseClick(find(runs, "train-run-delete"), Qt.MouseButton.LeftButton)
        at_rest(qtbot, page)
        assert "is being trained by another window or program" in main_window.error_strip.text
        assert (folders["stopped"] / "run.lock").exists()
        assert not find(runs, "train-run-undo").isVisible()
        qtbot.waitUntil(lambda: runs.selected().state == "running")
        assert enabled(runs, "delete") == [False]


def test_the_folder_is_opened(runs: RunList, folders: dict[str, Path], qtbot: QtBot) -> None:
    class Opener(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.opened: list[str] = []

        @Slot(QUrl)
        def open(self, url: QUrl) -> None:
            self.opened.append(url.toLocalFile())

    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "open")
    runs.select(folders["finished"])
    qtbot.mouseClick(find(runs, "train-run-folder"), Qt.MouseButton.LeftButton)
    QDesktopServices.unsetUrlHandler("file")
    assert opener.opened == [str(folders["finished"])]


def test_a_look_at_the_disk_keeps_the_selection(
    page: TrainPage, runs: RunList, folders: dict[str, Path], qtbot: QtBot
) -> None:
    runs.select(folders["stopped"])
    make_run("d", started="2026-11-04T10:00:00+00:00")
    listed(qtbot, page)
    assert runs.model.rowCount() == 4
    assert runs.selected().path == folders["stopped"]


def test_a_run_that_goes_on_elsewhere_is_shown_as_it_stands(
    page: TrainPage, runs: RunList, folders: dict[str, Path], qtbot: QtBot
) -> None:
    state = json.loads((folders["stopped"] / "state.json").read_text())
    (folders["stopped"] / "state.json").write_text(json.dumps({**state, "epochs_done": 7}))
    # Nobody asks: the room looks from time to time.
    qtbot.waitUntil(lambda: "7/10 epochs" in runs.model.index(1).data(LINES_ROLE)[2])
    assert runs.model.rowCount() == 3


def test_an_empty_list_says_what_will_be_here(studio_home: Path, page: TrainPage, qtbot: QtBot) -> None:
    page.inspector.tabs.setCurrentWidget(page.inspector.runs)
    runs = listed(qtbot, page)
    assert not runs.view.isVisible()
    assert runs._empty.isVisible()
    assert runs.model.rowCount() == 0


def test_the_runs_are_copied_with_plain_numbers(runs: RunList, folders: dict[str, Path]) -> None:
    rows = {row["Run"]: row for row in copied(runs, "train-runs")}
    assert set(rows) == {folder.name for folder in folders.values()}
    finished, failed = rows[folders["finished"].name], rows[folders["failed"].name]
    assert (float(finished["Test accuracy (0 to 1)"]), failed["Test accuracy (0 to 1)"]) == (0.9797, "")
    assert (int(finished["Epochs"]), int(finished["Epochs done"]), finished["State"]) == (10, 10, "finished")
    assert finished["Started (UTC)"] == "2026-11-01T10:00:00+00:00"


@pytest.mark.parametrize(
    ("recipe", "called"),
    [("fast", "Fast"), ("custom", "Custom"), ("of-a-later-version", "of-a-later-version"), ("", "")],
)
def test_a_run_names_its_recipe_as_the_form_does(recipe: str, called: str) -> None:
    assert recipe_title(recipe) == called
