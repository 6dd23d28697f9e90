import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

PROGRAM = """
from PySide6.QtCore import QT_TRANSLATE_NOOP, QTimer
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QSpinBox, QWidget

class Field(QLineEdit):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, {property}, clearButtonEnabled=True)

class Plain(QFrame):
    pass

class Own(Plain):
    def __init__(self, *, size: int) -> None:
        super().__init__({property}, enabled=False)

QLabel("text", {property}, wordWrap=True)
QSpinBox({property}, minimum=1, keyboardTracking=False)
Plain({property})
QTimer(interval=0, objectName="timer")
Own(size=1)
name: str = QT_TRANSLATE_NOOP("context", "text")
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with mypy's settings and its cache: it reads Qt's stubs once."""
    folder = tmp_path_factory.mktemp("mypy")
    plugin = ROOT / "tests" / "mypy_qt.py"
    (folder / "mypy.ini").write_text(f"[mypy]\nstrict = true\nplugins = {plugin}\n", encoding="utf-8")
    return folder


def check(folder: Path, program: str) -> list[str]:
    """Lines and codes of the faults that mypy finds in the program."""
    file = folder / "program.py"
    file.write_text(program, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", "mypy.ini", "--no-error-summary", file.name],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    faults = [line.split(": ", 2) for line in done.stdout.splitlines() if ": error: " in line]
    return sorted({f"{place.rpartition(':')[2]} {text.rpartition('[')[2][:-1]}" for place, _, text in faults})


def test_properties_of_bases_are_known(folder: Path) -> None:
    assert check(folder, PROGRAM.format(property='objectName="name"')) == []


@pytest.mark.parametrize("wrong", ["objectName=3", "objektName='name'"])
def test_a_wrong_property_is_found_wherever_it_stands(folder: Path, wrong: str) -> None:
    faults = check(folder, PROGRAM.format(property=wrong))
    assert {fault.split()[0] for fault in faults} == {"7", "14", "16", "17", "18"}
    assert {fault.split()[1] for fault in faults} <= {"arg-type", "call-arg", "call-overload"}


def test_a_class_of_ones_own_takes_what_its_constructor_says(folder: Path) -> None:
    assert check(folder, PROGRAM.format(property='objectName="name"') + 'Own(size=1, objectName="name")') == [
        "22 call-arg"
    ]
