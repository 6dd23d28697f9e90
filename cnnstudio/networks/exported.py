"""A network from a ``torch.export`` file (``.pt2``), read without running anything that is in the file.

``torch.export.load`` must not be used on a file from elsewhere: it unpickles weights, constants and sample inputs,
which can run any code (PyTorch's documentation: "Never load data from an untrusted source"). But a ``.pt2`` is a zip
archive whose graph lies in it as plain JSON (``torch/_export/serde/schema.py``). That alone is read here. The result
is a module tree with the file's layer names, types and weight shapes, on ``meta``; it can be analysed, not used.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from torch import Tensor, nn

from cnnstudio.errors import StudioError, WeightsError, printable
from cnnstudio.networks import exported_file, exported_parts, operators, playback
from cnnstudio.networks.operators import Kind, Operator

MOST_CALLS = 100_000
"""Calls of operators in one graph."""

MOST_MODULES = 20_000
_DEEPEST = 32  # modules inside modules
_LONGEST_NAME = 512
# Of what the program gives a module, beside nn.Module's own: no layer of a network is called so.
_PLAYBACK = "_cnnstudio_playback"

_Frame = tuple[str, str, str]  # key, path, class name


_Output = str | tuple[str, ...]  # the name of a result, or of each tensor in a list


@dataclass(frozen=True, slots=True)
class _Operation:
    target: str
    row: Operator | None  # None: arithmetic with sizes
    arguments: tuple[tuple[str | None, dict[str, Any]], ...]
    outputs: tuple[_Output, ...]
    used: dict[str, None]  # names, in the order of the arguments

    @property
    def names(self) -> list[str]:
        """Of everything it gives."""
        return [name for output in self.outputs for name in (output if isinstance(output, tuple) else (output,))]


@dataclass(slots=True)
class _Plan:
    """One call of a module: what it does, what it takes from outside, what others take from it."""

    path: str
    items: list["_Operation | _Plan"] = field(default_factory=list)
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    used: dict[str, None] = field(default_factory=dict)  # by what is inside, in order
    made: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class _Playback:
    """A module's calls, in the order in which they were exported, and what plays them back."""

    plans: list[_Plan] = field(default_factory=list)
    turn: int = 0
    names: tuple[str, ...] = ()  # of the results, where the module is the network and there are several
    settings: str = ""
    player: "_Player | None" = None


class ExportedModule(nn.Module):
    """A module of the file; its calls are played back in the order in which they were exported."""

    def __init__(self) -> None:
        super().__init__()
        setattr(self, _PLAYBACK, _Playback())

    def forward(self, *values: Any) -> Any:
        """Play back the next call, on ``meta``."""
        state = playback_of(self)
        assert state.player is not None
        plan = state.plans[state.turn % len(state.plans)]
        state.turn += 1
        result = state.player.play(plan, values)
        return dict(zip(state.names, result, strict=True)) if len(state.names) > 1 else result

    def extra_repr(self) -> str:
        """The window's numbers, where it is a window operation."""
        return playback_of(self).settings


def playback_of(module: ExportedModule) -> _Playback:
    """What the program knows of an exported module beside its layers."""
    state: _Playback = getattr(module, _PLAYBACK)
    return state


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
        # A network may hand out a weight as it is.
        found = tuple(known[name] if name in known else self._weights[name] for name in plan.outputs)
        return found[0] if len(found) == 1 else found

    def _run(self, item: _Operation, known: dict[str, Any]) -> None:
        if item.row is not None and item.row.kind is Kind.CHECK:
            return  # The device, type and sizes it was exported with.
        positional = [self._value(value, known) for name, value in item.arguments if name is None]
        named = {name: self._value(value, known) for name, value in item.arguments if name is not None}
        if item.row is None:
            result = playback.number(item.target, positional)
        else:
            result = playback.call(item.row, positional, named)
        for output, value in zip(item.outputs, (result,) if len(item.outputs) == 1 else result, strict=False):
            if isinstance(output, tuple):
                known.update(zip(output, value, strict=True))
            else:
                known[output] = value

    def _value(self, argument: dict[str, Any], known: dict[str, Any]) -> Any:
        ((kind, value),) = argument.items()
        if kind in _NAMED:
            return self._named(value, known)
        if kind in _NAMED_LISTS:
            if len(value) > playback.MOST_PIECES:
                raise playback.OutOfBoundsError("The file has a list of {count:,} names.", count=len(value))
            return [self._named(entry, known) for entry in value]
        return playback.literal(kind, value)

    def _named(self, entry: dict[str, Any], known: dict[str, Any]) -> Any:
        """A tensor or number by name; a wrapped optional tensor; a plain number in place of a symbol."""
        if "as_tensor" in entry:
            entry = entry["as_tensor"]
        name = entry.get("name", entry.get("as_name"))
        if name is None:
            ((kind, value),) = entry.items()
            return playback.literal(kind, value)
        return known[name] if name in known else self._weights[name]


