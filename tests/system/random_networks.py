"""Small random networks, held against PyTorch: parameters, multiply-accumulates, shapes and receptive fields.

``python -m tests.system.random_networks [--seeds N] [--first SEED]`` tries N networks (500) and prints those that
differ. A network is a function of its seed: branches, sums and concatenations, modules and weights that are shared,
changes in place, writes into parts, views, several outputs in tuples, dictionaries and objects, recurrent layers,
attention, matrix products by odd names, numbers moved about, pictures resized, branches that run in training alone.
PyTorch's side runs on the ``meta`` device: ``FlopCounterMode`` counts, forward hooks note shapes. For the receptive
fields it runs with positive weights, once for every row and column of the input: what changes with it depends on it.
"""

import argparse
import random
import sys
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.overrides import TorchFunctionMode
from torch.utils.flop_counter import FlopCounterMode

from cnnstudio.analysis.network import analyse_module
from cnnstudio.analysis.outputs import named_tensors
from cnnstudio.analysis.results import Analysis, NodeKind


@dataclass
class Pair:
    """Two results."""

    first: Tensor
    second: Any


class Part(nn.Module):
    """One random change of a feature map (N, C, H, W), by ``kind``; other sizes come out."""

    def __init__(self, kind: str, channels: int, other: int, shared: nn.Module) -> None:
        super().__init__()
        self.kind = kind
        self.other = other
        if kind in {"conv", "assign", "in place", "half", "loop", "out"}:
            self.conv = nn.Conv2d(channels, channels, 3, padding=1)
        elif kind == "dilated":
            self.conv = nn.Conv2d(channels, channels, (3, 2), padding=(2, 1), dilation=2, padding_mode=self._padding())
        elif kind == "depth":
            self.conv = nn.Conv2d(4 * channels, 4 * channels, 1)
        elif kind == "resize":
            self.how = random.choice(({"mode": "bilinear"}, {"mode": "nearest"}, {"mode": "area"}, {"mode": "bicubic"}))
        elif kind == "roll":
            self.shifts = random.choice((-1, 2)), random.choice((0, 1))
        elif kind == "grow":
            self.conv = nn.Conv2d(channels, other, 3, padding=1, stride=random.choice((1, 2)), bias=False)
        elif kind == "groups":
            self.conv = nn.Conv2d(channels, channels, (3, 1), padding=(1, 0), groups=channels)
        elif kind == "transposed":
            kernel = random.choice((2, 3))
            self.conv = nn.ConvTranspose2d(
                channels, other, kernel, stride=2, padding=kernel - 2, output_padding=kernel - 2
            )
        elif kind == "shared":
            self.conv = shared
        elif kind == "tied":
            self.conv = nn.Conv2d(channels, channels, 1)
            self.twin = nn.Conv2d(channels, channels, 1)
            self.twin.weight = self.conv.weight
        elif kind == "norm":
            self.norm = nn.Sequential(nn.BatchNorm2d(channels), nn.ReLU(inplace=True))
        elif kind == "pool":
            self.pool = random.choice((nn.MaxPool2d(2, ceil_mode=True), nn.AvgPool2d(3, 1, 1), nn.AdaptiveAvgPool2d(4)))
        elif kind == "rows":
            self.rows = random.choice((nn.LSTM, nn.GRU, nn.RNN))(channels, other, batch_first=True)
            self.back = nn.Linear(other, channels)
        elif kind == "cell":
            self.cell = nn.GRUCell(channels, channels)
        elif kind == "attention":
            self.attention = nn.MultiheadAttention(channels, 1, batch_first=True, add_bias_kv=random.random() < 0.5)
        elif kind in {"matmul", "tensordot", "einsum", "inner"}:
            self.weight = nn.Parameter(torch.empty(channels, channels))
        elif kind == "training":
            self.conv = nn.Conv2d(channels, channels, 1)
            self.teacher = nn.Conv2d(channels, 3, 1)

    def forward(self, x: Tensor) -> Tensor:
        """The changed feature map."""
        return getattr(self, "_" + self.kind.replace(" ", "_"))(x)  # type: ignore[no-any-return]

    def _conv(self, x: Tensor) -> Tensor:
        return self.conv(x)  # type: ignore[no-any-return]

    _grow = _groups = _transposed = _shared = _dilated = _conv

    @staticmethod
    def _padding() -> str:
        return random.choice(("zeros", "circular", "reflect", "replicate"))

    def _depth(self, x: Tensor) -> Tensor:
        h, w = x.shape[2:]
        x = nn.functional.pad(x, (0, w % 2, 0, h % 2), "replicate")
        return nn.functional.pixel_shuffle(self.conv(nn.functional.pixel_unshuffle(x, 2)), 2)[..., :h, :w]

    def _resize(self, x: Tensor) -> Tensor:
        return nn.functional.interpolate(x, size=(5, 7), **self.how)

    def _roll(self, x: Tensor) -> Tensor:
        return x.roll(self.shifts, (2, 3)).flip(2) + x

    def _unfold(self, x: Tensor) -> Tensor:
        n, c, h, w = x.shape
        return nn.functional.unfold(x, 3, padding=1).view(n, c, 9, h, w)[:, :, 1::3].sum(2)

    def _rejoin(self, x: Tensor) -> Tensor:
        return torch.cat([x[..., 1:, :], x[..., :1, :]], 2)

    def _tied(self, x: Tensor) -> Tensor:
        return self.twin(self.conv(x).relu_())  # type: ignore[no-any-return]

    def _norm(self, x: Tensor) -> Tensor:
        return self.norm(x)  # type: ignore[no-any-return]

    def _pool(self, x: Tensor) -> Tensor:
        return self.pool(x)  # type: ignore[no-any-return]

    def _assign(self, x: Tensor) -> Tensor:
        out = torch.zeros_like(x)
        out[:, ::2] = self.conv(x)[:, ::2]
        return out

    def _in_place(self, x: Tensor) -> Tensor:
        y = x.clone()
        part = y[:, 1:]
        part += self.conv(x)[:, 1:]
        y.mul_(0.5)
        return y

    def _half(self, x: Tensor) -> Tensor:
        y = x.contiguous().clone()
        y[..., :1, :] = self.conv(y)[..., :1, :]
        return y

    def _loop(self, x: Tensor) -> Tensor:
        return torch.stack([self.conv(one) for one in x])

    def _out(self, x: Tensor) -> Tensor:
        y = self.conv(x)
        out = torch.empty_like(y)
        out.copy_(y)
        return out.data.real

    def _rows(self, x: Tensor) -> Tensor:
        n, c, h, w = x.shape
        states = self.rows(x.permute(0, 2, 3, 1).reshape(n * h, w, c))[0]
        return self.back(states).reshape(n, h, w, c).permute(0, 3, 1, 2)  # type: ignore[no-any-return]

    def _cell(self, x: Tensor) -> Tensor:
        state = x[:, :, 0, 0]
        for column in x.mean(2).unbind(-1):
            state = self.cell(column, state)
        return x + state[:, :, None, None]

    def _attention(self, x: Tensor) -> Tensor:
        tokens = x.flatten(2).mT
        return self.attention(tokens, tokens, tokens, need_weights=False)[0].mT.reshape(x.shape)  # type: ignore[no-any-return]

    def _matmul(self, x: Tensor) -> Tensor:
        return (x.transpose(1, 3) @ self.weight.T).transpose(1, 3)

    def _tensordot(self, x: Tensor) -> Tensor:
        return torch.tensordot(self.weight, x, dims=([1], [1])).transpose(0, 1)

    def _einsum(self, x: Tensor) -> Tensor:
        return torch.einsum("n c ..., c d, d e -> n e ...", x, self.weight, self.weight)

    def _inner(self, x: Tensor) -> Tensor:
        return torch.inner(x.permute(0, 2, 3, 1), self.weight).permute(0, 3, 1, 2)

    def _views(self, x: Tensor) -> Tensor:
        one, *rest = x.unflatten(1, (1, -1)).squeeze(1).chunk(2, 1)
        return torch.cat([*rest, one.neg()], 1)

    def _training(self, x: Tensor) -> Tensor:
        if self.training:
            self.loss = self.teacher(x).mean()
        return self.conv(x)  # type: ignore[no-any-return]


