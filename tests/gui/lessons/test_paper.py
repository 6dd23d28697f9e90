import re
import zlib
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cnnstudio.gui import theme
from cnnstudio.gui.lessons.page import LessonsPage
from cnnstudio.lessons.room_state import LearnState
from tests.gui.lessons.test_page import first_room, lesson, page, settled

__all__ = ["first_room", "lesson", "page"]  # fixtures


def saved(page: LessonsPage, qtbot: QtBot, file: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Choose a file and wait for the PDF."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    action = next(one for one in page.room_actions() if one.objectName() == "action-learn-export-pdf")
    action.trigger()
    assert page.printing.busy
    qtbot.waitUntil(lambda: not page.printing.busy, timeout=120_000)
    return file.read_bytes()


def contents(pdf: bytes) -> list[bytes]:
    """What is drawn, stream by stream."""
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return found


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_lesson_is_written_with_its_words_its_formulas_and_its_figures(
    page: LessonsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    page.document.open_state(LearnState(lesson="10-resnet", language=language))
    settled(page.document, qtbot)
    told: list[float | None] = []
    page.printing._activity.changed.connect(lambda: told.append(page.printing._activity.progress.fraction))
    pdf = saved(page, qtbot, tmp_path / "one.pdf", monkeypatch)
    assert pdf.startswith(b"%PDF-")
    pages = len(re.findall(rb"/Type /Page\b(?!s)", pdf))
    assert pages >= 3
    assert [one for one in told if one is not None][-1] == 1.0
    assert b"/ToUnicode" in pdf, "words can be selected"
    assert b"/Subtype /Image" not in pdf, "formulas and figures are lines"
    drawn = b"".join(contents(pdf))
    curves = drawn.count(b" c\n")
    assert curves > 200, "the letters of formulas"


def test_paper_is_light_whatever_the_theme(
    lesson: LessonsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    for mode in ("light", "dark"):
        theme.manager().set_mode(mode)
        written.append(saved(lesson, qtbot, tmp_path / f"{mode}.pdf", monkeypatch))
        assert theme.tokens() is (theme.LIGHT if mode == "light" else theme.DARK)
    light, dark = (b"".join(sorted(contents(pdf))) for pdf in written)
    assert light == dark


def test_one_that_is_stopped_leaves_no_file(lesson: LessonsPage, tmp_path: Path) -> None:
    file = tmp_path / "one.pdf"
    lesson.printing.save(file)
    assert lesson.printing.busy
    lesson.printing.stop()
    assert not lesson.printing.busy
    assert not file.exists()


def test_a_file_that_cannot_be_written_is_told(
    lesson: LessonsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("cnnstudio.gui.errors.show_error", lambda _, error, **__: told.append(str(error)))
    lesson.printing.save(tmp_path / "nowhere" / "one.pdf")
    qtbot.waitUntil(lambda: not lesson.printing.busy, timeout=120_000)
    assert len(told) == 1