_NAMED = frozenset({"as_tensor", "as_optional_tensor", "as_sym_int", "as_sym_bool", "as_sym_float"})
_NAMED_LISTS = frozenset({"as_tensors", "as_optional_tensors", "as_sym_ints", "as_sym_bools", "as_sym_floats"})


@dataclass(frozen=True, slots=True)
class ExportedNetwork:
    """What a file holds.

    Attributes:
        module: the network.
        input_shape: (N, C, H, W) that it was exported with.
        shares_told: whether the file says which of the parameters are one. One that was exported on ``meta`` does not.
        roles_told: whether the file says which of its constants are learnt. An ONNX file does not.
    """

    module: nn.Module
    input_shape: tuple[int, int, int, int]
    shares_told: bool = True
    roles_told: bool = True


def read_any(file: Path) -> ExportedNetwork:
    """Read the structure of a ``.pt2`` or an ``.onnx`` file, whichever its ending says.

    Raises:
        StorageError: if the file cannot be read.
        WeightsError: if it is none, is damaged, or takes something other than one picture.
    """
    if file.suffix.lower() == ".onnx":
        from cnnstudio.networks import onnx_network  # which builds on what is here

        return onnx_network.read(file)
    return read(file)


def read(file: Path) -> ExportedNetwork:
    """Read a ``.pt2`` file's structure.

    Raises:
        StorageError: if the file cannot be read.
        WeightsError: if it is no ``torch.export`` file, is damaged, or takes something other than one picture.
    """
    try:
        program, shared = exported_file.contents(file)
        return _network(program, shared, file.name)
    except StudioError:
        raise
    except Exception as error:  # The graph's values are anyone's: whatever a wrong one leads to is told as a sentence.
        raise WeightsError(
            "{name} is damaged or was written by a version of PyTorch this program does not know. Export the "
            "network again with torch.export.save.",
            name=file.name,
        ) from error


def _network(program: dict[str, Any], shared: Mapping[str, str], label: str) -> ExportedNetwork:
    graph = program["graph_module"]["graph"]
    signature = program["graph_module"]["signature"]
    nodes, handed_on = exported_parts.flattened(graph)
    if len(nodes) > MOST_CALLS:
        raise WeightsError(
            "The graph in {label} has {count:,} operations, too many to show.", label=label, count=len(nodes)
        )
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
            "The network in {label} takes {count} inputs; only networks that take one batch of pictures (N, C, H, W) "
            "can be shown.",
            label=label,
            count=len(pictures),
        )
    operations = [_operation(node) for node in nodes]
    stacks = [_stack(node) for node in nodes]
    modules = _modules(stacks, owners, weights, shared, _root_kind(nodes))
    plan = _planned(operations, stacks)
    plan.inputs = (pictures[0],)
    returned = [handed_on.get(name, name) for name in _returned(graph, signature)]
    plan.outputs = tuple(returned)
    _gather_names(plan)
    _connect(plan, set(plan.outputs))
    _hand_out(plan, modules, weights)
    player = _Player(weights, modules)
    for module in modules.values():
        playback_of(module).player = player
    playback_of(modules[""]).names = exported_parts.output_names(program, len(returned))
    batch, channels, rows, columns = shapes[0]
    untold = [weights[name].shape for name, (owner, trained) in owners.items() if trained and owner not in shared]
    return ExportedNetwork(modules[""], (batch, channels, rows, columns), shares_told=len(set(untold)) == len(untold))


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
    return playback.empty(_sizes(meta), playback.dtype(meta["dtype"]))


