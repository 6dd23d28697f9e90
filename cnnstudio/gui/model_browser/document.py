"""What the Models room knows, without a widget: its state, the analyses of networks, the photograph."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from cnnstudio.analysis import view as views
from cnnstudio.analysis.results import Analysis
from cnnstudio.analysis.room_state import ModelsState, Sizes
from cnnstudio.errors import StudioError
from cnnstudio.gui import errors, labels, language
from cnnstudio.gui.documents import Document
from cnnstudio.gui.model_browser import requests
from cnnstudio.gui.model_browser.photograph import Photograph
from cnnstudio.gui.model_browser.requests import Request
from cnnstudio.gui.model_browser.selection import Selected, Selection
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.networks import catalogue, reference, trials
from cnnstudio.networks.catalogue import NetworkSpec
from cnnstudio.networks.reference import (
    DIGITS,
    NUMBERS,
    CatalogueNetwork,
    ExportedNetwork,
    NetworkRef,
    PythonNetwork,
    input_shape,
    is_known,
    known_to_fit,
    outputs,
)
from cnnstudio.networks.trials import TRAINS_ON_DIGITS
from cnnstudio.workspace.current import Current

# Analyses that are kept, so that going back is instant; each takes a few MB at most.
_KEPT = 12
# Networks of which it is remembered which of their blocks were open.
_REMEMBERED = 50

Made = tuple[Sizes, int | None, int]
"""What a network was made for: input (C, H, W), classes where they can be chosen, pictures at once."""


def create_document(studio: Studio) -> "ModelsDocument":
    """The room's document."""
    return ModelsDocument(studio)


