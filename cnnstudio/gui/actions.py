"""Every action and every shortcut of the program, in one place.

A room makes its own with ``create("train-start", self, self._start)`` after adding a line here; the shortcuts page
(F1) lists this table.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP as _N
from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence

from cnnstudio.gui import language, theme


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action.

    Attributes:
        name: ``room-purpose``; the QAction's objectName is ``action-`` and this.
        group: ``file``, ``view``, ``help``, or the room it belongs to.
        text: menu text, untranslated.
        shortcuts: key sequences in Qt's portable text; the first is shown in menus.
        icon: an icon's file name, or "".
        checkable: whether it is switched on and off.
    """

    name: str
    group: str
    text: str
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False


SPECS: tuple[ActionSpec, ...] = (
    ActionSpec("window-open-state", "file", _N("actions", "Open what was &saved…"), icon="file"),
    ActionSpec("window-save-state", "file", _N("actions", "Save what is s&hown…"), ("Ctrl+Shift+S",), "save"),
    ActionSpec("window-copy-link", "file", _N("actions", "&Copy a link to this"), ("Ctrl+Shift+K",), "link"),
    ActionSpec("window-open-link", "file", _N("actions", "Open a &link…"), ("Ctrl+K",), "external-link"),
    ActionSpec("window-settings-folder", "file", _N("actions", "Open the &settings folder"), icon="folder"),
    ActionSpec("window-runs-folder", "file", _N("actions", "Open the &runs folder"), icon="folder-open"),
    ActionSpec("window-quit", "file", _N("actions", "&Quit"), ("Ctrl+Q",), "log-out"),
    ActionSpec("window-back", "view", _N("actions", "&Back to what was looked at"), ("Alt+Left",), "arrow-left"),
    ActionSpec("window-forward", "view", _N("actions", "&Forward again"), ("Alt+Right",), "arrow-right"),
    ActionSpec("window-room-models", "view", _N("actions", "&Models"), ("Ctrl+1",), "layers", True),
    ActionSpec("window-room-playground", "view", _N("actions", "&Playground"), ("Ctrl+2",), "grid-3x3", True),
    ActionSpec("window-room-train", "view", _N("actions", "&Train"), ("Ctrl+3",), "chart-line", True),
    ActionSpec("window-room-draw", "view", _N("actions", "&Draw"), ("Ctrl+4",), "pencil", True),
    ActionSpec("window-room-learn", "view", _N("actions", "&Learn"), ("Ctrl+5",), "book-open", True),
    ActionSpec("window-controls", "view", _N("actions", "&Controls"), ("Ctrl+B",), "panel-left", True),
    ActionSpec("window-inspector", "view", _N("actions", "&Inspector"), ("Ctrl+I",), "panel-right", True),
    ActionSpec("window-picture-only", "view", _N("actions", "Only the &picture"), ("F11",), "maximize", True),
    ActionSpec("window-predict", "view", _N("actions", "Predict &first"), ("Ctrl+Shift+Y",), "eye-off", True),
    ActionSpec("window-theme-system", "view", _N("actions", "Follow the &system"), (), "monitor", True),
    ActionSpec("window-theme-light", "view", _N("actions", "&Light"), (), "sun", True),
    ActionSpec("window-theme-dark", "view", _N("actions", "&Dark"), (), "moon", True),
    ActionSpec("window-theme-next", "view", _N("actions", "S&witch light and dark"), ("Ctrl+Shift+L",), "sun-moon"),
    ActionSpec("window-language-system", "view", _N("actions", "The system's lan&guage"), (), "", True),
    ActionSpec("models-search", "models", _N("actions", "&Find a network"), ("Ctrl+F",), "search"),
    ActionSpec("models-find-layer", "models", _N("actions", "Find a &layer"), ("Ctrl+L",), "search"),
    ActionSpec("models-diagram", "models", _N("actions", "Show the &diagram"), ("Alt+1",), "workflow"),
    ActionSpec("models-layers", "models", _N("actions", "Show the la&yers"), ("Alt+2",), "table"),
    ActionSpec("models-compare", "models", _N("actions", "&Compare two networks"), ("Alt+3",), "git-compare"),
    ActionSpec("models-choose", "models", _N("actions", "Choose a &network"), ("Alt+4",), "target"),
    ActionSpec("models-predict", "models", _N("actions", "Type a &prediction"), ("Alt+P",), "pencil"),
    ActionSpec("models-own", "models", _N("actions", "&Open your own network…"), ("Ctrl+O",), "folder-open"),
    ActionSpec("models-weights", "models", _N("actions", "Open &weights…"), ("Ctrl+Shift+O",), "folder-open"),
    ActionSpec("models-picture", "models", _N("actions", "Open a &picture…"), ("Ctrl+Shift+P",), "image"),
    ActionSpec("train-run", "train", _N("actions", "&Start, pause or resume"), ("Ctrl+Return",), "play"),
    ActionSpec("train-step", "train", _N("actions", "One s&tep"), ("Ctrl+.",), "step-forward"),
    ActionSpec("train-stop", "train", _N("actions", "St&op"), ("Ctrl+Shift+Return",), "square"),
    ActionSpec("play-undo", "playground", _N("actions", "&Undo"), ("Ctrl+Z",), "undo-2"),
    ActionSpec("play-redo", "playground", _N("actions", "&Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo-2"),
    ActionSpec("play-open-picture", "playground", _N("actions", "Open a &picture..."), ("Ctrl+O",), "image"),
    ActionSpec("play-paste", "playground", _N("actions", "P&aste a picture"), ("Ctrl+V",), ""),
    ActionSpec(
        "play-load", "playground", _N("actions", "&Open a playground file..."), ("Ctrl+Shift+O",), "folder-open"
    ),
    ActionSpec("play-save", "playground", _N("actions", "&Save..."), ("Ctrl+S",), "save"),
    ActionSpec("play-copy-code", "playground", _N("actions", "Copy as PyTorch &code"), ("Ctrl+Shift+C",), "copy"),
    ActionSpec("play-export-png", "playground", _N("actions", "Export as P&NG..."), ("Ctrl+E",), "download"),
    ActionSpec("play-export-svg", "playground", _N("actions", "Export as S&VG...")),
    ActionSpec("play-export-gif", "playground", _N("actions", "Export the sliding window as &GIF...")),
    ActionSpec("play-zoom-in", "playground", _N("actions", "Zoom &in"), ("Ctrl++", "Ctrl+="), "zoom-in"),
    ActionSpec("play-zoom-out", "playground", _N("actions", "Zoom ou&t"), ("Ctrl+-",), "zoom-out"),
    ActionSpec("play-zoom-fit", "playground", _N("actions", "&Fit"), ("Ctrl+0",), "maximize"),
    ActionSpec("play-mode", "playground", _N("actions", "Operation or receptive &field"), ("Ctrl+R",), "target"),
    ActionSpec("play-predict", "playground", _N("actions", "Type a &prediction"), ("Alt+P",), "pencil"),
    ActionSpec("draw-undo", "draw", _N("actions", "&Undo"), ("Ctrl+Z",), "undo-2"),
    ActionSpec("draw-redo", "draw", _N("actions", "&Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo-2"),
    ActionSpec("draw-clear", "draw", _N("actions", "&Clear"), ("Ctrl+Backspace", "Del"), "trash-2"),
    ActionSpec("draw-eraser", "draw", _N("actions", "&Eraser"), ("E",), "eraser", True),
    ActionSpec("draw-open", "draw", _N("actions", "&Open…"), ("Ctrl+O",), "image"),
    ActionSpec("draw-crop", "draw", _N("actions", "C&rop…"), icon="crop"),
    ActionSpec("draw-paste", "draw", _N("actions", "&Paste"), ("Ctrl+V",), "download"),
    ActionSpec("draw-copy", "draw", _N("actions", "C&opy"), ("Ctrl+C",), "copy"),
    ActionSpec("draw-save", "draw", _N("actions", "&Save…"), ("Ctrl+S",), "save"),
    ActionSpec("learn-open-folder", "learn", _N("actions", "Open a lesson &folder…"), icon="folder-open"),
    ActionSpec("learn-open-zip", "learn", _N("actions", "Open a lesson's &zip…"), icon="file"),
    ActionSpec("learn-read-again", "learn", _N("actions", "&Read my lesson again"), ("F5",), "refresh-cw"),
    ActionSpec("learn-save-results", "learn", _N("actions", "&Save my results…"), icon="save"),
    ActionSpec("learn-find", "learn", _N("actions", "&Find in the lessons"), ("Ctrl+F",), "search"),
    ActionSpec("learn-larger", "learn", _N("actions", "&Larger text"), ("Ctrl++", "Ctrl+="), "zoom-in"),
    ActionSpec("learn-smaller", "learn", _N("actions", "&Smaller text"), ("Ctrl+-",), "zoom-out"),
    ActionSpec("learn-export-pdf", "learn", _N("actions", "Save the lesson as a &PDF…"), ("Ctrl+E",), "download"),
    ActionSpec("learn-usual", "learn", _N("actions", "&Usual size of the text"), ("Ctrl+0",)),
    ActionSpec("window-shortcuts", "help", _N("actions", "&Keyboard shortcuts"), ("F1",), "keyboard"),
    ActionSpec("window-welcome", "help", _N("actions", "&Welcome"), icon="lightbulb"),
    ActionSpec("window-about", "help", _N("actions", "&About CNN Studio"), (), "info"),
)

_by_name = {spec.name: spec for spec in SPECS}


def spec(name: str) -> ActionSpec:
    """The action of this name.

    Raises:
        KeyError: if there is none.
    """
    return _by_name[name]


def text(of: ActionSpec) -> str:
    """The translated menu text."""
    return QCoreApplication.translate("actions", of.text)


def title(of: ActionSpec) -> str:
    """What an action is called on a button or in a list: its text without a menu's key, ``&Open…`` or ``打开(&O)…``."""
    return re.sub(r"\(&.\)|&", "", text(of)).rstrip(".…")


def create(name: str, parent: QObject, slot: Callable[..., object] | None = None) -> QAction:
    """Make the QAction of this name; ``slot`` is called when it is triggered (with the new state if it is checkable).

    Raises:
        KeyError: if it is not in the table.
    """
    of = spec(name)
    action = QAction(text(of), parent, objectName=f"action-{name}", checkable=of.checkable)
    action.setIconText(title(of))
    action.setToolTip(title(of))
    if of.shortcuts:
        action.setShortcuts([QKeySequence(keys) for keys in of.shortcuts])
    if of.icon:
        action.setIcon(theme.icon(of.icon, "text_quiet"))
        # In a menu the check mark takes the icon's place.
        action.setIconVisibleInMenu(not of.checkable)
    if slot is not None:
        action.triggered.connect(slot)
    return action


def create_language(code: str, parent: QObject, slot: Callable[..., object]) -> QAction:
    """Make the QAction that chooses a language, which is called as it calls itself; "" = the system's."""
    if code == language.SYSTEM:
        return create("window-language-system", parent, slot)
    action = QAction(language.title(code), parent, objectName=f"action-window-language-{code}", checkable=True)
    action.triggered.connect(slot)
    return action
