"""How large a box of the diagram is, and what is written in it."""

from dataclasses import dataclass

from cnnstudio.analysis.layout import Spacing
from cnnstudio.analysis.results import Analysis, Graph, Layer, Node, NodeKind
from cnnstudio.analysis.view import Box, BoxKind
from cnnstudio.gui.language import translate
from cnnstudio.gui.model_browser import words
from cnnstudio.gui.model_browser.words import Kind
from cnnstudio.gui.predict_first import HIDDEN

SPACING = Spacing(column=20.0, row=22.0, frame=16.0, title=30.0)

_FULL = (172.0, 44.0)
_SLIM = (132.0, 24.0)
_BLOCK = (252.0, 60.0)
_PILL = (148.0, 28.0)
_LONGEST_NAME, _A_LETTER = 24, 7.0  # of an output
_CIRCLE = (26.0, 26.0)
_BAR = 22.0
# Layers that change numbers but not the shape: drawn slim, so that what shapes the network stands out.
_QUIET = frozenset({Kind.NORM, Kind.ACTIVATION, Kind.OTHER})


@dataclass(frozen=True, slots=True)
class Face:
    """What a box shows.

    Attributes:
        name: the layer's own name, written quietly where there is room for it.
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
    name: str = ""


def face(box: Box, analysis: Analysis, *, hidden: bool = False) -> Face:
    """What this box looks like; ``hidden`` shapes are still to be predicted."""
    shape = HIDDEN if hidden else words.shape(box.last.output_shape)
    if box.kind in (BoxKind.INPUT, BoxKind.OUTPUT):
        return _end_face(box, shape)
    if box.kind is BoxKind.FUNCTION:
        return _function_face(box, shape, analysis.graph)
    if box.kind is BoxKind.BLOCK:
        name = box.path.rpartition(".")[2]
        plain = box.label in ("Sequential", "ModuleList")
        title = name if plain and name else f"{box.label} {_only_window(analysis.layers[box.path])}".rstrip()
        return Face(title, shape, Kind.BLOCK, "block", *_BLOCK, name="" if plain or name.isdigit() else name)
    layer = analysis.layers[box.path]
    kind = words.kind(layer.type)
    if kind in _QUIET and not (kind is Kind.OTHER and layer.own_params):
        return Face(layer.type, "", kind, "slim", *_SLIM)
    return Face(words.box_title(layer), shape, kind, "full", *_FULL)


def _end_face(box: Box, shape: str) -> Face:
    """Input or output; an output of several has its name, which is the key that leads to it."""
    name = _output_name(box)
    if len(name) > _LONGEST_NAME:
        name = f"{name[:_LONGEST_NAME]}…"
    title = f"{_end(box)} {name}".rstrip()
    return Face(f"{title}  {shape}", "", Kind.OTHER, "pill", _PILL[0] + _A_LETTER * len(name), _PILL[1])


def label(box: Box) -> str:
    """What a box is: a layer's class, a function, the input, an output with its name."""
    if box.kind in (BoxKind.INPUT, BoxKind.OUTPUT):
        return f"{_end(box)} {_output_name(box)}".rstrip()
    return box.label


def _end(box: Box) -> str:
    return translate("models", "Input") if box.kind is BoxKind.INPUT else translate("models", "Output")


def _output_name(box: Box) -> str:
    return box.label.partition(" ")[2] if box.kind is BoxKind.OUTPUT else ""


def _only_window(layer: Layer) -> str:
    """The window of the only convolution in a block: it says what a BasicConv2d does."""
    windows = [inner for inner in layer.walk() if inner.kernel and inner.own_params]
    return words.window(windows[0]) if len(windows) == 1 else ""


def _function_face(box: Box, shape: str, graph: Graph) -> Face:
    name = words.function_name(box.label)
    kind = words.kind(box.label)
    inputs = len(graph.lines_into(box.what)) if isinstance(box.what, Node) else 1
    if name in ("+", "×"):
        return Face(name, shape, Kind.JOIN, "circle", *_CIRCLE)
    if kind is Kind.JOIN and inputs > 1:
        # As wide as what it joins, so that the branches come in side by side.
        return Face(f"{name}  {shape}", "", kind, "bar", max(_FULL[0], min(inputs, 6) * 110.0), _BAR)
    if kind is Kind.POOLING:
        return Face(name, shape, kind, "full", *_FULL)
    return Face(name, "", kind, "slim", *_SLIM)


def step_of(box: Box) -> int | None:
    """The node's id where the box is no layer: a function called between layers, the input or the output."""
    return box.what.id if isinstance(box.what, Node) and box.what.kind is not NodeKind.LAYER else None
