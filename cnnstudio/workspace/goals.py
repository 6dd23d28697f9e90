"""From addresses to what they mean: an address is made of a room's state, and read, checked, and found. No Qt."""

from dataclasses import dataclass
from typing import Any

from cnnstudio.errors import ConfigError, StorageError, quoted
from cnnstudio.messages import Message
from cnnstudio.networks import catalogue
from cnnstudio.networks import reference as network_names
from cnnstudio.networks.reference import CatalogueNetwork, NetworkRef
from cnnstudio.weights import library
from cnnstudio.weights import reference as weights_names
from cnnstudio.weights.edits import EMPTY, Edits
from cnnstudio.weights.reference import Initial, WeightsRef
from cnnstudio.workspace import links, states
from cnnstudio.workspace.current import Current
from cnnstudio.workspace.links import Address
from cnnstudio.workspace.picture import Picture

# By room, what its state would have of the studio's picture anyway, or does without.
_NEED_NO_PICTURE = frozenset({"models", "train", "learn"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What an address means, here and now.

    Attributes:
        room: the room's name.
        state: the room's state; None where the address says nothing of it.
        current: what the studio is about, there.
    """

    room: str
    state: Any
    current: Current


def address(room: str, state: Any, current: Current) -> Address:
    """Where this is: what differs from a new room's state, and what the studio is about.

    Args:
        room: the room's name.
        state: the room's state, or None where it has none.
        current: what the studio is about.
    """
    about: dict[str, Any] = {
        "network": network_names.to_json(current.network),
        "weights": weights_names.to_json(current.weights),
    }
    if current.edits:
        about["edits"] = current.edits.to_json()
    if current.picture is not None and room not in _NEED_NO_PICTURE:
        about["picture"] = current.picture.to_json()
    told = {} if state is None else links.differences(state.to_json(), states.class_of(room)().to_json())
    return Address(room=room, state=told, current=about)


def find(there: Address, rooms: frozenset[str], now: Current) -> Goal:
    """What an address means; nothing is run, downloaded or trained for it.

    Args:
        there: the address.
        rooms: the names of all rooms.
        now: what the studio is about; what the address does not name stays so.

    Raises:
        StudioError: if something that it names is not there, or damaged; it says what.
    """
    if there.room not in rooms:
        raise ConfigError("There is no room {room}. Copy the link again from its source.", room=quoted(there.room))
    current = _current(there, now)
    state = None
    if there.room in states.CLASSES and there.state:
        whole = "kind" in there.state and "schema" in there.state
        usual = states.class_of(there.room)().to_json()
        state = states.read(there.room, there.state if whole else links.merged(there.state, usual))
    elif there.state:
        raise ConfigError("The room {room} has no states that a link could name. Copy the link again.", room=there.room)
    _check_network(current.network)
    if current.weights != now.weights:
        _check_weights(current.weights)
    return Goal(room=there.room, state=state, current=current)


def _current(there: Address, now: Current) -> Current:
    told = links.merged(there.current, {}) if there.current else {}
    unknown = sorted(told.keys() - {"network", "weights", "picture", "edits"})
    if unknown:
        raise ConfigError(
            "The link says something of {unknown}, which there is not. Copy it again.", unknown=quoted(unknown[0])
        )
    network: NetworkRef = now.network
    weights: WeightsRef | None = now.weights
    edits, picture = now.edits, now.picture
    if "network" in told:
        network = network_names.from_json(told["network"], where=Message("The network of the link"))
        weights = now.weights if network == now.network else None
    if "weights" in told:
        weights = weights_names.from_json(told["weights"], where=Message("The weights of the link"))
    if "network" in told or "weights" in told or "edits" in told:
        edits = Edits.from_json(told["edits"]) if "edits" in told else EMPTY
    if "picture" in told:
        picture = None if told["picture"] is None else Picture.from_json(told["picture"])
    return Current(network=network, weights=weights or library.usual(network), edits=edits, picture=picture)


def _check_network(network: NetworkRef) -> None:
    if isinstance(network, CatalogueNetwork):
        catalogue.get(network.name)
        return
    path = getattr(network, "path", None)
    if path is not None and not path.is_file():
        raise StorageError("The network's file {path} is not there. Put it back, or choose another network.", path=path)


def _check_weights(weights: WeightsRef) -> None:
    if isinstance(weights, Initial):
        return
    entry = library.entry(weights)
    if entry.problem is not None:
        raise entry.problem
