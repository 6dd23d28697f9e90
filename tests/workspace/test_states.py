from dataclasses import dataclass
from typing import Any

import pytest

from cnnstudio import records
from cnnstudio.errors import ConfigError
from cnnstudio.workspace import states


@dataclass(frozen=True)
class State:
    size: int = 3

    def to_json(self) -> dict[str, Any]:
        return records.fields_to_json(self)

    @classmethod
    def from_json(cls, data: Any) -> "State":
        return records.fields_from_json(cls, data)


@pytest.fixture(autouse=True)
def _one_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(states.CLASSES, "attic", f"{__name__}:State")


def test_a_state_is_read_by_its_rooms_class() -> None:
    assert states.class_of("attic")() == states.read("attic", {}) == State()
    assert states.read("attic", State(5).to_json()).size == 5


@pytest.mark.parametrize(("room", "data"), [("cellar", {}), ("attic", {"size": "big"}), ("attic", {"colour": 1})])
def test_what_is_not_known_is_refused(room: str, data: Any) -> None:
    with pytest.raises(ConfigError):
        states.read(room, data)


def test_every_room_has_a_state_to_begin_with() -> None:
    for room in states.CLASSES:
        usual = states.class_of(room)()
        assert states.read(room, usual.to_json()) == usual
