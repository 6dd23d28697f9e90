"""A network from a ``torch.export`` file (``.pt2``), read without running anything that is in the file.

``torch.export.load`` must not be used on a file from elsewhere: it unpickles weights, constants and sample inputs,
which can run any code (PyTorch's documentation: "Never load data from an untrusted source"). But a ``.pt2`` is a zip
archive whose graph lies in it as plain JSON (``torch/_export/serde/schema.py``). That alone is read here. The result
is a module tree with the file's layer names, types and weight shapes, on ``meta``; it can be analysed, not used.
"""

import json
import operator
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from cnnstudio.errors import WeightsError
from cnnstudio.files import reading

_LARGEST = 256 * 1024 * 1024
_DTYPES = {
    1: torch.uint8,
    2: torch.int8,
    3: torch.int16,
    4: torch.int32,
    5: torch.int64,
    6: torch.float16,
    7: torch.float32,
    8: torch.float64,
    9: torch.complex32,
    10: torch.complex64,
    11: torch.complex128,
    12: torch.bool,
    13: torch.bfloat16,
}
_OPERATORS = {
    f"_operator.{name}": getattr(operator, name)
    for name in (
        "getitem",
        "add",
        "sub",
        "mul",
        "floordiv",
        "truediv",
        "mod",
        "neg",
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
    )
}
# The one ATen function that opens files.
_FORBIDDEN = {"from_file"}

_Frame = tuple[str, str, str]  # key, path, class name


@dataclass(frozen=True, slots=True)
class _Operation:
    name: str
    target: str
    arguments: tuple[tuple[str | None, dict[str, Any]], ...]
    outputs: tuple[str, ...]
    used: frozenset[str]


@dataclass(slots=True)
class _Plan:
    """One call of a module: what it does, what it takes from outside, what others take from it."""

    path: str
    items: list["_Operation | _Plan"] = field(default_factory=list)
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()


class ExportedModule(nn.Module):
    """A module of the file; its calls are played back in the order in which they were exported."""

    settings = ""

    def __init__(self) -> None:
        super().__init__()
        self.plans: list[_Plan] = []
        self.turn = 0
        self.player: _Player | None = None

    def forward(self, *values: Any) -> Any:
        """Play back the next call."""
        assert self.player is not None
        plan = self.plans[self.turn % len(self.plans)]
        self.turn += 1
        return self.player.play(plan, values)

    def extra_repr(self) -> str:
        """The window's numbers, where it is a window operation."""
        return self.settings


class _Player:
    def __init__(self, weights: dict[str, Tensor], modules: dict[str, ExportedModule]) -> None:
        self._weights = weights
        self._modules = modules

    def play(self, plan: _Plan, values: Sequence[Any]) -> Any:
        known: dict[str, Any] = dict(zip(plan.inputs, values, strict=True))
        for item in plan.items:
            if isinstance(item, _Plan):
                result = self._modules[item.path](*(known[name] for name in item.inputs))
                results = result if len(item.outputs) != 1 else (result,)
                known.update(zip(item.outputs, results, strict=True))
            else:
                self._run(item, known)
        found = tuple(known[name] for name in plan.outputs)
        return found[0] if len(found) == 1 else found

    def _run(self, item: _Operation, known: dict[str, Any]) -> None:
        if item.target.startswith("torch.ops.aten._assert"):
            return  # Checks of the device and type it was exported with.
        positional = [self._value(value, known) for name, value in item.arguments if name is None]
        named = {name: self._value(value, known) for name, value in item.arguments if name is not None}
        result = _function(item.target)(*positional, **named)
        results = result if len(item.outputs) != 1 else (result,)
        if isinstance(result, (tuple, list)) and len(item.outputs) == 1:
            results = (result,)
        known.update(zip(item.outputs, results, strict=False))

    def _value(self, argument: dict[str, Any], known: dict[str, Any]) -> Any:
        ((kind, value),) = argument.items()
        if kind == "as_none":
            return None
        if kind in {"as_tensor", "as_optional_tensor", "as_sym_int", "as_sym_bool", "as_sym_float"}:
            return self._named(value, known)
        if kind in {"as_tensors", "as_optional_tensors", "as_sym_ints", "as_sym_bools", "as_sym_floats"}:
            return [self._named(entry, known) for entry in value]
        if kind == "as_scalar_type":
            return _DTYPES[value]
        if kind == "as_device":
            return torch.device("meta")
        if kind == "as_layout":
            return torch.strided
        if kind == "as_memory_format":
            return {1: torch.contiguous_format, 2: torch.channels_last, 3: torch.channels_last_3d}.get(
                value, torch.preserve_format
            )
        if kind in {"as_int", "as_ints", "as_float", "as_floats", "as_bool", "as_bools", "as_string", "as_strings"}:
            return value
        raise WeightsError(f"The file uses {kind}, which cannot be shown here.")

    def _named(self, entry: Any, known: dict[str, Any]) -> Any:
        """A tensor or number by name; a wrapped optional tensor; a plain number in place of a symbol."""
        if not isinstance(entry, dict):
            return entry
        if "as_tensor" in entry:
            entry = entry["as_tensor"]
        if "as_none" in entry:
            return None
        name = entry.get("name", entry.get("as_name"))
        if name is None:
            return next(iter(entry.values()))
        return known[name] if name in known else self._weights[name]


