"""What is wrong with a lesson, said with the file and the line."""

from cnnstudio.errors import StudioError


class LessonError(StudioError):
    """A lesson that cannot be read or shown; its text names file and line, and says what to do.

    Attributes:
        reason: the sentence without the place.
        file: the file's name inside the lesson; empty where it is the lesson as a whole.
        line: counted from 1; 0 where it is the whole file.
    """

    def __init__(self, reason: str, *, file: str = "", line: int = 0) -> None:
        place = f"{file}, line {line}: " if line else f"{file}: " if file else ""
        super().__init__(f"{place}{reason}")
        self.reason = reason
        self.file = file
        self.line = line
