"""The program's own lessons: the folders of ``resources/lessons`` that begin with two digits."""

import re
from pathlib import Path

from cnnstudio import resources
from cnnstudio.lessons.loading import load
from cnnstudio.lessons.pieces import Lesson

_NAME = re.compile(r"\d\d-[a-z0-9-]+")


def folders() -> list[Path]:
    """The lessons' folders, in the order of their names; a folder more is a lesson more."""
    return sorted(path for path in resources.path("lessons").iterdir() if _NAME.fullmatch(path.name) and path.is_dir())


def folder(name: str) -> Path:
    """Where the lesson of this name lies."""
    return resources.path("lessons", name)


def lessons() -> list[Lesson]:
    """All lessons in the course's order.

    Raises:
        LessonError: if one is damaged.
    """
    return sorted((load(path) for path in folders()), key=lambda lesson: (lesson.order, lesson.name))
