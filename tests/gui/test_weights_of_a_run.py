"""A run's final and its best weights: by name in both rooms, each with its own accuracy, each run once."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot
from safetensors.torch import load_file

from cnnstudio import datasets, paths
from cnnstudio.datasets import DigitData
from cnnstudio.gui.digit_canvas.page import DrawPage
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.training_panel.page import TrainPage
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.engine import Engine
from cnnstudio.training.events import EpochEvaluated, RunFinished, RunStarted
from cnnstudio.weights import library
from cnnstudio.weights.reference import Initial, RunWeights
from tests.gui.digit_canvas.conftest import settle
from tests.gui.digit_canvas.pen_strokes import SEVEN, draw_on
from tests.gui.training_panel.conftest import listed

Train = Callable[..., Path]

# Of every menu that pops up.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)


@pytest.fixture(scope="module")
def data(mnist_dir: Path) -> DigitData:
    """A little of the real MNIST."""
    whole = datasets.load(mnist_dir)
    return replace(
        whole,
        train_images=whole.train_images[:600],
        train_labels=whole.train_labels[:600],
        test_images=whole.test_images[:150],
        test_labels=whole.test_labels[:150],
    )


@pytest.fixture
def train(data: DigitData, one_thread: None) -> Train:
    """A finished run whose best epoch is not its last: the last one's rate throws it off its feet."""

    def run(name: str = "2025-03-07 09-05-00 convnet tutorial", *, worse: bool = True, **changes: object) -> Path:
        config = TrainConfig(
            network="convnet", dataset="mnist", epochs=3, batch_size=50, learning_rate=0.1, momentum=0.9,
            device="cpu", evaluate_test="epoch", initialisation="default",
        ).changed(**changes)  # fmt: skip
        engine = Engine(config, run_dir=paths.runs_dir() / name, data=data)
        for event in engine.run():
            if isinstance(event, EpochEvaluated) and event.epoch == 1 and worse:
                engine.learning_rate = 2.0
        return engine.folder.path.absolute()

    return run


def room(window: MainWindow, name: str) -> TrainPage | DrawPage:
    window.open_room(name)
    page = window.page(name)
    assert isinstance(page, TrainPage | DrawPage)
    return page


def offers(window: MainWindow, qtbot: QtBot, run: Path) -> QMenu:
    """Train's menu of this run's weights, opened with its button."""
    page = room(window, "train")
    assert isinstance(page, TrainPage)
    runs = page.inspector.runs
    page.inspector.tabs.setCurrentWidget(runs)
    listed(qtbot, page)
    runs.select(run)
    qtbot.mouseClick(page.findChild(QPushButton, "train-run-use"), Qt.MouseButton.LeftButton)
    menu = page.findChild(QMenu, "train-run-menu")
    assert menu is not None
    assert menu.isVisible()
    return menu


def rows(window: MainWindow, qtbot: QtBot) -> list[str]:
    """What Draw offers to read with, but for what came with the program."""
    page = room(window, "draw")
    assert isinstance(page, DrawPage)
    settle(qtbot, page)
    box = page.findChild(QComboBox, "draw-weights")
    return [box.itemText(row) for row in range(1, box.count())]


def reads_with(window: MainWindow, qtbot: QtBot, file: Path) -> None:
    """Draw's network has the numbers of this file, and gives its logits."""
    page = room(window, "draw")
    assert isinstance(page, DrawPage)
    if page.pad.is_empty:
        draw_on(page.pad, SEVEN)
    settle(qtbot, page)
    network = catalogue.build("convnet")
    network.load_state_dict(load_file(file))
    assert page.prediction is not None
    with torch.inference_mode():
        logits = network.eval()(torch.from_numpy(page.prediction.preprocessed.network_input)[None, None])[0].numpy()
    assert np.allclose(page.prediction.logits, logits, atol=1e-5)


def percent(run: Path, which: str) -> str:
    """The accuracy that stands in the file itself, as the window writes it."""
    accuracy = library.entry(RunWeights(run, which)).accuracy  # type: ignore[arg-type]
    assert accuracy is not None
    return f"{100 * accuracy.value:.2f} %"


