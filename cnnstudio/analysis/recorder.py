"""One run of a network, written down: which layer and function took what from whom, its shapes, MACs, receptive field.

A recording rather than ``torch.fx.symbolic_trace``: fx replaces ``nn.Module.__call__`` for the whole process while it
traces, so a training in another thread would be caught in it; it refuses control flow that depends on the data; and
it needs a second pass for shapes. Here hooks on this one network and a thread-local function mode see the run itself.
"""

from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from cnnstudio.analysis import macs, receptive_field
from cnnstudio.analysis.receptive_field import State
from cnnstudio.analysis.results import NodeKind, Shape
from cnnstudio.networks import operators

# Layers of torch.nn that have layers inside but are one thing to a reader.
_WHOLE = (nn.MultiheadAttention,)
# Attention inside windows of a picture: an output reads its window, not the whole picture.
_WINDOWED = frozenset({"ShiftedWindowAttention", "ShiftedWindowAttentionV2"})
_INVISIBLE = frozenset({"contiguous", "detach", "clone", "to", "float", "requires_grad_", "_assert", "type_as"})
_NAMES = {
    "__getitem__": "slice",
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
    "scaled_dot_product_attention": "attention",
}


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
    entry: State | None = None
    groups: list[str] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)
    input_shape: Shape | None = None
    output_shape: Shape | None = None
    state: State | None = None
    macs: int = 0