def _stack(node: dict[str, Any]) -> list[_Frame]:
    frames: list[_Frame] = []
    for entry in filter(None, node.get("metadata", {}).get("nn_module_stack", "").split(";")):
        key, path, kind = entry.split(",", 2)
        frames.append((key, path.partition("@")[0], kind.rpartition(".")[2]))
        if len(frames) > _DEEPEST or len(entry) > _LONGEST_NAME:
            raise WeightsError("The file has modules inside modules more deeply than can be shown.")
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
    target = str(node["target"])
    row = operators.get(target)
    if row is None and target not in playback.NUMBERS:
        raise WeightsError(
            "The file uses the operation {target}, which cannot be shown here.", target=printable(target)
        )
    if row is not None and row.refused:
        raise WeightsError(
            "The file uses the operation {target}, {refused}; such a network cannot be shown here.",
            target=target,
            refused=row.refused,
        )
    arguments = tuple((None if entry.get("kind", 1) == 1 else entry["name"], entry["arg"]) for entry in node["inputs"])
    outputs: list[_Output] = []
    for output in node["outputs"]:
        ((kind, value),) = output.items()
        if kind == "as_tensors":
            outputs.append(tuple(entry["name"] for entry in value))
        else:
            # A result that is None has no name.
            outputs.append(str(value.get("name", value.get("as_name", ""))) if isinstance(value, dict) else "")
    used: dict[str, None] = {}
    for _, value in arguments:
        # In the order of the arguments, so that a layer's first input comes first.
        used.update(dict.fromkeys(sorted(_names_in(value))))
    return _Operation(target, row, arguments, tuple(outputs), used)


def _modules(
    stacks: Sequence[Sequence[_Frame]],
    owners: dict[str, tuple[str, bool]],
    weights: dict[str, Tensor],
    shared: Mapping[str, str],
    root_kind: str,
) -> dict[str, ExportedModule]:
    kinds = {path: kind for stack in stacks for _, path, kind in stack}
    paths: dict[str, None] = {"": None}
    for path in [*kinds, *(owner.rpartition(".")[0] for owner, _ in owners.values())]:
        parts = path.split(".") if path else []
        if len(parts) > _DEEPEST or len(path) > _LONGEST_NAME:
            raise WeightsError("The file has modules inside modules more deeply than can be shown.")
        for length in range(1, len(parts) + 1):
            paths[".".join(parts[:length])] = None
    if len(paths) > MOST_MODULES:
        raise WeightsError("The file has {count:,} modules, too many to show.", count=len(paths))
    classes: dict[str, type[ExportedModule]] = {}
    modules: dict[str, ExportedModule] = {}
    for path in paths:
        kind = kinds.get(path, "Module") if path else root_kind
        if kind not in classes:
            classes[kind] = type(kind if kind.isidentifier() else "Module", (ExportedModule,), {})
        modules[path] = classes[kind]()
        if path:
            parent, _, name = path.rpartition(".")
            modules[parent].add_module(name, modules[path])
    tensors: dict[tuple[Any, ...], Tensor] = {}
    for name, (owner, is_parameter) in owners.items():
        path, _, attribute = owner.rpartition(".")
        tensor = weights[name]
        if is_parameter:
            tensor = nn.Parameter(tensor, requires_grad=tensor.is_floating_point())
        # Names for one tensor: what is shared is one, and counted once.
        place = shared.get(owner, owner), is_parameter, tensor.shape, tensor.dtype
        tensor = weights[name] = tensors.setdefault(place, tensor)
        if isinstance(tensor, nn.Parameter):
            modules[path].register_parameter(attribute, tensor)
        else:
            modules[path].register_buffer(attribute, tensor)
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


def _gather_names(plan: _Plan) -> None:
    """Write down which names are used and made inside each call of a module."""
    for item in plan.items:
        if isinstance(item, _Plan):
            _gather_names(item)
            plan.made.update(item.made)
        else:
            plan.made.update(dict.fromkeys(item.names))
        plan.used.update(item.used)


