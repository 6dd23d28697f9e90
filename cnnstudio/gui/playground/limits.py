"""How far the playground's controls go: what can still be shown cell by cell, well below what can be computed."""

from collections.abc import Mapping

from cnnstudio.convolution.geometry import LOWEST, Bounds, Geometry, Problem, parameter
from cnnstudio.convolution.geometry import bounds as bounds_of
from cnnstudio.convolution.numbers import MAX_VALUE
from cnnstudio.convolution.receptive_field import NAMES
from cnnstudio.convolution.state import PlaygroundState
from cnnstudio.errors import ConfigError
from cnnstudio.messages import Message

HIGHEST: Mapping[str, int] = {
    "input_height": 4096,
    "input_width": 4096,
    "in_channels": 8,
    "out_channels": 8,
    "kernel_height": 11,
    "kernel_width": 11,
    "stride_height": 8,
    "stride_width": 8,
    "padding_top": 10,
    "padding_bottom": 10,
    "padding_left": 10,
    "padding_right": 10,
    "dilation_height": 6,
    "dilation_width": 6,
    "groups": 8,
}
"""The parameters of a geometry by name, with the largest value a control offers."""

STACK: Mapping[str, tuple[int, int]] = {
    "kernel": (1, 11),
    "stride": (1, 8),
    "padding": (0, 10),
    "dilation": (1, 6),
    "channels": (1, 512),
}
"""The fields of a layer of the receptive-field half, with the least and the largest value a control offers."""

STACK_LAYERS = 8
STACK_INPUT = 64


def problem(geometry: Geometry) -> Problem | None:
    """What makes a geometry impossible here, its own arithmetic or a control that ends sooner; None if nothing does."""
    for name in LOWEST:
        if parameter(geometry, name) > HIGHEST[name]:
            return Problem(
                name,
                Message("The playground stops at {most:,} here.", most=HIGHEST[name]),
            )
    return geometry.problem()


def bounds(geometry: Geometry, name: str) -> Bounds:
    """How far a parameter can go while the others stay, and why it stops."""
    return bounds_of(geometry, name, problem)


def check(state: PlaygroundState) -> None:
    """Refuse a state that the controls cannot show.

    Raises:
        ConfigError: saying where the playground stops.
    """
    found = problem(state.geometry)
    if found is not None:
        raise ConfigError(found.sentence)
    if max(state.input.peak, state.kernel.peak, state.bias.peak) > MAX_VALUE:
        raise ConfigError("Cells go up to {most:,} either way here.", most=round(MAX_VALUE))
    stack = state.stack
    if stack.input_size > STACK_INPUT:
        raise ConfigError("The input's side goes from 1 to {most} here.", most=STACK_INPUT)
    if stack.in_channels > STACK["channels"][1]:
        raise ConfigError("The input has from 1 to {most} channels here.", most=STACK["channels"][1])
    if len(stack.layers) > STACK_LAYERS:
        raise ConfigError("A stack goes up to {most} layers here.", most=STACK_LAYERS)
    for number, layer in enumerate(stack.layers, start=1):
        for name, (lowest, highest) in STACK.items():
            if not lowest <= getattr(layer, name) <= highest:
                raise ConfigError(
                    "Layer {number}: {name} goes from {lowest} to {highest} here.",
                    number=number,
                    name=NAMES[name],
                    lowest=lowest,
                    highest=highest,
                )
