from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QApplication

from cnnstudio import records
from cnnstudio.errors import ConfigError
from cnnstudio.gui import documents
from cnnstudio.gui.documents import Document
from cnnstudio.gui.studio import Studio
from cnnstudio.workspace import states
from cnnstudio.workspace.current import Workspace


@dataclass(frozen=True)
class State:
    text: str = ""

    def to_json(self) -> dict[str, Any]:
        return records.fields_to_json(self)

    @classmethod
    def from_json(cls, data: Any) -> "State":
        return records.fields_from_json(cls, data)


class Attic(Document):
    def __init__(self) -> None:
        super().__init__()
        self.shown = State()
        self.ended = 0
        self.undo_stack = QUndoStack(self)

    def state(self) -> State:
        return self.shown

    def open_state(self, state: State) -> None:
        if state.text == "gone":
            raise ConfigError("It has gone. Choose another.")
        self.shown = state
        self.stateChanged.emit()

    def shut_down(self) -> None:
        self.ended += 1


def create_document(_studio: Studio) -> Attic:
    return Attic()


@pytest.fixture(autouse=True)
def _one_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(states.CLASSES, "attic", f"{__name__}:State")
    monkeypatch.setitem(documents.MODULES, "attic", __name__)


def test_one_document_a_room_made_when_it_is_asked_for(qapp: QApplication) -> None:
    studio = Studio()
    assert studio.documents.has("attic")
    assert not studio.documents.has("cellar")
    assert studio.documents.there("attic") is None
    made: list[str] = []
    studio.documents.made.connect(made.append)
    attic = studio.documents.get("attic")
    assert studio.documents.get("attic") is attic is studio.documents.there("attic")
    assert made == ["attic"]
    assert attic.undo_stack in studio.undo.stacks()
    studio.shut_down()
    assert isinstance(attic, Attic)
    assert attic.ended == 1


def test_a_restart_brings_a_rooms_state_back(qapp: QApplication) -> None:
    studio = Studio()
    changes: list[str] = []
    studio.documents.stateChanged.connect(changes.append)
    studio.documents.get("attic").open_state(State("a chest"))
    assert changes == ["attic"]
    left = Workspace.from_json(studio.workspace.to_json())
    again = Studio(workspace=left)
    assert again.documents.get("attic").state() == State("a chest")


def test_a_room_that_was_not_opened_keeps_what_the_last_time_left(qapp: QApplication) -> None:
    left = Workspace(states={"attic": {"text": "a chest"}})
    studio = Studio(workspace=left)
    assert studio.workspace.to_json() == left.to_json()


@pytest.mark.parametrize("state", [{"text": "gone"}, {"text": 3}, [], {"lid": "open"}])
def test_what_cannot_be_brought_back_is_told(qapp: QApplication, state: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[BaseException] = []
    monkeypatch.setattr(documents.errors, "show_error", lambda _widget, error: told.append(error))
    studio = Studio(workspace=Workspace(states={"attic": state}))
    assert studio.documents.get("attic").state() == State()
    assert [type(error) for error in told] == [ConfigError]
