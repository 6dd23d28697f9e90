"""The room's picture: the tabs Diagram, Layers, Compare and Choose, which all show one network."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from cnnstudio.analysis.results import Analysis
from cnnstudio.analysis.room_state import Limits, ModelsState, Tab
from cnnstudio.gui.model_browser.compare.tab import CompareTab
from cnnstudio.gui.model_browser.diagram.tab import DiagramTab
from cnnstudio.gui.model_browser.layers.tab import LayersTab
from cnnstudio.gui.model_browser.predicting import Predicting
from cnnstudio.gui.model_browser.selection import Selection
from cnnstudio.gui.widgets import table_actions
from cnnstudio.gui.widgets.veil import Veil

if TYPE_CHECKING:
    from cnnstudio.gui.model_browser.choose.tab import ChooseTab

NAMES: tuple[Tab, ...] = ("diagram", "layers", "compare", "choose")


class Tabs(QTabWidget):
    """Shows an analysis in every tab; the chart of the last needs pyqtgraph and is made when it is first looked at."""

    tabShown = Signal(str)  # Tab
    networkChosen = Signal(str)  # on the chart
    limitsChanged = Signal(object)  # Limits, of the chart
    told = Signal(str)  # what was copied or saved

    def __init__(self, selection: Selection, predicting: Predicting, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="models-tabs", documentMode=True)
        self.diagram = DiagramTab(selection, predicting=predicting)
        self.layers = LayersTab(selection, predicting=predicting)
        self.compare = CompareTab(selection)
        self.chooser: ChooseTab | None = None
        self._choose_place = QWidget()
        self._choose_layout = QVBoxLayout(self._choose_place)
        self._choose_layout.setContentsMargins(0, 0, 0, 0)
        self._limits = Limits()
        self._mark = ""
        self.addTab(self.diagram, self.tr("Diagram"))
        self.addTab(self.layers, self.tr("Layers"))
        self.addTab(self.compare, self.tr("Compare"))
        self.addTab(self._choose_place, self.tr("Choose"))
        self.currentChanged.connect(self._on_tab)
        table_actions.hear(self, self.told.emit)
        self._veils = [Veil(part) for part in (self.diagram, self.layers, self.compare)]

    def show_tab(self, name: Tab) -> None:
        """Bring a tab to the front."""
        self.setCurrentIndex(NAMES.index(name))

    def show_state(self, state: ModelsState) -> None:
        """Show the room's state, but for what belongs to the network's analysis."""
        self._limits = state.limits
        self.show_tab(state.tab)
        self.layers.show_as(state.listing)
        self.layers.search.setText(state.layer_search)
        self.compare.show_choice(
            state.compare_with, same_input=state.same_input, only_differences=state.only_differences
        )
        if self.chooser is not None:
            self.chooser.set_limits(state.limits)

    def show_analysis(self, analysis: Analysis, state: ModelsState, name: str) -> None:
        """Show an analysis in every tab; ``name`` is the network's in the catalogue, empty for the user's own."""
        self.diagram.show_analysis(analysis, state.opened)
        self.layers.show_analysis(analysis)
        self.compare.show_analysis(analysis)
        self._mark = name
        self._mark_choice()
        if state.path and state.opened is None:
            self.diagram.view.reveal(state.path)

    def mark_former(self, former: bool) -> None:
        """Fade what is shown, where it is not of the network or the input that is meant."""
        for veil in self._veils:
            veil.setVisible(former)

    @Slot(str)
    def reveal(self, path: str) -> None:
        """Show a layer in the diagram."""
        self.show_tab("diagram")
        self.diagram.view.reveal(path)

    @Slot()
    def find_layer(self) -> None:
        """Search among the layers."""
        self.show_tab("layers")
        self.layers.search.setFocus()

    def shut_down(self) -> None:
        """End the workers."""
        self.compare.shut_down()
        self.diagram.writer.shut_down()
        table_actions.shut_down(self)

    @Slot()
    def _on_tab(self) -> None:
        self.tabShown.emit(NAMES[self.currentIndex()])
        if self.currentWidget() is self._choose_place and self.chooser is None:
            from cnnstudio.gui.model_browser.choose.tab import ChooseTab

            self.chooser = ChooseTab()
            self.chooser.chosen.connect(self.networkChosen)
            self.chooser.set_limits(self._limits)
            self.chooser.limitsChanged.connect(self._on_limits)
            self._choose_layout.addWidget(self.chooser)
            table_actions.hear(self.chooser, self.told.emit)
            self._mark_choice()

    @Slot(object)
    def _on_limits(self, limits: Limits) -> None:
        self._limits = limits
        self.limitsChanged.emit(limits)

    def _mark_choice(self) -> None:
        if self.chooser is not None:
            self.chooser.mark(self._mark)
