"""The dialog that opens weights, driven as a user does, over a real studio."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from torch import Tensor

from cnnstudio.datasets.scaling import IMAGENET, MNIST
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets import open_weights as dialogs
from cnnstudio.gui.widgets.open_weights import OpenWeights, open_weights
from cnnstudio.networks import catalogue, consent
from cnnstudio.networks.reference import CatalogueNetwork, PythonNetwork
from cnnstudio.weights import elsewhere, library, loading, unpickling
from cnnstudio.weights.metadata import Elsewhere, Metadata
from cnnstudio.weights.reference import Initial, WeightsFile
from tests.weights.networks import SOURCE, own_network, random_state

CONVNET, LENET = CatalogueNetwork("convnet"), CatalogueNetwork("lenet5")
LEFT = Qt.MouseButton.LeftButton


def state_of(network: str, seed: int = 0, **options: Any) -> dict[str, Tensor]:
    return dict(random_state(catalogue.build(network, **options), seed).state_dict())


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting another process takes seconds; ``tests/weights/test_elsewhere.py`` does."""
    monkeypatch.setattr(unpickling, "limit_memory", lambda _: None)

    def child(source: Path, target: Path, size: int) -> Iterator[None]:
        unpickling.convert(source, target)
        yield

    monkeypatch.setattr(elsewhere, "_child", child)


Show = Callable[[Path], OpenWeights]


@pytest.fixture
def show(qtbot: QtBot, studio: Studio) -> Iterator[Show]:
    """Open the dialog for a file and wait until it has something to say."""
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()

    dialogs: list[OpenWeights] = []

    def shown(file: Path) -> OpenWeights:
        dialog = OpenWeights(studio, file, parent)
        dialogs.append(dialog)
        dialog.open()
        qtbot.waitUntil(lambda: not dialog.busy, timeout=20_000)
        return dialog

    yield shown
    for dialog in dialogs:
        dialog.reject()


def agree(qtbot: QtBot, dialog: OpenWeights) -> None:
    assert dialog.agree.isVisible()
    qtbot.mouseClick(dialog.agree, LEFT)
    qtbot.waitUntil(lambda: dialog.accept_button.isVisible() or bool(dialog.told), timeout=20_000)
    qtbot.waitUntil(lambda: not dialog.busy)


def accept(qtbot: QtBot, dialog: OpenWeights) -> WeightsFile:
    with qtbot.waitSignal(dialog.opened, timeout=20_000) as opened:
        qtbot.mouseClick(dialog.accept_button, LEFT)
    assert not dialog.isVisible()
    assert isinstance(opened.args[0], WeightsFile)
    return opened.args[0]


def choose_network(qtbot: QtBot, dialog: OpenWeights, title: str) -> None:
    dialog.networks.setCurrentText(title)
    qtbot.waitUntil(lambda: not dialog.busy, timeout=20_000)


