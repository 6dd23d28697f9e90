"""The Models room: the catalogue, a network taken apart, its layers in their formulas."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from cnnstudio.analysis.results import Analysis
from cnnstudio.analysis.room_state import Pane
from cnnstudio.convolution.opened_layer import OpenedLayer
from cnnstudio.gui import actions, errors, language, pictures
from cnnstudio.gui.model_browser.controls import Controls
from cnnstudio.gui.model_browser.document import ModelsDocument, asked
from cnnstudio.gui.model_browser.head import Head
from cnnstudio.gui.model_browser.inspector.tabs import Inspector
from cnnstudio.gui.model_browser.predicting import Predicting
from cnnstudio.gui.model_browser.problem_line import ProblemLine
from cnnstudio.gui.model_browser.tabs import Tabs
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets.open_weights import open_weights
from cnnstudio.gui.widgets.page import Page
from cnnstudio.gui.widgets.predict_panel import PredictPanel
from cnnstudio.gui.widgets.room_frame import RoomFrame
from cnnstudio.lessons.questions import Shown
from cnnstudio.lessons.slips import Place, Playing
from cnnstudio.networks.reference import CatalogueNetwork, ExportedNetwork, PythonNetwork

if TYPE_CHECKING:
    from cnnstudio.gui.model_browser.choose.tab import ChooseTab

_PANES: tuple[Pane, ...] = ("layer", "card", "ideas", "picture")


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

        self.controls = Controls(studio)
        self.catalogue, self.form, self.own = self.controls.catalogue, self.controls.form, self.controls.own
        self.head = Head()
        self.problem = ProblemLine()
        self.predicting = Predicting(studio.predict, self)
        self.tabs = Tabs(self.selection, self.predicting)
        self.diagram, self.layers, self.compare = self.tabs.diagram, self.tabs.layers, self.tabs.compare
        self.inspector = Inspector(self.selection, self.photograph, self.predicting)
        self.predict = PredictPanel(studio.predict, "models-predict")
        side = QWidget()
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.predict)
        beside.addWidget(self.inspector, 1)
        picture = QWidget()
        middle = QVBoxLayout(picture)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.head)
        middle.addWidget(self.problem)
        middle.addWidget(self.tabs, 1)
        self.frame = RoomFrame("models", controls=self.controls, picture=picture, inspector=side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.frame)

        self._join_parts()
        self._join_document()
        self._actions = self._create_actions()
        self._show_state()
        self._show_network()
        if self.document.analysis is not None:
            self._show(self.document.analysis)
        self.document.tell_refusal()
        self._show_busy()

    def _join_parts(self) -> None:
        """What the parts ask of one another and of the studio."""
        self.catalogue.chosen.connect(self.choose)
        self.tabs.networkChosen.connect(self.choose)
        self.form.changed.connect(self._on_input)
        self.own.chosen.connect(self.choose_file)
        self.own.taken.connect(self.document.tell_refusal)
        self.own.failed.connect(self.problem.show_sentence)
        self.controls.weights.clicked.connect(self._ask_for_weights)
        self.head.trainAsked.connect(lambda: self.studio.open_room("train", self.document.network))
        self.head.pictureAsked.connect(self._ask_for_picture)
        self.head.stopAsked.connect(self.document.stop)
        self.inspector.detail.revealRequested.connect(self.tabs.reveal)
        self.layers.revealRequested.connect(self.tabs.reveal)
        self.selection.openRequested.connect(self._open_layer)
        self.selection.changed.connect(self._ask_about_shown)
        self.predicting.changed.connect(self._ask_about_shown)
        self.predict.playWanted.connect(self._play)
        self.photograph.changed.connect(self._offer_picture)
        self._offer_picture()
        self.inspector.picture.openRequested.connect(self._ask_for_picture)
        self.inspector.picture.weightsRequested.connect(self._ask_for_weights)
        self.diagram.exported.connect(self._on_exported)
        self.tabs.told.connect(self.studio.statusMessage)

    def _join_document(self) -> None:
        """Show what the document tells, and tell it what the user does."""
        document = self.document
        document.analysed.connect(self._show)
        document.networkChanged.connect(self._show_network)
        document.networkChanged.connect(self._show_busy)
        document.networkKnown.connect(self._offer_training)
        document.networkKnown.connect(self._show_busy)
        document.opened.connect(self._show_state)
        document.refused.connect(self._show_problem)
        document.failed.connect(self._on_failure)
        document.settled.connect(self.problem.clear)
        document.busyChanged.connect(self._show_busy)
        document.formerChanged.connect(self._mark_former)
        self.head.patienceEnded.connect(self._mark_former)
        self.catalogue.search.textChanged.connect(lambda text: self._change(search=text))
        self.inspector.tabs.currentChanged.connect(lambda place: self._change(pane=_PANES[place]))
        self.tabs.tabShown.connect(lambda tab: self._change(tab=tab))
        self.tabs.limitsChanged.connect(lambda limits: self._change(limits=limits))
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

    @property
    def chooser(self) -> "ChooseTab | None":
        """The tab with the chart; None until it was looked at."""
        return self.tabs.chooser

    def _change(self, **fields: Any) -> None:
        """The user has chosen something; what is only shown anew changes nothing."""
        if not (self._showing or self.document.placing):
            self.document.change(**fields)

    @Slot()
    def _show_state(self) -> None:
        """Show the document's state, but for what belongs to the network's analysis."""
        state, self._showing = self.document.state(), True
        self.catalogue.search.setText(state.search)
        self.tabs.show_state(state)
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
        self._offer_training()
        self.catalogue.mark(network.name if isinstance(network, CatalogueNetwork) else "")
        self.form.setEnabled(made is not None)  # what the former network was made for is not shown as this one's
        if made is not None and values is not None:
            self.form.show_own(*made)
            self.form.show_values(*values)

    @Slot(str)
    def _show_problem(self, sentence: str) -> None:
        """Say why the network cannot be shown, and that what is shown below is another one."""
        former = self.document.former
        if former:
            sentence = self.tr("{why} Shown below is still {network}.").format(why=sentence, network=former)
        self._mark_former()
        self.problem.show_sentence(sentence)

    @Slot()
    def _mark_former(self) -> None:
        """No number stands under the name of a network, or beside an input, that it is not of."""
        document = self.document
        # Another input of the same network is analysed in a moment, as a rule: no blinking while it is typed.
        waits = document.busy and not document.shows_former_network and not self.head.says_busy
        former = "" if waits and not document.refusal else document.former
        self.head.mark_former(former)
        self.tabs.mark_former(bool(former))
        self.inspector.mark_former(bool(former), another=document.shows_former_network)

    @Slot()
    def _offer_training(self) -> None:
        self.head.train.setVisible(self.document.trains)

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
                    network=language.say(self.document.network.title)
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
        self.head.picture.setVisible(self.photograph.possible)

    def open_picture(self, file: Path) -> None:
        """Show a photograph to the network."""
        self.photograph.open(file)
        self.inspector.show_picture()
        if not self.frame.inspector_shown and not self.frame.picture_only:
            self.frame.show_inspector(True)

    def open_state(self, state: object) -> None:
        """Show ``{"network": name, "path": layer, "tab": name, "with": other network}``; every key may be missing.

        ``{"file": path}`` is a file of the user's that holds a network, to be opened once the user agrees, ``weights``
        one of weights. The tabs are ``diagram``, ``layers``, ``compare``, ``choose``.
        """
        if not isinstance(state, Mapping) or ("network" in state and not self.document.choose(str(state["network"]))):
            return
        if not state.keys() & {"file", "weights"} or state.keys() & {"network", "path", "tab", "with"}:
            self.document.open_state(asked(self.document.state(), state))  # before a file, whose sentence stays
        if "file" in state:
            self.own.take(Path(str(state["file"])))
        if "weights" in state:
            open_weights(self.studio, self, Path(str(state["weights"])))

    def forget(self) -> None:
        """Let go of analyses that are kept for going back."""
        self.document.forget()

    @Slot(object)
    def _on_failure(self, error: BaseException) -> None:
        errors.show_error(self, error)

    @Slot()
    def _show_busy(self) -> None:
        document = self.document
        if not document.busy:
            self.head.show_busy("")
        elif document.tries_class:
            text = self.tr("Trying {network} …").format(network=language.say(document.network.title))
            self.head.show_busy(text, can_stop=True)
        else:
            text = self.tr("Analysing {network} …").format(network=language.say(document.network.title))
            self.head.show_busy(text, can_stop=isinstance(document.network, PythonNetwork))

    @Slot(object)
    def _show(self, analysis: Analysis) -> None:
        """Show an analysis everywhere."""
        spec, state, self._showing = self.document.spec, self.document.state(), True
        self.predicting.show_analysis(analysis)
        self.head.show_analysis(analysis, spec)
        self.tabs.show_analysis(analysis, state, spec.name if spec is not None else "")
        self.form.show_outputs(analysis.output_shape)
        self.inspector.detail.show_analysis(analysis)
        self.inspector.card.show_network(spec, analysis.title)
        self.inspector.ideas.show_analysis(analysis)
        self.inspector.show_pane(_PANES.index(state.pane))
        self._mark_former()
        self._ask_about_shown()
        self._showing = False

    # --- predicting

    @Slot()
    def _ask_about_shown(self) -> None:
        """Ask about the layer that is selected."""
        analysis, selected = self.analysis, self.selection.current
        layer = None if analysis is None or selected.node is not None else analysis.layers.get(selected.path)
        self.predict.show_asked([] if layer is None else self.predicting.asked_of(layer))

    @Slot()
    def _start_prediction(self) -> None:
        """Where nothing is selected, the first layer with something to predict is."""
        self.studio.predict.set_on(True)
        if self.predict.isHidden() and self.analysis is not None:
            first = next((one.path for one in self.analysis.layers.values() if self.predicting.asked_of(one)), "")
            self.selection.select(first)
        if not self.frame.inspector_shown and not self.frame.picture_only:
            self.frame.show_inspector(True)
        self.predict.start()

    @Slot(object, object)
    def _play(self, question: Shown, place: Place) -> None:
        """Play the layer, or one like it with fewer channels, from where it goes wrong."""
        self.studio.open_room("playground", Playing(question.state(), place))

    # --- the page

    def room_actions(self) -> list[QAction]:
        return self._actions

    def shut_down(self) -> None:
        self.tabs.shut_down()
        self.own.shut_down()

    def _create_actions(self) -> list[QAction]:
        return [
            self._action("models-search", self.catalogue.search.setFocus),
            self._action("models-find-layer", self.tabs.find_layer),
            self._action("models-diagram", lambda: self.tabs.show_tab("diagram")),
            self._action("models-layers", lambda: self.tabs.show_tab("layers")),
            self._action("models-compare", lambda: self.tabs.show_tab("compare")),
            self._action("models-choose", lambda: self.tabs.show_tab("choose")),
            self._action("models-predict", self._start_prediction),
            self._action("models-own", self.own.ask_for_file),
            self._action("models-weights", self._ask_for_weights),
            self._action("models-picture", self._ask_for_picture),
        ]

    def _action(self, name: str, slot: Callable[..., object]) -> QAction:
        action = actions.create(name, self, slot)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(action)
        return action

    @Slot(str)
    def _open_layer(self, path: str) -> None:
        self.studio.open_room("playground", OpenedLayer(path=path))

    @Slot(str)
    def _on_exported(self, path: str) -> None:
        self.studio.statusMessage.emit(self.tr("Saved {path}").format(path=path))
