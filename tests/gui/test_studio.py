from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.gui.studio import Progress, Studio
from cnnstudio.networks import consent
from cnnstudio.networks.reference import NUMBERS, READS_DIGITS, STRUCTURE, CatalogueNetwork, PythonNetwork
from cnnstudio.weights import library
from cnnstudio.weights.edits import EMPTY
from cnnstudio.weights.reference import Initial, Shipped
from cnnstudio.workspace.current import Current, Workspace
from cnnstudio.workspace.picture import Drawn, Picture

CONVNET, LENET, GOOGLENET = (CatalogueNetwork(name) for name in ("convnet", "lenet5", "googlenet"))
OWN = "import torch.nn as nn\nclass Net(nn.Sequential):\n    def __init__(self):\n        super().__init__({layers})\n"


def listen(studio: Studio) -> list[tuple[str, Any]]:
    heard: list[tuple[str, Any]] = []
    studio.changed.connect(lambda before, after: heard.append(("changed", (before, after))))
    return heard


def test_choosing_is_one_change_of_the_current_thing(studio: Studio) -> None:
    heard = listen(studio)
    before = studio.current
    studio.choose(LENET, Initial(3))
    studio.choose(LENET, Initial(3))
    assert studio.current == Current(network=LENET, weights=Initial(3))
    assert heard == [("changed", (before, studio.current))]


def test_a_network_comes_with_the_weights_it_is_known_by(studio: Studio) -> None:
    studio.choose(CatalogueNetwork("digitnet"))
    assert studio.current.weights == Shipped("digitnet")
    accuracy = library.entry(studio.current.weights).accuracy
    assert accuracy is not None
    assert accuracy.value == pytest.approx(0.9955, abs=2e-4)
    studio.choose(LENET)
    assert studio.current.weights == Initial(1)
    assert library.usual(GOOGLENET) == Initial(1)


def test_a_network_that_reads_no_digits_leaves_the_last_that_does(studio: Studio) -> None:
    studio.choose(LENET)
    heard = listen(studio)
    studio.choose(GOOGLENET)
    assert studio.current.network == GOOGLENET
    assert studio.digits.network == LENET
    assert [what for what, _ in heard] == ["changed"]
    shown = studio.fitting(READS_DIGITS)
    assert shown.current == studio.digits
    assert shown.why_not is not None
    assert "3 × 224 × 224" in str(shown.why_not)
    for need in (NUMBERS, STRUCTURE):
        assert studio.fitting(need).current.network == GOOGLENET
        assert studio.fitting(need).why_not is None


def test_edits_are_steps_that_can_be_undone(studio: Studio) -> None:
    one = EMPTY.set("conv1.weight", 0, 1.0)
    two = one.set("conv1.weight", 1, 2.0)
    studio.edit(one, "a weight")
    studio.edit(two, "another")
    assert studio.current.edits == two
    studio.edit_stack.undo()
    assert studio.current.edits == one
    studio.edit_stack.undo()
    assert studio.current.edits == EMPTY
    studio.edit_stack.redo()
    assert studio.current.edits == one


def test_a_drag_is_one_step(studio: Studio) -> None:
    for value in (1.0, 2.0, 3.0):
        studio.edit(EMPTY.set("conv1.weight", 0, value), "a weight", gesture=7)
    assert studio.edit_stack.count() == 1
    studio.edit_stack.undo()
    assert studio.current.edits == EMPTY


def test_choosing_drops_the_edits_and_undo_brings_them_back_before_the_picture_of_now(studio: Studio) -> None:
    edits = EMPTY.prune(0.5)
    studio.edit(edits, "pruning")
    studio.choose(LENET)
    assert studio.current.edits == EMPTY
    picture = Picture.of(np.ones((28, 28)), Drawn())
    studio.show_picture(picture)
    studio.edit_stack.undo()
    assert studio.current == Current(network=CONVNET, weights=Initial(1), edits=edits, picture=picture)
    studio.edit_stack.redo()
    assert studio.current == Current(network=LENET, weights=Initial(1), picture=picture)


def test_without_edits_choosing_leaves_no_step(studio: Studio) -> None:
    studio.choose(LENET)
    studio.choose(GOOGLENET)
    assert studio.edit_stack.count() == 0


def test_a_studio_goes_on_from_a_workspace(qtbot: QtBot) -> None:
    workspace = Workspace(room="draw").changed_to(Current(network=LENET, weights=Initial(5)))
    studio = Studio(workspace=workspace)
    assert studio.current.weights == Initial(5)
    assert studio.workspace == workspace
    studio.shut_down()


