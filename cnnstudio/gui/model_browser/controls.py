"""The room's controls: the catalogue, the user's own files, and what the network is analysed for."""

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.model_browser.catalogue.input_form import InputForm
from cnnstudio.gui.model_browser.catalogue.panel import CataloguePanel
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets.own_network import OwnNetwork


class Controls(QWidget):
    """One above the other; each speaks for itself."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.catalogue = CataloguePanel()
        self.own = OwnNetwork("models", studio.agree)
        self.weights = QPushButton(self.tr("Open weights…"), objectName="models-weights")
        self.weights.setIcon(theme.icon("folder-open", "text_quiet"))
        self.weights.setToolTip(
            self.tr("Weights of this network that were trained here or elsewhere (.safetensors, .pt, .pth)")
        )
        self.form = InputForm()
        files = QVBoxLayout()
        files.setSpacing(theme.SPACE_2)
        files.addWidget(self.own)
        files.addWidget(self.weights)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_3, theme.SPACE_3, theme.SPACE_3, theme.SPACE_3)
        column.setSpacing(theme.SPACE_4)
        column.addWidget(self.catalogue, 1)
        column.addLayout(files)
        column.addWidget(self.form)
