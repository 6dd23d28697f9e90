"""The runs there are: read on a worker however slow the disk is, and as the disk is."""

import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from cnnstudio.gui.digit_canvas.page import DrawPage
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.training_panel import known_runs
from cnnstudio.gui.training_panel.deleted_runs import DeletedRuns
from cnnstudio.gui.training_panel.known_runs import KnownRuns
from cnnstudio.gui.training_panel.page import TrainPage
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.training import kept_predictions
from cnnstudio.training.engine import Engine
from cnnstudio.training.recipes import recipe
from cnnstudio.training.room_state import TrainState
from cnnstudio.training.runs import RunFolder
from cnnstudio.weights.reference import Initial, RunWeights
from cnnstudio.workspace.current import Workspace
from tests.gui.digit_canvas.conftest import settle
from tests.gui.training_panel.conftest import find, listed
from tests.gui.training_panel.test_page import PATIENCE, click
from tests.gui.training_panel.test_run_list import make_run

CONVNET = CatalogueNetwork("convnet")


def train(small_mnist: Path, **changes: Any) -> Path:
    """A real run of one epoch, as an earlier session left it."""
    engine = Engine(recipe("tutorial", **{"dataset": str(small_mnist), "epochs": 1, "batch_size": 256, **changes}))
    for _ in engine.run():
        pass
    return engine.folder.path.absolute()


class SlowDisk:
    """Reads only while it is let; notes on which threads it was read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.let = threading.Event()
        self.reading = threading.Event()
        self.threads: set[int] = set()
        for name in ("_list", "_read"):
            monkeypatch.setattr(known_runs, name, self._slow(getattr(known_runs, name)))

    def _slow(self, read: Any) -> Any:
        def slow(*arguments: Any) -> Any:
            self.threads.add(threading.get_ident())
            self.reading.set()
            self.let.wait()
            return read(*arguments)

        return slow


@pytest.fixture
def slow_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowDisk]:
    disk = SlowDisk(monkeypatch)
    yield disk
    disk.let.set()


def test_a_slow_disk_holds_no_window(
    studio: Studio, main_window: MainWindow, qtbot: QtBot, small_mnist: Path, slow_disk: SlowDisk
) -> None:
    run = train(small_mnist)
    main_window.open_room("train")
    page = main_window.page("train")
    assert isinstance(page, TrainPage)
    page.inspector.tabs.setCurrentWidget(page.inspector.runs)
    qtbot.waitUntil(slow_disk.reading.is_set)
    # The room is there, works, and does not pretend that there are no runs.
    QCoreApplication.processEvents()
    assert page.inspector.runs._waiting.isVisible()
    assert not page.inspector.runs._empty.isVisible()
    page.document.open_state(TrainState(run=run, pinned=()))
    assert list(page.curves.shown_runs()) == [str(run)]
    page.curves.redraw()
    dataset = find(page, "train-dataset")
    assert isinstance(dataset, QComboBox)
    dataset.setCurrentIndex(dataset.findData("builtin"))
    assert page.document.config.dataset == "builtin"
    slow_disk.let.set()
    qtbot.waitUntil(lambda: not page.document.runs.busy)
    assert page.inspector.runs.model.rowCount() == 1
    assert not page.inspector.runs._waiting.isVisible()
    assert "Finished" in page.progress.text()
    page.curves.redraw()
    assert len(page.curves.loss.line(str(run), "smoothed").getOriginalDataset()[0]) == 8
    assert threading.get_ident() not in slow_disk.threads


def test_closing_waits_for_no_disk_that_hangs(
    page: TrainPage, qtbot: QtBot, slow_disk: SlowDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = KnownRuns()
    runs.look()
    qtbot.waitUntil(slow_disk.reading.is_set)
    limits: list[int] = []
    shut_down = runs._worker.shut_down
    monkeypatch.setattr(
        runs._worker, "shut_down", lambda timeout_ms=5_000: (limits.append(timeout_ms), slow_disk.let.set())
    )
    runs.shut_down()
    assert limits == [5_000], "a bounded wait"
    runs.look()
    assert not runs.busy, "what is asked after the end is not begun"
    shut_down()
    runs.deleteLater()


def test_errands_are_done_one_after_another_and_told_in_order(qtbot: QtBot) -> None:
    runs = KnownRuns()
    done: list[object] = []
    for number in range(5):
        runs.ask(lambda number=number: number, done.append)
    runs.ask(lambda: 1 / 0, done.append, lambda error: done.append(type(error)))
    runs.ask(lambda: "last", done.append)
    qtbot.waitUntil(lambda: not runs.busy)
    assert done == [0, 1, 2, 3, 4, ZeroDivisionError, "last"]
    runs.shut_down()
    runs.deleteLater()


def test_a_run_deleted_on_the_disk_leaves_the_list_the_curves_and_draw(
    page: TrainPage, main_window: MainWindow, qtbot: QtBot, small_mnist: Path
) -> None:
    gone, stays = train(small_mnist), train(small_mnist)
    listed(qtbot, page)
    for run in (gone, stays):
        page.document.pin(run, True)
    assert set(page.charts.styles) == {gone, stays}
    shutil.rmtree(gone)
    # Nobody tells: the window looks by itself.
    qtbot.waitUntil(lambda: page.inspector.runs.model.rowCount() == 1)
    qtbot.waitUntil(lambda: set(page.charts.styles) == {stays})
    assert page.document.state().pinned == (stays,)
    assert not main_window.error_strip.isVisible(), "who has deleted it knows"

    main_window.open_room("draw")
    draw = main_window.page("draw")
    assert isinstance(draw, DrawPage)
    settle(qtbot, draw)
    box = draw.findChild(QComboBox, "draw-weights")
    before = box.count()
    shutil.rmtree(stays)
    qtbot.waitUntil(lambda: box.count() < before)


def test_a_run_of_another_program_is_listed_by_itself(page: TrainPage, qtbot: QtBot) -> None:
    assert listed(qtbot, page).model.rowCount() == 0
    make_run("other", started="2026-11-01T10:00:00+00:00")
    qtbot.waitUntil(lambda: page.inspector.runs.model.rowCount() == 1)


def draw_reading(main_window: MainWindow, studio: Studio, qtbot: QtBot, run: Path) -> DrawPage:
    """The Draw room, which reads with a run's final weights, current now."""
    studio.choose(CONVNET, RunWeights(run, "final"))
    main_window.open_room("draw")
    draw = main_window.page("draw")
    assert isinstance(draw, DrawPage)
    settle(qtbot, draw)
    return draw


