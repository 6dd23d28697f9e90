import csv
import io
from dataclasses import replace

from cnnstudio.lessons import results_table
from cnnstudio.lessons.results import Asked, Attempt, LessonResult, Results, RunResult
from cnnstudio.lessons.results_table import Collected
from cnnstudio.translations import Language

SAY = Language("en").say
FIRST = LessonResult(
    lesson="01-cross-correlation",
    version="a",
    ticks=("x", "y"),
    steps=14,
    questions=(
        Asked(question="p", attempts=(Attempt(typed="1", right=False), Attempt(typed="2", right=True))),
        Asked(question="q", attempts=(Attempt(typed="3", right=True),)),
        Asked(question="r", attempts=(Attempt(typed="4", right=False),)),
    ),
)
RUN = RunResult(started="", network="convnet", dataset="mnist", state="finished", test_accuracy=0.9797, epochs_done=10)
ADA = Results(
    name="Ada", saved="2026-11-29T10:30:00+0000", lessons=(FIRST,), runs=(RUN, replace(RUN, test_accuracy=0.5))
)
BOB = Results(
    name="李明", lessons=(replace(FIRST, version="a", questions=()), LessonResult(lesson="mine", ticks=("x",)))
)
EVE = Results(name="=1+1", lessons=(replace(FIRST, version="b"),))
FILES = [Collected("ada.txt", ADA), Collected("bob.txt", BOB), Collected("-eve.txt", EVE)]


def test_a_row_a_file_and_a_column_a_lesson() -> None:
    lines = results_table.as_text(FILES, SAY).splitlines()
    assert lines[0].split() == (
        ["Name", "Saved", "01", "mine", "Right", "At", "once", "Attempts", "Runs", "Best", "run", "File"]
    )
    assert lines[1].split() == (
        ["Ada", "2026-11-29", "10:30", "2/14", "-", "2/3", "1", "4", "2", "97.97", "%", "convnet", "mnist", "ada.txt"]
    )
    assert lines[2].split() == ["李明", "2/14", "1", "0/0", "0", "0", "0", "bob.txt"]


def test_another_version_of_a_lesson_is_marked() -> None:
    lines = results_table.as_text(FILES, SAY).splitlines()
    assert "2/14*" in lines[3]
    assert not any("*" in line for line in lines[1:3])
    assert lines[-1].startswith("* Another version")
    assert "*" not in results_table.as_text(FILES[:2], SAY)


def test_chinese_names_keep_the_columns_aligned() -> None:
    lines = results_table.as_text(FILES, SAY).splitlines()
    assert lines[1].index("2/14") == lines[2].index("2/14") + 2, "two signs that are as wide as four"


def test_a_machine_reads_numbers_and_a_spreadsheet_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(results_table.as_csv(FILES))))
    assert [row["name"] for row in rows] == ["Ada", "李明", "'=1+1"]
    assert [row["01-cross-correlation done"] for row in rows] == ["2", "2", "2"]
    assert [row["01-cross-correlation version"] for row in rows] == ["a", "a", "b"]
    assert [row["mine done"] for row in rows] == ["", "1", ""]
    first = rows[0]
    assert [first[key] for key in ("questions", "right", "right at once", "attempts")] == ["3", "2", "1", "4"]
    assert [first[key] for key in ("best accuracy", "network", "dataset", "epochs")] == (
        ["0.9797", "convnet", "mnist", "10"]
    )
    assert rows[2]["file"] == "'-eve.txt"


def test_signs_that_a_terminal_would_obey_are_spelt() -> None:
    text = results_table.as_text([Collected("a.txt", replace(ADA, name="\x1b[2J\nx"))], SAY)
    assert "\x1b" not in text
    assert len(text.splitlines()) == 2
