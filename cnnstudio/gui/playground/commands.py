"""What the Room menu offers in the Playground, and the keys that work without a menu."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent

from cnnstudio.convolution.links import Block
from cnnstudio.convolution.state import Mode
from cnnstudio.gui import actions
from cnnstudio.gui.language import translate

if TYPE_CHECKING:
    from cnnstudio.gui.playground.page import PlaygroundPage


class Commands(QObject):
    """Joins actions and keys to the parts of a page."""

    def __init__(self, page: "PlaygroundPage") -> None:
        super().__init__(page)
        self._model = page.model
        model, exporting, timeline, tools, canvas = page.model, page.exporting, page.timeline, page.tools, page.canvas
        make = actions.create
        self._undo = make("play-undo", page, model.undo_step)
        self._redo = make("play-redo", page, model.redo_step)
        self.actions: list[QAction] = [
            self._undo,
            self._redo,
            make("play-open-picture", page, page.pictures.ask),
            make("play-paste", page, page.pictures.paste),
            make("play-load", page, page.files.ask_open),
            make("play-save", page, page.files.ask_save),
            make("play-copy-code", page, page.files.copy_code),
            make("play-export-png", page, lambda: exporting.ask("png")),
            make("play-export-svg", page, lambda: exporting.ask("svg")),
            make("play-export-gif", page, lambda: exporting.ask("gif")),
            make("play-zoom-in", page, tools.zoom_in),
            make("play-zoom-out", page, tools.zoom_out),
            make("play-zoom-fit", page, lambda: canvas.set_zoom(1.0)),
            make("play-mode", page, page.switch_mode),
            make("play-predict", page, page.start_prediction),
        ]
        page.addActions(self.actions)
        self._keys: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Space: timeline.toggle,
            Qt.Key.Key_Period: timeline.step_forward,
            Qt.Key.Key_Comma: timeline.step_back,
            Qt.Key.Key_Home: timeline.go_first,
            Qt.Key.Key_End: timeline.go_last,
            Qt.Key.Key_P: tools.paint.toggle,
            Qt.Key.Key_S: tools.toggle_spread,
            Qt.Key.Key_I: lambda: canvas.views[Block.INPUT].setFocus(),
            Qt.Key.Key_K: lambda: canvas.views[Block.KERNEL].setFocus(),
            Qt.Key.Key_O: lambda: canvas.views[Block.OUTPUT].setFocus(),
            Qt.Key.Key_Escape: lambda: model.hold(None),
        }
        model.historyChanged.connect(self._show_history)
        self._show_history()

    def use_key(self, event: QKeyEvent) -> bool:
        """Do what a key stands for that no field of the page wanted; whether it stands for something."""
        modified = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if modified or self._model.state.mode is not Mode.OPERATION:
            return False
        command = self._keys.get(event.key())
        if command is None:
            return False
        command()
        return True

    @Slot()
    def _show_history(self) -> None:
        """What would be undone stands in the menu."""
        history = self._model.history
        for action, can, what, named in (
            (self._undo, history.canUndo(), history.undoText(), translate("actions", "&Undo {what}")),
            (self._redo, history.canRedo(), history.redoText(), translate("actions", "&Redo {what}")),
        ):
            action.setEnabled(can)
            plain = actions.text(actions.spec(action.objectName().removeprefix("action-")))
            action.setText(named.format(what=what.replace("&", "&&")) if can and what else plain)
