"""One run of a network, written down: which layer and function took what from whom, its shapes, MACs, receptive field.

A recording rather than ``torch.fx.symbolic_trace``: fx replaces ``nn.Module.__call__`` for the whole process while it
traces, so a training in another thread would be caught in it; it refuses control flow that depends on the data; and
it needs a second pass for shapes. Here hooks on this one network and a thread-local function mode see the run itself.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode, _disable_current_modes

from cnnstudio.analysis import macs, receptive_field, shapes
from cnnstudio.analysis.origins import Origins, memory_of
from cnnstudio.analysis.outputs import named_tensors
from cnnstudio.analysis.receptive_field import State
from cnnstudio.analysis.results import NodeKind, Shape
from cnnstudio.networks import operators
from cnnstudio.networks.operators import Kind

# Layers of torch.nn that have layers inside but are one thing to a reader.
_WHOLE = (nn.MultiheadAttention,)
# Whose code calls no operators but by Python's functions.
_KNOWN_CODE = ("torch.nn.", "torchvision.", "cnnstudio.")
MOST_BYTES = 1 << 28
"""Memory for what all numbers of a run read; beyond, large tensors have a bound of it."""
_SMALL = 1 << 16
# Functions that are known not to multiply matrices.
_WITHOUT_PRODUCTS = frozenset(
    {row.function for row in operators.OPERATORS.values() if row.without_products}
    | {"__getitem__", "__setitem__", "interpolate", "batch_norm", "lp_pool2d", "adaptive_max_pool2d"}
)
# Functions that take a tensor for its size and type alone.
_OF_NO_NUMBERS = frozenset(
    {row.function for row in operators.OPERATORS.values() if row.kind is Kind.FACTORY}
    | {"rand_like", "randn_like", "randint_like"}
)
# What asks for no numbers.
_ASKING = frozenset({"dim", "size", "stride", "numel", "is_contiguous", "is_floating_point", "shape", "dtype"})
_INVISIBLE = frozenset({"contiguous", "detach", "clone", "to", "float", "requires_grad_", "_assert", "type_as", "data"})
_NAMES = {
    "__getitem__": "slice",
    "__setitem__": "assign",
    "copy_": "copy",
    "__add__": "add",
    "__iadd__": "add",
    "__radd__": "add",
    "add_": "add",
    "__mul__": "mul",
    "__rmul__": "mul",
    "__imul__": "mul",
    "mul_": "mul",
    "__sub__": "sub",
    "__truediv__": "div",
    "__matmul__": "matmul",
    "concat": "cat",
    "multi_head_attention_forward": "attention",
    "resize_windows": "interpolate",
    "scaled_dot_product_attention": "attention",
}


# Within it the recorder's own questions to tensors, such as their shape, are not taken for the network's.
_unseen = torch._C.DisableTorchFunction


@dataclass(slots=True)
class Step:
    """A node while it is being recorded."""

    id: int
    kind: NodeKind
    label: str
    path: str
    group: str
    inputs: dict[int, None] = field(default_factory=dict)
    output_shape: Shape | None = None
    macs: int = 0
    bytes: int = 0
    state: State | None = None


@dataclass(slots=True)
class Call:
    """One call of a module.

    ``step`` is its node where it is drawn as one; otherwise ``groups`` and ``steps`` lie in it. ``macs`` are those
    of functions it called itself that take part in no node, such as the products of two weights.
    """

    key: str
    path: str
    module: nn.Module
    parent: str | None
    step: Step | None
    groups: list[str] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)
    input_shape: Shape | None = None
    output_shape: Shape | None = None
    state: State | None = None
    macs: int = 0


@dataclass(frozen=True, slots=True)
class Returned:
    """A tensor that the network returns.

    ``name`` is what leads to it in what ``forward`` returns; empty where it returns nothing else.
    """

    name: str
    step: int
    shape: Shape
    state: State | None


class _Operators(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Shows the recorder every operator of ATen that is called, from functions or past them, as by TorchScript."""

    def __init__(self, recorder: "Recorder") -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._recorder = recorder

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        kwargs = kwargs or {}
        if not self._recorder.inside:
            # Called past Python's functions: as if the network had called the operator itself.
            with self:
                return func(*args, **kwargs)
        output = func(*args, **kwargs)
        self._recorder.count(func, args, kwargs, output)
        return output


