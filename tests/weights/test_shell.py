import copy
import threading
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from cnnstudio.errors import EditError
from cnnstudio.networks import building, catalogue
from cnnstudio.weights import shell as shells
from cnnstudio.weights.edits import EMPTY, NETWORK, Edits, Kernel
from cnnstudio.weights.shell import edited, prunable, shell
from tests.weights.networks import Computed, Locked, Twice, random_state
from tests.weights.peak import Peak

PICTURES = torch.rand(3, 1, 28, 28, generator=torch.Generator().manual_seed(5))
BUILDERS: dict[str, Callable[[], nn.Module]] = {
    "twice": Twice,
    "convnet": lambda: catalogue.build("convnet"),
    "compact": lambda: catalogue.build("compact"),
    "lenet5-1998": lambda: catalogue.build("lenet5-1998"),
    "mini-inception": lambda: catalogue.build("mini-inception"),
}
NETWORKS = {name: random_state(build()) for name, build in BUILDERS.items()}


def run(module: nn.Module) -> Tensor:
    with torch.inference_mode():
        return module(PICTURES)


def by_hand(name: str, edits: Edits) -> Tensor:
    """The same change made on a plain module: its state dictionary loaded, maps set to zero in a forward of its own."""
    module = copy.deepcopy(NETWORKS[name])
    state = {key: tensor.clone() for key, tensor in module.state_dict().items()}
    groups = tied(module)
    for scope, share in edits.pruned:
        names = list(prunable(module, scope))
        numbers = np.concatenate([np.abs(module.state_dict()[key].numpy().ravel()) for key in names])
        smallest = np.argsort(numbers, kind="stable")[: round(share * len(numbers))]
        first = 0
        for key in names:
            size = state[key].numel()
            mine = smallest[(smallest >= first) & (smallest < first + size)] - first
            for twin in groups[key]:
                state[twin].view(-1)[torch.from_numpy(mine)] = 0.0
            first += size
    for key, places in edits.values:
        for index, value in places:
            for twin in groups[key]:
                state[twin].view(-1)[index] = value
    module.load_state_dict(state)
    for path, maps in edits.off:
        layer = module.get_submodule(path)

        def forward(given: Tensor, layer: nn.Module = layer, maps: tuple[int, ...] = maps) -> Tensor:
            output = type(layer).forward(layer, given).clone()
            for number in maps:
                output[:, number] = 0.0
            return output

        layer.forward = forward  # type: ignore[method-assign]
    return run(module)


def tied(module: nn.Module) -> dict[str, list[str]]:
    """Per name all names of the same tensor."""
    state = module.state_dict(keep_vars=True)
    return {name: [other for other in state if state[other] is tensor] for name, tensor in state.items()}


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, Edits]:
    name = draw(st.sampled_from(sorted(NETWORKS)))
    module = NETWORKS[name]
    state = {key: tensor for key, tensor in module.state_dict().items() if tensor.is_floating_point()}
    groups = tied(module)
    edits = EMPTY
    for _ in range(draw(st.integers(0, 6))):
        key = draw(st.sampled_from(sorted(state)))
        # Of tied names one is edited: two different values for one number are no state of the network.
        key = groups[key][0]
        shape = tuple(state[key].shape)
        what = draw(st.sampled_from(["value", "zero", "scale", "flip"]))
        if what == "value" or not shape:
            index = draw(st.integers(0, max(0, state[key].numel() - 1)))
            edits = edits.set(key, index, draw(st.floats(-3, 3, width=32)))
            continue
        depth = draw(st.integers(0, len(shape)))
        at = tuple(draw(st.integers(0, size - 1)) for size in shape[:depth])
        kernel, now = Kernel(key, shape, at), state[key].numpy()[at]
        if what == "zero":
            edits = edits.zero(kernel)
        elif what == "scale":
            edits = edits.scale(kernel, now, draw(st.floats(-2, 2, width=32)))
        else:
            edits = edits.flip(kernel, now, draw(st.sampled_from(["horizontal", "vertical", "both"])))
    layers = [path for path, layer in module.named_modules() if isinstance(layer, nn.Conv2d | nn.Linear | nn.ReLU)]
    for _ in range(draw(st.integers(0, 2))):
        edits = edits.switch(draw(st.sampled_from(layers)), draw(st.integers(0, 3)), on=False)
    for _ in range(draw(st.integers(0, 2))):
        scopes = [NETWORK, *(path for path in layers if prunable(module, path))]
        edits = edits.prune(draw(st.floats(0, 1)), draw(st.sampled_from(scopes)))
    return name, edits


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_edits_give_what_the_same_change_by_hand_gives(case: tuple[str, Edits]) -> None:
    name, edits = case
    before = {key: tensor.clone() for key, tensor in NETWORKS[name].state_dict().items()}
    # A negative variance gives NaN, here as there.
    torch.testing.assert_close(run(edited(NETWORKS[name], edits)), by_hand(name, edits), rtol=0, atol=0, equal_nan=True)
    # What was handed out is as it was.
    assert all(torch.equal(tensor, before[key]) for key, tensor in NETWORKS[name].state_dict().items())
    assert not any(layer._forward_hooks for layer in NETWORKS[name].modules())


