"""A network from an ONNX file (``.onnx``): its structure, as modules without weights; nothing in the file is executed.

An ONNX file is a list of operators. PyTorch's exporter writes into a node's name which module called it
(``/layer1/layer1.0/conv1/Conv``): by that the modules come back, each with its calls in their order. What has weights
or a window becomes a layer of PyTorch's, everything else is played by PyTorch's functions on ``meta``; numbers are
computed only where sizes are made of them. Batch normalisation that the exporter has taken into a convolution is gone;
a matrix that it has written twice, for two calls of one layer, counts twice.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from cnnstudio.errors import StudioError, WeightsError, printable
from cnnstudio.messages import listed
from cnnstudio.networks import onnx_file, onnx_layers, onnx_operators, onnx_quantised
from cnnstudio.networks.exported import ExportedNetwork
from cnnstudio.networks.onnx_file import OnnxGraph, OnnxNode, OnnxTensor
from cnnstudio.networks.onnx_versions import modern

_MOST_MODULES = 20_000
_DEEPEST = 32  # modules inside modules
_MOST_TOLD = 4  # operators, of those that are not read
_USUAL_SIDE = 224  # where the file leaves the size of its pictures open
_STATE = "_cnnstudio_onnx"

_Names = tuple[str, ...]  # of modules, from the outside in


@dataclass(slots=True)
class _Call:
    """One call of a module: what it does, what it takes from outside, what others take from it."""

    items: list["OnnxNode | tuple[nn.Module, _Call]"]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


@dataclass(slots=True)
class _State:
    calls: list[_Call] = field(default_factory=list)
    turn: int = 0
    names: tuple[str, ...] = ()  # of the results, where the module is the network and there are several
    constants: "dict[str, Tensor]" = field(default_factory=dict)


class OnnxModule(nn.Module):
    """A module of the file; its calls are played in the order in which they stand there."""

    def __init__(self, constants: dict[str, Tensor]) -> None:
        super().__init__()
        self.original_name = "Module"  # the file does not say of which class it was
        setattr(self, _STATE, _State(constants=constants))

    def forward(self, *values: Any) -> Any:
        """Play the next call, on ``meta``."""
        state = _state(self)
        call = state.calls[state.turn % len(state.calls)]
        state.turn += 1
        known = dict(zip(call.inputs, values, strict=True))

        def value(name: str) -> Tensor | None:
            return None if not name else known[name] if name in known else state.constants[name]

        for item in call.items:
            if isinstance(item, OnnxNode):
                results = onnx_operators.play(item, [value(name) for name in item.inputs])
                known.update(zip(item.outputs, results, strict=False))
                continue
            module, inner = item
            result = module(*(value(name) for name in inner.inputs))
            results = result if isinstance(result, tuple) and isinstance(module, OnnxModule) else (result,)
            known.update(zip(inner.outputs, results, strict=False))
        found = tuple(value(name) for name in call.outputs)
        if len(state.names) > 1:
            return dict(zip(state.names, found, strict=True))
        return found[0] if len(found) == 1 else found


def _state(module: OnnxModule) -> _State:
    state: _State = getattr(module, _STATE)
    return state


def read(file: Path) -> ExportedNetwork:
    """Read an ``.onnx`` file's structure.

    Raises:
        StorageError: if the file cannot be read.
        WeightsError: if it is no ONNX file, is damaged, takes something other than one batch of pictures, or uses
            operators that are not known here.
    """
    graph = onnx_file.read(file)
    unknown = dict.fromkeys(node.operator for node in graph.nodes if not onnx_operators.is_known(node))
    if unknown:
        told = [onnx_operators.why_unread(name) for name in sorted(unknown)[:_MOST_TOLD]]
        more = ["..."] * (len(unknown) > _MOST_TOLD)
        raise WeightsError(
            "{name} uses operators that are not read here: {operators}. Open the Python file with the network's class "
            "instead.",
            name=file.name,
            operators=printable(listed([*told, *more]), 400),
        )
    graph = replace(graph, nodes=tuple(modern(node, graph.opset) for node in graph.nodes))
    try:
        return ExportedNetwork(_Builder(graph).network(), _input_shape(graph, file.name), roles_told=False)
    except StudioError:
        raise
    except Exception as error:  # The graph's values are anyone's: whatever a wrong one leads to is told as a sentence.
        raise WeightsError("{name} is damaged or unusual. Export the network again.", name=file.name) from error


def _input_shape(graph: OnnxGraph, label: str) -> tuple[int, int, int, int]:
    if len(graph.inputs) != 1 or len(graph.inputs[0][1]) != 4:
        raise WeightsError(
            "The network in {label} takes {count} inputs; only networks that take one batch of pictures (N, C, H, W) "
            "can be shown.",
            label=label,
            count=len(graph.inputs),
        )
    batch, channels, rows, columns = graph.inputs[0][1]
    return batch or 1, channels or 3, rows or _USUAL_SIDE, columns or _USUAL_SIDE


class _Builder:
    """From the list of operators to modules and their calls."""

    def __init__(self, graph: OnnxGraph) -> None:
        self._numbers: dict[str, OnnxTensor] = {}  # constants that are no weights
        self._copies: dict[str, OnnxTensor] = {}  # weights that the exporter found equal to another
        self._graph = graph = self._folded(graph)
        self._weights: dict[str, nn.Parameter] = {}
        self._turned: dict[str, nn.Parameter] = {}
        self._constants: dict[str, Tensor] = {}
        self._held: set[tuple[int, int]] = set()  # modules and the weights that they have
        self._taken: dict[tuple[int, str], int] = {}  # by module and name, up to which number it is used
        self._modules: dict[_Names, nn.Module] = {}
        self._paths = [_scope(node) for node in graph.nodes]
        self._alone = self._only_calls()
        self._users: dict[str, list[int]] = {}
        for place, node in enumerate(graph.nodes):
            for name in node.inputs:
                self._users.setdefault(name, []).append(place)
        for name in graph.outputs:
            self._users.setdefault(name, []).append(len(graph.nodes))
        self._copied: dict[str, list[str]] = {}
        for name, tensor in self._copies.items():
            self._copied.setdefault(tensor.name, []).append(name)

    def network(self) -> nn.Module:
        for name, tensor in self._graph.constants.items():
            self._constants[name] = self._constant(tensor)
        for name, tensor in self._numbers.items():
            self._constants[name] = onnx_operators.numbers(tensor)
        for name, tensor in self._copies.items():
            self._constants[name] = self._copy(name, tensor)
        root = OnnxModule(self._constants)
        self._modules[()] = root
        call = self._call(root, (), 0, len(self._graph.nodes))
        call.inputs = tuple(name for name, _ in self._graph.inputs)
        call.outputs = self._graph.outputs
        _state(root).names = _told_apart(self._graph.outputs) if len(self._graph.outputs) > 1 else ()
        return root

    def _folded(self, graph: OnnxGraph) -> OnnxGraph:
        """Without the nodes that only hand on a constant, or what it stands for."""
        nodes: list[OnnxNode] = []
        constants = dict(graph.constants)
        plain: dict[str, OnnxTensor] = {}  # by the name of the whole numbers
        for node in graph.nodes:
            if node.operator == "Constant" and node.outputs:
                self._numbers[node.outputs[0]] = onnx_operators.constant(node)
            elif node.operator == "Identity" and (node.inputs[0] in constants or node.inputs[0] in self._copies):
                self._copies[node.outputs[0]] = constants.get(node.inputs[0]) or self._copies[node.inputs[0]]
            elif node.operator == "DequantizeLinear" and node.inputs[0] in plain:
                self._copies[node.outputs[0]] = plain[node.inputs[0]]
            elif node.operator == "DequantizeLinear" and node.inputs[0] in graph.constants:
                # A weight of whole numbers, as the network would have it that was quantised.
                scale, held = constants.get(node.inputs[1]), graph.constants[node.inputs[0]]
                weight = replace(held, name=node.outputs[0], dtype=scale.dtype if scale else "float32", values=None)
                plain[node.inputs[0]] = constants[weight.name] = weight
            else:
                nodes.append(node)
        return replace(graph, nodes=tuple(nodes), constants=constants)

    def _copy(self, name: str, tensor: OnnxTensor) -> Tensor:
        """The exporter keeps one of equal weights. Equal biases are those that begin with zeros; a kernel is shared."""
        first = self._weights.get(tensor.name)
        if first is None or first.dim() > 1:
            if first is not None:
                self._weights[name] = first
            return self._constants[tensor.name]
        self._weights[name] = nn.Parameter(torch.empty_like(first))
        return self._weights[name]

    def _constant(self, tensor: OnnxTensor) -> Tensor:
        """With its numbers where sizes and settings are made of them; else a weight, without."""
        dtype: torch.dtype = getattr(torch, tensor.dtype)
        number = dtype.is_floating_point or dtype.is_complex
        learnt = self._is_weight(tensor) if number else self._is_quantised(tensor)
        if tensor.values is not None and not (tensor.shape and learnt):
            return torch.from_numpy(tensor.values.copy())
        empty = torch.empty(tensor.shape, dtype=dtype, device="meta")
        if not learnt:
            return empty
        weight = self._weights[tensor.name] = nn.Parameter(empty, requires_grad=number)
        return weight

    def _is_weight(self, tensor: OnnxTensor) -> bool:
        names = [tensor.name, *self._copied.get(tensor.name, ())]
        users = [place for name in names for place in self._users.get(name, ())]
        places = [place for place in users if place < len(self._graph.nodes)]
        return any(self._graph.nodes[place].operator not in onnx_operators.SET_BY_NUMBERS for place in places)

    def _is_quantised(self, tensor: OnnxTensor) -> bool:
        """Whether whole numbers are a weight."""
        for place in self._users.get(tensor.name, ()):
            node = self._graph.nodes[place] if place < len(self._graph.nodes) else None
            places = onnx_quantised.WEIGHTS.get(node.operator, ()) if node is not None else ()
            if node is not None and any(node.inputs[at : at + 1] == (tensor.name,) for at in places):
                return True
        return False

    def _only_calls(self) -> set[_Names]:
        """Modules that call one operator, once: these are layers."""
        counts: dict[_Names, int] = {}
        for path in self._paths:
            for depth in range(1, len(path) + 1):
                counts[path[:depth]] = counts.get(path[:depth], 0) + 1
        return {path for path, count in counts.items() if count == 1}

    def _call(self, module: OnnxModule, path: _Names, start: int, end: int) -> _Call:
        """A call of a module, that plays these nodes; it is noted with the module."""
        items: list[OnnxNode | tuple[nn.Module, _Call]] = []
        place = start
        while place < end:
            node, scope = self._graph.nodes[place], self._paths[place]
            inner = scope[: len(path) + 1]
            if len(scope) == len(path):
                items.append(self._leaf(module, node) or self._kept(module, node))
                place += 1
                continue
            after = place + 1
            while after < end and self._paths[after][: len(inner)] == inner:
                after += 1
            if inner in self._alone and len(scope) == len(inner):
                items.append(self._leaf(module, node, inner) or self._kept(module, node))
            else:
                child = self._module(module, inner)
                items.append((child, self._call(child, inner, place, after)))
            place = after
        made = {name for node in self._graph.nodes[start:end] for name in node.outputs}
        used = dict.fromkeys(name for node in self._graph.nodes[start:end] for name in node.inputs)
        inputs = tuple(name for name in used if name and name not in made and name not in self._constants)
        outputs = tuple(
            name
            for node in self._graph.nodes[start:end]
            for name in node.outputs
            if any(not start <= user < end for user in self._users.get(name, ()))
        )
        call = _Call(items, inputs, outputs)
        _state(module).calls.append(call)
        return call

    def _module(self, parent: nn.Module, path: _Names) -> OnnxModule:
        found = self._modules.get(path)
        if isinstance(found, OnnxModule):
            return found
        if len(self._modules) >= _MOST_MODULES or len(path) > _DEEPEST:
            raise WeightsError("The file has more modules inside modules than can be shown.")
        child = OnnxModule(self._constants)
        self._modules[path] = child
        parent.add_module(self._free(parent, path[-1]), child)
        return child

    def _leaf(self, parent: nn.Module, node: OnnxNode, own: _Names | None = None) -> tuple[nn.Module, _Call] | None:
        """The node as a layer of PyTorch's below its module, where it is one; None where it is a function."""
        layer = None
        if not any(name in self._users for name in node.outputs[1:] if name):  # a layer gives one result
            layer = onnx_layers.layer(node, self._constants)
        if layer is None:
            return None
        for name, source in onnx_layers.weights_of(node, layer):
            if source in self._weights:
                setattr(layer, name, self._weights[source])
        if isinstance(layer, nn.Linear) and onnx_layers.is_turned(node):
            # The file has it the other way round; whoever uses it once more has the same.
            weight = self._turned.setdefault(node.inputs[1], nn.Parameter(torch.empty_like(layer.weight)))
            layer.weight = weight
        parent.add_module(self._free(parent, own[-1] if own else node.operator.lower()), layer)
        return layer, _Call([], (node.inputs[0],), (node.outputs[0],))

    def _kept(self, module: nn.Module, node: OnnxNode) -> OnnxNode:
        """A function's weights belong to the module that calls it."""
        for name in node.inputs:
            weight = self._weights.get(name)
            if weight is not None and (id(module), id(weight)) not in self._held:
                self._held.add((id(module), id(weight)))
                module.register_parameter(self._free(module, name.rpartition(".")[2] or "weight"), weight)
        return node

    def _free(self, module: nn.Module, wanted: str) -> str:
        """A name that the module has for nothing else."""
        name = "".join(sign if sign.isalnum() or sign == "_" else "_" for sign in wanted) or "_"
        number = self._taken.get((id(module), name), 0)
        found = f"{name}_{number}" if number else name
        while hasattr(module, found):
            number += 1
            found = f"{name}_{number}"
        self._taken[id(module), name] = number
        return found


def _scope(node: OnnxNode) -> _Names:
    """The modules that call a node, from the outside in, by the name that PyTorch's exporter gave it."""
    path: list[str] = []
    before = ""
    for part in [part for part in node.name.split("/") if part][:-1]:
        own = part.removeprefix(f"{before}.") if before else part
        path.extend(piece for piece in own.split(".") if piece)
        before = part
    return tuple(path)


def _told_apart(names: _Names) -> _Names:
    """The names of results; of one that is returned twice the second time with a number."""
    found: dict[str, None] = {}
    for name in names:
        number, free = 1, name
        while free in found:
            number += 1
            free = f"{name} ({number})"
        found[free] = None
    return tuple(found)
