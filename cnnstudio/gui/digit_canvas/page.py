"""The Draw room: draw a digit and see every layer's activation."""

import re
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from cnnstudio.convolution.opened_layer import OpenedLayer
from cnnstudio.errors import PictureError, StudioError
from cnnstudio.gui import errors, language
from cnnstudio.gui.digit_canvas.behind_panel import BehindPanel
from cnnstudio.gui.digit_canvas.controls import Controls
from cnnstudio.gui.digit_canvas.crop_desk import CropDesk
from cnnstudio.gui.digit_canvas.document import DrawDocument
from cnnstudio.gui.digit_canvas.filmstrip import Filmstrip
from cnnstudio.gui.digit_canvas.handwriting_panel import HandwritingPanel
from cnnstudio.gui.digit_canvas.pad import Pad
from cnnstudio.gui.digit_canvas.predicting import PredictionReply
from cnnstudio.gui.digit_canvas.predictions import Sheet
from cnnstudio.gui.digit_canvas.reader_panel import ReaderPanel
from cnnstudio.gui.digit_canvas.sheet_actions import SheetActions
from cnnstudio.gui.digit_canvas.writing_desk import WritingDesk
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets import table_actions
from cnnstudio.gui.widgets.page import Page
from cnnstudio.gui.widgets.room_frame import RoomFrame
from cnnstudio.prediction.drawing import Picture
from cnnstudio.prediction.handwriting import Handwriting
from cnnstudio.prediction.preprocessing import INPUT_SIDE, Stages
from cnnstudio.prediction.reader import InkPrediction, Reader
from cnnstudio.workspace.picture import Picture as NetworkInput