@pytest.mark.parametrize("name", NETWORKS)
def test_a_shell_shares_its_tensors_and_nothing_else(name: str) -> None:
    module = NETWORKS[name]
    made = shell(module)
    assert torch.equal(run(made), run(module))
    ours = dict(made.named_modules(remove_duplicate=False))
    for path, layer in module.named_modules(remove_duplicate=False):
        assert ours[path] is not layer
    for key, tensor in module.state_dict(keep_vars=True).items():
        assert made.state_dict(keep_vars=True)[key] is tensor
    made.register_forward_hook(lambda *_: torch.zeros(1))
    made.train()
    assert not module.training
    assert run(module).shape == (3, 10)
    assert sum(layer is other for layer in made.modules() for other in module.modules()) == 0


def test_only_what_changed_is_copied() -> None:
    module = NETWORKS["convnet"]
    made = edited(module, EMPTY.set("features.0.weight", 3, 1.5))
    state, before = made.state_dict(keep_vars=True), module.state_dict(keep_vars=True)
    assert [key for key in state if state[key] is not before[key]] == ["features.0.weight"]
    assert isinstance(made.features[0].weight, nn.Parameter)
    assert not made.features[0].weight.requires_grad


def test_a_layer_used_twice_and_tied_weights_change_everywhere() -> None:
    module = NETWORKS["twice"]
    made = edited(module, EMPTY.set("left.weight", 0, 7.0).set("body.1.bias", 1, 2.0))
    assert made.left.weight is made.right.weight
    assert made.aliases[0] is made.left.weight
    assert made.again is made.body[1]
    assert float(made.again.bias[1]) == 2.0
    assert float(made.right.weight[0, 0]) == 7.0


def test_layout_in_memory_stays() -> None:
    module = random_state(catalogue.build("convnet")).to(memory_format=torch.channels_last)
    made = edited(module, EMPTY.set("features.3.weight", 5, 1.0).prune(0.5, "features.3"))
    assert made.features[3].weight.stride() == module.features[3].weight.stride()
    wanted = module.features[3].weight.contiguous().view(-1).clone()
    smallest = wanted.abs().argsort(stable=True)[: wanted.numel() // 2]
    wanted[smallest] = 0.0
    wanted[5] = 1.0
    assert torch.equal(made.features[3].weight.contiguous().view(-1), wanted)


def test_pruning_all_of_it_and_none() -> None:
    module = NETWORKS["compact"]
    made = edited(module, EMPTY.prune(1.0))
    assert all(not bool(weight.any()) for weight in prunable(made).values())
    assert torch.equal(made.features[1].weight, module.features[1].weight), "normalisation is not pruned"
    assert edited(module, EMPTY.prune(1e-9)).features[0].weight is module.features[0].weight
    assert sorted(prunable(module)) == [
        "classifier.weight",
        "features.0.weight",
        "features.3.weight",
        "features.7.weight",
    ]
    assert len(prunable(NETWORKS["twice"])) == 4, "tied and shared weights count once"


def test_maps_off_reach_the_layers_behind_and_survive_a_shell() -> None:
    module = NETWORKS["convnet"]
    made = edited(module, EMPTY.switch("features.0", 2, on=False).switch("features.0", 5, on=False))
    seen: list[Tensor] = []
    again = shell(made)
    again.features[0].register_forward_hook(lambda _layer, _given, output: seen.append(output))
    assert torch.equal(run(again), run(made))
    zero = [number for number in range(8) if not bool(seen[0][:, number].any())]
    assert zero == [2, 5]


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        (EMPTY.set("features.9.weight", 0, 1.0), "no weights called features.9.weight"),
        (EMPTY.set("features.0.weight", 72, 1.0), "place 72 of features.0.weight, which has 72 numbers"),
        (EMPTY.switch("features.9", 0, on=False), "no layer called features.9"),
        (EMPTY.switch("features.0", 8, on=False), "has 8 maps, and the edits switch off number 8"),
        (EMPTY.prune(0.5, "features.9"), "no layer called features.9"),
        (EMPTY.prune(0.5, "features.1"), "no weights that could be set to zero"),
    ],
)
def test_edits_of_another_network_are_refused(edits: Edits, told: str) -> None:
    with pytest.raises(EditError, match=told):
        edited(NETWORKS["convnet"], edits)


