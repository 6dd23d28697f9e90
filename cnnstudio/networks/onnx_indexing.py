"""ONNX's operators that look numbers up, put them elsewhere, sort, count on, or make lists of tensors.

Source: https://onnx.ai/onnx/operators/.
"""

from collections.abc import Sequence
from typing import Any, cast

import torch
from torch import Tensor

from cnnstudio.errors import WeightsError
from cnnstudio.networks.onnx_file import MOST_NUMBERS
from cnnstudio.networks.onnx_values import Function, Settings, Values, checked_length, given, here, unread, whole

_REDUCTIONS = {"add": "sum", "mul": "prod", "max": "amax", "min": "amin"}
_MOST_PIECES = 4096


def _from_the_start(index: Tensor, length: int) -> Tensor:
    """Places counted from the end as places counted from the start."""
    index = index.long()
    return index if index.is_meta else torch.where(index < 0, index + length, index)


def topmost(values: Values, settings: Settings) -> tuple[Tensor, Tensor]:
    """TopK: the largest numbers along a dimension, and where they were."""
    value, many = here(values, 0), given(values, 1)
    count = settings["k"] if many is None else whole(many)[0]
    found = torch.topk(value, count, settings.get("axis", -1), bool(settings.get("largest", 1)), True)
    return found[0], found[1]


def running(function: Any) -> Function:
    """CumSum and CumProd: what stands before along a dimension, itself counted or not, from either end."""

    def called(values: Values, settings: Settings) -> Tensor:
        value, axis = here(values, 0), whole(here(values, 1))[0]
        turned = bool(settings.get("reverse", 0))
        if turned:
            value = value.flip(axis)
        result: Tensor = function(value, axis)
        if settings.get("exclusive", 0):
            first = torch.zeros_like(result.narrow(axis, 0, 1))
            result = torch.cat([first, result.narrow(axis, 0, result.shape[axis] - 1)], axis)
        return result.flip(axis) if turned else result

    return called


def gathered_elements(values: Values, settings: Settings) -> Tensor:
    """GatherElements: an index for each number that comes out."""
    value, index, axis = here(values, 0), here(values, 1), settings.get("axis", 0)
    return value.gather(axis, _from_the_start(index, value.shape[axis]))


def gathered_parts(values: Values, settings: Settings) -> Tensor:
    """GatherND: the last dimension of the index says where a part lies."""
    value, index, batches = here(values, 0), here(values, 1).long(), settings.get("batch_dims", 0)
    places = []
    for dim in range(batches):
        shape = [1] * (index.dim() - 1)
        shape[dim] = value.shape[dim]
        places.append(torch.arange(checked_length(value.shape[dim]), device=index.device).reshape(shape))
    for dim, one in enumerate(index.unbind(-1), batches):
        places.append(_from_the_start(one, value.shape[dim]))
    return value[tuple(places)] if places else value


def scattered_elements(values: Values, settings: Settings) -> Tensor:
    """ScatterElements, once Scatter: a copy with numbers put where an index says."""
    value, index, new, axis = here(values, 0), here(values, 1), here(values, 2), settings.get("axis", 0)
    index = _from_the_start(index, value.shape[axis])
    how = settings.get("reduction", "none")
    if how in _REDUCTIONS:
        return value.scatter_reduce(axis, index, new, _REDUCTIONS[how])
    return value.scatter(axis, index, new)


def scattered_parts(values: Values, _settings: Settings) -> Tensor:
    """ScatterND: a copy with parts put where the last dimension of an index says."""
    value, index = here(values, 0), here(values, 1).long()
    places = [_from_the_start(one, value.shape[dim]) for dim, one in enumerate(index.unbind(-1))]
    return value.index_put(tuple(places), here(values, 2))


