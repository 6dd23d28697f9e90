import threading
from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from cnnstudio.networks.draws import DrawnError, NoDraws, OwnDraws


class Everything(nn.Module):
    """One layer or function of each kind that draws."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(8, 8, 2, dropout=0.5, batch_first=True)
        self.attention = nn.MultiheadAttention(8, 2, dropout=0.3, batch_first=True)

    def forward(self, x: Tensor) -> Tensor:
        """(N, 8) -> (N, 8)."""
        x = functional.dropout(x, 0.3) + functional.alpha_dropout(x, 0.3, training=True)
        x = functional.dropout2d(x.view(-1, 2, 2, 2), 0.5).reshape(-1, 8) + functional.rrelu(x, training=True)
        x = x + functional.fractional_max_pool2d(x.view(-1, 1, 4, 2), 2, output_size=(2, 1)).sum()
        x = x + self.lstm(x[:, None].expand(-1, 3, -1))[0].sum(1)
        x = x + self.attention(x[None], x[None], x[None])[0][0]
        x = (
            x
            + functional.scaled_dot_product_attention(x[None, None], x[None, None], x[None, None], dropout_p=0.2)[0, 0]
        )
        x = x + torch.rand(8) + torch.randn(8) + torch.randint(3, (8,)) + torch.randint(1, 3, (8,)) + torch.randperm(8)
        x = x + torch.rand_like(x) + torch.randn_like(x) + torch.randint_like(x, 5)
        x = x + torch.bernoulli(torch.full((8,), 0.5)) + torch.normal(0.0, 1.0, (8,)) + torch.empty(8).exponential_()
        x = x + torch.multinomial(torch.ones(4), 8, replacement=True)
        return x * 2 if torch.rand(1) < 0.5 else x


@pytest.fixture(scope="module")
def network() -> nn.Module:
    torch.manual_seed(2)
    return Everything()


@pytest.fixture(scope="module")
def inputs() -> Tensor:
    return torch.arange(40.0).reshape(5, 8) / 40


def drawn(network: nn.Module, inputs: Tensor, *key: int) -> Tensor:
    with OwnDraws(*key):
        result: Tensor = network(inputs)
    return result.detach().clone()


@pytest.mark.parametrize("mode", [torch.enable_grad, torch.no_grad, torch.inference_mode])
def test_the_numbers_are_a_function_of_the_key(network: nn.Module, inputs: Tensor, mode: Callable[[], object]) -> None:
    with mode():  # type: ignore[attr-defined]
        first = drawn(network, inputs, 1, 2)
        torch.rand(3)
        assert torch.equal(first, drawn(network, inputs, 1, 2))
        assert not torch.equal(first, drawn(network, inputs, 1, 3))
        assert not torch.equal(first, drawn(network, inputs, 2, 1))


@pytest.mark.parametrize("mode", [torch.enable_grad, torch.no_grad, torch.inference_mode])
def test_torchs_stream_is_not_touched(network: nn.Module, inputs: Tensor, mode: Callable[[], object]) -> None:
    before = torch.get_rng_state()
    with mode():  # type: ignore[attr-defined]
        drawn(network, inputs, 1)
    assert torch.equal(torch.get_rng_state(), before)
    # The test means something: without generators of its own the network moves the stream.
    network(inputs)
    assert not torch.equal(torch.get_rng_state(), before)


def test_other_threads_that_draw_change_nothing(network: nn.Module, inputs: Tensor) -> None:
    alone, stop = drawn(network, inputs, 1), threading.Event()

    def draw() -> None:
        while not stop.is_set():
            nn.Linear(30, 30)

    other = threading.Thread(target=draw)
    other.start()
    try:
        assert all(torch.equal(drawn(network, inputs, 1), alone) for _ in range(30))
    finally:
        stop.set()
        other.join()


def test_two_layers_draw_different_masks_and_two_steps_too() -> None:
    with (draws := OwnDraws(1)):
        first, second = (functional.dropout(torch.ones(200)) for _ in range(2))
    draws.restart(2)
    with draws:
        later = functional.dropout(torch.ones(200))
    assert not torch.equal(first, second)
    assert not torch.equal(first, later)
    draws.restart(1)
    with draws:
        assert torch.equal(functional.dropout(torch.ones(200)), first)


@pytest.mark.parametrize("share", [0.2, 0.5, 1.0])
def test_dropout_is_still_dropout(share: float) -> None:
    values = torch.full((400, 400), 3.0, requires_grad=True)
    with OwnDraws(4):
        kept = functional.dropout(values, share)
    kept.sum().backward()
    assert torch.allclose(kept[kept != 0], torch.tensor(3 / (1 - share) if share < 1 else 0.0))
    assert float((kept == 0).float().mean()) == pytest.approx(share, abs=0.01)
    assert torch.equal(values.grad == 0, kept == 0)


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("train", [True, False])
def test_the_fused_dropout_of_other_devices(share: float, train: bool) -> None:
    # What a GPU calls in place of the mask that the CPU draws; the same function by another name.
    values = torch.full((400, 400), 3.0, requires_grad=True)
    with OwnDraws(4):
        kept, mask = torch.native_dropout(values, share, train)
        again, _ = torch.native_dropout(values, share, train)
    kept.sum().backward()
    expected = share if train else 0.0
    assert float((kept == 0).float().mean()) == pytest.approx(expected, abs=0.01)
    assert torch.equal(mask, kept != 0)
    assert torch.equal(kept, again) == (expected in (0.0, 1.0))
    scale = 1 / (1 - expected) if expected < 1 else 0.0
    assert torch.allclose(values.grad, mask * scale)


def test_a_generator_that_is_given_is_used() -> None:
    with (draws := OwnDraws(1)):
        given = torch.rand(3, generator=torch.Generator().manual_seed(5))
        torch.empty(3).normal_(generator=torch.Generator().manual_seed(5))
    assert torch.equal(given, torch.rand(3, generator=torch.Generator().manual_seed(5)))
    assert draws.count == 0


def test_nothing_is_drawn_for_what_has_no_numbers() -> None:
    with (draws := OwnDraws(1)):
        nn.Linear(3, 3, device="meta")
    assert draws.count == 0


@pytest.mark.parametrize(
    "draw",
    [
        lambda: torch.rand(2),
        lambda: functional.dropout(torch.ones(2)),
        lambda: torch.ones(2).bernoulli_(),
        lambda: torch.nn.init.normal_(torch.empty(2)),
    ],
)
def test_drawing_can_be_forbidden(draw: Callable[[], object]) -> None:
    with NoDraws(), pytest.raises(DrawnError):
        draw()


def test_what_draws_nothing_is_not_forbidden() -> None:
    with NoDraws():
        assert functional.dropout(torch.ones(2), training=False).tolist() == [1.0, 1.0]
        assert (torch.ones(2) @ torch.ones(2)).item() == 2
