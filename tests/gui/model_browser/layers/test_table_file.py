"""The table of layers as a file, through the menu and the file dialog."""

import csv
import io
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cnnstudio.analysis.results import Analysis
from cnnstudio.gui import errors
from cnnstudio.gui.model_browser.layers.tab import LayersTab
from cnnstudio.gui.model_browser.selection import Selection
from cnnstudio.gui.widgets.table_text import Format


@pytest.fixture
def tab(qtbot: QtBot, resnet18: Analysis) -> LayersTab:
    tab = LayersTab(Selection())
    qtbot.addWidget(tab)
    tab.show_analysis(resnet18)
    yield tab
    tab.file.shut_down()


def choose(monkeypatch: pytest.MonkeyPatch, path: Path | str, kind: str = "CSV (*.csv)") -> list[str]:
    """The file dialog is answered with this path; returns the names that it suggested."""
    suggested: list[str] = []

    def answer(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        suggested.append(name)
        return str(path), kind

    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(answer))
    return suggested


def save(tab: LayersTab, qtbot: QtBot) -> Path:
    with qtbot.waitSignal(tab.file.saved) as saved:
        tab.findChild(QAction, "models-save-table").trigger()
    return saved.args[0]


def test_a_spreadsheet_reads_the_numbers(
    tab: LayersTab, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, resnet18: Analysis
) -> None:
    assert choose(monkeypatch, tmp_path / "table.csv") == []
    path = save(tab, qtbot)
    assert path == tmp_path / "table.csv"
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[1][rows[0].index("Parameters")] == "11689512"  # as torchvision publishes it
    assert rows[1][rows[0].index("MACs")] == str(resnet18.total_macs)
    assert len(rows) - 1 == len(resnet18.layers) + 1


@pytest.mark.parametrize(
    ("name", "kind", "written", "how"),
    [
        ("table.md", "CSV (*.csv)", "table.md", Format.MARKDOWN),
        ("TABLE.TXT", "CSV (*.csv)", "TABLE.TXT", Format.TEXT),
        ("resnet18.v2", "Markdown (*.md)", "resnet18.v2.md", Format.MARKDOWN),
        ("resnet18", "", "resnet18.csv", Format.CSV),
    ],
)
def test_the_ending_says_in_which_format(
    tab: LayersTab,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    kind: str,
    written: str,
    how: Format,
) -> None:
    suggested = choose(monkeypatch, tmp_path / name, kind)
    assert save(tab, qtbot) == tmp_path / written
    assert suggested == ["resnet18.csv"]
    assert (tmp_path / written).read_text("utf-8-sig") == tab.text(how)


def test_a_place_that_cannot_be_written_is_told_and_the_next_takes_it_back(
    tab: LayersTab, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(errors, "show_error", lambda _view, error, **_about: told.append(str(error)))
    taken: list[object] = []
    monkeypatch.setattr(errors, "take_back", taken.append)
    choose(monkeypatch, tmp_path / "not there" / "table.csv")
    tab.findChild(QAction, "models-save-table").trigger()
    qtbot.waitUntil(lambda: bool(told))
    assert "could not be written" in told[0]
    assert list(tmp_path.iterdir()) == []
    choose(monkeypatch, tmp_path / "table.csv")
    save(tab, qtbot)
    assert len(set(taken)) == 1


def test_a_dialog_that_is_left_writes_nothing(tab: LayersTab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(monkeypatch, "")
    tab.findChild(QAction, "models-save-table").trigger()
    assert not tab.file.busy
    assert list(tmp_path.iterdir()) == []