def test_both_rooms_offer_final_and_best_by_name(
    main_window: MainWindow, studio: Studio, qtbot: QtBot, train: Train
) -> None:
    run = train()
    final, best = percent(run, "final"), percent(run, "best")
    assert final != best
    menu = offers(main_window, qtbot, run)
    assert [action.text() for action in menu.actions()] == [
        f"Use final weights: {final} of the test set",
        f"Use best weights, epoch 2: {best} of the test set they were chosen on",
    ]
    # Nothing was chosen by asking.
    assert studio.current.weights == Initial()
    menu.actions()[1].trigger()
    menu.close()
    qtbot.waitUntil(lambda: studio.current.weights == RunWeights(run, "best"))

    assert rows(main_window, qtbot) == ["ConvNet, run 7 Mar 2025 09:05, final", "ConvNet, run 7 Mar 2025 09:05, best"]
    page = room(main_window, "draw")
    box, about = page.findChild(QComboBox, "draw-weights"), page.findChild(QLabel, "draw-weights-about")
    assert box.currentText().endswith("best")
    assert about.text().startswith(f"Reads {best} of the MNIST test set. Epoch 2 was chosen as the best on these very")
    reads_with(main_window, qtbot, run / "weights-best.safetensors")
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert studio.current.weights == RunWeights(run, "final")
    settle(qtbot, page)
    assert about.text() == f"Reads {final} of the MNIST test set."
    reads_with(main_window, qtbot, run / "weights-final.safetensors")

    offers(main_window, qtbot, run).actions()[0].trigger()
    assert rows(main_window, qtbot) == ["ConvNet, run 7 Mar 2025 09:05, final", "ConvNet, run 7 Mar 2025 09:05, best"]


def test_what_is_the_same_is_offered_once(main_window: MainWindow, studio: Studio, qtbot: QtBot, train: Train) -> None:
    run = train(worse=False, evaluate_test="end", evaluate_train=False, epochs=1)
    page = room(main_window, "train")
    assert isinstance(page, TrainPage)
    page.inspector.tabs.setCurrentWidget(page.inspector.runs)
    listed(qtbot, page).select(run)
    button = page.findChild(QPushButton, "train-run-use")
    assert button.text() == "Use weights"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: studio.current.weights == RunWeights(run, "final"))
    assert rows(main_window, qtbot) == ["ConvNet, run 7 Mar 2025 09:05, final"]
    # Who was told the best ones by name (a link, the last session) sees the row that is there.
    studio.choose(CatalogueNetwork("convnet"), RunWeights(run, "best"))
    assert rows(main_window, qtbot) == ["ConvNet, run 7 Mar 2025 09:05, final"]
    reads_with(main_window, qtbot, run / "weights-best.safetensors")


def test_best_by_training_is_not_said_to_be_chosen_on_the_test_set(
    main_window: MainWindow, studio: Studio, qtbot: QtBot, train: Train
) -> None:
    run = train(evaluate_test="end")
    menu = offers(main_window, qtbot, run)
    assert [action.text() for action in menu.actions()] == [
        f"Use final weights: {percent(run, 'final')} of the test set",
        "Use best weights, epoch 2",  # the test set was not looked at then
    ]
    assert menu.actions()[1].toolTip() == "Of epoch 2, the best on the training set."
    menu.actions()[1].trigger()
    menu.close()
    qtbot.waitUntil(lambda: studio.current.weights == RunWeights(run, "best"))
    page = room(main_window, "draw")
    settle(qtbot, page)
    assert page.findChild(QLabel, "draw-weights-about").text() == "Of epoch 2, the best on the training set."


