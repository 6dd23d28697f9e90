"""A layer of the current network, opened in the playground: its numbers, and what is typed into them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import ArrayLike
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack
from torch import nn

from cnnstudio.compute import stay_on_one_core
from cnnstudio.convolution import opened
from cnnstudio.convolution.kernel_edits import NewWeights
from cnnstudio.convolution.layers import LayerView
from cnnstudio.convolution.numbers import Numbers
from cnnstudio.convolution.opened import Look
from cnnstudio.convolution.opened_layer import OpenedLayer
from cnnstudio.convolution.state import PlaygroundState
from cnnstudio.datasets.builtin import draw
from cnnstudio.errors import ConfigError, StudioError
from cnnstudio.gui import errors, language
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.networks.consent import ConsentError
from cnnstudio.networks.reference import DIGITS, READS_DIGITS, fits, input_shape
from cnnstudio.prediction.edited_prediction import EditedPrediction, Prediction, predict
from cnnstudio.weights import shell as shells
from cnnstudio.weights.edits import EMPTY, NETWORK, Edits
from cnnstudio.workspace.current import Current
from cnnstudio.workspace.picture import Picture

if TYPE_CHECKING:
    from cnnstudio.weights.loading import Loaded


@dataclass(frozen=True, slots=True)
class Zeros:
    """How many of some weights are zero."""

    zero: int
    total: int


@dataclass(frozen=True, slots=True, eq=False)
class _Question:
    """What the network says of a picture: the bars, which come first."""

    loaded: "Loaded"
    picture: Picture | None


@dataclass(frozen=True, slots=True, eq=False)
class Predicted:
    """What the network says of a picture, with the edits of one moment.

    Attributes:
        question: the network, and the picture.
        prediction: None where it gives no classes.
    """

    question: _Question
    prediction: EditedPrediction | None


@dataclass(frozen=True, slots=True, eq=False)
class _Request:
    predicted: Predicted
    layer: OpenedLayer


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """An opened layer and its network, with the edits of one moment.

    Attributes:
        loaded: the network.
        layer: what was asked for.
        picture: what the network was shown; None = something that stands in.
        look: the layer. Maps that are off are shown as they would be.
        originals: the layer's own tensors by name, pruned, but without any values changed.
        prediction: what the network says of the picture; None where it gives no classes.
        layer_zeros, network_zeros: of the weights that pruning counts.
    """

    loaded: "Loaded"
    layer: OpenedLayer
    picture: Picture | None
    look: Look
    originals: Mapping[str, torch.Tensor]
    prediction: EditedPrediction | None
    layer_zeros: Zeros
    network_zeros: Zeros


class _Predictor:
    """Asks the network, on a worker's thread; keeps what it said without edits."""

    def __init__(self) -> None:
        self._before: tuple[Loaded, Picture | None, Prediction | None] | None = None

    def __call__(self, question: _Question) -> Predicted:
        loaded, kept = question.loaded, self._before
        _use_few_cores(loaded)
        picture = _fitting_picture(loaded, question.picture)
        if kept is None or kept[0].base is not loaded.base or kept[1] is not question.picture:
            kept = self._before = loaded, question.picture, predict(loaded.base, picture, loaded)
        before = kept[2]
        after = before if loaded.module is loaded.base else predict(loaded.module, picture, loaded)
        prediction = None if before is None or after is None else EditedPrediction(before, after, loaded.class_names)
        return Predicted(question, prediction)


class _Looker:
    """Looks at layers, on a worker's thread; keeps what does not change with the values."""

    def __init__(self) -> None:
        self._pruned: tuple[Loaded, nn.Module] | None = None

    def __call__(self, request: _Request) -> Seen:
        question, layer = request.predicted.question, request.layer
        loaded = question.loaded
        _use_few_cores(loaded)
        picture = _fitting_picture(loaded, question.picture)
        shell = loaded.shell()
        twin = shells.before_off(shell.get_submodule(layer.path)) if loaded.edits.maps_off(layer.path) else None
        look = opened.look(shell, layer, picture, twin=twin)
        return Seen(
            loaded,
            layer,
            question.picture if _is_shown(loaded, question.picture) else None,
            look,
            dict(self._without_values(loaded).get_submodule(layer.path).named_parameters()),
            request.predicted.prediction,
            _zeros(loaded.module, layer.path),
            _zeros(loaded.module, NETWORK),
        )

    def _without_values(self, loaded: "Loaded") -> nn.Module:
        """The network pruned as it is now: what is put back where a changed value is."""
        if not loaded.edits.pruned:
            return loaded.base
        kept = self._pruned
        if kept is None or kept[0].base is not loaded.base or kept[0].edits.pruned != loaded.edits.pruned:
            kept = self._pruned = loaded, loaded.edited(Edits(pruned=loaded.edits.pruned)).module
        return kept[1]


