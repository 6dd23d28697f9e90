"""The room's document: what it brings back, what it makes current, and that pages may come and go over it."""

import json
import random
import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QSpinBox,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from cnnstudio import datasets, paths
from cnnstudio.datasets import DigitData, Stage
from cnnstudio.datasets.origin import Drawn
from cnnstudio.gui import documents, errors
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.training_panel import run_task
from cnnstudio.gui.training_panel.document import TrainDocument
from cnnstudio.gui.training_panel.page import TrainPage
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.engine import Engine
from cnnstudio.training.recipes import RECIPES
from cnnstudio.training.room_state import TrainState, WaitingRun
from cnnstudio.training.runs import RunFolder
from cnnstudio.weights import loading
from cnnstudio.weights.edits import EMPTY
from cnnstudio.weights.loading import Loaded
from cnnstudio.weights.reference import Initial, RunWeights
from cnnstudio.workspace import restart
from cnnstudio.workspace.current import Current, Workspace
from cnnstudio.workspace.picture import Picture
from tests.gui.training_panel.conftest import Reopen, find, listed
from tests.gui.training_panel.test_page import PATIENCE, begin_paused, click, finish, set_up, type_into

CONVNET, LENET, MLP = (CatalogueNetwork(name) for name in ("convnet", "lenet5", "mlp"))


@pytest.fixture
def runs() -> list[Path]:
    """Folders of runs that were stopped before their first step."""
    made = []
    for name in ("one", "two", "three"):
        folder = RunFolder(paths.runs_dir() / name)
        folder.path.mkdir(parents=True)
        folder.config_file.write_text(json.dumps(TrainConfig().to_json()))
        made.append(folder.path.absolute())
    return made


def anything(random_: random.Random, runs: list[Path]) -> TrainState:
    """A state that a user, a link or another version might leave: not every configuration in it can be trained."""
    number = random_.uniform
    config = TrainConfig(
        network=CatalogueNetwork(random_.choice(["convnet", "lenet5", "mlp", "mini-vgg", "resnet18", "no-such"])),
        dataset=random_.choice(["auto", "builtin", "kmnist", "/nowhere", ""]),
        recipe=random_.choice([*RECIPES, "of another version"]),
        device=random_.choice(["auto", "cpu", "cuda:3"]),
        seed=random_.choice([0, 1, 2**31, 2**62]),
        epochs=random_.choice([-3, 1, 7, 10**7]),
        batch_size=random_.randrange(1, 4000),
        optimizer=random_.choice(["sgd", "adam", "adamw"]),
        learning_rate=10 ** number(-9, 9),
        momentum=number(-1, 2),
        nesterov=random_.random() < 0.5,
        weight_decay=10 ** number(-9, 1),
        schedule=random_.choice(["constant", "cosine", "one-cycle", "step"]),
        warmup=number(0, 1),
        label_smoothing=number(0, 1),
        initialisation=random_.choice(["default", "gaussian-0.01"]),
        averaging=number(0, 1),
        rotation=number(0, 200),
        translation=number(0, 20),
        scaling=number(0, 1),
        log_every=random_.randrange(1, 2000),
        evaluate_train=random_.random() < 0.5,
        evaluate_test=random_.choice(["epoch", "end"]),
        deterministic=random_.random() < 0.5,
    )
    pinned = random_.sample(runs, random_.randrange(len(runs) + 1))
    return TrainState(
        config=config,
        folder=random_.choice(["", "/data/idx", "relative"]),
        run=random_.choice([None, *runs]),
        pinned=tuple(pinned),
        tab=random_.choice(["confusion", "mistakes", "runs"]),
        x_axis=random_.choice(["epoch", "step"]),
        log_scale=random_.random() < 0.5,
        more=random_.random() < 0.5,
        log=random_.random() < 0.5,
        waiting=tuple(
            WaitingRun(config=TrainConfig(epochs=random_.randrange(1, 9)), resume=random_.choice([None, *runs]))
            for _ in range(random_.randrange(3))
        ),
    )


def forget_waiting(page: TrainPage) -> None:
    """Take what waits since the last time out of the queue, as its buttons do."""
    while page.document.left:
        page.document.forget_left(0)