class ModelsDocument(Document):
    """Follows the studio's network, and has it analysed as the state says.

    Attributes:
        selection: the selected layer, for all parts of the room.
        photograph: what a network of colour pictures looks at.
        analysis: the newest that was wanted and is there; None before the first.
        placing: the selection moves to where the state says; that is no choice of the user's.
    """

    analysed = Signal(object)  # Analysis, to be shown
    networkChanged = Signal()  # the network, or what its input form shows, is another
    networkKnown = Signal()  # more is known of the network: whether it can be trained, and is it being tried
    refused = Signal(str)  # a sentence: why something cannot be shown; what was shown stays
    failed = Signal(object)  # an exception that nobody expected
    settled = Signal()  # what was refused before holds no more
    formerChanged = Signal()  # whether what is shown is what was asked for
    busyChanged = Signal(bool)
    opened = Signal()  # a state was opened, to be shown whole

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._state = ModelsState()
        self._made: Made | None = None
        self._spec: NetworkSpec | None = None
        self._network: NetworkRef = studio.current.network
        self._wanted: Request | None = None
        self._refusal = ""
        self._asked: dict[int, Request] = {}
        self._kept: dict[Request, Analysis] = {}
        self._blocks: dict[NetworkRef, tuple[str, ...]] = {}
        self._blocks_asked: tuple[str, ...] = ()  # by a state that was opened, and not looked for yet
        self.placing = False
        self.selection = Selection(self)
        self.selection.changed.connect(self._on_selected)
        self.selection.pointed.connect(self._tell_pointed)
        self.photograph = Photograph(studio, self)
        self.analysis: Analysis | None = None
        self._shown_for: Request | None = None
        self._analyst = LatestWins(self._analyse, self, name="models-analysis")
        self._analyst.result.connect(self._on_analysis)
        self._analyst.failed.connect(self._on_failure)
        self._analyst.busyChanged.connect(self.busyChanged)
        studio.changed.connect(self._follow)
        self._take_network(studio.current.network)

    # --- the state

    def state(self) -> ModelsState:
        """What is shown."""
        return self._state

    def open_state(self, state: ModelsState) -> None:
        """Show this; a layer is selected once the network is analysed.

        Raises:
            UnknownNameError: if there is no network to compare with of that name.
        """
        if state.compare_with:
            catalogue.get(state.compare_with)
        self._blocks_asked = state.opened or ()
        self._set_state(state)
        self.opened.emit()
        self.networkChanged.emit()
        self.settled.emit()
        self._ask_analysis()

    @Slot(str)
    def _tell_pointed(self, path: str) -> None:
        self.pointed.emit(f"layer {path}")

    def change(self, **fields: Any) -> None:
        """Other values for some fields of the state, as the user chose them."""
        self._set_state(replace(self._state, **fields))

    def place(self) -> tuple[str, str, int | None]:
        """Tab and selected layer."""
        return self._state.tab, self._state.path, self._state.node

    def go_to(self, place: Any) -> None:
        """Look at this tab and layer again."""
        tab, path, node = place
        self.open_state(replace(self._state, tab=tab, path=path, node=node))

    def _set_state(self, state: ModelsState) -> None:
        before, place = self._state, self.place()
        if state == before:
            return
        self._state = state
        if state.opened is not None:
            self._blocks.pop(self._network, None)
            self._blocks[self._network] = state.opened
            while len(self._blocks) > _REMEMBERED:
                del self._blocks[next(iter(self._blocks))]
        self.stateChanged.emit()
        if self.place() != place:
            self.placeChanged.emit()

    # --- the network

    @property
    def network(self) -> NetworkRef:
        """The network that is meant."""
        return self._network

    @property
    def spec(self) -> NetworkSpec | None:
        """Its entry in the catalogue; None for the user's own."""
        return self._spec

    @property
    def made(self) -> Made | None:
        """What the network was made for; None where that is not known yet."""
        return self._made

    @property
    def values(self) -> Made | None:
        """What it is analysed for."""
        if self._made is None:
            return None
        state, (shape, classes, batch) = self._state, self._made
        return state.input_shape or shape, state.classes or classes, state.batch or batch

    @property
    def refusal(self) -> str:
        """Why the network cannot be shown as asked; "" while all is well."""
        return self._refusal

    @property
    def busy(self) -> bool:
        """Whether an analysis is still to come."""
        return self._analyst.busy

    @property
    def shows_former(self) -> bool:
        """Whether the analysis that is there is another than the one that is meant: of another network or input."""
        return self.analysis is not None and self._shown_for != self._wanted

    @property
    def shows_former_network(self) -> bool:
        """Whether it is of another network."""
        return self._shown_for is not None and self._shown_for.network != self._network

    @property
    def former(self) -> str:
        """What is shown instead of what is meant, "" where that is shown: ``ResNet-18``, ``VGG-11 for 3 × 64 × 64``."""
        analysis, values = self.analysis, self.values
        if analysis is None or not self.shows_former:
            return ""
        if self.shows_former_network or values is None or values[0] == analysis.input_shape:
            return language.say(analysis.title)
        return self.tr("{network} for {input}").format(
            network=language.say(analysis.title), input=" × ".join(map(str, analysis.input_shape))
        )

    @property
    def trains(self) -> bool:
        """Whether the network can be trained here, as far as that is known."""
        return known_to_fit(self._network, TRAINS_ON_DIGITS)

    @property
    def tries_class(self) -> bool:
        """Whether a class of the user's is being tried: nothing is known of it yet."""
        return not is_known(self._network, NUMBERS)

    @Slot()
    def stop(self) -> None:
        """End what the user's own code does, because the user wants that."""
        trials.stop(self._network)

    @property
    def has_numbers(self) -> bool:
        """Whether the network's layers have numbers, as far as that is known."""
        return known_to_fit(self._network, NUMBERS)

    def choose(self, name: str) -> bool:
        """Make a network of the catalogue the studio's; False, with a sentence, where there is none of that name."""
        try:
            catalogue.get(name)
        except StudioError as error:
            self.refused.emit(errors.sentence(error))
            return False
        self._studio.choose(CatalogueNetwork(name))
        return True

    def tell_refusal(self) -> None:
        """Say why the network cannot be shown, if that is so, and nothing else: the user does something new."""
        if self._refusal:
            self.refused.emit(self._refusal)
        else:
            self.settled.emit()

    def set_input(self, shape: Sizes, classes: int | None, batch: int) -> None:
        """Analyse the network for this input, and with as many classes."""
        own_shape, own_classes, own_batch = self._made or (None, None, None)
        self.change(
            input_shape=shape if shape != own_shape else None,
            classes=classes if classes != own_classes else None,
            batch=batch if batch != own_batch else None,
        )
        self._ask_analysis()

    def forget(self) -> None:
        """Let go of analyses that are kept for going back."""
        self._kept.clear()

    def shut_down(self) -> None:
        """End the workers."""
        self._analyst.shut_down()
        self.photograph.shut_down()

    @Slot(object, object)
    def _follow(self, before: Current, after: Current) -> None:
        """Show the studio's network, anew where the user has only now agreed that its file runs."""
        if after.network != before.network:
            fresh = replace(
                self._state,
                path="",
                node=None,
                opened=self._blocks.get(after.network),
                input_shape=None,
                classes=None,
                batch=self._state.batch if _is_listed(before.network) and _is_listed(after.network) else None,
            )
            self._network = after.network
            self._set_state(fresh)
            self._take_network(after.network)
        elif before == after:
            # More is known of it; what the user types meanwhile stays.
            self.networkKnown.emit()
            self._ask_analysis()

    def _take_network(self, network: NetworkRef) -> None:
        self._network, self._spec, self._made, self._wanted = network, None, None, None
        self.selection.has_numbers = False  # until its own layers are shown
        match network:
            case CatalogueNetwork():
                try:
                    self._spec = catalogue.get(network.name)
                except StudioError as error:
                    self._refuse(errors.sentence(error))
                    return
                self._made = (input_shape(network) or self._spec.input_shape, outputs(network), 1)
            case PythonNetwork():
                self._made = _made_for(network)
            case ExportedNetwork():
                pass  # the file says for which input it was exported
        self.networkChanged.emit()
        self._ask_analysis()

    def _ask_analysis(self) -> None:
        state, values = self._state, self.values
        self.photograph.set_shape(values[0] if values is not None else DIGITS)
        if values is None:
            self._request(Request(self._network, state.input_shape, batch=state.batch))
            return
        shape, classes, batch = values
        if self._spec is not None:
            self._request(Request(self._network, shape, classes, batch).normal(self._spec))
        else:
            self._request(Request(self._network, state.input_shape, batch=state.batch))

    def _analyse(self, request: Request) -> Analysis:
        """On the worker's thread."""
        return requests.analyse(request, wanted=lambda: request.network == self._network)

    def _request(self, request: Request) -> None:
        # What is asked once more, because more is known of the network, settles nothing that the user did besides.
        if request != self._wanted or self._refusal:
            self._refusal = ""
            self.settled.emit()
        self._wanted = request
        if request in self._kept:
            self._analyst.cancel()
            self._asked.clear()
            self._show(self._kept[request])
        else:
            if not self._analyst.busy or self._asked.get(max(self._asked, default=0)) != request:
                self._asked[self._analyst.request(request)] = request
            self.formerChanged.emit()

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
        self._take_made(None)
        if isinstance(error, StudioError):
            self._refuse(errors.sentence(error))
        else:
            self._refuse(errors.sentence(error))
            self.failed.emit(error)

    def _refuse(self, sentence: str) -> None:
        self._refusal = sentence
        self.refused.emit(sentence)

    def _show(self, analysis: Analysis) -> None:
        """Hand on an analysis; the selection is that of the state, where the network has such a layer."""
        self._take_made(analysis)
        self.analysis, self._shown_for = analysis, self._wanted
        self.selection.has_numbers = self.has_numbers
        absent = self._drop_absent(analysis)
        self.placing = True
        self.selection.select(self._state.path, self._state.node)
        self.placing = False
        if isinstance(self._network, PythonNetwork):
            self.photograph.refresh()
        self.analysed.emit(analysis)
        if absent:
            self.refused.emit(labels.in_turn(absent))

    def _drop_absent(self, analysis: Analysis) -> list[str]:
        """Take out of the state what the network does not have; a sentence for each."""
        state, network = self._state, language.say(analysis.title)
        sentences: list[str] = []
        if state.path not in analysis.layers:
            words = self.tr("{network} has no layer called {path}.")
            sentences.append(words.format(network=network, path=state.path[:80]))
            self.change(path="", node=None)
        elif state.node is not None and (
            state.node >= len(analysis.graph.nodes) or analysis.graph.nodes[state.node].path != state.path
        ):
            words = self.tr("There is no such function in {path}.")
            sentences.append(words.format(path=state.path or network))
            self.change(node=None)
        asked, self._blocks_asked = self._blocks_asked, ()
        unknown = sorted(set(asked) - views.everything(analysis.graph)) if asked else []
        if unknown:
            words = self.tr("{network} has no block called {path}.")
            sentences.append(words.format(network=network, path=unknown[0][:80]))
            self.change(opened=tuple(set(state.opened or ()).difference(unknown)))
        return sentences

    def _take_made(self, analysis: Analysis | None) -> None:
        """Know what a network of the user's was made for, by its code or its file, once that is known."""
        if self._made is not None:
            return
        if isinstance(self._network, PythonNetwork):
            self._made = _made_for(self._network)
        elif analysis is not None:
            self._made = (analysis.input_shape, None, analysis.batch)
        if self.values is not None:
            self.photograph.set_shape(self.values[0])
            self.networkChanged.emit()

    @Slot(object)
    def _on_selected(self, selected: Selected) -> None:
        # A layer of the former network, chosen while the next is analysed, is none of this one's.
        if not self.placing and not self.shows_former_network:
            self.change(path=selected.path, node=selected.node)


def _is_listed(network: NetworkRef) -> bool:
    return isinstance(network, CatalogueNetwork)


def _made_for(network: PythonNetwork) -> Made | None:
    shape = reference.usual_input(network)
    return None if shape is None else (shape, None, 1)


def asked(state: ModelsState, wishes: Mapping[Any, Any]) -> ModelsState:
    """The state with what another room wishes to be shown: ``path``, ``tab``, ``with``; every key may be missing."""
    fields: dict[str, Any] = {}
    if "path" in wishes:
        fields |= {"path": str(wishes["path"]), "node": None, "pane": "layer"}
    if wishes.get("tab") in ("diagram", "layers", "compare", "choose"):
        fields["tab"] = wishes["tab"]
    if "with" in wishes:
        fields["compare_with"] = str(wishes["with"])
    return replace(state, **fields)