def test_what_was_told_of_deleted_weights_goes_when_they_are_back(
    page: TrainPage, main_window: MainWindow, studio: Studio, qtbot: QtBot, small_mnist: Path
) -> None:
    run = train(small_mnist)
    draw = draw_reading(main_window, studio, qtbot, run)
    assert not main_window.error_strip.isVisible()
    main_window.open_room("train")
    page.inspector.tabs.setCurrentWidget(page.inspector.runs)
    listed(qtbot, page).select(run)
    click(qtbot, page, "train-run-delete")
    qtbot.waitUntil(main_window.error_strip.isVisible)
    assert "is not there any more" in main_window.error_strip.text
    click(qtbot, page, "train-run-undo")
    qtbot.waitUntil(lambda: not main_window.error_strip.isVisible())
    assert studio.current.weights == RunWeights(run, "final")
    settle(qtbot, draw)
    assert draw.document.reads.standing.problem is None


def test_what_was_told_of_deleted_weights_goes_when_others_are_chosen_and_nothing_else_does(
    page: TrainPage, main_window: MainWindow, studio: Studio, qtbot: QtBot, small_mnist: Path
) -> None:
    run = train(small_mnist)
    draw = draw_reading(main_window, studio, qtbot, run)
    page.document.delete(run)
    qtbot.waitUntil(main_window.error_strip.isVisible)
    studio.choose(CONVNET, Initial(7))
    assert not main_window.error_strip.isVisible()
    main_window.error_strip.show_text("Something of another room.")
    page.document.undo_delete()
    qtbot.waitUntil(lambda: run.exists() and not page.document.runs.busy)
    settle(qtbot, draw)
    assert main_window.error_strip.isVisible()


def test_what_was_told_of_runs_that_a_state_names_goes_when_they_are_back(
    page: TrainPage, main_window: MainWindow, qtbot: QtBot
) -> None:
    run = make_run("away", started="2026-11-01T10:00:00+00:00").absolute()
    elsewhere = run.with_name(".unplugged")
    run.rename(elsewhere)
    page.document.open_state(TrainState(pinned=(run,)))
    qtbot.waitUntil(main_window.error_strip.isVisible)
    assert "The run away is not there any more." in main_window.error_strip.text
    elsewhere.rename(run)
    qtbot.waitUntil(lambda: not main_window.error_strip.isVisible())


