"""The left side of the receptive-field half: presets, the input's size, the layers."""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cnnstudio.convolution.receptive_field import (
    LayerKind,
    Stack,
    StackLayer,
    StackPreset,
    preset,
)
from cnnstudio.gui import theme
from cnnstudio.gui.playground import limits, words
from cnnstudio.gui.playground.layer_row import LayerRow
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.gui.widgets.fields import spin_box_height
from cnnstudio.gui.widgets.number_field import WholeNumberBox, refusal
from cnnstudio.gui.widgets.section import Section

_GESTURE = 3_000_000


class StackControls(QWidget):
    """Layers are listed as they are drawn: the top one first."""

    def __init__(self, model: PlaygroundModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._setting = False
        self._rows: list[LayerRow] = []
        stacks = Section(self.tr("Stack"))
        self._presets = QComboBox(objectName="play-stack-preset")
        self._presets.setAccessibleName(self.tr("Stack preset"))
        self._presets.addItem(self.tr("By hand"), None)
        for each in StackPreset:
            self._presets.addItem(words.stack_preset(each), each)
        self._presets.activated.connect(self._choose)
        stacks.add(self._presets)
        self._size = WholeNumberBox(objectName="play-stack-input", minimum=1, maximum=limits.STACK_INPUT)
        self._size.valueChanged.connect(self._set_size)
        stacks.add_row(self.tr("Input side"), self._size).setMinimumHeight(spin_box_height())
        self._channels = WholeNumberBox(objectName="play-stack-channels", minimum=1, maximum=512)
        self._channels.valueChanged.connect(self._set_channels)
        stacks.add_row(self.tr("Channels"), self._channels).setMinimumHeight(spin_box_height())
        for box in (self._size, self._channels):
            box.refused.connect(lambda typed, box=box: model.refused.emit(refusal(box, typed)))

        layers = Section(self.tr("Layers, top first"))
        adding = QWidget()
        row = QHBoxLayout(adding)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_1)
        for text, name, layer in (
            (self.tr("Add conv"), "play-add-conv", StackLayer(LayerKind.CONVOLUTION, 3)),
            (self.tr("Add pool"), "play-add-pool", StackLayer(LayerKind.POOLING, 2, 2)),
        ):
            button = QPushButton(text, objectName=name)
            button.clicked.connect(lambda _checked=False, chosen=layer: self._add(chosen))
            row.addWidget(button, 1)
        layers.add(adding)
        self._holder = QWidget()
        self._list = QVBoxLayout(self._holder)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(theme.SPACE_2)
        layers.add(self._holder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_4)
        layout.addWidget(stacks)
        layout.addWidget(layers)
        layout.addStretch(1)
        model.stateChanged.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the state's stack."""
        self._setting = True
        stack = self._model.state.stack
        known = next((each for each in StackPreset if preset(each) == stack), None)
        self._presets.setCurrentIndex(0 if known is None else list(StackPreset).index(known) + 1)
        self._size.setValue(stack.input_size)
        self._channels.setValue(stack.in_channels)
        if len(self._rows) != len(stack.layers):
            self._rebuild(len(stack.layers))
        for row, layer in zip(self._rows, stack.layers, strict=True):
            row.show_layer(layer)
        self._setting = False

    def _rebuild(self, count: int) -> None:
        for row in self._rows:
            row.blockSignals(True)  # a field that loses the focus as it goes tells of a layer that may be gone
            self._list.removeWidget(row)
            row.setParent(None)
            row.deleteLater()
        self._rows = []
        for index in range(count):
            row = LayerRow(index, count)
            row.changeWanted.connect(self._change)
            row.refused.connect(self._model.refused)
            row.moveWanted.connect(self._move)
            row.removeWanted.connect(self._remove)
            self._rows.append(row)
            self._list.insertWidget(0, row)

    def _change_stack(self, text: str, make: Callable[[Stack], Stack], gesture: int = -1) -> None:
        self._model.change(text, lambda state: state.with_stack(make(state.stack)), gesture=gesture)
        self.refresh()

    @Slot(int)
    def _choose(self, index: int) -> None:
        if self._presets.itemData(index) is not None:
            chosen = StackPreset(self._presets.itemData(index))
            text = self.tr("choosing the stack {name}").format(name=words.stack_preset(chosen))
            self._change_stack(text, lambda _stack: preset(chosen))
        self.refresh()

    @Slot(int)
    def _set_size(self, value: int) -> None:
        if not self._setting:
            self._change_stack(
                self.tr("changing the input side"),
                lambda stack: _checked(Stack(stack.layers, value, stack.in_channels)),
                _GESTURE,
            )

    @Slot(int)
    def _set_channels(self, value: int) -> None:
        if not self._setting:
            self._change_stack(
                self.tr("changing the input channels"),
                lambda stack: _checked(Stack(stack.layers, stack.input_size, value)),
                _GESTURE + 1,
            )

    def _add(self, layer: StackLayer) -> None:
        self._change_stack(self.tr("adding a layer"), lambda stack: stack.added(layer))

    @Slot(int, str, object)
    def _change(self, index: int, field: str, value: object) -> None:
        def make(stack: Stack) -> Stack:
            if field == "kind" and value is LayerKind.POOLING:
                # Pooling knows no dilation, and pads at most half of its kernel.
                layer = stack.layers[index]
                return stack.with_layer(index, kind=value, dilation=1, padding=min(layer.padding, layer.kernel // 2))
            return stack.with_layer(index, **{field: value})

        self._change_stack(self.tr("changing layer {number}").format(number=index + 1), make)

    @Slot(int, int)
    def _move(self, index: int, to: int) -> None:
        self._change_stack(self.tr("moving a layer"), lambda stack: stack.moved(index, to))

    @Slot(int)
    def _remove(self, index: int) -> None:
        self._change_stack(self.tr("removing a layer"), lambda stack: stack.removed(index))


def _checked(stack: Stack) -> Stack:
    stack.check()
    return stack
