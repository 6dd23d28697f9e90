"""A class from the user's own file: opened in the form, trained, listed, and named but not run after a restart."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QPushButton, QToolButton
from pytestqt.qtbot import QtBot
from safetensors.torch import load_file

from cnnstudio.gui.digit_canvas.page import DrawPage
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.training_panel.page import TrainPage
from cnnstudio.networks import consent
from cnnstudio.networks.reference import CatalogueNetwork, PythonNetwork
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.room_state import WaitingRun
from cnnstudio.training.runs import RunFolder, list_runs
from cnnstudio.weights.reference import RunWeights
from cnnstudio.workspace.current import Workspace
from tests.gui.digit_canvas.conftest import settle
from tests.gui.digit_canvas.pen_strokes import SEVEN, draw_on
from tests.gui.training_panel.conftest import Reopen, find, listed
from tests.gui.training_panel.test_page import PATIENCE, begin_paused, click, finish, set_up, strip_text, wait_state
from tests.weights.networks import SOURCE, Twice

# Leaves a mark beside the file when it runs.
MARKED = SOURCE + "\nfrom pathlib import Path\nPath(__file__).with_suffix('.ran').touch()\n"
FIVE = MARKED + "\n\nclass Five(Twice):\n    def __init__(self):\n        super().__init__(5)\n"
COLOUR = MARKED.replace("nn.Conv2d(1, 4, 3, padding=1)", "nn.Conv2d(3, 4, 3, padding=1)")

Open = Callable[..., PythonNetwork]


@pytest.fixture(autouse=True)
def nothing_agreed() -> None:
    consent.forget()


@pytest.fixture
def open_own(page: TrainPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a file by the form's box and agrees that it runs."""

    def opened(source: str = MARKED, class_name: str = "Twice", *, on: TrainPage = page) -> PythonNetwork:
        file = tmp_path / "mine.py"
        file.write_text(source, encoding="utf-8")
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
        before = on.form.config.network
        choose(on, "open")
        assert on.form.config.network == before, "nothing is chosen by asking"
        assert "runs the code in mine.py on your computer" in on.form.own.text
        assert not file.with_suffix(".ran").exists()
        on.form.own.classes.setCurrentText(class_name)
        click(qtbot, on, "train-own-run")
        qtbot.waitUntil(lambda: not on.document.network.busy, timeout=PATIENCE)
        return PythonNetwork.of(file, class_name)

    return opened


def choose(page: TrainPage, key: str) -> None:
    box = find(page, "train-network")
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(key))


def test_it_trains_an_epoch_and_is_named_everywhere(
    page: TrainPage, main_window: MainWindow, studio: Studio, qtbot: QtBot, small_mnist: Path, open_own: Open
) -> None:
    network = open_own()
    assert page.form.config.network == network == studio.current.network
    assert find(page, "train-network").currentText() == "Twice (mine.py)"
    assert page.form.problem is None
    set_up(qtbot, page, small_mnist, epochs=1)
    click(qtbot, page, "train-start")
    finish(qtbot, page)
    run = page.document.record.run
    assert RunFolder(run).config().network == network
    assert studio.current.network == network
    assert studio.current.weights == RunWeights(run.absolute(), "final")
    runs = listed(qtbot, page)
    assert runs.model.data(runs.model.index(0)).startswith("Twice (mine.py) · ")
    assert "Twice (mine.py)" in main_window.findChild(QToolButton, "window-network").text()
    # Draw reads with it: the logits are those of the class itself, filled from the run's file.
    main_window.open_room("draw")
    draw = main_window.page("draw")
    assert isinstance(draw, DrawPage)
    draw_on(draw.pad, SEVEN)
    settle(qtbot, draw)
    module = Twice()
    module.load_state_dict(load_file(RunFolder(run).final_weights))
    assert draw.prediction is not None
    picture = torch.from_numpy(draw.prediction.preprocessed.network_input)[None, None]
    with torch.inference_mode():
        torch.testing.assert_close(
            torch.from_numpy(draw.prediction.logits), module.eval()(picture)[0], rtol=1e-4, atol=1e-4
        )
    # Another network and back: it stays in the box.
    main_window.open_room("train")
    choose(page, "mlp")
    assert studio.current.network == CatalogueNetwork("mlp")
    box = find(page, "train-network")
    box.setCurrentIndex(box.findText("Twice (mine.py)"))
    assert studio.current.network == network


