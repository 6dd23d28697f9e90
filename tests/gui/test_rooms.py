from cnnstudio import resources
from cnnstudio.gui.rooms import ROOMS, Room


def test_every_room_has_its_icon_and_its_words() -> None:
    assert [room.name for room in ROOMS] == ["models", "playground", "train", "draw", "learn"]
    for room in ROOMS:
        resources.path("icons", f"{room.icon}.svg")
        assert room.promise.endswith(".")


def test_a_room_that_is_not_built_does_not_exist() -> None:
    assert not Room("x", "cnnstudio.gui.lessons.no_such_page", "info", "X", "Nothing.").exists