class DrawPage(Page):
    """Pad, bars, filmstrip; beside them the inside of the network, the why, and my handwriting."""

    predicted = Signal(object)  # PredictionReply

    def __init__(self, studio: Studio) -> None:
        super().__init__(objectName="draw-page")
        self._studio = studio
        document = studio.documents.get("draw")
        assert isinstance(document, DrawDocument)
        self.document = document
        self._build()
        self._connect()
        self.pad.show_drawing(document.drawing)
        self._show_state()

    # --- what others use

    @property
    def reader(self) -> Reader | None:
        """What reads now."""
        return self.document.reads.reader

    @property
    def prediction(self) -> InkPrediction | None:
        """The newest prediction."""
        return self.document.predictions.prediction

    @property
    def handwriting(self) -> Handwriting:
        """The kept digits."""
        return self.document.own_digits.kept

    @property
    def busy(self) -> bool:
        """Whether predictions that were asked for are still to be shown."""
        return self.document.busy or self.sheet.busy or self.picture.view.busy or self.reader_panel.busy

    def room_actions(self) -> list[QAction]:
        return list(self.sheet.all.values())

    def closing_question(self) -> str:
        return self.document.closing_question()

    def shut_down(self) -> None:
        self.sheet.shut_down()
        table_actions.shut_down(self)
        self.picture.shut_down()

    def open_state(self, state: object) -> None:
        """Put a picture on the pad: a network's input, a data set's ink as an array, or a file."""
        try:
            match state:
                case NetworkInput():
                    self.pad.add_picture(_ink_of(state))
                case np.ndarray():
                    ink = state.astype(np.float32) / np.float32(255 if state.dtype == np.uint8 else 1)
                    self.pad.add_picture(Picture.of(ink, prepared=ink.shape == (INPUT_SIDE, INPUT_SIDE)))
                case str() | Path():
                    self.open_picture(Path(state))
        except StudioError as error:
            errors.show_error(self, error)

    def open_picture(self, file: Path) -> None:
        """Put a picture's ink on the pad, when it has been read. If it cannot be read, the drawing stays."""
        self.sheet.open_picture(file, file.name)

    def open_weights(self, file: Path) -> None:
        """Read with a weights file, when it has been read. If it cannot be, the former weights stay."""
        self.reader_panel.open_file(file)

    # --- building

    def _build(self) -> None:
        self.desk, self.strip = WritingDesk(), Filmstrip()
        self.pad: Pad = self.desk.pad
        self.bars, self.guess = self.desk.bars, self.desk.guess
        self.sheet = SheetActions(self.pad, self.document.opened, self._studio, self)
        self.picture = CropDesk(self.desk, self.document, self.sheet)
        # They work while the menu bar is hidden, too.
        self.addActions(list(self.sheet.all.values()))
        pen = [self.sheet[name] for name in ("draw-eraser", "draw-clear")]
        marks = ("draw-undo", "draw-redo", "draw-open", "draw-crop", "draw-copy", "draw-paste", "draw-save")
        self.controls: Controls = Controls(pen, [self.sheet[name] for name in marks])
        self.tabs = BehindPanel(self.document, self.pad)
        self.inside, self.why, self.handwriting_view = self.tabs.inside, self.tabs.why, self.tabs.handwriting_view
        self.handwriting_panel = HandwritingPanel(self.document, self._studio, self.handwriting_view, self.pad, self)
        self.reader_panel = ReaderPanel(self.document, self._studio, self.controls, self.guess, self)
        self.frame = RoomFrame(
            "draw", controls=self.controls, picture=self.picture, inspector=self.tabs, timeline=self.strip
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.frame)

    def _connect(self) -> None:
        document, predictions = self.document, self.document.predictions
        self.pad.inkChanged.connect(self._read_sheet)
        self.pad.historyChanged.connect(document.note_drawing)
        self.controls.penChanged.connect(self._set_pen)
        self.sheet.weightsGiven.connect(self.open_weights)
        self.sheet["draw-eraser"].toggled.connect(document.set_eraser)
        self.strip.stagesChanged.connect(self._set_stages)
        self.tabs.inside.layerWanted.connect(self._open_layer)
        self.bars.chosen.connect(self._why_not)
        self.controls.note.layerAsked.connect(lambda path: self._open_layer(OpenedLayer(path=path)))
        document.sheetWanted.connect(self.pad.finish_stroke)
        document.sheetOpened.connect(self._show_drawing)
        document.shown.connect(self._show_state)
        table_actions.hear(self, self._studio.statusMessage.emit)
        self._studio.calibratedChanged.connect(self._read_sheet)
        predictions.predicted.connect(self._show_prediction)
        predictions.silenced.connect(self._show_silence)
        document.reads.standingChanged.connect(self._show_waiting)
        predictions.compared.connect(self._show_comparison)

    # --- the document's state

    @Slot()
    def _show_drawing(self) -> None:
        self.pad.show_drawing(self.document.drawing)

    @Slot()
    def _show_state(self) -> None:
        """Pen, stages and what is looked at, as the document has them."""
        state = self.document.state()
        self.controls.show_pen(state.pen)
        self.pad.set_pen_width(state.pen)
        self.sheet["draw-eraser"].setChecked(state.eraser)
        self.pad.set_eraser(state.eraser)
        self.strip.show_stages(state.stages)
        self.tabs.show_state()
        self._read_sheet()

    @Slot(int)
    def _set_pen(self, width: int) -> None:
        self.pad.set_pen_width(width)
        self.document.set_pen(width)

    @Slot(object)
    def _set_stages(self, stages: Stages) -> None:
        self.document.set_stages(stages)
        self._read_sheet()

    # --- prediction

    @Slot()
    def _read_sheet(self) -> None:
        """Read the newest ink."""
        drawing, begun = self.pad.drawing, self.pad.is_drawing
        prepared, marks = (None, None) if begun else (drawing.prepared, drawing.visible)
        calibrated = self._studio.calibrated
        self.document.predictions.read(Sheet(self.pad.ink(), prepared, self.strip.stages, marks, calibrated))
        self.picture.read_again()
        self._show_waiting()

    @Slot(object)
    def _show_prediction(self, reply: PredictionReply) -> None:
        names = reply.ask.reader.class_names
        self.why.set_names(names, self.document.state().question)
        self.bars.show_prediction(reply.prediction, names)
        self.guess.show_prediction(reply.prediction, names)
        self.strip.show_preprocessed(reply.prediction.preprocessed)
        self.tabs.ask_why()
        self.pad.setAccessibleDescription(self.guess.text)
        self.predicted.emit(reply)

    @Slot()
    def _show_silence(self) -> None:
        """Until the run has weights to show nobody reads."""
        self.bars.show_prediction(None, tuple("0123456789"))
        self.strip.show_preprocessed(None)  # what was there is of an earlier sheet
        self._show_waiting()

    @Slot()
    def _show_waiting(self) -> None:
        standing = self.document.reads.standing
        loads = self.reader is None and standing.problem is None and standing.loading
        awaited = (
            language.say((standing.tried or standing.wanted.network).title) if loads and not self.pad.is_empty else ""
        )
        for view in (self.inside, self.why):
            view.show_awaited(awaited, read=self.reader is not None and not self.pad.is_empty)
        if loads:
            if awaited:
                self.guess.show_loading(awaited)
            else:
                self.guess.show_prediction(None, ())
        elif self.reader is None and standing.problem is not None:
            begun = self.tr("The first weights come with the run.")
            self.guess.show_waiting(begun if standing.learning else errors.sentence(standing.problem))
        elif self.reader is not None and self.document.predictions.awaits_first and not self.pad.is_empty:
            self.guess.show_reading()

    @Slot(object)
    def _show_comparison(self, reply: PredictionReply | None) -> None:
        """What the whole preprocessing would have given, beside the prediction without a stage."""
        if reply is None or not self.strip.stages.changed():
            self.guess.show_comparison(None, ())
        else:
            self.guess.show_comparison(reply.prediction, reply.ask.reader.class_names)

    @Slot(int)
    def _why_not(self, row: int) -> None:
        if not self.frame.inspector_shown and not self.frame.picture_only:
            self.frame.show_inspector(True)
        self.tabs.why_not(row)

    @Slot(object)
    def _open_layer(self, layer: OpenedLayer) -> None:
        """Open a layer of what reads in the playground; it becomes the studio's network, if it is not."""
        self.document.use_reader()
        self.document.share()
        self._studio.open_room("playground", layer)

    # --- coming and going

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.document.weights.refresh()
        self.handwriting_panel.look()
        self.document.reads.set_shown(True)
        self.tabs.ask_why()  # of what was drawn meanwhile, or read by another network
        self._studio.watch_runs(self, True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.document.reads.set_shown(False)
        self._studio.watch_runs(self, False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.isVisible():
            self.document.own_digits.look()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if re.fullmatch(r"\d", event.text()) and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.handwriting_panel.keep(int(event.text()))
        else:
            super().keyPressEvent(event)


def _ink_of(picture: NetworkInput) -> Picture:
    """A network's input as ink on the pad.

    Raises:
        PictureError: if it is a colour picture.
    """
    if picture.shape[0] != 1:
        raise PictureError("This picture has colours, and the pad holds ink. Open it in Models.")
    ink = np.clip(picture.array[0].astype(np.float32), 0, 1)
    return Picture.of(ink, prepared=ink.shape == (INPUT_SIDE, INPUT_SIDE), origin=picture.origin)


def create_page(studio: Studio) -> DrawPage:
    """The room's page."""
    return DrawPage(studio)
