"""Who reads, on the page: the box of weights, the note below it, and what they do."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from cnnstudio.errors import StudioError
from cnnstudio.gui import errors, language
from cnnstudio.gui.digit_canvas.controls import Controls
from cnnstudio.gui.digit_canvas.document import DrawDocument
from cnnstudio.gui.digit_canvas.guess import Guess
from cnnstudio.gui.digit_canvas.room_reader import Standing
from cnnstudio.gui.studio import EditFigure, Studio
from cnnstudio.gui.widgets.open_weights import OpenWeights, open_weights


class ReaderPanel(QObject):
    """Shows the document's reader and its list of weights."""

    def __init__(
        self, document: DrawDocument, studio: Studio, controls: Controls, guess: Guess, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._studio = studio
        self._controls = controls
        self._guess = guess
        controls.fileAsked.connect(self._choose_file)
        controls.weights.chosen.connect(document.choose)
        note = controls.note
        note.useAsked.connect(document.use_reader)
        note.builtInAsked.connect(document.use_built_in)
        note.untrainedAsked.connect(document.read_untrained)
        note.trainAsked.connect(self._train)
        note.agreeAsked.connect(self._agree)
        note.stopAsked.connect(studio.stop_trying)
        document.weights.changed.connect(self._show_listing)
        document.reads.standingChanged.connect(self._show_standing)
        studio.changed.connect(self._show_standing)
        studio.editFigureChanged.connect(self._show_standing)
        self._show_listing()
        self._show_standing()

    @Slot()
    def _show_listing(self) -> None:
        self._controls.weights.show_listing(self._document.weights.listing)

    @Slot()
    def _show_standing(self) -> None:
        standing = self._document.reads.standing
        self._controls.note.show_standing(standing, self._studio.current, self._figure(standing))
        awaited = standing.tried or (standing.wanted.network if standing.loading else None)
        self._guess.show_old("" if awaited is None or standing.reads is None else language.say(awaited.title))

    def _figure(self, standing: Standing) -> EditFigure | None:
        """How well what reads with edits was measured to read; None where nobody has measured it."""
        reads = standing.reads
        return None if reads is None else self._studio.edit_figure(reads.network, reads.weights, reads.edits)

    @property
    def busy(self) -> bool:
        """Whether a file of weights is being read."""
        return any(dialog.busy for dialog in self._controls.findChildren(OpenWeights))

    @Slot()
    def _choose_file(self) -> None:
        open_weights(self._studio, self._controls)

    @Slot(object)
    def open_file(self, file: Path) -> None:
        """Read with a weights file, when it has been read; what cannot be used is said, and the former weights stay."""
        open_weights(self._studio, self._controls, file)

    @Slot()
    def _train(self) -> None:
        self._studio.open_room("train", self._studio.current.network)

    @Slot()
    def _agree(self) -> None:
        try:
            self._document.agree()
        except StudioError as error:
            errors.show_error(self._controls, error)
