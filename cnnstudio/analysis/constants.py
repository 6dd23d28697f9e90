"""Numbers that do not hang on the input: masks, positions, tables. On ``meta`` they would not be known.

A network on ``meta`` has shapes and no numbers. Which token may look at which is told by numbers all the same: a
triangle of ones, minus infinity where nothing is to be seen. They are few and cheap, and follow from the functions that
the network calls: those are written down while it runs, and called again on the CPU once somebody asks for the numbers.

What is learnt, or drawn, takes any finite value but 0. Numbers in its place stand in for it where it meets a mask, so
that a learnt bias with minus infinity in its corner still has it there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor, nn
from torch.nn.parameter import is_lazy
from torch.utils._python_dispatch import _disable_current_modes

from cnnstudio.analysis.origins import memory_of
from cnnstudio.networks import operators
from cnnstudio.networks.operators import Kind

MOST = 1 << 20
"""Numbers that a tensor is worked out for; what is larger is not known."""

LOWEST = -1e4
"""What is at most this is taken for minus infinity: its exponential is 0, whatever finite score is added."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is known of a tensor that does not depend on the input.

    Attributes:
        values: its numbers; dimensions along which one is repeated have size 1. None: any, finite and not 0.
        certain: whether they are these; otherwise stand-ins are among them, and only zeros and infinities count.
    """

    values: NDArray[np.float64] | None
    certain: bool


_ANY = Numbers(None, certain=False)


@dataclass(frozen=True, slots=True)
class _Known:
    """A tensor on the CPU with the numbers of one on ``meta``; None for what is learnt."""

    tensor: Tensor | None
    certain: bool


_LEARNT = _Known(None, certain=False)


@dataclass(frozen=True, slots=True, eq=False)
class _Recipe:
    """A call whose result has not been asked for yet."""

    function: Callable[..., Any]
    name: str
    arguments: tuple[Any, ...]
    options: dict[str, Any]
    output: Tensor
    number: int


@dataclass(frozen=True, slots=True)
class _Like:
    """Stands for a tensor that depends on the input and is taken for its size and type alone."""

    shape: tuple[int, ...]
    dtype: torch.dtype

    def tensor(self) -> Tensor:
        """Of this size and type, without memory for its numbers."""
        return torch.zeros((), dtype=self.dtype).expand(self.shape)


class _UnknownError(Exception):
    """What cannot be worked out."""


_OF_CHANCE = frozenset(row.name.rstrip("_") for row in operators.OPERATORS.values() if row.kind is Kind.RANDOM) | {
    "multinomial",
    "poisson",
    "normal",
    "exponential",
    "dropout",
    "gumbel_softmax",
}
_KINDS = (
    *(Kind.ELEMENTWISE, Kind.REDUCTION, Kind.SCAN, Kind.SORT, Kind.RESHAPE, Kind.PERMUTE, Kind.PICK, Kind.PUT),
    *(Kind.JOIN, Kind.PIECES, Kind.PAD, Kind.EXPAND, Kind.COPY, Kind.FACTORY),
)
_SIGNS = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "and", "or", "xor", "lshift", "rshift")
# What makes masks: pure, of few numbers, and safe whatever numbers it is given.
_PLAYED = (
    frozenset(row.name.strip("_") for row in operators.OPERATORS.values() if row.kind in _KINDS)
    | frozenset(start + sign for sign in _SIGNS for start in ("", "r", "i"))
    | frozenset(("neg", "pos", "abs", "invert", "eq", "ne", "lt", "le", "gt", "ge", "getitem", "setitem"))
    | frozenset(("bool", "long", "int", "short", "byte", "char", "float", "double", "half", "bfloat16", "type"))
    | frozenset(("T", "H", "data", "real", "concatenate", "fill_diagonal", "isin", "tril_indices", "triu_indices"))
    | frozenset(("new_tensor", "outer", "block_diag"))
) - _OF_CHANCE.union(("unsafe_index", "unsafe_index_put", "embedding"))
# Through which a mask passes, number by number.
_PASSING = frozenset(start + sign for sign in _SIGNS[:4] for start in ("", "r", "i")) | frozenset(
    ("div", "where", "masked_fill", "cat", "stack", "setitem", "copy", "maximum", "minimum")
)
_NEVER = ("as_strided", "dropout", "alpha_dropout", "feature")
_EMPTY = frozenset({"empty", "empty_like", "new_empty", "empty_strided", "new_empty_strided", "empty_permuted"})
# Questions about numbers that a program goes on with.
ANSWERS = frozenset({"__bool__", "__int__", "__float__", "__index__", "item", "tolist", "equal", "numpy"})


def kept(module: nn.Module) -> dict[tuple[int, str], Tensor]:
    """Tensors of a network's own layers whose numbers are no weights, before it moves to ``meta``; by layer and name.

    Buffers, and parameters that are not trained: masks and tables are kept as both. PyTorch's own layers have none.
    """
    found: dict[tuple[int, str], Tensor] = {}
    for layer in module.modules():
        if type(layer).__module__.startswith(("torch.nn.", "torch.jit.")):
            continue
        fixed = [(name, tensor) for name, tensor in layer._parameters.items() if tensor is not None]
        fixed = [(name, tensor) for name, tensor in fixed if not tensor.requires_grad]
        for name, tensor in (*layer._buffers.items(), *fixed):
            if tensor is not None and not is_lazy(tensor) and not tensor.is_meta and _is_small(tensor):
                found[id(layer), name] = tensor.detach()
    return found


def put_back(module: nn.Module, numbers: Mapping[tuple[int, str], Tensor]) -> None:
    """Give a network's masks and tables on the CPU their numbers again."""
    for layer in module.modules():
        for name, tensor in (*layer._parameters.items(), *layer._buffers.items()):
            value = numbers.get((id(layer), name))
            if value is not None and tensor is not None and value.shape == tensor.shape:
                tensor.data = value.clone()


