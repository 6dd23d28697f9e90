"""Practice without a widget: which questions are asked, the one of now, how it was replied to, what was missed."""

import random
from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QObject, Signal, Slot

from cnnstudio.errors import StudioError
from cnnstudio.gui import errors, settings
from cnnstudio.gui.predict_first import Change, judge
from cnnstudio.gui.settings import Option
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.lessons import progress, questions, slips
from cnnstudio.lessons.progress import Progress, Reply
from cnnstudio.lessons.questions import KINDS, Question
from cnnstudio.lessons.slips import Verdict

CHOSEN: Option[list[str]] = Option(
    "learn/practice-kinds", list(KINDS), lambda kinds: bool(kinds) and all(kind in KINDS for kind in kinds)
)


def _load(_: object) -> Progress:
    """What was done so far; of a damaged file nothing."""
    try:
        return progress.load()
    except StudioError as error:
        errors.log(error)
        return Progress()


class PracticeDesk(QObject):
    """Asks one fresh question after another; the first reply to each counts.

    Args:
        note: keeps what was done.
    """

    asked = Signal()  # there is another question
    judged = Signal(str, object)  # what was typed, Verdict | StudioError
    progressChanged = Signal()

    def __init__(self, note: Callable[[Change], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._note = note
        chosen: list[str] = settings.get(CHOSEN)
        self._kinds = tuple(chosen)
        self._slip = ""
        self._stream: Iterator[Question] | None = None
        self._question: Question | None = None
        self._counted = False
        self.progress = Progress()
        self._maker = LatestWins(lambda stream: next(stream), self, name="practice-question")
        self._maker.result.connect(self._on_made)
        self._judge = LatestWins(judge, self, name="practice-verdict")
        self._judge.result.connect(self._on_judged)
        self._loader = LatestWins(_load, self, name="practice-progress")
        self._loader.result.connect(self._on_loaded)
        for worker in (self._maker, self._judge, self._loader):
            worker.failed.connect(self._on_failed)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of questions that are asked."""
        return self._kinds

    @property
    def slip(self) -> str:
        """The slip that is practised; "" for none in particular."""
        return self._slip

    @property
    def question(self) -> Question | None:
        """The one that is asked; None until it is made."""
        return self._question

    @property
    def busy(self) -> bool:
        """Whether something is still to come from a worker."""
        return any(worker.busy for worker in (self._maker, self._judge, self._loader))

    def refresh(self) -> None:
        """Read anew what was missed: other rooms and windows ask, too."""
        self._loader.request(None)

    def begin(self) -> None:
        """Ask the first question, where none is asked yet."""
        if self._question is None and not self._maker.busy:
            self.next()

    def choose(self, kinds: Sequence[str]) -> None:
        """Ask these kinds of questions, at least one, from now on."""
        if kinds:
            self._kinds, self._slip, self._stream = tuple(kinds), "", None
            settings.put(CHOSEN, list(kinds))
            self.next()

    def practise_slip(self, name: str) -> None:
        """Ask questions at which this slip is recognised; \"\" = those of the chosen kinds again."""
        self._slip, self._stream = name, None
        self.next()

    @Slot()
    def next(self) -> None:
        """Ask another question."""
        if self._stream is None:
            seed = random.SystemRandom().randrange(10**9)
            self._stream = slips.practice(self._slip, seed) if self._slip else questions.mixed(self._kinds, seed)
        self._question = None
        self._maker.request(self._stream)

    def reply(self, text: str) -> None:
        """Judge what was typed; ``judged`` tells."""
        if self._question is not None:
            self._judge.request(("", self._question, text))

    def shut_down(self) -> None:
        """End the workers."""
        for worker in (self._maker, self._judge, self._loader):
            worker.shut_down()

    @Slot(object)
    def _on_made(self, question: Question) -> None:
        self._question, self._counted = question, False
        self.asked.emit()

    @Slot(object)
    def _on_judged(self, found: tuple[object, str, Verdict | StudioError]) -> None:
        _, text, verdict = found
        question = self._question
        if question is not None and isinstance(verdict, Verdict) and not self._counted:
            self._counted = True
            slip = verdict.slip.name if verdict.slip else ""
            reply = Reply(question=question.written(), typed=text, right=verdict.right, slip=slip)
            kind = question.KIND

            def change(before: Progress) -> Progress:
                return before.replied("", kind, reply)

            self._note(change)
            self.progress = change(self.progress)
            self.progressChanged.emit()
        self.judged.emit(text, verdict)

    @Slot(object)
    def _on_loaded(self, found: Progress) -> None:
        self.progress = found
        self.progressChanged.emit()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        errors.show_error(None, error, about="practice")