def _use_few_cores(loaded: "Loaded") -> None:
    """A single small picture gains nothing from a second core."""
    if input_shape(loaded.network) in (None, DIGITS):
        stay_on_one_core()


def _zeros(module: nn.Module, scope: str) -> Zeros:
    tensors = shells.prunable(module, scope).values()
    total = sum(tensor.numel() for tensor in tensors)
    return Zeros(total - sum(int(torch.count_nonzero(tensor)) for tensor in tensors), total)


def _is_shown(loaded: "Loaded", picture: Picture | None) -> bool:
    """Whether the network is shown this picture, and not one that stands in."""
    if picture is None:
        return False
    wanted = input_shape(loaded.network)
    # Of a class of the user's that reads digits that much is known; the picture may be a photograph for another one.
    known = wanted is not None or fits(loaded.network, READS_DIGITS) is None
    return picture.shape == (wanted or DIGITS) or not known


def _fitting_picture(loaded: "Loaded", picture: Picture | None) -> torch.Tensor:
    """The picture as the network wants it; where it takes pictures of another size, one that stands in."""
    wanted = input_shape(loaded.network) or DIGITS
    if picture is not None and _is_shown(loaded, picture):
        values = torch.from_numpy(picture.array.copy())
    elif wanted == DIGITS:
        values = torch.from_numpy(draw(1, seed=3)[0].astype(np.float32) / np.float32(255))
    else:
        # Waves of several lengths: something for every kernel to respond to.
        rows = torch.linspace(0, 40, wanted[1])[:, None]
        cols = torch.linspace(0, 40, wanted[2])[None]
        values = (
            torch.stack([torch.sin(rows * (1 + c)) * torch.cos(cols / (1 + c)) for c in range(wanted[0])]) / 2 + 0.5
        )
    scaled: torch.Tensor = loaded.scaling.apply(values.float()[None])[0]
    return scaled


