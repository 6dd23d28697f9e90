"""Networks that call ``torch.vmap`` and ``torch.func``: followed through, and counted for the whole batch."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from cnnstudio.analysis.network import analyse_module
from tests.analysis import gradients


class _Mapped(nn.Module):
    def __init__(self, forward: Callable[["_Mapped", Tensor], Tensor]) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
        self.head = nn.Conv2d(4, 2, 1)
        self.own = forward

    def forward(self, x: Tensor) -> Tensor:
        return self.own(self, x)


def _ensemble(net: _Mapped, x: Tensor) -> Tensor:
    """Two networks of one shape at once, by their stacked weights."""
    weights = {name: torch.stack([value, value]) for name, value in net.conv.named_parameters()}
    both = torch.vmap(lambda own, x: torch.func.functional_call(net.conv, own, (x,)), (0, None))(weights, x)
    return net.head(both.mean(0))


CASES: dict[str, Callable[[_Mapped, Tensor], Tensor]] = {
    "a layer for each picture": lambda net, x: net.head(torch.vmap(lambda one: net.conv(one[None])[0])(x)),
    "a function for each picture": lambda net, x: torch.vmap(lambda one: net.head(one * 2), randomness="same")(
        net.conv(x)
    ),
    "the batch at the end": lambda net, x: net.head(
        torch.vmap(lambda one: net.conv(one), in_dims=3, out_dims=3)(x.permute(1, 2, 3, 0)).permute(3, 0, 1, 2)
    ),
    "inside one another": lambda net, x: net.head(
        torch.vmap(torch.vmap(lambda plane: plane.roll(1, 0) + plane))(net.conv(x))
    ),
    "weights from outside": lambda net, x: net.head(
        torch.func.functional_call(net.conv, dict(net.conv.named_parameters()), (x,))
    ),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("batch", [1, 3])
def test_shapes_counts_and_fields_are_those_of_the_whole_batch(name: str, batch: int) -> None:
    model = gradients.positive(_Mapped(CASES[name]))
    pixels = gradients.pixels_of((batch, 3, 7, 6))
    with torch.enable_grad():
        output = model(pixels)
    box = gradients.box_of(output[0, :, 2, 1].sum(), pixels)
    analysis = analyse_module(model, (3, 7, 6), batch=batch)
    assert analysis.output_shape == tuple(output.shape) == (batch, 2, 5, 4)
    assert analysis.total_macs == batch * 20 * (4 * 27 + 2 * 4)
    assert analysis.layers["conv"].output_shape in {(batch, 4, 5, 4), (batch, 1, 4, 5, 4)}
    field = analysis.graph.nodes[-1].receptive_field
    assert field is not None
    assert not field.at_most
    assert field.box(2, 1, 7, 6) == box


def test_several_weights_at_once() -> None:
    analysis = analyse_module(_Mapped(_ensemble), (3, 7, 6))
    assert analysis.total_macs == 20 * (2 * 4 * 27 + 2 * 4)
    field = analysis.graph.nodes[-1].receptive_field
    assert field is not None
    assert field.box(2, 1, 7, 6) == (2, 1, 5, 4)


def test_pictures_that_meet_are_a_bound() -> None:
    """What is mapped over rows reads, in each of them, what all rows read."""
    analysis = analyse_module(_Mapped(lambda net, x: torch.vmap(lambda row: row * 2, 2, 2)(net.conv(x))), (3, 7, 6))
    field = analysis.graph.nodes[-1].receptive_field
    assert field is not None
    assert field.at_most
    assert field.box(2, 1, 7, 6)[1::2] == (1, 4)
    assert [node.label for node in analysis.graph.nodes] == ["Input", "Conv2d", "mul", "permute", "Output"]


def test_a_gradient_in_forward_is_followed_as_a_bound() -> None:
    analysis = analyse_module(
        _Mapped(lambda net, x: net.head(torch.func.grad(lambda y: (y * y).sum())(net.conv(x)))), (3, 7, 6)
    )
    assert analysis.total_macs == 20 * (4 * 27 + 2 * 4)
    field = analysis.graph.nodes[-1].receptive_field
    assert field is not None
    assert field.at_most
