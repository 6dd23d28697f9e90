"""What the diagram's colours mean: the kind of layer, or one of four measures on a logarithmic scale."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtGui import QColor

from cnnstudio.analysis.view import Box
from cnnstudio.gui import labels, theme
from cnnstudio.gui.language import translate
from cnnstudio.gui.model_browser.words import Kind


class Measure(Enum):
    """What the diagram is coloured by."""

    KIND = "kind"
    PARAMETERS = "parameters"
    MACS = "macs"
    MEMORY = "memory"
    RECEPTIVE_FIELD = "receptive-field"


def name(of: Measure) -> str:
    """The measure's name."""
    return {
        Measure.KIND: translate("models", "Layer kind"),
        Measure.PARAMETERS: translate("models", "Parameters"),
        Measure.MACS: translate("models", "MACs"),
        Measure.MEMORY: translate("models", "Activation memory"),
        Measure.RECEPTIVE_FIELD: translate("models", "Receptive field"),
    }[of]


def value(box: Box, of: Measure) -> float:
    """The measure of what a box stands for; 0 where there is none."""
    match of:
        case Measure.PARAMETERS:
            return float(box.params)
        case Measure.MACS:
            return float(box.macs)
        case Measure.MEMORY:
            return float(box.activation_bytes)
        case Measure.RECEPTIVE_FIELD:
            field = box.last.receptive_field
            # Beyond any picture there is nothing more to see; a field that covers all is drawn as the largest.
            return math.sqrt(field.size[0] * field.size[1]) if field else 0.0
    return 0.0


def text(of: Measure, amount: float) -> str:
    """A value of this measure in words."""
    match of:
        case Measure.MACS:
            return labels.short(amount, "MAC")
        case Measure.MEMORY:
            return labels.data_size(amount)
        case Measure.RECEPTIVE_FIELD:
            return f"{labels.number(round(amount))} px"
    return labels.short(amount)


def kind_color(kind: Kind) -> QColor:
    """The colour of a family of layers."""
    blue, orange, green, purple, sky, vermilion, yellow, grey = theme.OKABE_ITO
    return {
        Kind.CONVOLUTION: blue,
        Kind.LINEAR: purple,
        Kind.POOLING: green,
        Kind.NORM: grey,
        Kind.ACTIVATION: orange,
        Kind.ATTENTION: yellow,
        Kind.RECURRENT: theme.tokens().text_quiet,  # every hue has its family; the label tells these apart
        Kind.JOIN: vermilion,
        Kind.BLOCK: sky,
        Kind.OTHER: theme.tokens().line_strong,
    }[kind]


@dataclass(frozen=True)
class Scale:
    """A logarithmic scale from the least to the greatest value above zero."""

    measure: Measure
    least: float
    greatest: float

    @classmethod
    def over(cls, boxes: Iterable[Box], measure: Measure) -> "Scale":
        """The scale of what is on the picture."""
        values = [amount for box in boxes if (amount := value(box, measure)) > 0]
        return cls(measure, min(values, default=0.0), max(values, default=0.0))

    def color(self, amount: float) -> QColor | None:
        """From dark (least) to bright (greatest); None for nothing."""
        if amount <= 0 or self.greatest <= 0:
            return None
        span = math.log(self.greatest) - math.log(self.least)
        share = (math.log(amount) - math.log(self.least)) / span if span > 0 else 1.0
        return ramp(share)


def ramp(share: float) -> QColor:
    """Viridis from 0 to 1, which reads alike with all kinds of colour vision."""
    import pyqtgraph

    return pyqtgraph.colormap.get("viridis").map(min(max(share, 0.0), 1.0), mode="qcolor")