@pytest.mark.parametrize("measured", ["epoch", "end"])
def test_a_restart_brings_back_the_runs_that_are_compared_and_what_the_front_one_missed(
    studio: Studio, main_window: MainWindow, qtbot: QtBot, small_mnist: Path, measured: str
) -> None:
    front, first, second = (train(small_mnist, evaluate_test=measured, seed=seed) for seed in (1, 2, 3))
    studio.documents.get("train").open_state(TrainState(run=front, pinned=(second, first)))
    left = json.loads(json.dumps(studio.workspace.to_json()))
    again = Studio(workspace=Workspace.from_json(left))
    window = MainWindow(again)
    window.show()
    window.open_room("train")
    page = window.page("train")
    assert isinstance(page, TrainPage)
    assert list(page.curves.shown_runs()) == [str(front), str(second), str(first)]
    qtbot.waitUntil(lambda: not page.document.runs.busy)
    for run in (front, first, second):
        assert len(page.document.series(run)) == 8
    kept = kept_predictions.load(RunFolder(front).test_predictions)
    assert np.array_equal(page.inspector.matrix._counts, kept.confusion)
    assert kept.confusion.sum() == 500
    assert page.inspector.gallery.model.rowCount() == len(kept.mistakes.labels) > 0
    # A mistake leads to a layer of that very run, as it did before.
    gallery = page.inspector.gallery
    page.inspector.tabs.setCurrentWidget(gallery)
    gallery.view.setCurrentIndex(gallery.model.index(0))
    click(qtbot, page, "train-mistake-open")
    qtbot.waitUntil(lambda: window.room == "playground")
    assert again.current.weights == RunWeights(front, "final")
    opened = again.documents.get("playground").state().opened
    assert opened is not None
    assert opened.path == kept.layers[0][0] == "features.0"
    window.open_room("train")
    text = page.inspector.findChild(QLabel, "train-measured")
    assert text is not None
    assert text.text().startswith(f"After epoch 1: {500 - kept.confusion.trace()} of 500 test pictures")
    window.close_without_asking()
    window.deleteLater()
    again.deleteLater()


def test_a_run_without_what_it_predicted_has_its_curves_all_the_same(
    page: TrainPage, main_window: MainWindow, qtbot: QtBot, small_mnist: Path
) -> None:
    run = train(small_mnist)
    RunFolder(run).test_predictions.write_bytes(b"damaged")
    page.document.open_state(TrainState(run=run))
    qtbot.waitUntil(lambda: not page.document.runs.busy)
    assert len(page.document.series(run)) == 8
    assert page.document.record.measured is None
    assert not main_window.error_strip.isVisible()


def test_no_command_of_the_room_reads_a_run_on_the_windows_thread(
    page: TrainPage, studio: Studio, qtbot: QtBot, small_mnist: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = train(small_mnist)
    here = threading.get_ident()
    read: set[str] = set()
    on_this_thread: list[str] = []

    def watched(owner: Any, name: str) -> None:
        function = getattr(owner, name)

        def watching(*arguments: Any, **options: Any) -> Any:
            read.add(name)
            if threading.get_ident() == here:
                on_this_thread.append(name)
            return function(*arguments, **options)

        monkeypatch.setattr(owner, name, watching)

    for name in ("summary", "config", "steps", "epochs", "batches"):
        watched(RunFolder, name)
    watched(known_runs.runs, "list_runs")
    watched(known_runs.library, "to_choose")
    watched(DeletedRuns, "delete")
    watched(DeletedRuns, "undo")
    document, runs = page.document, page.inspector.runs
    page.inspector.tabs.setCurrentWidget(runs)
    listed(qtbot, page).select(run)
    runs.overlay_wanted.emit(run, True)
    runs.settings_wanted.emit(run)
    click(qtbot, page, "train-run-use")
    listed(qtbot, page)
    assert document.config.epochs == 1
    assert studio.current.weights == RunWeights(run, "final")
    document.open_state(replace(document.state(), run=run, pinned=()))
    listed(qtbot, page).select(run)
    click(qtbot, page, "train-run-delete")
    listed(qtbot, page)
    click(qtbot, page, "train-run-undo")
    listed(qtbot, page)
    # A run that is trained here is written and listed by workers, too.
    document.start()
    qtbot.waitUntil(lambda: document.record.started is not None, timeout=PATIENCE)
    with qtbot.waitSignal(page.controller.finished, timeout=PATIENCE):
        pass
    listed(qtbot, page)
    assert runs.model.rowCount() == 2
    assert read >= {"summary", "config", "steps", "epochs", "batches", "list_runs", "to_choose", "delete", "undo"}
    assert on_this_thread == []