@dataclass(frozen=True, slots=True)
class ExportedNetwork:
    """What a file holds: the module and the input (N, C, H, W) it was exported with."""

    module: nn.Module
    input_shape: tuple[int, int, int, int]


def read(file: Path) -> ExportedNetwork:
    """Read a ``.pt2`` file's structure.

    Raises:
        StorageError: if the file cannot be read.
        WeightsError: if it is no ``torch.export`` file, is damaged, or takes something other than one picture.
    """
    try:
        with reading(file):
            program = _program(file)
        return _network(program, file.name)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, RuntimeError, AssertionError) as error:
        raise WeightsError(
            f"{file.name} is damaged or was written by a version of PyTorch this program does not know. "
            "Export the network again with torch.export.save."
        ) from error


def _program(file: Path) -> dict[str, Any]:
    if not zipfile.is_zipfile(file):
        file.open("rb").close()  # A missing or locked file is told as such.
        raise WeightsError(f"{file.name} is not a torch.export file. Write one with torch.export.save.")
    try:
        with zipfile.ZipFile(file) as archive:
            names = [
                info
                for info in archive.infolist()
                if info.filename.endswith(".json")
                and ("/models/" in info.filename or info.filename == "serialized_exported_program.json")
            ]
            if not names:
                raise WeightsError(
                    f"{file.name} holds no exported graph; it may be a TorchScript, weights or compiled file. "
                    "Write one with torch.export.save."
                )
            if names[0].file_size > _LARGEST:
                raise WeightsError(f"The graph in {file.name} is too large to show.")
            program: dict[str, Any] = json.loads(archive.read(names[0]))
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise WeightsError(f"{file.name} is damaged. Export the network again with torch.export.save.") from error
    return program


def _network(program: dict[str, Any], label: str) -> ExportedNetwork:
    graph = program["graph_module"]["graph"]
    signature = program["graph_module"]["signature"]
    weights: dict[str, Tensor] = {}
    owners: dict[str, tuple[str, bool]] = {}
    pictures: list[str] = []
    for spec in signature["input_specs"]:
        ((kind, value),) = spec.items()
        if kind == "user_input":
            pictures.extend(entry["name"] for entry in value["arg"].values() if isinstance(entry, dict))
            continue
        name = value["arg"]["name"]
        weights[name] = _tensor(graph["tensor_values"][name])
        if kind == "parameter":
            owners[name] = (value["parameter_name"], True)
        elif kind == "buffer":
            owners[name] = (value["buffer_name"], False)
    shapes = [_sizes(graph["tensor_values"][name]) for name in pictures if name in graph["tensor_values"]]
    if len(pictures) != 1 or len(shapes) != 1 or len(shapes[0]) != 4:
        raise WeightsError(
            f"The network in {label} takes {len(pictures)} inputs; only networks that take one batch of pictures "
            "(N, C, H, W) can be shown."
        )
    operations = [_operation(node) for node in graph["nodes"]]
    stacks = [_stack(node) for node in graph["nodes"]]
    modules = _modules(stacks, owners, weights, _root_kind(graph["nodes"]))
    plan = _planned(operations, stacks)
    plan.inputs = (pictures[0],)
    plan.outputs = _returned(graph, signature)
    _connect(plan, set(plan.outputs))
    player = _Player(weights, modules)
    waiting = [plan]
    while waiting:
        current = waiting.pop(0)
        modules[current.path].plans.append(current)
        inner = [item for item in current.items if isinstance(item, _Plan)]
        _settle(modules[current.path], current, weights)
        waiting[:0] = inner
    for module in modules.values():
        module.player = player
    batch, channels, rows, columns = shapes[0]
    return ExportedNetwork(modules[""], (batch, channels, rows, columns))


