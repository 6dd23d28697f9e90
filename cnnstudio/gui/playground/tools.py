"""The row of buttons above the canvas: undo, the brush, channels, zoom, copy."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from cnnstudio.gui import theme, view_state
from cnnstudio.gui.playground.canvas import Canvas
from cnnstudio.gui.playground.model import PlaygroundModel
from cnnstudio.gui.widgets.number_field import NumberField, refusal

_ZOOM_STEP = 1.5


class Tools(QWidget):
    """What is done to the canvas by hand."""

    copyWanted = Signal()  # the state as a PyTorch program

    def __init__(self, model: PlaygroundModel, canvas: Canvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._canvas = canvas
        undo = self._undo = self._tool("play-undo-button", "undo-2", self.tr("Undo (Ctrl+Z)"), model.undo_step)
        redo = self._redo = self._tool("play-redo-button", "redo-2", self.tr("Redo (Ctrl+Shift+Z)"), model.redo_step)
        model.historyChanged.connect(self._show_history)
        self._show_history()
        self.paint = self._tool(
            "play-paint",
            "pencil",
            self.tr("Paint cells with the brush (P); right button paints zeros"),
            None,
            checkable=True,
        )
        view_state.keep(self.paint)
        self.paint.toggled.connect(self._set_painting)
        self._brush = view_state.keep(NumberField(objectName="play-brush", step=0.5, minimum=-1000, maximum=1000))
        self._brush.setValue(1.0)
        self._brush.refused.connect(lambda typed: model.refused.emit(refusal(self._brush, typed)))
        self._brush.setAccessibleName(self.tr("Number the brush paints"))
        self._brush.setToolTip(self.tr("Number the brush paints"))
        self._brush.valueChanged.connect(self._set_brush)
        self._brush.setMaximumWidth(84)
        self._brush.hide()
        self._spread = self._tool(
            "play-spread",
            "layers",
            self.tr("Channels beside each other or stacked (S)"),
            self.toggle_spread,
            checkable=True,
        )
        self._smaller = self._tool("play-zoom-out", "zoom-out", self.tr("Smaller (Ctrl+−)"), self.zoom_out)
        self._smaller.setEnabled(False)
        larger = self._tool("play-zoom-in", "zoom-in", self.tr("Larger (Ctrl++)"), self.zoom_in)
        copy = self._tool("play-copy-code-button", "copy", self.tr("Copy as PyTorch code"), self.copyWanted.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_3, 0)
        row.setSpacing(theme.SPACE_1)
        for widget in (undo, redo, _gap(), self.paint, self._brush, self._spread):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (self._smaller, larger, _gap(), copy):
            row.addWidget(widget)
        canvas.zoomChanged.connect(self._on_zoom)

    def refresh(self) -> None:
        """Show the state."""
        geometry = self._model.state.geometry
        self._spread.setEnabled(geometry.operation.weighs and geometry.group_width > 1)
        self._spread.setChecked(self._canvas.scene.spread)

    @Slot()
    def _show_history(self) -> None:
        history = self._model.history
        for button, can, words in (
            (self._undo, history.canUndo(), self.tr("Undo {what} (Ctrl+Z)").format(what=history.undoText())),
            (self._redo, history.canRedo(), self.tr("Redo {what} (Ctrl+Shift+Z)").format(what=history.redoText())),
        ):
            button.setEnabled(can)
            button.setToolTip(" ".join(words.split()))

    @Slot()
    def toggle_spread(self) -> None:
        """Lay the channels beside each other, or stack them."""
        self._model.set_spread(not self._canvas.scene.spread)
        self._spread.setChecked(self._canvas.scene.spread)

    @Slot()
    def zoom_in(self) -> None:
        """Larger."""
        self._canvas.set_zoom(self._canvas.zoom * _ZOOM_STEP)

    @Slot()
    def zoom_out(self) -> None:
        """Smaller."""
        self._canvas.set_zoom(self._canvas.zoom / _ZOOM_STEP)

    @Slot(float)
    def _on_zoom(self, zoom: float) -> None:
        self._smaller.setEnabled(zoom > 1)

    @Slot(bool)
    def _set_painting(self, on: bool) -> None:
        self._canvas.painting = on
        self._brush.setVisible(on)

    @Slot(float)
    def _set_brush(self, value: float) -> None:
        self._canvas.brush = value

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


def _gap() -> QWidget:
    gap = QWidget()
    gap.setFixedWidth(theme.SPACE_3)
    return gap
