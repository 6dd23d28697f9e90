"""Lessons to break."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cnnstudio import resources

Changed = Callable[..., Path]

FRONT = """\
order = 1
minutes = 5

[title]
en = "A title"
zh_CN = "标题"

[[sources]]
work = "Somebody: something, 2001"
place = "section 1"

[[exercises]]
question = "output_size(28, 5)"
en = "How many?"
zh_CN = "有几个？"
"""
TEXT = """\
Words, {out(28, 5)} of them.

## A heading

::: open cnnstudio:playground?free.geometry.padding=[1,1,1,1]
::: wait stride == 2

$$ n - k $$

::: ask output_size(28, 5) slips=[no_plus_one]
"""


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    """A small lesson with nothing wrong."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "lesson.toml").write_text(FRONT, encoding="utf-8")
    for language in ("en", "zh_CN"):
        (folder / f"text.{language}.md").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the example that uses everything."""
    return shutil.copytree(resources.path("lessons", "example"), tmp_path / "example")


@pytest.fixture
def changed(lesson: Path) -> Changed:
    """Replaces something in a file of the small lesson, or in its texts where no file is named."""

    def change(old: str, new: str, *files: str) -> Path:
        for name in files or ("text.en.md", "text.zh_CN.md"):
            content = (lesson / name).read_text(encoding="utf-8")
            assert old in content
            (lesson / name).write_text(content.replace(old, new), encoding="utf-8")
        return lesson

    return change