class Opening(QObject):
    """Which layer is opened, and how it looks now; it follows the studio's network, weights, edits and picture."""

    predicted = Signal()  # the network's prediction has come, before the look
    looked = Signal(object)  # Look
    refused = Signal(str)  # a sentence: why it cannot be shown or changed
    pastRefusal = Signal()  # what was refused is past
    closed = Signal()
    missed = Signal(object, object)  # OpenedLayer, exception: it was to be opened, and cannot be; none is opened now
    moved = Signal()  # another layer is opened, or none

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._layer: OpenedLayer | None = None
        self._asked: OpenedLayer | None = None  # as it was asked for, before its channels were known
        self._newest: _Request | None = None
        self._seen: Seen | None = None
        self._later: list[Callable[[], object]] = []  # changes of what is still to be seen
        self._predicted: Predicted | None = None
        self._predictor = _Predictor()
        self._questions = LatestWins(self._predictor, self, name="opened-prediction")
        self._questions.result.connect(self._on_predicted)
        self._questions.failed.connect(self._on_failed)
        self._requests = LatestWins(_Looker(), self, name="opened-layer")
        self._requests.result.connect(self._on_seen)
        self._requests.failed.connect(self._on_failed)
        studio.changed.connect(self._on_changed)
        studio.calibratedChanged.connect(self._on_calibrated_changed)

    @property
    def layer(self) -> OpenedLayer | None:
        """The layer that is opened, or None."""
        return self._layer

    @property
    def look(self) -> Look | None:
        """How it looks; None until it has been computed."""
        return None if self._seen is None else self._seen.look

    @property
    def seen(self) -> Seen | None:
        """It and its network, as last computed."""
        return self._seen

    @property
    def prediction(self) -> EditedPrediction | None:
        """What its network says of the picture; None where it gives no classes, and until it has been asked."""
        return None if self._predicted is None else self._predicted.prediction

    @property
    def shown_prediction(self) -> EditedPrediction | None:
        """The same with the percentages that are to be shown: of calibrated logits, or of the logits as they are."""
        found = self.prediction
        return found if found is None or self._studio.calibrated else found.uncalibrated()

    @property
    def prediction_is_current(self) -> bool:
        """Whether that is with the edits of now."""
        return self._predicted is not None and self._predicted.question.loaded.edits == self._studio.current.edits

    def predicts_with(self, loaded: "Loaded") -> bool:
        """Whether that is what this network says."""
        return self._predicted is not None and self._predicted.question.loaded is loaded

    @property
    def up_to_date(self) -> bool:
        """Whether what was last computed has the edits of now."""
        return self._seen is not None and self._seen.loaded.edits == self._studio.current.edits

    @property
    def stack(self) -> QUndoStack:
        """The steps of editing, which can be undone."""
        return self._studio.edit_stack

    @property
    def busy(self) -> bool:
        """Whether a look is still to come."""
        workers = (self._questions, self._requests, self._studio.store)
        return self._layer is not None and any(worker.busy for worker in workers)

    def open(self, layer: OpenedLayer) -> None:
        """Open a layer of the studio's current network."""
        if self._layer is None:
            store = self._studio.store
            store.attend(self._attend)
            store.attended.connect(self._on_attended)
            store.ready.connect(self._on_ready)
            store.failed.connect(self._on_store_failed)
        other = self._layer is None or (layer.path, layer.call) != (self._layer.path, self._layer.call)
        if other:
            self._seen = None
            self._later.clear()
        self._layer = self._asked = layer
        if other:
            self.moved.emit()
        self._ask_network()

    def close(self) -> None:
        """Look at no layer any more."""
        if self._layer is not None:
            self._leave()
            self.moved.emit()

    def _leave(self) -> None:
        if self._layer is not None:
            store = self._studio.store
            store.attend(None)
            store.attended.disconnect(self._on_attended)
            store.ready.disconnect(self._on_ready)
            store.failed.disconnect(self._on_store_failed)
            self._layer = self._asked = self._seen = None
            self._later.clear()
            self._predicted = None
            self._questions.cancel()
            self._requests.cancel()
            self.closed.emit()

    def show_channels(self, outputs: tuple[int, ...], inputs: tuple[int, ...]) -> None:
        """Show other channels; none = the strongest."""
        if self._layer is not None:
            self.open(replace(self._layer, outputs=outputs, inputs=inputs))

    def note_unit(self, row: int, col: int) -> None:
        """This unit is taken apart now."""
        if self._layer is not None:
            self._layer = replace(self._layer, row=row, col=col)

    def shut_down(self) -> None:
        """End the workers."""
        self._questions.shut_down()
        self._requests.shut_down()

    # --- following

    @Slot()
    def _on_calibrated_changed(self) -> None:
        if self._predicted is not None:
            self.predicted.emit()

    @Slot(object, object)
    def _on_changed(self, before: Current, after: Current) -> None:
        if self._layer is None:
            if before.network != after.network:
                self.pastRefusal.emit()  # of a layer of a network that is no longer current
            return
        if before.network != after.network:
            self.close()  # another network has other layers
            words = self.tr("The layer of {former} was closed: {network} has others. Open one of them in Models.")
            self.refused.emit(
                words.format(former=language.say(before.network.title), network=language.say(after.network.title))
            )
        else:
            self._ask_network()

    def _ask_network(self) -> None:
        loaded = self._studio.store.want(self._studio.current)
        if loaded is not None:
            self._question(loaded)

    def _attend(self, loaded: "Loaded", current: Current) -> Predicted:
        """On a worker's thread: the bars come with the numbers."""
        return self._predictor(_Question(loaded, current.picture))

    @Slot(object)
    def _on_attended(self, predicted: Predicted) -> None:
        """Numbers have come, and the prediction with them; the bars move also while edits come faster."""
        question, current = predicted.question, self._studio.current
        same = (question.loaded.network, question.loaded.weights) == (current.network, current.weights)
        # What was undone while it was on its way, and is known already, comes too late.
        late = self.prediction_is_current and question.loaded.edits != current.edits
        if self._layer is not None and same and question.picture is current.picture and not late:
            self._show_prediction(predicted)

    @Slot(object)
    def _on_ready(self, loaded: "Loaded") -> None:
        known = None if self._predicted is None else self._predicted.question
        if known is not None and known.loaded is loaded and known.picture is self._studio.current.picture:
            return  # its prediction came with it
        if self._is_meant(loaded):
            self._question(loaded)

    def _is_meant(self, loaded: "Loaded") -> bool:
        current = self._studio.current
        meant = (current.network, current.weights, current.edits)
        return self._layer is not None and (loaded.network, loaded.weights, loaded.edits) == meant

    def _question(self, loaded: "Loaded") -> None:
        if self._is_meant(loaded):
            self._questions.request(_Question(loaded, self._studio.current.picture))

    @Slot(object)
    def _on_predicted(self, predicted: Predicted) -> None:
        if self._is_meant(predicted.question.loaded):
            self._show_prediction(predicted)

    def _show_prediction(self, predicted: Predicted) -> None:
        """Show what the network says; the layer follows, unless a newer edit is on its way."""
        self._predicted = predicted
        self.predicted.emit()
        if self._asked is not None and self._is_meant(predicted.question.loaded):
            self._newest = _Request(predicted, self._asked)
            self._requests.request(self._newest)

    @Slot(object)
    def _on_seen(self, seen: Seen) -> None:
        if self._layer is None:
            return
        if seen.layer != self._asked:
            if self._newest is not None and self._newest.layer != self._asked and not self._questions.busy:
                # It was asked for while the channels of the one before were not known yet: nothing newer comes.
                self._ask_network()
            return
        self._seen = seen
        # The channels that are shown stay, whatever an edit does to their strength.
        result = seen.look.result
        self._layer = self._asked = replace(
            self._layer, outputs=result.outputs or (), inputs=result.inputs or (), front=None
        )
        self.looked.emit(seen.look)
        if self.up_to_date:
            waiting, self._later = self._later[:1], self._later[1:]
            for change in waiting:
                change()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._later.clear()
        layer = self._layer
        if layer is None or self._seen is not None:
            self.refused.emit(errors.sentence(error))
        else:
            self._leave()
            self.missed.emit(layer, error)

    @Slot(object, object)
    def _on_store_failed(self, wanted: Current, error: BaseException) -> None:
        if wanted != self._studio.current:
            return
        if isinstance(error, ConsentError):
            # The layer is there, and waits until the user has agreed to run its network's file.
            self.refused.emit(errors.sentence(error))
            return
        self._on_failed(error)
        if wanted.edits and isinstance(error, StudioError):
            self._studio.edit_stack.undo()  # the edit cannot be made

    # --- editing

    def edit(self, after: PlaygroundState, text: str, gesture: int = -1) -> bool:
        """Change the layer's weights to those of a state that was made from the shown one; whether it could be done.

        Sizes and input are the network's own and stay as they are.
        """
        seen = self._seen
        if seen is None:
            return False
        before = seen.look.result.state
        kept = {field.name for field in fields(PlaygroundState)} - {"kernel", "bias", "kernel_presets"}
        try:
            if any(getattr(after, name) != getattr(before, name) for name in kept):
                raise ConfigError(
                    "This is a layer of {network}: its sizes and its input are its own. Take a free copy to change "
                    "them.",
                    network=language.say(seen.loaded.network.title),
                )
            edits = self._with_weights(seen, before, after)
        except StudioError as error:
            self.refused.emit(errors.sentence(error))
            return False
        return self._edit(edits, text, gesture)

    def _with_weights(self, seen: Seen, before: PlaygroundState, after: PlaygroundState) -> Edits:
        edits, view, result = self._studio.current.edits, seen.look.view, seen.look.result
        outputs, inputs = result.outputs or (), result.inputs or ()
        if view.kernel is None:
            raise ConfigError("Pooling has no weights to change.")
        for out, inner, row, col in _changed(before.kernel, after.kernel):
            real = outputs[out]
            channel = inputs[out] if view.geometry.group_width == 1 and len(inputs) > 1 else inputs[inner]
            place = view.place(real, channel - view.geometry.channels_read(real).start, row, col)
            if place is None:
                raise ConfigError("These two maps are not connected: there is no weight here to change.")
            name, index = place
            edits = self._with_places(edits, seen, name, [index], [after.kernel.at(out, inner, row, col)])
        for (out,) in _changed(before.bias, after.bias):
            if not view.bias_name:
                raise ConfigError("This layer has no bias.")
            edits = self._with_places(edits, seen, view.bias_name, [(outputs[out],)], [after.bias.at(out)])
        return edits

    @staticmethod
    def _with_places(edits: Edits, seen: Seen, name: str, index: ArrayLike, values: ArrayLike) -> Edits:
        """Places of one of the layer's tensors changed; what is as it was without any changed value is put back."""
        if name not in seen.originals:
            raise ConfigError(
                "{path}.{name} is computed from other weights at every use; it can be looked at, not edited.",
                path=seen.layer.path,
                name=name,
            )
        original = seen.originals[name].detach()
        at = np.ravel_multi_index(tuple(np.asarray(index, dtype=np.int64).T), original.shape)
        flat = original.reshape(-1)[torch.from_numpy(at)].float().numpy()
        # What lies below changed values depends on the pruning, and that may be another one by now.
        known = edits.pruned == seen.loaded.edits.pruned
        return edits.set(f"{seen.layer.path}.{name}", at, values, original=flat if known else None)

    def _edit(self, edits: Edits, text: str, gesture: int = -1) -> bool:
        if edits == self._studio.current.edits:
            return False
        self._studio.edit(edits, text, gesture=gesture)
        return True

    def change_kernels(self, text: str, make: Callable[[LayerView], NewWeights]) -> None:
        """Change whole kernels, as one step; at once, or as soon as the change before it can be seen.

        Args:
            text: what the step is called in the undo menu.
            make: gives the new weights; may raise StudioError.
        """
        seen = self._seen
        if seen is None:
            return
        if not self.up_to_date:
            self._later.append(lambda: self.change_kernels(text, make))
            return
        try:
            new = make(seen.look.view)
            edits = self._with_places(self._studio.current.edits, seen, new.name, new.index, new.values)
        except StudioError as error:
            self.refused.emit(errors.sentence(error))
            return
        self._edit(edits, text)

    def switch(self, number: int, *, on: bool) -> None:
        """Switch an output map of the layer off, or on again."""
        if self._layer is not None:
            edits = self._studio.current.edits.switch(self._layer.path, number, on=on)
            text = self.tr("switching map {number} on") if on else self.tr("switching map {number} off")
            self._edit(edits, text.format(number=number + 1))

    @property
    def maps_off(self) -> tuple[int, ...]:
        """The output maps of the layer that are switched off."""
        return () if self._layer is None else self._studio.current.edits.maps_off(self._layer.path)

    def prune(self, share: float, *, whole: bool, gesture: int) -> None:
        """Set a share of the smallest weights to zero: of this layer, or of the whole network."""
        if self._layer is not None:
            scope = NETWORK if whole else self._layer.path
            self._edit(self._studio.current.edits.prune(share, scope), self.tr("pruning"), gesture)

    def share(self, *, whole: bool) -> float:
        """The share that is pruned of this layer, or of the whole network."""
        path = "" if self._layer is None else self._layer.path
        return self._studio.current.edits.share(NETWORK if whole else path)

    @property
    def keeps_typed(self) -> bool:
        """Whether weights were typed where others are pruned: those keep their values."""
        edits, path = self._studio.current.edits, "" if self._layer is None else self._layer.path
        typed = {tensor.rpartition(".")[0] for tensor, places in edits.values if len(places)}
        return bool(typed) and bool(edits.share() or (edits.share(path) and path in typed))

    @Slot()
    def put_back(self) -> None:
        """The layer's weights as they were before the first edit."""
        if self._layer is not None:
            edits = self._studio.current.edits.put_back_layer(self._layer.path)
            self._edit(edits, self.tr("putting back {path}").format(path=self._layer.path))

    @Slot()
    def put_back_all(self) -> None:
        """The network's weights as they were before the first edit."""
        self._edit(EMPTY, self.tr("putting back all weights"))

    @property
    def edited(self) -> bool:
        """Whether something in this layer was changed."""
        return self._layer is not None and self._layer.path in self._studio.current.edits.layers

    @property
    def network_edited(self) -> bool:
        """Whether something in the network was changed."""
        return bool(self._studio.current.edits)


def _changed(before: Numbers, after: Numbers) -> list[tuple[int, ...]]:
    if before.shape != after.shape:
        raise ConfigError("This is a layer of a network: its sizes are its own. Take a free copy to change them.")
    places = (before.tensor != after.tensor).nonzero().tolist()
    return [tuple(place) for place in places]
