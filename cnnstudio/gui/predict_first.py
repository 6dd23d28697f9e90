"""The switch "Predict first": what rooms show is hidden until the learner has typed it or lets it be shown.

It belongs to the studio, so that every room and every window follow it. Questions are made and replies judged on a
worker, by the code that judges lessons' questions; replies count as practice.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal, Slot

from cnnstudio.errors import StudioError
from cnnstudio.gui import errors, settings
from cnnstudio.gui.settings import Option
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.gui.workers.saver import Saver
from cnnstudio.lessons import progress, slips
from cnnstudio.lessons.progress import Progress, Reply
from cnnstudio.lessons.questions import Question, Shown
from cnnstudio.lessons.slips import Verdict

ON = Option("window/predict-first", False)
HIDDEN = "?"
"""Stands where something is hidden."""
ROOMS = frozenset(("models", "playground"))
"""The rooms that hide what can be predicted."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that can be predicted.

    Attributes:
        key: what is hidden and shown under it.
        title: what it is, in a word or two.
        make: its question; called on a worker.
    """

    key: Hashable
    title: str
    make: Callable[[], Shown] = field(compare=False)


Change = Callable[[Progress], Progress]


def keep(changes: list[Change]) -> None:
    """Write down all that was done since the last time; what cannot be written stays for the next."""
    now = tuple(changes)

    def all_of_them(before: Progress) -> Progress:
        for change in now:
            before = change(before)
        return before

    progress.record(all_of_them)
    del changes[: len(now)]


def judge(request: tuple[Hashable, Question, str]) -> tuple[Hashable, str, Verdict | StudioError]:
    """What is to be said of a reply: its key, what was typed, and the verdict or why there is none."""
    key, question, text = request
    try:
        return key, text, slips.judge(question, text)
    except StudioError as error:
        return key, text, error


def _make(asked: Asked) -> tuple[Asked, Shown]:
    return asked, asked.make()


class PredictFirst(QObject):
    """Whether values are hidden, and which of them were typed rightly or shown."""

    changed = Signal()  # something is hidden or shown now, or a wrong prediction has a place
    made = Signal(object, object)  # Asked, its Shown
    judged = Signal(object, str, object)  # key, what was typed, Verdict | StudioError

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on = settings.get(ON)
        self._shown: set[Hashable] = set()
        self._wrong: dict[Hashable, Verdict] = {}
        self._questions: dict[Hashable, Shown] = {}
        self._changes: list[Change] = []
        self._maker = LatestWins(_make, self, name="prediction-question")
        self._maker.result.connect(self._on_made)
        self._maker.failed.connect(self._on_failed)
        self._judge = LatestWins(judge, self, name="prediction-verdict")
        self._judge.result.connect(self._on_judged)
        self._judge.failed.connect(self._on_failed)
        self._keeper = Saver(keep, self, name="prediction-progress")
        self._keeper.failed.connect(self._on_failed)

    @property
    def on(self) -> bool:
        """Whether values are hidden."""
        return self._on

    @property
    def busy(self) -> bool:
        """Whether something is still to come from a worker."""
        return self._maker.busy or self._judge.busy or self._keeper.busy

    @Slot(bool)
    def set_on(self, on: bool) -> None:
        """Hide what can be predicted, or show everything; switched on anew, everything is to be predicted again."""
        if on == self._on:
            return
        self._on = on
        settings.put(ON, on)
        self._shown.clear()
        self._wrong.clear()
        self.changed.emit()

    def hides(self, key: Hashable) -> bool:
        """Whether this is hidden."""
        return self._on and key not in self._shown

    def wrong(self, key: Hashable) -> Verdict | None:
        """What was said of the last prediction of this, as long as it is hidden and that was wrong."""
        return self._wrong.get(key) if self.hides(key) else None

    def show(self, key: Hashable) -> None:
        """Show this without a prediction."""
        if self.hides(key):
            self._shown.add(key)
            self._wrong.pop(key, None)
            self.changed.emit()

    def ask(self, asked: Asked) -> None:
        """Make the question; ``made`` tells."""
        self._maker.request(asked)

    def reply(self, key: Hashable, question: Shown, text: str) -> None:
        """Judge what was typed; ``judged`` tells. What was typed rightly is shown."""
        self._questions[key] = question
        self._judge.request((key, question, text))

    def shut_down(self) -> None:
        """End the workers; what was replied is kept."""
        for worker in (self._maker, self._judge, self._keeper):
            worker.shut_down()

    @Slot(object)
    def _on_made(self, found: tuple[Asked, Shown]) -> None:
        self.made.emit(*found)

    @Slot(object)
    def _on_judged(self, found: tuple[Hashable, str, Verdict | StudioError]) -> None:
        key, text, verdict = found
        question = self._questions.pop(key, None)
        if isinstance(verdict, Verdict) and question is not None:
            slip = verdict.slip.name if verdict.slip else ""
            reply = Reply(question=question.written(), typed=text, right=verdict.right, slip=slip)
            kind = question.kind
            self._changes.append(lambda before: before.replied("", kind, reply))
            self._keeper.request(self._changes)
            if verdict.right:
                self._wrong.pop(key, None)
                self._shown.add(key)
            else:
                self._wrong[key] = verdict
        self.judged.emit(key, text, verdict)
        if isinstance(verdict, Verdict):
            self.changed.emit()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        errors.show_error(None, error, about="predict-first")
