"""Where a lesson's steps lead: to states alone, and never to a file of somebody's own."""

from typing import Any

from cnnstudio.errors import ConfigError, quoted
from cnnstudio.json_text import JsonTextError
from cnnstudio.json_text import parse as parse_json
from cnnstudio.lessons.folder import Files
from cnnstudio.lessons.pieces import Target
from cnnstudio.lessons.structures import structure_of
from cnnstudio.networks.reference import CatalogueNetwork, NetworkRef
from cnnstudio.weights.reference import Initial, Shipped
from cnnstudio.workspace import goals, links, state_files, states
from cnnstudio.workspace.current import Current
from cnnstudio.workspace.goals import Goal
from cnnstudio.workspace.links import Address

ROOMS = frozenset(states.CLASSES)
MAX_STATE_BYTES = 16 * 1024 * 1024
_MOST_VALUES = 200_000
# Fields of the Train room that name folders of somebody's own, or begin something.
_OF_SOMEBODY = ("folder", "run", "pinned", "waiting")


def address(target: Target, files: Files) -> Address:
    """The address that a link or a state file of a lesson holds.

    Raises:
        StudioError: if it is damaged, or is not there.
    """
    if target.kind == "link":
        return links.parse(target.text)
    try:
        data = parse_json(files.read(target.text, MAX_STATE_BYTES), most_values=_MOST_VALUES)
    except JsonTextError as error:
        raise ConfigError("{text} is damaged: {error}. Save the state again.", text=target.text, error=error) from error
    return state_files.read(data, target.text)


def goal(target: Target, files: Files, now: Current | None = None) -> Goal:
    """What a link or a state file of a lesson means; imports the libraries of its room.

    Args:
        target: no picture.
        files: of the lesson.
        now: what the studio is about; None = what it begins with.

    Raises:
        StudioError: if it names something that there is not, or that is no lesson's to name.
    """
    there = address(target, files)
    found = goals.find(there, ROOMS, now or Current())
    if not isinstance(found.current.network, CatalogueNetwork):
        raise ConfigError("A lesson opens networks of the catalogue alone. Name one of those.")
    if not isinstance(found.current.weights, Initial | Shipped):
        raise ConfigError("A lesson opens initial and shipped weights alone. Name one of those.")
    if found.room == "train" and found.state is not None:
        from cnnstudio.training.config import DATASETS

        usual = states.class_of("train")()
        named = [name for name in _OF_SOMEBODY if getattr(found.state, name) != getattr(usual, name)]
        config = found.state.config
        if named or config.dataset not in DATASETS or not isinstance(config.network, CatalogueNetwork):
            raise ConfigError("A lesson names no folders and no runs. Take them out of the state.")
    _check_landing(there, found)
    _check_layers(found)
    return found


def _check_landing(there: Address, found: Goal) -> None:
    """Refuse what the opened state does not say itself: a misspelt place, or a value that it takes otherwise."""
    if found.state is None or "schema" in there.state:
        return
    values = found.state.to_json()
    for name, wanted in there.state.items():
        place: Any = values
        for step in name.split("."):
            place = place.get(step) if isinstance(place, dict) else None
        if _lists(place) != _lists(wanted):
            raise ConfigError(
                "The link says {name} is {wanted}, and the room then says {place}. Copy it again.",
                name=quoted(name),
                wanted=quoted(wanted),
                place=quoted(place),
            )


def _lists(value: Any) -> Any:
    """The value with lists for tuples, as JSON has them."""
    if isinstance(value, dict):
        return {name: _lists(inner) for name, inner in value.items()}
    return [_lists(inner) for inner in value] if isinstance(value, list | tuple) else value


def _check_layers(found: Goal) -> None:
    """Refuse a layer that the network does not have, or that cannot be opened."""
    state = found.state
    opened = getattr(state, "opened", None) if found.room == "playground" else None
    path = opened.path if opened else state.path if found.room == "models" and state else ""
    if found.room == "draw" and state is not None and state.map is not None:
        path = state.map.layer
    if not path:
        return
    check_layer(found.current.network, path, opens=bool(opened))


def check_layer(network: NetworkRef, path: str, *, opens: bool) -> None:
    """Refuse a layer that a network does not have.

    Args:
        network: of the catalogue; others are not looked into.
        path: of the layer.
        opens: whether the playground has to know its arithmetic.

    Raises:
        ConfigError: if there is no such layer, or it cannot be opened.
    """
    from cnnstudio.convolution.opened_layer import OPENABLE

    if not isinstance(network, CatalogueNetwork):
        return
    layers = structure_of(network).layers
    if path not in layers:
        raise ConfigError("{title} has no layer {path}. Take one of its own.", title=network.title, path=quoted(path))
    if opens and layers[path].type not in OPENABLE:
        raise ConfigError(
            "The layer {path} of {title} cannot be opened. Open a convolution or a pooling.",
            path=quoted(path),
            title=network.title,
        )


def state_of(found: Goal) -> Any:
    """The room's state as it is when the address has been opened: a new room's where the address says nothing of it."""
    return states.class_of(found.room)() if found.state is None else found.state
