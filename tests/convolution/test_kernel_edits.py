import copy
from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from cnnstudio.convolution import kernels
from cnnstudio.convolution.kernel_edits import Chosen, NewWeights, mirrored, replaced, scaled, zeroed
from cnnstudio.convolution.kernels import KernelPreset
from cnnstudio.convolution.layers import LayerView, of_layer
from cnnstudio.errors import ConfigError
from cnnstudio.networks.lenet import SparseConv2d, Subsampling

GENERATOR = torch.Generator().manual_seed(2)

# The layer, what comes in, and how its weights look as (C_out, C_in / groups, k_h, k_w).
LAYERS: dict[str, tuple[nn.Module, tuple[int, ...], Callable[[Tensor], Tensor]]] = {
    "plain": (nn.Conv2d(3, 4, 3), (3, 6, 6), lambda weight: weight),
    "grouped": (nn.Conv2d(4, 6, (3, 4), groups=2), (4, 6, 6), lambda weight: weight),
    "depthwise": (nn.Conv2d(4, 4, 3, groups=4), (4, 6, 6), lambda weight: weight),
    "linear": (nn.Linear(12, 5), (12,), lambda weight: weight.reshape(5, 12, 1, 1)),
    "transposed": (
        nn.ConvTranspose2d(4, 6, 3, groups=2),
        (4, 5, 5),
        lambda weight: weight.reshape(2, 2, 3, 3, 3).transpose(1, 2).reshape(6, 2, 3, 3),
    ),
}


def seen(layer: nn.Module, shape: tuple[int, ...]) -> LayerView:
    view = of_layer(layer.requires_grad_(False), torch.randn(shape, generator=GENERATOR))
    assert view is not None
    return view


def put(layer: nn.Module, new: NewWeights) -> nn.Module:
    changed = copy.deepcopy(layer)
    for index, value in zip(new.index.tolist(), new.values.tolist(), strict=True):
        changed.get_parameter(new.name)[tuple(index)] = value
    return changed


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("inner", [None, 0, 1])
@pytest.mark.parametrize("kind", ["scale", "zero", "horizontal", "vertical", "box"])
def test_the_layers_own_tensor_changes_where_the_kernel_stands(name: str, inner: int | None, kind: str) -> None:
    layer, shape, as_kernel = LAYERS[name]
    view = seen(layer, shape)
    if view.geometry.group_width == 1 and inner == 1:
        inner = 0
    chosen = Chosen(3, inner)
    new = {
        "scale": lambda: scaled(view, chosen, -1.5),
        "zero": lambda: zeroed(view, chosen),
        "horizontal": lambda: mirrored(view, chosen, "horizontal"),
        "vertical": lambda: mirrored(view, chosen, "vertical"),
        "box": lambda: replaced(view, chosen, KernelPreset.BOX),
    }[kind]()
    want = as_kernel(layer.get_parameter("weight")).clone()
    rows = slice(None) if inner is None else slice(inner, inner + 1)
    old = want[3, rows]
    box = torch.full_like(old, 1 / (old.shape[1] * old.shape[2] * old.shape[0]))
    want[3, rows] = {
        "scale": old * -1.5,
        "zero": old * 0,
        "horizontal": old.flip(2),
        "vertical": old.flip(1),
        "box": box,
    }[kind]
    torch.testing.assert_close(as_kernel(put(layer, new).get_parameter("weight")), want, rtol=1e-6, atol=0)


def test_an_edge_filter_takes_three_by_three_and_says_so() -> None:
    layer, shape, _ = LAYERS["plain"]
    new = replaced(seen(layer, shape), Chosen(1, 2), KernelPreset.SOBEL_X)
    want = kernels.make(KernelPreset.SOBEL_X, 1, (3, 3))[0]
    torch.testing.assert_close(put(layer, new).get_parameter("weight")[1, 2], want)
    with pytest.raises(ConfigError, match="at least 3 × 3"):
        replaced(seen(nn.Conv2d(1, 1, 2), (1, 4, 4)), Chosen(0), KernelPreset.LAPLACIAN)


def test_maps_that_are_not_connected_stay_so() -> None:
    layer = SparseConv2d()
    view = seen(layer, (6, 14, 14))
    new = replaced(view, Chosen(0), KernelPreset.GAUSSIAN)
    assert len(new.values) == 3 * 25
    made = seen(put(layer, new), (6, 14, 14)).kernel
    assert made is not None
    assert (made[0, 3:] == 0).all()
    assert (made[0, :3] > 0).all()
    with pytest.raises(ConfigError, match="not connected"):
        zeroed(view, Chosen(0, 4))


def test_four_weights_that_are_one_number() -> None:
    layer = Subsampling(3)
    view = seen(layer, (3, 4, 4))
    np.testing.assert_array_equal(scaled(view, Chosen(1), 2.0).values, [0.5])
    np.testing.assert_array_equal(mirrored(view, Chosen(1), "vertical").values, [0.25])
    with pytest.raises(ConfigError, match="one number"):
        replaced(view, Chosen(1), KernelPreset.COUNT)


def test_pooling_and_too_large_factors_are_refused() -> None:
    with pytest.raises(ConfigError, match="no weights"):
        zeroed(seen(nn.MaxPool2d(2), (2, 4, 4)), Chosen(0))
    layer, shape, _ = LAYERS["plain"]
    with pytest.raises(ConfigError, match="smaller factor"):
        scaled(seen(layer, shape), Chosen(0), 1e9)
