import os
from pathlib import Path

import pytest

from cnnstudio.lessons import loading
from cnnstudio.lessons.faults import LessonError
from cnnstudio.lessons.folder import files_of
from cnnstudio.lessons.pieces import Ask, Figure, Formula, Open, Paragraph, Wait, step_keys
from cnnstudio.lessons.questions import OutputSize
from tests.lessons.conftest import Changed


def test_a_lesson_is_its_front_matter_and_its_texts(lesson: Path) -> None:
    found = loading.load(lesson)
    assert (found.name, found.order, found.minutes) == ("small", 1, 5)
    assert (found.title("en"), found.title("zh_CN"), found.title("de")) == ("A title", "标题", "A title")
    assert found.text("zh_CN").language == "zh_CN"
    assert found.text("de").language == "en"
    (origin,), (exercise,) = found.origins, found.exercises
    assert (origin.work, origin.place("en")) == ("Somebody: something, 2001", "section 1")
    assert (exercise.question, exercise.texts["zh_CN"]) == (OutputSize(28, 5), "有几个？")


def test_the_example_uses_everything(example: Path) -> None:
    found = loading.load(example)
    blocks = list(found.text("en").blocks())
    assert {type(block) for block in blocks} == {Paragraph, Formula, Open, Wait, Ask, Figure}
    assert any(isinstance(block, Paragraph) and block.item for block in blocks)
    assert {step.target.kind for step in blocks if isinstance(step, Open | Figure)} == {"link", "state", "picture"}
    spans = {type(span).__name__ for block in blocks if isinstance(block, Paragraph) for span in block.spans}
    assert spans == {"Plain", "Bold", "Code", "InlineFormula", "Computed"}
    assert found.origins[1].place("zh_CN") == "表 1"


def test_steps_are_remembered_by_what_they_do(lesson: Path, changed: Changed) -> None:
    before = [key for key, _ in step_keys(loading.load(lesson).text("en"))]
    assert before == [key for key, _ in step_keys(loading.load(lesson).text("zh_CN"))]
    path = changed("## A heading", "::: wait padding == 1\n\n## A heading\n\n::: wait padding == 1")
    after = [key for key, _ in step_keys(loading.load(path).text("en"))]
    assert len(set(after)) == len(after) == len(before) + 2
    assert set(before) < set(after)


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("order = 1", "order = one", 1, "cannot be read"),
        ("order = 1", "order = -1", 1, "order is -1"),
        ("minutes = 5", 'minutes = "5"', 2, "minutes is '5'"),
        ("minutes = 5", "minuten = 5", 2, "'minuten' is not known"),
        ('en = "A title"', 'en = ""', 4, "title for en is no text"),
        ('zh_CN = "标题"\n', "", 4, "title is missing for zh_CN"),
        ('en = "A title"', 'de = "Titel"\nen = "A title"', 4, "there is no such text"),
        ('en = "A title"', 'en = "<b>A</b>"', 4, "HTML"),
        ('work = "Somebody: something, 2001"', "work = 3", 8, "no work"),
        ('place = "section 1"', "pages = 3", 8, "'pages' is not known"),
        ('question = "output_size(28, 5)"', 'question = "guess(1)"', 12, "guess"),
        ('question = "output_size(28, 5)"', 'question = "output_size(28, 5)"\nslips = ["x"]', 12, "no slip 'x'"),
        ('en = "How many?"', 'fr = "Combien?"', 12, "'fr' is not known"),
        ("[[sources]]", "[sources]", 8, "no list of tables"),
    ],
)
def test_what_is_wrong_with_the_front_matter_is_told_with_its_line(
    changed: Changed, old: str, new: str, line: int, what: str
) -> None:
    _, faults = loading.read(files_of(changed(old, new, "lesson.toml")))
    assert faults
    assert {fault.file for fault in faults} == {"lesson.toml"}
    assert line in {fault.line for fault in faults}
    assert any(what in str(fault) for fault in faults), [str(fault) for fault in faults]


def test_front_matter_nested_without_end_is_refused(lesson: Path) -> None:
    (lesson / "lesson.toml").write_text("a = " + "[" * 100_000, encoding="utf-8")
    with pytest.raises(LessonError, match=r"lesson\.toml, line 1"):
        loading.load(lesson)


def test_a_text_in_another_encoding_is_told_with_its_line(lesson: Path) -> None:
    (lesson / "text.en.md").write_bytes("Eins\n\nZwölf\n".encode("latin-1"))
    with pytest.raises(LessonError, match=r"text\.en\.md, line 3: It is not text in UTF-8"):
        loading.load(lesson)


def test_a_text_of_100_mb_is_refused_before_it_is_read(lesson: Path) -> None:
    os.truncate(lesson / "text.en.md", 100 * 2**20)
    with pytest.raises(LessonError, match=r"text\.en\.md: It has 100\.0 MB"):
        loading.load(lesson)


def test_what_is_missing_is_told(tmp_path: Path, lesson: Path) -> None:
    (lesson / "lesson.toml").unlink()
    with pytest.raises(LessonError, match=r"no lesson\.toml"):
        loading.load(lesson)
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(LessonError, match="no text"):
        loading.load(empty)


def test_a_text_of_no_language_is_told(lesson: Path) -> None:
    (lesson / "text.ENGLISH.md").write_text("x", encoding="utf-8")
    with pytest.raises(LessonError, match="no language"):
        loading.load(lesson)


def test_one_language_is_enough(lesson: Path) -> None:
    (lesson / "text.zh_CN.md").unlink()
    content = (lesson / "lesson.toml").read_text(encoding="utf-8")
    kept = [line for line in content.splitlines() if not line.startswith("zh_CN")]
    (lesson / "lesson.toml").write_text("\n".join(kept), encoding="utf-8")
    assert loading.load(lesson).texts.keys() == {"en"}
