"""The Models room: the catalogue, a network taken apart, its layers in their formulas."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from cnnstudio.analysis.results import Analysis
from cnnstudio.analysis.room_state import Pane, Tab
from cnnstudio.convolution.opened_layer import OpenedLayer
from cnnstudio.gui import actions, errors, labels, pictures, theme
from cnnstudio.gui.model_browser.catalogue.input_form import InputForm
from cnnstudio.gui.model_browser.catalogue.panel import CataloguePanel
from cnnstudio.gui.model_browser.compare.tab import CompareTab
from cnnstudio.gui.model_browser.diagram.tab import DiagramTab
from cnnstudio.gui.model_browser.document import ModelsDocument, asked
from cnnstudio.gui.model_browser.inspector.tabs import Inspector
from cnnstudio.gui.model_browser.layers.tab import LayersTab
from cnnstudio.gui.model_browser.problem_line import ProblemLine
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets.open_weights import open_weights
from cnnstudio.gui.widgets.own_network import OwnNetwork
from cnnstudio.gui.widgets.page import Page
from cnnstudio.gui.widgets.room_frame import RoomFrame
from cnnstudio.networks.reference import (
    DIGITS,
    CatalogueNetwork,
    ExportedNetwork,
    Need,
    PythonNetwork,
    fits,
)

if TYPE_CHECKING:
    from cnnstudio.gui.model_browser.choose.tab import ChooseTab

_TRAINS = Need(input_shape=DIGITS, trains=True)
_TABS: tuple[Tab, ...] = ("diagram", "layers", "compare", "choose")
_PANES: tuple[Pane, ...] = ("layer", "card", "ideas", "picture")
# An analysis that takes longer says so.
_PATIENCE_MS = 300


def create_page(studio: Studio) -> QWidget:
    """The room's page."""
    return ModelsPage(studio)


