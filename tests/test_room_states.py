from dataclasses import dataclass, fields

import pytest

from cnnstudio.errors import ConfigError
from cnnstudio.room_states import RoomState
from cnnstudio.workspace import states
from tests.workspace.attic import AtticState


def test_a_state_comes_back_from_json() -> None:
    assert AtticState.from_json(AtticState(size=5, text="a").to_json()) == AtticState(size=5, text="a")
    assert AtticState.from_json({}) == AtticState()


def test_a_refusal_begins_with_the_states_own_name() -> None:
    with pytest.raises(ConfigError, match=r"^The attic has 'colour', which this version"):
        AtticState.from_json({"colour": 1})
    with pytest.raises(ConfigError, match=r"^The attic, size is 'big'"):
        AtticState.from_json({"size": "big"})


def test_a_state_of_a_class_further_down_is_of_that_class() -> None:
    @dataclass(frozen=True)
    class Cellar(AtticState):
        depth: int = 2

    assert Cellar.from_json({"depth": 3, "size": 4}) == Cellar(size=4, depth=3)


@pytest.mark.parametrize("room", states.CLASSES)
def test_every_rooms_state_knows_its_room_and_has_a_default_for_every_field(room: str) -> None:
    kind = states.class_of(room)
    assert issubclass(kind, RoomState)
    assert room == kind.ROOM
    usual = kind()
    assert kind.from_json({}) == usual
    assert set(usual.to_json()) == {item.name for item in fields(kind)}
    with pytest.raises(ConfigError, match=f"^{kind.WHERE} has 'no such key'"):
        kind.from_json({"no such key": 1})
