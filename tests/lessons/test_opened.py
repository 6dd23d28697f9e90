import shutil
import zipfile
from pathlib import Path

import pytest

from cnnstudio.lessons import opened, shelf
from tests.lessons.conftest import Changed


def zip_of(folder: Path) -> Path:
    return Path(shutil.make_archive(str(folder), "zip", folder.parent, folder.name))


def test_a_folder_its_front_matter_and_a_zip_of_it_are_the_same_lesson(example: Path) -> None:
    names = [opened.name_of(path) for path in (example, example / "lesson.toml", zip_of(example))]
    assert names[0] == names[1] == str(example)
    assert all(opened.is_opened(name) for name in names)
    found = [opened.read(name) for name in names]
    assert all(one.lesson is not None and one.lesson.name == one.name and not one.faults for one in found)
    assert found[0].lesson is not None
    assert found[2].lesson is not None
    assert found[0].lesson.texts == found[2].lesson.texts
    for one in (found[0].lesson, found[2].lesson):
        assert opened.files(one).read("picture.png", 10_000) == (example / "picture.png").read_bytes()
    assert opened.title(names[2]) == "example.zip"


def test_no_lesson_of_the_course_is_taken_for_an_opened_one() -> None:
    for lesson in shelf.lessons():
        assert not opened.is_opened(lesson.name)
        assert "text.en.md" in opened.files(lesson).names()


def test_everything_that_is_wrong_is_found_and_there_is_no_lesson(changed: Changed) -> None:
    path = changed("stride == 2", "stripe == 2")
    found = opened.read(opened.name_of(path))
    assert found.lesson is None
    assert found.there
    assert [(fault.file, fault.line) for fault in found.faults] == [("text.en.md", 6), ("text.zh_CN.md", 6)]


@pytest.mark.parametrize("name", ["gone", "gone.zip"])
def test_what_has_gone_is_told(tmp_path: Path, name: str) -> None:
    found = opened.read(str(tmp_path / name))
    assert found.lesson is None
    assert not found.there
    assert "is not there" in str(found.faults[0])


def test_a_zip_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK")
    assert "no zip that can be read" in str(opened.read(str(tmp_path / "a.zip")).faults[0])
    with zipfile.ZipFile(tmp_path / "b.zip", "w"):
        pass
    assert [str(fault) for fault in opened.read(str(tmp_path / "b.zip")).faults]
