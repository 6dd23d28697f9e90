"""One layer of the stack: its kind and numbers, and buttons to move and remove it."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.convolution.receptive_field import LayerKind, StackLayer
from cnnstudio.gui import theme
from cnnstudio.gui.playground import limits, words
from cnnstudio.gui.widgets.fields import indent_spin_boxes
from cnnstudio.gui.widgets.number_field import WholeNumberBox, refusal


class LayerRow(QFrame):
    """Shows a layer and asks for changes; the stack decides."""

    changeWanted = Signal(int, str, object)  # index, field, value
    moveWanted = Signal(int, int)  # index, to
    removeWanted = Signal(int)
    refused = Signal(str)  # why a number is not taken

    def __init__(self, index: int, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName=f"play-layer-{index + 1}")
        self._index = index
        self._setting = False
        self.number = QLabel(str(index + 1))
        self.number.setFont(theme.font(bold=True))
        self.kind = QComboBox(objectName=f"play-layer-{index + 1}-kind")
        self.kind.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.kind.setAccessibleName(self.tr("Kind of layer {number}").format(number=index + 1))
        for kind in LayerKind:
            self.kind.addItem(words.layer_kind(kind), kind)
        self.kind.activated.connect(self._choose_kind)
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.number)
        head.addSpacing(theme.SPACE_1)
        head.addWidget(self.kind, 1)
        for name, icon, tip, slot, usable in (
            (
                "up",
                "arrow-up",
                self.tr("Move layer {n} up"),
                lambda: self.moveWanted.emit(index, index + 1),
                index < count - 1,
            ),
            (
                "down",
                "arrow-down",
                self.tr("Move layer {n} down"),
                lambda: self.moveWanted.emit(index, index - 1),
                index > 0,
            ),
            ("remove", "x", self.tr("Remove layer {n}"), lambda: self.removeWanted.emit(index), True),
        ):
            button = QToolButton(objectName=f"play-layer-{index + 1}-{name}", toolTip=tip.format(n=index + 1))
            button.setAccessibleName(tip.format(n=index + 1))
            button.setIcon(theme.icon(icon, "text_quiet"))
            button.setIconSize(QSize(16, 16))
            button.setEnabled(usable)
            button.clicked.connect(slot)
            head.addWidget(button)
        grid = QGridLayout()
        grid.setSpacing(theme.SPACE_1)
        self.boxes: dict[str, WholeNumberBox] = {}
        for place, (field, letter, title) in enumerate(
            (
                ("kernel", "k", self.tr("Kernel")),
                ("stride", "s", self.tr("Stride")),
                ("padding", "p", self.tr("Padding")),
                ("dilation", "d", self.tr("Dilation")),
                ("channels", "c", self.tr("Output channels")),
            )
        ):
            box = WholeNumberBox(objectName=f"play-layer-{index + 1}-{field}", prefix=f"{letter} ")
            box.setRange(*limits.STACK[field])
            box.setToolTip(title)
            box.setMinimumWidth(62)
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            box.setAccessibleName(self.tr("{title} of layer {number}").format(title=title, number=index + 1))
            box.valueChanged.connect(lambda value, wanted=field: self._wanted(wanted, value))
            box.refused.connect(lambda typed, box=box: self.refused.emit(refusal(box, typed)))
            # Rows come and go after the room was furnished, whose other fields were lined up once.
            indent_spin_boxes(box)
            grid.addWidget(box, place // 3, place % 3)
            self.boxes[field] = box
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, theme.SPACE_2)
        layout.setSpacing(theme.SPACE_1)
        layout.addLayout(head)
        layout.addLayout(grid)

    def show_layer(self, layer: StackLayer) -> None:
        """Show a layer's numbers."""
        self._setting = True
        self.kind.setCurrentIndex(list(LayerKind).index(layer.kind))
        for field, box in self.boxes.items():
            box.setValue(getattr(layer, field))
        convolves = layer.kind is LayerKind.CONVOLUTION
        self.boxes["channels"].setVisible(convolves)
        self.boxes["dilation"].setVisible(convolves)
        self._setting = False

    def _choose_kind(self, index: int) -> None:
        self.changeWanted.emit(self._index, "kind", LayerKind(self.kind.itemData(index)))

    def _wanted(self, field: str, value: int) -> None:
        if not self._setting:
            self.changeWanted.emit(self._index, field, value)
