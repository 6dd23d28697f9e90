import threading
from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from cnnstudio import compute
from cnnstudio.networks import building, catalogue
from cnnstudio.networks.building import filled, to_meta, without_memory

DIGIT_NETWORKS = [spec.name for spec in catalogue.specs() if spec.trainable_on_digits]


def test_numbers_that_a_constructor_computes_with_stay_numbers() -> None:
    with without_memory():
        assert torch.arange(4).sum().item() == 6
        assert nn.Linear(2, 2).weight.is_meta


def test_shared_tensors_stay_shared() -> None:
    model = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3))
    model[1].weight = model[0].weight
    to_meta(model)
    assert model[1].weight is model[0].weight
    assert model[0].weight.is_meta


@pytest.mark.parametrize("name", [*DIGIT_NETWORKS, "squeezenet1_1", "mobilenet_v3_small", "resnet18"])
def test_a_filled_network_is_the_one_built_the_ordinary_way(name: str) -> None:
    spec = catalogue.get(name)
    with compute.random_stream(3):
        ordinary = spec.build()
    for buffer in ordinary.buffers():
        if buffer.is_floating_point():
            buffer.add_(0.25)
    before = torch.get_rng_state()
    network = filled(spec.construct, ordinary.state_dict())
    assert torch.equal(torch.get_rng_state(), before)
    expected = dict(ordinary.named_parameters()) | dict(ordinary.named_buffers())
    found = dict(network.named_parameters()) | dict(network.named_buffers())
    assert found.keys() == expected.keys()
    for key, tensor in found.items():
        assert torch.equal(tensor, expected[key]), key
        assert (tensor.dtype, tensor.stride(), tensor.requires_grad, type(tensor)) == (
            expected[key].dtype, expected[key].stride(), expected[key].requires_grad, type(expected[key])
        ), key  # fmt: skip
        assert tensor.data_ptr() != expected[key].data_ptr(), key
    picture = torch.rand(2, *spec.input_shape)
    with torch.inference_mode():
        assert torch.equal(network.eval()(picture), ordinary.eval()(picture))


def test_layout_and_kind_of_number_are_the_networks_own() -> None:
    spec = catalogue.get("convnet")
    tensors = {
        name: tensor.double().contiguous(memory_format=torch.channels_last) if tensor.dim() == 4 else tensor.double()
        for name, tensor in spec.build().state_dict().items()
    }
    network = filled(spec.construct, tensors)
    for name, tensor in network.state_dict().items():
        assert tensor.dtype == torch.float32
        assert tensor.is_contiguous()
        assert torch.equal(tensor, tensors[name].float())


