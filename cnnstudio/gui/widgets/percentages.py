"""Words for how a percentage comes about, the same in every room."""

from PySide6.QtCore import QCoreApplication

from cnnstudio.gui import labels
from cnnstudio.prediction.calibration import UNCALIBRATED


def how_computed(temperature: float) -> str:
    """``softmax of the logits / 0.617`` or ``softmax of the logits``."""
    if temperature == UNCALIBRATED:
        return QCoreApplication.translate("percentages", "softmax of the logits")
    words = QCoreApplication.translate("percentages", "softmax of the logits / {temperature}")
    return words.format(temperature=temperature_number(temperature))


def temperature_number(temperature: float) -> str:
    """As it stands in the weights' file: nothing that is reckoned with it is off by its rounding."""
    return labels.number(temperature, 7)
