"""What the Learn room knows, without a widget: the lessons, the one that is read, and what has been done in it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot

from cnnstudio.errors import StudioError, quoted
from cnnstudio.gui import errors, language, settings
from cnnstudio.gui.documents import Document
from cnnstudio.gui.lessons import sheet
from cnnstudio.gui.lessons.figures import Figures, Wanted
from cnnstudio.gui.lessons.practice_desk import PracticeDesk
from cnnstudio.gui.lessons.sheet import Sheet
from cnnstudio.gui.predict_first import Change, judge, keep
from cnnstudio.gui.settings import Option
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.gui.workers.saver import Saver
from cnnstudio.lessons import addresses, conditions, facts, opened, progress, results, shelf
from cnnstudio.lessons.faults import LessonError
from cnnstudio.lessons.opened import Opened
from cnnstudio.lessons.pieces import Lesson, Open, Step, Target, Wait, to_do
from cnnstudio.lessons.progress import Progress, Reply
from cnnstudio.lessons.questions import Question
from cnnstudio.lessons.room_state import LearnState
from cnnstudio.lessons.slips import Playing, Verdict
from cnnstudio.workspace.links import Address

LOOK_MS = 120
"""Conditions are looked at so long after something changed, once for all that changed meanwhile."""
ABOUT = "lesson"
MOST_OPENED = 8
"""Lessons of the user's own that the contents list."""
_SIZES = (80, 90, 100, 115, 130, 150, 175, 200)
TEXT_SIZE = Option("learn/text_size", 100, lambda value: value in _SIZES)
"""Of the lessons, in per cent of the window's own."""


def create_document(studio: Studio) -> "LessonsDocument":
    """The room's document."""
    return LessonsDocument(studio)


def _load(_: object) -> tuple[tuple[Lesson, ...], Progress]:
    """The lessons and what was done in them; damaged progress is left where it is and counts as none."""
    found = tuple(shelf.lessons())
    try:
        return found, progress.load()
    except StudioError as error:
        errors.log(error)
        return found, Progress()


def _find(request: tuple[Lesson, Target]) -> Address:
    """What a state file of a lesson holds, if a lesson may open it."""
    lesson, target = request
    files = opened.files(lesson)
    addresses.goal(target, files)
    return addresses.address(target, files)


def _save_results(job: tuple[str, Path, str]) -> Path:
    name, path, code = job
    results.save(results.gather(name, code), path, language.say)
    return path


