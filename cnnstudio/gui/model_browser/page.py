"""The Models room: the catalogue, a network taken apart, its layers in their formulas."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from cnnstudio.analysis.results import Analysis
from cnnstudio.convolution.opened_layer import OpenedLayer
from cnnstudio.errors import StudioError
from cnnstudio.gui import actions, errors, labels, pictures, theme
from cnnstudio.gui.model_browser import requests
from cnnstudio.gui.model_browser.catalogue.input_form import InputForm
from cnnstudio.gui.model_browser.catalogue.panel import CataloguePanel
from cnnstudio.gui.model_browser.compare.tab import CompareTab
from cnnstudio.gui.model_browser.diagram.tab import DiagramTab
from cnnstudio.gui.model_browser.inspector.tabs import Inspector
from cnnstudio.gui.model_browser.layers.tab import LayersTab
from cnnstudio.gui.model_browser.photograph import Photograph
from cnnstudio.gui.model_browser.problem_line import ProblemLine
from cnnstudio.gui.model_browser.requests import Request
from cnnstudio.gui.model_browser.selection import Selection
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets.open_weights import open_weights
from cnnstudio.gui.widgets.own_network import OwnNetwork
from cnnstudio.gui.widgets.page import Page
from cnnstudio.gui.widgets.room_frame import RoomFrame
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.networks import catalogue
from cnnstudio.networks.catalogue import NetworkSpec
from cnnstudio.networks.reference import (
    DIGITS,
    NUMBERS,
    CatalogueNetwork,
    ExportedNetwork,
    Need,
    NetworkRef,
    PythonNetwork,
    fits,
    input_shape,
    is_known,
    outputs,
)
from cnnstudio.workspace.current import Current

if TYPE_CHECKING:
    from cnnstudio.gui.model_browser.choose.tab import ChooseTab

_TRAINS = Need(input_shape=DIGITS, trains=True)
# Analyses that are kept, so that going back is instant; each takes a few MB at most.
_KEPT = 12
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
        self.selection = Selection(self)
        self.analysis: Analysis | None = None
        self._spec: NetworkSpec | None = None
        self._network: NetworkRef = studio.current.network
        self._wanted: Request | None = None
        self._path_wanted = ""
        self._asked: dict[int, Request] = {}
        self._kept: dict[Request, Analysis] = {}
        self._analyst = LatestWins(requests.answer, self, name="models-analysis")
        self._analyst.result.connect(self._on_analysis)
        self._analyst.failed.connect(self._on_failure)
        self._analyst.busyChanged.connect(self._on_busy)

        self.catalogue = CataloguePanel()
        self.catalogue.chosen.connect(self.choose)
        self.form = InputForm()
        self.form.changed.connect(self._ask)
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

        self.photograph = Photograph(studio, self)
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
        studio.changed.connect(self._follow)
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
        self._show_network(studio.current.network)

    # --- choosing

    @Slot(str)
    def choose(self, name: str) -> None:
        """Make a network of the catalogue the studio's."""
        try:
            catalogue.get(name)
        except StudioError as error:
            self.problem.show_sentence(str(error))
            return
        self.studio.choose(CatalogueNetwork(name))

    @Slot(object)
    def choose_file(self, network: PythonNetwork | ExportedNetwork) -> None:
        """Make the user's own network the studio's."""
        self.studio.choose(network)

    @Slot(object, object)
    def _follow(self, before: Current, after: Current) -> None:
        """Show the studio's network, anew where the user has only now agreed that its file runs."""
        if after.network != before.network or before == after:
            self._show_network(after.network)

    def _show_network(self, network: NetworkRef) -> None:
        self._spec = None
        self._network = network
        self.train.setVisible(isinstance(network, CatalogueNetwork) and fits(network, _TRAINS) is None)
        if isinstance(network, CatalogueNetwork):
            try:
                self._spec = catalogue.get(network.name)
            except StudioError as error:
                self.problem.show_sentence(str(error))
                return
            self.form.show_own(input_shape(network) or self._spec.input_shape, outputs(network))
        self.catalogue.mark(network.name if isinstance(network, CatalogueNetwork) else "")
        if isinstance(network, ExportedNetwork):
            # The file says for which input it was exported.
            self._request(Request(network, batch=None))
            return
        if isinstance(network, PythonNetwork):
            self.form.show_own(self.form.input_shape, None)
        self._ask()

    @Slot()
    def _ask_for_weights(self) -> None:
        open_weights(self.studio, self)

    @Slot()
    def _ask_for_picture(self) -> None:
        """Let the user choose a photograph, where the network takes one."""
        if not self.photograph.possible:
            self.problem.show_sentence(
                self.tr("{network} takes no colour pictures. Choose one that does, such as ResNet-18.").format(
                    network=self._network.title
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
        self._path_wanted = str(state.get("path", ""))
        if "network" in state:
            self.choose(str(state["network"]))
        tab = {
            "diagram": self.diagram,
            "layers": self.layers,
            "compare": self.compare,
            "choose": self._choose_place,
        }.get(str(state.get("tab", "")))
        if "with" in state:
            self.compare.compare_with(str(state["with"]))
        if tab is not None:
            self.tabs.setCurrentWidget(tab)
        self._open_path()

    def forget(self) -> None:
        """Let go of analyses that are kept for going back."""
        self._kept.clear()

    @Slot()
    def _ask(self) -> None:
        shape, batch = self.form.input_shape, self.form.batch.value()
        self.photograph.set_shape(shape)
        if self._spec is not None:
            request = Request(self._network, shape, self.form.number_of_classes, batch)
            self._request(request.normal(self._spec))
        elif not isinstance(self._network, CatalogueNetwork):
            self._request(Request(self._network, shape, batch=batch))

    def _request(self, request: Request) -> None:
        self._wanted = request
        self.problem.clear()
        if request in self._kept:
            self._analyst.cancel()
            self._show(self._kept[request])
            return
        self._asked[self._analyst.request(request)] = request

    @Slot(object, int)
    def _on_analysis(self, analysis: Analysis, tag: int) -> None:
        request = self._asked.pop(tag)
        self._asked = {other: asked for other, asked in self._asked.items() if other > tag}
        self._kept[request] = analysis
        while len(self._kept) > _KEPT:
            del self._kept[next(iter(self._kept))]
        if request == self._wanted:
            self._show(analysis)

    @Slot(object, int)
    def _on_failure(self, error: BaseException, tag: int) -> None:
        request = self._asked.pop(tag, None)
        if request != self._wanted:
            return
        if isinstance(error, StudioError):
            self.problem.show_sentence(str(error))
        else:
            errors.show_error(self, error)

    @Slot(bool)
    def _on_busy(self, busy: bool) -> None:
        if busy:
            self._patience.start()
        else:
            self._patience.stop()
            self.busy.hide()

    def _show(self, analysis: Analysis) -> None:
        """Show an analysis everywhere; the selection stays where the network has such a layer."""
        spec = self._spec
        if self._wanted is not None and self._wanted.batch is None:
            self.form.show_own(analysis.input_shape, None, analysis.batch)
        former = self.selection.current
        same = self.analysis is not None and self.analysis.name == analysis.name
        self.analysis = analysis
        if former.node is not None or not same or former.path not in analysis.layers:
            self.selection.select("")
        self.title.setText(f"{analysis.title}, {spec.year}" if spec else analysis.title)
        self.totals.setText(
            self.tr("{params} parameters · {macs} · {memory} of activations").format(
                params=labels.integer(analysis.total_params),
                macs=labels.short(analysis.total_macs, "MAC"),
                memory=labels.data_size(analysis.activation_bytes),
            )
        )
        self.totals.setToolTip(self.tr("{macs} MACs").format(macs=labels.integer(analysis.total_macs)))
        self.selection.has_numbers = is_known(self._network, NUMBERS) and fits(self._network, NUMBERS) is None
        self.diagram.show_analysis(analysis)
        self.layers.show_analysis(analysis)
        self.inspector.detail.show_analysis(analysis)
        if isinstance(self._network, PythonNetwork):
            self.photograph.refresh()
        self.inspector.card.show_network(spec, analysis.title)
        self.inspector.ideas.show_analysis(analysis)
        self.compare.show_analysis(analysis)
        self._mark_choice()
        self._open_path()

    def _open_path(self) -> None:
        """Select the layer that was asked for, once its network is there."""
        path, analysis, spec = self._path_wanted, self.analysis, self._spec
        if path and analysis is not None and spec is not None and analysis.name == spec.name:
            self._path_wanted = ""
            if path in analysis.layers:
                self.diagram.view.reveal(path)
                self.selection.select(path)

    # --- the page

    def room_actions(self) -> list[QAction]:
        return self._actions

    def shut_down(self) -> None:
        self._analyst.shut_down()
        self.photograph.shut_down()
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
        if self.tabs.currentWidget() is self._choose_place and self.chooser is None:
            from cnnstudio.gui.model_browser.choose.tab import ChooseTab

            self.chooser = ChooseTab()
            self.chooser.chosen.connect(self.choose)
            self._choose_layout.addWidget(self.chooser)
            self._mark_choice()

    def _mark_choice(self) -> None:
        if self.chooser is not None:
            self.chooser.mark(self._spec.name if self._spec is not None else "")

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
