"""The room's words: shapes, kinds of layers, and what stands in a diagram's box."""

from collections.abc import Callable
from enum import Enum
from html import escape

from cnnstudio.analysis.results import Layer, ReceptiveField, Shape
from cnnstudio.analysis.runs import Run
from cnnstudio.gui import labels, theme
from cnnstudio.gui.language import translate


def shape(of: Shape | None, *, batch: bool = False) -> str:
    """``64 × 112 × 112``; the batch is left out unless asked for; "" for None."""
    if of is None:
        return ""
    return " × ".join(map(str, of if batch else of[1:])) or "1"


def pair(of: Shape | None) -> str:
    """``3 × 3`` for a kernel, ``2`` for a stride that is equal in all directions... as a learner writes it."""
    if not of:
        return ""
    return " × ".join(map(str, of))


def single(of: Shape | None) -> str:
    """One number where all are equal, else all: ``2``, ``1 × 2``."""
    if not of:
        return ""
    return str(of[0]) if len(set(of)) == 1 else pair(of)


def receptive_field(field: ReceptiveField | None) -> str:
    """``11 × 11``, or ``at most 11 × 11``; "" where it is not known."""
    if field is None:
        return ""
    size = " × ".join(labels.number(side) for side in field.size)
    return translate("models", "at most {size}").format(size=size) if field.at_most else size


def step(field: ReceptiveField | None) -> str:
    """``4``; ``4 every 2`` where every second output's field lies so much further; ``≈ 1.7`` where steps differ."""
    if field is None:
        return ""
    number, every = labels.number(field.stride[0]), field.every[0]
    if every == 1:
        return number
    return translate("models", "{step} every {every}").format(step=number, every=every) if every else f"≈ {number}"


class Kind(Enum):
    """Families of layers, told apart by colour in the diagram and by word in the legend."""

    CONVOLUTION = "convolution"
    LINEAR = "linear"
    POOLING = "pooling"
    NORM = "norm"
    ACTIVATION = "activation"
    ATTENTION = "attention"
    RECURRENT = "recurrent"
    JOIN = "join"
    BLOCK = "block"
    OTHER = "other"


_ACTIVATIONS = frozenset(
    [
        "ReLU",
        "ReLU6",
        "LeakyReLU",
        "PReLU",
        "ELU",
        "SELU",
        "GELU",
        "SiLU",
        "Sigmoid",
        "Tanh",
        "Softmax",
        "LogSoftmax",
        "Hardswish",
        "Hardsigmoid",
        "Mish",
        "Softplus",
        "ScaledTanh",
    ]
)
_RECURRENT = frozenset(["LSTM", "GRU", "RNN", "LSTMCell", "GRUCell", "RNNCell"])
_JOINS = frozenset(
    ["add", "iadd", "add_", "cat", "concat", "concatenate", "stack", "mul", "imul", "mul_", "sum", "sub", "matmul"]
)


def kind(label: str, *, block: bool = False) -> Kind:
    """The family of a layer or function by its class or function name."""
    if block:
        return Kind.BLOCK
    if "conv" in label.lower():
        return Kind.CONVOLUTION
    if label in ("Linear", "NonDynamicallyQuantizableLinear", "Bilinear", "linear"):
        return Kind.LINEAR
    if "Pool" in label or "pool" in label or label in ("Subsampling", "mean"):
        return Kind.POOLING
    if "Norm" in label or "norm" in label:
        return Kind.NORM
    if label in _ACTIVATIONS or label.lower() in {name.lower() for name in _ACTIVATIONS}:
        return Kind.ACTIVATION
    if "Attention" in label or "attention" in label:
        return Kind.ATTENTION
    if label in _RECURRENT:
        return Kind.RECURRENT
    if label in _JOINS:
        return Kind.JOIN
    return Kind.OTHER


