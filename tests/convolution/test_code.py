import io
import re
import tokenize
from contextlib import redirect_stdout
from dataclasses import replace

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from torch import nn

from cnnstudio.convolution.code import code
from cnnstudio.convolution.figures import figures
from cnnstudio.convolution.layers import of_layer
from cnnstudio.convolution.numbers import Numbers
from cnnstudio.convolution.operation import Result, compute
from cnnstudio.convolution.receptive_field import Stack, StackLayer, StackPreset, preset
from cnnstudio.convolution.state import Mode, PlaygroundState
from cnnstudio.messages import Message
from tests.convolution.strategies import states


def run(program: str) -> tuple[str, dict[str, object]]:
    names: dict[str, object] = {}
    out = io.StringIO()
    try:
        with redirect_stdout(out):
            exec(compile(program, "copied.py", "exec"), names)
    finally:
        torch.set_printoptions(profile="default")
    return out.getvalue(), names


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(state=states())
def test_the_program_computes_the_state(state: PlaygroundState) -> None:
    printed, names = run(code(state))
    output = compute(state).output
    torch.testing.assert_close(names["y"], output.unsqueeze(0), rtol=1e-5, atol=1e-5)
    numbers = [float(each) for each in re.findall(r"-?\d+\.\d*|-?\d+", printed)]
    assert numbers == pytest.approx(output.flatten().tolist(), abs=6e-5)


@pytest.mark.parametrize("figure", figures(), ids=lambda figure: figure.key)
def test_the_figures_print_their_numbers(figure) -> None:
    printed, _ = run(code(figure.state))
    numbers = [float(each) for each in re.findall(r"-?\d+\.?\d*", printed)]
    assert numbers == compute(figure.state).output.flatten().tolist()


def test_a_picture_travels_in_the_program() -> None:
    state = PlaygroundState().with_input(Numbers(torch.rand(1, 90, 80)))
    _, names = run(code(state))
    torch.testing.assert_close(names["y"], compute(state).output.unsqueeze(0))


def test_the_stack_prints_its_field() -> None:
    state = PlaygroundState().with_stack(preset(StackPreset.CONVNET)).with_mode(Mode.RECEPTIVE_FIELD)
    printed, _ = run(code(state))
    assert "parameters 1248" in printed
    assert "size (1, 16, 7, 7)" in printed
    assert "depends on rows 10 to 19" in printed


LAYERS = [
    nn.Conv2d(6, 4, 3, padding=1),
    nn.Conv2d(6, 6, (3, 2), stride=2, padding=2, dilation=(1, 2), groups=6),
    nn.Conv2d(6, 3, 5, padding=2, padding_mode="reflect"),
    nn.Conv2d(6, 4, (3, 5), padding="same"),
    nn.ConvTranspose2d(6, 4, 3, stride=2, padding=1, output_padding=1),
    nn.ConvTranspose2d(6, 4, 3, stride=3, output_padding=(2, 1), dilation=2),
    nn.MaxPool2d(3, stride=2, ceil_mode=True),
    nn.MaxPool2d(2, stride=2, padding=1, ceil_mode=True),
    nn.AvgPool2d(3, stride=2, padding=1, count_include_pad=False),
    nn.AvgPool2d(3, stride=2, padding=1, ceil_mode=True),
    nn.AvgPool2d(3, stride=2, ceil_mode=True, count_include_pad=False),
    nn.AvgPool2d(2, stride=3, divisor_override=3),
    nn.AdaptiveAvgPool2d((5, 3)),
    nn.AdaptiveMaxPool2d((4, 7)),
]


def opened(layer: nn.Module) -> Result:
    """Some channels of a layer, as the playground opens it."""
    torch.manual_seed(1)
    view = of_layer(layer.eval(), torch.randn(6, 12, 11))
    assert view is not None
    return view.shown((1, 0), (4, 2))