def test_a_pickle_is_asked_about_and_goes_into_the_current_network(
    show: Show, qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    state = state_of("convnet", 3)
    file = tmp_path / "theirs.pth"
    torch.save({"state_dict": {f"module.{name}": tensor for name, tensor in state.items()}}, file)
    dialog = show(file)
    assert dialog.faces.currentWidget() is dialog._asking
    assert studio.current.weights == Initial(), "nothing happens before the user agrees"
    agree(qtbot, dialog)
    assert dialog.networks.currentText() == "ConvNet"
    assert "All 6 tensors fit ConvNet." in dialog.verdict.text()
    assert "module." in dialog.verdict.text()
    dialog.scaling.setCurrentIndex(dialog.scaling.findData("mnist"))
    weights = accept(qtbot, dialog)
    assert studio.current.network == CONVNET
    assert studio.current.weights == weights
    loaded = loading.load(CONVNET, weights)
    assert loaded.scaling == MNIST
    assert all(torch.equal(loaded.module.state_dict()[name], tensor) for name, tensor in state.items())
    origin = library.entry(weights).metadata.origin
    assert isinstance(origin, Elsewhere)
    assert origin.file == "theirs.pth"


def test_who_does_not_agree_opens_nothing(show: Show, qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    file = tmp_path / "theirs.pth"
    torch.save(state_of("convnet"), file)
    before = studio.current
    dialog = show(file)
    qtbot.mouseClick(dialog.cancel, LEFT)
    assert not dialog.isVisible()
    assert studio.current == before
    assert library.kept() == ()


def test_the_network_that_fits_is_found(show: Show, qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    file = tmp_path / "theirs.pth"
    torch.save(state_of("lenet5"), file)
    dialog = show(file)
    agree(qtbot, dialog)
    assert dialog.networks.currentText() == LENET.title
    accept(qtbot, dialog)
    assert studio.current.network == LENET


def test_what_does_not_fit_is_listed_and_another_network_can_be_chosen(
    show: Show, qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    state = state_of("squeezenet1_1", num_classes=5)
    file = tmp_path / "theirs.pth"
    torch.save(state, file)
    dialog = show(file)
    agree(qtbot, dialog)
    assert "does not fit ConvNet" in dialog.verdict.text()
    assert not dialog.accept_button.isEnabled()
    told = dialog.listed.toPlainText()
    assert "Missing in the file (4)\n  features.3.weight" in told
    assert f"Not in the network ({len(state) - 2})" in told
    assert "Of another shape (2)\n  features.0.weight: 64×3×3×3 → 8×1×3×3" in told
    assert "features.3.squeeze.weight" in told
    assert dialog.leave_out.isHidden()
    choose_network(qtbot, dialog, "SqueezeNet 1.1")
    assert dialog.listed.isHidden()
    assert dialog.scaling.currentData() == "imagenet"
    assert dialog.classes.isHidden(), "five classes are not ImageNet's"
    weights = accept(qtbot, dialog)
    loaded = loading.load(studio.current.network, weights)
    assert loaded.scaling == IMAGENET
    assert loaded.class_names == tuple("01234")


def test_a_network_of_imagenet_takes_its_names(show: Show, qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    studio.choose(CatalogueNetwork("squeezenet1_1"))
    file = tmp_path / "theirs.pth"
    torch.save(state_of("squeezenet1_1"), file)
    dialog = show(file)
    agree(qtbot, dialog)
    assert dialog.classes.isVisible()
    weights = accept(qtbot, dialog)
    assert library.entry(weights).metadata.classes[:2] == ("tench", "goldfish")


def test_what_the_network_does_not_have_is_left_out_on_request(
    show: Show, qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    file = tmp_path / "theirs.pth"
    torch.save({**state_of("convnet"), "more.weight": torch.zeros(3)}, file)
    dialog = show(file)
    agree(qtbot, dialog)
    assert not dialog.accept_button.isEnabled()
    assert "more.weight" in dialog.listed.toPlainText()
    qtbot.mouseClick(dialog.leave_out, LEFT, pos=dialog.leave_out.rect().center())
    dialog.leave_out.setChecked(True)
    assert dialog.accept_button.isEnabled()
    accept(qtbot, dialog)
    assert studio.current.network == CONVNET


@pytest.mark.parametrize(
    ("change", "remark"),
    [
        ("counters", "counters of BatchNorm that older files lack were set to 0"),
        ("prefix", "Every name begins with module."),
        ("classes", "The last layer tells 7 classes apart"),
    ],
)
def test_what_was_done_to_make_it_fit_is_told_only_where_it_fits(
    show: Show, qtbot: QtBot, studio: Studio, tmp_path: Path, change: str, remark: str
) -> None:
    network = CatalogueNetwork("mini-inception")
    studio.choose(network)
    state = state_of(network.name, **({"num_classes": 7} if change == "classes" else {}))
    if change == "counters":
        state = {name: tensor for name, tensor in state.items() if not name.endswith("num_batches_tracked")}
    elif change == "prefix":
        state = {f"module.{name}": tensor for name, tensor in state.items()}
    missing = next(iter(state))
    for name, content in (("whole.pth", state), ("part.pth", {key: state[key] for key in state if key != missing})):
        file = tmp_path / name
        torch.save({"epoch": 3, "model": content}, file)
        dialog = show(file)
        agree(qtbot, dialog)
        told = dialog.verdict.text()
        assert "The weights stand under model in the file." in told, "how they were found is told either way"
        assert (remark in told) == (name == "whole.pth"), told
        assert dialog.accept_button.isEnabled() == (name == "whole.pth")
        dialog.reject()


def test_a_file_of_the_programs_own_opens_without_a_question(
    qtbot: QtBot, studio: Studio, show: Show, tmp_path: Path
) -> None:
    file = library.keep("kept", state_of("lenet5"), Metadata(network=LENET, scaling=MNIST))
    dialog = show(file)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert (studio.current.network, studio.current.weights) == (LENET, WeightsFile(file))
    assert len(library.kept()) == 1, "no copy"


def test_a_network_of_the_users_own(show: Show, qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    network = own_network(tmp_path)
    studio.choose(network)
    module = random_state(loading.load(network, Initial(3)).copy(), 5)
    file = tmp_path / "theirs.pth"
    torch.save(module.state_dict(), file)
    dialog = show(file)
    agree(qtbot, dialog)
    assert dialog.networks.currentText() == "Twice (mine.py)"
    weights = accept(qtbot, dialog)
    assert studio.current.network == network
    assert torch.equal(loading.load(network, weights).module.first.weight, module.first.weight)


def test_classes_of_ones_own_that_were_agreed_to_are_listed_and_found_after_others_were_chosen(
    show: Show, qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    network = own_network(tmp_path)
    studio.agree(network)
    raises = own_network(
        tmp_path, "Raises", source=SOURCE + "\n\nclass Raises(Twice):\n    def __init__(self):\n        1/0\n"
    )
    studio.agree(raises)
    again = PythonNetwork.of(network.path, "Twice")
    studio.agree(again)
    studio.choose(again)
    module = random_state(loading.load(again, Initial(3)).copy(), 5)
    studio.choose(LENET)
    file = tmp_path / "theirs.pth"
    torch.save(module.state_dict(), file)
    dialog = show(file)
    agree(qtbot, dialog)
    listed = [dialog.networks.itemData(row) for row in range(dialog.networks.count())]
    assert listed[:3] == [LENET, again, raises], "of the changed file once, as it is now"
    assert network not in listed
    assert dialog.networks.currentData() == again, "it is the one that the weights fit"
    choose_network(qtbot, dialog, raises.title)
    assert "division by zero" in dialog.told
    assert not dialog.accept_button.isEnabled()
    choose_network(qtbot, dialog, again.title)
    weights = accept(qtbot, dialog)
    assert (studio.current.network, studio.current.weights) == (again, weights)


def test_a_network_whose_file_may_not_run_is_one_sentence(
    show: Show, qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    studio.choose(own_network(tmp_path))
    consent.forget()
    file = tmp_path / "theirs.pth"
    torch.save(state_of("convnet"), file)
    dialog = show(file)
    agree(qtbot, dialog)
    assert "mine.py" in dialog.told
    assert not dialog.accept_button.isEnabled()
    choose_network(qtbot, dialog, "ConvNet")
    assert dialog.told == ""
    assert dialog.accept_button.isEnabled()


@pytest.mark.parametrize("what", ["text", "gone", "truncated", "huge"])
def test_what_cannot_be_read_is_one_sentence_and_nothing_changes(
    show: Show, qtbot: QtBot, studio: Studio, tmp_path: Path, what: str
) -> None:
    file = tmp_path / f"{what}.pth"
    if what == "text":
        file.write_text("no weights at all")
    elif what != "gone":
        torch.save({"x": torch.zeros(1).expand(10**11)} if what == "huge" else state_of("convnet"), file)
        if what == "truncated":
            file.write_bytes(file.read_bytes()[:-300])
    before = studio.current
    dialog = show(file)
    if dialog.agree.isVisible():
        agree(qtbot, dialog)
    assert f"{what}.pth" in dialog.told
    assert not dialog.accept_button.isVisible()
    assert studio.current == before


def test_a_full_disk_is_said_and_can_be_tried_again(
    show: Show, qtbot: QtBot, studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "theirs.pth"
    torch.save(state_of("convnet"), file)
    dialog = show(file)
    agree(qtbot, dialog)

    def full(*_: object) -> Path:
        raise dialogs.errors.StudioError("The disk is full. Free some space.")

    with monkeypatch.context() as broken:
        broken.setattr(elsewhere, "keep", full)
        qtbot.mouseClick(dialog.accept_button, LEFT)
        qtbot.waitUntil(lambda: dialog.told != "")
        qtbot.waitUntil(lambda: not dialog.busy)
    assert dialog.told == "The disk is full. Free some space."
    assert dialog.isVisible()
    accept(qtbot, dialog)
    assert studio.current.network == CONVNET


def test_cancelling_while_it_reads_ends_that(
    qtbot: QtBot, studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def slow(source: Path, target: Path, size: int) -> Iterator[None]:
        told.append("begun")
        try:
            while True:
                time.sleep(0.005)
                yield
        finally:
            told.append("ended")

    monkeypatch.setattr(elsewhere, "_child", slow)
    file = tmp_path / "theirs.pth"
    torch.save(state_of("convnet"), file)
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = open_weights(studio, parent, file)
    assert dialog is not None
    qtbot.waitUntil(dialog.agree.isVisible)
    qtbot.mouseClick(dialog.agree, LEFT)
    qtbot.waitUntil(lambda: told == ["begun"])
    assert dialog.bar.isVisible()
    before = studio.current
    qtbot.mouseClick(dialog.cancel, LEFT)
    qtbot.waitUntil(lambda: told == ["begun", "ended"])
    assert studio.current == before


def test_without_a_file_one_is_asked_for(
    qtbot: QtBot, studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    assert open_weights(studio, parent) is None
    file = library.keep("kept", state_of("lenet5"), Metadata(network=LENET))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    assert open_weights(studio, parent) is not None
    qtbot.waitUntil(lambda: studio.current.weights == WeightsFile(file))
    QApplication.processEvents()
