"""Tensors as ``torch.vmap`` and ``torch.func`` show them to a network: a part of another tensor, or one that is traced.

What ``torch.vmap`` calls sees one picture of a batch: a tensor without the batch's dimension, with the whole batch
inside. What that one reads is what the other reads.
"""

import numpy as np
import torch
from torch import Tensor

from cnnstudio.analysis import reads
from cnnstudio.analysis.reads import State
from cnnstudio.analysis.results import Shape

_functorch = torch._C._functorch


def are_on() -> bool:
    """Whether such a function is running on this thread."""
    return _functorch.peek_interpreter_stack() is not None


def inside(tensor: Tensor) -> Tensor | None:
    """The tensor in it, with all pictures; None for an ordinary one."""
    if not are_on() or not _functorch.is_functorch_wrapped_tensor(tensor):
        return None
    return _functorch.get_unwrapped(tensor)


def _batch(tensor: Tensor) -> int | None:
    """Which dimension of the tensor inside is the batch's."""
    return _functorch.maybe_get_bdim(tensor) if _functorch.is_batchedtensor(tensor) else None


def lowered(tensor: Tensor, state: State) -> State:
    """The state of a part, from that of the tensor inside."""
    batch = _batch(tensor)
    if batch is None:
        return state
    alike = all(one.shape[batch + 1] == 1 for part in state.parts for one in part)
    part = reads.hulled(state, [batch]).each(lambda one: one.squeeze(batch + 1))
    return part if alike else part.bounded()


def raised(tensor: Tensor, state: State) -> State:
    """The state of the tensor inside, from that of a part."""
    batch = _batch(tensor)
    return state if batch is None else state.each(lambda one: np.expand_dims(one, batch + 1))


def shape(tensor: Tensor) -> Shape:
    """Its shape, batch first."""
    inner = inside(tensor)
    if inner is None:
        return tuple(tensor.shape)
    batch = _batch(tensor)
    if batch is None:
        return shape(inner)
    return (inner.shape[batch], *tensor.shape)


def whole(tensor: Tensor, state: State | None) -> State | None:
    """The state with the dimensions of `shape`."""
    if state is None or inside(tensor) is None or _batch(tensor) is None:
        return state
    return state.each(lambda one: np.expand_dims(one, 1))