def _returned(graph: dict[str, Any], signature: dict[str, Any]) -> tuple[str, ...]:
    names = []
    for output, spec in zip(graph["outputs"], signature["output_specs"], strict=True):
        if "user_output" in spec and "as_tensor" in output:
            names.append(output["as_tensor"]["name"])
    return tuple(names)


def _sizes(meta: dict[str, Any]) -> tuple[int, ...]:
    """Sizes in numbers; a size that may vary has the example's."""
    return tuple(size["as_int"] if "as_int" in size else size["as_expr"]["hint"]["as_int"] for size in meta["sizes"])


def _tensor(meta: dict[str, Any]) -> Tensor:
    return torch.empty(_sizes(meta), dtype=_DTYPES[meta["dtype"]], device="meta")


def _stack(node: dict[str, Any]) -> list[_Frame]:
    frames: list[_Frame] = []
    for entry in filter(None, node.get("metadata", {}).get("nn_module_stack", "").split(";")):
        key, path, kind = entry.split(",", 2)
        frames.append((key, path.partition("@")[0], kind.rpartition(".")[2]))
    return frames[1:] if frames and frames[0][1] == "" else frames


def _root_kind(nodes: Sequence[dict[str, Any]]) -> str:
    for node in nodes:
        first = node.get("metadata", {}).get("nn_module_stack", "").partition(";")[0].split(",", 2)
        if len(first) == 3 and not first[1]:
            return str(first[2].rpartition(".")[2])
    return "ExportedNetwork"


def _names_in(argument: Any) -> set[str]:
    if isinstance(argument, dict):
        found = {argument[key] for key in ("name", "as_name") if isinstance(argument.get(key), str)}
        return found.union(*(_names_in(value) for value in argument.values()))
    if isinstance(argument, list):
        return set().union(*(_names_in(value) for value in argument))
    return set()


def _operation(node: dict[str, Any]) -> _Operation:
    _function(node["target"])
    arguments = tuple((None if entry.get("kind", 1) == 1 else entry["name"], entry["arg"]) for entry in node["inputs"])
    outputs: list[str] = []
    for output in node["outputs"]:
        ((kind, value),) = output.items()
        if kind == "as_tensors":
            outputs.extend(entry["name"] for entry in value)
        elif isinstance(value, dict):
            outputs.append(str(value.get("name", value.get("as_name", ""))))
    used: set[str] = set().union(*(_names_in(value) for _, value in arguments))
    return _Operation(node.get("name") or "", node["target"], arguments, tuple(outputs), frozenset(used))


def _function(target: str) -> Any:
    if target in _OPERATORS:
        return _OPERATORS[target]
    space, _, name = target.rpartition("torch.ops.aten.")
    operation, _, overload = name.partition(".")
    if space or not name or operation in _FORBIDDEN or not operation.isidentifier():
        raise WeightsError(f"The file uses the operation {target}, which cannot be shown here.")
    try:
        return getattr(getattr(torch.ops.aten, operation), overload or "default")
    except AttributeError as error:
        raise WeightsError(f"The file uses the operation {target}, which this PyTorch does not have.") from error


def _modules(
    stacks: Sequence[Sequence[_Frame]],
    owners: dict[str, tuple[str, bool]],
    weights: dict[str, Tensor],
    root_kind: str,
) -> dict[str, ExportedModule]:
    kinds = {path: kind for stack in stacks for _, path, kind in stack}
    paths: dict[str, None] = {"": None}
    for path in [*kinds, *(owner.rpartition(".")[0] for owner, _ in owners.values())]:
        parts = path.split(".") if path else []
        for length in range(1, len(parts) + 1):
            paths[".".join(parts[:length])] = None
    modules: dict[str, ExportedModule] = {}
    for path in paths:
        kind = kinds.get(path, "Module") if path else root_kind
        module = type(kind if kind.isidentifier() else "Module", (ExportedModule,), {})()
        modules[path] = module
        if path:
            parent, _, name = path.rpartition(".")
            modules[parent].add_module(name, module)
    for name, (owner, is_parameter) in owners.items():
        path, _, attribute = owner.rpartition(".")
        if is_parameter:
            parameter = nn.Parameter(weights[name], requires_grad=weights[name].is_floating_point())
            weights[name] = parameter
            modules[path].register_parameter(attribute, parameter)
        else:
            modules[path].register_buffer(attribute, weights[name])
    return modules


