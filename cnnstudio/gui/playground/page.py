"""The Playground room: a layout over its document."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cnnstudio.convolution.links import Block, Cell
from cnnstudio.convolution.state import Mode
from cnnstudio.errors import StudioError
from cnnstudio.gui import errors
from cnnstudio.gui.playground.bars_first import BarsFirst
from cnnstudio.gui.playground.cell_view import CellView
from cnnstudio.gui.playground.commands import Commands
from cnnstudio.gui.playground.document import PlaygroundDocument
from cnnstudio.gui.playground.exporting import Exporting
from cnnstudio.gui.playground.halves import Halves
from cnnstudio.gui.playground.hint_line import HintLine
from cnnstudio.gui.playground.late_mark import LateMark
from cnnstudio.gui.playground.left_side import LeftSide
from cnnstudio.gui.playground.operation_view import OperationView
from cnnstudio.gui.playground.picture_input import PictureInput
from cnnstudio.gui.playground.stack_table import StackTable
from cnnstudio.gui.playground.stack_view import StackView
from cnnstudio.gui.playground.state_files import StateFiles
from cnnstudio.gui.playground.timeline import Timeline
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets import table_actions
from cnnstudio.gui.widgets.page import Page
from cnnstudio.gui.widgets.predict_panel import PredictPanel
from cnnstudio.gui.widgets.room_frame import RoomFrame
from cnnstudio.lessons.asked import Thing
from cnnstudio.lessons.questions import Shown
from cnnstudio.lessons.slips import Place, Playing


def create_page(studio: Studio) -> QWidget:
    """The room's page."""
    return PlaygroundPage(studio)


