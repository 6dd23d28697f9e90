import textwrap
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cnnstudio.gui.model_browser.page import ModelsPage
from cnnstudio.networks.reference import PythonNetwork


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
    assert page.analysis.input_shape == (1, 28, 28), "the input of the network before"
    assert page.studio.current.network == PythonNetwork.of(file, "Mine")
    assert page.train.isHidden()
    page.form.rows.setValue(40)
    qtbot.waitUntil(lambda: page.analysis.input_shape == (1, 40, 28))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("raise RuntimeError('no luck')\nfrom torch import nn\nclass A(nn.Module): pass", "no luck"),
        (
            "from torch import nn\nclass A(nn.Module):\n    def __init__(self, width):\n        super().__init__()",
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


def test_a_pt2_that_is_none_is_a_sentence(page: ModelsPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.own.take(write(tmp_path, "not an archive", "broken.pt2"))
    qtbot.waitUntil(lambda: page.problem.text != "", timeout=20_000)
    assert "broken.pt2" in page.problem.text
    assert page.analysis.name == "convnet"


def test_an_exported_network_opens_with_its_own_input(page: ModelsPage, qtbot: QtBot, tmp_path: Path) -> None:
    model = torch.nn.Sequential(torch.nn.Conv2d(2, 4, 3), torch.nn.ReLU()).eval()
    file = tmp_path / "net.pt2"
    torch.export.save(torch.export.export(model, (torch.zeros(3, 2, 20, 24),)), file)
    page.own.take(file)
    qtbot.waitUntil(lambda: page.analysis.title == "net.pt2", timeout=30_000)
    assert page.analysis.total_params == 76
    assert page.form.input_shape == (2, 20, 24)
    assert page.form.batch.value() == 3