class _Tied(nn.Module):
    """Two names for one weight, one weight that is not trained, and one kept channels last."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = nn.Linear(4, 4), nn.Linear(4, 4)
        self.second.weight = self.first.weight
        self.first.bias.requires_grad_(False)
        self.conv = nn.Conv2d(3, 4, 3).to(memory_format=torch.channels_last)


def test_what_is_shared_frozen_or_laid_out_otherwise_stays_so() -> None:
    network = filled(_Tied, _Tied().state_dict())
    assert network.second.weight is network.first.weight
    assert not network.first.bias.requires_grad
    assert network.second.bias.requires_grad
    assert network.conv.weight.is_contiguous(memory_format=torch.channels_last)
    assert not network.conv.weight.is_contiguous()
    assert len(list(network.parameters())) == len(list(_Tied().parameters()))


class _Unsaved(nn.Linear):
    """A table that is not in the state dictionary, made in one of several ways."""

    def __init__(self, make: Callable[[], Tensor], *, plain: bool) -> None:
        super().__init__(3, 3)
        if plain:
            self.tables = {"one": make()}
        else:
            self.register_buffer("table", make(), persistent=False)

    @property
    def own(self) -> Tensor:
        return self.tables["one"] if hasattr(self, "tables") else self.table


@pytest.mark.parametrize("plain", [True, False], ids=["plain", "buffer"])
@pytest.mark.parametrize(
    "make",
    [
        lambda: torch.arange(3.0),
        lambda: torch.empty(3).fill_(2.5),
        lambda: nn.init.constant_(torch.zeros(3), 4.0),
        lambda: torch.tensor(torch.empty(2).fill_(3.0).tolist()),
    ],
    ids=["arange", "empty", "init", "numbers"],
)
def test_what_is_not_in_the_file_is_made(make: Callable[[], Tensor], plain: bool) -> None:
    before = torch.get_rng_state()
    ordinary = _Unsaved(make, plain=plain)
    torch.set_rng_state(before)
    network = filled(lambda: _Unsaved(make, plain=plain), ordinary.state_dict())
    assert torch.equal(network.own, ordinary.own)
    assert not network.own.is_meta
    assert torch.equal(network.weight, ordinary.weight)
    assert torch.equal(torch.get_rng_state(), before)


def test_a_table_that_is_drawn_is_drawn_beside_the_stream() -> None:
    before = torch.get_rng_state()
    tables = [filled(lambda: _Unsaved(lambda: torch.rand(3), plain=False), _linear()).own for _ in range(2)]
    assert torch.equal(*tables)
    assert torch.equal(torch.get_rng_state(), before)


def test_layers_that_learn_their_size_later_are_filled_the_ordinary_way() -> None:
    network = filled(lambda: nn.Sequential(nn.LazyLinear(3)), {"0.weight": torch.ones(3, 2), "0.bias": torch.zeros(3)})
    assert network(torch.ones(1, 2)).tolist() == [[2.0, 2.0, 2.0]]


def test_weights_of_another_network_are_refused() -> None:
    with pytest.raises(RuntimeError, match="size mismatch"):
        filled(lambda: nn.Linear(4, 3), _linear())
    with pytest.raises(RuntimeError, match="Missing key"):
        filled(lambda: nn.Linear(3, 3), {"weight": torch.zeros(3, 3)})
    with pytest.raises(RuntimeError, match="Unexpected key"):
        filled(lambda: nn.Linear(3, 3, bias=False), _linear())


def test_nobody_is_waited_for() -> None:
    # A user's constructor may hold the stream for minutes; reading a file needs nothing of it.
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with compute.random_stream():
            held.set()
            done.wait(30)

    other = threading.Thread(target=hold)
    other.start()
    try:
        held.wait(30)
        spec = catalogue.get("lenet5-1998")
        reader = threading.Thread(target=building.filled, args=(spec.construct, _paper_weights()))
        reader.start()
        reader.join(20)
        assert not reader.is_alive()
    finally:
        done.set()
        other.join()


def _linear() -> dict[str, Tensor]:
    return {"weight": torch.zeros(3, 3), "bias": torch.zeros(3)}


def _paper_weights() -> dict[str, Tensor]:
    with without_memory():
        places = catalogue.get("lenet5-1998").construct().state_dict()
    return {name: torch.zeros(tensor.shape) for name, tensor in places.items()}


class _Frozen(nn.BatchNorm2d):
    """Never trains, whatever it is told."""

    def train(self, mode: bool = True) -> "_Frozen":
        del mode
        self.frozen = True
        return super().train(False)


@pytest.mark.parametrize("last", [nn.BatchNorm2d, _Frozen])
def test_layers_are_listed_and_switched_as_pytorch_does_it(last: type[nn.BatchNorm2d]) -> None:
    shared = nn.Conv2d(3, 3, 1)
    module = nn.Sequential(nn.Sequential(shared, nn.Dropout(), shared), nn.ModuleDict({"a": last(3), "b": nn.ReLU()}))
    module.register_module("nothing", None)
    module[1]["a"].training = True
    assert building.layers_of(module) == list(module.modules())
    assert building.to_evaluation(module) is module
    assert not any(layer.training for layer in module.modules())
    assert getattr(module[1]["a"], "frozen", False) == (last is _Frozen)
