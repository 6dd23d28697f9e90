"""My handwriting on the page: the view of the kept digits, and what its buttons do."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from cnnstudio.gui import labels, language
from cnnstudio.gui.digit_canvas.document import DrawDocument
from cnnstudio.gui.digit_canvas.handwriting_view import HandwritingView
from cnnstudio.gui.digit_canvas.pad import Pad
from cnnstudio.gui.digit_canvas.tuning import base_set
from cnnstudio.gui.studio import Studio
from cnnstudio.prediction.fine_tuning import FineTuned, Round


class HandwritingPanel(QObject):
    """Shows the document's own digits and its fine-tuning."""

    def __init__(
        self, document: DrawDocument, studio: Studio, view: HandwritingView, pad: Pad, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._studio = studio
        self._view = view
        self._pad = pad
        digits, tuning = document.own_digits, document.tuning
        view.keepAsked.connect(self.keep)
        view.relabelAsked.connect(self._relabel)
        view.removeAsked.connect(self._remove)
        view.putBackAsked.connect(self._put_back)
        view.exportAsked.connect(self._choose_folder)
        view.tuneAsked.connect(self._tune)
        view.stopAsked.connect(tuning.stop)
        digits.changed.connect(self._show_digits)
        digits.tested.connect(self._show_test)
        tuning.stateChanged.connect(self._show_tuning)
        tuning.told.connect(self._show_told)
        pad.historyChanged.connect(self._show_ink)
        self._show_digits()
        self._show_ink()
        self._show_tuning()
        if tuning.last is not None:
            self._show_told(tuning.last)
        digits.test()

    def look(self) -> None:
        """The page is looked at: take what other windows have kept, and what is at hand to rehearse."""
        self._view.set_base(language.say(base_set().title))
        self._document.own_digits.look()

    @Slot(int)
    def keep(self, label: int) -> None:
        """Keep the drawing under a label and take a new sheet."""
        self._pad.finish_stroke()
        ink: NDArray[np.uint8] = self._pad.ink()
        if ink.any() and self._document.own_digits.keep(ink, label):
            self._pad.clear()
            kept = self.tr("Kept as {label}; undo brings the drawing back.").format(label=label)
            self._studio.statusMessage.emit(kept)

    @Slot(object, int)
    def _relabel(self, numbers: tuple[int, ...], label: int) -> None:
        self._document.own_digits.relabel(numbers, label)

    @Slot(object)
    def _remove(self, numbers: tuple[int, ...]) -> None:
        self._document.own_digits.remove(numbers)

    @Slot()
    def _put_back(self) -> None:
        self._document.own_digits.put_back()

    @Slot()
    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self._view, self.tr("Export my handwriting into a folder"))
        if name:
            self.export(Path(name))

    def export(self, folder: Path) -> bool:
        """Write the kept digits as a data set folder; whether it could be written."""
        count = self._document.own_digits.export(folder)
        if count is None:
            return False
        self._studio.statusMessage.emit(
            labels.amount(count, "{n} digit is in {folder}", "{n:,} digits are in {folder}", folder=folder)
        )
        return True

    @Slot(bool)
    def _tune(self, rehearse: bool) -> None:
        reads = self._document.reads.standing.reads
        if reads is not None:
            self._document.tuning.start(reads, *self._document.own_digits.kept.arrays(), rehearse=rehearse)

    @Slot()
    def _show_digits(self) -> None:
        digits = self._document.own_digits
        self._view.show_samples(digits.kept.samples)
        self._view.show_set_aside(digits.kept.problem, digits.kept.set_aside)
        self._view.offer_to_put_back(digits.can_put_back)

    @Slot()
    def _show_ink(self) -> None:
        self._view.set_ink(bool(self._pad.ink().any()))

    @Slot(int, object)
    def _show_test(self, right: int, wrong: tuple[int, ...]) -> None:
        reads = self._document.reads.standing.reads
        if reads is not None:
            self._view.show_accuracy(right, wrong, language.say(reads.network.title))

    @Slot()
    def _show_tuning(self) -> None:
        tuning = self._document.tuning
        self._view.set_tuning(tuning.busy, waits=tuning.waits)

    @Slot(object)
    def _show_told(self, event: Round | FineTuned) -> None:
        if isinstance(event, Round):
            self._view.show_round(event)
        else:
            self._view.show_tuned(event)