@pytest.mark.parametrize("layer", LAYERS, ids=str)
def test_the_program_of_an_opened_layer_gives_what_the_layer_gave(layer: nn.Module) -> None:
    """Also what the input channels add that are not shown."""
    result = opened(layer)
    printed, names = run(code(result.state, result.rest, result.rest_channels))
    torch.testing.assert_close(names["y"][0], result.output, rtol=1e-5, atol=1e-5)
    numbers = [float(each) for each in re.findall(r"-?\d+\.\d*|-?\d+", printed)]
    assert numbers == pytest.approx(result.output.flatten().tolist(), abs=6e-5)
    dense = isinstance(layer, nn.ConvTranspose2d) or (isinstance(layer, nn.Conv2d) and layer.groups == 1)
    assert (result.rest_channels == 4) is dense


@pytest.mark.parametrize("layer", LAYERS, ids=str)
@pytest.mark.parametrize("padding", [(1, 0, 0, 1), (0, 1, 1, 1)])
def test_the_program_of_a_free_copy_with_other_padding(layer: nn.Module, padding: tuple[int, ...]) -> None:
    state = opened(layer).state
    geometry = replace(state.geometry, padding=padding)
    if geometry.problem() is not None or geometry.adaptive:
        pytest.skip("such a layer has no such padding")
    state = state.with_geometry(geometry)
    _, names = run(code(state))
    torch.testing.assert_close(names["y"][0], compute(state).output, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("part", ["input", "kernel", "both"])
def test_whatever_is_packed_is_unpacked(part: str) -> None:
    """Eight filters of 11 x 11 over eight channels are longer than what is written out."""
    many = {"in_channels": 8, "out_channels": 8, "kernel_height": 11, "kernel_width": 11}
    state = PlaygroundState().with_parameters(input_height=12, input_width=12)
    if part != "kernel":
        state = state.with_input(Numbers(torch.rand(8, 30, 30)))
    if part != "input":
        state = state.with_parameters(**many)
    _, names = run(code(state))
    torch.testing.assert_close(names["y"][0], compute(state).output, rtol=1e-5, atol=1e-3)


@pytest.mark.parametrize(
    ("layers", "said"),
    [
        ((StackLayer(kernel=2, dilation=6, padding=3),), "the middle unit depends on padding alone"),
        (
            (StackLayer(kernel=1, padding=1), StackLayer(kernel=1)),
            "the middle unit depends on rows 1 to 1 of the input",
        ),
        ((), "the middle unit depends on rows 1 to 1 of the input"),
    ],
)
def test_a_unit_that_sees_nothing_is_no_error(layers: tuple[StackLayer, ...], said: str) -> None:
    state = PlaygroundState().with_stack(Stack(layers, 1, 2)).with_mode(Mode.RECEPTIVE_FIELD)
    printed, _ = run(code(state))
    assert said in printed


def _comments(program: str) -> list[str]:
    return [
        token.string.lstrip("# ")
        for token in tokenize.generate_tokens(io.StringIO(program).readline)
        if token.type == tokenize.COMMENT
    ]


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(state=states())
def test_its_comments_are_in_the_readers_language_and_nothing_else_is(state: PlaygroundState) -> None:
    def say(text: str) -> str:
        assert isinstance(text, Message)
        return f"~{text}"

    plain, told = code(state), code(state, say=say)
    assert all(comment.startswith(("~", "(C_out, H, W) = ")) for comment in _comments(told))
    assert told.replace("# ~", "# ") == plain


def test_the_other_comments_are_in_the_readers_language_too() -> None:
    stack = PlaygroundState().with_stack(preset(StackPreset.CONVNET)).with_mode(Mode.RECEPTIVE_FIELD)
    assert "# ~the middle unit\n" in code(stack, say=lambda text: f"~{text}")
    shown = opened(LAYERS[0])
    program = code(shown.state, shown.rest, shown.rest_channels, say=lambda text: f"~{text}")
    assert re.search(r"# ~what \d+ more input channels add: ", program)
    _, names = run(program)
    torch.testing.assert_close(names["y"][0], shown.output, rtol=1e-5, atol=1e-5)
