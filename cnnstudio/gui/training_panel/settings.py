"""The settings of a run that the form edits one by one, and the field of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP as _N
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from cnnstudio.gui.widgets.number_field import NumberField, WholeNumberBox


@dataclass(frozen=True, slots=True)
class Setting:
    """How one setting of a run is edited; ``choices`` are (value, word) pairs."""

    name: str
    label: str
    tip: str
    choices: tuple[tuple[str, str], ...] = ()
    step: float = 0.1
    ladder: bool = False
    unit: str = ""


TRAINING = (
    Setting("epochs", _N("ConfigForm", "Epochs"), _N("ConfigForm", "Passes over all training pictures")),
    Setting("batch_size", _N("ConfigForm", "Batch size"), _N("ConfigForm", "Pictures a step")),
    Setting(
        "optimizer",
        _N("ConfigForm", "Optimiser"),
        _N("ConfigForm", "How the gradient becomes a step"),
        (("sgd", "SGD"), ("adam", "Adam"), ("adamw", "AdamW")),
    ),
    Setting(
        "learning_rate",
        _N("ConfigForm", "Learning rate"),
        _N("ConfigForm", "The highest rate of the schedule; it can be changed while a run goes on"),
        ladder=True,
    ),
    Setting(
        "schedule",
        _N("ConfigForm", "Schedule"),
        _N("ConfigForm", "How the learning rate changes over the run"),
        (
            ("constant", _N("ConfigForm", "Constant")),
            ("cosine", _N("ConfigForm", "Cosine")),
            ("one-cycle", _N("ConfigForm", "One cycle")),
            ("step", _N("ConfigForm", "Steps")),
        ),
    ),
    Setting(
        "momentum",
        _N("ConfigForm", "Momentum"),
        _N("ConfigForm", "Share of the last step that goes on in the next (SGD); 0 = off"),
    ),
)
MORE = (
    Setting("nesterov", _N("ConfigForm", "Nesterov"), _N("ConfigForm", "Look ahead along the momentum")),
    Setting(
        "warmup",
        _N("ConfigForm", "Warm-up"),
        _N("ConfigForm", "Share of all steps in which the learning rate rises from zero; 0 = off"),
    ),
    Setting("weight_decay", _N("ConfigForm", "Weight decay"), _N("ConfigForm", "0 = off"), ladder=True),
    Setting(
        "label_smoothing",
        _N("ConfigForm", "Label smoothing"),
        _N("ConfigForm", "Probability spread over all classes; 0 = off"),
        step=0.05,
    ),
    Setting(
        "averaging",
        _N("ConfigForm", "Averaging"),
        _N("ConfigForm", "Decay of the moving average of the weights that is tested, such as 0.99; 0 = off"),
        step=0.01,
    ),
    Setting(
        "initialisation",
        _N("ConfigForm", "Initial weights"),
        _N("ConfigForm", "The tutorial's Gaussian of 0.01 is for demonstration and not recommended"),
        (("default", _N("ConfigForm", "PyTorch's own")), ("gaussian-0.01", _N("ConfigForm", "Gaussian 0.01"))),
    ),
    Setting(
        "rotation",
        _N("ConfigForm", "Rotation"),
        _N("ConfigForm", "Pictures are turned at random by up to this; 0 = off"),
        step=1,
        unit="°",
    ),
    Setting(
        "translation",
        _N("ConfigForm", "Shift"),
        _N("ConfigForm", "Pictures are shifted at random by up to this; 0 = off"),
        step=0.5,
        unit=" px",
    ),
    Setting(
        "scaling",
        _N("ConfigForm", "Scaling"),
        _N("ConfigForm", "Pictures are resized at random by up to this share (0.1 = 90 % to 110 %); 0 = off"),
        step=0.05,
    ),
    Setting("seed", _N("ConfigForm", "Seed"), _N("ConfigForm", "Decides every random choice of the run")),
    Setting("log_every", _N("ConfigForm", "Log every"), _N("ConfigForm", "Steps between lines of the log")),
    Setting(
        "evaluate_train",
        _N("ConfigForm", "Measure train"),
        _N("ConfigForm", "Accuracy over all training pictures after each epoch"),
    ),
    Setting(
        "evaluate_test",
        _N("ConfigForm", "Measure test"),
        _N("ConfigForm", "The test curve, the confusion matrix and the mistakes come from this"),
        (("epoch", _N("ConfigForm", "After each epoch")), ("end", _N("ConfigForm", "At the end"))),
    ),
    Setting(
        "gradient_parts",
        _N("ConfigForm", "Gradient parts"),
        _N(
            "ConfigForm",
            "1 or 2: on the CPU, two halves of each minibatch are computed side by side and added. Classes of your own "
            "always take 1",
        ),
    ),
    Setting(
        "deterministic", _N("ConfigForm", "Repeatable"), _N("ConfigForm", "The same numbers every time on this machine")
    ),
)


def combo_box(name: str, choices: Iterable[tuple[str, str]]) -> QComboBox:
    """A box of this object name with these (value, word) choices; it does not ask for more room than it is given."""
    combo = QComboBox(
        objectName=name, sizeAdjustPolicy=QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
    )
    combo.setMinimumContentsLength(6)
    for value, text in choices:
        combo.addItem(text, value)
    return combo


def put(field: QWidget, value: Any) -> None:
    """Show a setting's value in its field."""
    if isinstance(field, QComboBox):
        field.setCurrentIndex(field.findData(value))
    elif isinstance(field, QCheckBox):
        field.setChecked(value)
    elif isinstance(field, WholeNumberBox | NumberField):
        # A seed may be longer than the field: Qt refuses what it cannot hold with an exception.
        field.setValue(max(field.minimum(), min(value, field.maximum())))


def get(field: QWidget) -> Any:
    """The value that a field shows."""
    if isinstance(field, QComboBox):
        return field.currentData()
    if isinstance(field, QCheckBox):
        return field.isChecked()
    return field.value() if isinstance(field, WholeNumberBox | NumberField) else None
