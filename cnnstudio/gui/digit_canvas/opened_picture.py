"""The picture that was opened last, in grey, as long as what was found in it can be shown: it can be cropped anew."""

from PySide6.QtCore import QObject, Signal

from cnnstudio.datasets.origin import Drawn, Origin
from cnnstudio.gui.digit_canvas.predicting import OpenedFile
from cnnstudio.prediction.cropping import Crop, size_of
from cnnstudio.prediction.drawing import Drawing, Mark, Picture
from cnnstudio.prediction.preprocessing import Ink


class OpenedPicture(QObject):
    """One picture at most, of a bounded size; a new sheet, or another drawing on it, lets it go."""

    changed = Signal()  # another picture, or none

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grey: Ink | None = None
        self._origin: Origin = Drawn()
        self._found: Picture | None = None
        self._marks: list[tuple[Picture, Crop]] = []

    @property
    def grey(self) -> Ink | None:
        """(H, W) in 0..1, 0 = black; None = there is none."""
        return self._grey

    @property
    def origin(self) -> Origin:
        """Where it comes from."""
        return self._origin

    @property
    def found(self) -> Picture | None:
        """The ink in the whole of it; None where nothing stands out."""
        return self._found

    def hold(self, opened: OpenedFile) -> None:
        """Another picture was opened; what was found in it is put on the sheet next."""
        self._grey, self._origin, self._found = opened.grey, opened.origin, opened.found
        self._marks = []
        if opened.found is not None:
            self._marks.append((opened.found, Crop.whole(size_of(opened.grey))))
        self.changed.emit()

    def note(self, picture: Picture, crop: Crop) -> None:
        """This ink is of this rectangle; it is put on the sheet next."""
        self._marks.append((picture, crop))

    def let_go(self) -> None:
        """Forget it."""
        if self._grey is not None:
            self._grey, self._origin, self._found, self._marks = None, Drawn(), None, []
            self.changed.emit()

    def follow(self, drawing: Drawing) -> None:
        """The drawing has changed: let go of the picture if nothing of it is shown or can be brought back."""
        if not (self._crop_among(drawing.visible) or self._crop_among(drawing.undone)):
            self.let_go()

    def crop_on(self, drawing: Drawing) -> Crop | None:
        """Which rectangle's ink is on the sheet; the whole picture where nothing was found in it; else None."""
        crop = self._crop_among(drawing.visible)
        if crop is None and self._grey is not None and self._found is None:
            return Crop.whole(size_of(self._grey))
        return crop

    def _crop_among(self, marks: tuple[Mark, ...]) -> Crop | None:
        # A picture that is equal may be another file's.
        shown = {id(mark) for mark in marks}
        return next((crop for picture, crop in reversed(self._marks) if id(picture) in shown), None)
