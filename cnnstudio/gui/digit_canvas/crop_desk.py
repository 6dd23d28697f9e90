"""The picture of the room: the writing desk, or in its place the view in which an opened picture is cropped."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from cnnstudio.gui.digit_canvas.crop_view import CropView
from cnnstudio.gui.digit_canvas.document import DrawDocument
from cnnstudio.gui.digit_canvas.sheet_actions import SheetActions
from cnnstudio.gui.digit_canvas.writing_desk import WritingDesk
from cnnstudio.prediction.cropping import Crop, size_of
from cnnstudio.prediction.drawing import Picture, SheetMark


class CropDesk(QStackedWidget):
    """Shows the desk. Another picture that is opened meanwhile is cropped next; another sheet ends the cropping."""

    def __init__(
        self, desk: WritingDesk, document: DrawDocument, sheet: SheetActions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, objectName="draw-picture")
        self._desk, self._document, self._sheet = desk, document, sheet
        self._marks: tuple[SheetMark, ...] = ()  # on the sheet that is cropped
        self.view = CropView()
        self.addWidget(desk)
        self.addWidget(self.view)
        self.setMinimumSize(desk.minimumSize())
        sheet.cropWanted.connect(self.begin)
        self.view.used.connect(self._use)
        self.view.left.connect(self.leave)
        self.view.dropped.connect(sheet.take)
        document.opened.changed.connect(self._follow_opened)
        document.reads.changed.connect(self.read_again)
        desk.pad.historyChanged.connect(self._follow_sheet)

    @property
    def cropping(self) -> bool:
        """Whether the picture is being cropped."""
        return self.currentWidget() is self.view

    @Slot()
    def begin(self) -> None:
        """Crop the opened picture, from the rectangle whose ink is on the sheet."""
        pad = self._desk.pad
        pad.finish_stroke()
        crop = self._document.opened.crop_on(pad.drawing)
        if crop is not None:
            self._show(crop, pad.drawing.visible)

    def view_state(self) -> Crop | None:
        """The rectangle, while a picture is cropped."""
        return self.view.frame.crop if self.cropping else None

    def open_view_state(self, known: Crop) -> bool:
        """Crop on from this rectangle."""
        self._desk.pad.finish_stroke()
        self._show(known, self._desk.pad.drawing.visible)
        return self.cropping

    @Slot()
    def leave(self) -> None:
        """Back to the desk."""
        if self.cropping:
            focus = self.view.focusWidget()
            focused = focus is not None and focus.hasFocus()
            self.setCurrentWidget(self._desk)
            self._sheet.set_cropping(False)
            self.view.close_picture()
            self._marks = ()
            if focused:
                self._desk.pad.setFocus()

    @Slot()
    def read_again(self) -> None:
        """Another network reads, or it is read in another way."""
        if self.cropping:
            state = self._document.state()
            self.view.set_reading(self._document.reads.reader, state.stages, state.calibrated)

    def shut_down(self) -> None:
        """End the worker."""
        self.view.shut_down()

    def _show(self, crop: Crop, marks: tuple[SheetMark, ...]) -> None:
        opened = self._document.opened
        if opened.grey is None:
            return
        self._marks = marks
        self._sheet.set_cropping(True)
        self.setCurrentWidget(self.view)
        self.read_again()
        self.view.show_picture(opened.grey, opened.origin, crop)

    @Slot()
    def _follow_opened(self) -> None:
        opened = self._document.opened
        if not self.cropping:
            return
        if opened.grey is None:
            self.leave()
        else:
            marks = self._desk.pad.drawing.visible if opened.found is None else (opened.found,)
            self._show(Crop.whole(size_of(opened.grey)), marks)

    @Slot()
    def _follow_sheet(self) -> None:
        if self.cropping and self._desk.pad.drawing.visible != self._marks:
            self.leave()

    @Slot(object, object)
    def _use(self, picture: Picture, crop: Crop) -> None:
        pad = self._desk.pad
        self.leave()
        # The same ink again would be a step that undo takes back without a trace.
        if pad.drawing.visible != (picture,):
            self._document.opened.note(picture, crop)
            pad.add_picture(picture)