class Recorder(TorchFunctionMode):
    """Runs ``module`` on one input and keeps what happened.

    Attributes:
        steps: the nodes, in the order of execution.
        calls: every call of a module by key (its path; ``path#2`` for its second call), in the order of execution.
        outputs: ids of the nodes whose results the network returns.
    """

    def __init__(self, module: nn.Module) -> None:
        super().__init__()
        self.steps: list[Step] = []
        self.calls: dict[str, Call] = {}
        self.outputs: list[int] = []
        self.main: int | None = None
        self._root = module
        self._layers = dict(module.named_modules())
        self._paths = {id(layer): path for path, layer in self._layers.items()}
        self._open: list[Call] = []
        self._counts: dict[str, int] = {}
        # Tensors stay referenced here for the whole run, so that an id means one tensor.
        self._tensors: dict[int, Tensor] = {}
        self._source: dict[int, int] = {}
        self._state: dict[int, State | None] = {}

    @property
    def place(self) -> Call | None:
        """The innermost call that is running: where a failure happened."""
        return self._open[-1] if self._open else None

    def run(self, value: Tensor) -> Any:
        """Run the network on ``value`` (N, C, H, W). Whatever the network raises comes out unchanged."""
        handles = []
        for layer in self._layers.values():
            handles.append(layer.register_forward_pre_hook(self._enter, with_kwargs=True))
            handles.append(layer.register_forward_hook(self._leave, with_kwargs=True))
        self._keep(value, self._add(NodeKind.INPUT, "Input", "", value).id, receptive_field.of_input(value.shape))
        self.steps[0].state = self._state[id(value)]
        try:
            with torch.no_grad(), self:
                result = self._root(value)
        finally:
            for handle in handles:
                handle.remove()
        for tensor in _flat(result):
            source = self._source.get(id(tensor))
            if source is not None and source not in self.outputs:
                self.outputs.append(source)
        self.main = self.outputs[0] if self.outputs else None
        return result

    def _add(self, kind: NodeKind, label: str, path: str, output: Tensor | None = None) -> Step:
        group = self._open[-1] if self._open else None
        step = Step(len(self.steps), kind, label, path, group.key if group else "")
        if output is not None:
            step.output_shape = tuple(output.shape)
        self.steps.append(step)
        if group is not None:
            group.steps.append(step.id)
        return step

    def _keep(self, tensor: Tensor, source: int, state: State | None) -> None:
        key = id(tensor)
        self._tensors[key] = tensor
        self._source[key] = source
        self._state[key] = state

    def _enter(self, module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        path = self._paths[id(module)]
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
        given = _flat((args, kwargs))
        if given:
            call.input_shape = tuple(given[0].shape)
            call.entry = self._state.get(id(given[0]))
        self.calls[key] = call
        self._open.append(call)

    def _leave(self, module: nn.Module, _args: tuple[Any, ...], _kwargs: dict[str, Any], result: Any) -> None:
        call = self._open.pop()
        for number, tensor in enumerate(_flat(result)):
            source = self._source.get(id(tensor))
            if type(module).__name__ in _WINDOWED and call.entry is not None and source is not None:
                window = getattr(module, "window_size", None)
                self._state[id(tensor)] = receptive_field.widened(call.entry, max(window) - 1) if window else None
            state = self._state.get(id(tensor))
            if number == 0:
                call.output_shape, call.state = tuple(tensor.shape), state
            step = call.step
            if step is None or (self._open and self._open[-1].step is step):
                continue
            if source is not None and source != step.id:
                # A layer that hands its input on untouched, such as Identity, is a step all the same.
                step.inputs[source] = None
            self._keep(tensor, step.id, state)
            if number == 0:
                step.output_shape, step.state = tuple(tensor.shape), state

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        kwargs = kwargs or {}
        name, function = _names(func)
        if name in {"__get__", "dim", "size"}:
            return func(*args, **kwargs)
        given = _flat((args, kwargs))
        output = _known_result(name, args, kwargs)
        if output is None:
            if _are_mixed(given):
                args, kwargs = _moved(args), _moved(kwargs)
            output = func(*args, **kwargs)
        made = [output] if isinstance(output, Tensor) else _flat(output)
        if made:
            self._record(function, args, kwargs, output, given, made)
        return output

    def _record(
        self,
        name: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        output: Any,
        given: list[Tensor],
        made: list[Tensor],
    ) -> None:
        call = self._open[-1]
        cost = macs.count(name, args, kwargs, output)
        taken = [tensor for tensor in given if id(tensor) in self._source]
        step = call.step
        if not taken:
            # Made of weights and constants only.
            if step is not None:
                step.macs += cost
            call.macs += cost
            return
        sources = dict.fromkeys(self._source[id(tensor)] for tensor in taken)
        followed = [(state, tensor) for tensor in taken if (state := self._state[id(tensor)]) is not None]
        known = len(followed) == len(taken)
        if step is None:
            if name in _INVISIBLE and len(sources) == 1:
                for tensor in made:
                    self._keep(tensor, next(iter(sources)), self._state[id(taken[0])])
                return
            step = self._add(NodeKind.FUNCTION, _NAMES.get(name, name), call.path, made[0])
        else:
            call.macs += cost
        for source in sources:
            if source != step.id:
                step.inputs[source] = None
        step.macs += cost
        shared = {tensor.untyped_storage()._cdata for tensor in taken}
        for tensor in made:
            if tensor.untyped_storage()._cdata not in shared:
                step.bytes += tensor.numel() * tensor.element_size()
            state = receptive_field.follow(name, followed, tensor, args, kwargs) if known else None
            self._keep(tensor, step.id, state)
            if tensor is made[0]:
                step.state = state


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
    _gather(value, found)
    return found


def _gather(value: Any, found: list[Tensor]) -> None:
    if isinstance(value, Tensor):
        found.append(value)
    elif isinstance(value, (tuple, list)):
        for item in value:
            if not isinstance(item, (int, float, str)):
                _gather(item, found)
    elif isinstance(value, dict):
        for item in value.values():
            _gather(item, found)


def _is_one_thing(module: nn.Module, *, root: bool) -> bool:
    if isinstance(module, _WHOLE):
        return True
    if next(module.children(), None) is not None or isinstance(module, nn.Sequential):
        return False
    return not root or type(module).__module__.startswith("torch.nn.")


def _known_result(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Tensor | None:
    """The output where its shape is plain to see; None leaves it, and every complaint, to PyTorch's own function.

    The meta kernels of these functions are written in Python and take most of the time of a run.
    """
    if name == "cat" and not kwargs and len(args) == 2:
        return _joined(*args)
    tensor = args[0] if args else None
    if not isinstance(tensor, Tensor) or not tensor.is_meta:
        return None
    shape: tuple[int, ...] | None = None
    if name == "conv2d" and not kwargs and len(args) == 7:
        shape = _after_convolution(*args)
    elif name == "batch_norm" and len(args) > 1:
        training = kwargs.get("training", args[5] if len(args) > 5 else True)
        if not training and tensor.dim() > 1 and args[1] is not None and args[1].shape[0] == tensor.shape[1]:
            shape = tensor.shape
    elif name == "linear" and len(args) == 3:
        shape = _after_linear(*args)
    elif name in {"add", "__add__", "add_", "__iadd__"} and not kwargs and len(args) == 2 and _are_alike(*args):
        if name in {"add_", "__iadd__"}:
            return tensor
        shape = tensor.shape
    elif name == "relu" and not kwargs.get("inplace", len(args) > 1):
        shape = tensor.shape
    return None if shape is None else torch.empty(shape, dtype=tensor.dtype, device="meta")


def _after_convolution(tensor: Tensor, weight: Tensor, *rest: Any) -> tuple[int, ...] | None:
    _bias, stride, padding, dilation, groups = rest
    pairs = (stride, padding, dilation)
    if not all(isinstance(pair, (tuple, list)) and len(pair) == 2 for pair in pairs):
        return None
    if tensor.dim() != 4 or tensor.dtype != weight.dtype or weight.shape[1] * groups != tensor.shape[1]:
        return None
    sizes = [
        (n + 2 * p - d * (k - 1) - 1) // s + 1
        for n, k, s, p, d in zip(tensor.shape[2:], weight.shape[2:], *pairs, strict=True)
    ]
    return (tensor.shape[0], weight.shape[0], *sizes) if min(sizes) > 0 else None


def _after_linear(tensor: Tensor, weight: Tensor, bias: Tensor | None) -> tuple[int, ...] | None:
    if tensor.dim() == 0 or weight.dim() != 2 or tensor.dtype != weight.dtype:
        return None
    if tensor.shape[-1] != weight.shape[1] or (bias is not None and bias.shape != weight.shape[:1]):
        return None
    return (*tensor.shape[:-1], weight.shape[0])


def _joined(tensors: Any, dim: Any) -> Tensor | None:
    if not isinstance(tensors, (tuple, list)) or not isinstance(dim, int):
        return None
    if not all(isinstance(tensor, Tensor) and tensor.is_meta and 0 <= dim < tensor.dim() for tensor in tensors):
        return None
    if len({(tensor.dtype, *tensor.shape[:dim], *tensor.shape[dim + 1 :]) for tensor in tensors}) != 1:
        return None
    sizes = list(tensors[0].shape)
    sizes[dim] = sum(tensor.shape[dim] for tensor in tensors)
    return torch.empty(sizes, dtype=tensors[0].dtype, device="meta")


def _are_alike(one: Tensor, other: Any) -> bool:
    return isinstance(other, Tensor) and other.is_meta and one.shape == other.shape and one.dtype == other.dtype


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
