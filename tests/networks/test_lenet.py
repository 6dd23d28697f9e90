import pytest
import torch
from torch import nn
from torch.nn import functional

from cnnstudio.networks import cards, catalogue
from cnnstudio.networks.lenet import LeNet5Paper, RadialBasis, ScaledTanh, SparseConv2d, Subsampling, digit_codes


def parameters(module: nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())


def test_the_papers_network_has_60000_parameters_layer_by_layer() -> None:
    network = catalogue.build("lenet5-1998")
    assert isinstance(network, LeNet5Paper)
    counts = {name: parameters(module) for name, module in network.named_children() if parameters(module)}
    # Section II.B's own figures.
    assert counts == {"c1": 156, "s2": 12, "c3": 1516, "s4": 32, "c5": 48120, "f6": 10164}
    assert parameters(network) == 60_000


def test_the_papers_maps_have_the_papers_sizes() -> None:
    network = LeNet5Paper()
    shapes: dict[str, tuple[int, ...]] = {}
    for name, module in network.named_children():
        module.register_forward_hook(lambda _m, _i, out, name=name: shapes.update({name: tuple(out.shape[1:])}))
    assert network(torch.rand(2, 1, 28, 28)).shape == (2, 10)
    assert shapes["input"] == (1, 32, 32)
    assert [shapes[name] for name in ("c1", "s2", "c3", "s4", "c5", "f6")] == [
        (6, 28, 28),
        (6, 14, 14),
        (16, 10, 10),
        (16, 5, 5),
        (120, 1, 1),
        (84,),
    ]


def test_c3_sees_what_table_i_says() -> None:
    # Table I row by row: an X where map `column` of C3 sees map `row` of S2.
    table = [
        "X...XXX..XXXX.XX",
        "XX...XXX..XXXX.X",
        "XXX...XXX..X.XXX",
        ".XXX..XXXX..X.XX",
        "..XXX..XXXX.XX.X",
        "...XXX..XXXX.XXX",
    ]
    layer = SparseConv2d()
    for row, marks in enumerate(table):
        maps = torch.zeros(1, 6, 5, 5)
        maps[0, row] = torch.rand(5, 5) + 0.1
        answer = layer(maps)[0, :, 0, 0] - layer.bias
        assert "".join("X" if value else "." for value in answer.tolist()) == marks


def test_c3_learns_only_its_own_kernels() -> None:
    layer = SparseConv2d()
    layer(torch.rand(2, 6, 14, 14)).sum().backward()
    assert layer.weight.grad is not None
    assert layer.weight.grad.shape == (60, 5, 5)
    assert bool((layer.weight.grad != 0).all())


def test_subsampling_is_sum_times_coefficient_plus_bias() -> None:
    layer = Subsampling(1)
    with torch.no_grad():
        layer.coefficient.fill_(0.5)
        layer.bias.fill_(3.0)
    maps = torch.arange(16.0).view(1, 1, 4, 4)
    # 0 + 1 + 4 + 5 = 10 in the first field.
    assert layer(maps).flatten().tolist() == [8.0, 12.0, 24.0, 28.0]


def test_squashing_keeps_one_and_saturates_at_1_7159() -> None:
    values = ScaledTanh()(torch.tensor([1.0, -1.0, 100.0, 0.0]))
    assert values.tolist() == pytest.approx([1.0, -1.0, 1.7159, 0.0], abs=2e-5)


def test_the_input_is_normalised_as_in_the_paper() -> None:
    pictures = torch.zeros(1, 1, 28, 28)
    pictures[0, 0, 0, 0] = 1.0
    shown = LeNet5Paper().input(pictures)
    assert shown[0, 0, 2, 2].item() == pytest.approx(1.175)
    assert shown[0, 0, 0, 0].item() == pytest.approx(-0.1)


def test_codes_are_ten_different_bitmaps_that_are_not_trained() -> None:
    codes = digit_codes()
    assert codes.shape == (10, 84)
    assert set(codes.unique().tolist()) == {-1.0, 1.0}
    distances = torch.cdist(codes, codes, p=1) / 2 + 84 * torch.eye(10)
    assert distances.min() >= 4
    assert not list(RadialBasis().parameters())


def test_features_equal_to_a_code_answer_that_digit() -> None:
    logits = RadialBasis()(digit_codes())
    assert logits.argmax(dim=1).tolist() == list(range(10))
    assert logits.diagonal().tolist() == [0.0] * 10
    # Negated, doubled: the paper's penalty, the squared distance.
    assert torch.equal(-2 * logits, torch.cdist(digit_codes(), digit_codes()).square().round())


def test_pytorchs_version_has_61706_parameters_and_pads_inside() -> None:
    network = catalogue.build("lenet5")
    assert parameters(network) == 61_706
    pictures = torch.rand(2, 1, 28, 28)
    logits = network(pictures)
    assert logits.shape == (2, 10)
    network.pad = nn.Identity()
    assert torch.equal(network(functional.pad(pictures, (2, 2, 2, 2))), logits)
    card = cards.card(catalogue.get("lenet5"))
    assert card is not None
    assert "padded" in card.differs