class Recorder(TorchFunctionMode):
    """Runs ``module`` on one input and keeps what happened.

    Attributes:
        steps: the nodes, in the order of execution.
        calls: every call of a module by key (its path; ``path#2`` for its second call), in the order of execution.
        outputs: the tensors that the network returns.
        inside: whether a function that was called by the network is running.
        parameters: of the module, each once.
        uncounted: operators whose multiply-accumulates are not known, by the path of the layer that called them.
    """

    def __init__(self, module: nn.Module) -> None:
        super().__init__()
        self.steps: list[Step] = []
        self.calls: dict[str, Call] = {}
        self.outputs: list[Returned] = []
        self.inside = False
        self.uncounted: dict[str, dict[str, None]] = {}
        self._cost = 0
        self._root = module
        self._layers: list[nn.Module] = []
        self._paths: dict[int, list[str]] = {}
        self._find_layers(module, "")
        owned = {id(tensor): tensor for layer in self._layers for tensor in layer._parameters.values()}
        self.parameters = [tensor for tensor in owned.values() if tensor is not None]
        self._open: list[Call] = []
        self._counts: dict[str, int] = {}
        self._origins = Origins()
        self._on_meta = True
        self._watched = False
        self._spent = 0
        self._last: State | None = None
        self._own = {*owned, *(id(tensor) for layer in self._layers for tensor in layer._buffers.values())}

    def _find_layers(self, layer: nn.Module, path: str) -> None:
        """What ``named_modules()`` gives, with all paths of layers that have several."""
        paths = self._paths.get(id(layer))
        if paths is None:
            paths = self._paths[id(layer)] = []
            self._layers.append(layer)
        paths.append(path)
        for name, child in layer._modules.items():
            if child is not None:
                self._find_layers(child, f"{path}.{name}" if path else name)

    @property
    def place(self) -> Call | None:
        """The innermost call that is running: where a failure happened."""
        return self._open[-1] if self._open else None

    @property
    def main(self) -> int | None:
        """Id of the node whose result the network returns first."""
        return self.outputs[0].step if self.outputs else None

    def run(self, value: Tensor) -> Any:
        """Run the network on ``value`` (N, C, H, W). Whatever the network raises comes out unchanged."""
        handles = []
        for layer in self._layers:
            if isinstance(layer, torch.jit.ScriptModule):
                continue  # It takes no hooks; what its code calls is seen all the same.
            handles.append(layer.register_forward_pre_hook(self._before_call, with_kwargs=True))
            handles.append(layer.register_forward_hook(self._after_call, with_kwargs=True))
        self._on_meta = value.is_meta
        self._operators = _Operators(self)
        picture = self._add(NodeKind.INPUT, "Input", "", value)
        picture.state = receptive_field.of_input(value.shape)
        self._origins.keep(value, picture.id, picture.state)
        # Code that is not known may call operators past Python's functions; to watch each takes thrice the time.
        self._watched = self._has_strangers()
        try:
            with torch.no_grad(), self._operators if self._watched else nullcontext(), self:
                result = self._root(value)
        finally:
            for handle in handles:
                handle.remove()
            del self._operators  # it refers to this: all that was recorded would wait for the garbage collector
        for name, tensor in named_tensors(result):
            known = self._origins.of(tensor)
            if known is not None:
                self.outputs.append(Returned(name, known[0], tuple(tensor.shape), known[1]))
        return result

    def _has_strangers(self) -> bool:
        return any(type(layer).__module__.startswith("torch.jit") for layer in self._layers) or not all(
            type(layer).__module__.startswith(_KNOWN_CODE) for layer in self._layers
        )

    def count(self, operator: Any, args: tuple[Any, ...], kwargs: dict[str, Any], output: Any) -> None:
        """Add an operator's multiply-accumulates to those of the function that is running."""
        name = operator.name().partition(".")[0]
        cost = macs.of_operator(name, args, kwargs, output)
        if cost is None:
            path = self._open[-1].path if self._open else ""
            self.uncounted.setdefault(path, {})[name.removeprefix("aten::")] = None
        else:
            self._cost += cost

    def _add(self, kind: NodeKind, label: str, path: str, output: Tensor | None = None) -> Step:
        group = self._open[-1] if self._open else None
        step = Step(len(self.steps), kind, label, path, group.key if group else "")
        if output is not None:
            step.output_shape = tuple(output.shape)
        self.steps.append(step)
        if group is not None:
            group.steps.append(step.id)
        return step

    def _path(self, module: nn.Module) -> str:
        """The module's path; of one that several layers share, that in the layer which calls it."""
        paths = self._paths[id(module)]
        if len(paths) > 1:
            for call in reversed(self._open):
                start = f"{call.path}." if call.path else ""
                for path in paths:
                    if path.startswith(start):
                        return path
        return paths[0]

    def _before_call(self, module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        with _unseen():
            self._enter(module, args, kwargs)

    def _after_call(self, _module: nn.Module, _args: tuple[Any, ...], _kwargs: dict[str, Any], result: Any) -> None:
        with _unseen():
            self._leave(result)

    def _enter(self, module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        path = self._path(module)
        number = self._counts[path] = self._counts.get(path, 0) + 1
        outer = self._open[-1] if self._open else None
        key = path if number == 1 else f"{path}#{number}"
        inside = outer is not None and outer.step is not None
        if inside and outer is not None:
            step = outer.step
        elif _is_one_thing(module, root=module is self._root):
            step = self._add(NodeKind.LAYER, type(module).__name__, path)
        else:
            step = None
            if outer is not None:
                outer.groups.append(key)
        call = Call(key, path, module, outer.key if outer else None, step)
        given = _flat((args, kwargs)) or [tensor for _, tensor in named_tensors((args, kwargs))]
        if given:
            call.input_shape = tuple(given[0].shape)
        self.calls[key] = call
        self._open.append(call)

    def _leave(self, result: Any) -> None:
        call = self._open.pop()
        tensors = [result] if isinstance(result, Tensor) else [tensor for _, tensor in named_tensors(result)]
        for number, tensor in enumerate(tensors):
            source, state = self._origins.of(tensor) or (None, None)
            if number == 0:
                call.output_shape, call.state = tuple(tensor.shape), state
            step = call.step
            if step is None or (self._open and self._open[-1].step is step):
                continue
            if source is not None and source != step.id:
                # A layer that hands its input on untouched, such as Identity, is a step all the same.
                step.inputs[source] = None
            if state is not None and source != step.id:
                self._origins.keep(tensor, step.id, state)
            if number == 0:
                step.output_shape, step.state = tuple(tensor.shape), state

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        kwargs = kwargs or {}
        name, function = _names(func)
        if self.inside or name in _ASKING:
            return func(*args, **kwargs)
        if name == "__get__":
            if func.__self__.__name__ in _ASKING:
                return func(*args, **kwargs)
            # A tensor's shape or type, or a tensor that looks at the same numbers: ``.T``, ``.data``, ``.real``.
            self.inside = True
            try:
                output = func(*args, **kwargs)
            finally:
                self.inside = False
            if isinstance(output, Tensor) and output is not args[0]:
                self._record(func.__self__.__name__, args, kwargs, [args[0]], [output], [], 0)
            return output
        given = _flat((args, kwargs))
        as_given = args, kwargs
        self._cost = 0
        self.inside = True
        try:
            output = shapes.known_result(name, args, kwargs)
            if output is not None:
                written = [output] if output is args[0] else []
            else:
                used = given
                if self._on_meta and (_are_mixed(given) or self._are_left_behind(given)):
                    args, kwargs = _moved(args), _moved(kwargs)
                    used = _flat((args, kwargs))
                versions = [_version(tensor) for tensor in used]
                if macs.is_whole(function):
                    with self._unwatched():
                        output = func(*args, **kwargs)
                elif self._watched or function in _WITHOUT_PRODUCTS:
                    output = func(*args, **kwargs)
                else:
                    with self._operators:
                        output = func(*args, **kwargs)
                written = [
                    tensor
                    for tensor, there, version in zip(given, used, versions, strict=True)
                    if _version(there) != version
                ]
        finally:
            self.inside = False
        if name == "__set__":
            self._follow_assignment(func.__self__.__name__, *args)
            return output
        made = [output] if isinstance(output, Tensor) else _flat(output)
        cost = macs.of_function(function, args, kwargs, output)
        if (made or written) and function not in _OF_NO_NUMBERS:
            self._record(function, *as_given, given, made, written, self._cost if cost is None else cost)
        return output

    def _within_memory(self, state: State) -> State:
        """The state, or a bound for it once all that are kept would take too much memory."""
        if state.bytes < _SMALL or state is self._last:
            return state
        self._last = state
        self._spent += state.bytes
        return state if self._spent <= MOST_BYTES else receptive_field.everything(state).bounded()

    def _unwatched(self) -> AbstractContextManager[Any]:
        """For what the network did not call itself."""
        return _disable_current_modes() if self._watched else nullcontext()

    def _are_left_behind(self, given: list[Tensor]) -> bool:
        """Whether what lies on the CPU was written into by what lies on ``meta``."""
        return any(not tensor.is_meta and tensor.dim() and self._origins.of(tensor) is not None for tensor in given)

    def _follow_assignment(self, attribute: str, tensor: Tensor, value: Any) -> None:
        """``tensor.data = value``: the tensor has another's numbers from now on."""
        known = self._origins.of(value) if attribute == "data" and isinstance(value, Tensor) else None
        if known is not None:
            self._origins.keep(tensor, *known)

    def _record(
        self,
        name: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        given: list[Tensor],
        made: list[Tensor],
        written: list[Tensor],
        cost: int,
    ) -> None:
        call = self._open[-1]
        taken = [(tensor, known) for tensor in given if (known := self._origins.of(tensor)) is not None]
        step = call.step
        if not taken:
            # Made of weights and constants only.
            if step is not None:
                step.macs += cost
            call.macs += cost
            return
        sources = dict.fromkeys(source for _, (source, _) in taken)
        followed = [(state, tensor) for tensor, (_, state) in taken]
        if step is None:
            if name in _INVISIBLE and len(sources) == 1 and not written:
                source, state = taken[0][1]
                for tensor in made:
                    self._origins.keep(tensor, source, state)
                return
            step = self._add(NodeKind.FUNCTION, _NAMES.get(name, name), call.path, (made or written)[0])
        else:
            call.macs += cost
        for source in sources:
            if source != step.id:
                step.inputs[source] = None
        step.macs += cost
        shared = {memory_of(tensor) for tensor, _ in taken}
        for tensor in written:
            if id(tensor) in self._own and made and not any(tensor is other for other in made):
                continue  # A result beside the result, such as batch norm's running mean.
            with self._unwatched():
                state = self._within_memory(receptive_field.written(name, followed, tensor, args, kwargs))
            if not self._origins.knows_memory_of(tensor):
                step.bytes += tensor.untyped_storage().nbytes()
                shared.add(memory_of(tensor))
            self._origins.write(tensor, step.id, state)
            step.state = state
        for number, tensor in enumerate(made):
            if any(tensor is other for other in written):
                continue
            place = memory_of(tensor)
            if place is None or place not in shared:
                step.bytes += tensor.numel() * tensor.element_size()
            with self._unwatched():
                state = self._within_memory(receptive_field.follow(name, followed, tensor, args, kwargs, number))
            self._origins.keep(tensor, step.id, state)
            if tensor is made[0]:
                step.state = state


def _version(tensor: Tensor) -> int:
    """How often it was written into."""
    try:
        return tensor._version
    except RuntimeError:
        return 0  # an inference tensor keeps no count


def _names(func: Any) -> tuple[str, str]:
    """A function's own name, and that of the function whose rules hold for it.

    An exported graph calls operators by overload, such as ``add_.Tensor``, which is ``add`` to every rule.
    """
    name = getattr(func, "__name__", "")
    if "." not in name:
        return name, name
    row = operators.get(f"torch.ops.aten.{name}")
    own = name.partition(".")[0]
    return own, row.function if row else own


def _flat(value: Any) -> list[Tensor]:
    """The tensors in arguments or results: in tuples, lists and dicts, in order."""
    found: list[Tensor] = []
    _gather((value,), found)
    return found


def _gather(values: Iterable[Any], found: list[Tensor]) -> None:
    for value in values:
        if isinstance(value, Tensor):
            found.append(value)
        elif isinstance(value, (tuple, list)):
            _gather(value, found)
        elif isinstance(value, dict):
            _gather(value.values(), found)


def _is_one_thing(module: nn.Module, *, root: bool) -> bool:
    if isinstance(module, _WHOLE):
        return True
    if (module._modules and next(module.children(), None) is not None) or isinstance(module, nn.Sequential):
        return False
    return not root or type(module).__module__.startswith("torch.nn.")


def _are_mixed(given: list[Tensor]) -> bool:
    """Whether tensors that a network made while it ran are to join the others on ``meta``."""
    meta = other = False
    for tensor in given:
        if tensor.is_meta:
            meta = True
        elif tensor.dim():
            other = True
    return meta and other


def _moved(value: Any) -> Any:
    if isinstance(value, Tensor):
        return value if value.is_meta or not value.dim() else value.to("meta")
    if isinstance(value, (tuple, list)):
        return type(value)(_moved(item) for item in value)
    if isinstance(value, dict):
        return {key: _moved(item) for key, item in value.items()}
    return value
