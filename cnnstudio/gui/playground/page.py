"""The Playground room: its two halves, its actions, its keys."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from cnnstudio.convolution import files
from cnnstudio.convolution.links import Block
from cnnstudio.convolution.opened_layer import OpenedLayer
from cnnstudio.convolution.state import Mode, PlaygroundState
from cnnstudio.errors import StudioError
from cnnstudio.gui import actions, errors, theme
from cnnstudio.gui.playground import words
from cnnstudio.gui.playground.canvas import Canvas
from cnnstudio.gui.playground.canvas_area import CanvasArea
from cnnstudio.gui.playground.cell_view import CellView
from cnnstudio.gui.playground.controls import Controls
from cnnstudio.gui.playground.costs_line import CostsLine
from cnnstudio.gui.playground.document import PlaygroundDocument
from cnnstudio.gui.playground.exporting import Exporting
from cnnstudio.gui.playground.formula_line import FormulaLine
from cnnstudio.gui.playground.halves import Halves
from cnnstudio.gui.playground.mode_switch import ModeSwitch
from cnnstudio.gui.playground.opened_panel import OpenedPanel
from cnnstudio.gui.playground.picture_input import PictureInput
from cnnstudio.gui.playground.stack_controls import StackControls
from cnnstudio.gui.playground.stack_table import StackTable
from cnnstudio.gui.playground.stack_view import StackView
from cnnstudio.gui.playground.state_files import StateFiles
from cnnstudio.gui.playground.timeline import Timeline
from cnnstudio.gui.playground.tools import Tools
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets.page import Page
from cnnstudio.gui.widgets.room_frame import RoomFrame
from cnnstudio.training.measurement import EditAccuracy
from cnnstudio.workspace.picture import FromDataset, Picture


def create_page(studio: Studio) -> QWidget:
    """The room's page."""
    return PlaygroundPage(studio)


