"""Which step each tensor's numbers come from: followed through views of the same memory and writes into it."""

from dataclasses import dataclass, field

from torch import Tensor

from cnnstudio.analysis.reads import State, TooManyError, everything, merged, overwritten, seen_through


@dataclass(slots=True)
class _Memory:
    """One piece of memory: the step that wrote into it last, and the tensors that look at it."""

    source: int
    tensors: dict[int, Tensor] = field(default_factory=dict)


class Origins:
    """For tensors that depend on the input: the step they come from and the state of their receptive field.

    What is written through one tensor is seen through every other that shares its memory: after ``out[:, ::2] = y``,
    ``out`` comes from the assignment. So is a view that was made out of sight, by ``.data`` or in C++.
    """

    def __init__(self) -> None:
        # Tensors stay referenced here for the whole run, so that an id means one tensor.
        self._tensors: dict[int, Tensor] = {}
        self._source: dict[int, int] = {}
        self._state: dict[int, State] = {}
        self._memories: dict[int, _Memory] = {}

    def keep(self, tensor: Tensor, source: int, state: State) -> None:
        """Note that a tensor comes from this step."""
        key = id(tensor)
        self._tensors[key] = tensor
        self._source[key] = source
        self._state[key] = state
        place = memory_of(tensor)
        if place is not None:
            memory = self._memories.get(place)
            if memory is None:
                memory = self._memories[place] = _Memory(source)
            memory.tensors[key] = tensor

    def of(self, tensor: Tensor) -> tuple[int, State] | None:
        """The step and the state; None for what does not depend on the input."""
        key = id(tensor)
        source = self._source.get(key)
        if source is not None:
            return source, self._state[key]
        place = memory_of(tensor)
        memory = None if place is None else self._memories.get(place)
        if memory is None:
            return None
        for other, known in memory.tensors.items():
            if _are_one(known, tensor):
                return self._source[other], self._state[other]
        return memory.source, self._out_of_sight(memory, tensor)

    def _out_of_sight(self, memory: _Memory, tensor: Tensor) -> State:
        """The state of a view that no function made: by what the memory's tensors read."""
        known = [(self._state[key], other) for key, other in memory.tensors.items() if other.dtype == tensor.dtype]
        for state, other in sorted(known, key=lambda pair: -pair[1].numel())[:1]:
            if other.numel() >= tensor.numel():
                try:
                    return seen_through(state, other, tensor)
                except TooManyError:
                    break
        return merged([everything(self._state[key], tensor.dim()) for key in memory.tensors]).bounded()

    def write(self, tensor: Tensor, source: int, state: State) -> None:
        """Note that this step wrote into a tensor, which has this state from now on."""
        place = memory_of(tensor)
        memory = None if place is None else self._memories.get(place)
        if memory is not None:
            for key, other in memory.tensors.items():
                if not _overlap(other, tensor):
                    continue
                self._source[key] = source
                self._state[key] = (
                    state if _are_one(other, tensor) else _rewritten(self._state[key], other, state, tensor)
                )
            memory.source = source
        self.keep(tensor, source, state)

    def knows_memory_of(self, tensor: Tensor) -> bool:
        """Whether something that depends on the input lies in the same memory."""
        place = memory_of(tensor)
        return place is not None and place in self._memories


def _rewritten(before: State, tensor: Tensor, state: State, written: Tensor) -> State:
    """The state of a tensor after another, in the same memory, was written into."""
    if tensor.dtype == written.dtype:
        try:
            return overwritten(before, tensor, state, written)
        except TooManyError:
            pass
    return merged([before, everything(state, tensor.dim())]).bounded()


def memory_of(tensor: Tensor) -> int | None:
    """What tells one piece of memory from another; None for a tensor without one (sparse, nested, not yet sized)."""
    try:
        return int(tensor.untyped_storage()._cdata)
    except (NotImplementedError, RuntimeError, ValueError):
        return None


def _are_one(one: Tensor, other: Tensor) -> bool:
    """Whether two tensors of the same memory are the same numbers in the same places."""
    return (one.shape, one.stride(), one.storage_offset(), one.dtype) == (
        other.shape,
        other.stride(),
        other.storage_offset(),
        other.dtype,
    )


def _overlap(one: Tensor, other: Tensor) -> bool:
    """Whether two tensors of the same memory may have a number in common; parts side by side have none."""
    strides = one.stride()
    if strides != other.stride() or one.dtype != other.dtype:
        return True
    places = one.storage_offset(), other.storage_offset()
    for dim in sorted(range(len(strides)), key=lambda dim: -strides[dim]):
        if strides[dim] == 0 or one.shape[dim] == other.shape[dim] == 1:
            continue
        starts = [place // strides[dim] for place in places]
        if starts[0] + one.shape[dim] <= starts[1] or starts[1] + other.shape[dim] <= starts[0]:
            return False
        places = places[0] % strides[dim], places[1] % strides[dim]
    return True
