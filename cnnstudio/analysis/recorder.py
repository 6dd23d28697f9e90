"""One run of a network, written down: which layer and function took what from whom, its shapes, MACs, receptive field.

A recording rather than ``torch.fx.symbolic_trace``: fx replaces ``nn.Module.__call__`` for the whole process while it
traces, so a training in another thread would be caught in it; it refuses control flow that depends on the data; and
it needs a second pass for shapes. Here hooks on this one network and a thread-local function mode see the run itself.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode, _disable_current_modes

from cnnstudio.analysis import constants, macs, receptive_field, shapes, transforms
from cnnstudio.analysis.constants import Constants
from cnnstudio.analysis.origins import Origins, memory_of
from cnnstudio.analysis.outputs import named_tensors
from cnnstudio.analysis.receptive_field import State
from cnnstudio.analysis.results import NodeKind, Shape
from cnnstudio.messages import Message
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
# Functions that take all but their first tensor for its size and type alone.
_OF_ONE = frozenset({"to", "type_as", "expand_as", "view_as", "reshape_as"})
# Functions by which numbers leave PyTorch, and by which what is made of them comes back.
_LEAVING = frozenset({"numpy", "__array__", "__dlpack__", "tolist", "item", "__float__", "__int__", "__complex__"})
_RETURNING = frozenset(
    {"tensor", "as_tensor", "asarray", "from_numpy", "frombuffer", "from_dlpack", "scalar_tensor", "new_tensor"}
    | {"full", "full_like", "new_full"}
)
_CALCULATING = frozenset(
    {start + sign for sign in ("add", "sub", "mul", "div", "truediv", "pow") for start in ("", "r", "i")}
    | {"setitem", "fill", "where", "masked_fill", "clamp", "clip", "lerp", "addcmul", "addcdiv", "index_fill"}
)
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


_QUESTIONS = _LEAVING | constants.ANSWERS
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

    Attributes:
        name: what leads to it in what ``forward`` returns; empty where it returns nothing else.
        step: the node that made it; None where it is not followed back to the input.
        shape: batch first.
        state: what it reads.
        fixed: what it is where it does not depend on the input: ``parameter head.weight``, ``constant``.
    """

    name: str
    step: int | None
    shape: Shape
    state: State | None
    fixed: Message