def one_hot(values: Values, settings: Settings) -> Tensor:
    """OneHot: for each number a line with one place switched on."""
    index, depth, both = here(values, 0), whole(here(values, 1))[0], here(values, 2)
    axis = settings.get("axis", -1) % (index.dim() + 1)
    shape = [1] * (index.dim() + 1)
    shape[axis] = depth
    line = torch.arange(checked_length(depth), device=index.device).reshape(shape)
    wide = index.unsqueeze(axis)
    on = torch.logical_or(wide == line, wide + depth == line).to(both.dtype)
    return on * (both[1] - both[0]) + both[0]


def identity_matrix(values: Values, settings: Settings) -> Tensor:
    """EyeLike: ones along a diagonal of a matrix as large as another."""
    value = here(values, 0)
    rows, columns = value.shape
    small = rows * columns <= MOST_NUMBERS
    wide = torch.ones(rows, columns, device="cpu" if small else "meta")
    place = settings.get("k", 0)
    return wide.triu(place).tril(place)


def hardest(values: Values, settings: Settings) -> Tensor:
    """Hardmax: one where the largest number stands, zero elsewhere."""
    value, axis = here(values, 0), settings.get("axis", -1)
    if settings.get("flattens", 0):
        flat = value.flatten(axis % value.dim())
        return torch.eq(flat, flat.amax(-1, True)).to(value.dtype).reshape(value.shape)
    return torch.eq(value, value.amax(axis, True)).to(value.dtype)


def where_not_zero(values: Values, _settings: Settings) -> Tensor:
    """NonZero of numbers that are known.

    Raises:
        WeightsError: if they are not: then nobody knows how many there are.
    """
    value = here(values, 0)
    whole(value if value.is_meta else torch.zeros(0))
    return torch.nonzero(value).T


# --- lists of tensors


def listed(values: Values, _settings: Settings) -> tuple[list[Tensor | None]]:
    """SequenceConstruct and SequenceEmpty."""
    return (list(values),)


def split_to_list(values: Values, settings: Settings) -> tuple[list[Tensor]]:
    """SplitToSequence: pieces along a dimension; those of one place lose it, unless told otherwise."""
    value, sizes, axis = here(values, 0), given(values, 1), settings.get("axis", 0)
    length = value.shape[axis]
    if sizes is not None and sizes.dim():
        return (list(torch.split_with_sizes(value, whole(sizes), axis)),)
    size = 1 if sizes is None else max(whole(sizes)[0], 1)
    if -(-length // size) > _MOST_PIECES:
        raise WeightsError("The file cuts a tensor into more pieces than any network does.")
    if sizes is None and not settings.get("keepdims", 1):
        return (list(value.unbind(axis)),)
    return (list(torch.split(value, size, axis)),)


def _list(values: Values, operator: str) -> list[Tensor]:
    found = cast("Any", values[0] if values else None)
    if not isinstance(found, list):
        raise unread(operator)
    return found


def one_of_list(values: Values, _settings: Settings) -> Tensor:
    """SequenceAt."""
    return _list(values, "SequenceAt")[whole(here(values, 1))[0]]


def length_of_list(values: Values, _settings: Settings) -> Tensor:
    """SequenceLength."""
    return torch.tensor(len(_list(values, "SequenceLength")))


def longer_list(values: Values, _settings: Settings) -> tuple[list[Tensor]]:
    """SequenceInsert."""
    found, place = list(_list(values, "SequenceInsert")), given(values, 2)
    found.insert(len(found) if place is None else whole(place)[0], here(values, 1))
    return (found,)


def shorter_list(values: Values, _settings: Settings) -> tuple[list[Tensor]]:
    """SequenceErase."""
    found, place = list(_list(values, "SequenceErase")), given(values, 1)
    del found[-1 if place is None else whole(place)[0]]
    return (found,)


def joined_list(values: Values, settings: Settings) -> Tensor:
    """ConcatFromSequence."""
    tensors: Sequence[Tensor] = _list(values, "ConcatFromSequence")
    return (torch.stack if settings.get("new_axis", 0) else torch.cat)(list(tensors), settings["axis"])
