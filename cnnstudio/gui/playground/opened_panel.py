"""Beside an opened layer: what it is, what its network says, and what can be done with it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cnnstudio.convolution.opened import Look
from cnnstudio.gui import labels, theme
from cnnstudio.gui.playground.accuracy import Accuracy
from cnnstudio.gui.playground.keeping import Keeping
from cnnstudio.gui.playground.kernel_section import KernelSection
from cnnstudio.gui.playground.layer_steps import LayerSteps
from cnnstudio.gui.playground.layer_way import LayerWay
from cnnstudio.gui.playground.maps_section import MapsSection
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.gui.playground.opening import Opening
from cnnstudio.gui.playground.prediction_section import PredictionSection
from cnnstudio.gui.playground.pruning_section import PruningSection
from cnnstudio.gui.playground.weights_section import WeightsSection
from cnnstudio.networks.reference import DIGITS, input_shape


class OpenedPanel(QWidget):
    """Stands in place of the playground's controls while a layer is opened."""

    copyWanted = Signal()

    def __init__(
        self,
        opening: Opening,
        model: PlaygroundModel,
        accuracy: Accuracy,
        keeping: Keeping,
        way: LayerWay,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, objectName="play-opened")
        self._opening = opening
        self.title = QLabel(objectName="play-opened-title", wordWrap=True)
        self.title.setFont(theme.font(1.1, bold=True))
        self.about = QLabel(objectName="play-opened-about", wordWrap=True)
        self.hint = QLabel(objectName="play-opened-hint", wordWrap=True)
        for label in (self.about, self.hint):
            label.setProperty("quiet", True)
        self.prediction = PredictionSection(opening, accuracy)
        self.kernel = KernelSection(opening, model)
        self.maps = MapsSection(opening, model)
        self.pruning = PruningSection(opening, model)
        self.weights = WeightsSection(opening, keeping)
        self.copy = QPushButton(self.tr("Free copy"), objectName="play-opened-copy")
        self.copy.setToolTip(self.tr("Take a free copy: the numbers that are shown, free to be changed in size, too"))
        self.close_button = QPushButton(self.tr("Close layer"), objectName="play-opened-close")
        head = QVBoxLayout()
        head.setSpacing(theme.SPACE_1)
        for label in (self.title, self.about, self.hint):
            head.addWidget(label)
        self.steps = LayerSteps(opening, way)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE_1)
        for button in (self.copy, self.close_button):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_4)
        layout.addLayout(head)
        layout.addWidget(self.steps)
        layout.addLayout(buttons)
        # What is done with an edit stands beside what the edit does.
        for section in (self.prediction, self.weights, self.kernel, self.maps, self.pruning):
            layout.addWidget(section)
        self.copy.clicked.connect(self.copyWanted)
        self.close_button.clicked.connect(opening.close)
        opening.looked.connect(self._show_look)
        if opening.look is not None:
            self._show_look(opening.look)

    @Slot(object)
    def _show_look(self, look: Look) -> None:
        geometry = look.view.geometry
        self.title.setText(self.tr("Layer {path}").format(path=look.layer.path))
        rows, cols = geometry.kernel_size
        self.about.setText(
            self.tr("{rows} × {cols} window, {ins} → {outs} channels, {height} × {width} → {down} × {across}").format(
                rows=rows,
                cols=cols,
                ins=labels.integer(geometry.in_channels),
                outs=labels.integer(geometry.channels_out),
                height=geometry.input_size[0],
                width=geometry.input_size[1],
                down=geometry.output_size[0],
                across=geometry.output_size[1],
            )
        )
        hint = (
            self.tr("The network's own weights: click one and type, and the whole network predicts anew.")
            if geometry.operation.weighs
            else self.tr("The network's own input. Pooling has no weights that could be changed.")
        )
        seen = self._opening.seen
        if seen is not None and seen.picture is None:
            drawn = input_shape(seen.loaded.network) in (None, DIGITS)
            other = (
                self.tr("No picture that fits it is there: another stands in. Draw or open one.")
                if drawn
                else self.tr("No picture that fits it is there: another stands in. Open one in Models.")
            )
            hint = labels.in_turn([hint, other])
        self.hint.setText(hint)