def test_a_stopped_run_offers_its_latest_and_its_best(
    main_window: MainWindow, studio: Studio, qtbot: QtBot, data: DigitData, one_thread: None
) -> None:
    config = TrainConfig(network="convnet", dataset="mnist", epochs=5, batch_size=50, device="cpu")
    engine = Engine(config, run_dir=paths.runs_dir() / "2025-03-07 09-05-00 convnet tutorial", data=data)
    engine.stretch = 1
    run, steps = engine.run(), 0
    while steps < 17:
        steps += hasattr(next(run), "losses")
    run.close()
    folder = engine.folder.path.absolute()
    menu = offers(main_window, qtbot, folder)
    assert [action.text() for action in menu.actions()] == ["Use latest weights", "Use best weights, epoch 1"]
    menu.actions()[0].trigger()
    menu.close()
    qtbot.waitUntil(lambda: studio.current.weights == RunWeights(folder, "latest"))
    assert rows(main_window, qtbot) == ["ConvNet, run 7 Mar 2025 09:05, latest", "ConvNet, run 7 Mar 2025 09:05, best"]
    page = room(main_window, "draw")
    assert page.findChild(QLabel, "draw-weights-about").text() == "How well it reads is not known."
    settle(qtbot, page)  # type: ignore[arg-type]


def test_a_run_that_ends_in_the_window_is_listed_once_and_used_as_it_ended(
    main_window: MainWindow, studio: Studio, qtbot: QtBot, data: DigitData, one_thread: None
) -> None:
    draw = room(main_window, "draw")
    page = room(main_window, "train")
    assert isinstance(page, TrainPage)
    config = TrainConfig(
        network="convnet", dataset="mnist", epochs=3, batch_size=50, learning_rate=0.1, momentum=0.9, device="cpu",
        evaluate_test="epoch", initialisation="default",
    )  # fmt: skip
    engine = Engine(config, run_dir=paths.runs_dir() / "2025-03-07 09-05-00 convnet tutorial", data=data)
    for event in engine.run():
        if isinstance(event, EpochEvaluated) and event.epoch == 1:
            engine.learning_rate = 2.0
        if isinstance(event, RunStarted):
            page.document._on_started(event)
            assert studio.current.weights == RunWeights(event.run_dir.absolute(), "latest")
        if isinstance(event, RunFinished):
            page.document._on_finished(event)
    run = engine.folder.path.absolute()
    assert studio.current.weights == RunWeights(run, "final")
    assert rows(main_window, qtbot) == ["ConvNet, run 7 Mar 2025 09:05, final", "ConvNet, run 7 Mar 2025 09:05, best"]
    assert draw.findChild(QComboBox, "draw-weights").currentText() == "ConvNet, run 7 Mar 2025 09:05, final"
    assert (
        draw.findChild(QLabel, "draw-weights-about").text() == f"Reads {percent(run, 'final')} of the MNIST test set."
    )
    reads_with(main_window, qtbot, run / "weights-final.safetensors")


def test_a_run_that_is_followed_and_ends_elsewhere_goes_on_with_its_end(
    main_window: MainWindow, qtbot: QtBot, data: DigitData, one_thread: None
) -> None:
    config = TrainConfig(network="convnet", dataset="mnist", epochs=2, batch_size=50, device="cpu")
    engine = Engine(config, run_dir=paths.runs_dir() / "2025-03-07 09-05-00 convnet tutorial", data=data)
    run = engine.run()
    next(run)
    assert rows(main_window, qtbot) == ["In progress: ConvNet, run 7 Mar 2025 09:05, latest"]
    page = room(main_window, "draw")
    assert isinstance(page, DrawPage)
    box = page.findChild(QComboBox, "draw-weights")
    box.setCurrentIndex(1)
    box.activated.emit(1)
    settle(qtbot, page)
    assert "as it learns" in page.findChild(QLabel, "draw-weights-about").text()
    list(run)
    # Nobody in this window is told; Draw looks from time to time.
    assert page.document.reads.watching
    page.document.reads.look_again()
    assert rows(main_window, qtbot) == ["ConvNet, run 7 Mar 2025 09:05, final"]
    assert box.currentText() == "ConvNet, run 7 Mar 2025 09:05, final"
    assert not page.document.reads.watching
    reads_with(main_window, qtbot, engine.folder.final_weights)
