"""Size, result, windows, reach, left-out cells and the step-through against torch.nn.functional and its gradients.

2,000 random configurations in all: 400 for each of the five operations.
"""

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import Tensor
from torch.nn import functional

from cnnstudio.convolution.geometry import Geometry, Operation, PaddingMode
from cnnstudio.convolution.kernels import KernelPreset
from cnnstudio.convolution.numbers import Numbers
from cnnstudio.convolution.operation import compute
from cnnstudio.convolution.state import Part, PlaygroundState
from cnnstudio.convolution.step_through import steps
from tests.convolution.strategies import states

MANY = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)


def expected(state: PlaygroundState) -> Tensor:
    """The answer by another road than the program's: PyTorch's own padding arguments, gradients for transposed."""
    geometry = state.geometry
    x = state.input.tensor.unsqueeze(0)
    top, bottom, left, right = geometry.padding
    even = top == bottom and left == right
    bias = state.bias.tensor if state.use_bias else None
    kernel = state.kernel.tensor
    if geometry.operation is Operation.TRANSPOSED:
        # A transposed convolution is the gradient of the convolution it transposes.
        outputs = []
        for group in range(geometry.groups):
            wide_in = geometry.in_channels // geometry.groups
            wide_out = geometry.out_channels // geometry.groups
            weight = kernel[group * wide_out : (group + 1) * wide_out].transpose(0, 1)
            like = torch.zeros(1, wide_out, geometry.rows.full, geometry.cols.full, requires_grad=True)
            y = functional.conv2d(like, weight, stride=geometry.stride, dilation=geometry.dilation)
            y.backward(x[:, group * wide_in : (group + 1) * wide_in])
            outputs.append(like.grad)
        full = torch.cat(outputs, 1)[0]
        height, width = geometry.output_size
        cropped = full[:, top : top + height, left : left + width]
        return cropped if bias is None else cropped + bias.reshape(-1, 1, 1)
    if geometry.operation is Operation.MAX_POOL:
        if even:
            return functional.max_pool2d(
                x, geometry.kernel_size, geometry.stride, (top, left), dilation=geometry.dilation
            )[0]
        x = functional.pad(x, (left, right, top, bottom), value=-torch.inf)
        return functional.max_pool2d(x, geometry.kernel_size, geometry.stride, dilation=geometry.dilation)[0]
    if geometry.operation is Operation.AVERAGE_POOL:
        if even:
            return functional.avg_pool2d(x, geometry.kernel_size, geometry.stride, (top, left))[0]
        ones = torch.ones(geometry.in_channels, 1, *geometry.kernel_size) / torch.tensor(geometry.kernel_size).prod()
        x = functional.pad(x, (left, right, top, bottom))
        return functional.conv2d(x, ones, stride=geometry.stride, groups=geometry.in_channels)[0]
    if geometry.operation is Operation.CONVOLUTION:
        kernel = kernel.flip(2, 3)
    if even:
        layer = torch.nn.Conv2d(
            geometry.in_channels,
            geometry.out_channels,
            geometry.kernel_size,
            geometry.stride,
            (top, left),
            geometry.dilation,
            geometry.groups,
            bias is not None,
            geometry.padding_mode.value,
        )
        with torch.no_grad():
            layer.weight.copy_(kernel)
            if bias is not None:
                layer.bias.copy_(bias)
        return layer(x)[0].detach()
    mode = "constant" if geometry.padding_mode is PaddingMode.ZEROS else geometry.padding_mode.value
    x = functional.pad(x, (left, right, top, bottom), mode=mode)
    return functional.conv2d(
        x, kernel, bias, stride=geometry.stride, dilation=geometry.dilation, groups=geometry.groups
    )[0]


def nonzero(plane: Tensor) -> set[tuple[int, int]]:
    return {(int(row), int(col)) for row, col in plane.nonzero()}


def grid(rows: list[int], cols: list[int]) -> set[tuple[int, int]]:
    return {(row, col) for row in rows for col in cols}


def as_plain(geometry: Geometry, values: Tensor, kernel: Tensor) -> Tensor:
    """(H, W) * (k, k) with this geometry's stride and dilation; cropped where transposed."""
    values, kernel = values[None, None], kernel[None, None]
    if geometry.operation is Operation.TRANSPOSED:
        full = functional.conv_transpose2d(values, kernel, stride=geometry.stride, dilation=geometry.dilation)[0, 0]
        height, width = geometry.output_size
        return full[geometry.padding[0] :, geometry.padding[2] :][:height, :width]
    return functional.conv2d(values, kernel, stride=geometry.stride, dilation=geometry.dilation)[0, 0]