def test_an_own_network_reads_digits_once_it_may_run_and_has_been_tried(
    qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    file = tmp_path / "mine.py"
    file.write_text(OWN.format(layers="nn.Flatten(), nn.Linear(784, 10)"))
    own = PythonNetwork.of(file, "Net")
    studio.choose(own)
    assert studio.current.network == own
    assert studio.digits.network == CONVNET
    why = studio.fitting(READS_DIGITS).why_not
    assert isinstance(why, consent.ConsentError)
    with qtbot.waitSignal(studio.changed, timeout=30_000, check_params_cb=lambda *_: studio.digits.network == own):
        studio.agree(own)
    assert studio.fitting(READS_DIGITS).current.network == own
    assert studio.fitting(READS_DIGITS).why_not is None


def test_an_own_network_of_another_kind_is_refused_with_the_shapes(
    qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    file = tmp_path / "mine.py"
    file.write_text(OWN.format(layers="nn.Conv2d(3, 8, 3)"))
    own = PythonNetwork.of(file, "Net")
    studio.choose(own)
    heard = listen(studio)
    studio.agree(own)
    qtbot.waitUntil(lambda: [what for what, _ in heard].count("changed") == 2, timeout=30_000)
    shown = studio.fitting(READS_DIGITS)
    assert shown.current.network == CONVNET
    assert shown.why_not is not None
    assert "28 × 28" in str(shown.why_not)


def agree_and_leave(studio: Studio, file: Path, layers: str, *, first: str = "") -> PythonNetwork:
    """Choose a class of one's own, agree to it, and choose a network for photographs before it was tried."""
    file.write_text(OWN.format(layers=layers) + first)
    own = PythonNetwork.of(file, "Net")
    studio.choose(own)
    studio.agree(own)
    studio.choose(GOOGLENET)
    return own


def test_an_own_network_that_was_left_before_it_was_tried_is_the_last_that_reads_digits(
    qtbot: QtBot, studio: Studio, tmp_path: Path
) -> None:
    studio.choose(LENET)
    own = agree_and_leave(studio, tmp_path / "mine.py", "nn.Flatten(), nn.Linear(784, 10)")
    assert studio.progress.text == "Trying Net (mine.py)"
    picture = Picture.of(np.ones((28, 28)), Drawn())
    studio.show_picture(picture)
    qtbot.waitUntil(lambda: not studio.busy, timeout=60_000)
    assert studio.current == Current(network=GOOGLENET, picture=picture)
    assert studio.fitting(READS_DIGITS).current == Current(network=own, picture=picture)
    assert studio.progress.text == ""


@pytest.mark.parametrize("what", ["colours", "stopped", "another"])
def test_an_own_network_that_was_left_and_reads_no_digits_is_none(
    qtbot: QtBot, studio: Studio, tmp_path: Path, what: str
) -> None:
    studio.choose(LENET)
    layers = "nn.Conv2d(3, 8, 3)" if what == "colours" else "nn.Flatten(), nn.Linear(784, 10)"
    endless = "" if what == "colours" else "while True:\n    pass\n"
    agree_and_leave(studio, tmp_path / "mine.py", layers, first=endless)
    if what == "stopped":
        studio.stop_trying()
    elif what == "another":
        studio.choose(CONVNET)  # reads digits itself: nobody needs to know any more
    qtbot.waitUntil(lambda: not studio.busy, timeout=60_000)
    expected = CONVNET if what == "another" else LENET
    assert studio.fitting(READS_DIGITS).current.network == expected
    assert studio.progress.text == ""


def test_a_trial_that_is_stopped_at_once_does_not_begin(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    mark = "from pathlib import Path\nPath(__file__).with_suffix('.ran').touch()\n"
    file.write_text(OWN.format(layers="nn.Flatten(), nn.Linear(784, 10)") + mark)
    own = PythonNetwork.of(file, "Net")
    studio.choose(own)
    studio.agree(own)
    assert studio.tries
    studio.stop_trying()
    qtbot.waitUntil(lambda: not studio.busy, timeout=60_000)
    assert "was not tried to its end" in str(studio.fitting(READS_DIGITS).why_not)
    assert not file.with_suffix(".ran").exists()
    studio.agree(own)
    qtbot.waitUntil(lambda: not studio.busy, timeout=60_000)
    assert studio.fitting(READS_DIGITS).why_not is None
    assert file.with_suffix(".ran").exists()


def test_progress_is_that_of_the_foremost(studio: Studio) -> None:
    assert studio.progress == Progress()
    training, other = studio.jobs.activity(studio, leading=True), studio.jobs.activity(studio)
    training.tell("Training", 0.5)
    other.tell("Reading a picture")
    assert studio.progress == Progress(text="Training", fraction=0.5)
    training.end()
    assert studio.progress == Progress(text="Reading a picture")


def test_a_message_is_taken_back_by_who_gave_it_alone(studio: Studio) -> None:
    heard: list[str] = []
    studio.statusMessage.connect(heard.append)
    studio.statusMessage.emit("ConvNet on MNIST")
    studio.take_back("ConvNet on MNIST")
    assert heard == ["ConvNet on MNIST", ""]
    studio.statusMessage.emit("Saved as four.png")
    studio.take_back("ConvNet on MNIST")
    studio.take_back("")
    assert heard[-1] == "Saved as four.png"
