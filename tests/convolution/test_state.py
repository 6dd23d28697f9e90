from contextlib import suppress

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cnnstudio.convolution.geometry import LOWEST, Operation, PaddingMode, bounds, parameter
from cnnstudio.convolution.inputs import InputPreset
from cnnstudio.convolution.kernels import KernelPreset
from cnnstudio.convolution.numbers import Numbers
from cnnstudio.convolution.operation import compute
from cnnstudio.convolution.state import Part, PlaygroundState
from cnnstudio.errors import ConfigError


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(data=st.data())
def test_no_walk_through_the_controls_reaches_an_invalid_state(data: st.DataObject) -> None:
    state = PlaygroundState()
    for _ in range(25):
        match data.draw(st.integers(0, 5)):
            case 0:
                state = state.with_operation(data.draw(st.sampled_from(list(Operation))))
            case 1:
                name = data.draw(st.sampled_from(list(LOWEST)))
                allowed = [value for value in bounds(state.geometry, name).allowed if value <= 14]
                state = state.with_parameters(**{name: data.draw(st.sampled_from(allowed))} if allowed else {})
            case 2:
                mode = data.draw(st.sampled_from(list(PaddingMode)))
                with suppress(ConfigError):
                    state = state.with_padding_mode(mode)
            case 3:
                preset = data.draw(st.sampled_from([each for each in KernelPreset if each is not KernelPreset.CUSTOM]))
                with suppress(ConfigError):
                    state = state.with_kernel_preset(preset)
            case 4:
                preset = data.draw(st.sampled_from([each for each in InputPreset if each is not InputPreset.CUSTOM]))
                state = state.with_input_preset(preset, (data.draw(st.integers(1, 9)), data.draw(st.integers(1, 9))))
            case 5:
                state = state.with_bias(data.draw(st.booleans()))
        result = compute(state)
        assert bool(torch.isfinite(result.output).all())
        assert result.output.shape == (state.geometry.channels_out, *state.geometry.output_size)


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ConfigError, match="would span 4 cells"):
        PlaygroundState().with_parameters(kernel_height=4)


def test_presets_grow_with_the_sizes_and_hand_made_values_stay() -> None:
    state = PlaygroundState().with_parameters(input_height=5, input_width=5)
    assert state.input.at(0, 4, 4) == 24
    state = state.with_cells(Part.INPUT, {(0, 0, 0): 7.0}).with_parameters(input_width=6, in_channels=2)
    assert state.input_preset is InputPreset.CUSTOM
    assert state.input.at(1, 0, 0) == 7
    assert state.input.at(0, 4, 5) == 0


def test_a_hand_made_kernel_keeps_its_middle() -> None:
    state = PlaygroundState().with_parameters(input_height=5, input_width=5).with_kernel_preset(KernelPreset.SOBEL_X)
    assert parameter(state.geometry, "kernel_height") == 3
    state = state.with_cells(Part.KERNEL, {(0, 0, 1, 1): 9.0}).with_parameters(kernel_height=5, kernel_width=5)
    assert state.kernel.at(0, 0, 2, 2) == 9
    assert state.kernel_presets == (KernelPreset.CUSTOM,)


def test_each_filter_has_its_own_preset() -> None:
    state = PlaygroundState().with_parameters(input_height=5, input_width=5, out_channels=2)
    state = state.with_kernel_preset(KernelPreset.SOBEL_Y, 1)
    assert state.kernel_presets == (KernelPreset.COUNT, KernelPreset.SOBEL_Y)
    state = state.with_parameters(kernel_height=2)
    assert state.kernel_presets == (KernelPreset.COUNT, KernelPreset.CUSTOM)


def test_an_operation_gives_up_what_it_does_not_know() -> None:
    state = PlaygroundState().with_parameters(input_height=9, input_width=9, dilation_height=2)
    state = state.with_parameters(padding_top=2, padding_bottom=2).with_padding_mode(PaddingMode.REFLECT)
    pooled = state.with_operation(Operation.AVERAGE_POOL)
    assert pooled.geometry.dilation == (1, 1)
    assert pooled.geometry.padding_mode is PaddingMode.ZEROS
    assert pooled.geometry.padding[0] == 1


def test_same_padding_keeps_the_size() -> None:
    state = PlaygroundState().with_parameters(input_height=6, input_width=6, kernel_height=3, kernel_width=4)
    assert state.with_same_padding().geometry.output_size == (6, 6)


def test_a_picture_takes_the_place_of_the_input() -> None:
    state = PlaygroundState().with_parameters(in_channels=2, out_channels=2, groups=2)
    state = state.with_input(Numbers(torch.rand(3, 20, 30)))
    assert state.geometry.groups == 1
    assert compute(state).output.shape == (2, 19, 29)


def test_a_new_seed_redraws_only_what_is_random() -> None:
    state = PlaygroundState().with_kernel_preset(KernelPreset.RANDOM)
    again = state.reseeded()
    assert again.kernel != state.kernel
    assert again.input == state.input


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 1e9])
def test_a_cell_takes_only_finite_numbers(value: float) -> None:
    with pytest.raises(ConfigError):
        PlaygroundState().with_cells(Part.INPUT, {(0, 0, 0): value})
