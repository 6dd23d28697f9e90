"""The photograph that a network of colour pictures looks at: opened, prepared, and what the network sees in it.

Which picture it is stands in ``Current``, like any network's input; here it is read from its file, for the network of
the moment, and asked about. All of that is a worker's.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from cnnstudio.errors import StudioError
from cnnstudio.gui import errors
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.networks.reference import NUMBERS, NetworkRef, Shape, input_shape, known_to_fit
from cnnstudio.weights.reference import Initial
from cnnstudio.workspace.current import Current
from cnnstudio.workspace.picture import FromFile, Picture

if TYPE_CHECKING:
    from cnnstudio.prediction.photographs import Guess
    from cnnstudio.weights.loading import Loaded


@dataclass(frozen=True, slots=True, eq=False)
class _Request:
    """What is asked of the worker.

    Attributes:
        network: what the picture is prepared for.
        shape: (C, H, W) that it takes.
        file: to be read; None where the picture is there already.
        picture: the one that is there.
        loaded: what looks at it; None where its numbers are not there, or are random.
        calibrated: whether its logits are divided by its temperature.
    """

    network: NetworkRef
    shape: Shape
    file: Path | None
    picture: Picture | None
    loaded: "Loaded | None"
    calibrated: bool


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What the worker replies.

    Attributes:
        picture: the network's input, before its numbers are scaled.
        guesses: the most probable first; none where there was nothing to ask.
        loaded: what saw them.
    """

    picture: Picture
    guesses: "tuple[Guess, ...]"
    loaded: "Loaded | None"


def _seen_in(request: _Request) -> Seen:
    from cnnstudio.prediction import photographs

    picture = request.picture
    if request.file is not None:
        metadata = None if request.loaded is None else request.loaded.metadata
        how = photographs.preset(request.network, request.shape, metadata)
        picture = Picture.of(photographs.read(request.file, how), FromFile(request.file))
    assert picture is not None
    guesses = (
        ()
        if request.loaded is None
        else photographs.recognise(request.loaded, picture.array, calibrated=request.calibrated)
    )
    return Seen(picture, guesses, request.loaded)


class Photograph(QObject):
    """Follows the studio's network, weights, edits and picture."""

    changed = Signal()

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._shape: Shape = (1, 28, 28)
        self._seen: Seen | None = None
        self._problem = ""
        self._listening = False
        self._worker = LatestWins(_seen_in, self, name="photograph")
        self._worker.result.connect(self._on_seen)
        self._worker.failed.connect(self._on_failed)
        studio.changed.connect(self._follow)
        studio.calibratedChanged.connect(self._look_again)

    @property
    def possible(self) -> bool:
        """Whether the current network takes photographs and has numbers."""
        network = self._studio.current.network
        return self.shape[0] == 3 and known_to_fit(network, NUMBERS)

    @property
    def shape(self) -> Shape:
        """(C, H, W) that the current network takes, as far as that is known."""
        try:
            return input_shape(self._studio.current.network) or self._shape
        except StudioError:
            return self._shape

    @property
    def picture(self) -> Picture | None:
        """The photograph as the current network gets it; None where there is none."""
        picture = self._studio.current.picture
        fitting = picture is not None and picture.shape == self.shape and isinstance(picture.origin, FromFile)
        return picture if fitting and self.possible else None

    @property
    def guesses(self) -> "tuple[Guess, ...]":
        """What the current network sees, the most probable first; none while it is asked, and of random weights."""
        seen, current = self._seen, self._studio.current
        if seen is None or seen.loaded is None or seen.picture != current.picture or self.picture is None:
            return ()
        loaded = seen.loaded
        same = (loaded.network, loaded.weights, loaded.edits) == (current.network, current.weights, current.edits)
        return seen.guesses if same else ()

    @property
    def random(self) -> bool:
        """Whether the weights are random, so that what the network says of a photograph means nothing."""
        return isinstance(self._studio.current.weights, Initial)

    @property
    def problem(self) -> str:
        """Why there is nothing to be seen; "" while all is well."""
        return self._problem

    @property
    def busy(self) -> bool:
        """Whether a reply is still to come."""
        return self._worker.busy or (self._listening and self._studio.store.busy)

    def set_shape(self, shape: Shape) -> None:
        """The size that was chosen for a network of the user's own, of which only its code knows the input."""
        if shape != self._shape:
            self._shape = shape
            self._look_again()

    def refresh(self) -> None:
        """It may be known by now what the current network takes."""
        self._look_again()
        self.changed.emit()

    def open(self, file: Path) -> None:
        """Show this photograph to the current network."""
        self._ask_classes(file.absolute())

    def shut_down(self) -> None:
        """End the worker."""
        self._worker.shut_down()

    @Slot(object, object)
    def _follow(self, before: Current, after: Current) -> None:
        self._problem = ""
        # A picture that has just come from here brings its guesses along.
        if self._seen is None or after.picture is not self._seen.picture or before.picture is after.picture:
            self._look_again()
        self.changed.emit()

    @Slot()
    def _look_again(self) -> None:
        picture = self._studio.current.picture
        if not self.possible or picture is None or not isinstance(picture.origin, FromFile):
            return
        # What was cut out for another network is cut out anew.
        self._ask_classes(picture.origin.path if picture.shape != self.shape else None)

    def _ask_classes(self, file: Path | None) -> None:
        if not self.possible:
            return
        self._problem = ""
        current = self._studio.current
        loaded = None if self.random else self._numbers(current)
        if loaded is not None or file is not None:
            calibrated = self._studio.calibrated
            self._worker.request(_Request(current.network, self.shape, file, current.picture, loaded, calibrated))
        self.changed.emit()

    def _numbers(self, current: Current) -> "Loaded | None":
        if not self._listening:
            self._listening = True
            self._studio.store.ready.connect(self._on_ready)
            self._studio.store.failed.connect(self._on_store_failed)
        return self._studio.store.want(current)

    @Slot(object)
    def _on_ready(self, loaded: "Loaded") -> None:
        current = self._studio.current
        if (loaded.network, loaded.weights, loaded.edits) == (current.network, current.weights, current.edits):
            self._look_again()

    @Slot(object, object)
    def _on_store_failed(self, wanted: Current, error: BaseException) -> None:
        if wanted == self._studio.current and self.picture is not None:
            self._on_failed(error)

    @Slot(object)
    def _on_seen(self, seen: Seen) -> None:
        self._seen = seen
        self._problem = ""
        if seen.picture != self._studio.current.picture and seen.picture.shape == self.shape and self.possible:
            self._studio.show_picture(seen.picture)
        # The numbers may have come while the file was read.
        if seen.loaded is None and not self.random and self._numbers(self._studio.current) is not None:
            self._look_again()
        self.changed.emit()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._problem = errors.sentence(error)
        if not isinstance(error, StudioError):
            errors.log(error)
        self.changed.emit()