def _is_small(tensor: Tensor) -> bool:
    return tensor.layout is torch.strided and _extent(tensor) <= MOST


class Constants:
    """Knows the numbers of tensors that a run makes of no input."""

    def __init__(self, module: nn.Module, numbers: Mapping[tuple[int, str], Tensor]) -> None:
        """Take what `kept` gave before the network's tensors lost their numbers."""
        self._tensors: dict[int, Tensor] = {}  # so that an id means one tensor
        self._entries: dict[int, _Known | _Recipe | None] = {}
        self._strange: set[int] = set()  # of which it cannot be told what they are made of
        self._uncertain: set[int] = set()  # with numbers of their own, that are or come from weights
        self._lost: set[int | None] = set()  # memory that was written into in an unknown way
        self._mixed: set[int | None] = set()  # memory with stand-ins in it
        self._generator = Generator().manual_seed(0)
        if numbers:
            for layer in module.modules():
                for name, tensor in (*layer._parameters.items(), *layer._buffers.items()):
                    value = numbers.get((id(layer), name))
                    if value is not None and tensor is not None and value.shape == tensor.shape:
                        # A copy: what the network writes into its buffers is to be seen here and not there.
                        self._enter(tensor, _Known(value.clone() if tensor.is_meta else tensor, certain=True))

    def _enter(self, tensor: Tensor, entry: "_Known | _Recipe | None") -> None:
        self._tensors[id(tensor)] = tensor
        self._entries[id(tensor)] = entry

    def note(
        self,
        function: Callable[..., Any],
        name: str,
        arguments: tuple[Any, ...],
        options: dict[str, Any],
        made: Sequence[Tensor],
        written: Sequence[Tensor],
        is_followed: Callable[[Tensor], bool],
    ) -> None:
        """Write down a call that made or wrote tensors which do not depend on the input.

        Args:
            function, name, arguments, options: of the call.
            made: its results, in order.
            written: what it wrote into.
            is_followed: whether a tensor depends on the input; such a one was taken for its size and type.
        """
        given = _tensors((arguments, options))
        # ``set_`` has a tensor look at other memory, of which nothing is known here.
        if name == "set_" or any(id(tensor) in self._strange for tensor in given):
            for tensor in (*made, *written):
                self._tensors[id(tensor)] = tensor
                self._strange.add(id(tensor))
                self._entries[id(tensor)] = None
            return
        if all(not tensor.is_meta for tensor in (*made, *written)):
            uncertain = any(isinstance(tensor, nn.Parameter) or id(tensor) in self._uncertain for tensor in given)
            for tensor in (*made, *written):
                self._tensors[id(tensor)] = tensor
                if uncertain:
                    self._uncertain.add(id(tensor))
            return
        arguments, options = (_without_followed(value, is_followed) for value in (arguments, options))
        if written:
            with _disable_current_modes():
                for tensor in written:
                    self._write(function, name, arguments, options, tensor)
        for number, tensor in enumerate(made):
            # What comes out as it went in, as by ``to`` of a type that it has, is known already.
            if tensor.is_meta and not any(tensor is other for other in (*written, *given)):
                self._enter(tensor, _Recipe(function, name, arguments, options, tensor, number))

    def has(self, tensor: Tensor) -> bool:
        """Whether it was made of no input."""
        return id(tensor) in self._tensors and id(tensor) not in self._strange

    def numbers(self, tensor: Tensor) -> Numbers | None:
        """What is known of a tensor that does not depend on the input; None where that is nothing."""
        of_weights = isinstance(tensor, nn.Parameter) or id(tensor) in self._uncertain
        if of_weights and not tensor.is_meta and id(tensor) not in self._entries:
            return self._of_weights(tensor)
        with _disable_current_modes():  # what is worked out here the network did not call
            known = self._found(tensor)
            if known is None:
                return None
            if known.tensor is None:
                return _ANY
            values = _array(known.tensor)
        return None if values is None else Numbers(values, known.certain and memory_of(tensor) not in self._mixed)

    def _of_weights(self, tensor: Tensor) -> Numbers:
        """Of what was made of weights and is at hand, infinities count alone: the weights may be anything."""
        with _disable_current_modes():
            values = None if isinstance(tensor, nn.Parameter) else _array(tensor)
        if values is None or not (values <= LOWEST).any():
            return _ANY
        return Numbers(np.where(values <= LOWEST, values, 1.0), certain=False)

    def answer(self, function: Callable[..., Any], arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        """What a question about numbers is answered, in a tuple of one; None where the numbers are not certain."""
        with _disable_current_modes():
            for tensor in _tensors((arguments, options)):
                known = self._found(tensor)
                if known is None or known.tensor is None or not known.certain or memory_of(tensor) in self._mixed:
                    return None
            try:
                return (function(*self._at_hand(arguments), **self._at_hand(options)),)
            except Exception:  # whatever PyTorch says, it says of the call itself, too
                return None

    def _found(self, tensor: Tensor) -> _Known | None:
        entry = self._entries.get(id(tensor))
        if isinstance(entry, _Recipe):
            try:
                entry = self._played(entry)
            except RecursionError:
                entry = None
            self._entries[id(tensor)] = entry
        elif entry is None and id(tensor) not in self._entries:
            if isinstance(tensor, nn.Parameter):
                return _LEARNT
            if not tensor.is_meta:
                return _Known(tensor, id(tensor) not in self._uncertain)
        return None if self._lost and memory_of(tensor) in self._lost else entry

    def _played(self, recipe: _Recipe) -> _Known | None:
        """The result of a call, worked out on the CPU."""
        output = recipe.output
        plain = recipe.name.strip("_")
        given = _tensors((recipe.arguments, recipe.options))
        known = [self._found(tensor) for tensor in given]
        learnt = any(one is not None and not one.certain for one in known)
        if not output.is_floating_point() and (learnt or plain in _OF_CHANCE):
            return None
        if plain in _OF_CHANCE:
            return _LEARNT
        unknown = [tensor for tensor, one in zip(given, known, strict=True) if one is None]
        if unknown:
            # Which of the learnt numbers are taken, and what they are multiplied with and added up: they stay such.
            whole = all(not tensor.is_floating_point() and tensor.dtype != torch.bool for tensor in unknown)
            return _LEARNT if learnt and (whole or plain not in _PASSING) else None
        if learnt and not any(one is not None and _has_mask(one.tensor) for one in known):
            return _LEARNT
        if plain not in _PLAYED or plain.startswith(_NEVER) or _extent(output) > MOST:
            return None
        try:
            results = _tensors(recipe.function(*self._at_hand(recipe.arguments), **self._at_hand(recipe.options)))
            if plain in _EMPTY:
                results[0].zero_()
        except Exception:  # Numbers that PyTorch refuses, or stand-ins that it does: nothing is known.
            return None
        if recipe.number >= len(results) or results[recipe.number].shape != output.shape:
            return None
        return _Known(results[recipe.number], not learnt)

    def _at_hand(self, value: Any) -> Any:
        """Arguments with numbers, on the CPU.

        Raises:
            _UnknownError: if there are none.
        """
        if isinstance(value, _Like):
            return value.tensor()
        if isinstance(value, Tensor):
            known = self._found(value)
            if known is None:
                raise _UnknownError
            return known.tensor if known.tensor is not None else self._stand_in(value)
        if isinstance(value, torch.device):
            return torch.device("cpu")
        if isinstance(value, str) and value == "meta":
            return "cpu"
        if isinstance(value, (tuple, list)) and not hasattr(value, "_fields"):
            return type(value)(self._at_hand(item) for item in value)
        if isinstance(value, dict):
            return {key: self._at_hand(item) for key, item in value.items()}
        return value

    def _stand_in(self, tensor: Tensor) -> Tensor:
        """Numbers in place of learnt ones: finite, not 0, and no two alike."""
        if _extent(tensor) > MOST:
            raise _UnknownError
        return torch.rand(tuple(tensor.shape), generator=self._generator).mul_(0.5).add_(0.25).to(tensor.dtype)

    def _write(
        self,
        function: Callable[..., Any],
        name: str,
        arguments: tuple[Any, ...],
        options: dict[str, Any],
        target: Tensor,
    ) -> None:
        """Do to the numbers what was done to their tensor."""
        place = memory_of(target)
        # Who has read them before the write has to see them as they were.
        for key, entry in list(self._entries.items()):
            if isinstance(entry, _Recipe) and any(
                memory_of(tensor) == place for tensor in _tensors((entry.arguments, entry.options))
            ):
                self._found(self._tensors[key])
        known = self._found(target)
        others = [self._found(one) for one in _tensors((arguments, options)) if one is not target]
        if known is None or known.tensor is None or any(one is None for one in others) or not _is_played(name):
            self._lost.add(place)
            return
        if not all(one is not None and one.certain for one in (known, *others)):
            self._mixed.add(place)
        try:
            function(*self._at_hand(arguments), **self._at_hand(options))
        except Exception:  # as above
            self._lost.add(place)


def _is_played(name: str) -> bool:
    plain = name.strip("_")
    return plain in _PLAYED and not plain.startswith(_NEVER)


def _has_mask(tensor: Tensor | None) -> bool:
    """Whether there are zeros or minus infinities among these numbers, or truths."""
    if tensor is None or tensor.is_complex():
        return False
    if tensor.dtype is torch.bool:
        return True
    return tensor.is_floating_point() and bool(((tensor == 0) | (tensor <= LOWEST)).any())


def _extent(tensor: Tensor) -> int:
    """How many numbers lie between its first and its last in memory."""
    if not tensor.numel():
        return 0
    return 1 + sum((size - 1) * abs(stride) for size, stride in zip(tensor.shape, tensor.stride(), strict=True))


def _array(tensor: Tensor) -> NDArray[np.float64] | None:
    """The numbers, those that are repeated once; None where they are too many, or no real numbers."""
    if tensor.is_complex() or tensor.layout is not torch.strided:
        return None
    short = tensor.detach()
    for dim, (size, stride) in enumerate(zip(tensor.shape, tensor.stride(), strict=True)):
        if size > 1 and stride == 0:
            short = short.narrow(dim, 0, 1)
    if short.numel() > MOST:
        return None
    array: NDArray[np.float64] = short.double().numpy().copy()
    return array


def _tensors(value: Any) -> list[Tensor]:
    if isinstance(value, Tensor):
        return [value]
    if isinstance(value, (tuple, list)):
        return [tensor for item in value for tensor in _tensors(item)]
    if isinstance(value, dict):
        return [tensor for item in value.values() for tensor in _tensors(item)]
    return []


def _without_followed(value: Any, is_followed: Callable[[Tensor], bool]) -> Any:
    """Arguments with their size and type in place of tensors that depend on the input."""
    if isinstance(value, Tensor):
        return _Like(tuple(value.shape), value.dtype) if is_followed(value) else value
    if isinstance(value, (tuple, list)) and not hasattr(value, "_fields"):
        return type(value)(_without_followed(item, is_followed) for item in value)
    if isinstance(value, dict):
        return {key: _without_followed(item, is_followed) for key, item in value.items()}
    return value
