import textwrap
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cnnstudio import side_process
from cnnstudio.gui.model_browser.page import ModelsPage
from cnnstudio.gui.workers import threads
from cnnstudio.networks.reference import PythonNetwork
from tests.networks import own_file


def write(folder: Path, text: str, name: str = "mine.py") -> Path:
    file = folder / name
    file.write_text(textwrap.dedent(text), encoding="utf-8")
    return file


GOOD = """
    from pathlib import Path
    from torch import nn
    Path(__file__).with_suffix(".ran").touch()

    class Block(nn.Module):
        def __init__(self, c=8):
            super().__init__()
            self.conv = nn.Conv2d(c, c, 3, padding=1)
        def forward(self, x):
            return x + self.conv(x)

    class Mine(nn.Module):
        def __init__(self):
            super().__init__()
            self.stem = nn.Conv2d(1, 8, 3)
            self.block = Block()
        def forward(self, x):
            return self.block(self.stem(x)).mean((2, 3))
"""


def test_asks_before_it_runs_and_shows_the_network(page: ModelsPage, qtbot: QtBot, tmp_path: Path) -> None:
    file = write(tmp_path, GOOD)
    page.own.take(file)
    assert page.own.question.isVisible()
    assert "runs the code in mine.py on your computer" in page.own.text
    assert not file.with_suffix(".ran").exists()
    assert page.own.classes.currentText() == "Mine"
    qtbot.mouseClick(page.own.cancel, Qt.MouseButton.LeftButton)
    assert not page.own.question.isVisible()
    assert not file.with_suffix(".ran").exists()
    page.own.take(file)
    qtbot.mouseClick(page.own.run, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.analysis.title == "Mine", timeout=20_000)
    assert page.analysis.layers["block.conv"].own_params == 8 * 8 * 9 + 8
    assert page.analysis.input_shape == (1, 28, 28), "its first layer takes one channel"
    assert page.studio.current.network == PythonNetwork.of(file, "Mine")
    assert page.head.train.isHidden(), "it gives 8 numbers"
    page.form.rows.setValue(40)
    qtbot.waitUntil(lambda: page.analysis.input_shape == (1, 40, 28))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("raise RuntimeError('no luck')\nfrom torch import nn\nclass A(nn.Module): pass", "no luck"),
        (
            "from torch import nn\nclass A(nn.Module):\n    def __init__(self, **given):\n        given['width']",
            "width",
        ),
        ("from torch import nn\nclass A(nn.Module):\n    def forward(self, x):\n        return x[9, 9]", "A"),
    ],
)
def test_a_file_that_fails_is_a_sentence_and_the_window_lives(
    page: ModelsPage, qtbot: QtBot, tmp_path: Path, text: str, told: str
) -> None:
    page.own.take(write(tmp_path, text))
    qtbot.mouseClick(page.own.run, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.problem.text != "", timeout=20_000)
    assert told in page.problem.text
    assert page.analysis.name == "convnet", "what was shown stays"
    page.choose("lenet5")
    qtbot.waitUntil(lambda: page.analysis.name == "lenet5")
    assert page.problem.text == ""


@pytest.mark.parametrize("text", ["class A(:", "x = 1"])
def test_a_file_without_a_network_is_a_sentence(page: ModelsPage, tmp_path: Path, text: str) -> None:
    page.own.take(write(tmp_path, text))
    assert "mine.py" in page.problem.text
    assert not page.own.question.isVisible()


def test_a_missing_file_is_a_sentence(page: ModelsPage, tmp_path: Path) -> None:
    page.own.take(tmp_path / "gone.py")
    assert "gone.py could not be read" in page.problem.text


def test_a_file_that_goes_before_it_is_run_is_a_sentence(page: ModelsPage, qtbot: QtBot, tmp_path: Path) -> None:
    file = write(tmp_path, "from torch import nn\nclass A(nn.Module): pass")
    page.own.take(file)
    file.unlink()
    qtbot.mouseClick(page.own.run, Qt.MouseButton.LeftButton)
    assert "mine.py could not be read" in page.problem.text
    assert page.analysis.name == "convnet", "what was shown stays"


