"""The Learn room's pictures: every lesson in both languages from its top, one further down, one beside a room."""

from collections.abc import Callable

from cnnstudio import translations
from cnnstudio.gui.lessons.page import LessonsPage
from cnnstudio.gui.lessons.steps import AskBox, OpenBox
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.lessons import shelf
from cnnstudio.lessons.room_state import LearnState


def _read(window: MainWindow, name: str, language: str) -> LessonsPage:
    from tests.screenshots import wait_until

    window.open_room("learn")
    page = window.page("learn")
    assert isinstance(page, LessonsPage)
    page.document.open_state(LearnState(lesson=name, language=language))
    wait_until(lambda: page.document.sheet is not None)
    return page


def _lesson(name: str, language: str) -> Callable[[MainWindow], None]:
    def bring(window: MainWindow) -> None:
        _read(window, name, language).text.verticalScrollBar().setValue(0)

    return bring


def _replied(window: MainWindow) -> None:
    """A question with a slip that is named."""
    from tests.screenshots import wait_until

    page = _read(window, "01-cross-correlation", "en")
    box = next(box for box in page.text.boxes if isinstance(box, AskBox))
    box.field.setText("11")
    box.check.click()
    wait_until(lambda: box.verdict.isVisibleTo(box))
    page.text.ensureWidgetVisible(box)


def _beside(window: MainWindow) -> None:
    from tests.screenshots import wait_until

    page = _read(window, "02-padding-and-stride", "en")
    next(box for box in page.text.boxes if isinstance(box, OpenBox)).button.click()
    wait_until(lambda: window.room == "playground")


SCENES = [
    *(
        (f"learn-{folder.name}-{language}", _lesson(folder.name, language))
        for folder in shelf.folders()
        for language in translations.codes()
    ),
    ("learn-replied", _replied),
    ("learn-beside-playground", _beside),
]
