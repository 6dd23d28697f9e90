"""The room's inspector: the selected layer, the network's card, the ideas behind the classics."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from cnnstudio.gui.model_browser.inspector.card_view import CardView
from cnnstudio.gui.model_browser.inspector.detail_pane import DetailPane
from cnnstudio.gui.model_browser.inspector.ideas_view import IdeasView
from cnnstudio.gui.model_browser.inspector.picture_pane import PicturePane
from cnnstudio.gui.model_browser.photograph import Photograph
from cnnstudio.gui.model_browser.predicting import Predicting
from cnnstudio.gui.model_browser.selection import Selection
from cnnstudio.gui.widgets.veil import Veil


class Inspector(QWidget):
    """One pane at a time, so that each is as high as it needs to be."""

    def __init__(
        self, selection: Selection, photograph: Photograph, predicting: Predicting, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._photograph = photograph
        self.picture = PicturePane(photograph)
        self.detail = DetailPane(selection, predicting=predicting)
        self.card = CardView()
        self.ideas = IdeasView(selection)
        self.tabs = QTabBar(objectName="models-inspector-tabs", expanding=False, drawBase=False)
        self.tabs.setAccessibleName(self.tr("About the layer, the network, the ideas, a picture"))
        self._panes: list[QWidget] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tabs)
        for title, pane in (
            (self.tr("Layer"), self.detail),
            (self.tr("Card"), self.card),
            (self.tr("Ideas"), self.ideas),
            (self.tr("Picture"), self.picture),
        ):
            self.tabs.addTab(title)
            self._panes.append(pane)
            layout.addWidget(pane)
        layout.addStretch(1)
        self.tabs.currentChanged.connect(self._show_pane)
        self._veils = [Veil(pane) for pane in (self.detail, self.card, self.ideas)]
        self._show_pane(0)
        selection.changed.connect(self._to_layer)
        photograph.changed.connect(self._offer_picture)
        self._offer_picture()

    @Slot(int)
    def _show_pane(self, current: int) -> None:
        for place, pane in enumerate(self._panes):
            pane.setVisible(place == current)

    def show_pane(self, place: int) -> None:
        """Bring a pane to the front, counted from 0; in the place of one that the network does not have, the first."""
        self.tabs.setCurrentIndex(place if self.tabs.isTabVisible(place) else 0)

    def mark_former(self, former: bool, *, another: bool) -> None:
        """Fade what is shown, where it is not what is meant; layers of another network cannot be opened."""
        for veil in self._veils:
            veil.setVisible(former)
        self.detail.open.setEnabled(not another)

    def show_picture(self) -> None:
        """Bring the photograph to the front."""
        self._offer_picture()
        self.tabs.setCurrentIndex(self._panes.index(self.picture))

    @Slot()
    def _offer_picture(self) -> None:
        """Only networks of colour pictures have the pane."""
        self.tabs.setTabVisible(self._panes.index(self.picture), self._photograph.possible)

    @Slot()
    def _to_layer(self) -> None:
        """Who selects a layer wants to see it."""
        self.tabs.setCurrentIndex(0)
