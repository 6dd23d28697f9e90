"""The room as a user works it: real buttons, the real QThread, the real engine on real MNIST."""

import math
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QGraphicsItem,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QSpinBox,
)
from pytestqt.qtbot import QtBot

from cnnstudio.datasets import Progress, Stage
from cnnstudio.datasets.builtin import cache
from cnnstudio.gui import theme
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.studio import LiveWeights, Studio
from cnnstudio.gui.training_panel import run_task
from cnnstudio.gui.training_panel.page import TrainPage
from cnnstudio.gui.training_panel.runs_model import LINES_ROLE
from cnnstudio.gui.training_panel.series import EpochPoint, RunSeries
from cnnstudio.gui.widgets.number_field import NumberField
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.prediction.handwriting import Handwriting
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.engine import Engine
from cnnstudio.training.events import StepsDone
from cnnstudio.training.recipes import recipe
from cnnstudio.training.room_state import TrainState
from cnnstudio.training.runs import RunFolder, list_runs
from cnnstudio.weights import library
from tests.gui.patience import at_rest
from tests.gui.training_panel.conftest import find, listed

# What hangs is found by it; a whole epoch may take minutes where others work on the machine.
PATIENCE = 600_000


def click(qtbot: QtBot, page: TrainPage, name: str) -> None:
    button = find(page, name)
    assert button.isEnabled(), name
    assert button.isVisible(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def type_into(qtbot: QtBot, field: QSpinBox | NumberField, text: str) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def choose_folder(qtbot: QtBot, page: TrainPage, folder: Path) -> None:
    """Type a folder into its field, as a user who chose "A folder…" would."""
    field = find(page, "train-folder")
    assert isinstance(field, QLineEdit)
    field.setText(str(folder))
    dataset = find(page, "train-dataset")
    assert isinstance(dataset, QComboBox)
    dataset.setCurrentIndex(dataset.findData("folder"))
    assert page.form.config.dataset == str(folder)


def set_up(qtbot: QtBot, page: TrainPage, folder: Path, *, epochs: int = 2, batch_size: int = 64) -> None:
    choose_folder(qtbot, page, folder)
    for name, value in (("train-epochs", epochs), ("train-batch-size", batch_size)):
        field = find(page, name)
        assert isinstance(field, QSpinBox)
        type_into(qtbot, field, str(value))


def begin_paused(qtbot: QtBot, page: TrainPage, folder: Path, *, epochs: int, batch_size: int = 64) -> None:
    """Let a run take its first step and pause."""
    set_up(qtbot, page, folder, epochs=epochs, batch_size=batch_size)
    click(qtbot, page, "train-step")
    qtbot.waitUntil(lambda: page.controller.state == "paused", timeout=PATIENCE)


def wait_state(qtbot: QtBot, page: TrainPage, *states: str) -> None:
    qtbot.waitUntil(lambda: page.controller.state in states, timeout=PATIENCE)


def finish(qtbot: QtBot, page: TrainPage) -> None:
    with qtbot.waitSignal(page.controller.finished, timeout=PATIENCE):
        pass


def series(page: TrainPage) -> RunSeries:
    assert page.document.record.run is not None
    return page.document.series(page.document.record.run)


def strip_text(window: MainWindow) -> str:
    return window.error_strip.text if window.error_strip.isVisible() else ""


def test_the_empty_room_says_what_to_do_and_its_button_starts(page: TrainPage, qtbot: QtBot, small_mnist: Path) -> None:
    set_up(qtbot, page, small_mnist, epochs=1)
    assert find(page, "train-empty").isVisible()
    with qtbot.waitSignal(page.controller.finished, timeout=PATIENCE):
        click(qtbot, page, "train-empty-button")
    assert not find(page, "train-empty").isVisible()
    assert find(page, "train-curves").isVisible()


def test_a_whole_run_through_the_buttons(
    page: TrainPage, main_window: MainWindow, studio: Studio, qtbot: QtBot, small_mnist: Path
) -> None:
    set_up(qtbot, page, small_mnist)
    told: list[object] = []
    studio.jobs.changed.connect(lambda: told.append(studio.progress))
    click(qtbot, page, "train-start")
    assert page.controller.state == "preparing"
    finish(qtbot, page)
    run = RunFolder(page.document.record.run)
    config = run.config()
    assert (config.epochs, config.batch_size, config.recipe) == (2, 64, "tutorial")

    # The numbers are the engine's own.
    expected: list[float] = []
    for event in Engine(config, run_dir=run.path.parent.with_name("again")).run():
        if isinstance(event, StepsDone):
            expected += event.losses.tolist()
    assert series(page).losses.values.tolist() == expected
    assert len(expected) == 64

    assert page.log.text().splitlines()[0] == "Epoch: 001/002 | Batch 000/032 | Cost: 2.3026"
    assert page.log.text().splitlines()[-1].startswith("Test accuracy: ")
    assert "Finished" in page.progress.text()
    assert main_window.findChild(QPushButton, "train-start").isEnabled()
    # The top bar knows, and so does every room.
    entry = library.entry(studio.current.weights)
    assert entry.file.is_file()
    assert entry.accuracy is not None
    assert entry.accuracy.value == run.summary().test_accuracy
    assert any("Epoch" in progress.text and progress.fraction for progress in told)
    assert studio.progress.text == ""
    assert listed(qtbot, page).model.rowCount() == 1
    assert page.inspector.matrix.describe(0, 0)


def test_one_epoch_of_the_whole_real_mnist(page: TrainPage, qtbot: QtBot, mnist_dir: Path) -> None:
    choose_folder(qtbot, page, mnist_dir)
    # The quickest network: what it is about is the number of pictures.
    network = find(page, "train-network")
    assert isinstance(network, QComboBox)
    network.setCurrentIndex(network.findData("mlp"))
    epochs = find(page, "train-epochs")
    assert isinstance(epochs, QSpinBox)
    type_into(qtbot, epochs, "1")
    click(qtbot, page, "train-start")
    finish(qtbot, page)
    assert len(series(page)) == 469
    assert page.inspector.matrix._counts.sum() == 10_000
    lines = [line for line in page.log.text().splitlines() if "Cost" in line]
    assert len(lines) == 10
    assert lines[-1].startswith("Epoch: 001/001 | Batch 450/469 | Cost: ")


def test_built_in_digits_need_no_files_and_no_network(
    page: TrainPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_SIZES", {"train": 600, "test": 100})
    dataset = find(page, "train-dataset")
    assert isinstance(dataset, QComboBox)
    dataset.setCurrentIndex(dataset.findData("builtin"))
    click(qtbot, page, "train-step")
    wait_state(qtbot, page, "paused")
    qtbot.waitUntil(lambda: len(series(page)) == 1, timeout=PATIENCE)
    click(qtbot, page, "train-stop")
    wait_state(qtbot, page, "idle")


def test_preparing_shows_how_far_it_is_and_can_be_cancelled(page: TrainPage, qtbot: QtBot) -> None:
    dataset = find(page, "train-dataset")
    assert isinstance(dataset, QComboBox)
    dataset.setCurrentIndex(dataset.findData("builtin"))
    click(qtbot, page, "train-start")
    assert find(page, "train-stop").text() == "Cancel"
    qtbot.waitUntil(lambda: "Drawing the built-in digits" in page.progress.text(), timeout=PATIENCE)
    with qtbot.waitSignal(page.controller.stopped, timeout=PATIENCE):
        click(qtbot, page, "train-stop")
    assert find(page, "train-empty").isVisible()
    assert list_runs() == []


def test_a_download_shows_its_megabytes(page: TrainPage) -> None:
    page.controller.prepared.emit(Progress(stage=Stage.DOWNLOADING, done=4_200_000, total=11_594_722, file="train.gz"))
    assert page.progress.text() == "Downloading train.gz 4.2 / 11.6 MB"
    page.controller.prepared.emit(Progress(stage=Stage.CONNECTING, done=0, total=1))
    assert page.progress.text() == "Connecting…"


def test_step_takes_exactly_one_step_and_resume_goes_on(page: TrainPage, qtbot: QtBot, small_mnist: Path) -> None:
    set_up(qtbot, page, small_mnist, epochs=1, batch_size=1024)
    click(qtbot, page, "train-step")
    for done in (1, 2):
        qtbot.waitUntil(
            lambda done=done: page.document.record.started is not None and len(series(page)) == done, timeout=PATIENCE
        )
        qtbot.wait(150)
        assert len(series(page)) == done
        assert page.controller.state == "paused"
        if done == 1:
            click(qtbot, page, "train-step")
    assert find(page, "train-start").text() == "Resume"
    with qtbot.waitSignal(page.controller.finished, timeout=PATIENCE):
        click(qtbot, page, "train-start")


def test_pause_holds_and_resume_changes_no_number(page: TrainPage, qtbot: QtBot, small_mnist: Path) -> None:
    set_up(qtbot, page, small_mnist, epochs=2, batch_size=16)
    click(qtbot, page, "train-start")
    qtbot.waitUntil(lambda: page.document.record.started is not None and len(series(page)) > 0, timeout=PATIENCE)
    click(qtbot, page, "train-pause")
    at_rest(qtbot, page.controller._job)
    held = len(series(page))
    assert held < 256
    qtbot.wait(200)
    assert len(series(page)) == held
    with qtbot.waitSignal(page.controller.finished, timeout=PATIENCE):
        click(qtbot, page, "train-start")
    expected = [
        loss
        for event in Engine(page.form.config, run_dir=page.document.record.run.with_name("again")).run()
        if isinstance(event, StepsDone)
        for loss in event.losses.tolist()
    ]
    assert series(page).losses.values.tolist() == expected


def test_stop_and_resume_give_the_numbers_of_a_run_that_was_not_stopped(
    page: TrainPage, qtbot: QtBot, small_mnist: Path
) -> None:
    set_up(qtbot, page, small_mnist, epochs=2, batch_size=16)
    click(qtbot, page, "train-start")
    qtbot.waitUntil(lambda: page.document.record.started is not None and len(series(page)) > 0, timeout=PATIENCE)
    with qtbot.waitSignal(page.controller.stopped, timeout=PATIENCE):
        click(qtbot, page, "train-stop")
    run = page.document.record.run
    assert RunFolder(run).summary().state == "stopped"
    assert "can be resumed" in page.progress.text()
    stopped_at = RunFolder(run).summary().step
    assert 0 < stopped_at < 256
    config = page.form.config
    page.inspector.tabs.setCurrentIndex(2)
    assert listed(qtbot, page).selected().path == run
    with qtbot.waitSignal(page.controller.finished, timeout=PATIENCE):
        click(qtbot, page, "train-run-resume")
    expected = [
        loss
        for event in Engine(config, run_dir=run.with_name("again")).run()
        if isinstance(event, StepsDone)
        for loss in event.losses.tolist()
    ]
    assert series(page).losses.values.tolist() == expected
    assert page.document.record.run == run


def test_the_learning_rate_changes_while_it_runs(page: TrainPage, qtbot: QtBot, small_mnist: Path) -> None:
    set_up(qtbot, page, small_mnist, epochs=1, batch_size=512)
    click(qtbot, page, "train-step")
    qtbot.waitUntil(lambda: page.document.record.started is not None and len(series(page)) == 1, timeout=PATIENCE)
    rate = find(page, "train-learning-rate")
    assert isinstance(rate, NumberField)
    assert rate.isEnabled()
    assert not find(page, "train-epochs").isEnabled()
    type_into(qtbot, rate, "0.002")
    click(qtbot, page, "train-step")
    qtbot.waitUntil(lambda: len(series(page)) == 2, timeout=PATIENCE)
    assert series(page).learning_rates.values.tolist() == pytest.approx([0.05, 0.002])
    click(qtbot, page, "train-follow-schedule")
    assert rate.value() == 0.05
    click(qtbot, page, "train-step")
    qtbot.waitUntil(lambda: len(series(page)) == 3, timeout=PATIENCE)
    assert series(page).learning_rates.values[-1] == pytest.approx(0.05)
    type_into(qtbot, rate, "-1")
    assert page.form._rows["learning_rate"].reason
    with qtbot.waitSignal(page.controller.finished, timeout=PATIENCE):
        click(qtbot, page, "train-start")


def test_a_run_that_diverges_says_so_in_words_and_keeps_its_curves(
    page: TrainPage, main_window: MainWindow, qtbot: QtBot, small_mnist: Path
) -> None:
    set_up(qtbot, page, small_mnist, epochs=2)
    rate = find(page, "train-learning-rate")
    assert isinstance(rate, NumberField)
    type_into(qtbot, rate, "1e9")
    network = find(page, "train-network")
    assert isinstance(network, QComboBox)
    network.setCurrentIndex(network.findData("lenet5"))
    click(qtbot, page, "train-step")
    qtbot.waitUntil(lambda: page.document.record.started is not None and len(series(page)) == 1, timeout=PATIENCE)
    with qtbot.waitSignal(page.controller.failed, timeout=PATIENCE):
        click(qtbot, page, "train-start")
    assert "diverged" in strip_text(main_window)
    assert "DivergedError" in main_window.error_strip.details
    assert "Failed after" in page.progress.text()
    assert len(series(page)) >= 1
    assert find(page, "train-curves").isVisible()
    assert list_runs()[0].state == "failed"
    assert find(page, "train-start").isEnabled()


def test_a_folder_without_mnist_is_refused_beside_its_field(page: TrainPage, qtbot: QtBot, tmp_path: Path) -> None:
    choose_folder(qtbot, page, tmp_path)
    qtbot.waitUntil(lambda: "holds no MNIST files" in page.form._rows["dataset"].reason)
    assert not find(page, "train-start").isEnabled()
    assert not find(page, "train-empty-button").isEnabled()


def test_a_damaged_file_fails_with_words_before_a_run_exists(
    page: TrainPage, main_window: MainWindow, qtbot: QtBot, small_mnist: Path, tmp_path: Path
) -> None:
    for file in small_mnist.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes()[:-5] if "train-images" in file.name else file.read_bytes())
    set_up(qtbot, page, tmp_path)
    with qtbot.waitSignal(page.controller.failed, timeout=PATIENCE):
        click(qtbot, page, "train-start")
    assert "train-images" in strip_text(main_window)
    assert list_runs() == []
    assert find(page, "train-empty").isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)  # offscreen, of any dialog
