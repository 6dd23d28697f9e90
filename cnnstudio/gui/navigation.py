"""Where the window is and how to come there: links and files of states, and the way back."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from cnnstudio.gui import names
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.gui.workers.saver import Saver
from cnnstudio.networks.reference import NetworkRef
from cnnstudio.weights.reference import WeightsRef
from cnnstudio.workspace import goals, links, state_files
from cnnstudio.workspace.current import Current
from cnnstudio.workspace.goals import Goal
from cnnstudio.workspace.links import Address

MOST_PLACES = 100
"""As far as the way back goes."""


@dataclass(frozen=True, slots=True)
class _Request:
    source: str | Path | Address  # a link, a file, or what one holds
    now: Current
    rooms: frozenset[str]


def _find(request: _Request) -> Goal:
    source = request.source
    if isinstance(source, Path):
        source = state_files.load(source)
    elif isinstance(source, str):
        source = links.parse(source)
    return goals.find(source, request.rooms, request.now)


def _save(job: tuple[Callable[[], Address], Path]) -> Path:
    address, file = job
    state_files.save(address(), file)
    return file


def _link(address: Callable[[], Address]) -> str:
    return links.link(address())


class Addresses(QObject):
    """Opens links and files of states, and makes them; what is wrong with one is told, and nothing changes."""

    failed = Signal(object)  # exception
    saved = Signal(object)  # Path
    linked = Signal(str)  # a link

    def __init__(self, studio: Studio, rooms: frozenset[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._rooms = rooms
        self._finder = LatestWins(_find, self, name="address")
        self._finder.result.connect(self._go)
        self._finder.failed.connect(self.failed)
        self._writer = Saver(_save, self, name="state-file")
        self._writer.saved.connect(self.saved)
        self._writer.failed.connect(self.failed)
        self._linker = LatestWins(_link, self, name="link")
        self._linker.result.connect(self._on_linked)
        self._linker.failed.connect(self.failed)

    @property
    def busy(self) -> bool:
        """Whether something is being opened or saved."""
        return self._finder.busy or self._writer.busy or self._linker.busy

    @Slot()
    def ask_link(self) -> None:
        """Make a link to what is shown, on a worker, for a state may be large; ``linked`` or ``failed`` tells it."""
        self._linker.request(self._here())

    def save(self, file: Path) -> None:
        """Write what is shown into a file, on a worker; ``saved`` or ``failed`` tells when it is done."""
        self._writer.request((self._here(), file))

    def open(self, source: str | Path | Address) -> None:
        """Go where a link or a file says; it is read on a worker."""
        self._finder.request(_Request(source, self._studio.current, self._rooms))

    def shut_down(self) -> None:
        """End the workers; what was to be saved is saved."""
        self._finder.shut_down()
        self._writer.shut_down()
        self._linker.shut_down()

    @Slot(object)
    def _on_linked(self, text: str) -> None:
        self.linked.emit(text)

    def _here(self) -> Callable[[], Address]:
        """Makes the address of what is shown now."""
        studio = self._studio
        room, current = studio.workspace.room, studio.current
        document = studio.documents.there(room)
        state = None if document is None else document.shared_state()
        return lambda: goals.address(room, state, current)

    @Slot(object)
    def _go(self, goal: Goal) -> None:
        self._studio.become(goal.current, self.tr("opening a link"))
        self._studio.open_room(goal.room, goal.state)


@dataclass(frozen=True, slots=True)
class _Place:
    """What was looked at."""

    room: str
    network: NetworkRef
    weights: WeightsRef
    spot: Any


class WayBack(QObject):
    """The places that were looked at, in their order; going back changes nothing that the user made."""

    changed = Signal()

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._places: list[_Place] = []
        self._at = -1
        # What changes at one click is one step.
        self._due = QTimer(self, singleShot=True, interval=0)
        self._due.timeout.connect(self._note)
        studio.changed.connect(self._look)
        studio.roomShown.connect(self._look)
        studio.documents.placeChanged.connect(self._look)
        studio.documents.placeLost.connect(self._on_lost)
        studio.documents.made.connect(self._on_made)

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before this one."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a place after this one."""
        return self._at + 1 < len(self._places)

    @Slot()
    def back(self) -> None:
        """Look at what was looked at before."""
        self._step(-1)

    @Slot()
    def forward(self) -> None:
        """Undo one ``back``."""
        self._step(1)

    @Slot()
    def _look(self) -> None:
        if self._studio.workspace.room:
            self._due.start()

    @Slot()
    def _note(self) -> None:
        place = self._here()
        if self._at >= 0 and place == self._places[self._at]:
            return
        del self._places[self._at + 1 :]
        self._places.append(place)
        del self._places[:-MOST_PLACES]
        self._at = len(self._places) - 1
        self.changed.emit()

    @Slot(str)
    def _on_made(self, room: str) -> None:
        """A room that was shown already, by name, has only now been built: it is the same place."""
        if self._at >= 0 and self._places[self._at].room == room and not self._due.isActive():
            self._places[self._at] = self._here()

    @Slot(str, object)
    def _on_lost(self, room: str, spot: Any) -> None:
        """What was to be looked at there is not there: the room stays a place, and twice the same in a row is one."""
        current = self._studio.current
        lost = _Place(room, current.network, current.weights, spot)
        places: list[_Place] = []
        at = self._at
        for index, place in enumerate(self._places):
            kept = replace(place, spot=None) if place == lost else place
            if places and places[-1] == kept:
                at -= index <= self._at
            else:
                places.append(kept)
        self._places, self._at = places, at
        self.changed.emit()

    def _here(self) -> _Place:
        studio = self._studio
        room = studio.workspace.room
        document = studio.documents.there(room)
        spot = None if document is None else document.place()
        return _Place(room, studio.current.network, studio.current.weights, spot)

    def _step(self, way: int) -> None:
        if self._due.isActive():
            self._due.stop()
            self._note()
        at = self._at + way
        if not 0 <= at < len(self._places):
            return
        self._at = at
        place, studio = self._places[at], self._studio
        studio.choose(place.network, place.weights)
        studio.open_room(place.room)
        document = studio.documents.there(place.room)
        if document is not None and document.place() != place.spot:
            document.go_to(place.spot)
        self._due.stop()
        self._places[at] = self._here()
        self.changed.emit()


def title(current: Current, room: str) -> str:
    """What a file of this state may be called."""
    words = names.brief(Current(network=current.network, weights=current.weights))
    plain = "".join(letter if letter.isalnum() or letter in " -_" else " " for letter in f"{room} {words}")
    return " ".join(plain.split())[:80] + state_files.SUFFIX
