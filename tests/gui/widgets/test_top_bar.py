import threading
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets.top_bar import TopBar
from cnnstudio.gui.workers import threads
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights import library
from cnnstudio.weights.library import Entry
from cnnstudio.weights.reference import Initial, WeightsFile, WeightsRef
from tests.weights.networks import own_network


def make_bar(qtbot: QtBot, studio: Studio) -> TopBar:
    """A bar that is shut down before it is closed.

    Shutting down waits half a second for its thread, which on a starved machine takes longer even when it is idle.
    """
    fold = QAction("&Controls", studio, objectName="action-window-controls", checkable=True)
    fold.setShortcut("Ctrl+1")
    bar = TopBar(studio, ways=[], predict=QAction("Predict", studio), tools=[fold], themes=[QAction("Dark", studio)])

    def end(bar: TopBar) -> None:
        qtbot.waitUntil(lambda: not bar.busy)
        bar.shut_down()
        qtbot.waitUntil(lambda: "current-name" not in threads.stragglers(), timeout=20_000)

    qtbot.addWidget(bar, before_close_func=end)
    return bar


def test_says_which_network_and_which_weights(qtbot: QtBot, studio: Studio) -> None:
    bar = make_bar(qtbot, studio)
    assert bar.network_text.startswith("ConvNet · ")
    studio.choose(CatalogueNetwork("lenet5"), WeightsFile(Path("mine.safetensors").absolute()))
    assert bar.network_text == "LeNet-5 (PyTorch) · mine", "at once"
    qtbot.waitUntil(lambda: bar.network_text == "LeNet-5 (PyTorch) · mine, not there")
    assert bar.network_text in bar.findChild(QToolButton, "window-network").accessibleName()


def test_a_drive_that_takes_its_time_holds_up_nobody_and_the_last_choice_is_named(
    qtbot: QtBot, studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, read, readers = threading.Event(), library.entry, set[int]()

    def slow(weights: WeightsRef) -> Entry:
        readers.add(threading.get_ident())
        assert answers.wait(60)
        return read(weights)

    monkeypatch.setattr(library, "entry", slow)
    bar = make_bar(qtbot, studio)
    try:
        for name in ("one", "two", "three"):
            studio.choose(CatalogueNetwork("lenet5"), WeightsFile(tmp_path / f"{name}.safetensors"))
            assert bar.network_text == f"LeNet-5 (PyTorch) · {name}"
    finally:
        answers.set()
    seen: list[str] = []
    studio.runsChanged.connect(lambda: seen.append(bar.network_text))
    qtbot.waitUntil(lambda: not bar.busy)
    assert bar.network_text == "LeNet-5 (PyTorch) · three, not there"
    studio.runsChanged.emit()
    assert seen == ["LeNet-5 (PyTorch) · three, not there"], "what is known stays while it is looked up again"
    qtbot.waitUntil(lambda: not bar.busy)
    studio.choose(CatalogueNetwork("lenet5"), Initial(2))
    assert bar.network_text == "LeNet-5 (PyTorch) · random weights, seed 2"
    assert threading.get_ident() not in readers


def test_what_becomes_of_the_weights_file_is_named_when_runs_have_changed(
    qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    bar = make_bar(qtbot, studio)
    file = tmp_path / "mine.safetensors"
    studio.choose(CatalogueNetwork("lenet5"), WeightsFile(file))
    qtbot.waitUntil(lambda: bar.network_text.endswith("mine, not there"))
    file.write_bytes(b"damaged")
    studio.runsChanged.emit()
    qtbot.waitUntil(lambda: bar.network_text.endswith("mine, cannot be read"))


def test_a_network_outside_the_catalogue_goes_by_its_name(qtbot: QtBot, studio: Studio) -> None:
    bar = make_bar(qtbot, studio)
    studio.choose(CatalogueNetwork("mine.py:Net"))
    assert bar.network_text.startswith("mine.py:Net · ")


def test_the_menu_offers_what_trains_on_digits_and_the_present_one(qtbot: QtBot, studio: Studio) -> None:
    studio.choose(CatalogueNetwork("resnet18"))
    bar = make_bar(qtbot, studio)
    menu = bar.findChild(QToolButton, "window-network").menu()
    menu.aboutToShow.emit()
    offered = [action.data() for action in menu.actions() if action.data()]
    digits = [CatalogueNetwork(spec.name) for spec in catalogue.specs() if spec.trainable_on_digits]
    assert offered == [*digits, CatalogueNetwork("resnet18")]
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["ResNet-18"]
    next(action for action in menu.actions() if action.data() == CatalogueNetwork("lenet5")).trigger()
    assert studio.current.network == CatalogueNetwork("lenet5")
    assert bar.network_text.startswith("LeNet-5")
    with qtbot.waitSignal(bar.browseRequested):
        menu.actions()[-1].trigger()


def test_the_menu_keeps_the_classes_that_were_agreed_to(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    bar = make_bar(qtbot, studio)
    own = own_network(tmp_path)
    studio.agree(own)
    studio.choose(own)
    studio.choose(CatalogueNetwork("lenet5"))
    menu = bar.findChild(QToolButton, "window-network").menu()
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.data() == own).trigger()
    assert studio.current.network == own
    qtbot.waitUntil(lambda: not studio.busy, timeout=60_000)


def test_a_fold_says_its_keys(qtbot: QtBot, studio: Studio) -> None:
    bar = make_bar(qtbot, studio)
    button = bar.findChild(QToolButton, "window-controls-button")
    assert button.accessibleName() == "Controls"
    assert button.toolTip().startswith("Controls (")
    button.click()
    assert button.defaultAction().isChecked()


def test_a_long_name_of_a_network_is_cut_with_a_sign_and_whole_in_the_tip(qtbot: QtBot, studio: Studio) -> None:
    bar = make_bar(qtbot, studio)
    bar.resize(320, 40)
    bar.show()
    weights = "weights-of-a-run-that-somebody-gave-a-really-long-and-telling-name-to"
    studio.choose(CatalogueNetwork("lenet5"), WeightsFile(Path(f"{weights}.safetensors").absolute()))
    button = bar.findChild(QToolButton, "window-network")
    assert bar.minimumSizeHint().width() <= 320
    qtbot.waitUntil(lambda: "…" in button.shown)
    assert bar.network_text == button.text()
    assert weights in button.toolTip()
    assert button.geometry().right() <= bar.width()
    qtbot.waitUntil(lambda: not bar.busy)