def test_after_a_restart_it_is_named_and_runs_when_the_user_says_so(
    page: TrainPage, studio: Studio, qtbot: QtBot, small_mnist: Path, open_own: Open, reopened: Reopen
) -> None:
    network = open_own()
    set_up(qtbot, page, small_mnist, epochs=1)
    left = json.loads(json.dumps(studio.workspace.to_json()))
    consent.forget()
    mark = network.path.with_suffix(".ran")
    mark.unlink()

    other = reopened(Workspace.from_json(left))
    assert other.form.config == page.form.config
    assert find(other, "train-network").currentText() == "Twice (mine.py)"
    assert not find(other, "train-start").isEnabled()
    assert "runs its code on this computer" in other.form._rows["network"].reason
    assert not mark.exists()
    click(qtbot, other, "train-network-run")
    assert not mark.exists()
    click(qtbot, other, "train-own-run")
    qtbot.waitUntil(lambda: find(other, "train-start").isEnabled(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: not other.document.network.busy and not other._studio.busy, timeout=PATIENCE)
    assert other.form._rows["network"].reason == ""
    assert other._studio.current.network == network
    click(qtbot, other, "train-start")
    finish(qtbot, other)
    assert RunFolder(other.document.record.run).config().network == network


def test_the_bar_over_the_rooms_lets_it_run_too(
    page: TrainPage, main_window: MainWindow, studio: Studio, qtbot: QtBot, open_own: Open
) -> None:
    network = open_own()
    consent.forget()
    studio.changed.emit(studio.current, studio.current)
    assert not find(page, "train-start").isEnabled()
    button = main_window.findChild(QPushButton, "window-run-file")
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: find(page, "train-start").isEnabled(), timeout=PATIENCE)
    assert page.form.config.network == network


def test_a_stopped_run_goes_on_after_a_restart_once_its_file_may_run(
    page: TrainPage, main_window: MainWindow, studio: Studio, qtbot: QtBot, small_mnist: Path, open_own: Open
) -> None:
    network = open_own()
    begin_paused(qtbot, page, small_mnist, epochs=2)
    with qtbot.waitSignal(page.controller.stopped, timeout=PATIENCE):
        click(qtbot, page, "train-stop")
    run = list_runs()[0].path
    consent.forget()
    network.path.write_text(MARKED + "\n# changed\n", encoding="utf-8")
    mark = network.path.with_suffix(".ran")
    mark.unlink()
    page.inspector.tabs.setCurrentIndex(2)
    listed(qtbot, page).select(run)
    click(qtbot, page, "train-run-resume")
    qtbot.waitUntil(lambda: page.form.own.question.isVisible())
    assert page.controller.state == "idle"
    assert "It has changed since you opened it." in page.form.own.text
    assert not mark.exists()
    click(qtbot, page, "train-own-run")
    assert page.controller.state == "preparing"
    finish(qtbot, page)
    assert "mine.py has changed since this run was begun" in page.document.record.note
    assert RunFolder(run).summary().state == "finished"
    assert RunFolder(run).config().network == PythonNetwork.of(network.path, "Twice")


def test_a_file_that_changes_while_it_is_open_is_said(
    page: TrainPage, qtbot: QtBot, small_mnist: Path, open_own: Open
) -> None:
    network = open_own()
    hint = page.form._rows["network"]._hint
    assert not hint.isVisible()
    network.path.write_text(MARKED + "\n# changed\n", encoding="utf-8")
    page.document.network.look_again()
    qtbot.waitUntil(lambda: hint.isVisible(), timeout=PATIENCE)
    assert hint.text().startswith("mine.py has changed since: it is trained as it was when you agreed to run it.")
    # What is trained is what was agreed to.
    set_up(qtbot, page, small_mnist, epochs=1)
    click(qtbot, page, "train-start")
    finish(qtbot, page)
    assert RunFolder(page.document.record.run).config().network == network


def test_what_takes_other_pictures_is_refused_beside_its_box(page: TrainPage, qtbot: QtBot, open_own: Open) -> None:
    open_own(COLOUR)
    qtbot.waitUntil(lambda: page.form.problem is not None, timeout=PATIENCE)
    assert page.form.problem.setting == "network"
    assert "1 × 28 × 28" in page.form._rows["network"].reason
    assert not find(page, "train-start").isEnabled()
    choose(page, "convnet")
    assert find(page, "train-start").isEnabled()


@pytest.mark.parametrize("outputs", [5, 7, 11])
def test_what_gives_another_number_of_classes_is_refused_with_the_shapes(
    page: TrainPage, qtbot: QtBot, open_own: Open, outputs: int
) -> None:
    open_own(FIVE.replace("(5)", f"({outputs})"), "Five")
    qtbot.waitUntil(lambda: page.form.problem is not None, timeout=PATIENCE)
    assert page.form.problem.setting == "network"
    reason = page.form._rows["network"].reason
    assert f"gives (2, {outputs}) for an input of (2, 1, 28, 28)" in reason
    assert "the data set has 10 classes: (2, 10) is needed" in reason
    assert not find(page, "train-start").isEnabled()
    assert list_runs() == []


