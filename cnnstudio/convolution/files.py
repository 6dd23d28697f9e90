"""A playground state as a small JSON file, checked line by line when it is opened; nothing is ever unpickled."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cnnstudio import json_text
from cnnstudio.convolution.geometry import Geometry, Operation, PaddingMode
from cnnstudio.convolution.inputs import InputPreset
from cnnstudio.convolution.kernels import KernelPreset
from cnnstudio.convolution.numbers import Numbers
from cnnstudio.convolution.receptive_field import LayerKind, Stack, StackLayer
from cnnstudio.convolution.state import SCHEMA, Mode, PlaygroundState
from cnnstudio.errors import ConfigError, StorageError, printable, quoted
from cnnstudio.files import read_bounded, write_whole
from cnnstudio.json_text import JsonTextError
from cnnstudio.messages import Message

KIND = "cnnstudio-playground"
MAX_FILE_BYTES = 128 * 1024 * 1024
# Larger blocks of numbers are packed into one text.
_MOST_VALUES = 200_000
_MAX_WEIGHTS = 1 << 22
# A version of the program from before them would not know these, so a file that needs them has the later schema.
_OF_LAYERS = ("output_padding", "ceil", "counts_padding", "divisor", "adaptive")
_FIRST_SCHEMA = 1


def to_json(state: PlaygroundState) -> dict[str, Any]:
    """The state as plain JSON values."""
    geometry = _geometry_to_json(state.geometry)
    return {
        "kind": KIND,
        "schema": SCHEMA if any(name in geometry for name in _OF_LAYERS) else _FIRST_SCHEMA,
        "mode": state.mode.value,
        "geometry": geometry,
        "input": state.input.to_json(),
        "input_preset": state.input_preset.value,
        "kernel": state.kernel.to_json(),
        "kernel_presets": [preset.value for preset in state.kernel_presets],
        "bias": state.bias.to_json(),
        "use_bias": state.use_bias,
        "seed": state.seed,
        "stack": asdict(state.stack),
    }


def from_json(data: Any) -> PlaygroundState:
    """The inverse of `to_json`, for data of any origin.

    Raises:
        ConfigError: it is no playground state, of a later version, or describes something that cannot be computed.
    """
    if not isinstance(data, dict) or data.get("kind") != KIND:
        raise ConfigError("This is not a playground file. Open one that the playground has saved.")
    schema = data.get("schema")
    if not isinstance(schema, int) or schema > SCHEMA:
        raise ConfigError("This file was saved by a later version of CNN Studio. Update the program to open it.")
    try:
        return PlaygroundState(
            geometry=_geometry(data["geometry"]),
            input=Numbers.from_json(data["input"]),
            kernel=Numbers.from_json(data["kernel"], max_values=_MAX_WEIGHTS),
            bias=Numbers.from_json(data["bias"], max_values=_MAX_WEIGHTS),
            use_bias=_typed(data["use_bias"], bool),
            input_preset=InputPreset(data["input_preset"]),
            kernel_presets=tuple(KernelPreset(name) for name in _typed(data["kernel_presets"], list)),
            seed=_whole(data["seed"]),
            mode=Mode(data["mode"]),
            stack=_stack(data["stack"]),
        )
    except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError) as cause:
        raise ConfigError(
            "This playground file is damaged: {what}. Open another one, or save the state again.", what=_what(cause)
        ) from cause


def save(state: PlaygroundState, file: Path) -> None:
    """Write the state; an older file stays whole until the new one is.

    Raises:
        StorageError: the place cannot be written.
    """
    write_whole(file, json.dumps(to_json(state), allow_nan=False).encode())


def load(file: Path) -> PlaygroundState:
    """Read a state back.

    Raises:
        StorageError: the file cannot be read.
        ConfigError: it is no playground file, or a damaged one.
    """
    try:
        content = read_bounded(file, MAX_FILE_BYTES)
    except StorageError as cause:
        if cause.__cause__ is None:
            raise ConfigError(
                "{file} is too large to be a playground file. Open another one.", file=file.name
            ) from cause
        raise
    try:
        text = content.decode()
    except UnicodeDecodeError as cause:
        raise ConfigError(
            "{file} is not a playground file. Open one that the playground has saved.", file=file.name
        ) from cause
    try:
        data = json_text.parse(text, most_values=_MOST_VALUES)
    except JsonTextError as cause:
        raise ConfigError(
            "{file} is damaged: {cause}. Open another file, or save the state again.", file=file.name, cause=cause
        ) from cause
    return from_json(data)


def _geometry_to_json(geometry: Geometry) -> dict[str, Any]:
    """Its fields; those that only a real layer uses stand there where they say something."""
    usual = Geometry()
    return {
        name: value
        for name, value in asdict(geometry).items()
        if name not in _OF_LAYERS or value != getattr(usual, name)
    }


def _geometry(data: Any) -> Geometry:
    data = _typed(data, dict)
    adaptive, divisor = data.get("adaptive"), data.get("divisor")
    return Geometry(
        operation=Operation(data["operation"]),
        input_size=_pair(data["input_size"]),
        in_channels=_whole(data["in_channels"]),
        out_channels=_whole(data["out_channels"]),
        kernel_size=_pair(data["kernel_size"]),
        stride=_pair(data["stride"]),
        padding=_four(data["padding"]),
        padding_mode=PaddingMode(data["padding_mode"]),
        dilation=_pair(data["dilation"]),
        groups=_whole(data["groups"]),
        output_padding=_pair(data.get("output_padding", (0, 0))),
        ceil=_typed(data.get("ceil", False), bool),
        counts_padding=_typed(data.get("counts_padding", True), bool),
        divisor=None if divisor is None else _whole(divisor),
        adaptive=None if adaptive is None else _pair(adaptive),
    )


def _stack(data: Any) -> Stack:
    layers = tuple(
        StackLayer(
            kind=LayerKind(layer["kind"]),
            **{name: _whole(layer[name]) for name in ("kernel", "stride", "padding", "dilation", "channels")},
        )
        for layer in _typed(data["layers"], list | tuple)
    )
    return Stack(layers, _whole(data["input_size"]), _whole(data["in_channels"]))


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(Message("a whole number is missing"))
    return value


def _pair(value: Any) -> tuple[int, int]:
    first, second = _typed(value, list | tuple)
    return _whole(first), _whole(second)


def _four(value: Any) -> tuple[int, int, int, int]:
    top, bottom, left, right = _typed(value, list | tuple)
    return _whole(top), _whole(bottom), _whole(left), _whole(right)


def _typed(value: Any, kind: Any) -> Any:
    if not isinstance(value, kind):
        raise TypeError(Message("a value is of the wrong kind"))
    return value


def _what(cause: Exception) -> str:
    if isinstance(cause, KeyError):
        return Message("{name} is missing", name=quoted(cause.args[0]))
    return printable(str(cause), 100)