class PlaygroundPage(Page):
    """Controls or an opened layer at the left, the picture in the middle, the sums at the right."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        document = studio.documents.get("playground")
        assert isinstance(document, PlaygroundDocument)
        self.document = document
        self.model, self.opening = self.document.model, self.document.opening
        self.accuracy, self.keeping = self.document.accuracy, self.document.keeping
        self._computing = studio.jobs.activity(self)
        self.setAcceptDrops(True)

        self.left = LeftSide(self.document, studio)
        self.controls, self.stack_controls = self.left.controls, self.left.stack_controls
        self.opened_panel = self.left.opened
        self.operation = OperationView(self.model)
        self.canvas, self.tools, self.formula = self.operation.canvas, self.operation.tools, self.operation.formula
        self.stack_view = StackView(self.model)
        self.products = CellView(self.model)
        self.stack_table = StackTable(self.model, self.stack_view)
        self.timeline = Timeline(self.model)
        self.predict = PredictPanel(studio.predict, "play-predict", plays_all=True)
        self.hint = HintLine(studio)
        self.pictures = PictureInput(self.model, studio, self)
        self.files = StateFiles(self.model, studio, self)
        self.exporting = Exporting(self.model, studio, self, self.canvas, self.stack_view, self.timeline)
        self._lay_out()
        panel = self.opened_panel
        pictures = (self.canvas, self.products, panel.kernel, panel.maps, panel.pruning, panel.weights)
        self.bars_first = BarsFirst(studio, self.opening, pictures, self)
        self.commands = Commands(self)
        self.late = LateMark(self.opening, (self.canvas, self.products), self)

        self._to_play: Place | None = None
        self.model.resultChanged.connect(self._play_wanted)
        self.left.mode.chosen.connect(self.set_mode)
        self.timeline.paceChanged.connect(self.canvas.set_pace)
        self.controls.openPicture.connect(self.pictures.ask)
        self.controls.wantDigit.connect(self.pictures.load_digit)
        self.pictures.stateFileDropped.connect(self.files.open)
        self.tools.copyWanted.connect(self.files.copy_code)
        for part in (self.model, self.opening, self.keeping):
            part.refused.connect(self.hint.show_refusal)
        self.opening.pastRefusal.connect(self.hint.withdraw)
        self.model.stateChanged.connect(self._refresh)
        for tells in (self.model.resultChanged, self.model.positionChanged, self.model.predicting.changed):
            tells.connect(self._ask_about_shown)
        self.stack_view.unitChanged.connect(self._ask_about_shown)
        self.predict.playWanted.connect(self._play_place)
        self.model.busyChanged.connect(self._on_busy)
        self._refresh()
        table_actions.hear(self, studio.statusMessage.emit)

    def _lay_out(self) -> None:
        self._middles = Halves(self.operation, self.stack_view)
        self._inspectors = Halves(self.products, self.stack_table)
        side = QWidget()
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.predict)
        beside.addWidget(self._inspectors, 1)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._middles, 1)
        column.addWidget(self.hint)
        column.addWidget(self.exporting.strip)
        self.frame = RoomFrame("play", controls=self.left, picture=middle, inspector=side, timeline=self.timeline)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.frame)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.accuracy.set_in_front(False)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.accuracy.set_in_front(True)
        focus = self.window().focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            # Space, comma and full stop work at once.
            self.setFocus()

    # --- what the window asks

    def room_actions(self) -> list[QAction]:
        return self.commands.actions

    def open_state(self, state: object) -> None:
        """A `Playing`, a layer of the network, a `PlaygroundState`, its JSON form, or the number of a figure."""
        try:
            if isinstance(state, Playing):
                self.document.open_state(state.state)
                self.play_from(state.place)
                return
            self.document.show_wanted(state)
        except StudioError as error:
            errors.show_error(self, error)

    def play_from(self, place: Place) -> None:
        """Show where something goes wrong: the level of the stack, the product under the window, or slide on."""
        self._to_play = None
        if place.layer is not None:
            self.set_mode(Mode.RECEPTIVE_FIELD)
            self.stack_view.show_level(place.layer + 1)
            return
        self.set_mode(Mode.OPERATION)
        if self.model.result.state is not self.model.state:
            self._to_play = place  # once it has been computed
            return
        channel, row, col = place.cell
        geometry = self.model.result.state.geometry
        channel = min(channel, geometry.channels_out - 1)
        self.model.pin(row, col, channel, reveal=True)
        if place.tap is None or not geometry.operation.weighs:
            self.timeline.play_on()
            return
        inner, tap_row, tap_col = place.tap
        read = geometry.channels_read(channel)
        self.model.bring_to_front(in_channel=read[inner])
        self.model.hold(Cell(Block.KERNEL, read[inner], tap_row, tap_col, channel))

    @Slot()
    def _play_wanted(self) -> None:
        if self._to_play is not None:
            self.play_from(self._to_play)

    def use_file(self, file: Path) -> None:
        """Open a playground file."""
        self.files.open(file)

    def closing_question(self) -> str:
        return self.exporting.closing_question()

    def shut_down(self) -> None:
        self.timeline.pause()
        self.pictures.shut_down()
        self.files.shut_down()
        self.exporting.shut_down()
        table_actions.shut_down(self)

    # --- the halves

    @Slot(object)
    def set_mode(self, mode: Mode) -> None:
        """Show a half."""
        field = mode is Mode.RECEPTIVE_FIELD
        text = self.tr("showing the receptive field") if field else self.tr("showing the operation")
        self.model.change(text, lambda state: state.with_mode(mode))
        self._refresh()

    @Slot()
    def switch_mode(self) -> None:
        """Show the other half."""
        self.set_mode(Mode.RECEPTIVE_FIELD if self.model.state.mode is Mode.OPERATION else Mode.OPERATION)

    @Slot()
    def _refresh(self) -> None:
        mode = self.model.state.mode
        field = mode is Mode.RECEPTIVE_FIELD
        for halves in (self._middles, self._inspectors):
            halves.show_field(field)
        self.left.show_mode(mode)
        self.timeline.setVisible(not field and not self.frame.picture_only)
        self.tools.refresh()
        self.hint.withdraw()
        self._ask_about_shown()

    # --- predicting

    @Slot()
    def _ask_about_shown(self) -> None:
        """Ask about what is shown: the operation and the cell that is taken apart, or the level that is looked at."""
        predicting = self.model.predicting
        if self.model.state.mode is Mode.RECEPTIVE_FIELD:
            self.predict.show_asked(predicting.asked_of_level(self.stack_view.pinned.level))
        elif self.model.result.state is self.model.state:
            self.predict.show_asked(predicting.asked_of_operation())

    @Slot()
    def start_prediction(self) -> None:
        """Switch it on, and go to the question."""
        self._studio.predict.set_on(True)
        if not self.frame.inspector_shown and not self.frame.picture_only:
            self.frame.show_inspector(True)
        self.predict.start()

    @Slot(object, object)
    def _play_place(self, question: Shown, place: Place) -> None:
        """Play what is shown from where it goes wrong; the question stays."""
        here = self.model.position
        if place.layer is not None:
            self.stack_view.point_level(place.layer + 1)
        elif question.kind == Thing.CELL and place == Place():
            self.play_from(Place((here.channel, here.row, here.col)))
        elif self.model.state.mode is Mode.OPERATION:
            self.play_from(place)

    @Slot(bool)
    def _on_busy(self, busy: bool) -> None:
        if busy:
            self._computing.tell(self.tr("Computing the picture..."))
        else:
            self._computing.end()

    # --- keys and drops

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys no field of the page wanted."""
        if self.commands.use_key(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.pictures.accepts(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.pictures.use_mime(event.mimeData())
        event.acceptProposedAction()