def test_closing_while_it_trains_asks_and_keeps_the_window_when_declined(
    page: TrainPage, main_window: MainWindow, qtbot: QtBot, small_mnist: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert page.closing_question() == ""
    set_up(qtbot, page, small_mnist, epochs=50, batch_size=16)
    click(qtbot, page, "train-start")
    qtbot.waitUntil(lambda: page.document.record.started is not None and len(series(page)) > 0, timeout=PATIENCE)

    def answer(name: str) -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert "Stop the running training?" in box.text()
        qtbot.mouseClick(find(box, name), Qt.MouseButton.LeftButton)

    QTimer.singleShot(100, lambda: answer("window-closing-stay"))
    main_window.close()
    assert main_window.isVisible()
    assert page.controller.state == "running"
    before = len(series(page))
    qtbot.waitUntil(lambda: len(series(page)) > before, timeout=PATIENCE)
    run = page.document.record.run

    QTimer.singleShot(100, lambda: answer("window-closing-stop"))
    main_window.close()
    assert not main_window.isVisible()
    summary = RunFolder(run).summary()
    assert summary.state == "stopped"
    assert summary.resumable
    assert summary.step >= before


def test_earlier_runs_are_laid_over_compared_deleted_and_brought_back(
    page: TrainPage, qtbot: QtBot, small_mnist: Path
) -> None:
    set_up(qtbot, page, small_mnist, epochs=1)
    for _ in range(2):
        click(qtbot, page, "train-start")
        finish(qtbot, page)
    runs = listed(qtbot, page)
    first, second = runs.model.run(1).path, runs.model.run(0).path
    # The first run stepped aside for the second.
    assert list(page.curves.shown_runs()) == [str(second)]
    page.inspector.tabs.setCurrentIndex(2)
    cell = runs.view.visualRect(runs.model.index(1))
    box = cell.topLeft() + type(cell.topLeft())(16, cell.height() // 2)
    qtbot.mouseClick(runs.view.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert set(page.curves.shown_runs()) == {str(first), str(second)}
    styles = page.curves.shown_runs()
    assert styles[str(first)].slot != styles[str(second)].slot

    runs.select(first)
    click(qtbot, page, "train-run-delete")
    qtbot.waitUntil(lambda: not page.document.runs.busy)
    assert not first.exists()
    assert set(page.curves.shown_runs()) == {str(second)}
    assert runs.model.rowCount() == 1
    click(qtbot, page, "train-run-undo")
    qtbot.waitUntil(lambda: not page.document.runs.busy)
    assert RunFolder(first).config_file.is_file()
    assert runs.model.rowCount() == 2
    assert not find(page, "train-run-undo").isVisible()


def test_a_run_of_an_earlier_session_is_read_from_its_folder(
    page: TrainPage, studio: Studio, qtbot: QtBot, small_mnist: Path
) -> None:
    config = recipe("tutorial", dataset=str(small_mnist), epochs=1, batch_size=64, log_every=4)
    for _ in Engine(config).run():
        pass
    studio.runsChanged.emit()
    run = listed(qtbot, page).model.run(0)
    page.inspector.runs.overlay_wanted.emit(run.path, True)
    qtbot.waitUntil(lambda: not page.document.runs.busy)
    page.curves.redraw()
    assert len(page.curves.loss.line(str(run.path), "smoothed").getOriginalDataset()[0]) == 32
    page.inspector.tabs.setCurrentIndex(2)
    page.inspector.runs.select(run.path)
    click(qtbot, page, "train-run-use")
    qtbot.waitUntil(lambda: not page.document.runs.busy)
    assert library.entry(studio.current.weights).file.parent == run.path
    assert studio.current.network == CatalogueNetwork("convnet")


def test_the_theme_switches_in_the_middle_of_a_run(page: TrainPage, qtbot: QtBot, small_mnist: Path) -> None:
    set_up(qtbot, page, small_mnist, epochs=1, batch_size=16)
    click(qtbot, page, "train-start")
    qtbot.waitUntil(lambda: page.document.record.started is not None and len(series(page)) > 0, timeout=PATIENCE)
    with qtbot.waitSignal(page.controller.finished, timeout=PATIENCE):
        theme.manager().set_mode("dark")
    page.curves.redraw()
    assert len(page.curves.loss.line(str(page.document.record.run), "smoothed").getOriginalDataset()[0]) == 128
    image = page.curves.loss.view.grab().toImage()
    assert image.pixelColor(image.width() - 3, 3) == theme.DARK.panel


def test_the_network_is_the_same_in_the_whole_window(page: TrainPage, studio: Studio, qtbot: QtBot) -> None:
    network = find(page, "train-network")
    assert isinstance(network, QComboBox)
    studio.choose(CatalogueNetwork("mlp"))
    assert network.currentData() == "mlp"
    network.setCurrentIndex(network.findData("lenet5"))
    assert studio.current.network == CatalogueNetwork("lenet5")


def test_shortcuts_start_and_stop(page: TrainPage, main_window: MainWindow, qtbot: QtBot, small_mnist: Path) -> None:
    set_up(qtbot, page, small_mnist, epochs=50, batch_size=16)
    actions = {action.objectName(): action for action in page.room_actions()}
    actions["action-train-run"].trigger()
    qtbot.waitUntil(lambda: page.document.record.started is not None and len(series(page)) > 0, timeout=PATIENCE)
    assert not actions["action-train-step"].isEnabled()
    with qtbot.waitSignal(page.controller.stopped, timeout=PATIENCE):
        actions["action-train-stop"].trigger()


def test_an_open_state_is_shown_but_never_disturbs_a_run(page: TrainPage, qtbot: QtBot, small_mnist: Path) -> None:
    page.open_state(TrainConfig(network="mlp", epochs=3, dataset=str(small_mnist)))
    assert page.form.config.epochs == 3
    click(qtbot, page, "train-step")
    qtbot.waitUntil(lambda: page.document.record.started is not None and len(series(page)) == 1, timeout=PATIENCE)
    page.open_state(TrainConfig(epochs=9))
    assert page.form.config.epochs == 3
    page.open_state("something of another room")
    with qtbot.waitSignal(page.controller.stopped, timeout=PATIENCE):
        click(qtbot, page, "train-stop")


def test_a_network_chosen_elsewhere_during_a_run_is_taken_afterwards(
    page: TrainPage, studio: Studio, qtbot: QtBot, small_mnist: Path
) -> None:
    set_up(qtbot, page, small_mnist)
    click(qtbot, page, "train-step")
    qtbot.waitUntil(lambda: page.document.record.started is not None and len(series(page)) == 1, timeout=PATIENCE)
    studio.choose(CatalogueNetwork("mlp"))
    assert page.form.config.network == CatalogueNetwork("convnet")
    with qtbot.waitSignal(page.controller.stopped, timeout=PATIENCE):
        click(qtbot, page, "train-stop")
    assert page.form.config.network == CatalogueNetwork("mlp")


def test_ones_own_hand_has_a_curve_and_the_weights_are_shown_as_they_learn(
    page: TrainPage, qtbot: QtBot, small_mnist: Path, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not find(page, "train-legend-own").isVisible()
    ink = np.zeros((60, 60), np.uint8)
    ink[10:50, 28:32] = 255
    hand = Handwriting()
    for label in (1, 1, 7):
        hand.add(ink, label)
    monkeypatch.setattr(run_task, "_SNAPSHOT_S", 0.0)
    seen: list[LiveWeights] = []
    page.controller.learned.connect(seen.append)
    set_up(qtbot, page, small_mnist, epochs=2)
    click(qtbot, page, "train-start")
    finish(qtbot, page)
    points = series(page).epochs
    assert [point.own_accuracy in (0.0, pytest.approx(1 / 3), pytest.approx(2 / 3)) for point in points] == [True, True]
    assert seen
    assert seen[0].run_dir == page.document.record.run
    assert any((seen[0].tensors[name] != seen[-1].tensors[name]).any() for name in seen[0].tensors)
    page.curves.redraw()
    assert find(page, "train-legend-own").isVisible()
    assert page.curves.accuracy.has_line(str(page.document.record.run), "own")


def test_the_inspector_asks_for_no_more_room_than_it_is_given(page: TrainPage, main_window: MainWindow) -> None:
    for width in (900, 1024, 1280):
        main_window.resize(width, 700)
        QApplication.processEvents()
        area = page.inspector.parentWidget()
        assert area is not None
        assert page.inspector.minimumSizeHint().width() <= 300, width
        assert page.inspector.width() <= area.width(), width


def test_the_axes_are_painted_anew_when_colours_and_size_change_together(
    page: TrainPage, main_window: MainWindow, qtbot: QtBot
) -> None:
    curves = RunSeries(16)
    curves.append(np.arange(1, 19), np.full(18, 2.3), np.full(18, 0.05))
    curves.set_epoch(EpochPoint(1, 0.112, 0.098))
    page.charts.setCurrentIndex(1)
    page.curves.show_run("run", "run", curves, current=True)
    page.curves.set_live(True)
    for mode, size in (("dark", (1024, 700)), ("light", (1280, 800))) * 2:
        theme.manager().set_mode(mode)
        main_window.resize(*size)
        qtbot.waitUntil(lambda: not theme.manager().pending)
        qtbot.wait(60)
        main_window.grab()
    for plot in page.curves._plots:
        kept = plot.view.grab().toImage()
        for side in ("left", "bottom"):
            plot.plot.getAxis(side).setCacheMode(QGraphicsItem.CacheMode.NoCache)
        assert plot.view.grab().toImage() == kept, plot.objectName()


def test_a_resumed_run_shows_the_rate_that_was_set_by_hand_and_the_way_back(
    page: TrainPage, qtbot: QtBot, small_mnist: Path
) -> None:
    set_up(qtbot, page, small_mnist, epochs=1, batch_size=512)
    click(qtbot, page, "train-step")
    qtbot.waitUntil(lambda: page.document.record.started is not None and len(series(page)) == 1, timeout=PATIENCE)
    rate = find(page, "train-learning-rate")
    assert isinstance(rate, NumberField)
    type_into(qtbot, rate, "0.2")
    # A change of state takes neither the rate nor the way back.
    click(qtbot, page, "train-step")
    qtbot.waitUntil(lambda: len(series(page)) == 2, timeout=PATIENCE)
    click(qtbot, page, "train-next")
    assert rate.value() == 0.05
    click(qtbot, page, "train-next")
    assert rate.value() == 0.2
    assert find(page, "train-follow-schedule").isVisible()
    with qtbot.waitSignal(page.controller.stopped, timeout=PATIENCE):
        click(qtbot, page, "train-stop")
    assert rate.value() == 0.05, "the next run"
    assert not find(page, "train-follow-schedule").isVisible()
    page.inspector.tabs.setCurrentIndex(2)
    listed(qtbot, page).select(page.document.record.run)
    with qtbot.waitSignal(page.controller.started, timeout=PATIENCE):
        click(qtbot, page, "train-run-resume")
    if page.controller.busy:  # two steps are left; it may have ended by now
        assert rate.value() == 0.2
        assert find(page, "train-follow-schedule").isVisible()
        finish(qtbot, page)
    assert series(page).learning_rates.values.tolist() == pytest.approx([0.05, 0.2, 0.2, 0.2])


def test_a_run_that_ends_at_chance_is_not_green_and_says_so_again_after_a_restart(
    page: TrainPage, qtbot: QtBot, small_mnist: Path
) -> None:
    config = recipe("tutorial", dataset=str(small_mnist), epochs=1, batch_size=256, learning_rate=1e-9)
    page.open_state(config)
    click(qtbot, page, "train-start")
    finish(qtbot, page)
    record = page.document.record
    assert record.report.tone == "warning"
    assert record.report.text.startswith("Finished without having learnt: ")
    assert record.report.text.endswith("% of the test pictures, guessing gives 10.0 %")
    run, text = record.run.absolute(), record.report.text
    page.document.open_state(TrainState())
    assert record.report.text == ""
    page.document.open_state(TrainState(run=run))
    qtbot.waitUntil(lambda: not page.document.runs.busy)
    assert (record.report.text, record.report.tone) == (text, "warning")
    # What guessing gives is drawn and named.
    for plot, name in (
        (page.curves.loss, "guessing: ln 10 ≈ 2.30"),
        (page.curves.accuracy, "guessing: 1 in 10 = 10 %"),
    ):
        assert plot._chance.isVisible()
        assert plot._chance.label.format == name
    page.curves.set_log_scale(True)
    assert page.curves.loss._chance.value() == pytest.approx(math.log10(math.log(10)))
    page.document.open_state(TrainState())
    assert not page.curves.loss._chance.isVisible()


def test_a_loss_that_stands_still_is_named_while_it_does(page: TrainPage, qtbot: QtBot, small_mnist: Path) -> None:
    page.open_state(
        recipe(
            "tutorial", dataset=str(small_mnist), epochs=50, batch_size=8, learning_rate=1e-9, initialisation="default"
        )
    )
    click(qtbot, page, "train-start")
    note = page.progress.findChild(QLabel, "train-progress-note")
    qtbot.waitUntil(lambda: "No progress for 200 steps: the loss is 2.30" in note.text(), timeout=PATIENCE)
    assert "guessing among 10 classes gives 2.30" in note.text()
    rate = find(page, "train-learning-rate")
    assert isinstance(rate, NumberField)
    type_into(qtbot, rate, "0.2")
    qtbot.waitUntil(lambda: "No progress" not in note.text(), timeout=PATIENCE)
    with qtbot.waitSignal(page.controller.stopped, timeout=PATIENCE):
        click(qtbot, page, "train-stop")


def test_a_run_is_called_by_its_recipe_only_while_it_is_one(page: TrainPage, qtbot: QtBot, small_mnist: Path) -> None:
    for name, changes in (("Fast", {}), ("Custom", {"momentum": 0.5})):
        config = recipe("fast", network="mlp", dataset=str(small_mnist), **changes)
        for _ in Engine(config).run():
            pass
        assert f" · {name} · 1/1 epoch · " in listed(qtbot, page).model.index(0).data(LINES_ROLE)[2]


@pytest.mark.parametrize("heights", [(700, 1300), (1300, 700), (560, 800)])
def test_the_axes_are_painted_anew_when_the_window_is_enlarged(
    page: TrainPage, main_window: MainWindow, qtbot: QtBot, heights: tuple[int, int]
) -> None:
    curves = RunSeries(16)
    curves.append(np.arange(1, 65), np.linspace(2.3, 0.1, 64), np.full(64, 0.05))
    for epoch, accuracy in ((1, 0.88), (2, 0.93), (3, 0.955), (4, 0.97)):
        curves.set_epoch(EpochPoint(epoch, accuracy, accuracy - 0.01))
    page.charts.setCurrentIndex(1)
    page.curves.show_run("run", "run", curves, current=True)
    for height in heights:
        main_window.resize(1280, height)
        qtbot.wait(60)
        main_window.grab()
    for plot in page.curves._plots:
        kept = plot.view.grab().toImage()
        for side in ("left", "bottom"):
            axis = plot.plot.getAxis(side)
            axis.setCacheMode(QGraphicsItem.CacheMode.NoCache)
            axis.picture = None
            axis.update()
        assert plot.view.grab().toImage() == kept, plot.objectName()


def test_no_two_labels_of_an_axis_overlap_however_low_the_plot_is(
    page: TrainPage, main_window: MainWindow, qtbot: QtBot
) -> None:
    curves = RunSeries(16)
    curves.append(np.arange(1, 65), np.linspace(2.3, 0.1, 64), np.linspace(0.2, 0.01, 64))
    curves.set_epoch(EpochPoint(4, 0.97, 0.96))
    page.charts.setCurrentIndex(1)
    page.curves.show_run("run", "run", curves, current=True)
    for height in (560, 700, 1000):
        main_window.resize(1024, height)
        qtbot.wait(60)
        main_window.grab()
        for plot in page.curves._plots:
            axis = plot.plot.getAxis("left")
            low, high = axis.range
            labelled = []
            for spacing, values in axis.tickValues(low, high, axis.height())[:1]:
                texts = axis.tickStrings(values, axis.scale, spacing)
                labelled = [value for value, text in zip(values, texts, strict=True) if text]
            apart = np.diff(labelled) * axis.height() / (high - low)
            least = QFontMetricsF(axis.style["tickFont"]).height() - 1e-6
            assert (apart >= least).all(), (height, plot.objectName(), apart)


def test_what_guessing_gives_is_named_again_after_it_was_hidden(page: TrainPage) -> None:
    curves = page.curves
    for _ in range(2):
        curves.show_chance(10)
        assert curves.accuracy._chance.label.toPlainText() == "guessing: 1 in 10 = 10 %"
        curves.show_chance(None)
        assert not curves.accuracy._chance.isVisible()
    curves.show_chance(2)
    assert curves.loss._chance.label.toPlainText() == "guessing: ln 2 ≈ 0.69"