def test_maps_that_only_the_run_knows_are_refused_there() -> None:
    made = edited(NETWORKS["convnet"], EMPTY.switch("features.1", 8, on=False))
    with pytest.raises(EditError, match=r"features\.1 has 8 maps"):
        run(made)


def test_counters_are_no_weights() -> None:
    with pytest.raises(EditError, match="whole numbers"):
        edited(NETWORKS["compact"], EMPTY.set("features.1.num_batches_tracked", 0, 1.0))
    assert run(edited(NETWORKS["compact"], EMPTY.set("features.1.running_mean", 0, 1.0))).shape == (3, 10)


@pytest.mark.filterwarnings("ignore:.*weight_norm.*:FutureWarning")
@pytest.mark.parametrize(
    "edits",
    [
        EMPTY.set("new.weight", 0, 1.0),
        EMPTY.set("new.parametrizations.weight.original0", 0, 1.0),
        EMPTY.set("old.weight", 0, 1.0),
        EMPTY.set("old.weight_g", 0, 1.0),
        EMPTY.prune(0.5, "new"),
        EMPTY.prune(0.5, "old"),
    ],
)
def test_a_computed_weight_can_be_looked_at_and_not_edited(edits: Edits) -> None:
    module = Computed().eval().requires_grad_(False)
    assert torch.equal(run(shell(module)), run(module))
    assert torch.equal(run(edited(module, EMPTY.set("out.bias", 0, 1.0)))[:, 1:], run(module)[:, 1:])
    with pytest.raises(EditError, match="computed from other weights"):
        edited(module, edits)


def rebuilt(tensors: Mapping[str, Tensor]) -> nn.Module:
    return building.filled(Locked, tensors)


def test_what_cannot_be_copied_is_built_anew() -> None:
    module = random_state(Locked())
    edits = EMPTY.set("left.weight", 0, 7.0).switch("first", 1, on=False).prune(0.3)
    with pytest.raises(EditError, match="Locked holds something that cannot be copied"):
        shell(module)
    made = shell(module, rebuilt)
    assert made is not module
    assert made.lock is not module.lock
    assert torch.equal(run(made), run(module))
    plain = random_state(Twice())
    assert torch.equal(run(edited(module, edits, rebuilt)), run(edited(plain, edits)))
    assert torch.equal(run(module), run(plain)), "and the original is as it was"


