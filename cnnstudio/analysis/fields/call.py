"""One call of a function as the rules of receptive fields see it: its arguments, its result, what they read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from cnnstudio.analysis.constants import Numbers
from cnnstudio.analysis.reads import State, aligned

Known = Callable[[Tensor], Numbers | None]


def nothing_known(_tensor: Tensor) -> Numbers | None:
    """What is known of tensors where nobody can be asked."""
    return None


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a function.

    Attributes:
        name: the function's.
        states: the tensors among the arguments that depend on the input, with their states.
        output: the result, or one of several.
        number: its place among them.
        arguments, options: as the network gave them.
        numbers: what is known of a tensor that does not depend on the input.
    """

    name: str
    states: Sequence[tuple[State, Tensor]]
    output: Tensor
    number: int
    arguments: tuple[Any, ...]
    options: dict[str, Any]
    numbers: Known = nothing_known

    def argument(self, place: int, name: str, default: Any = None) -> Any:
        """An argument, by place or name."""
        if len(self.arguments) > place:
            return self.arguments[place]
        return self.options.get(name, default)

    def state(self, value: Any) -> State | None:
        """The state of an argument; None where it is no tensor or does not depend on the input."""
        return next((state for state, tensor in self.states if tensor is value), None)

    @property
    def tensor(self) -> Tensor:
        """The first tensor that depends on the input."""
        return self.states[0][1]

    @property
    def first(self) -> State:
        """Its state."""
        return self.states[0][0]

    def aligned(self, value: Any) -> list[State]:
        """The state of an argument, if it has one, with the result's number of dimensions."""
        state = self.state(value)
        return [] if state is None else [aligned(state, self.output.dim())]


Rule = Callable[[Call], State | None]


class UnknownError(Exception):
    """What is asked for depends on numbers that are not known."""


def many(value: Any) -> list[int]:
    """A number or several as a list."""
    return list(value) if isinstance(value, (list, tuple)) else [value]


def steps_along(state: State, dim: int) -> tuple[int, int]:
    """How far the fields of neighbours along this dimension lie apart, in rows and in columns."""
    return (
        state.steps[0] if dim == state.dimensions - 2 else 0,
        state.steps[1] if dim == state.dimensions - 1 else 0,
    )