class ModelsPage(Page):
    """Joins the room's parts: they share one selection and show the same analysis."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="models-page")
        self.studio = studio
        self.document = cast(ModelsDocument, studio.documents.get("models"))
        self.selection = self.document.selection
        self.photograph = self.document.photograph
        self._showing = False

        self.catalogue = CataloguePanel()
        self.catalogue.chosen.connect(self.choose)
        self.catalogue.search.textChanged.connect(lambda text: self._change(search=text))
        self.form = InputForm()
        self.form.changed.connect(self._on_input)
        controls = QWidget()
        column = QVBoxLayout(controls)
        column.setContentsMargins(theme.SPACE_3, theme.SPACE_3, theme.SPACE_3, theme.SPACE_3)
        column.setSpacing(theme.SPACE_4)
        self.own = OwnNetwork("models")
        self.own.chosen.connect(self.choose_file)
        self.own.failed.connect(self._on_bad_file)
        column.addWidget(self.catalogue, 1)
        self.weights_button = QPushButton(self.tr("Open weights…"), objectName="models-weights")
        self.weights_button.setIcon(theme.icon("folder-open", "text_quiet"))
        self.weights_button.setToolTip(
            self.tr("Weights of this network that were trained here or elsewhere (.safetensors, .pt, .pth)")
        )
        self.weights_button.clicked.connect(self._ask_for_weights)
        files = QVBoxLayout()
        files.setSpacing(theme.SPACE_2)
        files.addWidget(self.own)
        files.addWidget(self.weights_button)
        column.addLayout(files)
        column.addWidget(self.form)

        self.inspector = Inspector(self.selection, self.photograph)
        self.diagram = DiagramTab(self.selection)
        self.layers = LayersTab(self.selection)
        self.tabs = QTabWidget(objectName="models-tabs", documentMode=True)
        self.tabs.addTab(self.diagram, self.tr("Diagram"))
        self.tabs.addTab(self.layers, self.tr("Layers"))
        self.compare = CompareTab(self.selection)
        self.tabs.addTab(self.compare, self.tr("Compare"))
        # The chart needs pyqtgraph, which is loaded when somebody looks at it.
        self._choose_place = QWidget()
        self._choose_layout = QVBoxLayout(self._choose_place)
        self._choose_layout.setContentsMargins(0, 0, 0, 0)
        self.chooser: ChooseTab | None = None
        self.tabs.addTab(self._choose_place, self.tr("Choose"))
        self.tabs.currentChanged.connect(self._on_tab)
        self.problem = ProblemLine()
        picture = QWidget()
        middle = QVBoxLayout(picture)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addLayout(self._build_head())
        middle.addWidget(self.problem)
        middle.addWidget(self.tabs, 1)
        self.frame = RoomFrame("models", controls=controls, picture=picture, inspector=self.inspector)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.frame)

        self.inspector.detail.revealRequested.connect(self._reveal)
        self.selection.openRequested.connect(self._open_layer)
        self.layers.revealRequested.connect(self._reveal)
        self.photograph.changed.connect(self._offer_picture)
        self._offer_picture()
        self.inspector.picture.openRequested.connect(self._ask_for_picture)
        self.inspector.picture.weightsRequested.connect(self._ask_for_weights)
        self.diagram.exported.connect(self._on_exported)
        self.layers.copied.connect(studio.statusMessage)
        self._join()
        self._actions = [
            self._action("models-search", self.catalogue.search.setFocus),
            self._action("models-find-layer", self._find_layer),
            self._action("models-diagram", lambda: self.tabs.setCurrentWidget(self.diagram)),
            self._action("models-layers", lambda: self.tabs.setCurrentWidget(self.layers)),
            self._action("models-compare", lambda: self.tabs.setCurrentWidget(self.compare)),
            self._action("models-choose", lambda: self.tabs.setCurrentWidget(self._choose_place)),
            self._action("models-own", self.own.ask_for_file),
            self._action("models-weights", self._ask_for_weights),
            self._action("models-picture", self._ask_for_picture),
        ]
        self._show_state()
        self._show_network()
        if self.document.analysis is not None:
            self._show(self.document.analysis)
        if self.document.refusal:
            self.problem.show_sentence(self.document.refusal)
        self._on_busy(self.document.busy)

    def _join(self) -> None:
        """Show what the document tells, and tell it what the user does."""
        document = self.document
        document.analysed.connect(self._show)
        document.networkChanged.connect(self._show_network)
        document.opened.connect(self._show_state)
        document.refused.connect(self.problem.show_sentence)
        document.failed.connect(self._on_failure)
        document.settled.connect(self.problem.clear)
        document.busyChanged.connect(self._on_busy)
        self.inspector.tabs.currentChanged.connect(lambda place: self._change(pane=_PANES[place]))
        self.diagram.view.toggled.connect(lambda: self._change(opened=tuple(self.diagram.view.diagram.opened)))
        self.layers.search.textChanged.connect(lambda text: self._change(layer_search=text))
        self.layers.listingChanged.connect(lambda listing: self._change(listing=listing))
        self.compare.chosen.connect(lambda name: self._change(compare_with=name))
        self.compare.same_input.toggled.connect(lambda on: self._change(same_input=on))
        self.compare.only.toggled.connect(lambda on: self._change(only_differences=on))

    @property
    def analysis(self) -> Analysis | None:
        """What is shown; None before the first analysis."""
        return self.document.analysis

    def _change(self, **fields: Any) -> None:
        """The user has chosen something; what is only shown anew changes nothing."""
        if not (self._showing or self.document.placing):
            self.document.change(**fields)

    @Slot()
    def _show_state(self) -> None:
        """Show the document's state, but for what belongs to the network's analysis."""
        state, self._showing = self.document.state(), True
        self.tabs.setCurrentIndex(_TABS.index(state.tab))
        self.catalogue.search.setText(state.search)
        self.layers.show_as(state.listing)
        self.layers.search.setText(state.layer_search)
        self.compare.show_choice(
            state.compare_with, same_input=state.same_input, only_differences=state.only_differences
        )
        if self.chooser is not None:
            self.chooser.set_limits(state.limits)
        self._showing = False

    # --- choosing

    @Slot(str)
    def choose(self, name: str) -> None:
        """Make a network of the catalogue the studio's."""
        self.document.choose(name)

    @Slot(object)
    def choose_file(self, network: PythonNetwork | ExportedNetwork) -> None:
        """Make the user's own network the studio's."""
        self.studio.choose(network)

    @Slot()
    def _show_network(self) -> None:
        """Mark the network, and show what it was made for and what it is analysed for."""
        network, made, values = self.document.network, self.document.made, self.document.values
        self.train.setVisible(isinstance(network, CatalogueNetwork) and fits(network, _TRAINS) is None)
        self.catalogue.mark(network.name if isinstance(network, CatalogueNetwork) else "")
        if made is not None and values is not None:
            self.form.show_own(*made)
            self.form.show_values(*values)

    @Slot()
    def _on_input(self) -> None:
        self.document.set_input(self.form.input_shape, self.form.number_of_classes, self.form.batch.value())

    @Slot()
    def _ask_for_weights(self) -> None:
        open_weights(self.studio, self)

    @Slot()
    def _ask_for_picture(self) -> None:
        """Let the user choose a photograph, where the network takes one."""
        if not self.photograph.possible:
            self.problem.show_sentence(
                self.tr("{network} takes no colour pictures. Choose one that does, such as ResNet-18.").format(
                    network=self.document.network.title
                )
            )
            return
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Open a picture"), "", self.tr("Pictures ({patterns})").format(patterns=pictures.PATTERNS)
        )
        if name:
            self.open_picture(Path(name))

    @Slot()
    def _offer_picture(self) -> None:
        self.picture.setVisible(self.photograph.possible)

    def open_picture(self, file: Path) -> None:
        """Show a photograph to the network."""
        self.photograph.open(file)
        self.inspector.show_picture()
        if not self.frame.inspector_shown and not self.frame.picture_only:
            self.frame.show_inspector(True)

    @Slot(str)
    def _on_bad_file(self, sentence: str) -> None:
        self.problem.show_sentence(sentence)

    def open_state(self, state: object) -> None:
        """Show ``{"network": name, "path": layer, "tab": name, "with": other network}``; every key may be missing.

        The tabs are ``diagram``, ``layers``, ``compare``, ``choose``.
        """
        if not isinstance(state, Mapping):
            return
        if "network" in state:
            self.choose(str(state["network"]))
        self.document.open_state(asked(self.document.state(), state))

    def forget(self) -> None:
        """Let go of analyses that are kept for going back."""
        self.document.forget()

    @Slot(object)
    def _on_failure(self, error: BaseException) -> None:
        errors.show_error(self, error)

    @Slot(bool)
    def _on_busy(self, busy: bool) -> None:
        if busy:
            self._patience.start()
        else:
            self._patience.stop()
            self.busy.hide()

    def _show(self, analysis: Analysis) -> None:
        """Show an analysis everywhere."""
        spec, state, self._showing = self.document.spec, self.document.state(), True
        self.title.setText(f"{analysis.title}, {spec.year}" if spec else analysis.title)
        self.totals.setText(
            self.tr("{params} parameters · {macs} · {memory} of activations").format(
                params=labels.integer(analysis.total_params),
                macs=labels.short(analysis.total_macs, "MAC"),
                memory=labels.data_size(analysis.activation_bytes),
            )
        )
        self.totals.setToolTip(self.tr("{macs} MACs").format(macs=labels.integer(analysis.total_macs)))
        self.diagram.show_analysis(analysis, state.opened)
        self.layers.show_analysis(analysis)
        self.inspector.detail.show_analysis(analysis)
        self.inspector.card.show_network(spec, analysis.title)
        self.inspector.ideas.show_analysis(analysis)
        self.compare.show_analysis(analysis)
        self._mark_choice()
        if state.path and state.opened is None:
            self.diagram.view.reveal(state.path)
        self.inspector.show_pane(_PANES.index(state.pane))
        self._showing = False

    # --- the page

    def room_actions(self) -> list[QAction]:
        return self._actions

    def shut_down(self) -> None:
        self.compare.shut_down()
        self.own.shut_down()
        self.diagram.writer.shut_down()

    def _build_head(self) -> QHBoxLayout:
        self.title = QLabel(objectName="models-title")
        self.title.setFont(theme.font(1.25, bold=True))
        self.totals = QLabel(objectName="models-totals", wordWrap=True)
        self.totals.setProperty("quiet", True)
        self.train = QPushButton(self.tr("Train it"), objectName="models-train")
        self.train.setProperty("primary", True)
        self.train.setToolTip(self.tr("Open the Train room with this network"))
        self.train.clicked.connect(lambda: self.studio.open_room("train"))
        self.picture = QPushButton(self.tr("Open a picture…"), objectName="models-picture")
        self.picture.setIcon(theme.icon("image", "text_quiet"))
        self.picture.setToolTip(self.tr("What the network sees in a photograph"))
        self.picture.clicked.connect(self._ask_for_picture)
        self.busy = QLabel(self.tr("Analysing…"), objectName="models-busy", visible=False)
        self.busy.setProperty("quiet", True)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self.busy.show)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.totals)
        head = QHBoxLayout()
        head.setContentsMargins(theme.SPACE_4, theme.SPACE_2, theme.SPACE_4, theme.SPACE_1)
        head.addLayout(words, 1)
        head.addWidget(self.busy, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.train, 0, Qt.AlignmentFlag.AlignVCenter)
        return head

    def _action(self, name: str, slot: Callable[..., object]) -> QAction:
        action = actions.create(name, self, slot)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(action)
        return action

    @Slot()
    def _find_layer(self) -> None:
        self.tabs.setCurrentWidget(self.layers)
        self.layers.search.setFocus()

    @Slot()
    def _on_tab(self) -> None:
        self._change(tab=_TABS[self.tabs.currentIndex()])
        if self.tabs.currentWidget() is self._choose_place and self.chooser is None:
            from cnnstudio.gui.model_browser.choose.tab import ChooseTab

            self.chooser = ChooseTab()
            self.chooser.chosen.connect(self.choose)
            self.chooser.set_limits(self.document.state().limits)
            self.chooser.limitsChanged.connect(lambda limits: self._change(limits=limits))
            self._choose_layout.addWidget(self.chooser)
            self._mark_choice()

    def _mark_choice(self) -> None:
        if self.chooser is not None:
            self.chooser.mark(self.document.spec.name if self.document.spec is not None else "")

    @Slot(str)
    def _reveal(self, path: str) -> None:
        self.tabs.setCurrentWidget(self.diagram)
        self.diagram.view.reveal(path)

    @Slot(str)
    def _open_layer(self, path: str) -> None:
        self.studio.open_room("playground", OpenedLayer(path=path))

    @Slot(str)
    def _on_exported(self, path: str) -> None:
        self.studio.statusMessage.emit(self.tr("Saved {path}").format(path=path))
