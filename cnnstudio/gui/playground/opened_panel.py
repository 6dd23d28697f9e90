"""Beside an opened layer: which it is, which of its channels are shown, and what can be done with it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFormLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

from cnnstudio.convolution.opened import Look
from cnnstudio.convolution.opened_layer import SHOWN_OUTPUTS
from cnnstudio.gui import theme
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.gui.playground.opening import Opening


class OpenedPanel(QWidget):
    """Stands in place of the playground's controls while a layer is opened."""

    copyWanted = Signal()

    def __init__(self, opening: Opening, model: PlaygroundModel, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="play-opened")
        self._opening = opening
        self._model = model
        self._setting = False
        self.title = QLabel(objectName="play-opened-title", wordWrap=True)
        self.title.setFont(theme.font(1.1, bold=True))
        self.about = QLabel(objectName="play-opened-about", wordWrap=True)
        self.about.setProperty("quiet", True)
        self.output = QSpinBox(objectName="play-opened-output", minimum=1, keyboardTracking=False)
        self.output.setAccessibleName(self.tr("Output map in front"))
        self.input = QSpinBox(objectName="play-opened-input", minimum=1, keyboardTracking=False)
        self.input.setAccessibleName(self.tr("Input channel in front"))
        channels = QFormLayout()
        channels.addRow(self.tr("Output map"), self.output)
        channels.addRow(self.tr("Input channel"), self.input)
        self.hint = QLabel(objectName="play-opened-hint", wordWrap=True)
        self.hint.setProperty("quiet", True)
        self.back = QPushButton(self.tr("Put back"), objectName="play-opened-put-back")
        self.back.setToolTip(self.tr("The layer's weights as they were before the first edit"))
        self.copy = QPushButton(self.tr("Take a free copy"), objectName="play-opened-copy")
        self.copy.setToolTip(self.tr("The numbers that are shown, free to be changed in size, too"))
        self.close_button = QPushButton(self.tr("Close the layer"), objectName="play-opened-close")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_3)
        for widget in (self.title, self.about):
            layout.addWidget(widget)
        layout.addLayout(channels)
        layout.addWidget(self.hint)
        for button in (self.back, self.copy, self.close_button):
            layout.addWidget(button)
        self.output.valueChanged.connect(self._choose_output)
        self.input.valueChanged.connect(self._choose_input)
        self.back.clicked.connect(opening.put_back)
        self.copy.clicked.connect(self.copyWanted)
        self.close_button.clicked.connect(opening.close)
        opening.looked.connect(self._show_look)

    @Slot(object)
    def _show_look(self, look: Look) -> None:
        geometry, result = look.view.geometry, look.result
        outputs, inputs = result.outputs or (0,), result.inputs or (0,)
        self.title.setText(self.tr("Layer {path}").format(path=look.layer.path))
        rows, cols = geometry.kernel_size
        self.about.setText(
            self.tr("{rows}x{cols} window, {ins} → {outs} channels, {height}x{width} → {down}x{across}").format(
                rows=rows,
                cols=cols,
                ins=f"{geometry.in_channels:,}",
                outs=f"{geometry.channels_out:,}",
                height=geometry.input_size[0],
                width=geometry.input_size[1],
                down=geometry.output_size[0],
                across=geometry.output_size[1],
            )
        )
        self._setting = True
        self.output.setMaximum(geometry.channels_out)
        self.output.setValue(outputs[0] + 1)
        self.input.setMaximum(geometry.in_channels)
        self.input.setValue(inputs[0] + 1)
        self.input.setEnabled(geometry.group_width > 1)
        self._setting = False
        self.back.setEnabled(self._opening.edited)
        self.back.setVisible(geometry.operation.weighs)
        self.hint.setText(
            self.tr(
                "These are the network's own weights. Click one and type: the map, the layers behind it and the bars "
                "in Draw change with it."
            )
            if geometry.operation.weighs
            else self.tr("This is the network's own input. Pooling has no weights that could be changed.")
        )

    @Slot(int)
    def _choose_output(self, number: int) -> None:
        look = self._opening.look
        if self._setting or look is None:
            return
        chosen = number - 1
        others = [out for out in look.result.outputs or () if out != chosen]
        # Its strongest inputs are others than those of the map before.
        self._opening.show_channels((chosen, *others)[:SHOWN_OUTPUTS], ())
        self._model.pin(self._model.position.row, self._model.position.col, 0)

    @Slot(int)
    def _choose_input(self, number: int) -> None:
        look = self._opening.look
        if self._setting or look is None:
            return
        chosen = number - 1
        others = [channel for channel in look.result.inputs or () if channel != chosen]
        self._opening.show_channels(look.result.outputs or (), (chosen, *others[: max(len(others) - 1, 0)]))
