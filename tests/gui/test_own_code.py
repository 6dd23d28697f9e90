"""The user's own files from any room: dropped on the window, tried while every room says so, ended from every room."""

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import safetensors.torch
import torch
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.model_browser.page import ModelsPage
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets.open_weights import OpenWeights
from cnnstudio.networks import catalogue, consent
from cnnstudio.networks.reference import READS_DIGITS, CatalogueNetwork, PythonNetwork, fits

PATIENCE = 120_000

ENDLESS = """
import time
from pathlib import Path
from torch import nn

class Slow(nn.Module):
    def __init__(self):
        super().__init__()
        Path(__file__).with_suffix(".begun").touch()
        while True:
            time.sleep(0.05)
"""


@pytest.fixture(autouse=True)
def nothing_agreed() -> Iterator[None]:
    consent.forget()
    yield
    consent.forget()


def drop(window: MainWindow, file: Path) -> bool:
    """Drag a file onto the window and let it go; whether it was taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    buttons, keys, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    enters = QDragEnterEvent(QPoint(400, 300), copy, data, buttons, keys)
    enters.ignore()
    QApplication.sendEvent(window, enters)
    if not enters.isAccepted():
        return False
    QApplication.sendEvent(window, QDropEvent(QPointF(400, 300), copy, data, buttons, keys))
    return True


def models(window: MainWindow) -> ModelsPage:
    page = window.page("models")
    assert isinstance(page, ModelsPage)
    return page


def shown(page: ModelsPage) -> str:
    return "" if page.analysis is None else page.analysis.title


@pytest.mark.parametrize("room", ["models", "playground", "train", "draw"])
def test_a_python_file_dropped_on_any_room_asks_in_models(
    main_window: MainWindow, studio: Studio, tmp_path: Path, room: str
) -> None:
    file = tmp_path / "Mine.PY"
    file.write_text(ENDLESS)
    main_window.open_room(room)
    assert drop(main_window, file)
    assert main_window.room == "models"
    own = models(main_window).own
    assert own.question.isVisible()
    assert own.cancel.hasFocus()
    assert "runs the code in Mine.PY" in own.text
    assert not file.with_suffix(".begun").exists()
    assert studio.current.network == CatalogueNetwork("convnet")


@pytest.mark.parametrize("opened", [False, True])
@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("broken.py", b"class Net(:\n", "broken.py"),
        ("none.py", b"x = 1\n", "none.py has no class that derives"),
        ("odd.py", b"# \xff\xfe\nclass", "odd.py"),
        ("gone.py", None, "gone.py"),
    ],
)
def test_why_a_dropped_file_is_not_opened_is_read_until_something_else_is_done(
    main_window: MainWindow,
    studio: Studio,
    qtbot: QtBot,
    tmp_path: Path,
    name: str,
    text: bytes | None,
    says: str,
    opened: bool,
) -> None:
    if opened:
        main_window.open_room("models")
    main_window.open_room("train")
    file = tmp_path / name
    if text is not None:
        file.write_bytes(text)
        assert drop(main_window, file)
    else:
        studio.open_room("models", {"file": str(file)})
    page = models(main_window)
    qtbot.waitUntil(lambda: says in page.problem.text, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not page.document.busy, timeout=PATIENCE)
    assert says in page.problem.text
    studio.changed.emit(studio.current, studio.current)  # as when something is found out of the network
    assert says in page.problem.text
    (tmp_path / "mine.py").write_text(ENDLESS)
    assert drop(main_window, tmp_path / "mine.py")
    assert page.own.question.isVisible()
    assert page.problem.text == ""


def test_a_file_that_is_not_opened_is_told_beside_a_network_that_cannot_be_shown(
    main_window: MainWindow, studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    main_window.open_room("models")
    page = models(main_window)
    (tmp_path / "mine.py").write_text(ENDLESS)
    studio.choose(PythonNetwork.of(tmp_path / "mine.py", "Slow"))
    qtbot.waitUntil(lambda: "Agree to that first" in page.problem.text, timeout=PATIENCE)
    (tmp_path / "broken.py").write_text("class Net(:")
    assert drop(main_window, tmp_path / "broken.py")
    assert "broken.py" in page.problem.text
    assert not page.document.busy, "the refused network is not asked about once more"
    page.own.take(tmp_path / "mine.py")
    assert "Agree to that first" in page.problem.text, "what still holds is told again"


def test_a_network_that_is_not_known_is_told_whatever_else_was_asked(main_window: MainWindow, studio: Studio) -> None:
    studio.open_room("models", {"network": "resnet19", "tab": "layers"})
    assert "resnet18" in models(main_window).problem.text


def test_exported_networks_dropped_are_opened_and_what_is_no_network_is_not_taken(
    main_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    pytest.importorskip("onnx")
    main_window.open_room("train")
    other = tmp_path / "notes.txt"
    other.write_text("x")
    assert not drop(main_window, other)
    model = torch.nn.Sequential(torch.nn.Conv2d(2, 4, 3), torch.nn.ReLU()).eval()
    exported = tmp_path / "net.pt2"
    torch.export.save(torch.export.export(model, (torch.zeros(3, 2, 20, 24),)), exported)
    in_onnx = tmp_path / "net.onnx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(model, (torch.zeros(3, 2, 20, 24),), in_onnx, dynamo=False)
    for file in (exported, in_onnx):
        assert drop(main_window, file)
        page = models(main_window)
        qtbot.waitUntil(lambda page=page, file=file: shown(page) == file.name, timeout=PATIENCE)
        assert page.analysis is not None
        assert page.analysis.total_params == 4 * 2 * 9 + 4
        assert page.form.input_shape == (2, 20, 24)
        assert page.form.batch.value() == 3
        assert page.head.train.isHidden()


@pytest.mark.parametrize("suffix", [".safetensors", ".pth"])
def test_weights_dropped_are_told_before_they_are_taken(
    main_window: MainWindow, studio: Studio, qtbot: QtBot, tmp_path: Path, suffix: str
) -> None:
    file = tmp_path / f"theirs{suffix}"
    state = catalogue.build("lenet5").state_dict()
    if suffix == ".pth":
        torch.save(state, file)
    else:
        safetensors.torch.save_file(state, file)
    studio.choose(CatalogueNetwork("lenet5"))
    before = studio.current
    main_window.open_room("train")
    assert drop(main_window, file)
    assert main_window.room == "models"
    dialog = models(main_window).findChild(OpenWeights)
    assert dialog.isVisible()
    if suffix == ".safetensors":  # a pickle is asked about first
        qtbot.waitUntil(lambda: dialog.accept_button.isVisible() and dialog.accept_button.isEnabled(), timeout=PATIENCE)
    dialog.reject()
    assert studio.current == before


def test_every_room_says_what_is_tried_and_ends_it(
    main_window: MainWindow, studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "mine.py"
    file.write_text(ENDLESS)
    network = PythonNetwork.of(file, "Slow")
    main_window.open_room("draw")
    about = main_window.findChild(QLabel, "draw-weights-about")
    stop = main_window.findChild(QPushButton, "draw-reader-stop")
    assert not stop.isVisible()

    def begin() -> None:
        file.with_suffix(".begun").unlink(missing_ok=True)
        consent.give(file, network.sha256)
        studio.choose(network)
        studio.agree(network)
        assert studio.tries
        assert about.text().startswith("Slow (mine.py) is being tried")
        assert stop.isVisibleTo(main_window.page("draw"))
        assert "Trying Slow (mine.py)" in main_window.status_line.progress_text
        qtbot.waitUntil(lambda: file.with_suffix(".begun").exists(), timeout=PATIENCE)

    begin()
    qtbot.mouseClick(stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not studio.busy, timeout=PATIENCE)
    assert not stop.isVisible()
    assert "Slow in mine.py was not tried to its end" in about.text()
    assert main_window.status_line.progress_text == ""
    # And by the button in the line at the bottom, which is there in every room.
    main_window.open_room("playground")
    begin()
    qtbot.mouseClick(main_window.findChild(QToolButton, "window-job-stop"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not studio.busy, timeout=PATIENCE)
    # Another choice ends it without a word.
    begin()
    studio.choose(CatalogueNetwork("lenet5"))
    qtbot.waitUntil(lambda: not studio.busy, timeout=PATIENCE)
    assert "tried" not in about.text()
    assert main_window.status_line.progress_text == ""


@pytest.mark.parametrize("room", ["models", "draw", "train"])
def test_what_is_cancelled_right_after_agreement_does_not_begin(
    main_window: MainWindow, studio: Studio, qtbot: QtBot, tmp_path: Path, room: str
) -> None:
    file = tmp_path / "mine.py"
    file.write_text(ENDLESS)
    network = PythonNetwork.of(file, "Slow")
    studio.choose(network)
    main_window.open_room(room)
    qtbot.waitUntil(lambda: not studio.busy, timeout=PATIENCE)
    qtbot.mouseClick(main_window.findChild(QPushButton, "window-run-file"), Qt.MouseButton.LeftButton)
    names = {"models": "models-busy-stop", "draw": "draw-reader-stop", "train": "window-job-stop"}
    button = main_window.findChild(QAbstractButton, names[room])
    button.click()  # the one in Models comes when it takes a while
    qtbot.waitUntil(lambda: not studio.busy and not models(main_window).document.busy, timeout=PATIENCE)
    assert "was not tried to its end" in str(fits(network, READS_DIGITS))
    assert not file.with_suffix(".begun").exists()
    main_window.open_room("models")
    qtbot.waitUntil(lambda: "was not tried to its end" in models(main_window).problem.text, timeout=PATIENCE)


@pytest.mark.parametrize("class_name", ["Slow", "Other"])
def test_consent_given_in_a_rooms_own_question_is_noticed_in_every_room(
    main_window: MainWindow, studio: Studio, qtbot: QtBot, tmp_path: Path, class_name: str
) -> None:
    file = tmp_path / "mine.py"
    file.write_text(ENDLESS)
    network = PythonNetwork.of(file, class_name)
    studio.choose(network)
    for room in ("draw", "train", "models"):
        main_window.open_room(room)
    top = main_window.findChild(QPushButton, "window-run-file")
    run_in_draw = main_window.findChild(QPushButton, "draw-reader-run")
    assert top.isVisible()
    assert run_in_draw.isVisibleTo(main_window.page("draw"))
    qtbot.waitUntil(lambda: not studio.busy, timeout=PATIENCE)
    page = models(main_window)
    page.own.take(file)
    page.own.classes.setCurrentText("Slow")
    qtbot.mouseClick(page.own.run, Qt.MouseButton.LeftButton)
    assert not top.isVisible()
    assert not run_in_draw.isVisibleTo(main_window.page("draw"))
    assert studio.tries
    qtbot.waitUntil(lambda: file.with_suffix(".begun").exists(), timeout=PATIENCE)
    studio.stop_trying()
    qtbot.waitUntil(lambda: not studio.busy, timeout=PATIENCE)
