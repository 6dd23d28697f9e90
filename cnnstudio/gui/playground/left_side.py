"""The room's left side: the controls of the half that is shown, or the panel of an opened layer in their place."""

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cnnstudio.convolution.state import Mode
from cnnstudio.gui import language, theme
from cnnstudio.gui.playground.controls import Controls
from cnnstudio.gui.playground.document import PlaygroundDocument
from cnnstudio.gui.playground.halves import Halves
from cnnstudio.gui.playground.mode_switch import ModeSwitch
from cnnstudio.gui.playground.opened_panel import OpenedPanel
from cnnstudio.gui.playground.stack_controls import StackControls
from cnnstudio.gui.studio import Studio
from cnnstudio.training.measurement import EditAccuracy
from cnnstudio.workspace.picture import FromDataset, Picture


class LeftSide(QWidget):
    """A real layer's sizes and input are its own: its panel stands in place of the controls."""

    def __init__(self, document: PlaygroundDocument, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._studio = studio
        self.mode = ModeSwitch()
        self.controls = Controls(document.model)
        self.stack_controls = StackControls(document.model)
        self._halves = Halves(self.controls, self.stack_controls)
        self.opened = OpenedPanel(document.opening, document.model, document.accuracy, document.keeping, document.way)
        # A new user finds the way here from a layer, and the way to a layer from here.
        self.layers = QPushButton(objectName="play-open-layer")
        self.layers.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.layers.setToolTip(self.tr("Choose a layer in the diagram or in the table, and open it here"))
        self.layers.clicked.connect(lambda: studio.open_room("models"))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_4, theme.SPACE_4, theme.SPACE_4, theme.SPACE_4)
        column.setSpacing(theme.SPACE_4)
        for widget in (self.opened, self.mode, self.layers, self._halves):
            column.addWidget(widget)
        column.addStretch(1)
        self.opened.copyWanted.connect(self._take_copy)
        self.opened.prediction.pictureChosen.connect(self._show_picture)
        self.opened.prediction.pictureOpened.connect(self._open_picture)
        document.keeping.kept.connect(self._on_kept)
        document.model.openedChanged.connect(self._on_opened)
        studio.changed.connect(self._name_network)
        self._name_network()
        self._on_opened()

    def show_mode(self, mode: Mode) -> None:
        """Show the controls of a half."""
        self.mode.show_mode(mode)
        self._halves.show_field(mode is Mode.RECEPTIVE_FIELD)

    @Slot()
    def _on_opened(self) -> None:
        opened = self._document.model.opened
        self.opened.setVisible(opened)
        self.mode.setVisible(not opened)
        self.layers.setVisible(not opened)
        self._halves.setVisible(not opened)

    @Slot()
    def _name_network(self) -> None:
        self.layers.setText(
            self.tr("A layer of {network}...").format(network=language.say(self._studio.current.network.title))
        )

    @Slot()
    def _take_copy(self) -> None:
        self._document.model.take_copy()
        if not self._document.model.opened:
            self._document.opening.close()

    @Slot(str)
    def _on_kept(self, name: str) -> None:
        self._studio.statusMessage.emit(self.tr("Kept as {name}; undo brings the edits back.").format(name=name))

    @Slot(object, int)
    def _show_picture(self, found: EditAccuracy, number: int) -> None:
        """Show the network a test picture: the layer and the prediction are those for it."""
        picture = found.pictures.images[number].numpy() / np.float32(255)
        self._studio.show_picture(Picture.of(picture, FromDataset(found.pictures.dataset, "test", number)))

    @Slot(object, int)
    def _open_picture(self, found: EditAccuracy, number: int) -> None:
        self._studio.open_room("draw", found.pictures.images[number].numpy())
