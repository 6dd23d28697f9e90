import json
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from cnnstudio.gui.playground.page import PlaygroundPage
from tests.gui.playground.room import FIGURES, error_text, output


def test_save_and_open(page: PlaygroundPage, tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    page.open_state(4)
    page.files.save(file)
    page.open_state(1)
    page.use_file(file)
    assert output(page) == FIGURES[4]


@pytest.mark.parametrize("text", ["{", "[]", json.dumps({"kind": "cnnstudio-playground", "schema": 1})])
def test_a_broken_file_is_refused_and_the_state_kept(page: PlaygroundPage, tmp_path: Path, text: str) -> None:
    file = tmp_path / "broken.json"
    file.write_text(text)
    page.use_file(file)
    assert error_text(page).endswith(".")
    assert output(page) == FIGURES[1]


def test_the_copied_code_prints_the_numbers(page: PlaygroundPage) -> None:
    from tests.convolution.test_code import run

    page.open_state(4)
    page.files.copy_code()
    printed, names = run(QGuiApplication.clipboard().text())
    assert names["y"][0].tolist() == FIGURES[4]
    assert " 56." in printed
