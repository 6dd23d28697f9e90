"""What is wrong with a lesson, said with the file and the line."""

from cnnstudio.errors import StudioError


class LessonError(StudioError):
    """A lesson that cannot be read or shown; its text names file and line, and says what to do.

    Attributes:
        reason: the sentence without the place.
        file: the file's name inside the lesson; empty where it is the lesson as a whole.
        line: counted from 1; 0 where it is the whole file.
    """

    def __init__(self, template: str = "", /, **values: object) -> None:
        super().__init__(template, **values)
        self.reason = self.message
        self.file = ""
        self.line = 0

    def at(self, file: str, line: int = 0) -> "LessonError":
        """The same in a place: ``text.en.md, line 12: ...``."""
        if line:
            placed = LessonError("{file}, line {line}: {reason}", file=file, line=line, reason=self.reason)
        else:
            placed = LessonError("{file}: {reason}", file=file, reason=self.reason)
        placed.reason, placed.file, placed.line = self.reason, file, line
        return placed
