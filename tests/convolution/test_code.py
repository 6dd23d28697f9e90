import io
import re
from contextlib import redirect_stdout

import pytest
import torch
from hypothesis import HealthCheck, given, settings

from cnnstudio.convolution.code import code
from cnnstudio.convolution.figures import figures
from cnnstudio.convolution.numbers import Numbers
from cnnstudio.convolution.operation import compute
from cnnstudio.convolution.receptive_field import StackPreset, preset
from cnnstudio.convolution.state import Mode, PlaygroundState
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


@pytest.mark.parametrize("figure", figures(), ids=lambda figure: figure.title)
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
