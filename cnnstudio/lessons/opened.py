"""Lessons of somebody's own: a folder, or a zip of one, that the user opened.

Such a lesson is called by its path: no lesson of the course can have that name, and what was done in it is remembered
for this place alone.
"""

import os
from dataclasses import dataclass, replace
from pathlib import Path

from cnnstudio.lessons import checks, shelf
from cnnstudio.lessons.faults import LessonError
from cnnstudio.lessons.folder import Files, files_of
from cnnstudio.lessons.loading import FRONT
from cnnstudio.lessons.pieces import Lesson


@dataclass(frozen=True, slots=True)
class Opened:
    """What was found where the user opened a lesson.

    Attributes:
        name: of the lesson, as ``name_of`` gives it.
        lesson: whole; None where anything is wrong with it.
        faults: everything that is wrong, by file and line.
        there: whether there is anything at that place.
    """

    name: str
    lesson: Lesson | None
    faults: tuple[LessonError, ...] = ()
    there: bool = True


def name_of(path: Path) -> str:
    """What the lesson in a folder or a zip is called; its front matter stands for the folder that it lies in."""
    return str((path.parent if path.name == FRONT else path).absolute())


def is_opened(name: str) -> bool:
    """Whether a lesson's name is that of an opened one."""
    return Path(name).is_absolute()


def title(name: str) -> str:
    """What such a lesson is called where its own title is not known: its folder's or its zip's name."""
    return Path(name).name


def read(name: str) -> Opened:
    """Read and check an opened lesson; imports what its links need."""
    lesson, faults = checks.check(Path(name))
    if faults or lesson is None:
        return Opened(name, None, tuple(faults), there=os.path.exists(name))  # noqa: PTH110
    return Opened(name, replace(lesson, name=name))


def place(lesson: Lesson) -> Path:
    """The folder or zip of a lesson, of the course or opened."""
    return Path(lesson.name) if is_opened(lesson.name) else shelf.folder(lesson.name)


def files(lesson: Lesson) -> Files:
    """The files of a lesson, of the course or opened.

    Raises:
        LessonError: if they are not there, or are a zip that cannot be read.
    """
    return files_of(place(lesson))
