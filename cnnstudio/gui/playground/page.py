"""The Playground room: a layout over its document."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

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
from cnnstudio.gui.widgets.room_frame import RoomFrame


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
        self.model.busyChanged.connect(self._on_busy)
        self._refresh()
        table_actions.hear(self, studio.statusMessage.emit)

    def _lay_out(self) -> None:
        self._middles = Halves(self.operation, self.stack_view)
        self._inspectors = Halves(self.products, self.stack_table)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._middles, 1)
        column.addWidget(self.hint)
        column.addWidget(self.exporting.strip)
        self.frame = RoomFrame(
            "play", controls=self.left, picture=middle, inspector=self._inspectors, timeline=self.timeline
        )
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
        """A layer of the current network, a `PlaygroundState`, its JSON form, or the number of a figure."""
        try:
            self.document.show_wanted(state)
        except StudioError as error:
            errors.show_error(self, error)

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