def _planned(operations: Sequence[_Operation], stacks: Sequence[Sequence[_Frame]]) -> _Plan:
    """Operations next to one another in the same module are one call of it."""
    root = _Plan("")
    opened: list[tuple[_Frame, _Plan]] = []
    for operation, stack in zip(operations, stacks, strict=True):
        shared = 0
        while shared < min(len(opened), len(stack)) and opened[shared][0] == stack[shared]:
            shared += 1
        del opened[shared:]
        for frame in stack[shared:]:
            plan = _Plan(frame[1])
            (opened[-1][1] if opened else root).items.append(plan)
            opened.append((frame, plan))
        (opened[-1][1] if opened else root).items.append(operation)
    return root


def _connect(plan: _Plan, wanted: set[str]) -> tuple[set[str], set[str]]:
    """Work out what each call takes and gives; returns the names used and made inside ``plan``."""
    used: set[str] = set()
    made: set[str] = set()
    facts: list[tuple[set[str], set[str]]] = []
    for item in plan.items:
        if isinstance(item, _Plan):
            inner_used, inner_made = _surface(item)
        else:
            inner_used, inner_made = set(item.used), set(item.outputs)
        facts.append((inner_used, inner_made))
        used |= inner_used
        made |= inner_made
    later = set(wanted)
    for item, (inner_used, inner_made) in zip(reversed(plan.items), reversed(facts), strict=True):
        if isinstance(item, _Plan):
            needed = inner_made & later
            available = set(plan.inputs).union(*(m for _, m in facts))
            item.inputs = tuple(name for name in _in_order(item) if name in (inner_used - inner_made) & available)
            item.outputs = tuple(name for name in _made_in_order(item) if name in needed)
            _connect(item, needed)
        later |= inner_used
    return used, made


def _surface(plan: _Plan) -> tuple[set[str], set[str]]:
    used, made = set(), set()
    for item in plan.items:
        inner_used, inner_made = _surface(item) if isinstance(item, _Plan) else (set(item.used), set(item.outputs))
        used |= inner_used
        made |= inner_made
    return used, made


def _in_order(plan: _Plan) -> list[str]:
    names: dict[str, None] = {}
    for item in plan.items:
        if isinstance(item, _Plan):
            names.update(dict.fromkeys(_in_order(item)))
        else:
            # Argument order, so that a layer's first input comes first.
            for _, argument in item.arguments:
                names.update(dict.fromkeys(sorted(_names_in(argument))))
    return list(names)


def _made_in_order(plan: _Plan) -> list[str]:
    names: list[str] = []
    for item in plan.items:
        names.extend(_made_in_order(item) if isinstance(item, _Plan) else item.outputs)
    return names


def _settle(module: ExportedModule, plan: _Plan, weights: dict[str, Tensor]) -> None:
    """Give a layer that is one window operation the attributes that PyTorch's layer has."""
    if len(plan.items) != 1 or not isinstance(plan.items[0], _Operation):
        return
    item = plan.items[0]
    operation = item.target.removeprefix("torch.ops.aten.").partition(".")[0]
    values = [next(iter(argument.values())) for _, argument in item.arguments]

    def at(place: int, default: Any) -> Any:
        return values[place] if len(values) > place and values[place] not in (None, True, []) else default

    if operation == "conv2d":
        weight = weights.get(values[1]["name"]) if isinstance(values[1], dict) else None
        if weight is None:
            return
        found = {
            "kernel_size": tuple(weight.shape[2:]),
            "stride": tuple(at(3, (1, 1))),
            "padding": at(4, (0, 0)) if isinstance(at(4, (0, 0)), str) else tuple(at(4, (0, 0))),
            "dilation": tuple(at(5, (1, 1))),
            "groups": at(6, 1),
        }
        start = f"{weight.shape[1] * found['groups']}, {weight.shape[0]}, "
    elif operation in {"max_pool2d", "avg_pool2d"}:
        kernel = tuple(values[1])
        found = {"kernel_size": kernel, "stride": tuple(at(2, kernel)), "padding": tuple(at(3, (0, 0)))}
        start = ""
    else:
        return
    for name, value in found.items():
        setattr(module, name, value)
    module.settings = start + ", ".join(
        f"{name}={value}" for name, value in found.items() if name in {"kernel_size", "stride"} or value != _PLAIN[name]
    )


_PLAIN: dict[str, Any] = {"padding": (0, 0), "dilation": (1, 1), "groups": 1}