def kind_name(of: Kind) -> str:
    """The family's name for the legend."""
    return {
        Kind.CONVOLUTION: translate("models", "convolution"),
        Kind.LINEAR: translate("models", "fully connected"),
        Kind.POOLING: translate("models", "pooling"),
        Kind.NORM: translate("models", "normalisation"),
        Kind.ACTIVATION: translate("models", "activation"),
        Kind.ATTENTION: translate("models", "attention"),
        Kind.RECURRENT: translate("models", "recurrent"),
        Kind.JOIN: translate("models", "sum or concat"),
        Kind.BLOCK: translate("models", "block"),
        Kind.OTHER: translate("models", "other"),
    }[of]


def function_name(label: str) -> str:
    """A function of the graph as a learner calls it: ``+``, ``concat``."""
    return {
        "add": "+",
        "iadd": "+",
        "add_": "+",
        "mul": "×",
        "imul": "×",
        "mul_": "×",
        "cat": translate("models", "concat"),
        "concat": translate("models", "concat"),
        "concatenate": translate("models", "concat"),
    }.get(label, label)


def window(layer: Layer) -> str:
    """Kernel and stride of a window layer: ``3 × 3``, ``3 × 3 / 2``."""
    if not layer.kernel:
        return ""
    text = pair(layer.kernel)
    if layer.stride and any(step != 1 for step in layer.stride):
        text += f" / {single(layer.stride)}"
    return text


def box_title(layer: Layer) -> str:
    """What stands in the box of a layer without children: ``Conv2d 7 × 7 / 2``."""
    return f"{layer.type} {window(layer)}".rstrip()


def run_figures(run: Run) -> list[str]:
    """What equal blocks in a row cost, a line each for parameters and MACs: one of them, and all of them together.

    Every place that shows such blocks as one says it in these words.
    """
    lines = []
    if sum(run.params):
        if run.is_one_block:
            same = translate("models", "{figure}, the same in all {count}")
            lines.append(same.format(figure=_parameters(sum(run.params)), count=len(run)))
        else:
            lines.append(_each_and_all(run.params, _parameters))
    if sum(run.macs):
        lines.append(_each_and_all(run.macs, lambda number: labels.short(number, "MAC")))
    return lines


def _parameters(count: int) -> str:
    return labels.amount(count, "{n} parameter", "{n:,} parameters")


def _each_and_all(figures: tuple[int, ...], write: Callable[[int], str]) -> str:
    everything = translate("models", "{figure} all {count} together").format(
        figure=write(sum(figures)), count=len(figures)
    )
    if len(set(figures)) > 1:
        return everything
    return translate("models", "{figure} each, {everything}").format(figure=write(figures[0]), everything=everything)


def run_names(run: Run) -> str:
    """``layer1.0 … layer1.2``: the first and the last of equal blocks in a row."""
    return run.paths[0] if run.is_one_block else f"{run.paths[0]} … {run.paths[-1]}"


def link(target: str, text: str) -> str:
    """A link in rich text, in the accent colour of the moment: rich text does not follow a change of theme."""
    color = theme.tokens().accent.name()
    return f'<a href="{escape(target)}" style="text-decoration:none; color:{color}">{escape(text)}</a>'


def share(of: float) -> str:
    """A share of the whole for a cell: ``12.3 %``, ``< 0.1 %`` for a trace, a dash for none."""
    if not of:
        return "–"
    return labels.share(of)


def parameters(layer: Layer, number: int) -> str:
    """A layer's number of parameters for a cell; ``shared`` where an earlier layer owns all of them."""
    return translate("models", "shared") if not number and layer.shared_with else count(number)


def shared(layer: Layer) -> str:
    """``Shared with conv1: counted there.``; "" for a layer that owns all its parameters."""
    owners = labels.all_of([path or translate("models", "network") for path in layer.shared_with or ("",)])
    return (
        translate("models", "Shared with {layers}: counted there.").format(layers=owners) if layer.shared_with else ""
    )


def count(of: int) -> str:
    """A number of parameters or MACs for a cell; a dash for none."""
    return labels.integer(of) if of else "–"
