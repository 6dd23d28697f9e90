from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnstudio.gui import documents, navigation
from cnnstudio.gui.navigation import Addresses, WayBack
from cnnstudio.gui.studio import Studio
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights.edits import Edits
from cnnstudio.weights.reference import Initial
from cnnstudio.workspace import states
from cnnstudio.workspace.current import Current
from tests.gui.test_documents import Attic, State

ROOMS = frozenset({"attic", "models", "draw"})


class Spots(Attic):
    """A room with several places."""

    spot: str | None = "door"

    def place(self) -> Any:
        return self.spot

    def go_to(self, place: Any) -> None:
        self.spot = place
        self.placeChanged.emit()


def create_document(_studio: Studio) -> Spots:
    return Spots()


@pytest.fixture
def studio(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Studio:
    monkeypatch.setitem(states.CLASSES, "attic", "tests.gui.test_documents:State")
    monkeypatch.setitem(documents.MODULES, "attic", __name__)
    return Studio()


@pytest.fixture
def addresses(studio: Studio) -> Addresses:
    studio.roomRequested.connect(lambda room, _state: studio.note_room(room))
    return Addresses(studio, ROOMS)


def test_a_link_to_what_is_shown_leads_back_there(studio: Studio, addresses: Addresses, qtbot: QtBot) -> None:
    studio.documents.get("attic").open_state(State("a chest"))
    studio.note_room("attic")
    edits = Edits().set("conv1.weight", 0, 1.0, original=0.5)
    there = Current(network=CatalogueNetwork("lenet5"), weights=Initial(seed=3), edits=edits)
    studio.become(there, "there")
    with qtbot.waitSignal(addresses.linked) as made:
        addresses.ask_link()
    (link,) = made.args
    studio.choose(CatalogueNetwork("googlenet"))
    studio.note_room("models")
    with qtbot.waitSignal(studio.roomRequested) as asked:
        addresses.open(link)
    assert asked.args == ["attic", State("a chest")]
    assert studio.current == there
    addresses.shut_down()


def test_a_file_of_what_is_shown_leads_back_there(
    studio: Studio, addresses: Addresses, qtbot: QtBot, tmp_path: Path
) -> None:
    studio.documents.get("attic").open_state(State("x" * 5000))
    studio.note_room("attic")
    with qtbot.waitSignal(addresses.failed) as told:
        addresses.ask_link()
    assert "2,000 at most. Save it as a file" in str(told.args[0])
    with qtbot.waitSignal(addresses.saved):
        addresses.save(tmp_path / "mine.cnnstudio")
    with qtbot.waitSignal(studio.roomRequested) as asked:
        addresses.open(tmp_path / "mine.cnnstudio")
    assert asked.args == ["attic", State("x" * 5000)]
    addresses.shut_down()


@pytest.mark.parametrize(
    "source",
    [
        "https://example.org",
        "cnnstudio:cellar",
        "cnnstudio:models?current.network=no-such",
        Path("/nowhere.cnnstudio"),
    ],
)
def test_what_is_not_there_is_told_and_changes_nothing(
    studio: Studio, addresses: Addresses, qtbot: QtBot, source: str | Path
) -> None:
    before = studio.workspace
    with qtbot.waitSignal(addresses.failed):
        addresses.open(source)
    assert studio.workspace == before
    addresses.shut_down()


def settle(qtbot: QtBot) -> None:
    qtbot.wait(5)


def test_the_way_back_goes_through_rooms_networks_and_spots(studio: Studio, qtbot: QtBot) -> None:
    studio.roomRequested.connect(lambda room, _state: studio.note_room(room))
    way = WayBack(studio)
    attic = studio.documents.get("attic")
    assert isinstance(attic, Spots)
    studio.note_room("models")
    settle(qtbot)
    assert not way.can_go_back
    studio.choose(CatalogueNetwork("lenet5"), Initial())
    settle(qtbot)
    studio.note_room("attic")
    settle(qtbot)
    attic.go_to("chest")
    settle(qtbot)
    # One click that changes the network and the room is one step.
    studio.choose(CatalogueNetwork("googlenet"), Initial())
    studio.note_room("models")
    settle(qtbot)

    def here() -> tuple[str, str, str]:
        return studio.workspace.room, studio.current.network.title, attic.spot

    seen = [here()]
    while way.can_go_back:
        way.back()
        settle(qtbot)
        seen.append(here())
    assert seen == [
        ("models", "GoogLeNet", "chest"),
        ("attic", "LeNet-5 (PyTorch)", "chest"),
        ("attic", "LeNet-5 (PyTorch)", "door"),
        ("models", "LeNet-5 (PyTorch)", "door"),
        ("models", "ConvNet", "door"),
    ]
    while way.can_go_forward:
        way.forward()
        settle(qtbot)
    assert here() == ("models", "GoogLeNet", "chest")
    way.back()
    studio.note_room("draw")
    settle(qtbot)
    assert not way.can_go_forward


def test_a_new_state_that_is_no_other_place_is_no_step(studio: Studio, qtbot: QtBot) -> None:
    way = WayBack(studio)
    studio.documents.get("attic")
    studio.note_room("attic")
    settle(qtbot)
    studio.documents.get("attic").open_state(State("another"))
    studio.edit(Edits().set("conv1.weight", 0, 1.0, original=0.5), "typing")
    settle(qtbot)
    assert not way.can_go_back


@pytest.mark.parametrize(
    ("way_there", "left"),
    [
        (["attic", "chest"], [("models", None), ("attic", None)]),
        (["attic", "door", "chest"], [("models", None), ("attic", None), ("attic", "door"), ("attic", None)]),
        (["attic", "chest", "door"], [("models", None), ("attic", None), ("attic", "door")]),
        (["attic", "chest", "models"], [("models", None), ("attic", None), ("models", None)]),
    ],
)
def test_a_place_that_is_not_there_is_no_step(
    studio: Studio, qtbot: QtBot, way_there: list[str], left: list[tuple[str, str | None]]
) -> None:
    attic = studio.documents.get("attic")
    assert isinstance(attic, Spots)
    attic.spot = None
    studio.roomRequested.connect(lambda room, _state: studio.note_room(room))
    way = WayBack(studio)
    for there in ("models", *way_there):
        if there in ROOMS:
            studio.note_room(there)
        else:
            attic.go_to(there)
        settle(qtbot)
    if attic.spot == "chest":
        attic.spot = None
    attic.placeLost.emit("chest")
    settle(qtbot)
    seen = [(studio.workspace.room, attic.spot if studio.workspace.room == "attic" else None)]
    while way.can_go_back:
        way.back()
        settle(qtbot)
        seen.append((studio.workspace.room, attic.spot if studio.workspace.room == "attic" else None))
    assert seen[::-1] == left


def test_a_place_of_the_same_name_in_another_network_stays(studio: Studio, qtbot: QtBot) -> None:
    way = WayBack(studio)
    attic = studio.documents.get("attic")
    studio.note_room("attic")
    settle(qtbot)
    attic.go_to("chest")
    settle(qtbot)
    studio.choose(CatalogueNetwork("lenet5"), Initial())
    settle(qtbot)
    attic.placeLost.emit("chest")
    way.back()
    assert studio.current.network == CatalogueNetwork("convnet")
    assert attic.place() == "chest"


def test_a_long_way_is_cut(studio: Studio, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "MOST_PLACES", 3)
    way = WayBack(studio)
    for room in ("models", "draw", "models", "draw", "models"):
        studio.note_room(room)
        settle(qtbot)
    steps = 0
    while way.can_go_back:
        way.back()
        steps += 1
    assert steps == 2


def test_a_file_is_called_by_what_it_shows() -> None:
    assert navigation.title(Current(), "draw") == "draw ConvNet random weights seed 1.cnnstudio"