def _connect(plan: _Plan, wanted: set[str]) -> None:
    """Work out what each call inside ``plan`` takes and gives; ``wanted`` is what ``plan`` gives."""
    available = plan.made.keys() | set(plan.inputs)
    later = set(wanted)
    for item in reversed(plan.items):
        if isinstance(item, _Plan):
            item.inputs = tuple(name for name in item.used if name not in item.made and name in available)
            item.outputs = tuple(name for name in item.made if name in later)
            _connect(item, set(item.outputs))
        later.update(item.used)


def _hand_out(plan: _Plan, modules: dict[str, ExportedModule], weights: dict[str, Tensor]) -> None:
    """Give each module its calls, in the order of execution."""
    module = modules[plan.path]
    playback_of(module).plans.append(plan)
    _settle(module, plan, weights)
    for item in plan.items:
        if isinstance(item, _Plan):
            _hand_out(item, modules, weights)


_WINDOWS = frozenset({Kind.CONVOLUTION, Kind.TRANSPOSED_CONVOLUTION, Kind.POOLING})


def _settle(module: ExportedModule, plan: _Plan, weights: dict[str, Tensor]) -> None:
    """Give a layer that is one window operation the attributes that PyTorch's layer has, in whatever dialect it is."""
    working = [
        item
        for item in plan.items
        if isinstance(item, _Plan) or (item.row is not None and item.row.kind not in (Kind.SIZE, Kind.CHECK))
    ]
    item = working[0] if len(working) == 1 else None
    if not isinstance(item, _Operation) or item.row is None or item.row.kind not in _WINDOWS:
        return
    names = playback.argument_names(item.row)
    given: dict[str, Any] = {}
    for place, (name, argument) in enumerate(item.arguments):
        key = name if name is not None else names[place] if place < len(names) else ""
        given[key] = next(iter(argument.values()))
    found: dict[str, Any] = {}
    start = ""
    if item.row.kind is Kind.POOLING:
        kernel = _numbers(given.get("kernel_size"), 0)
    else:
        weight = weights.get(str(given["weight"].get("name"))) if isinstance(given.get("weight"), dict) else None
        kernel = tuple(weight.shape[2:]) if weight is not None else None
        if weight is not None:
            groups = given.get("groups", 1)
            found["groups"] = groups if type(groups) is int and groups > 0 else 1
            transposed = item.row.kind is Kind.TRANSPOSED_CONVOLUTION or given.get("transposed") is True
            out, into = (1, 0) if transposed else (0, 1)
            channels = list(weight.shape[:2])
            channels[1] *= found["groups"]
            start = f"{channels[into]}, {channels[out]}, "
    if not kernel:
        return
    size = len(kernel)
    found["kernel_size"] = kernel
    plain = {"stride": kernel if item.row.kind is Kind.POOLING else (1,) * size, "dilation": (1,) * size}
    for name in ("stride", "padding", "dilation", "output_padding"):
        value = given.get(name)
        if name == "padding" and value in ("same", "valid"):
            found[name] = value
        elif name in names:
            found[name] = _numbers(value, size) or plain.get(name, (0,) * size)
    if given.get("ceil_mode") is True:
        found["ceil_mode"] = True
    for name, value in found.items():
        setattr(module, name, value)
    shown = ("kernel_size", "stride", "padding", "output_padding", "dilation", "groups", "ceil_mode")
    usual = {"padding": (0,) * size, "output_padding": (0,) * size, "dilation": (1,) * size, "groups": 1}
    playback_of(module).settings = start + ", ".join(
        f"{name}={found[name]}" for name in shown if name in found and found[name] != usual.get(name)
    )


def _numbers(value: Any, size: int) -> tuple[int, ...] | None:
    """A window's numbers, one a dimension, where the file holds whole numbers; ``size`` 0: as many as there are."""
    if type(value) is int:
        value = [value]
    if not isinstance(value, list) or not value or not all(type(number) is int for number in value):
        return None
    if size and len(value) not in (1, size):
        return None
    return tuple(value) * size if len(value) == 1 and size else tuple(value)
