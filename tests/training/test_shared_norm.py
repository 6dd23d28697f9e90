import copy
from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from cnnstudio.networks import catalogue
from cnnstudio.training.parts import Crew
from cnnstudio.training.shared_norm import LeftError, Meeting, can_share, share, shares
from cnnstudio.weights.shell import shell


def in_parts(model: nn.Module, values: Tensor, gradient: Tensor, first: int) -> tuple[Tensor, list[Tensor]]:
    """The output and the gradients (of the values, of each parameter) computed by two threads, ``first`` pictures and
    the rest."""
    meeting, learnt = Meeting(2), list(model.parameters())
    twins = [share(shell(model).train(), meeting, part) for part in (0, 1)]

    def job(part: int) -> tuple[Tensor, list[Tensor]]:
        place = slice(first) if part == 0 else slice(first, None)
        mine = values[place].detach().requires_grad_()
        out = twins[part](mine)
        return out.detach(), list(torch.autograd.grad(out, [mine, *learnt], gradient[place]))

    with Crew(2) as crew:
        (one, mine), (other, its) = crew.lead(lambda: crew.every([lambda: job(0), lambda: job(1)]))
    whole = [torch.cat([mine[0], its[0]]), *(a + b for a, b in zip(mine[1:], its[1:], strict=True))]
    return torch.cat([one, other]), whole


def whole(model: nn.Module, values: Tensor, gradient: Tensor) -> tuple[Tensor, list[Tensor]]:
    values = values.detach().requires_grad_()
    out = model.train()(values)
    return out.detach(), list(torch.autograd.grad(out, [values, *model.parameters()], gradient))


def assert_alike(model: nn.Module, values: Tensor, first: int) -> None:
    """In double precision, where what is not alike is not by rounding."""
    model, values = model.double(), values.double()
    other = copy.deepcopy(model)
    gradient = torch.randn_like(copy.deepcopy(model)(values).detach())
    (out, gradients), (expected, wanted) = in_parts(model, values, gradient, first), whole(other, values, gradient)
    assert torch.allclose(out, expected, rtol=1e-9, atol=1e-9)
    for one, two in zip(gradients, wanted, strict=True):
        assert float((one - two).norm()) <= 1e-8 * float(two.norm()) + 1e-10
    for name, tensor in other.state_dict().items():
        assert torch.allclose(model.state_dict()[name], tensor, rtol=1e-9, atol=1e-9), name


@pytest.mark.parametrize("first", [1, 4, 6])
@pytest.mark.parametrize("affine", [True, False])
@pytest.mark.parametrize(
    ("kind", "shape", "memory_format"),
    [
        (nn.BatchNorm1d, (7, 5), None),
        (nn.BatchNorm1d, (7, 5, 3), None),
        (nn.BatchNorm2d, (7, 5, 4, 3), torch.contiguous_format),
        (nn.BatchNorm2d, (7, 32, 4, 3), torch.channels_last),
        (nn.BatchNorm3d, (7, 5, 4, 3, 2), None),
    ],
)
def test_two_parts_are_torchs_own_of_the_whole_minibatch(
    kind: Callable[..., nn.Module], shape: tuple[int, ...], memory_format: torch.memory_format, affine: bool, first: int
) -> None:
    torch.manual_seed(first)
    norm = kind(shape[1], affine=affine, momentum=0.3, eps=1e-3)
    with torch.no_grad():
        for parameter in norm.parameters():
            parameter.uniform_(-1, 2)
        norm.running_mean.normal_()
    # Far from zero, where sums of squares would lose what the variance is made of.
    values = torch.randn(shape) * 2 + 50
    if memory_format is not None:
        values = values.contiguous(memory_format=memory_format)
    assert_alike(norm, values, first)


