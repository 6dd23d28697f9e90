import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import nn

from cnnstudio.convolution.receptive_field import LayerKind, Stack, StackLayer, StackPreset, preset
from cnnstudio.errors import ConfigError


@st.composite
def stacks(draw: st.DrawFn) -> Stack:
    stack = Stack((), draw(st.integers(6, 24)), 1)
    for _ in range(draw(st.integers(1, 4))):
        kernel = draw(st.integers(1, 4))
        pooling = draw(st.booleans())
        layer = StackLayer(
            LayerKind.POOLING if pooling else LayerKind.CONVOLUTION,
            kernel,
            draw(st.integers(1, 3)),
            draw(st.integers(0, kernel // 2 if pooling else 3)),
            1 if pooling else draw(st.integers(1, 2)),
            1,
        )
        try:
            stack = stack.added(layer)
        except ConfigError:
            continue
    return stack


def modules(stack: Stack) -> list[nn.Module]:
    found: list[nn.Module] = []
    for layer, channels in zip(stack.layers, stack.channels, strict=False):
        if layer.kind is LayerKind.POOLING:
            found.append(nn.AvgPool2d(layer.kernel, layer.stride, layer.padding))
        else:
            found.append(nn.Conv2d(channels, layer.channels, layer.kernel, layer.stride, layer.padding, layer.dilation))
            nn.init.ones_(found[-1].weight)
    return found


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(stack=stacks(), data=st.data())
def test_fields_equal_gradients(stack: Stack, data: st.DataObject) -> None:
    maps = [torch.ones(1, 1, stack.input_size, stack.input_size, requires_grad=True)]
    for module in modules(stack):
        maps.append(module(maps[-1]))
        maps[-1].retain_grad()
    assert tuple(each.shape[-1] for each in maps) == stack.sizes

    level = data.draw(st.integers(1, len(stack.layers))) if stack.layers else 0
    row = data.draw(st.integers(0, stack.sizes[level] - 1))
    col = data.draw(st.integers(0, stack.sizes[level] - 1))
    maps[level][0, 0, row, col].backward()
    for below in range(level):
        gradient = maps[below].grad
        assert gradient is not None
        rows, cols = stack.reads(level, row, below), stack.reads(level, col, below)
        found = {(int(y), int(x)) for y, x in gradient[0, 0].nonzero()}
        assert found == {(y, x) for y in rows for x in cols}
        first, last = stack.receptive_field(level, row, below)
        assert all(first <= cell <= last for cell in rows)

    first, last = stack.receptive_field(level, row, 0)
    whole = stack.levels[level]
    assert last - first + 1 == whole.size
    assert first == whole.offset + row * whole.stride


@pytest.mark.parametrize(
    ("name", "sizes", "field", "stride", "parameters"),
    [
        (StackPreset.TWO_3X3, (9, 7, 5), 5, 1, 2 * (9 * 64 + 8)),
        (StackPreset.THREE_3X3, (11, 9, 7, 5), 7, 1, 3 * (9 * 64 + 8)),
        (StackPreset.CONVNET, (28, 28, 14, 14, 7), 10, 4, 80 + 1168),
        (StackPreset.LENET5, (32, 28, 14, 10, 5, 1), 32, 4, 156 + 2416 + 48120),
        (StackPreset.VGG_BLOCK, (16, 16, 16, 8), 6, 2, 1792 + 36928),
    ],
)
def test_presets(name: StackPreset, sizes: tuple[int, ...], field: int, stride: int, parameters: int) -> None:
    stack = preset(name)
    assert stack.sizes == sizes
    assert (stack.levels[-1].size, stack.levels[-1].stride) == (field, stride)
    assert stack.parameters == parameters


def test_two_3x3_see_what_one_5x5_sees_for_fewer_parameters() -> None:
    stack = preset(StackPreset.TWO_3X3)
    assert stack.levels[-1].size == 5
    assert stack.single_layer_parameters == 25 * 64 + 8
    assert stack.parameters < stack.single_layer_parameters


def test_a_field_goes_past_the_border() -> None:
    assert preset(StackPreset.CONVNET).receptive_field(4, 0, 0) == (-3, 6)


def test_layers_are_added_removed_and_moved() -> None:
    stack = preset(StackPreset.TWO_3X3).added(StackLayer(LayerKind.POOLING, 2, 2))
    assert stack.sizes == (9, 7, 5, 2)
    pooled_first = Stack(stack.layers, 16).moved(2, 0)
    assert pooled_first.sizes == (16, 8, 6, 4)
    assert stack.removed(0).sizes == (9, 7, 3)
    assert stack.with_layer(0, kernel=5).sizes == (9, 5, 3, 1)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda stack: stack.with_layer(1, kernel=9), "Layer 2: its window spans 9 cells"),
        (lambda stack: stack.with_layer(0, kernel=0), "Layer 1: kernel is 1 or more"),
        (lambda stack: stack.added(StackLayer(LayerKind.POOLING, 2, 2, padding=2)), "half of its kernel"),
    ],
)
def test_what_does_not_fit_is_refused(change, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        change(preset(StackPreset.TWO_3X3))


def test_a_stack_has_an_end() -> None:
    stack = Stack(tuple(StackLayer(kernel=1) for _ in range(64)))
    with pytest.raises(ConfigError, match="up to 64 layers"):
        stack.added(StackLayer(kernel=1))