class PlaygroundPage(Page):
    """Operation or receptive field; one state, one undo stack."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self.document = studio.documents.get("playground")
        assert isinstance(self.document, PlaygroundDocument)
        self.model, self.opening = self.document.model, self.document.opening
        self.accuracy, self.keeping = self.document.accuracy, self.document.keeping
        self._computing = studio.jobs.activity(self)
        self.setAcceptDrops(True)

        self.canvas = Canvas(self.model)
        self.timeline = Timeline(self.model)
        self.formula = FormulaLine(self.model)
        self.products = CellView(self.model)
        self.controls = Controls(self.model)
        self.stack_view = StackView(self.model)
        self.stack_controls = StackControls(self.model)
        self.stack_table = StackTable(self.model, self.stack_view)
        self.tools = Tools(self.model, self.canvas)
        self.pictures = PictureInput(self.model, studio, self)
        self.files = StateFiles(self.model, studio, self)
        self.exporting = Exporting(self.model, studio, self, self.canvas, self.stack_view, self.timeline)
        self.opening.refused.connect(self._say)
        self.keeping.refused.connect(self._say)
        self.keeping.kept.connect(self._on_kept)
        self._build()
        self._build_actions()

        self.timeline.paceChanged.connect(self.canvas.set_pace)
        self.controls.openPicture.connect(self.pictures.ask)
        self.controls.wantDigit.connect(self.pictures.load_digit)
        self.pictures.stateFileDropped.connect(self.files.open)
        self.tools.copyWanted.connect(self.files.copy_code)
        self.model.refused.connect(self._say)
        self.model.stateChanged.connect(self._refresh)
        self.model.busyChanged.connect(self._on_busy)
        self.model.openedChanged.connect(self._on_opened)
        self._on_opened()
        self._refresh()

    # --- building

    def _build(self) -> None:
        self.hint = QLabel(objectName="play-hint", wordWrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setProperty("tone", "warning")
        self.hint.setContentsMargins(theme.SPACE_4, theme.SPACE_1, theme.SPACE_4, theme.SPACE_2)
        self.hint.hide()

        self._mode_switch = ModeSwitch()
        self._mode_switch.chosen.connect(self.set_mode)
        self.opened_panel = OpenedPanel(self.opening, self.model, self.accuracy, self.keeping)
        self.opened_panel.copyWanted.connect(self._take_copy)
        self.opened_panel.prediction.pictureChosen.connect(self._show_picture)
        self.opened_panel.prediction.pictureOpened.connect(self._open_picture)
        self._sides = Halves(self.controls, self.stack_controls)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(theme.SPACE_4, theme.SPACE_4, theme.SPACE_4, theme.SPACE_4)
        column.setSpacing(theme.SPACE_4)
        column.addWidget(self.opened_panel)
        column.addWidget(self._mode_switch)
        column.addWidget(self._sides)
        column.addStretch(1)

        self._middles = Halves(self._operation(), self.stack_view)
        middle = QWidget()
        stacked = QVBoxLayout(middle)
        stacked.setContentsMargins(0, 0, 0, 0)
        stacked.setSpacing(0)
        stacked.addWidget(self._middles, 1)
        stacked.addWidget(self.hint)
        stacked.addWidget(self.exporting.strip)

        self._inspectors = Halves(self.products, self.stack_table)
        self.frame = RoomFrame(
            "play", controls=left, picture=middle, inspector=self._inspectors, timeline=self.timeline
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.frame)

    def _operation(self) -> QWidget:
        """The canvas with its tools above and what is said of it below."""
        under = QWidget()
        lines = QVBoxLayout(under)
        lines.setContentsMargins(theme.SPACE_2, theme.SPACE_2, theme.SPACE_2, 0)
        lines.setSpacing(theme.SPACE_1)
        lines.addWidget(self.formula)
        lines.addWidget(CostsLine(self.model))
        operation = QWidget()
        picture = QVBoxLayout(operation)
        picture.setContentsMargins(0, 0, 0, 0)
        picture.setSpacing(0)
        picture.addWidget(self.tools)
        picture.addWidget(CanvasArea(self.canvas), 1)
        picture.addWidget(_divider())
        picture.addWidget(under)
        return operation

    def _build_actions(self) -> None:
        make = actions.create
        self._actions: list[QAction] = [
            make("play-undo", self, self.model.undo_step),
            make("play-redo", self, self.model.redo_step),
            make("play-open-picture", self, self.pictures.ask),
            make("play-paste", self, self.pictures.paste),
            make("play-load", self, self.files.ask_open),
            make("play-save", self, self.files.ask_save),
            make("play-copy-code", self, self.files.copy_code),
            make("play-export-png", self, lambda: self.exporting.ask("png")),
            make("play-export-svg", self, lambda: self.exporting.ask("svg")),
            make("play-export-gif", self, lambda: self.exporting.ask("gif")),
            make("play-zoom-in", self, self.tools.zoom_in),
            make("play-zoom-out", self, self.tools.zoom_out),
            make("play-zoom-fit", self, lambda: self.canvas.set_zoom(1.0)),
            make("play-mode", self, self._next_mode),
        ]
        self.addActions(self._actions)
        self.model.historyChanged.connect(self._show_history)
        self._show_history()

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
        return self._actions

    def open_state(self, state: object) -> None:
        """A layer of the current network, a `PlaygroundState`, its JSON form, or the number of a figure."""
        if isinstance(state, OpenedLayer):
            self.opening.open(state)
            return
        self.opening.close()
        if isinstance(state, int):
            chosen = next((figure.state for figure in self.model.figures if figure.number == state), None)
        elif isinstance(state, dict):
            try:
                chosen = files.from_json(state)
            except StudioError as error:
                errors.show_error(self, error)
                return
        else:
            chosen = state if isinstance(state, PlaygroundState) else None
        if chosen is not None:
            self.model.change(self.tr("Open"), lambda _state: chosen)
            self.model.pin(0, 0, 0)

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

    # --- an opened layer

    @Slot()
    def _on_opened(self) -> None:
        """A real layer's sizes and input are its own: its panel stands in place of the controls."""
        opened = self.model.opened
        self.opened_panel.setVisible(opened)
        self._mode_switch.setVisible(not opened)
        self._sides.setVisible(not opened)

    @Slot(str)
    def _on_kept(self, name: str) -> None:
        self._studio.statusMessage.emit(self.tr("Kept as {name}; undo brings the edits back.").format(name=name))

    @Slot(object, int)
    def _show_picture(self, found: EditAccuracy, number: int) -> None:
        """Show the network a test picture: the layer and the prediction are those for it."""
        picture = found.pictures.images[number].numpy() / np.float32(255)
        self._studio.show_picture(Picture.of(picture, FromDataset(found.pictures.dataset, "test", number)))

    @Slot(object, int)
    def _open_picture(self, found: EditAccuracy, number: int) -> None:
        self._studio.open_room("draw", found.pictures.images[number].numpy())

    @Slot()
    def _take_copy(self) -> None:
        self.model.take_copy()
        self.opening.close()

    @Slot()
    def _show_history(self) -> None:
        undo, redo = self._actions[:2]
        undo.setEnabled(self.model.history.canUndo())
        redo.setEnabled(self.model.history.canRedo())

    # --- the halves

    @Slot(object)
    def set_mode(self, mode: Mode) -> None:
        """Show a half."""
        self.model.change(self.tr("Switch"), lambda state: state.with_mode(mode))
        self._refresh()

    @Slot()
    def _next_mode(self) -> None:
        self.set_mode(Mode.RECEPTIVE_FIELD if self.model.state.mode is Mode.OPERATION else Mode.OPERATION)

    @Slot()
    def _refresh(self) -> None:
        state = self.model.state
        field = state.mode is Mode.RECEPTIVE_FIELD
        for halves in (self._middles, self._sides, self._inspectors):
            halves.show_field(field)
        self.timeline.setVisible(not field and not self.frame.picture_only)
        self._mode_switch.show_mode(state.mode)
        self.tools.refresh()
        if not self.hint.isHidden():
            self.hint.hide()
            self._studio.take_back(self.hint.text())

    @Slot(str)
    def _say(self, sentence: str) -> None:
        """Why something is not possible: under the picture, until the next change."""
        sentence = words.of_core(sentence)
        self.hint.setText(sentence)
        self.hint.show()
        self._studio.statusMessage.emit(sentence)

    @Slot(bool)
    def _on_busy(self, busy: bool) -> None:
        if busy:
            self._computing.tell(self.tr("Computing the picture..."))
        else:
            self._computing.end()

    # --- keys and drops

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys no field of the page wanted."""
        control = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if control or self.model.state.mode is not Mode.OPERATION:
            super().keyPressEvent(event)
            return
        jobs: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Space: self.timeline.toggle,
            Qt.Key.Key_Period: self.timeline.step_forward,
            Qt.Key.Key_Comma: self.timeline.step_back,
            Qt.Key.Key_Home: self.timeline.go_first,
            Qt.Key.Key_End: self.timeline.go_last,
            Qt.Key.Key_P: self.tools.paint.toggle,
            Qt.Key.Key_S: self.tools.toggle_spread,
            Qt.Key.Key_I: lambda: self.canvas.views[Block.INPUT].setFocus(),
            Qt.Key.Key_K: lambda: self.canvas.views[Block.KERNEL].setFocus(),
            Qt.Key.Key_O: lambda: self.canvas.views[Block.OUTPUT].setFocus(),
            Qt.Key.Key_Escape: lambda: self.model.hold(None),
        }
        job = jobs.get(event.key())
        if job is None:
            super().keyPressEvent(event)
            return
        job()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.pictures.accepts(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.pictures.use_mime(event.mimeData())
        event.acceptProposedAction()


def _divider() -> QFrame:
    line = QFrame(frameShape=QFrame.Shape.NoFrame)
    line.setProperty("divider", True)
    line.setFixedHeight(1)
    return line
