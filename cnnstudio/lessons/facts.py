"""The facts that conditions compare: which there are, and those that follow from the rooms' states themselves.

What a state says is named by room and path, ``models.tab``; the short names say what a learner would call it. Some
facts only the window knows: what is pointed at, what the network predicts, how a run goes.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from cnnstudio.errors import ConfigError, quoted
from cnnstudio.networks import catalogue
from cnnstudio.workspace import states

if TYPE_CHECKING:
    from cnnstudio.analysis.room_state import ModelsState
    from cnnstudio.convolution.room_state import PlaygroundRoomState
    from cnnstudio.prediction.room_state import DrawState
    from cnnstudio.workspace.current import Current

OF_THE_STUDIO = frozenset({"room", "network", "weights", "edits"})
OF_THE_PLAYGROUND = frozenset(
    {
        "operation",
        "mode",
        "input",
        "kernel",
        "stride",
        "padding",
        "dilation",
        "groups",
        "in_channels",
        "out_channels",
        "output",
        "bias",
        "input_preset",
        "kernel_preset",
        "input_cells",
        "kernel_cells",
        "output_cells",
        "pinned",
        "pinned_value",
        "layer",
        "stack_layers",
        "stack_field",
    }
)
EXAMPLES: Mapping[str, Any] = {
    "hovered": ["output 0 0"],
    "digit": 9,
    "ink": True,
    "training": False,
    "run.network": "convnet",
    "run.epochs": 10,
    "run.accuracy": 97.97,
    "run.finished": True,
}
"""What the window alone can say, each with a value that it may have."""
OF_THE_WINDOW = frozenset(EXAMPLES)
NAMES = OF_THE_STUDIO | OF_THE_PLAYGROUND | OF_THE_WINDOW | {"map", "selected"}

# What a learner can look at, and what is worked out in well under a millisecond.
_MOST_CELLS = 4096
_MOST_MACS = 1 << 17


def check_name(name: str) -> None:
    """Refuse a fact that there is not; imports the libraries of the room whose state is named.

    Raises:
        ConfigError: naming it.
    """
    if name in NAMES:
        return
    room, _, path = name.partition(".")
    if room in states.CLASSES and path:
        place: Any = _json(room, states.class_of(room)())
        for step in path.split("."):
            if not isinstance(place, dict) or step not in place:
                raise ConfigError(
                    "The state of {room} has no place {path}. Take one that a link names.", room=room, path=quoted(path)
                )
            place = place[step]
        return
    raise ConfigError("There is no fact {name}. There are {known}.", name=quoted(name), known=", ".join(sorted(NAMES)))


def check_value(name: str, value: Any, known: Any) -> None:
    """Refuse a value that a fact can never have: of another kind, or the name of a network that there is not.

    Args:
        name: of the fact.
        value: what it is compared with.
        known: a value that the fact may have; None where that says nothing.

    Raises:
        ConfigError: saying what the fact is.
    """
    if name in ("network", "run.network", "models.compare_with") and isinstance(value, str) and value:
        catalogue.get(value)
    # What may be nothing is nothing at first.
    anything = known is None or value is None
    if not anything and _kind(value) != _kind(known) and not (name in _ONE_OR_ALL and isinstance(value, list)):
        raise ConfigError(
            "{name} is never {value}; it may be {known}. Compare it with such a value.",
            name=name,
            value=quoted(value),
            known=quoted(known),
        )


# One value where all sides, or all filters, have the same; else the list of them.
_ONE_OR_ALL = frozenset({"input", "kernel", "stride", "padding", "dilation", "output", "kernel_preset"})


def _kind(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "list"
    return "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__


def of_workspace(room: str, rooms: Mapping[str, Any], current: "Current") -> dict[str, Any]:
    """All facts that follow from what the studio is about and from the rooms' states.

    Args:
        room: the room that is shown.
        rooms: the rooms' states, by room; as objects.
        current: what the studio is about.
    """
    facts: dict[str, Any] = {
        "room": room,
        "network": getattr(current.network, "name", ""),
        "weights": current.weights.KIND,
        "edits": bool(current.edits),
    }
    for name, state in rooms.items():
        if state is not None:
            facts |= {f"{name}.{path}": value for path, value in _flat(_json(name, state))}
            if name in _OF_STATES:
                facts |= _OF_STATES[name](state)
    return facts


def _json(room: str, state: Any) -> dict[str, Any]:
    values: dict[str, Any] = _small_json(state) if room == "playground" else state.to_json()
    return values


def _small_json(state: "PlaygroundRoomState") -> dict[str, Any]:
    """The state's JSON without blocks of numbers that would take long to pack: it is asked for at every change."""
    free = state.free
    blocks = {"input": free.input, "kernel": free.kernel, "bias": free.bias}
    return {
        "free": {
            "mode": free.mode.value,
            "geometry": asdict(free.geometry),
            "input_preset": free.input_preset.value,
            "kernel_presets": [preset.value for preset in free.kernel_presets],
            "use_bias": free.use_bias,
            "seed": free.seed,
            "stack": asdict(free.stack),
        }
        | {name: block.to_json() for name, block in blocks.items() if block.tensor.numel() <= _MOST_CELLS},
        "opened": None if state.opened is None else asdict(state.opened),
        "pinned": list(state.pinned),
        "spread": state.spread,
    }


