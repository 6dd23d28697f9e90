"""A layer of the current network, opened in the playground: its numbers, and what is typed into them."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import torch
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from cnnstudio.convolution import opened
from cnnstudio.convolution.numbers import Numbers
from cnnstudio.convolution.opened import Look
from cnnstudio.convolution.opened_layer import OpenedLayer
from cnnstudio.convolution.state import PlaygroundState
from cnnstudio.datasets.builtin import draw
from cnnstudio.errors import ConfigError, StudioError
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.networks.reference import input_shape
from cnnstudio.weights.edits import Edits
from cnnstudio.workspace.current import Current
from cnnstudio.workspace.picture import Picture

if TYPE_CHECKING:
    from cnnstudio.weights.loading import Loaded


@dataclass(frozen=True, slots=True, eq=False)
class _Request:
    loaded: "Loaded"
    layer: OpenedLayer
    picture: Picture | None


@dataclass(frozen=True, slots=True, eq=False)
class _Answer:
    request: _Request
    look: Look


def _answer(request: _Request) -> _Answer:
    picture = _fitting_picture(request.loaded, request.picture)
    return _Answer(request, opened.look(request.loaded.shell(), request.layer, picture))


def _fitting_picture(loaded: "Loaded", picture: Picture | None) -> torch.Tensor:
    """The picture as the network wants it; where it takes pictures of another size, one that stands in."""
    wanted = input_shape(loaded.network) or (1, 28, 28)
    if picture is not None and (picture.shape == wanted or input_shape(loaded.network) is None):
        values = torch.from_numpy(picture.array.copy())
    elif wanted == (1, 28, 28):
        values = torch.from_numpy(draw(1, seed=3)[0].astype(np.float32) / np.float32(255))
    else:
        # Waves of several lengths: something for every kernel to answer to.
        rows = torch.linspace(0, 40, wanted[1])[:, None]
        cols = torch.linspace(0, 40, wanted[2])[None]
        values = (
            torch.stack([torch.sin(rows * (1 + c)) * torch.cos(cols / (1 + c)) for c in range(wanted[0])]) / 2 + 0.5
        )
    scaled: torch.Tensor = loaded.scaling.apply(values.float()[None])[0]
    return scaled


class Opening(QObject):
    """Which layer is opened, and how it looks now; it follows the studio's network, weights, edits and picture."""

    looked = Signal(object)  # Look
    refused = Signal(str)  # a sentence: why it cannot be shown or changed
    closed = Signal()

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._layer: OpenedLayer | None = None
        self._look: Look | None = None
        self._loaded: Loaded | None = None
        self._requests = LatestWins(_answer, self, name="opened-layer")
        self._requests.result.connect(self._on_answer)
        self._requests.failed.connect(self._on_failed)
        studio.changed.connect(self._on_changed)

    @property
    def layer(self) -> OpenedLayer | None:
        """The layer that is opened, or None."""
        return self._layer

    @property
    def look(self) -> Look | None:
        """How it looks; None until it has been computed."""
        return self._look

    @property
    def stack(self) -> QUndoStack:
        """The steps of editing, which can be undone."""
        return self._studio.edit_stack

    @property
    def busy(self) -> bool:
        """Whether a look is still to come."""
        return self._layer is not None and (self._requests.busy or self._studio.store.busy)

    def open(self, layer: OpenedLayer) -> None:
        """Open a layer of the studio's current network."""
        if self._layer is None:
            store = self._studio.store
            store.ready.connect(self._on_ready)
            store.failed.connect(self._on_store_failed)
        if self._layer is None or layer.path != self._layer.path:
            self._look = None
        self._layer = layer
        self._ask()

    def close(self) -> None:
        """Look at no layer any more."""
        if self._layer is not None:
            store = self._studio.store
            store.ready.disconnect(self._on_ready)
            store.failed.disconnect(self._on_store_failed)
            self._layer = self._look = self._loaded = None
            self._requests.cancel()
            self.closed.emit()

    def show_channels(self, outputs: tuple[int, ...], inputs: tuple[int, ...]) -> None:
        """Show other channels; none = the strongest."""
        if self._layer is not None:
            self.open(replace(self._layer, outputs=outputs, inputs=inputs))

    def shut_down(self) -> None:
        """End the worker."""
        self._requests.shut_down()

    # --- following

    @Slot(object, object)
    def _on_changed(self, before: Current, after: Current) -> None:
        if self._layer is None:
            return
        if before.network != after.network:
            self.close()  # another network has other layers
        else:
            self._ask()

    def _ask(self) -> None:
        loaded = self._studio.store.want(self._studio.current)
        if loaded is not None:
            self._on_ready(loaded)

    @Slot(object)
    def _on_ready(self, loaded: "Loaded") -> None:
        current = self._studio.current
        if self._layer is None or (loaded.network, loaded.weights, loaded.edits) != (
            current.network,
            current.weights,
            current.edits,
        ):
            return
        self._loaded = loaded
        self._requests.request(_Request(loaded, self._layer, current.picture))

    @Slot(object)
    def _on_answer(self, answer: _Answer) -> None:
        if answer.request.layer == self._layer:
            self._look = answer.look
            self.looked.emit(answer.look)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self.refused.emit(str(error))
        if self._look is None:
            self.close()

    @Slot(object, object)
    def _on_store_failed(self, wanted: Current, error: BaseException) -> None:
        if wanted != self._studio.current:
            return
        self.refused.emit(str(error))
        if wanted.edits and isinstance(error, StudioError):
            self._studio.edit_stack.undo()  # the edit cannot be made

    # --- editing

    def edit(self, after: PlaygroundState, text: str, gesture: int = -1) -> bool:
        """Change the layer's weights to those of a state that was made from the shown one; whether it could be done.

        Sizes and input are the network's own and stay as they are.
        """
        look, loaded = self._look, self._loaded
        if look is None or loaded is None:
            return False
        before = look.result.state
        same = replace(after, kernel=before.kernel, bias=before.bias, kernel_presets=before.kernel_presets)
        try:
            if same != before:
                raise ConfigError(
                    f"This is a layer of {loaded.network.title}: its sizes and its input are its own. "
                    "Take a free copy to change them."
                )
            edits = self._with_weights(look, loaded, before, after)
        except StudioError as error:
            self.refused.emit(str(error))
            return False
        if edits == self._studio.current.edits:
            return False
        self._studio.edit(edits, text, gesture=gesture)
        return True

    def _with_weights(self, look: Look, loaded: "Loaded", before: PlaygroundState, after: PlaygroundState) -> Edits:
        edits, view = self._studio.current.edits, look.view
        outputs, inputs = look.result.outputs or (), look.result.inputs or ()
        module = loaded.base.get_submodule(look.layer.path)
        if view.kernel is None:
            raise ConfigError("Pooling has no weights to change.")

        def put(edits: Edits, name: str, index: tuple[int, ...], value: float) -> Edits:
            tensor = module.get_parameter(name).detach()
            flat = int(np.ravel_multi_index(index, tensor.shape))
            return edits.set(f"{look.layer.path}.{name}", flat, value, original=float(tensor.reshape(-1)[flat]))

        for out, inner, row, col in _changed(before.kernel, after.kernel):
            real = outputs[out]
            channel = inputs[out] if view.geometry.group_width == 1 and len(inputs) > 1 else inputs[inner]
            place = view.place(real, channel - view.geometry.channels_read(real).start, row, col)
            if place is None:
                raise ConfigError("These two maps are not connected: there is no weight here to change.")
            edits = put(edits, *place, after.kernel.at(out, inner, row, col))
        for (out,) in _changed(before.bias, after.bias):
            if not view.bias_name:
                raise ConfigError("This layer has no bias.")
            edits = put(edits, view.bias_name, (outputs[out],), after.bias.at(out))
        return edits

    def put_back(self) -> None:
        """The layer's weights as they were before the first edit."""
        if self._layer is not None:
            edits = self._studio.current.edits.put_back_layer(self._layer.path)
            self._studio.edit(edits, self.tr("putting back {path}").format(path=self._layer.path))

    @property
    def edited(self) -> bool:
        """Whether something in this layer was changed."""
        return self._layer is not None and self._layer.path in self._studio.current.edits.layers


def _changed(before: Numbers, after: Numbers) -> list[tuple[int, ...]]:
    if before.shape != after.shape:
        raise ConfigError("This is a layer of a network: its sizes are its own. Take a free copy to change them.")
    places = (before.tensor != after.tensor).nonzero().tolist()
    return [tuple(place) for place in places]