def test_a_normalisation_that_is_called_twice_and_one_behind_the_other() -> None:
    class Twice(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv, self.norm, self.last = nn.Conv2d(3, 3, 3, padding=1), nn.BatchNorm2d(3), nn.BatchNorm2d(3)

        def forward(self, values: Tensor) -> Tensor:
            return self.last(self.norm(self.conv(self.norm(values).relu()) + values))

    torch.manual_seed(1)
    assert_alike(Twice(), torch.randn(9, 3, 6, 6), 4)


@pytest.mark.parametrize("name", ["compact", "mini-inception", "resnet-20"])
def test_whole_networks_are_torchs_own(name: str) -> None:
    torch.manual_seed(1)
    model = catalogue.build(name).to(memory_format=torch.channels_last)
    for layer in model.modules():
        if isinstance(layer, nn.Dropout):
            layer.p = 0.0
    assert shares(model)
    assert_alike(model, torch.rand(12, 1, 28, 28), 6)


def test_in_single_precision_they_differ_by_rounding_alone() -> None:
    torch.manual_seed(1)
    model = catalogue.build("compact").to(memory_format=torch.channels_last)
    precise = copy.deepcopy(model).double()
    pictures, gradient = torch.rand(64, 1, 28, 28), torch.randn(64, 10) / 64
    _, mine = in_parts(model, pictures, gradient, 32)
    _, exact = whole(precise, pictures.double(), gradient.double())
    for one, right in zip(mine, exact, strict=True):
        assert float((one - right).norm()) <= 1e-3 * float(right.norm())


def test_the_same_bits_every_time() -> None:
    torch.manual_seed(1)
    model = catalogue.build("compact")
    start = copy.deepcopy(model.state_dict())
    pictures, gradient = torch.rand(15, 1, 28, 28), torch.randn(15, 10)
    found = []
    for _ in range(4):
        model.load_state_dict(start)
        out, gradients = in_parts(model, pictures, gradient, 8)
        found.append([out, *gradients, *(tensor.clone() for tensor in model.state_dict().values())])
    for again in found[1:]:
        assert all(torch.equal(one, other) for one, other in zip(found[0], again, strict=True))


def test_a_part_alone_is_the_whole_minibatch_and_one_value_has_no_variance() -> None:
    norm, reference = nn.BatchNorm1d(3), nn.BatchNorm1d(3)
    meeting = Meeting(2)
    meeting.parts = 1
    alone = share(shell(norm).train(), meeting, 0)
    values = torch.randn(4, 3)
    assert torch.allclose(alone(values), reference(values), atol=1e-6)
    assert torch.allclose(norm.running_var, reference.running_var)
    for one in (alone, reference):
        with pytest.raises(ValueError, match="Expected more than 1 value per channel"):
            one(values[:1])
    with pytest.raises(ValueError, match="expected 2D or 3D input"):
        alone(torch.randn(2, 3, 4, 4))


@pytest.mark.parametrize("fails", [0, 1])
def test_who_waits_for_a_part_that_fails_is_told(fails: int) -> None:
    meeting, error, told = Meeting(2), ZeroDivisionError("zero"), []

    def failing() -> None:
        assert meeting.tell(fails, "mine") == (["mine", "its"] if fails == 0 else ["its", "mine"])
        meeting.leave(fails, error)

    def waiting() -> None:
        meeting.tell(1 - fails, "its")
        for _ in range(2):
            try:
                meeting.tell(1 - fails, "again")
            except LeftError as left:
                told.append(left)

    with Crew(2) as crew:
        crew.lead(lambda: crew.every([failing, waiting]))
    assert len(told) == 2
    assert meeting.cause is error


def test_which_normalisations_can_be_shared() -> None:
    hooked = nn.BatchNorm2d(3)
    hooked.register_forward_hook(lambda *_: None)
    for layer in (nn.BatchNorm1d(3), nn.BatchNorm2d(3, affine=False), nn.BatchNorm3d(3)):
        assert can_share(layer), layer
    for layer in (
        nn.BatchNorm2d(3, track_running_stats=False),
        nn.BatchNorm2d(3, momentum=None),
        nn.SyncBatchNorm(3),
        nn.InstanceNorm2d(3, track_running_stats=True),
        nn.LazyBatchNorm2d(),
        nn.GroupNorm(1, 3),
        hooked,
    ):
        assert not can_share(layer), layer