def check_links(geometry: Geometry, output: tuple[int, int], weight: tuple[int, int], cell: tuple[int, int]) -> None:
    """Windows, touched inputs, reached outputs and cells nobody reads, all from gradients and impulses."""
    rows, cols = geometry.rows, geometry.cols
    ones = torch.ones(geometry.kernel_size)
    padded = torch.ones(geometry.padded_size, requires_grad=True)
    y = as_plain(geometry, padded, ones)
    assert y.shape == geometry.output_size
    if y[output].requires_grad:
        (gradient,) = torch.autograd.grad(y[output], padded, retain_graph=True)
        assert nonzero(gradient) == grid(
            [at for _, at in rows.window(output[0])], [at for _, at in cols.window(output[1])]
        )
    (gradient,) = torch.autograd.grad(y.sum(), padded)
    if geometry.operation is not Operation.TRANSPOSED:
        unread_rows = {*rows.left_out(), *rows.skipped()}
        unread_cols = {*cols.left_out(), *cols.skipped()}
        read = grid(
            [row for row in range(rows.padded) if row not in unread_rows],
            [col for col in range(cols.padded) if col not in unread_cols],
        )
        assert nonzero(gradient) == read
        assert rows.left_out() == list(range((rows.size - 1) * rows.s + rows.extent, rows.padded))

    one_weight = torch.zeros(geometry.kernel_size)
    one_weight[rows.tap_of_weight(weight[0]), cols.tap_of_weight(weight[1])] = 1
    padded = torch.ones(geometry.padded_size, requires_grad=True)
    (gradient,) = torch.autograd.grad(as_plain(geometry, padded, one_weight).sum(), padded)
    assert nonzero(gradient) == grid(rows.touched(weight[0]), cols.touched(weight[1]))

    impulse = torch.zeros(geometry.input_size)
    impulse[cell] = 1
    top, bottom, left, right = geometry.padding
    if geometry.operation is not Operation.TRANSPOSED:
        mode = "constant" if geometry.padding_mode is PaddingMode.ZEROS else geometry.padding_mode.value
        impulse = functional.pad(impulse[None, None], (left, right, top, bottom), mode=mode)[0, 0]
        assert nonzero(impulse) == grid(rows.positions_of(cell[0]), cols.positions_of(cell[1]))
    assert nonzero(as_plain(geometry, impulse, ones)) == grid(rows.reach(cell[0]), cols.reach(cell[1]))


@pytest.mark.parametrize("operation", list(Operation))
def test_everything_equals_pytorch(operation: Operation) -> None:
    @MANY
    @given(state=states(operation), data=st.data())
    def check(state: PlaygroundState, data: st.DataObject) -> None:
        geometry = state.geometry
        result = compute(state)
        height, width = geometry.output_size
        assert result.output.shape == (geometry.channels_out, height, width)
        torch.testing.assert_close(result.output, expected(state), rtol=1e-4, atol=1e-4)

        channel = data.draw(st.integers(0, geometry.channels_out - 1))
        row = data.draw(st.integers(0, height - 1))
        col = data.draw(st.integers(0, width - 1))
        check_links(
            geometry,
            (row, col),
            (
                data.draw(st.integers(0, geometry.kernel_size[0] - 1)),
                data.draw(st.integers(0, geometry.kernel_size[1] - 1)),
            ),
            (
                data.draw(st.integers(0, geometry.input_size[0] - 1)),
                data.draw(st.integers(0, geometry.input_size[1] - 1)),
            ),
        )

        bias = float(state.bias.tensor[channel]) if state.adds_bias else 0.0
        partials = result.partials(channel)
        torch.testing.assert_close(partials.sum(0) + bias, result.output[channel], rtol=1e-4, atol=1e-4)

        taken_apart = steps(result, channel, row, col)
        assert taken_apart.result == float(result.output[channel, row, col])
        total = sum(each.total for each in taken_apart.channels) + (taken_apart.bias or 0.0)
        assert total == pytest.approx(taken_apart.result, rel=1e-4, abs=1e-4)
        for index, each in enumerate(taken_apart.channels):
            assert each.total == pytest.approx(float(partials[index, row, col]), rel=1e-4, abs=1e-4)
            if operation is not Operation.MAX_POOL:
                assert each.total == sum(term.product for term in each.terms)
            else:
                assert [term.value for term in each.terms if term.wins] == [taken_apart.result]

    check()


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(state=states())
def test_step_through_equals_every_output_cell(state: PlaygroundState) -> None:
    result = compute(state)
    height, width = state.geometry.output_size
    for channel in range(state.geometry.channels_out):
        for row in range(height):
            for col in range(width):
                found = steps(result, channel, row, col)
                total = sum(each.total for each in found.channels) + (found.bias or 0.0)
                assert total == pytest.approx(float(result.output[channel, row, col]), rel=1e-4, abs=1e-4)


def test_max_pooling_marks_the_cell_pytorch_marks() -> None:
    state = PlaygroundState().with_operation(Operation.MAX_POOL)
    state = state.with_cells(Part.INPUT, {(0, row, col): 1.0 for row in range(3) for col in range(3)})
    _, indices = functional.max_pool2d(state.input.tensor, 2, 1, return_indices=True)
    terms = steps(compute(state), 0, 1, 1).channels[0].terms
    winner = next(term for term in terms if term.wins)
    assert winner.position[0] * 3 + winner.position[1] == int(indices[0, 1, 1])


def test_asking_for_a_cell_that_is_not_there_is_refused() -> None:
    result = compute(PlaygroundState())
    with pytest.raises(IndexError):
        steps(result, 0, 2, 0)


@pytest.mark.parametrize("operation", [Operation.CROSS_CORRELATION, Operation.CONVOLUTION])
@pytest.mark.parametrize("channels", [1, 3])
def test_large_pictures_equal_pytorch_too(operation: Operation, channels: int) -> None:
    generator = torch.Generator().manual_seed(1)
    state = PlaygroundState().with_input(Numbers(torch.rand(channels, 700, 531, generator=generator)))
    state = state.with_operation(operation).with_parameters(
        out_channels=2, kernel_height=3, stride_height=2, dilation_width=2, padding_left=1, padding_bottom=2
    )
    state = state.with_kernel_preset(KernelPreset.RANDOM).with_bias(True).with_cells(Part.BIAS, {(1,): 0.5})
    torch.testing.assert_close(compute(state).output, expected(state), rtol=1e-5, atol=1e-5)
