"""The columns of the layer table: what each says, how it sorts, which are shown at first."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP as _N
from PySide6.QtCore import QCoreApplication

from cnnstudio.analysis.results import Layer, ReceptiveField
from cnnstudio.gui import labels
from cnnstudio.gui.model_browser import words

Value = float | str


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        key: the name under which it is remembered.
        title: the heading, untranslated.
        help: what it means, for the tool tip, untranslated.
        text: the cell's text.
        value: what it sorts by.
        numeric: set at the right, in digits of one width.
        share: drawn as a bar; ``value`` is then 0..1.
        shown: whether it is shown before the user chooses.
        exact: whether ``value`` is the number that ``text`` says in fewer digits.
        unit: of ``value``, named in the heading of what machines read.
    """

    key: str
    title: str
    help: str
    text: Callable[[Layer], str]
    value: Callable[[Layer], Value]
    numeric: bool = True
    share: bool = False
    shown: bool = False
    exact: bool = False
    unit: str = ""


def plain(column: Column, text: str, value: Value) -> str:
    """A cell for machines: ``19200000`` and ``0.000731`` for ``19.2 M`` and ``0.1 %``; "" for what there is none of."""
    if text in {"", "–"}:
        return ""
    return labels.for_machines(value) if column.exact and not isinstance(value, str) else text


def _step(field: ReceptiveField | None) -> float:
    """From one output's field to the next one's, on average: of 4 every 2 outputs that is 2."""
    return 0.0 if field is None else float(field.stride[0]) / max(1, field.every[0])


def _volume(shape: tuple[int, ...] | None) -> int:
    volume = 0 if shape is None else 1
    for side in shape or ():
        volume *= side
    return volume


COLUMNS: tuple[Column, ...] = (
    Column(
        "layer",
        _N("models", "Layer"),
        _N("models", "Its name in the network and its class"),
        lambda layer: f"{layer.name}: {layer.type}" if layer.name else layer.type,
        lambda layer: layer.path,
        numeric=False,
        shown=True,
    ),
    Column(
        "path",
        _N("models", "Path"),
        _N("models", "How it is reached from the network, as in state_dict()"),
        lambda layer: layer.path,
        lambda layer: layer.path,
        numeric=False,
    ),
    Column(
        "type",
        _N("models", "Class"),
        _N("models", "PyTorch's class"),
        lambda layer: layer.type,
        lambda layer: layer.type,
        numeric=False,
    ),
    Column(
        "kernel",
        _N("models", "Kernel"),
        _N("models", "Height × width of the window, and its stride after the slash where it is not 1"),
        words.window,
        lambda layer: float(_volume(layer.kernel)),
    ),
    Column(
        "input",
        _N("models", "Input"),
        _N("models", "Channels × rows × columns that come in"),
        lambda layer: words.shape(layer.input_shape),
        lambda layer: float(_volume(layer.input_shape)),
    ),
    Column(
        "output",
        _N("models", "Output"),
        _N("models", "Channels × rows × columns that go out"),
        lambda layer: words.shape(layer.output_shape),
        lambda layer: float(_volume(layer.output_shape)),
        shown=True,
    ),
    Column(
        "padding",
        _N("models", "Padding"),
        _N("models", "Rows and columns of padding on each side"),
        lambda layer: words.single(layer.padding),
        lambda layer: float(max(layer.padding or (-1,))),
    ),
    Column(
        "dilation",
        _N("models", "Dilation"),
        _N("models", "Distance between the kernel's taps"),
        lambda layer: words.single(layer.dilation),
        lambda layer: float(max(layer.dilation or (0,))),
    ),
    Column(
        "groups",
        _N("models", "Groups"),
        _N("models", "Parts into which the channels are divided; as many as channels in a depthwise convolution"),
        lambda layer: "" if layer.groups is None else labels.integer(layer.groups),
        lambda layer: float(layer.groups or 0),
        exact=True,
    ),
    Column(
        "own-params",
        _N("models", "Own parameters"),
        _N("models", "Weights and biases of its own, without those of the layers inside"),
        lambda layer: words.parameters(layer, layer.own_params),
        lambda layer: float(layer.own_params),
        exact=True,
    ),
    Column(
        "params",
        _N("models", "Parameters"),
        _N("models", "Weights and biases, with those of the layers inside"),
        lambda layer: words.parameters(layer, layer.total_params),
        lambda layer: float(layer.total_params),
        exact=True,
        shown=True,
    ),
    Column(
        "share",
        _N("models", "of all"),
        _N("models", "Its share of the network's parameters"),
        lambda layer: words.share(layer.share),
        lambda layer: layer.share,
        exact=True,
        unit=_N("models", "0 to 1"),
        share=True,
        shown=True,
    ),
    Column(
        "macs",
        _N("models", "MACs"),
        _N("models", "Multiply-accumulates for the whole batch"),
        lambda layer: labels.short(layer.macs) if layer.macs else "–",
        lambda layer: float(layer.macs),
        exact=True,
        shown=True,
    ),
    Column(
        "mac-share",
        _N("models", "of all"),
        _N("models", "Its share of the network's multiply-accumulates"),
        lambda layer: words.share(layer.mac_share),
        lambda layer: layer.mac_share,
        exact=True,
        unit=_N("models", "0 to 1"),
        share=True,
        shown=True,
    ),
    Column(
        "memory",
        _N("models", "Activations"),
        _N("models", "Memory of the outputs computed inside it, float32, whole batch"),
        lambda layer: labels.data_size(layer.activation_bytes) if layer.activation_bytes else "–",
        lambda layer: float(layer.activation_bytes),
        exact=True,
        unit=_N("models", "bytes"),
    ),
    Column(
        "receptive-field",
        _N("models", "Sees"),
        _N("models", "Receptive field: rows × columns of the input behind one output"),
        lambda layer: words.receptive_field(layer.receptive_field),
        lambda layer: float(layer.receptive_field.size[0]) if layer.receptive_field else 0.0,
    ),
    Column(
        "jump",
        _N("models", "Step"),
        _N("models", "Stride of the receptive field: input pixels between neighbouring outputs"),
        lambda layer: words.step(layer.receptive_field),
        lambda layer: _step(layer.receptive_field),
        exact=True,
        unit="px",
    ),
    Column(
        "settings",
        _N("models", "Settings"),
        _N("models", "What PyTorch prints between the brackets"),
        lambda layer: layer.settings,
        lambda layer: layer.settings,
        numeric=False,
    ),
)

KEYS = tuple(column.key for column in COLUMNS)
SHOWN_AT_FIRST = [column.key for column in COLUMNS if column.shown]


def title(column: Column) -> str:
    """The translated heading."""
    return QCoreApplication.translate("models", column.title)


def named(key: str) -> Column:
    """The column of this key."""
    return COLUMNS[KEYS.index(key)]