def test_a_network_that_does_not_fit_stays_out_of_the_form_and_the_reason_is_told(
    page: TrainPage, studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "mine.py"
    file.write_text(FIVE.replace("(5)", "(7)"), encoding="utf-8")
    network = PythonNetwork.of(file, "Five")
    consent.give(file, network.sha256)
    studio.choose(network)
    hint = page.form._rows["network"]._hint
    qtbot.waitUntil(lambda: "(2, 10) is needed" in hint.text(), timeout=PATIENCE)
    assert "gives (2, 7)" in hint.text()
    assert hint.text().endswith("The form trains ConvNet.")
    assert page.form.config.network == CatalogueNetwork("convnet")


def test_the_box_keeps_the_classes_that_were_agreed_to(
    page: TrainPage, studio: Studio, qtbot: QtBot, open_own: Open
) -> None:
    network = open_own()
    choose(page, "mlp")
    qtbot.waitUntil(lambda: not page.document.network.busy and not studio.busy, timeout=PATIENCE)
    again = TrainPage(studio)  # as when another language builds the window anew
    qtbot.addWidget(again)
    box = find(again, "train-network")
    assert isinstance(box, QComboBox)
    assert box.currentData() == "mlp"
    box.setCurrentIndex(box.findText("Twice (mine.py)"))
    assert studio.current.network == network
    again.shut_down()


WAITS = (
    MARKED
    + """

class Waits(Twice):
    def __init__(self):
        super().__init__()
        import time
        Path(__file__).with_suffix(".begun").touch()
        while not Path(__file__).with_suffix(".go").exists():
            time.sleep(0.02)
"""
)


@pytest.fixture
def tried(page: TrainPage, studio: Studio, qtbot: QtBot, tmp_path: Path, small_mnist: Path) -> Path:
    """The file of a class in the form that is being tried until there is a file beside it which ends in ``.go``."""
    file = tmp_path / "mine.py"
    file.write_text(WAITS, encoding="utf-8")
    network = PythonNetwork.of(file, "Waits")
    set_up(qtbot, page, small_mnist, epochs=1, batch_size=1024)
    studio.choose(network)
    studio.agree(network)
    page.document.use_own(network)
    qtbot.waitUntil(lambda: file.with_suffix(".begun").exists(), timeout=PATIENCE)
    return file


def begin_with_tried(page: TrainPage, qtbot: QtBot) -> None:
    """Start a run of the class that is being tried."""
    click(qtbot, page, "train-start")
    assert page.controller.state == "preparing"
    assert page.progress.isVisible()
    qtbot.waitUntil(lambda: page.progress.text() == "Trying Waits (mine.py)…", timeout=PATIENCE)


def test_a_run_of_a_class_that_is_being_tried_says_so_and_begins_after_that(
    page: TrainPage, qtbot: QtBot, tried: Path
) -> None:
    begin_with_tried(page, qtbot)
    tried.with_suffix(".go").touch()
    finish(qtbot, page)
    assert RunFolder(page.document.record.run).config().network == PythonNetwork.of(tried, "Waits")


def test_a_run_of_a_class_that_is_being_tried_can_be_cancelled(
    page: TrainPage, main_window: MainWindow, qtbot: QtBot, tried: Path
) -> None:
    begin_with_tried(page, qtbot)
    with qtbot.waitSignal(page.controller.stopped, timeout=PATIENCE):
        click(qtbot, page, "train-stop")
    assert page.controller.state == "idle"
    assert strip_text(main_window) == "", "the user wanted that"
    assert list_runs() == []
    qtbot.waitUntil(lambda: "was not tried to its end" in page.form._rows["network"].reason, timeout=PATIENCE)
    assert not find(page, "train-start").isEnabled()


def test_what_is_chosen_while_a_class_is_tried_ends_no_run_of_it(
    page: TrainPage, studio: Studio, qtbot: QtBot, tried: Path
) -> None:
    begin_with_tried(page, qtbot)
    tried.with_suffix(".begun").unlink()
    studio.choose(CatalogueNetwork("lenet5"))
    chosen = studio.current
    qtbot.waitUntil(lambda: tried.with_suffix(".begun").exists(), timeout=PATIENCE)
    tried.with_suffix(".go").touch()
    finish(qtbot, page)
    assert RunFolder(page.document.record.run).config().network == PythonNetwork.of(tried, "Waits")
    assert studio.current == chosen


def test_a_class_that_does_not_end_is_not_begun_by_a_run(
    page: TrainPage, main_window: MainWindow, studio: Studio, qtbot: QtBot, tried: Path
) -> None:
    studio.stop_trying()
    qtbot.waitUntil(lambda: not studio.busy and not page.document.network.busy, timeout=PATIENCE)
    tried.with_suffix(".begun").unlink()
    page.document.start()
    qtbot.waitUntil(lambda: "was not tried to its end" in strip_text(main_window), timeout=PATIENCE)
    wait_state(qtbot, page, "idle")
    assert not tried.with_suffix(".begun").exists()


HIDDEN = pytest.mark.parametrize("hidden", ["folded", "picture only", "scrolled away", "a run goes on"])


def hide_form(page: TrainPage, main_window: MainWindow, qtbot: QtBot, folder: Path, hidden: str) -> None:
    """Have the place where the form asks out of sight, or the form locked."""
    if hidden == "folded":
        page.frame.show_controls(False)
    elif hidden == "picture only":
        page.frame.show_picture_only(True)
    elif hidden == "scrolled away":
        page.form.unfold_more(True)
        main_window.resize(1024, 500)
        bar = page.controls._scroll.verticalScrollBar()
        qtbot.waitUntil(lambda: bar.maximum() > 100)
        bar.setValue(bar.maximum())
    else:
        choose(page, "mlp")
        begin_paused(qtbot, page, folder, epochs=50)


def assert_asked(page: TrainPage, qtbot: QtBot) -> None:
    """The question can be seen whole, and answered."""
    own = page.form.own
    for part in (own._text, own.run, own.cancel):
        qtbot.waitUntil(lambda part=part: part.visibleRegion().boundingRect() == part.rect())
    assert own.run.isEnabled()
    assert own.cancel.hasFocus()


@HIDDEN
def test_what_a_run_that_waited_has_to_ask_is_seen_at_once(
    page: TrainPage, main_window: MainWindow, qtbot: QtBot, tmp_path: Path, small_mnist: Path, hidden: str
) -> None:
    file = tmp_path / "mine.py"
    file.write_text(MARKED, encoding="utf-8")
    network = PythonNetwork.of(file, "Twice")
    hide_form(page, main_window, qtbot, small_mnist, hidden)
    page.document.open_state(
        replace(page.document.state(), waiting=(WaitingRun(config=TrainConfig(network=network, epochs=1)),))
    )
    button = find(page, "train-queue-start")
    assert isinstance(button, QToolButton)
    button.click()
    assert_asked(page, qtbot)
    if hidden == "a run goes on":
        click(qtbot, page, "train-own-run")
        assert [job.subject.config.network for job in page.controller.waiting] == [network]
        page.controller.waiting[0].stop()
        with qtbot.waitSignal(page.controller.stopped, timeout=PATIENCE):
            page.controller.stop()


@HIDDEN
def test_what_another_room_wants_trained_is_seen_and_asked_at_once(
    page: TrainPage,
    main_window: MainWindow,
    studio: Studio,
    qtbot: QtBot,
    tmp_path: Path,
    small_mnist: Path,
    hidden: str,
) -> None:
    file = tmp_path / "mine.py"
    file.write_text(MARKED, encoding="utf-8")
    network = PythonNetwork.of(file, "Twice")
    hide_form(page, main_window, qtbot, small_mnist, hidden)
    main_window.open_room("models")
    studio.open_room("train", network)
    assert main_window.room == "train"
    assert find(page, "train-network").currentText() == "Twice (mine.py)"
    assert_asked(page, qtbot)
    studio.open_room("train", CatalogueNetwork("lenet5"))
    assert page.form.config.network == CatalogueNetwork("lenet5") == page.document.config.network
    if hidden == "a run goes on":
        assert page.buttons.wants_next
        assert find(page, "train-start").text() == "Queue"
        with qtbot.waitSignal(page.controller.stopped, timeout=PATIENCE):
            page.controller.stop()


def test_to_say_no_changes_nothing(
    page: TrainPage, studio: Studio, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mine.py"
    file.write_text(MARKED, encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    before = studio.current
    choose(page, "open")
    click(qtbot, page, "train-own-cancel")
    assert not page.form.own.question.isVisible()
    assert studio.current == before
    assert page.form.config.network == before.network
    assert not file.with_suffix(".ran").exists()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    choose(page, "open")
    assert find(page, "train-network").currentData() == "convnet"
