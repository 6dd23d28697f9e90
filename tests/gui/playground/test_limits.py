from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cnnstudio.convolution.geometry import LOWEST, Geometry, parameter, with_parameters
from cnnstudio.convolution.numbers import Numbers
from cnnstudio.convolution.receptive_field import Stack, StackLayer
from cnnstudio.convolution.state import PlaygroundState
from cnnstudio.errors import ConfigError
from cnnstudio.gui.playground import limits
from cnnstudio.gui.playground.model import PlaygroundModel
from tests.convolution.strategies import geometries


def test_every_parameter_has_its_end() -> None:
    assert limits.HIGHEST.keys() == LOWEST.keys()


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(geometry=geometries(), name=st.sampled_from(list(LOWEST)))
def test_a_control_offers_what_can_be_computed_up_to_its_end(geometry: Geometry, name: str) -> None:
    found = limits.bounds(geometry, name)
    assert found.allowed == tuple(
        value
        for value in range(LOWEST[name], min(limits.HIGHEST[name], parameter(geometry, name) + 64) + 1)
        if value >= parameter(geometry, name) - 64 and with_parameters(geometry, **{name: value}).problem() is None
    )
    assert found.why_not_less.endswith(".")


def test_the_end_of_a_control_is_said() -> None:
    found = limits.bounds(Geometry(), "in_channels")
    assert max(found.allowed) == 8
    assert found.why_not_more == "The playground stops at 8 here."


@pytest.mark.parametrize(
    "state",
    [
        PlaygroundState().with_parameters(in_channels=9),
        PlaygroundState().with_parameters(input_height=20, input_width=20, kernel_height=12),
        PlaygroundState().with_stack(Stack((StackLayer(kernel=13, padding=7),), 32, 1)),
        PlaygroundState().with_stack(Stack((StackLayer(),), 65, 1)),
        PlaygroundState().with_stack(Stack((StackLayer(),), 32, 513)),
        PlaygroundState().with_stack(Stack((StackLayer(kernel=1),) * 9, 32, 1)),
        PlaygroundState().with_input(Numbers([[[0.0, 1.0, 2.0], [3.0, -2e6, 5.0], [6.0, 7.0, 8.0]]])),
        replace(PlaygroundState(), kernel=Numbers([[[[2e6, 1.0], [2.0, 3.0]]]])),
    ],
    ids=[
        "channels",
        "kernel",
        "stack kernel",
        "stack input",
        "stack channels",
        "stack height",
        "input cell",
        "weight",
    ],
)
def test_what_the_controls_cannot_show_is_not_taken(qtbot: object, state: PlaygroundState) -> None:
    with pytest.raises(ConfigError, match="here"):
        limits.check(state)
    model = PlaygroundModel()
    refused: list[str] = []
    model.refused.connect(refused.append)
    before = model.state
    assert not model.change("Open", lambda _state: replace(state))
    assert model.state == before
    assert len(refused) == 1
    model.shut_down()
