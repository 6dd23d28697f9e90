"""Two networks side by side, layer by layer: which layers are the same, which changed, which only one has."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from cnnstudio.analysis.results import Analysis, Layer


class Difference(Enum):
    """How the two layers of a row differ."""

    EQUAL = "equal"
    CHANGED = "changed"
    LEFT_ONLY = "left only"
    RIGHT_ONLY = "right only"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a comparison.

    Attributes:
        fields: names of the attributes of Layer in which a changed pair differs.
    """

    difference: Difference
    left: Layer | None
    right: Layer | None
    fields: tuple[str, ...] = ()


_FIELDS = (
    "type",
    "settings",
    "kernel",
    "stride",
    "padding",
    "dilation",
    "groups",
    "input_shape",
    "output_shape",
    "own_params",
    "own_macs",
)


def compare(left: Analysis, right: Analysis) -> tuple[Row, ...]:
    """Align the layers that compute, in the order of ``named_modules()``, by how they are built.

    Layers of equal structure are matched first (as ``diff`` does); between those, layers of the same type are paired
    and count as changed. Pairs with the same structure and other shapes are changed too.
    """
    ours, theirs = _computing(left), _computing(right)
    rows: list[Row] = []
    matcher = difflib.SequenceMatcher(
        None, [layer.structure for layer in ours], [layer.structure for layer in theirs], autojunk=False
    )
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            rows.extend(_pair(a, b) for a, b in zip(ours[i1:i2], theirs[j1:j2], strict=True))
        else:
            rows.extend(_unequal(ours[i1:i2], theirs[j1:j2]))
    return tuple(rows)


def _computing(analysis: Analysis) -> list[Layer]:
    return [layer for layer in analysis.root.walk() if not layer.children]


def _unequal(ours: Sequence[Layer], theirs: Sequence[Layer]) -> list[Row]:
    rows: list[Row] = []
    matcher = difflib.SequenceMatcher(
        None, [layer.type for layer in ours], [layer.type for layer in theirs], autojunk=False
    )
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            rows.extend(_pair(a, b) for a, b in zip(ours[i1:i2], theirs[j1:j2], strict=True))
        else:
            rows.extend(Row(Difference.LEFT_ONLY, layer, None) for layer in ours[i1:i2])
            rows.extend(Row(Difference.RIGHT_ONLY, None, layer) for layer in theirs[j1:j2])
    return rows


def _pair(left: Layer, right: Layer) -> Row:
    fields = tuple(name for name in _FIELDS if getattr(left, name) != getattr(right, name))
    return Row(Difference.CHANGED if fields else Difference.EQUAL, left, right, fields)