def test_a_state_goes_through_json_the_document_and_the_page(page: TrainPage, studio: Studio, runs: list[Path]) -> None:
    document = page.document
    current = studio.current
    for seed in range(40):
        state = anything(random.Random(seed), runs)
        forget_waiting(page)
        document.open_state(TrainState.from_json(json.loads(json.dumps(state.to_json()))))
        assert document.state() == state, seed
        assert page.form.config == state.config
        assert set(page.charts.styles) == {*state.pinned, *([state.run] if state.run else [])}
        # Something that is typed into the page changes that alone.
        epochs = find(page, "train-epochs")
        assert isinstance(epochs, QSpinBox)
        if epochs.value() != 5:
            epochs.setValue(5)
        for field in fields(TrainConfig):
            if field.name != "epochs":
                assert getattr(document.config, field.name) == getattr(state.config, field.name), field.name
    assert studio.current == current, "what a room shows is not what the studio is about"


def test_a_link_leads_back_to_the_state(
    page: TrainPage, main_window: MainWindow, studio: Studio, qtbot: QtBot, runs: list[Path]
) -> None:
    for seed in range(4):
        state = replace(anything(random.Random(100 + seed), runs), waiting=())
        page.document.open_state(state)
        with qtbot.waitSignal(main_window.addresses.addresses.linked):
            main_window.addresses.copy_link.trigger()
        link = QGuiApplication.clipboard().text()
        page.document.open_state(TrainState())
        main_window.open_room("models")
        studio.choose(MLP)
        main_window.addresses.open(link)
        qtbot.waitUntil(lambda: main_window.room == "train", timeout=PATIENCE)
        assert page.document.state() == state, link
        assert page.form.config == state.config


def test_a_restart_brings_back_the_form_and_the_folder(
    page: TrainPage, studio: Studio, qtbot: QtBot, small_mnist: Path, reopened: Reopen
) -> None:
    set_up(qtbot, page, small_mnist, epochs=3)
    dataset = find(page, "train-dataset")
    assert isinstance(dataset, QComboBox)
    dataset.setCurrentIndex(dataset.findData("builtin"))
    page.inspector.tabs.setCurrentIndex(2)
    left = Workspace.from_json(json.loads(json.dumps(studio.workspace.to_json())))

    other = reopened(left)
    assert other.document.state() == page.document.state()
    assert other.form.config.epochs == 3
    assert other.form.config.dataset == "builtin"
    assert other.inspector.tabs.currentIndex() == 2
    box = find(other, "train-dataset")
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData("folder"))
    assert other.form.config.dataset == str(small_mnist)
    folder = find(other, "train-folder")
    assert isinstance(folder, QLineEdit)
    assert folder.isVisible()


@pytest.mark.parametrize("end", ["finished", "stopped"])
def test_a_restart_brings_back_the_curves_and_what_became_of_the_run(
    page: TrainPage, studio: Studio, qtbot: QtBot, small_mnist: Path, end: str, reopened: Reopen
) -> None:
    set_up(qtbot, page, small_mnist, epochs=1 if end == "finished" else 50)
    click(qtbot, page, "train-start")
    if end == "finished":
        finish(qtbot, page)
    else:
        qtbot.waitUntil(lambda: page.document.record.measured is not None, timeout=PATIENCE)
        with qtbot.waitSignal(page.controller.stopped, timeout=PATIENCE):
            click(qtbot, page, "train-stop")
    left = json.loads(json.dumps(studio.workspace.to_json()))
    other = reopened(Workspace.from_json(left))
    assert list(other.curves.shown_runs()) == list(page.curves.shown_runs())
    qtbot.waitUntil(lambda: not other.document.runs.busy)
    assert other.progress.text() == page.progress.text()
    assert other._studio.current == studio.current
    other.curves.redraw()
    run = str(page.document.record.run)
    points = other.curves.accuracy.line(run, "test").getOriginalDataset()[1]
    assert np.array_equal(points, page.curves.accuracy.line(run, "test").getOriginalDataset()[1])
    assert len(points) >= 1


