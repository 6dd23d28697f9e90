"""What the network is analysed for: size and channels of the input, classes, batch."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QAbstractSpinBox, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from cnnstudio.analysis.room_state import LARGEST
from cnnstudio.gui import theme
from cnnstudio.gui.language import translate
from cnnstudio.gui.widgets.number_field import RefusalLine, WholeNumberBox
from cnnstudio.gui.widgets.section import Section

_SETTLE_MS = 250


class InputForm(Section):
    """Tells once a number is typed, and once stepping has come to rest."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate("models", "Input and output"), parent)
        self._own: tuple[tuple[int, int, int], int | None, int] = ((1, 1, 1), None, 1)
        self._timer = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._timer.timeout.connect(self.changed)
        self.rows = self._field("models-rows", self.tr("Rows"))
        self.columns = self._field("models-columns-field", self.tr("Columns"))
        self.channels = self._field("models-channels", self.tr("Channels"))
        self.classes = self._field("models-classes", self.tr("Classes"))
        self.batch = self._field("models-batch", self.tr("Batch"))
        size = QWidget()
        line = QHBoxLayout(size)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.SPACE_1)
        line.addWidget(self.rows, 1)
        line.addWidget(QLabel("×"))
        line.addWidget(self.columns, 1)
        self.add_row(self.tr("Rows, columns"), size)
        size.setFocusProxy(self.rows)
        self.add_row(self.tr("Channels"), self.channels)
        self._classes_label = self.add_row(self.tr("Classes"), self.classes)
        self.add_row(self.tr("Batch"), self.batch)
        self.refusal = RefusalLine("models-input-refusal")
        self.refusal.follow(self.rows, self.columns, self.channels, self.classes, self.batch)
        self.add(self.refusal)
        self.reset = QPushButton(self.tr("As it was made"), objectName="models-reset")
        self.reset.setProperty("flat", True)
        self.reset.setToolTip(self.tr("Back to the input and classes the network was made for"))
        self.reset.clicked.connect(self._back)
        self.add(self.reset)
        self._check()

    @property
    def input_shape(self) -> tuple[int, int, int]:
        """(C, H, W)."""
        return self.channels.value(), self.rows.value(), self.columns.value()

    @property
    def number_of_classes(self) -> int | None:
        """Number of outputs; None for a network whose classes cannot be chosen."""
        return None if self._own[1] is None else self.classes.value()

    def show_own(self, input_shape: tuple[int, int, int], classes: int | None, batch: int) -> None:
        """Show the values a network was made for, without telling of a change."""
        self._own = (input_shape, classes, batch)
        chosen = classes is not None
        self.classes.setEnabled(chosen)
        # A network whose classes cannot be chosen has as many outputs as it has: see ``show_outputs``.
        self.classes.setMinimum(1 if chosen else 0)
        self.classes.setSpecialValueText("" if chosen else "–")
        self.show_values(input_shape, classes, batch)

    def show_outputs(self, shape: tuple[int, ...] | None) -> None:
        """Show how many numbers a network gives a picture, where they cannot be chosen; (N, classes) is its output."""
        if self._own[1] is None:
            self.classes.setValue(shape[1] if shape is not None and len(shape) == 2 else 0)
            self._timer.stop()

    def show_values(self, input_shape: tuple[int, int, int], classes: int | None, batch: int) -> None:
        """Show what the network is analysed for, without telling of a change."""
        fields = (self.channels, self.rows, self.columns, self.classes, self.batch)
        values = (*input_shape, classes or self.classes.minimum(), batch)
        for field, value in zip(fields, values, strict=True):
            field.blockSignals(True)
            field.setValue(value)
            field.blockSignals(False)
        self._timer.stop()
        self._check()

    def _field(self, name: str, label: str) -> WholeNumberBox:
        field = WholeNumberBox(
            objectName=name,
            minimum=1,
            maximum=LARGEST,
            showGroupSeparator=True,
            buttonSymbols=QAbstractSpinBox.ButtonSymbols.UpDownArrows,
        )
        field.setAccessibleName(label)
        # Two of them stand side by side; the hint for five digits would widen the whole column.
        field.setMinimumWidth(64)
        field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        field.valueChanged.connect(self._on_value)
        return field

    @Slot()
    def _on_value(self) -> None:
        self._timer.start()
        self._check()

    @Slot()
    def _back(self) -> None:
        self.show_own(*self._own)
        self.changed.emit()

    def _check(self) -> None:
        self.reset.setEnabled((self.input_shape, self.number_of_classes, self.batch.value()) != self._own)