KINDS = (
    "conv grow groups transposed shared tied norm pool assign in_place half loop out rows cell attention matmul "
    "tensordot einsum inner views training dilated depth resize roll unfold rejoin"
).replace("in_place", "in place")


class Network(nn.Module):
    """A chain of random parts, some of them beside one another; a function of its seed."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        random.seed(seed)
        names = KINDS.replace("in place", "in_place").split()
        channels = self.channels = random.choice((2, 3, 4))
        shared = nn.Conv2d(channels, channels, 3, padding=1)
        self.stages = nn.ModuleList()
        self.joins: list[str] = []
        for _ in range(random.randint(2, 6)):
            kind = random.choice(names).replace("_", " ")
            join = random.choice(("chain", "chain", "add", "add in place", "cat", "twice", "probe"))
            other = random.choice((2, 4, 6))
            if kind == "shared" and channels != shared.in_channels:
                kind = "conv"
            if kind in {"grow", "transposed", "pool", "resize"} and join in {"add", "add in place", "cat", "twice"}:
                join = "chain"
            self.stages.append(Part(kind, channels, other, shared))
            self.joins.append(join)
            if kind in {"grow", "transposed"} and join != "probe":
                channels = other
            elif join == "cat":
                channels *= 2
        self.head = nn.Linear(channels, 5)
        self.returned = random.choice(("one", "tuple", "dict", "object", "nested"))

    def forward(self, x: Tensor) -> Any:
        """One result or several, as the seed has it."""
        kept = x
        for stage, join in zip(self.stages, self.joins, strict=True):
            y = stage(x)
            if join == "add":
                x = x + y
            elif join == "add in place":
                y += x
                x = y
            elif join == "cat":
                x = torch.cat([x, y], 1)
            elif join == "twice":
                x = stage(y)
            elif join != "probe":
                x = y
            kept = y
        logits = self.head(x.mean((2, 3)))
        match self.returned:
            case "tuple":
                return logits, x
            case "dict":
                return {"out": logits, "last": kept}
            case "object":
                return Pair(logits, {"map": x})
            case "nested":
                return [kept, (logits, x[:, :1])]
        return logits


def built(seed: int) -> tuple[Network, tuple[int, int, int], int]:
    """The network of a seed on ``meta``, the input (C, H, W) it is tried with, and the pictures at once."""
    with torch.device("meta"):
        network = Network(seed).eval()
    return network, (network.channels, random.choice((6, 8)), random.choice((6, 8))), random.choice((1, 2))


class _WithoutKinks(TorchFunctionMode):
    """Every change comes through: what negative numbers are cut off by lets them pass."""

    def __torch_function__(self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Any = None) -> Any:
        name = getattr(func, "__name__", "")
        if name in {"relu", "relu_"}:
            return args[0]
        return func(*args, **(kwargs or {}))


def _positive(network: nn.Module) -> nn.Module:
    """Double precision and positive weights, so that nothing cancels or saturates."""
    network = network.double()
    for layer in list(network.modules()):
        if isinstance(pool := getattr(layer, "pool", None), nn.MaxPool2d):  # a maximum hides what is smaller
            layer.pool = nn.AvgPool2d(pool.kernel_size, pool.stride, pool.padding, pool.ceil_mode)
        recurrent = isinstance(layer, (nn.RNNBase, nn.RNNCellBase))
        for weight in layer.parameters(recurse=False):
            nn.init.uniform_(weight, *((0.01, 0.05) if recurrent else (0.5, 1.5)))
            if weight.dim() > 1 and not recurrent:
                weight.data /= weight[0].numel()
    return network.eval()


def _run(network: nn.Module, pixels: Tensor) -> dict[str, Tensor]:
    """What comes out of the network, by ``output 0``, ``output 1``, and of the first call of each of its layers."""
    found: dict[str, Tensor] = {}

    def keep(path: str, result: Any) -> None:
        tensors = [tensor for _, tensor in named_tensors(result)]
        if path not in found and len(tensors) == 1:
            found[path] = tensors[0].clone()

    handles = [
        layer.register_forward_hook(lambda _layer, _given, result, path=path: keep(path, result))
        for path, layer in network.named_modules()
    ]
    with torch.no_grad(), _WithoutKinks():
        result = network(pixels.clone())
    for handle in handles:
        handle.remove()
    for number, (_, tensor) in enumerate(named_tensors(result)):
        found[f"output {number}"] = tensor
    return found


def true_fields(seed: int, shape: tuple[int, int, int], batch: int) -> dict[str, Tensor]:
    """(rows, columns, 4) for each feature map: first row, first column, and the ends, that each unit depends on."""
    network = _positive(Network(seed))
    torch.manual_seed(seed)
    pixels = torch.rand(batch, *shape, dtype=torch.double) + 0.5
    before = _run(network, pixels)
    spans: dict[str, list[Tensor]] = {}
    for axis in (0, 1):
        touched: dict[str, list[Tensor]] = {name: [] for name in before}
        for line in range(shape[1 + axis]):
            changed = pixels.clone()
            part = changed.select(2 + axis, line)
            part += 3 + torch.rand_like(part)
            for name, tensor in _run(network, changed).items():
                other = tensor != before[name]
                touched[name].append(other.any(1).any(0) if other.dim() == 4 else other.any().reshape(1, 1))
        for name, lines in touched.items():
            by_line = torch.stack(lines).int()
            first = by_line.argmax(0)
            end = len(lines) - by_line.flip(0).argmax(0)
            spans.setdefault(name, []).extend((first, torch.where(by_line.any(0), end, first)))
    return {name: torch.stack([found[0], found[2], found[1], found[3]], -1) for name, found in spans.items()}


def wrong_fields(seed: int, analysis: Analysis, shape: tuple[int, int, int], batch: int) -> list[str]:
    """What the analysis says otherwise than PyTorch about what units depend on."""
    outputs = [
        node.receptive_field for node in analysis.graph.nodes if node.kind is NodeKind.OUTPUT and not node.auxiliary
    ]
    found = []
    for name, true in true_fields(seed, shape, batch).items():
        kind, _, number = name.partition(" ")
        if kind == "output":
            field = outputs[int(number)]
        else:
            field = analysis.layers[name].receptive_field
            if field is None or field.units != tuple(true.shape[:2]):
                continue  # no feature map
        if field is None or field.at_most:
            found.append(f"field of {name}: not known for sure")
            continue
        for row in range(true.shape[0]):
            for column in range(true.shape[1]):
                shown, wanted = field.box(row, column, *shape[1:]), tuple(true[row, column].tolist())
                empty = shown[0] == shown[2] or shown[1] == shown[3]
                if shown != wanted and not (empty and wanted[0] == wanted[2]):
                    found.append(f"field of {name} at ({row}, {column}): {shown} shown, {wanted} true")
                    break
            else:
                continue
            break
    return found


def differences(seed: int) -> list[str]:
    """What the analysis of a seed's network says otherwise than PyTorch; empty where they agree."""
    network, shape, batch = built(seed)
    shapes: dict[str, tuple[int, ...]] = {}
    calls: dict[str, int] = {}

    def note(path: str, result: Any) -> None:
        calls[path] = calls.get(path, 0) + 1
        tensors = [tensor for _, tensor in named_tensors(result)]
        shapes.setdefault(path, tuple(tensors[0].shape))

    handles = [
        layer.register_forward_hook(lambda _layer, _given, result, path=path: note(path, result))
        for path, layer in network.named_modules()
    ]
    with torch.no_grad(), sdpa_kernel(SDPBackend.MATH), FlopCounterMode(display=False) as counter:
        result = network(torch.empty(batch, *shape, device="meta"))
    for handle in handles:
        handle.remove()
    parameters = sum(parameter.numel() for parameter in network.parameters())
    analysis = analyse_module(network, shape, batch=batch)
    found: list[str] = []

    def compare(what: str, shown: object, true: object) -> None:
        if shown != true:
            found.append(f"{what}: {shown} shown, {true} true")

    compare("parameters", analysis.total_params, parameters)
    compare("MACs", analysis.total_macs, counter.get_total_flops() // 2)
    compare("MACs of the table", analysis.root.macs, analysis.total_macs)
    compare("MACs of the diagram", analysis.graph.groups[""].macs, analysis.total_macs)
    compare("outputs", [size for _, size in analysis.outputs], [tuple(t.shape) for _, t in named_tensors(result)])
    # A module that several parts share has a path in each; PyTorch's hook tells only that it ran.
    shared = {id(layer): 0 for layer in network.modules()}
    for _, layer in network.named_modules(remove_duplicate=False):
        shared[id(layer)] += 1
    for path, layer in network.named_modules():
        if shared[id(layer)] == 1:
            compare(f"calls of {path}", analysis.layers[path].calls if path in calls else 0, calls.get(path, 0))
        if path in shapes and shared[id(layer)] == 1:
            compare(f"shape of {path}", analysis.layers[path].output_shape, shapes[path])
        compare(f"training only, {path}", analysis.layers[path].auxiliary, path.endswith("teacher"))
    return found + wrong_fields(seed, analysis, shape, batch)


def main(arguments: list[str] | None = None) -> int:
    """Try the seeds; returns 1 if a network differs."""
    parser = argparse.ArgumentParser(prog="random_networks", description=__doc__.partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=500, help="how many networks (500)")
    parser.add_argument("--first", type=int, default=0, help="the first seed (0)")
    given = parser.parse_args(arguments)
    wrong = 0
    for seed in range(given.first, given.first + given.seeds):
        if found := differences(seed):
            wrong += 1
            print(f"seed {seed}: {'; '.join(found)}", flush=True)
    print(f"{given.seeds} networks, {wrong} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