def test_runs_that_are_gone_are_told_and_nothing_else_is_lost(
    page: TrainPage, qtbot: QtBot, runs: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(errors, "show_error", lambda _widget, error, **_: told.append(str(error)))
    gone = paths.runs_dir().absolute() / "gone"
    state = TrainState(config=TrainConfig(epochs=4), run=gone, pinned=(runs[0], gone.with_name("also")))
    page.document.open_state(state)
    qtbot.waitUntil(lambda: not page.document.runs.busy)
    assert page.document.state() == TrainState(config=TrainConfig(epochs=4), pinned=(runs[0],))
    assert len(told) == 1
    assert "gone" in told[0]
    assert "also" in told[0]


def test_a_run_that_starts_is_the_current_thing_and_its_end_means_the_final_weights(
    page: TrainPage, studio: Studio, qtbot: QtBot, small_mnist: Path
) -> None:
    seen: list[Current] = []
    studio.changed.connect(lambda _before, after: seen.append(after))
    set_up(qtbot, page, small_mnist, epochs=1)
    click(qtbot, page, "train-start")
    finish(qtbot, page)
    run = page.document.record.run.absolute()
    assert [current.weights for current in seen] == [RunWeights(run, "latest"), RunWeights(run, "final")]


def test_who_looks_at_a_run_that_learns_is_given_its_newest_numbers(
    page: TrainPage, studio: Studio, qtbot: QtBot, small_mnist: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_task, "_SNAPSHOT_S", 0.0)
    given: list[Loaded] = []
    studio.store.ready.connect(given.append)
    studio.changed.connect(lambda _before, after: studio.store.want(after))  # as a room does
    set_up(qtbot, page, small_mnist, epochs=500)
    click(qtbot, page, "train-start")
    qtbot.waitUntil(lambda: len(given) >= 4, timeout=PATIENCE)
    names = studio.current
    run = page.document.record.run.absolute()
    assert names.weights == RunWeights(run, "latest")
    assert all((loaded.network, loaded.weights) == (names.network, names.weights) for loaded in given)
    first, last = (loaded.module.state_dict() for loaded in (given[0], given[-1]))
    assert any(not torch.equal(first[name], last[name]) for name in first)
    count = len(given)
    with qtbot.waitSignal(page.controller.stopped, timeout=PATIENCE):
        click(qtbot, page, "train-stop")
    # From now on they are those in the folder, by the same name.
    qtbot.waitUntil(lambda: len(given) > count and not studio.store.busy, timeout=PATIENCE)
    assert studio.current == names
    kept = loading.load(CONVNET, RunWeights(run, "latest")).module.state_dict()
    shown = given[-1].module.state_dict()
    assert all(torch.equal(kept[name], shown[name]) for name in kept)


@pytest.mark.parametrize("choice", ["weights", "network", "edits"])
def test_the_end_of_a_run_takes_back_nothing(
    page: TrainPage, studio: Studio, qtbot: QtBot, small_mnist: Path, choice: str
) -> None:
    set_up(qtbot, page, small_mnist, epochs=1)
    click(qtbot, page, "train-step")
    qtbot.waitUntil(lambda: isinstance(studio.current.weights, RunWeights), timeout=PATIENCE)
    if choice == "weights":
        studio.choose(CONVNET, Initial(7))
    elif choice == "network":
        studio.choose(CatalogueNetwork("googlenet"))
    else:
        studio.edit(EMPTY.set("features.0.bias", 0, 0.5), "changing a number")
    chosen = studio.current
    qtbot.waitUntil(lambda: page.controller.state == "paused", timeout=PATIENCE)
    with qtbot.waitSignal(page.controller.finished, timeout=PATIENCE):
        click(qtbot, page, "train-start")
    assert studio.current == chosen


def test_what_was_typed_for_the_next_run_stays_when_a_run_ends(
    page: TrainPage, qtbot: QtBot, small_mnist: Path
) -> None:
    begin_paused(qtbot, page, small_mnist, epochs=1)
    epochs = find(page, "train-epochs")
    assert isinstance(epochs, QSpinBox)
    assert not epochs.isEnabled()
    click(qtbot, page, "train-next")
    type_into(qtbot, epochs, "9")
    click(qtbot, page, "train-next")
    assert epochs.value() == 1, "the run that goes on"
    with qtbot.waitSignal(page.controller.finished, timeout=PATIENCE):
        click(qtbot, page, "train-start")
    assert page.form.config.epochs == epochs.value() == 9


def test_a_second_run_waits_and_begins_by_itself(
    page: TrainPage, main_window: MainWindow, studio: Studio, qtbot: QtBot, small_mnist: Path
) -> None:
    begin_paused(qtbot, page, small_mnist, epochs=1)
    click(qtbot, page, "train-next")
    assert find(page, "train-start").text() == "Queue"
    network = find(page, "train-network")
    assert isinstance(network, QComboBox)
    network.setCurrentIndex(network.findData("mlp"))
    assert studio.current.network == CONVNET, "the run that goes on stays what is looked at"
    for _ in range(2):
        click(qtbot, page, "train-start")
    out = page.controls.queue.findChildren(QToolButton, "train-queue-out")
    assert len([button for button in out if button.isVisible()]) == 2
    line = main_window.status_line.progress_text
    assert line.count("Fully connected: waiting until the run has ended") == 2
    qtbot.mouseClick(out[-1], Qt.MouseButton.LeftButton)
    assert len(page.controller.waiting) == 1
    click(qtbot, page, "train-next")
    begun: list[CatalogueNetwork] = []
    page.controller.begun.connect(lambda task: begun.append(task.config.network))
    for _ in range(2):
        with qtbot.waitSignal(page.controller.finished, timeout=PATIENCE):
            if page.controller.state == "paused":
                click(qtbot, page, "train-start")
    assert begun == [MLP]
    assert page.controller.waiting == ()
    assert not page.controls.queue.isVisible()
    assert main_window.status_line.progress_text == ""
    assert studio.current.network == MLP, "nothing else was chosen meanwhile"
    assert [RunFolder(run.path).config().network for run in listed(qtbot, page).model._runs] == [MLP, CONVNET]


def test_a_run_that_waited_takes_nothing_from_who_has_chosen_something_else(
    page: TrainPage, studio: Studio, qtbot: QtBot, small_mnist: Path
) -> None:
    begin_paused(qtbot, page, small_mnist, epochs=1)
    click(qtbot, page, "train-next")
    click(qtbot, page, "train-start")
    click(qtbot, page, "train-next")
    studio.choose(LENET, Initial(3))
    for _ in range(2):
        with qtbot.waitSignal(page.controller.finished, timeout=PATIENCE):
            if page.controller.state == "paused":
                click(qtbot, page, "train-start")
    assert (studio.current.network, studio.current.weights) == (LENET, Initial(3))


@pytest.fixture
def prepares(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Data are not ready before this is set."""
    ready, loading = threading.Event(), datasets.loading

    def slow(name: str | Path) -> Generator[datasets.Progress, None, DigitData]:
        while not ready.wait(0.02):  # a run that is stopped ends between two of these
            yield datasets.Progress(stage=Stage.DRAWING, done=1, total=2)
        return (yield from loading(name))

    monkeypatch.setattr(datasets, "loading", slow)
    yield ready
    ready.set()


def choose_lenet(studio: Studio) -> None:
    studio.choose(LENET, Initial(3))


def choose_other_weights(studio: Studio) -> None:
    studio.choose(CONVNET, Initial(7))


def edit(studio: Studio) -> None:
    studio.edit(EMPTY.set("features.0.bias", 0, 0.5), "changing a number")


def show_picture(studio: Studio) -> None:
    studio.show_picture(Picture.of(np.ones((28, 28)), Drawn()))


CHOICES = pytest.mark.parametrize("choose", [choose_lenet, choose_other_weights, edit])


@CHOICES
def test_what_is_chosen_while_a_run_is_prepared_stays(
    page: TrainPage,
    studio: Studio,
    qtbot: QtBot,
    small_mnist: Path,
    prepares: threading.Event,
    choose: Callable[[Studio], None],
) -> None:
    set_up(qtbot, page, small_mnist, epochs=1, batch_size=1024)
    click(qtbot, page, "train-start")
    assert page.controller.state == "preparing"
    choose(studio)
    chosen = studio.current
    with qtbot.waitSignal(page.controller.finished, timeout=PATIENCE):
        prepares.set()
    assert studio.current == chosen


@CHOICES
@pytest.mark.parametrize("chosen_while", ["idle", "preparing"])
def test_what_is_chosen_while_an_earlier_run_is_prepared_to_go_on_stays(
    page: TrainPage,
    studio: Studio,
    qtbot: QtBot,
    small_mnist: Path,
    prepares: threading.Event,
    choose: Callable[[Studio], None],
    chosen_while: str,
) -> None:
    place = paths.runs_dir() / "stopped"
    prepares.set()
    events = Engine(TrainConfig(dataset=str(small_mnist), epochs=1, batch_size=1024), run_dir=place).run()
    next(events)
    events.close()
    prepares.clear()
    page.inspector.tabs.setCurrentIndex(2)
    listed(qtbot, page).select(place)
    click(qtbot, page, "train-run-resume")
    qtbot.waitUntil(lambda: page.controller.state == chosen_while, timeout=PATIENCE)
    choose(studio)
    chosen = studio.current
    with qtbot.waitSignal(page.controller.finished, timeout=PATIENCE):
        prepares.set()
    assert studio.current == chosen


def test_a_run_that_was_prepared_becomes_current_where_only_a_picture_was_chosen(
    page: TrainPage, studio: Studio, qtbot: QtBot, small_mnist: Path, prepares: threading.Event
) -> None:
    set_up(qtbot, page, small_mnist, epochs=1, batch_size=1024)
    click(qtbot, page, "train-start")
    show_picture(studio)
    picture = studio.current.picture
    with qtbot.waitSignal(page.controller.finished, timeout=PATIENCE):
        prepares.set()
    run = page.document.record.run
    assert run is not None
    assert studio.current == Current(network=CONVNET, weights=RunWeights(run.absolute(), "final"), picture=picture)


@pytest.mark.parametrize("which", ["final", "best"])
def test_the_next_run_follows_the_one_before_it_and_no_weights_that_were_chosen(
    page: TrainPage, studio: Studio, qtbot: QtBot, small_mnist: Path, prepares: threading.Event, which: str
) -> None:
    prepares.set()
    set_up(qtbot, page, small_mnist, epochs=1, batch_size=1024)
    click(qtbot, page, "train-start")
    click(qtbot, page, "train-next")
    click(qtbot, page, "train-start")
    finish(qtbot, page)
    prepares.clear()
    first = studio.current.weights
    assert isinstance(first, RunWeights)
    if which == "best":
        studio.choose(CONVNET, replace(first, which="best"))
    with qtbot.waitSignal(page.controller.finished, timeout=PATIENCE):
        prepares.set()
    second = page.document.record.run
    assert second is not None
    expected = RunWeights(second.absolute(), "final") if which == "final" else replace(first, which="best")
    assert studio.current.weights == expected


def test_while_something_else_trains_start_means_queue(page: TrainPage, studio: Studio, qtbot: QtBot) -> None:
    def rounds() -> Iterator[int]:
        while True:
            yield 1

    tuning = studio.jobs.train("Fine-tuning", rounds, until="the fine-tuning has ended")
    tuning.start()
    assert find(page, "train-start").text() == "Queue"
    assert find(page, "train-epochs").isEnabled()
    dataset = find(page, "train-dataset")
    assert isinstance(dataset, QComboBox)
    dataset.setCurrentIndex(dataset.findData("builtin"))
    click(qtbot, page, "train-start")
    assert page.controller.state == "idle"
    assert "waiting until the fine-tuning has ended" in studio.jobs.going[1].progress.text
    tuning.stop()
    qtbot.waitUntil(lambda: page.controller.state == "preparing", timeout=PATIENCE)
    with qtbot.waitSignal(page.controller.stopped, timeout=PATIENCE):
        click(qtbot, page, "train-stop")
    assert find(page, "train-start").text() == "Start training"


@pytest.mark.parametrize(("room", "button"), [("models", "models-train"), ("draw", "draw-reader-train")])
def test_to_train_a_network_while_a_run_goes_on_is_to_set_up_the_next(
    page: TrainPage,
    main_window: MainWindow,
    studio: Studio,
    qtbot: QtBot,
    small_mnist: Path,
    room: str,
    button: str,
) -> None:
    network = find(page, "train-network")
    assert isinstance(network, QComboBox)
    network.setCurrentIndex(network.findData("mlp"))
    begin_paused(qtbot, page, small_mnist, epochs=50)
    studio.choose(CONVNET)
    main_window.open_room(room)
    train = find(main_window, button)
    qtbot.waitUntil(lambda: train.isVisible() and train.isEnabled(), timeout=PATIENCE)
    qtbot.mouseClick(train, Qt.MouseButton.LeftButton)
    assert main_window.room == "train"
    assert network.currentData() == "convnet"
    assert network.isEnabled()
    click(qtbot, page, "train-start")
    assert [job.subject.config.network for job in page.controller.waiting] == [CONVNET]
    page.controller.waiting[0].stop()
    with qtbot.waitSignal(page.controller.stopped, timeout=PATIENCE):
        page.controller.stop()


def test_a_runs_settings_that_are_taken_over_while_another_goes_on_are_those_of_the_next(
    page: TrainPage, qtbot: QtBot, small_mnist: Path
) -> None:
    folder = RunFolder(paths.runs_dir() / "earlier")
    folder.path.mkdir(parents=True)
    folder.config_file.write_text(json.dumps(TrainConfig(network=LENET, epochs=7).to_json()))
    begin_paused(qtbot, page, small_mnist, epochs=50)
    page.document.take_over(folder.path)
    qtbot.waitUntil(lambda: not page.document.runs.busy, timeout=PATIENCE)
    assert page.buttons.wants_next
    assert (page.form.config.network, page.form.config.epochs) == (LENET, 7)
    with qtbot.waitSignal(page.controller.stopped, timeout=PATIENCE):
        page.controller.stop()


@pytest.mark.parametrize(
    ("stage", "file", "told"),
    [
        (Stage.CONNECTING, "", "Connecting…"),
        (Stage.DOWNLOADING, "train-images", "Downloading train-images"),
        (Stage.READING, "train-labels", "Reading train-labels"),
    ],
)
def test_what_a_run_waits_for_is_told_before_it_is_waited_for(
    page: TrainPage,
    qtbot: QtBot,
    small_mnist: Path,
    monkeypatch: pytest.MonkeyPatch,
    stage: Stage,
    file: str,
    told: str,
) -> None:
    go_on, loading = threading.Event(), datasets.loading

    def slow(name: str | Path) -> Generator[datasets.Progress, None, DigitData]:
        yield datasets.Progress(stage=stage, done=1, total=2, file=file)
        assert go_on.wait(60)
        return (yield from loading(name))

    monkeypatch.setattr(datasets, "loading", slow)
    set_up(qtbot, page, small_mnist, epochs=1, batch_size=1024)
    click(qtbot, page, "train-start")
    try:
        qtbot.waitUntil(lambda: page.progress.text().startswith(told))
    finally:
        go_on.set()
    finish(qtbot, page)


def test_a_run_goes_on_without_its_page_and_a_new_page_shows_it(
    main_window: MainWindow, studio: Studio, qtbot: QtBot, small_mnist: Path
) -> None:
    main_window.open_room("train")
    page = main_window._pages.pop("train")
    assert isinstance(page, TrainPage)
    set_up(qtbot, page, small_mnist, epochs=60, batch_size=64)
    click(qtbot, page, "train-start")
    qtbot.waitUntil(lambda: page.document.record.measured is not None, timeout=PATIENCE)
    document = page.document
    page.shut_down()
    page.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    series = document.series(document.record.run)
    before = len(series)
    qtbot.waitUntil(lambda: len(series) > before, timeout=PATIENCE)

    main_window.open_room("models")
    main_window.open_room("train")
    other = main_window.page("train")
    assert isinstance(other, TrainPage)
    assert other is not page
    assert other.document is document
    assert find(other, "train-pause").isVisible()
    assert not find(other, "train-epochs").isEnabled()
    assert other.log.text().splitlines()[0].startswith("Epoch: 001/060")
    assert "Epoch" in other.progress.text()
    assert other.inspector.matrix._counts.sum() == 500
    assert list(other.curves.shown_runs()) == [str(document.record.run)]
    with qtbot.waitSignal(document.controller.stopped, timeout=PATIENCE):
        click(qtbot, other, "train-stop")
    other.curves.redraw()
    drawn = other.curves.loss.line(str(document.record.run), "smoothed").getOriginalDataset()[0]
    assert np.array_equal(drawn * series.batches, series.steps.values)


def test_a_network_that_cannot_be_trained_here_leaves_the_form_and_says_why(
    page: TrainPage, studio: Studio, qtbot: QtBot
) -> None:
    studio.choose(MLP)
    assert page.form.config.network == MLP
    studio.choose(CatalogueNetwork("googlenet"))
    assert page.form.config.network == MLP
    hint = page.form._rows["network"]._hint
    assert hint.isVisible()
    assert hint.text() == "GoogLeNet takes 3 × 224 × 224 pictures, not 1 × 28 × 28. The form trains Fully connected."
    studio.choose(CatalogueNetwork("resnet18"))
    assert hint.text().startswith("ResNet-18 takes 3 × 224 × 224 pictures")
    network = find(page, "train-network")
    assert isinstance(network, QComboBox)
    network.setCurrentIndex(network.findData("lenet5"))
    assert studio.current.network == LENET
    assert not hint.isVisible()


def test_every_network_that_trains_on_digits_comes_from_and_goes_to_the_whole_window(
    page: TrainPage, studio: Studio
) -> None:
    network = find(page, "train-network")
    assert isinstance(network, QComboBox)
    trainable = [spec.name for spec in catalogue.specs() if spec.trainable_on_digits]
    for name in trainable:
        studio.choose(CatalogueNetwork(name))
        assert network.currentData() == name
    for name in trainable:
        network.setCurrentIndex(network.findData(name))
        assert studio.current.network == CatalogueNetwork(name)


def test_strokes_and_edits_do_not_have_the_form_checked(
    page: TrainPage, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks: list[TrainConfig] = []
    check = TrainConfig.check
    monkeypatch.setattr(TrainConfig, "check", lambda config: (checks.append(config), check(config))[1])
    studio.choose(LENET)
    assert checks
    checks.clear()
    studio.show_picture(Picture.of(np.ones((28, 28)), Drawn()))
    for value in (0.1, 0.2):
        studio.edit(EMPTY.set("features.0.bias", 0, value), "changing a number")
    studio.choose(LENET, Initial(9))
    assert checks == []
    studio.choose(MLP)
    assert checks[-1].network == MLP


def test_the_document_is_made_once_and_ends_with_the_studio(studio: Studio) -> None:
    document = studio.documents.get("train")
    assert isinstance(document, TrainDocument)
    assert "train" in documents.MODULES
    assert document.closing_question() == ""
    assert isinstance(document.state(), TrainState)


def test_closing_says_what_waits(page: TrainPage, qtbot: QtBot, small_mnist: Path) -> None:
    begin_paused(qtbot, page, small_mnist, epochs=50)
    assert "waits" not in page.closing_question()
    click(qtbot, page, "train-next")
    click(qtbot, page, "train-start")
    assert "What waits for its turn is offered again the next time." in page.closing_question()
    button = find(page, "train-stop")
    assert isinstance(button, QPushButton)
    page.controller.waiting[0].stop()
    with qtbot.waitSignal(page.controller.stopped, timeout=PATIENCE):
        button.click()


def test_what_waits_is_offered_again_after_a_restart_and_begins_when_the_user_says_so(
    page: TrainPage, studio: Studio, qtbot: QtBot, small_mnist: Path, reopened: Reopen
) -> None:
    begin_paused(qtbot, page, small_mnist, epochs=1, batch_size=1024)
    click(qtbot, page, "train-next")
    network = find(page, "train-network")
    assert isinstance(network, QComboBox)
    for name in ("mlp", "lenet5"):
        network.setCurrentIndex(network.findData(name))
        click(qtbot, page, "train-start")
    assert [waiting.config.network for waiting in page.document.state().waiting] == [MLP, LENET]
    assert page.document.shared_state().waiting == (), "a link carries nobody's queue"
    left = json.loads(json.dumps(studio.workspace.to_json()))
    with qtbot.waitSignal(page.controller.stopped, timeout=PATIENCE):
        for job in page.controller.waiting:
            job.stop()
        page.controller.stop()

    other = reopened(Workspace.from_json(left))
    queue = other.controls.queue
    assert queue.isVisible()
    assert find(queue, "train-queue-left").text() == "Waiting since the last time"
    assert other.controller.state == "idle", "nothing begins by itself"
    assert other.controller.waiting == ()
    starts = [button for button in queue.findChildren(QToolButton, "train-queue-start") if button.isVisible()]
    assert [button.toolTip() for button in starts] == [
        f"Start it: {title} on {small_mnist.name}" for title in ("Fully connected", "LeNet-5 (PyTorch)")
    ]
    outs = [button for button in queue.findChildren(QToolButton, "train-queue-out") if button.isVisible()]
    qtbot.mouseClick(outs[1], Qt.MouseButton.LeftButton)
    (start,) = [button for button in queue.findChildren(QToolButton, "train-queue-start") if button.isVisible()]
    with qtbot.waitSignal(other.controller.finished, timeout=PATIENCE):
        qtbot.mouseClick(start, Qt.MouseButton.LeftButton)
    assert RunFolder(other.document.record.run).config().network == MLP
    assert other.document.state().waiting == ()
    assert not queue.isVisible()


def test_a_run_that_waits_says_what_automatic_means(page: TrainPage) -> None:
    page.document.open_state(TrainState(waiting=(WaitingRun(config=TrainConfig(network="mlp")),)))
    assert find(page, "train-queue-start").toolTip() == "Start it: Fully connected on MNIST, or built-in digits"
    adam = WaitingRun(config=TrainConfig(network="mlp", optimizer="adam", learning_rate=0.001))
    page.document.open_state(TrainState(waiting=(adam,)))
    rows = [label.text() for label in page.controls.queue.findChildren(QLabel) if label.isVisible()]
    assert rows[-2:] == ["Fully connected · SGD 0.05", "Fully connected · Adam 0.001"], "each tells what it is"


def test_another_state_takes_nothing_out_of_the_queue(page: TrainPage) -> None:
    one, other = WaitingRun(config=TrainConfig(epochs=3)), WaitingRun(config=TrainConfig(epochs=4))
    page.document.open_state(TrainState(waiting=(one,)))
    page.document.open_state(TrainState())
    assert page.document.left == (one,)
    page.document.open_state(TrainState(waiting=(one, other)))
    assert page.document.left == (one, other)


def test_the_end_of_the_program_keeps_what_waits(
    page: TrainPage, main_window: MainWindow, studio: Studio, qtbot: QtBot, small_mnist: Path
) -> None:
    begin_paused(qtbot, page, small_mnist, epochs=50)
    click(qtbot, page, "train-next")
    click(qtbot, page, "train-start")
    main_window.close_without_asking()
    kept = restart.load()
    assert kept is not None
    state = TrainState.from_json(kept.to_json()["states"]["train"])
    assert [waiting.config.network for waiting in state.waiting] == [CONVNET]
    qtbot.wait(50)
    assert restart.load() == kept, "what ends with the window is not written over it"


@pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)  # offscreen, of any dialog
def test_closing_asks_for_a_run_whose_page_is_not_there(
    page: TrainPage, main_window: MainWindow, qtbot: QtBot, small_mnist: Path
) -> None:
    begin_paused(qtbot, page, small_mnist, epochs=50)
    asked: list[str] = []

    def keep_going() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        qtbot.mouseClick(find(box, "window-closing-stay"), Qt.MouseButton.LeftButton)

    QTimer.singleShot(100, keep_going)
    main_window.close()
    main_window._pages.pop("train")
    main_window.open_room("models")
    QTimer.singleShot(100, keep_going)
    main_window.close()
    assert main_window.isVisible()
    assert asked == ["Stop the running training? What it has learned is kept, and it can be resumed."] * 2, "asked once"
    page.controller.stop()
    qtbot.waitUntil(lambda: page.controller.state == "idle", timeout=PATIENCE)
    page.shut_down()
    page.deleteLater()
