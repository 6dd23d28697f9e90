from typing import Any

import pytest

from cnnstudio.errors import ConfigError
from cnnstudio.workspace import states
from tests.workspace.attic import AtticState

pytestmark = pytest.mark.usefixtures("attic")


def test_a_state_is_read_by_its_rooms_class() -> None:
    assert states.class_of("attic")() == states.read("attic", {}) == AtticState()
    assert states.read("attic", AtticState(5).to_json()).size == 5


@pytest.mark.parametrize(("room", "data"), [("cellar", {}), ("attic", {"size": "big"}), ("attic", {"colour": 1})])
def test_what_is_not_known_is_refused(room: str, data: Any) -> None:
    with pytest.raises(ConfigError):
        states.read(room, data)


def test_every_room_has_a_state_to_begin_with() -> None:
    for room in states.CLASSES:
        usual = states.class_of(room)()
        assert states.read(room, usual.to_json()) == usual