@pytest.mark.parametrize("name", ["broken.pt2", "broken.onnx"])
@pytest.mark.parametrize("content", ["not an archive", "", "PK" + "x" * 3_000])
def test_an_exported_file_that_is_none_is_a_sentence_and_the_network_stays(
    page: ModelsPage, qtbot: QtBot, tmp_path: Path, name: str, content: str
) -> None:
    before = page.studio.current
    page.own.take(write(tmp_path, content, name))
    qtbot.waitUntil(lambda: page.problem.text != "", timeout=20_000)
    assert name in page.problem.text
    assert page.analysis.name == "convnet"
    assert page.studio.current == before
    assert not page.document.shows_former


def test_an_exported_network_opens_with_its_own_input(page: ModelsPage, qtbot: QtBot, tmp_path: Path) -> None:
    model = torch.nn.Sequential(torch.nn.Conv2d(2, 4, 3), torch.nn.ReLU()).eval()
    file = tmp_path / "net.pt2"
    torch.export.save(torch.export.export(model, (torch.zeros(3, 2, 20, 24),)), file)
    page.own.take(file)
    qtbot.waitUntil(lambda: page.analysis.title == "net.pt2", timeout=30_000)
    assert page.analysis.total_params == 76
    assert page.form.input_shape == (2, 20, 24)
    assert page.form.batch.value() == 3


def run(page: ModelsPage, qtbot: QtBot, file: Path, name: str) -> None:
    """Open a network of a file, and agree that it runs."""
    page.own.take(file)
    page.own.classes.setCurrentText(name)
    qtbot.mouseClick(page.own.run, Qt.MouseButton.LeftButton)


def settle(page: ModelsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.document.busy and not page.studio.busy, timeout=120_000)