class LessonsDocument(Document):
    """Reads lessons, ticks what was done, judges what was typed.

    A condition is looked at from the step before it that opens something, once that was opened; those before any such
    step from the beginning.
    """

    loaded = Signal()  # the lessons are there
    turned = Signal()  # another lesson, another language, or its sheet has come
    ticked = Signal()  # something more was done
    judged = Signal(str, object, object)  # a step's key, what was typed, Verdict | StudioError
    besideChanged = Signal()  # whether the text is to stand beside the rooms
    resultsSaved = Signal(object)  # Path
    faultsChanged = Signal()  # something is wrong with an opened lesson, or no longer
    textSizeChanged = Signal()
    jumped = Signal()  # ``take_jump`` gives a place to go to

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self._studio = studio
        self._state = LearnState()
        self._lessons: tuple[Lesson, ...] | None = None
        self._keys: dict[str, frozenset[str]] = {}  # of what can be done in each lesson
        self._progress = Progress()
        self._sheet: Sheet | None = None
        self._opened = -1  # the place, among the steps, of what was opened last
        self._pointed: set[str] = set()
        self._changes: list[Change] = []
        self._recent = tuple((name, title) for name, title in settings.get(settings.LESSONS))
        self._opened_lessons: dict[str, Lesson] = {}
        self._faults: tuple[str, tuple[LessonError, ...]] = ("", ())
        self._places: dict[str, float] = {}  # how far each lesson was read in this session
        self._jump: tuple[int, str] | None = None
        self._shelf = LatestWins(_load, self, name="lessons")
        self._shelf.result.connect(self._on_loaded)
        self._shelf.failed.connect(self._on_failed)
        self._reader = LatestWins(opened.read, self, name="opened-lesson")
        self._reader.result.connect(self._on_read)
        self._reader.failed.connect(self._on_failed)
        self._finder = LatestWins(_find, self, name="lesson-state")
        self._finder.result.connect(self.openWanted)
        self._finder.failed.connect(self._on_failed)
        self._builder = LatestWins(sheet.build, self, name="lesson-sheet")
        self._builder.result.connect(self._on_built)
        self._builder.failed.connect(self._on_failed)
        self._judge = LatestWins(judge, self, name="lesson-question")
        self._judge.result.connect(self._on_judged)
        self._judge.failed.connect(self._on_failed)
        self.practice = PracticeDesk(self._note, self)
        self.figures = Figures(self)
        self._keeper = Saver(keep, self, name="lesson-progress")
        self._keeper.failed.connect(self._on_failed)
        self._keeper.saved.connect(self._write_results)
        self._results_due: tuple[str, Path, str] | None = None
        self._results = Saver(_save_results, self, name="lesson-results")
        self._results.saved.connect(self.resultsSaved)
        self._results.failed.connect(self._on_failed)
        self._look = QTimer(self, singleShot=True, interval=LOOK_MS)
        self._look.timeout.connect(self.look)
        studio.changed.connect(self._look_soon)
        studio.roomShown.connect(self._look_soon)
        studio.documents.stateChanged.connect(self._look_soon)
        studio.documents.pointed.connect(self._on_pointed)
        studio.documents.told.connect(self._look_soon)
        language.manager().changed.connect(self._on_language)
        self._shelf.request(None)

    # --- what a restart brings back

    def state(self) -> LearnState:
        return self._state

    def open_state(self, state: Any) -> None:
        assert isinstance(state, LearnState)
        # A link or a file from elsewhere makes the program read no folder that the user has not opened here.
        if opened.is_opened(state.lesson) and state.lesson not in dict(self.opened):
            raise _no_lesson(opened.title(state.lesson))
        self._change(state)

    def shared_state(self) -> LearnState:
        return LearnState(language=self._state.language) if opened.is_opened(self._state.lesson) else self._state

    def place(self) -> str:
        return self._state.lesson

    def go_to(self, place: Any) -> None:
        self.open_lesson(place)

    def shut_down(self) -> None:
        self._look.stop()
        for worker in (self.practice, *self._workers, self.figures):
            worker.shut_down()

    # --- lessons

    @property
    def busy(self) -> bool:
        """Whether something is still to come from a worker."""
        return self._look.isActive() or self.practice.busy or any(worker.busy for worker in self._workers)

    @property
    def _workers(self) -> tuple[LatestWins | Saver, ...]:
        return (self._shelf, self._reader, self._finder, self._builder, self._judge, self._keeper, self._results)

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """In the course's order; none until they are there."""
        return self._lessons or ()

    @property
    def lesson(self) -> Lesson | None:
        """The one that is read."""
        name = self._state.lesson
        found = next((lesson for lesson in self.lessons if lesson.name == name), None)
        return found or self._opened_lessons.get(name)

    @property
    def opened(self) -> tuple[tuple[str, str], ...]:
        """Names and titles of the user's own lessons, the one opened last in front."""
        return self._recent

    @property
    def faults(self) -> tuple[str, tuple[LessonError, ...]]:
        """The opened lesson that something is wrong with, and what; "" and nothing where all is well."""
        return self._faults

    @property
    def can_read_again(self) -> bool:
        """Whether a lesson of the user's own is read, or was to be."""
        return bool(self._faults[0]) or opened.is_opened(self._state.lesson)

    def open_path(self, path: Path) -> None:
        """Read the lesson in a folder or a zip, or read it again; what is wrong with it is in ``faults``."""
        self._reader.request(opened.name_of(path))

    @Slot()
    def read_again(self) -> None:
        """Read the user's own lesson again; where something is wrong now, the text of before stays."""
        if self.can_read_again:
            self.figures.forget()
            self._reader.request(self._faults[0] or self._state.lesson)

    @property
    def sheet(self) -> Sheet | None:
        """What is shown of it; None until it is made."""
        return self._sheet

    @property
    def language(self) -> str:
        """In which lessons are read."""
        return self._state.language or language.manager().code

    @property
    def beside(self) -> bool:
        """Whether the text stands beside the other rooms."""
        return self._state.beside and self._state.lesson != ""

    @property
    def read_to(self) -> float:
        """How far the lesson was read, as its view counts that."""
        return self._state.at

    @property
    def text_size(self) -> int:
        """In per cent of the window's own."""
        return settings.get(TEXT_SIZE)

    def set_text_size(self, step: int) -> None:
        """So many steps larger, or smaller; 0 for the usual size."""
        at = _SIZES.index(self.text_size) if step else _SIZES.index(100)
        wanted = _SIZES[min(max(at + step, 0), len(_SIZES) - 1)]
        if wanted != self.text_size:
            settings.put(TEXT_SIZE, wanted)
            self.textSizeChanged.emit()

    def open_lesson(self, name: str) -> None:
        """Read this one, from where it was left; "" closes it."""
        self._set_faults("", ())
        at = self._state.at if name == self._state.lesson else self._places.get(name, 0.0)
        self._change(replace(self._state, lesson=name, at=at, practice=False))

    def read_in(self, language: str) -> None:
        """Read lessons in this language."""
        self._change(replace(self._state, language=language))

    def set_beside(self, on: bool) -> None:
        """Let the text stand beside the rooms, or no longer."""
        self._change(replace(self._state, beside=on))

    def note_place(self, at: float) -> None:
        """The lesson has been read so far."""
        if at != self._state.at:
            self._state = replace(self._state, at=at)
            self._places[self._state.lesson] = at
            self.stateChanged.emit()

    def jump(self, lesson: str, line: int, words: str) -> None:
        """Go to a line of a lesson's text, where these words stand."""
        self._jump = (line, words)
        self.open_lesson(lesson)
        self.jumped.emit()

    def take_jump(self) -> tuple[int, str] | None:
        """Where to go in the lesson that is shown, and the words that are looked for there; told once."""
        wanted, self._jump = self._jump, None
        return wanted

    def open_practice(self) -> None:
        """Show practice in the place of a lesson."""
        self._set_faults("", ())
        self._change(LearnState(language=self._state.language, practice=True))

    def _change(self, state: LearnState) -> None:
        before, self._state = self._state, state
        if state == before:
            return
        if (state.lesson, state.language, state.practice) != (before.lesson, before.language, before.practice):
            if state.lesson != before.lesson:
                self._opened = -1
                self._pointed.clear()
            self._sheet = None
            self._build()
            self.turned.emit()
            self.placeChanged.emit()
        self.besideChanged.emit()
        self.stateChanged.emit()

    def _build(self) -> None:
        lesson = self.lesson
        if lesson is not None:
            self._builder.request((lesson, self.language))
        elif opened.is_opened(self._state.lesson):
            self._reader.request(self._state.lesson)
        elif self._lessons is not None and self._state.lesson:
            name, self._state = self._state.lesson, LearnState(language=self._state.language)
            errors.show_error(None, _no_lesson(name), about=ABOUT)

    # --- what was done

    def done(self, lesson: Lesson) -> tuple[int, int]:
        """How many steps of a lesson were done, and how many it has that can be."""
        keys = self._keys[lesson.name]
        return len(keys & set(self._progress.of(lesson.name).ticks)), len(keys)

    def done_of(self, name: str) -> tuple[int, int]:
        """The same of an opened lesson, by its name; nothing of one that was not read since the start."""
        lesson = self._opened_lessons.get(name)
        return (0, 0) if lesson is None else self.done(lesson)

    def is_done(self, key: str) -> bool:
        """Whether a step of the lesson that is read was done."""
        return key in self._progress.of(self._state.lesson).ticks

    def tick(self, key: str) -> None:
        """A step was done."""
        if not self.is_done(key):
            lesson = self._state.lesson
            self._note(lambda before: before.with_lesson(lesson, lambda one: one.ticked(key)))
            self.ticked.emit()

    def open_step(self, key: str, target: Target) -> None:
        """Open what a step names, with the text beside it."""
        shown = self._sheet
        if shown is None:
            return
        if key in shown.keys:
            self._opened = shown.keys.index(key)
            self._pointed.clear()
        self.set_beside(True)
        if target.kind == "link":
            self.openWanted.emit(target.text)
        else:
            self._finder.request((shown.lesson, target))
        self.tick(key)

    def figure(self, target: Target) -> Wanted:
        """By which ``figures`` knows a figure of the lesson that is shown."""
        assert self._sheet is not None
        return Wanted(opened.place(self._sheet.lesson), target)

    def play(self, playing: Playing) -> None:
        """Let the Playground play from the place where something went wrong, with the text beside it."""
        self.set_beside(True)
        self._studio.open_room("playground", playing)

    def reply(self, key: str, question: Question, text: str) -> None:
        """Judge what was typed to a question; ``judged`` tells."""
        self._judge.request((key, question, text))

    def _note(self, change: Change) -> None:
        self._progress = change(self._progress)
        self._changes.append(change)
        self._keeper.request(self._changes)

    def save_results(self, name: str, path: Path) -> None:
        """Write all that was done into a file for a teacher; ``resultsSaved`` tells when it is there.

        Args:
            name: of the learner; may be "".
            path: of the file.
        """
        errors.take_back(ABOUT)
        self._results_due = (name, path, self.language)
        if not self._keeper.busy:  # else once what was done a moment ago is on the disk
            self._write_results()

    @Slot()
    def _write_results(self) -> None:
        job, self._results_due = self._results_due, None
        if job is not None:
            self._results.request(job)

    # --- conditions

    def known(self) -> Mapping[str, Any]:
        """All that conditions may compare, as it is now."""
        documents = self._studio.documents
        states = {room: state for room, state in documents.states().items() if room != LearnState.ROOM}
        known = facts.of_workspace(self._studio.workspace.room, states, self._studio.current)
        for document in documents.all:
            known |= document.facts()
        return known | {"hovered": sorted(self._pointed)}

    @Slot()
    def look(self) -> None:
        """Tick each step that is waited for and is met."""
        waited = self._waited()
        if not waited:
            return
        known = self.known()
        for key, step in waited:
            if conditions.holds(step.condition, known):
                self.tick(key)

    def _waited(self) -> list[tuple[str, Wait]]:
        shown = self._sheet
        if shown is None:
            return []
        found: list[tuple[str, Wait]] = []
        steps: list[Step] = list(shown.text.steps())
        for at in range(self._opened + 1, len(steps)):
            step = steps[at]
            if isinstance(step, Open):
                break
            if isinstance(step, Wait) and not self.is_done(shown.keys[at]):
                found.append((shown.keys[at], step))
        return found

    @Slot()
    def _look_soon(self) -> None:
        if self._sheet is not None and not self._look.isActive():
            self._look.start()

    @Slot(str)
    def _on_pointed(self, thing: str) -> None:
        if self._sheet is not None:
            self._pointed.add(thing)
            self._look_soon()

    @Slot()
    def _on_language(self) -> None:
        """Lessons are read in the window's language where no other was chosen for them."""
        if not self._state.language:
            self._sheet = None
            self._build()
            self.turned.emit()

    # --- from the workers

    @Slot(object)
    def _on_loaded(self, found: tuple[tuple[Lesson, ...], Progress]) -> None:
        self._lessons, self._progress = found
        self._keys = {lesson.name: to_do(lesson) for lesson in self._lessons}
        self._build()
        self.loaded.emit()

    @Slot(object)
    def _on_read(self, found: Opened) -> None:
        lesson = found.lesson
        if lesson is not None or not found.there:
            # As it is in the file by now: other windows write there, too.
            others = [[name, title] for name, title in settings.get(settings.LESSONS) if name != found.name]
            now = [] if lesson is None else [[lesson.name, lesson.title(self.language)]]
            settings.put(settings.LESSONS, [*now, *others][:MOST_OPENED])
            self._recent = tuple((name, title) for name, title in settings.get(settings.LESSONS))
        if lesson is None:
            self._set_faults(found.name, found.faults)
            return
        self._opened_lessons[lesson.name] = lesson
        self.figures.forget()
        self._keys[lesson.name] = to_do(lesson)
        self._set_faults("", ())
        if self._state.lesson == lesson.name:
            self._build()
            self.turned.emit()
        else:
            self.open_lesson(lesson.name)

    @Slot()
    def close_faults(self) -> None:
        """The user has seen what is wrong; without a text to go back to, the contents alone are shown."""
        name, _ = self._faults
        self._set_faults("", ())
        if self._state.lesson == name and self.lesson is None:
            self.open_lesson("")

    def _set_faults(self, name: str, faults: tuple[LessonError, ...]) -> None:
        if (name, faults) != self._faults:
            self._faults = (name, faults)
            self.faultsChanged.emit()

    @Slot(object)
    def _on_built(self, made: Sheet) -> None:
        if made.lesson.name == self._state.lesson:
            before, self._sheet = self._sheet, made
            if before is not None and self._opened >= 0:  # read again: steps may have come and gone
                key = before.keys[self._opened]
                self._opened = made.keys.index(key) if key in made.keys else -1
            self.turned.emit()
            self._look_soon()

    @Slot(object)
    def _on_judged(self, found: tuple[str, str, Verdict | StudioError]) -> None:
        key, text, verdict = found
        question = None if self._sheet is None else self._sheet.questions.get(key)
        if question is not None and isinstance(verdict, Verdict):
            slip = verdict.slip.name if verdict.slip else ""
            reply = Reply(question=question.written(), typed=text, right=verdict.right, slip=slip)
            lesson, kind = self._state.lesson, question.KIND
            self._note(lambda before: before.replied(lesson, kind, reply))
            if verdict.right:
                self.tick(key)
        self.judged.emit(key, text, verdict)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        errors.show_error(None, error, about=ABOUT)


def _no_lesson(name: str) -> StudioError:
    return StudioError("There is no lesson {name}. Choose another.", name=quoted(name))
