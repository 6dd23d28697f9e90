"""How large a box of the diagram is, and what is written in it."""

from dataclasses import dataclass

from cnnstudio.analysis.layout import Spacing
from cnnstudio.analysis.results import Analysis, NodeKind
from cnnstudio.analysis.view import Box, BoxKind
from cnnstudio.gui.model_browser import words
from cnnstudio.gui.model_browser.words import Kind

SPACING = Spacing(column=20.0, row=22.0, frame=16.0, title=30.0)

_FULL = (172.0, 44.0)
_SLIM = (132.0, 24.0)
_BLOCK = (232.0, 60.0)
_PILL = (148.0, 28.0)
_CIRCLE = (26.0, 26.0)
_BAR = 22.0
# Layers that change numbers but not the shape: drawn slim, so that what shapes the network stands out.
_QUIET = frozenset({Kind.NORM, Kind.ACTIVATION, Kind.OTHER})


@dataclass(frozen=True, slots=True)
class Face:
    """What a box shows.

    Attributes:
        title, subtitle: the two lines; the subtitle is the shape of what comes out.
        kind: family of layers, for the colour.
        form: ``full``, ``slim``, ``block``, ``pill`` (input, output), ``circle`` (sum, product), ``bar`` (concat).
        width, height: in scene units, pixels at 100 %.
    """

    title: str
    subtitle: str
    kind: Kind
    form: str
    width: float
    height: float


def face(box: Box, analysis: Analysis) -> Face:
    """What this box looks like."""
    shape = words.shape(box.what.output_shape)
    if box.kind in (BoxKind.INPUT, BoxKind.OUTPUT):
        word = words.tr("Input") if box.kind is BoxKind.INPUT else words.tr("Output")
        return Face(f"{word}  {shape}", "", Kind.OTHER, "pill", *_PILL)
    if box.kind is BoxKind.FUNCTION:
        return _function_face(box, shape)
    if box.kind is BoxKind.BLOCK:
        name = box.path.rpartition(".")[2]
        title = box.label if not name or box.label not in ("Sequential", "ModuleList") else name
        return Face(title, shape, Kind.BLOCK, "block", *_BLOCK)
    layer = analysis.layers[box.path]
    kind = words.kind(layer.type)
    if kind in _QUIET:
        return Face(layer.type, "", kind, "slim", *_SLIM)
    return Face(words.box_title(layer), shape, kind, "full", *_FULL)


def _function_face(box: Box, shape: str) -> Face:
    name = words.function_name(box.label)
    kind = words.kind(box.label)
    inputs = len(box.what.inputs) if box.what.__class__.__name__ == "Node" else 1
    if name in ("+", "×"):
        return Face(name, shape, Kind.JOIN, "circle", *_CIRCLE)
    if kind is Kind.JOIN and inputs > 1:
        # As wide as what it joins, so that the branches come in side by side.
        return Face(f"{name}  {shape}", "", kind, "bar", max(_FULL[0], min(inputs, 6) * 110.0), _BAR)
    if kind is Kind.POOLING:
        return Face(name, shape, kind, "full", *_FULL)
    return Face(name, "", kind, "slim", *_SLIM)


def is_function(box: Box) -> bool:
    """Whether the box is a function called between layers."""
    return getattr(box.what, "kind", None) is NodeKind.FUNCTION
