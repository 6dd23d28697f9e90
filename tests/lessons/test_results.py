import json
from dataclasses import replace
from pathlib import Path

import pytest

from cnnstudio import __version__
from cnnstudio.errors import ConfigError, StorageError
from cnnstudio.lessons import opened, progress, results, shelf
from cnnstudio.lessons.pieces import to_do
from cnnstudio.lessons.progress import Progress, Reply
from cnnstudio.lessons.results import Results
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.run_state import RunSummary
from cnnstudio.translations import Language

FIRST = "01-cross-correlation"
QUESTION = "output_cell(1, 1, 1)"


def learnt(lesson: str = FIRST) -> Progress:
    """Two steps done, one question right at the second attempt, another one wrong."""
    done = Progress()
    for step in sorted(to_do(shelf.lessons()[0]))[:2]:
        done = done.with_lesson(lesson, lambda one, step=step: one.ticked(step))
    for question, typed, right, slip in (
        (QUESTION, "4", False, "flipped_kernel"),
        (QUESTION, "43", True, ""),
        ("output_size(28, 5)", "28", False, ""),
    ):
        reply = Reply(question=question, typed=typed, right=right, slip=slip)
        done = done.replied(lesson, "output_cell", reply)
    return done.replied("", "macs", Reply(question="macs(1, 1, 1, 1)", typed="1", right=True))


RUNS = (
    (
        RunSummary(
            path=Path("r2"),
            state="finished",
            started="2026-11-29T10:30:00+00:00",
            network="convnet",
            dataset="mnist",
            epochs_done=10,
            test_accuracy=0.9797,
        ),
        TrainConfig(dataset="/home/ada/digits", seed=7),
    ),
    (RunSummary(path=Path("r1"), state="damaged"), None),
)


@pytest.fixture
def some() -> Results:
    return results.collect("  Ada \n Lovelace ", learnt(), shelf.lessons(), RUNS, "en")


def test_what_was_done_stands_in_them(some: Results) -> None:
    first = shelf.lessons()[0]
    assert some.name == "Ada Lovelace"
    assert some.program == __version__
    (lesson,) = some.lessons
    assert (lesson.lesson, lesson.title) == (FIRST, first.title("en"))
    assert lesson.steps == len(to_do(first)) >= 8
    assert len(lesson.ticks) == 2
    assert len(lesson.version) == 12
    assert [(one.question, one.right, one.right_at_once, len(one.attempts)) for one in lesson.questions] == [
        (QUESTION, True, False, 2),
        ("output_size(28, 5)", False, False, 1),
    ]
    assert lesson.questions[0].attempts[0].slip == "flipped_kernel"
    assert len(some.runs) == 1, "a damaged one tells nothing"
    best = some.best_run
    assert best is not None
    assert (best.network, best.dataset, best.epochs_done, best.test_accuracy) == ("convnet", "digits", 10, 0.9797)
    assert best.settings["learning_rate"] == 0.05
    assert best.settings["seed"] == 7
    assert [(one.kind, one.asked, one.right) for one in some.practice] == [("macs", 1, 1)]


def test_no_path_of_this_machine_stands_in_them(tmp_path: Path) -> None:
    place = str(tmp_path / "my lesson")
    found = results.collect("", learnt(place), [], RUNS, "en")
    assert [one.lesson for one in found.lessons] == ["my lesson"]
    results.save(found, tmp_path / "r.txt", Language("en").say)
    text = (tmp_path / "r.txt").read_text("utf-8")
    assert str(tmp_path) not in text
    assert "/home/ada" not in text


def test_the_file_is_readable_above_and_the_same_below(some: Results, tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    results.save(some, path, Language("en").say)
    assert results.load(path) == some
    above, _, below = path.read_text("utf-8").partition("\n{")
    assert json.loads("{" + below)["kind"] == "cnnstudio-results"
    lines = above.splitlines()
    assert "Name: Ada Lovelace" in lines
    title = shelf.lessons()[0].title("en")
    assert f"Lesson “{title}”, steps done: 2 of {some.lessons[0].steps}" in lines
    assert f"    {QUESTION}: right (4, 43)" in lines
    assert "    output_size(28, 5): not yet right (28)" in lines
    assert "    2026-11-29 10:30: convnet, digits, tutorial; epochs: 10; test accuracy: 97.97 %" in lines


def test_it_outlives_a_mail(some: Results, tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    results.save(replace(some, name="李明"), path, Language("en").say)
    content = path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + content)
    assert results.load(path).name == "李明"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "holds no results"),
        (b"Dear teacher", "holds no results"),
        (b"\xff\xfe\x00", "holds no results"),
        (b"{}", "holds no results"),
        (b"[]", "holds no results"),
        (b'text\n{"kind": "cnnstudio-results", "schema": 1, ', "r.txt is damaged"),
        (b'{"kind": "cnnstudio-results"}', "of which version"),
        (b'{"kind": "cnnstudio-results", "schema": 2}', "later version"),
        (b'{"kind": "cnnstudio-results", "schema": 1, "lessons": 3}', "r.txt is damaged"),
        (b'{"kind": "cnnstudio-results", "schema": 1, "x": 3}', "r.txt is damaged"),
        (b'{"kind": "cnnstudio-results", "schema": 1, "name": NaN}', "r.txt is damaged"),
    ],
)
def test_what_is_none_is_told_in_a_sentence(tmp_path: Path, content: bytes, what: str) -> None:
    (tmp_path / "r.txt").write_bytes(content)
    with pytest.raises(ConfigError, match=what):
        results.load(tmp_path / "r.txt")


def test_a_file_that_is_not_there_or_far_too_large_is_sentence_of_question(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        results.load(tmp_path / "none.txt")
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(results.MAX_BYTES + 1)
    with pytest.raises(StorageError, match="16 MB"):
        results.load(tmp_path / "large.txt")


def test_they_are_gathered_from_the_disk(example: Path) -> None:
    assert results.gather("", "en").lessons == ()
    name = opened.name_of(example)
    progress.record(lambda before: before.with_lesson(name, lambda one: one.ticked("exercise 1")))
    progress.record(lambda before: before.with_lesson("99-gone", lambda one: one.ticked("exercise 1")))
    found = {one.lesson: one for one in results.gather("", "zh_CN").lessons}
    assert found["example"].title == "一个用到所有写法的例子"
    assert found["example"].ticks == ("exercise 1",)
    assert found["99-gone"].steps == 0


def test_another_text_is_another_version(example: Path) -> None:
    before, again = opened.read(str(example)).lesson, opened.read(str(example)).lesson
    text = example / "text.en.md"
    text.write_text(text.read_text("utf-8").replace("bold", "fat"), "utf-8")
    after = opened.read(str(example)).lesson
    assert before is not None
    assert again is not None
    assert after is not None
    assert before.version == again.version != after.version