class _Script(nn.Module):
    """Stands for a scripted or traced module while it is recorded: those take no hooks."""

    script: torch.jit.ScriptModule

    def __init__(self, script: torch.jit.ScriptModule) -> None:
        super().__init__()
        self.__dict__["script"] = script  # not as a layer inside
        self.training = script.training

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """Call it."""
        return self.script(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__["script"], name)


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
        left: functions by which numbers that depend on the input left PyTorch, each with the path of its layer.
    """

    def __init__(self, module: nn.Module, numbers: Mapping[tuple[int, str], Tensor] | None = None) -> None:
        """Prepare to run ``module``; ``numbers``: of its masks and tables, see `constants.kept`."""
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
        self._constants = Constants(module, numbers or {})
        self._scripts: dict[int, _Script] = {}
        self._replaced: list[tuple[nn.Module, str, nn.Module]] = []
        self.left: dict[tuple[str, str], None] = {}
        self._departed: dict[int, State] = {}

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
        """Id of the node whose result the network returns first; None where nothing depends on the input."""
        return next((output.step for output in self.outputs if output.step is not None), None)

    def run(self, value: Tensor) -> Any:
        """Run the network on ``value`` (N, C, H, W). Whatever the network raises comes out unchanged."""
        handles = []
        root = self._stand_in_for_scripts()
        for layer in (*self._layers, *self._scripts.values()):
            if isinstance(layer, torch.jit.ScriptModule):
                continue
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
                result = root(value)
        finally:
            for handle in handles:
                handle.remove()
            for parent, name, script in self._replaced:
                parent._modules[name] = script
            del self._operators  # it refers to this: all that was recorded would wait for the garbage collector
        for name, tensor in named_tensors(result):
            source, state = self._origins.of(tensor) or (None, None)
            fixed = Message() if source is not None else self._described(tensor)
            self.outputs.append(Returned(name, source, tuple(tensor.shape), state, fixed))
        return result

    def _described(self, tensor: Tensor) -> Message:
        """What a returned tensor is that was not followed back to the input; empty where nobody can tell."""
        for name, parameter in self._root.named_parameters():
            if parameter is tensor:
                return Message("parameter {name}", name=name)
        for name, buffer in self._root.named_buffers():
            if buffer is tensor:
                return Message("buffer {name}", name=name)
        return Message("constant") if self._constants.has(tensor) else Message()

    def _stand_in_for_scripts(self) -> nn.Module:
        """Put modules that take hooks in place of scripted and traced ones; the network, or what stands for it."""
        for parent in self._layers:
            if isinstance(parent, torch.jit.ScriptModule):
                continue
            for name, child in parent._modules.items():
                if isinstance(child, torch.jit.ScriptModule):
                    self._replaced.append((parent, name, child))
                    parent._modules[name] = self._stand_in(child)
        return self._stand_in(self._root) if isinstance(self._root, torch.jit.ScriptModule) else self._root

    def _stand_in(self, script: torch.jit.ScriptModule) -> "_Script":
        return self._scripts.setdefault(id(script), _Script(script))

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
            step.output_shape = transforms.shape(output)
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
        if isinstance(module, _Script):
            module = module.script
        path = self._path(module)
        number = self._counts[path] = self._counts.get(path, 0) + 1
        outer = self._open[-1] if self._open else None
        key = path if number == 1 else f"{path}#{number}"
        inside = outer is not None and outer.step is not None
        if inside and outer is not None:
            step = outer.step
        elif _is_one_thing(module, root=module is self._root):
            step = self._add(NodeKind.LAYER, getattr(module, "original_name", type(module).__name__), path)
        else:
            step = None
            if outer is not None:
                outer.groups.append(key)
        call = Call(key, path, module, outer.key if outer else None, step)
        given = _flat((args, kwargs)) or [tensor for _, tensor in named_tensors((args, kwargs))]
        if given:
            call.input_shape = transforms.shape(given[0])
        self.calls[key] = call
        self._open.append(call)

    def _leave(self, result: Any) -> None:
        tensors = [result] if isinstance(result, Tensor) else [tensor for _, tensor in named_tensors(result)]
        origins = [self._known(tensor) or (None, None) for tensor in tensors]
        call = self._open.pop()
        for number, (tensor, (source, state)) in enumerate(zip(tensors, origins, strict=True)):
            if number == 0:
                call.output_shape, call.state = transforms.shape(tensor), transforms.whole(tensor, state)
            step = call.step
            if step is None or (self._open and self._open[-1].step is step):
                continue
            if source is not None and source != step.id:
                # A layer that hands its input on untouched, such as Identity, is a step all the same.
                step.inputs[source] = None
            if state is not None and source != step.id:
                self._keep(tensor, step.id, state)
            if number == 0:
                step.output_shape, step.state = call.output_shape, call.state

    def _known(self, tensor: Tensor) -> tuple[int, State] | None:
        """The step a tensor comes from and what it reads; None where it does not depend on the input."""
        known = self._origins.of(tensor)
        if known is None and (inner := transforms.inside(tensor)) is not None:
            known = self._known(inner)
            return known and (known[0], transforms.lowered(tensor, known[1]))
        if known is None and self._departed and id(tensor) not in self._own and not self._constants.has(tensor):
            return self._come_back(tensor)
        return known

    def _keep(self, tensor: Tensor, source: int, state: State) -> None:
        """Note which step a tensor comes from; so does the tensor that ``torch.vmap`` shows a part of by it."""
        self._origins.keep(tensor, source, state)
        inner = transforms.inside(tensor)
        if inner is not None:
            self._keep(inner, source, transforms.raised(tensor, state))

    def _look_at_numbers(self, name: str, func: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """A question about a tensor's numbers, which the program goes on with."""
        given = _flat((args, kwargs))
        known = [one for tensor in given if (one := self._known(tensor)) is not None]
        if not known and any(tensor.is_meta for tensor in given):
            answer = self._constants.answer(func, args, kwargs)
            if answer is not None:
                return answer[0]
        self.inside = True
        try:
            answered = func(*args, **kwargs)
        finally:
            self.inside = False
        if known and name in _LEAVING:
            self.left[name.strip("_"), self._open[-1].path if self._open else ""] = None
            self._departed.update(known)
        return answered

    def _behind_numbers(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[int, State]:
        """What a call may read by Python's numbers among its arguments, once such have left PyTorch; by step."""
        if not self._departed or name.strip("_") not in _CALCULATING:
            return {}
        return self._departed if any(isinstance(value, float) for value in (*args, *kwargs.values())) else {}

    def _come_back(self, tensor: Tensor) -> tuple[int, State]:
        """A tensor that was made out of sight after numbers had left: it may depend on all of them."""
        call = self._open[-1] if self._open else None
        name = next(reversed(self.left))[0]
        step = (
            call.step if call and call.step else self._add(NodeKind.FUNCTION, name, call.path if call else "", tensor)
        )
        step.inputs.update(dict.fromkeys(source for source in self._departed if source != step.id))
        states = [receptive_field.everything(state, tensor.dim()) for state in self._departed.values()]
        state = self._within_memory(receptive_field.merged(states).bounded())
        step.bytes += tensor.numel() * tensor.element_size()
        step.state = state
        self._origins.keep(tensor, step.id, state)
        return step.id, state

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
                self._record(func, func.__self__.__name__, args, kwargs, [args[0]], [output], [], 0)
            return output
        if name in _QUESTIONS:
            return self._look_at_numbers(name, func, args, kwargs)
        given = _flat((args, kwargs))
        as_given = args, kwargs
        transformed = transforms.are_on()
        self._cost = 0
        self.inside = True
        try:
            output = None if transformed else shapes.known_result(name, args, kwargs)
            if output is not None:
                written = [output] if output is args[0] else []
            else:
                used = given
                if self._on_meta and (_are_mixed(given) or self._are_left_behind(given)):
                    args, kwargs = _moved(args), _moved(kwargs)
                    used = _flat((args, kwargs))
                versions = [_version(tensor) for tensor in used]
                if macs.is_whole(function) and not transformed:
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
        cost = None if transformed else macs.of_function(function, args, kwargs, output)
        if function in _OF_NO_NUMBERS:
            given = []
        elif function in _OF_ONE:
            given = given[:1]
        if made or written:
            self._record(func, function, *as_given, given, made, written, self._cost if cost is None else cost)
        return output

    def _is_followed(self, tensor: Tensor) -> bool:
        return self._origins.of(tensor) is not None

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
        func: Any,
        name: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        given: list[Tensor],
        made: list[Tensor],
        written: list[Tensor],
        cost: int,
    ) -> None:
        call = self._open[-1]
        taken = [(tensor, known) for tensor in given if (known := self._known(tensor)) is not None]
        step = call.step
        behind = self._behind_numbers(name, args, kwargs)
        if not taken and not behind:
            # Made of weights and constants only.
            if step is not None:
                step.macs += cost
            call.macs += cost
            if not self._departed or name not in _RETURNING:
                self._constants.note(func, name, args, kwargs, made, written, self._is_followed)
            return
        sources = dict.fromkeys([*(source for _, (source, _) in taken), *behind])
        followed = [(state, tensor) for tensor, (_, state) in taken]
        if step is None:
            if name in _INVISIBLE and len(sources) == 1 and not written:
                source, state = taken[0][1]
                for tensor in made:
                    self._keep(tensor, source, state)
                return
            step = self._add(NodeKind.FUNCTION, _NAMES.get(name, name), call.path, (made or written)[0])
        else:
            call.macs += cost
        for source in sources:
            if source != step.id:
                step.inputs[source] = None
        step.macs += cost
        shared = {memory_of(tensor) for tensor, _ in taken}

        def state_of(rule: Callable[..., State], tensor: Tensor, *more: int) -> State:
            with self._unwatched():
                found = (
                    rule(name, followed, tensor, args, kwargs, *more, known=self._constants.numbers) if taken else None
                )
                if behind:
                    whole = [receptive_field.everything(state, tensor.dim()) for state in behind.values()]
                    found = receptive_field.merged([*whole, *([] if found is None else [found])]).bounded()
                assert found is not None
                return self._within_memory(found)

        for tensor in written:
            if id(tensor) in self._own and made and not any(tensor is other for other in made):
                continue  # A result beside the result, such as batch norm's running mean.
            state = state_of(receptive_field.written, tensor)
            if not self._origins.knows_memory_of(tensor):
                step.bytes += tensor.untyped_storage().nbytes()
                shared.add(memory_of(tensor))
            self._origins.write(tensor, step.id, state)
            step.state = transforms.whole(tensor, state)
        for number, tensor in enumerate(made):
            if any(tensor is other for other in written):
                continue
            place = memory_of(tensor)
            if place is None or place not in shared:
                step.bytes += tensor.numel() * tensor.element_size()
            state = state_of(receptive_field.follow, tensor, number)
            self._keep(tensor, step.id, state)
            if tensor is made[0]:
                step.state = transforms.whole(tensor, state)


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
    if isinstance(module, torch.jit.ScriptModule):
        return not root
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