@pytest.mark.parametrize("name", ["twice", "mini-inception"])
def test_eight_threads_read_while_others_shell_edit_record_and_prune(name: str, one_thread: None) -> None:
    module = NETWORKS[name]
    state = {key: tensor for key, tensor in module.state_dict().items() if tensor.is_floating_point()}
    layers = [path for path, layer in module.named_modules() if isinstance(layer, nn.Conv2d)]
    alone = run(module)
    wrong: list[str] = []
    over = threading.Event()
    edits = [EMPTY.prune(0.1 * share) for share in range(1, 6)]
    edits += [EMPTY.set(key, 0, 3.0) for key in state]
    edits += [EMPTY.switch(path, 0, on=False) for path in layers]
    edits = edits[:: len(edits) // 20]
    wanted = [run(edited(module, one)) for one in edits]

    def read(turn: int) -> bool:
        return torch.equal(run(module), alone)

    def record(turn: int) -> bool:
        made = shell(module)
        seen: list[Any] = []
        for layer in made.modules():
            layer.register_forward_hook(lambda *given: seen.append(given[2]))
        return torch.equal(run(made), alone) and len(seen) > 5

    def edit(turn: int) -> bool:
        number = turn % len(edits)
        return torch.equal(run(edited(module, edits[number])), wanted[number])

    def loop(work: Callable[[int], bool], turns: int) -> None:
        try:
            for turn in range(turns):
                if over.is_set() or wrong:
                    break
                if not work(turn):
                    wrong.append(work.__name__)
        except BaseException as error:  # a thread's failure is the test's
            wrong.append(repr(error))

    readers = [threading.Thread(target=loop, args=(read, 10**9)) for _ in range(8)]
    others = [threading.Thread(target=loop, args=(work, len(edits))) for work in (record, edit)]
    for thread in (*readers, *others):
        thread.start()
    for thread in others:
        thread.join()
    over.set()
    for thread in readers:
        thread.join()
    assert wrong == []
    assert torch.equal(run(module), alone)


def pruned_whole(tensors: list[Tensor], share: float) -> list[Tensor]:
    """The same with all weights side by side: the smallest magnitudes, of equals the first."""
    sizes = torch.cat([tensor.flatten().abs().float() for tensor in tensors])
    smallest = torch.sort(sizes, stable=True).indices[: round(share * len(sizes))]
    kept = torch.ones(len(sizes), dtype=torch.bool)
    kept[smallest] = False
    return [
        torch.where(mask.view(tensor.shape), tensor, torch.zeros((), dtype=tensor.dtype))
        for mask, tensor in zip(kept.split([tensor.numel() for tensor in tensors]), tensors, strict=True)
    ]


def several(kind: str) -> nn.Module:
    draw = torch.Generator().manual_seed(7)
    layers = [nn.Conv2d(3, 8, 3), nn.Linear(50, 20), nn.Linear(20, 30), nn.ConvTranspose2d(4, 5, 2)]
    for layer in layers:
        values = torch.randn(layer.weight.shape, generator=draw)
        if kind == "ties":
            values = (values * 2).round() / 2
        elif kind == "tiny":
            values = values * 1e-42  # below the smallest normal number
        elif kind == "none is one" and layer is layers[1]:
            values[3] = torch.nan
            values[4] = -torch.inf
        layer.weight.data = values
    if kind == "kinds":
        layers[1], layers[2] = layers[1].double(), layers[2].half()
    if kind == "strides":
        layers[0] = layers[0].to(memory_format=torch.channels_last)
        layers[1].weight.data = layers[1].weight.data.T.contiguous().T
    return nn.Sequential(*layers)


@pytest.mark.parametrize("kind", ["plain", "ties", "tiny", "kinds", "strides", "none is one"])
@pytest.mark.parametrize("piece", [37, 1 << 20])
def test_a_network_pruned_piece_by_piece_is_as_if_its_weights_stood_side_by_side(
    kind: str, piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shells, "_PIECE", piece)
    module = several(kind)
    for share in (0.0003, 0.1, 0.5, 0.9, 1.0):
        found = prunable(edited(module, EMPTY.prune(share)))
        wanted = pruned_whole([tensor.detach() for tensor in prunable(module).values()], share)
        for got, want in zip(found.values(), wanted, strict=True):
            torch.testing.assert_close(got.detach(), want, rtol=0, atol=0, equal_nan=True)


def test_pruning_puts_no_two_layers_weights_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shells, "_PIECE", 30_000)
    module = nn.Sequential(*[nn.Linear(300, 300, bias=False) for _ in range(12)])
    layer = module[0].weight.nbytes
    with Peak() as peak:
        result = edited(module, EMPTY.prune(0.4))
    zeros = sum(int((tensor == 0).sum()) for tensor in prunable(result).values())
    assert zeros == round(0.4 * 12 * 300 * 300)
    # The weights' own copies; beside them one layer's mask, 64 Ki counts of 8 bytes with their sums, and pieces.
    assert peak.bytes < 12 * layer + layer + 4 * 8 * (1 << 16)


class Keeping(nn.Module):
    """Keeps lists: two of its layers share one."""

    def __init__(self) -> None:
        super().__init__()
        self.one, self.two = nn.Linear(3, 3), nn.Linear(3, 3)
        self.seen: list[int] = []
        self.one.seen = self.two.seen = []
        self.found: dict[str, list[int]] = {"kept": []}

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.seen.append(1)
        self.one.seen.append(2)  # type: ignore[union-attr, operator]
        self.found["kept"].append(3)
        return self.two(self.one(x))  # type: ignore[no-any-return]


def test_what_a_layer_keeps_is_the_shells_own_and_shared_as_it_was() -> None:
    network = Keeping().eval()
    first, second = shell(network), edited(network, Edits().set("one.bias", [0], [5.0]))
    for made in (first, second):
        made(torch.rand(2, 3))
        assert isinstance(made, Keeping)
        assert (made.seen, made.one.seen, made.found) == ([1], [2], {"kept": [3]})
        assert made.two.seen is made.one.seen
    assert (network.seen, network.one.seen, network.found) == ([], [], {"kept": []})


def test_hooks_of_every_kind_stay_with_the_shell() -> None:
    network = nn.Sequential(nn.Linear(3, 3), nn.ReLU()).eval()
    made, other = shell(network), shell(network)
    calls: list[str] = []
    made[0].register_forward_hook(lambda *_: calls.append("after"))
    made[0].register_forward_pre_hook(lambda *_: calls.append("before"))
    made[1].register_buffer("counted", torch.zeros(1))
    made[1].register_state_dict_post_hook(lambda *_: calls.append("state"))
    for plain in (network, other):
        plain(torch.rand(1, 3))
        assert list(plain.state_dict()) == ["0.weight", "0.bias"]
    assert not calls
    made(torch.rand(1, 3))
    made.state_dict()
    assert calls == ["before", "after", "state"]