def test_it_can_be_trained_once_it_is_known_that_it_reads_digits(
    page: ModelsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    file = own_file.write(tmp_path)
    run(page, qtbot, file, "Ten")
    assert page.head.train.isHidden()
    qtbot.waitUntil(lambda: not page.head.train.isHidden(), timeout=120_000)
    settle(page, qtbot)
    assert page.form.classes.text() == "10"
    assert not page.form.classes.isEnabled()
    with qtbot.waitSignal(page.studio.roomRequested) as asked:
        qtbot.mouseClick(page.head.train, Qt.MouseButton.LeftButton)
    assert asked.args == ["train", PythonNetwork.of(file, "Ten")]
    # One that gives another number, one of colour pictures, one that gives maps: none is offered.
    for name, classes, shape in (
        ("Seven", "7", (1, 28, 28)),
        ("colour", "5", (3, 224, 224)),
        ("Maps", "–", (3, 224, 224)),
    ):
        run(page, qtbot, file, name)
        settle(page, qtbot)
        assert page.problem.text == ""
        assert page.head.train.isHidden()
        assert page.form.classes.text() == classes
        assert page.form.input_shape == shape, "not that of the network before"
    page.choose("convnet")
    assert not page.head.train.isHidden()


def test_all_networks_of_a_file_are_offered_and_what_they_need_is_asked(
    page: ModelsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    file = own_file.write(tmp_path)
    page.own.take(file)
    box = page.own.classes
    assert [box.itemText(row) for row in range(box.count())] == [
        *("Ten", "Seven", "Told", "Asks", "AsksTwo", "Slow", "Gone", "Fails"),
        *("colour", "flat", "fixed", "make"),
    ]
    assert page.own.arguments == {}
    assert page.own.run.isEnabled()
    box.setCurrentText("AsksTwo")
    assert list(page.own.arguments) == ["outputs", "name"]
    assert not page.own.run.isEnabled()
    qtbot.keyClicks(page.own.arguments["outputs"], "10")
    qtbot.keyClicks(page.own.arguments["name"], "a b")
    qtbot.mouseClick(page.own.run, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert page.problem.text == ""
    assert page.analysis.title == "AsksTwo"
    assert page.analysis.output_shape == (1, 10)
    assert page.studio.current.network == PythonNetwork.of(file, "AsksTwo").with_arguments(outputs=10, name="a b")
    assert not page.head.train.isHidden()
    run(page, qtbot, file, "make")
    settle(page, qtbot)
    assert page.analysis.output_shape == (1, 3)


def test_what_does_not_come_back_is_cancelled_and_named(page: ModelsPage, qtbot: QtBot, tmp_path: Path) -> None:
    file = own_file.write(tmp_path)
    run(page, qtbot, file, "Slow")
    qtbot.waitUntil(lambda: page.head.stop.isVisible() and file.with_suffix(".begun").exists(), timeout=120_000)
    assert page.head.busy.text() == "Trying Slow (mine.py) …"
    assert "Trying Slow (mine.py)" in str(page.studio.progress)
    assert page.studio.tries
    qtbot.mouseClick(page.head.stop, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert "Slow in mine.py was not tried to its end" in page.problem.text
    assert page.head.busy.isHidden()
    assert str(page.studio.progress) == ""
    assert not page.studio.tries
    # Opened again it is tried again.
    file.with_suffix(".begun").unlink()
    run(page, qtbot, file, "Slow")
    page.studio.choose(page.studio.digits.network)
    run(page, qtbot, file, "Slow")
    qtbot.waitUntil(lambda: file.with_suffix(".begun").exists(), timeout=120_000)
    # The next choice wins.
    run(page, qtbot, file, "Ten")
    qtbot.waitUntil(lambda: page.analysis.title == "Ten", timeout=120_000)
    settle(page, qtbot)
    assert page.problem.text == ""


@pytest.mark.parametrize("text", ["while True:\n    pass", "import time\ntime.sleep(10_000)"])
def test_an_import_without_end_gives_way_to_the_next_choice(
    page: ModelsPage, qtbot: QtBot, tmp_path: Path, text: str
) -> None:
    run(page, qtbot, write(tmp_path, f"from torch import nn\nclass A(nn.Module): pass\n{text}"), "A")
    qtbot.waitUntil(lambda: any(asked.process for asked in side_process._calls), timeout=120_000)
    page.choose("lenet5")
    qtbot.waitUntil(lambda: page.analysis.name == "lenet5", timeout=120_000)
    settle(page, qtbot)
    assert page.problem.text == ""


def test_closing_waits_for_nothing_that_does_not_come_back(page: ModelsPage, qtbot: QtBot, tmp_path: Path) -> None:
    file = own_file.write(tmp_path)
    run(page, qtbot, file, "Slow")
    qtbot.waitUntil(lambda: file.with_suffix(".begun").exists(), timeout=120_000)
    page.shut_down()
    page.studio.shut_down()
    assert threads.stragglers() == [], "every worker has come to its end"
    assert side_process._calls == []


def test_after_an_error_the_network_before_is_named_as_such(page: ModelsPage, qtbot: QtBot, tmp_path: Path) -> None:
    run(page, qtbot, own_file.write(tmp_path), "Fails")
    qtbot.waitUntil(lambda: page.problem.text != "", timeout=120_000)
    assert "no luck" in page.problem.text
    assert "Shown below is still ConvNet." in page.problem.text
    assert page.head.title.text() == "ConvNet, 2022 (shown before)"
    assert page.head.train.isHidden()
    assert not page.form.isEnabled(), "nothing is known of what it takes"
    page.choose("convnet")
    qtbot.waitUntil(lambda: page.problem.text == "")
    assert page.head.title.text() == "ConvNet, 2022"
    assert page.form.isEnabled()


def test_the_keyboard_stays_where_the_file_was_opened(page: ModelsPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.activateWindow()
    page.own.take(own_file.write(tmp_path))
    assert page.own.cancel.hasFocus()
    qtbot.mouseClick(page.own.cancel, Qt.MouseButton.LeftButton)
    assert page.own.open.hasFocus()
    page.own.take(write(tmp_path, "x = 1", "none.py"))
    assert "none.py has no class" in page.problem.text
    assert page.own.open.hasFocus()