def _flat(values: Mapping[str, Any]) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, value in values.items():
        found.append((name, value))
        if isinstance(value, dict):
            found += [(f"{name}.{path}", inner) for path, inner in _flat(value)]
    return found


def _of_playground(state: "PlaygroundRoomState") -> dict[str, Any]:
    from cnnstudio.convolution import operation

    free, geometry = state.free, state.free.geometry
    facts: dict[str, Any] = {
        "operation": geometry.operation.value,
        "mode": free.mode.value,
        "input": _one_or_all(geometry.input_size),
        "kernel": _one_or_all(geometry.kernel_size),
        "stride": _one_or_all(geometry.stride),
        "padding": _one_or_all(geometry.padding),
        "dilation": _one_or_all(geometry.dilation),
        "groups": geometry.groups,
        "in_channels": geometry.in_channels,
        "out_channels": geometry.channels_out,
        "output": _one_or_all(geometry.output_size),
        "bias": free.adds_bias,
        "input_preset": free.input_preset.value,
        "kernel_preset": _one_or_all(tuple(preset.value for preset in free.kernel_presets)),
        "pinned": list(state.pinned),
        "layer": state.opened.path if state.opened else "",
        "stack_layers": len(free.stack.layers),
        "stack_field": free.stack.levels[-1].size,
    }
    if free.input.tensor.numel() <= _MOST_CELLS:
        facts["input_cells"] = free.input.tensor.tolist()
    if free.kernel.tensor.numel() <= _MOST_CELLS:
        facts["kernel_cells"] = free.kernel.tensor.tolist()
    if "input_cells" in facts and geometry.macs + geometry.channels_out * math.prod(geometry.output_size) <= _MOST_MACS:
        cells = operation.compute(free).output.tolist()
        channel, row, col = state.pinned
        facts |= {"output_cells": cells, "pinned_value": cells[channel][row][col]}
    return facts


def _of_models(state: "ModelsState") -> dict[str, Any]:
    return {"selected": state.path}


def _of_draw(state: "DrawState") -> dict[str, Any]:
    return {"map": state.map.layer if state.map else "", "ink": bool(state.marks)}


_OF_STATES: Mapping[str, Any] = {"playground": _of_playground, "models": _of_models, "draw": _of_draw}


def _one_or_all(values: tuple[Any, ...]) -> Any:
    """One value where all are equal, else the list of them."""
    return values[0] if len(set(values)) == 1 else list(values)
