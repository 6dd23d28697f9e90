"""The Playground room: its two halves, its actions, its files."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QSize, Qt, Slot
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QDoubleSpinBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.convolution import files, inputs
from cnnstudio.convolution.code import code
from cnnstudio.convolution.links import Block
from cnnstudio.convolution.numbers import Numbers
from cnnstudio.convolution.state import Mode, PlaygroundState
from cnnstudio.errors import StudioError
from cnnstudio.gui import actions, errors, pictures, theme
from cnnstudio.gui.playground import export, words
from cnnstudio.gui.playground.canvas import Canvas
from cnnstudio.gui.playground.controls import Controls
from cnnstudio.gui.playground.costs_line import CostsLine
from cnnstudio.gui.playground.export_strip import ExportStrip
from cnnstudio.gui.playground.formula_line import FormulaLine
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.gui.playground.product_view import ProductView
from cnnstudio.gui.playground.stack_controls import StackControls
from cnnstudio.gui.playground.stack_table import StackTable
from cnnstudio.gui.playground.stack_view import StackView
from cnnstudio.gui.playground.timeline import Timeline
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets.page import Page
from cnnstudio.gui.widgets.room_frame import RoomFrame
from cnnstudio.gui.workers.generator_worker import GeneratorJob
from cnnstudio.gui.workers.latest_wins import LatestWins

if TYPE_CHECKING:
    from torch import Tensor


def create_page(studio: Studio) -> QWidget:
    """The room's page."""
    return PlaygroundPage(studio)