def test_layers_that_nothing_is_changed_in_are_taken_over_and_none_is_touched() -> None:
    module = random_state(catalogue.build("digitnet")).eval()
    before = {layer: dict(vars(layer)) for layer in module.modules()}
    edits = EMPTY.set("features.4.weight", 5, 1.25).switch("features.11", 2, on=False)
    made = edited(module, edits)
    new = {path for path, layer in made.named_modules() if layer is not module.get_submodule(path)}
    assert new == {"", "features", "features.4", "features.11"}
    assert not made.training
    assert all(dict(vars(layer)) == kept for layer, kept in before.items())
    made.features[4].register_forward_hook(lambda *_: torch.zeros(1))
    made.features[11].register_buffer("counted", torch.zeros(1))
    assert not any(layer._forward_hooks for layer in module.modules())
    assert "features.11.counted" not in module.state_dict()
    fresh = random_state(catalogue.build("digitnet")).eval()
    fresh.load_state_dict({**module.state_dict(), "features.4.weight": made.state_dict()["features.4.weight"]})
    fresh.features[11].register_forward_hook(lambda _layer, _given, out: out.index_fill(1, torch.tensor([2]), 0.0))
    again = edited(module, edits)
    assert torch.equal(run(again), run(fresh))


class _Reaching(nn.Linear):
    """Reads another layer's weights, which it does not hold as a layer."""

    def __init__(self, other: nn.Linear) -> None:
        super().__init__(3, 3)
        self.reach = (other,)

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x) + self.reach[0].weight.sum()


@pytest.mark.parametrize("known", [False, True])
def test_a_layer_that_leads_to_another_is_never_taken_over(monkeypatch: pytest.MonkeyPatch, known: bool) -> None:
    if known:  # as a class of the program's own would be
        monkeypatch.setattr(_Reaching, "__module__", "cnnstudio.networks.reaching")
    one = nn.Linear(3, 3)
    network = nn.Sequential(one, _Reaching(one)).eval().requires_grad_(False)
    made = edited(network, EMPTY.set("0.weight", 0, 9.0))
    assert made[1] is not network[1]
    assert made[1].reach[0] is made[0]
    x = torch.rand(1, 3)
    plain = network[1]
    assert isinstance(plain, nn.Linear)
    wanted = nn.functional.linear(x, plain.weight, plain.bias) + made[0].weight.sum()  # type: ignore[union-attr, operator]
    assert torch.equal(made[1](x), wanted)


def test_a_layer_in_two_places_is_one_layer_in_the_edited_network_too() -> None:
    inner = nn.Sequential(nn.Linear(3, 3), nn.ReLU())
    network = nn.Sequential(inner, nn.Tanh(), inner).eval().requires_grad_(False)
    made = edited(network, EMPTY.set("0.0.bias", 1, 4.0))
    assert made[0] is made[2]
    assert made[1] is network[1]
    fresh = copy.deepcopy(network)
    fresh.load_state_dict(made.state_dict())
    x = torch.rand(2, 3)
    assert torch.equal(made(x), fresh(x))
    assert not torch.equal(made(x), network(x))


def test_tied_tensors_of_plain_layers_change_in_both() -> None:
    one, other = nn.Linear(3, 3), nn.Linear(3, 3)
    other.weight = one.weight
    network = nn.Sequential(one, nn.ReLU(), other).eval().requires_grad_(False)
    made = edited(network, EMPTY.set("2.weight", 4, 4.0))
    assert made[0].weight is made[2].weight
    assert float(made[0].weight[1, 1]) == 4.0
    assert made[1] is network[1]


@pytest.mark.parametrize("name", ["convnet", "twice"])
@pytest.mark.parametrize("prunes", [False, True])
def test_bytes_of_an_edited_networks_own_tensors(name: str, prunes: bool) -> None:
    module = NETWORKS[name]
    first = next(iter(prunable(module)))
    made = edited(module, EMPTY.prune(0.3) if prunes else EMPTY.set(first, 3, 1.5))
    before = {id(tensor) for tensor in building.tensors_of(module)}
    own = {id(tensor): tensor for tensor in building.tensors_of(made) if id(tensor) not in before}
    assert own
    assert shells.own_bytes(made, module) == sum(tensor.numel() * tensor.element_size() for tensor in own.values())
