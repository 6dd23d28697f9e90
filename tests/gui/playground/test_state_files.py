import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from cnnstudio.convolution import files
from cnnstudio.convolution.numbers import Numbers
from cnnstudio.gui.playground.page import PlaygroundPage
from tests.gui.playground.room import FIGURES, error_text, output


def over(qtbot: QtBot, page: PlaygroundPage) -> None:
    qtbot.waitUntil(lambda: not page.files.busy)


def test_save_and_open(page: PlaygroundPage, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "state.json"
    page.open_state(4)
    page.files.save(file)
    page.open_state(1)
    over(qtbot, page)
    page.use_file(file)
    over(qtbot, page)
    assert output(page) == FIGURES[4]


@pytest.mark.parametrize("text", ["{", "[]", json.dumps({"kind": "cnnstudio-playground", "schema": 1})])
def test_a_broken_file_is_refused_and_the_state_kept(
    page: PlaygroundPage, tmp_path: Path, text: str, qtbot: QtBot
) -> None:
    file = tmp_path / "broken.json"
    file.write_text(text)
    page.use_file(file)
    over(qtbot, page)
    assert error_text(page).endswith(".")
    assert output(page) == FIGURES[1]


def test_a_place_that_cannot_be_written_is_said(page: PlaygroundPage, tmp_path: Path, qtbot: QtBot) -> None:
    page.files.save(tmp_path / "no" / "such" / "folder.json")
    over(qtbot, page)
    assert error_text(page).endswith(".")


def test_what_was_to_be_saved_is_saved_although_the_window_closes(page: PlaygroundPage, tmp_path: Path) -> None:
    page.open_state(4)
    page.files.save(tmp_path / "state.json")
    page.files.shut_down()
    assert files.load(tmp_path / "state.json") == page.model.state


def test_the_copied_code_prints_the_numbers(page: PlaygroundPage, qtbot: QtBot) -> None:
    from tests.convolution.test_code import run

    page.open_state(4)
    page.files.copy_code()
    over(qtbot, page)
    printed, names = run(QGuiApplication.clipboard().text())
    assert names["y"][0].tolist() == FIGURES[4]
    assert " 56." in printed


def test_a_large_picture_is_packed_away_from_the_window(page: PlaygroundPage, qtbot: QtBot) -> None:
    """Found by the monkey: the window stood still for a second while millions of numbers were packed."""
    numbers = torch.from_numpy(np.random.default_rng(1).random((1, 600, 600)).astype(np.float32))
    with qtbot.waitSignal(page.model.resultChanged):
        page.model.change("", lambda state: state.with_input(Numbers(numbers)))
    QGuiApplication.clipboard().setText("before")
    page.files.copy_code()
    assert QGuiApplication.clipboard().text() == "before"
    assert page.files.busy
    over(qtbot, page)
    assert "import torch" in QGuiApplication.clipboard().text()