class _CanvasArea(QScrollArea):
    """Gives the canvas its room and scrolls it where it is zoomed."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(objectName="play-canvas-area", frameShape=QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._canvas = canvas
        self.setWidget(canvas)
        self.setMinimumSize(280, 200)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._canvas.set_room(self.maximumViewportSize() if self._canvas.zoom > 1 else self.viewport().size())


class _Halves(QStackedWidget):
    """As large as the half that is shown, so that the hidden one makes no side scroll."""

    def sizeHint(self) -> QSize:
        shown = self.currentWidget()
        return QSize() if shown is None else shown.sizeHint()

    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return QSize() if shown is None else QSize(0, shown.minimumSizeHint().height())


class PlaygroundPage(Page):
    """Operation or receptive field; one state, one undo stack."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self.model = PlaygroundModel(self)
        self.setAcceptDrops(True)
        self._pictures = LatestWins(lambda job: job(), self, name="playground picture")
        self._pictures.result.connect(self._take_picture)
        self._pictures.failed.connect(self._on_failed)
        self._writing = GeneratorJob(self, name="playground animation")
        self._writing.batch.connect(self._on_written)
        self._writing.finished.connect(self._on_writing_over)
        self._writing.failed.connect(self._on_writing_failed)
        self._digit_index = -1

        self.canvas = Canvas(self.model)
        self.timeline = Timeline(self.model)
        self.formula = FormulaLine(self.model)
        self.products = ProductView(self.model)
        self.controls = Controls(self.model)
        self.stack_view = StackView(self.model)
        self.stack_controls = StackControls(self.model)
        self.stack_table = StackTable(self.model, self.stack_view)
        self._build()
        self._build_actions()

        self.timeline.paceChanged.connect(self.canvas.set_pace)
        self.controls.openPicture.connect(self.open_picture)
        self.controls.wantDigit.connect(self.load_digit)
        self.model.refused.connect(self._say)
        self.model.stateChanged.connect(self._refresh)
        self.model.busyChanged.connect(self._on_busy)
        self.canvas.zoomChanged.connect(self._on_zoom)
        self._refresh()

    # --- building

    def _build(self) -> None:
        self.hint = QLabel(objectName="play-hint", wordWrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setProperty("tone", "warning")
        self.hint.setContentsMargins(theme.SPACE_4, theme.SPACE_1, theme.SPACE_4, theme.SPACE_2)
        self.hint.hide()
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
        self._area = _CanvasArea(self.canvas)
        picture.addWidget(self._tools())
        picture.addWidget(self._area, 1)
        picture.addWidget(_divider())
        picture.addWidget(under)

        self._pictures_stack = _Halves()
        self._pictures_stack.addWidget(operation)
        self._pictures_stack.addWidget(self.stack_view)

        self._sides = _Halves()
        self._sides.addWidget(self.controls)
        self._sides.addWidget(self.stack_controls)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(theme.SPACE_4, theme.SPACE_4, theme.SPACE_4, theme.SPACE_4)
        column.setSpacing(theme.SPACE_4)
        column.addWidget(self._mode_switch())
        column.addWidget(self._sides)
        column.addStretch(1)

        middle = QWidget()
        pictures = QVBoxLayout(middle)
        pictures.setContentsMargins(0, 0, 0, 0)
        pictures.setSpacing(0)
        pictures.addWidget(self._pictures_stack, 1)
        pictures.addWidget(self.hint)
        self._export_strip = ExportStrip()
        self._export_strip.cancelled.connect(self._writing.stop)
        pictures.addWidget(self._export_strip)

        self._inspectors = _Halves()
        self._inspectors.addWidget(self.products)
        self._inspectors.addWidget(self.stack_table)
        self.frame = RoomFrame(
            "play", controls=left, picture=middle, inspector=self._inspectors, timeline=self.timeline
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.frame)

    def _mode_switch(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_1)
        self._mode_buttons: dict[Mode, QPushButton] = {}
        group = QButtonGroup(self)
        for mode, text, name in (
            (Mode.OPERATION, self.tr("Operation"), "play-mode-operation"),
            (Mode.RECEPTIVE_FIELD, self.tr("Receptive field"), "play-mode-field"),
        ):
            button = QPushButton(text, objectName=name, checkable=True)
            group.addButton(button)
            button.clicked.connect(lambda _checked=False, chosen=mode: self.set_mode(chosen))
            row.addWidget(button, 1)
            self._mode_buttons[mode] = button
        return holder

    def _tools(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_3, 0)
        row.setSpacing(theme.SPACE_1)
        self._undo_button = self._tool("play-undo-button", "undo-2", self.tr("Undo (Ctrl+Z)"), self.model.undo.undo)
        self._redo_button = self._tool(
            "play-redo-button", "redo-2", self.tr("Redo (Ctrl+Shift+Z)"), self.model.undo.redo
        )
        self._paint_button = self._tool(
            "play-paint",
            "pencil",
            self.tr("Paint cells with the brush (P); right button paints zeros"),
            None,
            checkable=True,
        )
        self._paint_button.toggled.connect(self._set_painting)
        self._brush = QDoubleSpinBox(
            objectName="play-brush", decimals=2, singleStep=0.5, minimum=-1000, maximum=1000, value=1.0
        )
        self._brush.setAccessibleName(self.tr("Number the brush paints"))
        self._brush.setToolTip(self.tr("Number the brush paints"))
        self._brush.valueChanged.connect(self._set_brush)
        self._brush.setMaximumWidth(84)
        self._brush.hide()
        self._spread_button = self._tool(
            "play-spread",
            "layers",
            self.tr("Channels beside each other or stacked (S)"),
            self._toggle_spread,
            checkable=True,
        )
        self._zoom_out = self._tool(
            "play-zoom-out", "zoom-out", self.tr("Smaller (Ctrl+−)"), lambda: self._zoom(1 / 1.5)
        )
        self._zoom_in = self._tool("play-zoom-in", "zoom-in", self.tr("Larger (Ctrl++)"), lambda: self._zoom(1.5))
        self._copy_button = self._tool("play-copy-code-button", "copy", self.tr("Copy as PyTorch code"), self.copy_code)
        for widget in (
            self._undo_button,
            self._redo_button,
            _gap(),
            self._paint_button,
            self._brush,
            self._spread_button,
        ):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (self._zoom_out, self._zoom_in, _gap(), self._copy_button):
            row.addWidget(widget)
        self.model.undo.canUndoChanged.connect(self._undo_button.setEnabled)
        self.model.undo.canRedoChanged.connect(self._redo_button.setEnabled)
        self._undo_button.setEnabled(False)
        self._redo_button.setEnabled(False)
        self._zoom_out.setEnabled(False)
        return holder

    def _tool(
        self, name: str, icon: str, tip: str, slot: Callable[[], object] | None, *, checkable: bool = False
    ) -> QToolButton:
        button = QToolButton(objectName=name, toolTip=tip, checkable=checkable)
        button.setAccessibleName(tip)
        button.setIcon(theme.icon(icon, "text_quiet"))
        button.setIconSize(QSize(18, 18))
        if slot is not None:
            button.clicked.connect(lambda: slot())
        return button

    def _build_actions(self) -> None:
        make = actions.create
        self._actions: list[QAction] = [
            make("play-undo", self, self.model.undo.undo),
            make("play-redo", self, self.model.undo.redo),
            make("play-open-picture", self, self.open_picture),
            make("play-paste", self, self.paste),
            make("play-load", self, self.open_file),
            make("play-save", self, self.save_file),
            make("play-copy-code", self, self.copy_code),
            make("play-export-png", self, lambda: self.export_as("png")),
            make("play-export-svg", self, lambda: self.export_as("svg")),
            make("play-export-gif", self, lambda: self.export_as("gif")),
            make("play-zoom-in", self, lambda: self._zoom(1.5)),
            make("play-zoom-out", self, lambda: self._zoom(1 / 1.5)),
            make("play-zoom-fit", self, lambda: self.canvas.set_zoom(1.0)),
            make("play-mode", self, self._next_mode),
        ]
        self.addActions(self._actions)
        undo, redo = self._actions[:2]
        for action, signal in ((undo, self.model.undo.canUndoChanged), (redo, self.model.undo.canRedoChanged)):
            action.setEnabled(False)
            signal.connect(action.setEnabled)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        focus = self.window().focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            # Space, comma and full stop work at once.
            self.setFocus()

    # --- what the window asks

    def room_actions(self) -> list[QAction]:
        return self._actions

    def open_state(self, state: object) -> None:
        """A `PlaygroundState`, its JSON form, or the number of a figure."""
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

    def shut_down(self) -> None:
        self.timeline.pause()
        for worker in (self._pictures, self._writing):
            worker.shut_down()
        self.model.shut_down()

    # --- the halves

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
        for halves in (self._pictures_stack, self._sides, self._inspectors):
            if halves.currentIndex() != int(field):
                halves.setCurrentIndex(int(field))
                halves.updateGeometry()
        self.timeline.setVisible(not field and not self.frame.picture_only)
        for mode, button in self._mode_buttons.items():
            button.setChecked(mode is state.mode)
        self._spread_button.setEnabled(state.geometry.operation.weighs and state.geometry.group_width > 1)
        self._spread_button.setChecked(self.canvas.scene.spread)
        if not self.hint.isHidden():
            self.hint.hide()
            self._studio.statusMessage.emit("")

    @Slot(str)
    def _say(self, sentence: str) -> None:
        """Why something is not possible: under the picture, until the next change."""
        sentence = words.of_core(sentence)
        self.hint.setText(sentence)
        self.hint.show()
        self._studio.statusMessage.emit(sentence)

    @Slot(bool)
    def _on_busy(self, busy: bool) -> None:
        self._studio.set_progress(self.tr("Computing the picture...") if busy else "")

    # --- tools

    @Slot(bool)
    def _set_painting(self, on: bool) -> None:
        self.canvas.painting = on
        self._brush.setVisible(on)

    @Slot(float)
    def _set_brush(self, value: float) -> None:
        self.canvas.brush = value

    @Slot()
    def _toggle_spread(self) -> None:
        self.model.set_spread(not self.canvas.scene.spread)
        self._spread_button.setChecked(self.canvas.scene.spread)

    def _zoom(self, by: float) -> None:
        self.canvas.set_zoom(self.canvas.zoom * by)

    @Slot(float)
    def _on_zoom(self, zoom: float) -> None:
        self._zoom_out.setEnabled(zoom > 1)

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
            Qt.Key.Key_P: self._paint_button.toggle,
            Qt.Key.Key_S: self._toggle_spread,
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

    # --- pictures

    @Slot()
    def open_picture(self) -> None:
        """Ask for a picture file."""
        name, _ = QFileDialog.getOpenFileName(
            self,
            self.tr("Open a picture"),
            "",
            self.tr("Pictures (*.png *.jpg *.jpeg *.gif *.bmp *.webp *.tif *.tiff)"),
        )
        if name:
            self.use_picture(Path(name))

    def use_picture(self, file: Path) -> None:
        """Read a picture file in the background and make it the input; a playground file is opened instead."""
        if file.suffix.lower() == ".json":
            self.use_file(file)
            return
        channels = 3 if self.model.state.geometry.in_channels == 3 else 1
        self._studio.set_progress(self.tr("Opening {name}...").format(name=file.name))
        self._pictures.request(lambda: inputs.open_picture(file, channels=channels))

    def use_picture_data(self, data: bytes, name: str) -> None:
        """The same for bytes from the clipboard or a drop."""
        channels = 3 if self.model.state.geometry.in_channels == 3 else 1
        self._pictures.request(lambda: inputs.decode_picture(data, name, channels=channels))

    @Slot(object)
    def _take_picture(self, answer: "tuple[Tensor, str]") -> None:
        self._studio.set_progress()
        values, note = answer
        self.model.change(self.tr("Picture"), lambda state: state.with_input(Numbers(values)))
        if note:
            self._say(note)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._studio.set_progress()
        errors.show_error(self, error)

    @Slot()
    def paste(self) -> None:
        """Make what is on the clipboard the input: a picture, a picture file, or a table of numbers."""
        self._use_mime(QGuiApplication.clipboard().mimeData())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasImage() or event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._use_mime(event.mimeData())
        event.acceptProposedAction()

    def _use_mime(self, mime: QMimeData) -> None:
        local = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()] if mime.hasUrls() else []
        if local:
            self.use_picture(local[0])
        elif mime.hasImage():
            image = QImage(mime.imageData())
            if image.isNull():
                self._say(self.tr("The clipboard's picture could not be read. Save it to a file and open that."))
                return
            self.use_picture_data(pictures.png(image, compressed=False), self.tr("The pasted picture"))
        else:
            self._say(self.tr("There is no picture on the clipboard. Copy one, or open a file."))

    @Slot()
    def load_digit(self) -> None:
        """Make the next handwritten digit the input: MNIST's where it is on this machine, else the built-in ones."""
        self._digit_index += 1
        index = self._digit_index
        self._studio.set_progress(self.tr("Loading a digit..."))

        def job() -> "tuple[Tensor, str]":
            from cnnstudio.gui.playground.digits import digit

            return digit(index)

        self._pictures.request(job)

    # --- files

    @Slot()
    def open_file(self) -> None:
        """Ask for a playground file."""
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Open a playground file"), "", "JSON (*.json)")
        if name:
            self.use_file(Path(name))

    def use_file(self, file: Path) -> None:
        """Open a playground file; says what is wrong with it and keeps the state where it cannot be."""
        try:
            state = files.load(file)
        except StudioError as error:
            errors.show_error(self, error)
            return
        self.model.change(self.tr("Open {name}").format(name=file.name), lambda _state: state)

    @Slot()
    def save_file(self) -> None:
        """Ask for a name and save the state."""
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save the playground"), "playground.json", "JSON (*.json)")
        if name:
            self.save_to(Path(name))

    def save_to(self, file: Path) -> None:
        """Save the state."""
        try:
            files.save(self.model.state, file)
        except StudioError as error:
            errors.show_error(self, error)
            return
        self._studio.statusMessage.emit(self.tr("Saved {name}.").format(name=file.name))

    @Slot()
    def copy_code(self) -> None:
        """Put the state on the clipboard as a PyTorch program."""
        QGuiApplication.clipboard().setText(code(self.model.state))
        self._studio.statusMessage.emit(self.tr("Copied as PyTorch code: it prints these numbers."))

    def export_as(self, kind: str) -> None:
        """Ask for a name and export the picture as png, svg or gif."""
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export the picture"), f"playground.{kind}", f"{kind.upper()} (*.{kind})"
        )
        if name:
            self.export_to(Path(name))

    def export_to(self, file: Path) -> None:
        """Export the picture; the file's ending says how. An animation is made in the background."""
        field = self.model.state.mode is Mode.RECEPTIVE_FIELD
        try:
            match file.suffix.lower():
                case ".svg":
                    export.save_svg(self.stack_view if field else self.canvas, file)
                case ".gif":
                    if field:
                        self._say(self.tr("The receptive field does not move. Export it as PNG or SVG."))
                        return
                    self._export_animation(file)
                    return
                case _:
                    export.save_png(self.stack_view if field else self.canvas, file)
        except StudioError as error:
            errors.show_error(self, error)
            return
        self._studio.statusMessage.emit(self.tr("Saved {name}.").format(name=file.name))

    def _export_animation(self, file: Path) -> None:
        if self._writing.busy:
            self._say(self.tr("An animation is being written. Wait for it, or cancel it."))
            return
        animation = export.Animation(self.canvas, self.timeline.interval_ms)
        self._export_strip.begin(file.name, animation)
        self._writing.start(lambda: animation.write(file))

    @Slot(object)
    def _on_written(self, events: list[export.Written]) -> None:
        self._export_strip.tell(events[-1])

    @Slot(str)
    def _on_writing_over(self, reason: str) -> None:
        self._studio.statusMessage.emit(self._export_strip.end(completed=reason == "completed"))

    @Slot(object)
    def _on_writing_failed(self, error: BaseException) -> None:
        self._export_strip.end(completed=False)
        errors.show_error(self, error)


def _divider() -> QFrame:
    line = QFrame(frameShape=QFrame.Shape.NoFrame)
    line.setProperty("divider", True)
    line.setFixedHeight(1)
    return line


def _gap() -> QWidget:
    gap = QWidget()
    gap.setFixedWidth(theme.SPACE_3)
    return gap
