"""Chooses events and performs them, as a person's hands would: through the windows, so that Qt's own ways are taken.

An event is a small JSON object that names its target by a path of object names, and places by fractions. What is chosen
depends on the seed, on the event's number and on the names of what is on the screen alone: each candidate gets a number
from a hash of those, and the least one wins ("rendezvous hashing"). So a widget that is there a moment later or sooner
changes the choice only if it would be chosen itself, and a replay of the seed stays on the track.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from hashlib import blake2b
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QInputMethodEvent,
    QKeySequence,
    QPointingDevice,
    QTabletEvent,
    QWindow,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QGraphicsView,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QMessageBox,
    QScrollArea,
    QSplitter,
    QSplitterHandle,
    QTabBar,
    QToolButton,
    QWidget,
)

from cnnstudio.gui import actions
from cnnstudio.gui.rooms import ROOMS
from tests.system.monkey import expected

if TYPE_CHECKING:
    from cnnstudio.gui.main_window import MainWindow
    from tests.system.monkey.sandbox import Sandbox

Json = dict[str, Any]

# How often each kind of event comes, before what was hit rarely is weighed up.
KINDS: Mapping[str, float] = {
    "click": 26, "right": 5, "double": 5, "middle": 1, "hover": 6, "wheel": 6, "drag": 6, "splitter": 5, "stroke": 4,
    "touch": 1, "tablet": 1, "key": 9, "type": 4, "shortcut": 5, "menu": 6, "drop": 7, "paste": 2, "resize": 2,
    "theme": 0.5, "room": 4, "run": 3, "seek": 12, "gesture": 7, "wait": 1, "quit": 0.2,
}  # fmt: skip
ALL_ROOMS = (*(room.name for room in ROOMS), "help")
SIZES = (
    (0, 0),
    (1024, 700),
    (1280, 800),
    (1280, 800),
    (1600, 1000),
    (1920, 1080),
    (900, 1400),
    (2560, 1440),
    (3840, 2160),
)
MIMES = ("text-mime", "address-mime", "image-mime", "image-null", "many-files", "empty-mime")
_TEXTS = (
    "0", "1", "3", "7", "12", "-1", "0.5", "1e999", "nan", "99999999999", "3,5", "", " ", "conv", "res", "layer4",
    "..", "/", "a" * 80, "[1, 2]", "%n%s", "\\", "relu",
)  # fmt: skip
_COMPOSED = ("ä", "数字", "שלום", "🙂", "e\u0301", "\u202e", "Ω≈ç")
_KEYS = tuple(
    Qt.Key[f"Key_{name}"]
    for name in (
        *("Tab", "Backtab", "Escape", "Return", "Enter", "Space", "Left", "Right", "Up", "Down", "Home", "End"),
        *("PageUp", "PageDown", "Delete", "Backspace", *"0123456789", *"AEIKOPSX", "Plus", "Minus", "Period", "Comma"),
        *("F2", "F4", "F10", "Menu", "Insert", "Tab", "Escape", "Delete", "Return"),
    )
)
_MODIFIERS = (
    *(Qt.KeyboardModifier.NoModifier,) * 8,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
)
_MODIFIER_KEYS = {
    Qt.KeyboardModifier.ShiftModifier: Qt.Key.Key_Shift,
    Qt.KeyboardModifier.ControlModifier: Qt.Key.Key_Control,
    Qt.KeyboardModifier.AltModifier: Qt.Key.Key_Alt,
    Qt.KeyboardModifier.MetaModifier: Qt.Key.Key_Meta,
}
_LONGEST_RUN = 15  # events; training takes as much of the processor as all the rest
_LONGEST_LARGE = 12  # events in a window of more pixels than this; there painting takes most of the time
_LARGE = 2_500_000
_DROP_ROOMS = ("draw", "playground")  # where something can be dropped on
_EDGES = (0.0, 0.02, 0.5, 0.98, 1.0)
_FOR_CANVASES = ("right", "double", "wheel", "drag", "touch", "tablet")  # a button does with them what it does with any
_QUIT = "action-window-quit"
_CLOSING = "window-closing"
_LEFT = Qt.MouseButton.LeftButton
_NONE = Qt.KeyboardModifier.NoModifier


class Hands:
    """Chooses (``choose``) and performs (``perform``) events on the window that ``window()`` returns.

    Attributes:
        hits: how often what was hit: by category (room, dialog, menu, action, splitter, drop, event) and name. What
            must be hit stands there with 0 from the beginning, or from when it was first there to be hit.
        quits_left: how many times the window may still be closed.
    """

    def __init__(self, seed: str, window: "Callable[[], MainWindow]", sandbox: "Sandbox") -> None:
        self.seed = seed
        self.hits: dict[str, Counter[str]] = {
            name: Counter()
            for name in ("room", "dialog", "menu", "action", "splitter", "drop", "event", "address", "widget")
        }
        self.quits_left = 0
        self._window = window
        self._sandbox = sandbox
        self._queue: list[Json] = []
        self._openers: dict[str, list[Json]] = {}  # how a dialog or a menu's action was reached first
        self._tries: Counter[str] = Counter()
        self._last: Json = {}
        self._dialog: QWidget | None = None
        self._popup: QWidget | None = None
        self._popup_opener: Json = {}
        self._room = ""
        self._busy_since: int | None = None
        self._large_since: int | None = None
        self._finger = QTest.createTouchDevice()
        self._pen = QPointingDevice.primaryPointingDevice()
        for name in ALL_ROOMS:
            self.hits["room"][name] = 0
        for spec in actions.SPECS:
            name = f"action-{spec.name}"
            self.hits["action"][name] = 0
            if name != _QUIT:
                room = spec.group if spec.group in ALL_ROOMS else "models"
                self._openers[f"action {name}"] = [{"do": "room", "room": room}, {"do": "menu", "action": name}]
        for name in (*sandbox.samples, *MIMES):
            self.hits["drop"][name] = 0
        for name in expected.dialogs():
            self.hits["dialog"][name] = 0
        for name in expected.context_menus():
            self.hits["menu"][name] = 0
        self._openers[f"dialog {_CLOSING}"] = [{"do": "run", "run": "small", "salt": 0}, {"do": "quit"}]

    def count(self, what: str, name: str) -> None:
        """Count a hit; what opens a dialog is remembered."""
        self.hits[what][name] += 1
        if what == "dialog":
            self._remember(f"dialog {name}")

    def _remember(self, key: str) -> None:
        """How it was reached: the room, what opened the menu if there was one, what was done last."""
        if key in self._openers or self._last.get("do") not in ("click", "menu", "shortcut", "right"):
            return
        way = [{"do": "room", "room": self._room}]
        if not self._last.get("at", "main-window").startswith("main-window"):
            if not self._popup_opener:
                return
            way.append(self._popup_opener)
        self._openers[key] = [*way, self._last]

    def _remember_popup(self, key: str, *then: Json) -> None:
        """How a menu, or an entry of it that was only seen yet, is reached."""
        if self._popup_opener.get("do") in ("click", "right"):
            self._openers.setdefault(key, [{"do": "room", "room": self._room}, self._popup_opener, *then])

    def adopt(self, window: "MainWindow") -> None:
        """Count what a new window shows and triggers."""
        window.roomShown.connect(lambda name: self._on_room(window, name))
        self._on_room(window, window.room)

    def _on_room(self, window: "MainWindow", name: str) -> None:
        self.count("room", name)
        self._room = name
        for action in window.findChildren(QAction):
            self._watch_action(action, action.objectName())
        self._expect_splitters(window)

    def _expect_splitters(self, window: QWidget) -> None:
        """From now on each of them must be moved; those of Qt's own file dialog are not played with."""
        if not isinstance(window, QFileDialog):
            for splitter in window.findChildren(QSplitter):
                self.hits["splitter"].setdefault(_splitter_name(splitter), 0)

    def _watch_action(self, action: QAction, name: str) -> None:
        if name and not action.property("monkey"):
            action.setProperty("monkey", True)
            action.triggered.connect(lambda: self._on_triggered(name))

    def _on_triggered(self, name: str) -> None:
        self.count("action", name)
        self._remember(f"action {name}")

    # --- choosing

    def choose(self, number: int) -> Json:
        """The event of this number."""
        self._notice(number)
        event: Json | None = None
        random = Random(f"{self.seed}:{number}")
        if self._queue:
            event = self._queue.pop(0)
            if event.get("at") == "":  # its room is open now
                at = self._pointer("drop", f"{number}:drop", random)
                event = at and {**event, **at}
        for _ in range(8):
            if event is not None:
                break
            event = self._of_kind(_weighted(random, KINDS), number, random)
        return {"n": number, **(event or {"do": "wait", "ms": 5})}

    def _notice(self, number: int) -> None:
        """See which dialogs and menus are open, and whether a run or a large window has gone on for long."""
        modal = QApplication.activeModalWidget()
        if modal is not self._dialog:
            self._dialog = modal
            if modal is not None:
                self.count("dialog", modal.objectName() or modal.windowTitle() or type(modal).__name__)
                self._expect_splitters(modal)
        popup = QApplication.activePopupWidget()
        if popup is not self._popup:
            # A menu within a menu is opened by the way to the first one.
            if self._popup is None and popup is not None:
                self._popup_opener = self._last
            self._popup = popup
            if isinstance(popup, QMenu) and popup.objectName() in self.hits["menu"]:
                self.count("menu", popup.objectName())
                self._remember_popup(f"menu {popup.objectName()}")
        if isinstance(popup, QMenu) and not popup.property("monkey"):
            popup.setProperty("monkey", True)
            for action in popup.actions():
                if not action.isSeparator() and action.menu() is None:
                    name = _action_name(popup, action)
                    self._watch_action(action, name)
                    if action.isEnabled() and not name.startswith(expected.QTS_OWN):
                        self.hits["action"].setdefault(name, 0)
                        if self._popup_opener.get("do") in ("click", "right"):
                            way = [
                                {"do": "room", "room": self._room},
                                self._popup_opener,
                                {"do": "pick", "action": name},
                            ]
                            self._openers.setdefault(f"action {name}", way)
        page = self._window().page("train")
        busy = page is not None and page.controller.busy
        if not busy:
            self._busy_since = None
        elif self._busy_since is None:
            self._busy_since = number
        elif number - self._busy_since > _LONGEST_RUN and not self._queue:
            self._queue.append({"do": "run", "run": "stop"})
            self._busy_since = number
        size = self._window().size()
        if size.width() * size.height() <= _LARGE or QApplication.activeModalWidget() is not None:
            self._large_since = None
        elif self._large_since is None:
            self._large_since = number
        elif number - self._large_since > _LONGEST_LARGE and not self._queue:
            self._queue.append({"do": "resize", "size": [1280, 800]})
            self._large_since = number

    def _of_kind(self, kind: str, number: int, random: Random) -> Json | None:
        """An event of this kind, or None where it is not possible now."""
        modal = QApplication.activeModalWidget()
        if isinstance(modal, QFileDialog) or (modal is not None and modal.objectName() == _CLOSING):
            # The dialogs that could lead out of the sandbox, or close more windows than may be closed: they are
            # answered, not played with.
            return {"do": "answer", "salt": random.randrange(1 << 30)}
        salt = f"{number}:{kind}"
        match kind:
            case "click" | "right" | "double" | "middle" | "hover" | "wheel" | "touch" | "tablet":
                return self._pointer(kind, salt, random)
            case "drag":
                event = self._pointer(kind, salt, random)
                return event and {
                    **event,
                    "to": [[_place(random), _place(random)] for _ in range(random.randint(1, 5))],
                }
            case "gesture":
                return self._gesture(salt, random)
            case "splitter":
                handles = {path: w for path, w in self._visible(random) if isinstance(w, QSplitterHandle)}
                weights = {
                    path: 1 / (1 + self.hits["splitter"][_splitter_name(handle.splitter())])
                    for path, handle in handles.items()
                }
                path = self._rendezvous(weights, salt)
                return path and {"do": kind, "at": path, "to": random.choice((0.0, 1.0, 0.0, 1.0, random.random()))}
            case "stroke":
                if not any(path.endswith("draw-canvas") for path, _ in self._visible(random)):
                    return None
                count = random.randint(2, 14)
                return {"do": kind, "to": [[random.uniform(0.1, 0.9), random.uniform(0.1, 0.9)] for _ in range(count)]}
            case "key":
                key, modifiers = random.choice(_KEYS), random.choice(_MODIFIERS)
                if key == Qt.Key.Key_F4 and modifiers & Qt.KeyboardModifier.AltModifier:
                    return None
                return {"do": kind, "key": int(key), "modifiers": modifiers.value, "times": random.choice((1, 1, 1, 5))}
            case "type":
                if random.random() < 0.2:
                    return {"do": "compose", "text": random.choice(_COMPOSED)}
                return {"do": kind, "text": random.choice(_TEXTS), "over": random.random() < 0.5}
            case "shortcut":
                own = [spec for spec in actions.SPECS if spec.shortcuts and f"action-{spec.name}" != _QUIT]
                spec = random.choice(own)
                return {"do": kind, "keys": random.choice(spec.shortcuts)}
            case "menu":
                # Another theme takes as long as ten other events, and has a kind of its own.
                weights = {
                    name: (0.3 if "-theme-" in name else 1) / (1 + self.hits["action"][name])
                    for name in self._menu_actions()
                }
                path = self._rendezvous(weights, salt)
                if path is None or (path == _QUIT and not self._may_quit(random)):
                    return None
                return {"do": kind, "action": path}
            case "drop" | "paste":
                name = self._least_hit(dict.fromkeys(self.hits["drop"]), "drop", salt)
                event = {"do": kind, "kind": name, "file": random.randrange(1 << 30)}
                if kind == "paste":
                    return event
                if self._room not in _DROP_ROOMS:
                    self._queue.append({"do": "drop", "at": "", **event})
                    return {"do": "room", "room": random.choice(_DROP_ROOMS)}
                at = self._pointer(kind, salt, random)
                return at and {**at, **event}
            case "resize":
                return {"do": kind, "size": list(random.choice(SIZES))}
            case "theme":
                return {
                    "do": kind,
                    "action": f"action-window-theme-{random.choice(('light', 'dark', 'next', 'system'))}",
                }
            case "room":
                # There is little to do on them.
                rooms = {name: {"learn": 0.2, "help": 0.6}.get(name, 1.0) for name in ALL_ROOMS}
                return {"do": kind, "room": self._rendezvous(rooms, salt)}
            case "run":
                runs = ("small", "small", "start", "pause", "pause", "step", "step", "stop", "stop")
                return {"do": kind, "run": random.choice(runs), "salt": random.randrange(1 << 30)}
            case "seek":
                return self._seek(salt)
            case "wait":
                return {"do": kind, "ms": random.choice((10, 30, 60))}
            case "quit":
                return {"do": kind} if self._may_quit(random) or self._asks_before_closing() else None
        raise KeyError(kind)

    def _may_quit(self, random: Random) -> bool:
        return self.quits_left > 0 and random.random() < 0.5

    def _asks_before_closing(self) -> bool:
        return any(document.closing_question() for document in self._window().studio.documents.all)

    def _gesture(self, salt: str, random: Random) -> Json | None:
        """A right or a double click on something in a view that answers it."""
        candidates: dict[tuple[str, str], QWidget] = {}
        for path, widget in self._visible(random):
            for kind in ("right", "double"):
                if _answers(widget, kind):
                    candidates[kind, path] = widget
        weights = {
            f"{kind} {path}": 1 / (1 + self.hits["widget"][f"gesture {kind} {_name(_view(widget))}"]) ** 2
            for (kind, path), widget in candidates.items()
        }
        chosen = self._rendezvous(weights, salt)
        if chosen is None:
            return None
        kind, _, path = chosen.partition(" ")
        widget = candidates[kind, path]
        self.hits["widget"][f"gesture {kind} {_name(_view(widget))}"] += 1
        x, y = _place_of_something(widget, random)
        return {"do": kind, "at": path, "x": x, "y": y}

    def _pointer(self, kind: str, salt: str, random: Random) -> Json | None:
        candidates: dict[str, float] = {}
        found = dict(self._visible(random))
        for path, widget in found.items():
            # What was done to it in this way: a canvas that was clicked a hundred times may wait for its first double
            # click.
            done = self.hits["widget"][f"{kind} {path}"]
            weight = _interest(widget) / (1 + done) ** (0.7 if kind == "click" else 0.35)
            if kind in ("drop", "paste"):
                weight = 6.0 if widget.acceptDrops() else 0.2
            elif kind in _FOR_CANVASES and _shows_much(widget):
                weight *= 12 / (1 + done)
            candidates[path] = weight
        path = self._rendezvous(candidates, salt)
        if path is None:
            return None
        self.hits["widget"][f"{kind} {path}"] += 1
        event = {"do": kind, "at": path, "x": _place(random), "y": _place(random)}
        if kind == "wheel":
            event["by"] = random.choice((120, -120, 120, -120, 720, -720))
            event["across"] = random.random() < 0.15
        if kind in ("wheel", "click", "drag"):
            event["modifiers"] = random.choice(_MODIFIERS).value
        return event

    def _seek(self, salt: str) -> Json | None:
        """Go the way again that led to the dialog or the menu's action that was hit least."""
        # What could not be reached on the way that is known (its action is off now, say) must not take all tries.
        reached = {key: max(self._hits_of(key), self._tries[key]) for key in self._openers}
        least = min(reached.values())
        key = self._rendezvous({key: 1.0 for key, count in reached.items() if count == least}, salt)
        if key is None:
            return None
        self._tries[key] += 1
        first, *rest = self._openers[key]
        self._queue.extend({name: value for name, value in event.items() if name != "n"} for event in rest)
        return dict(first)

    def _hits_of(self, key: str) -> int:
        what, _, name = key.partition(" ")
        return self.hits[what][name]

    def _least_hit(self, names: Mapping[str, object], what: str, salt: str) -> str | None:
        return self._rendezvous({name: 1 / (1 + self.hits[what][name]) for name in names}, salt)

    def _rendezvous(self, weights: Mapping[str, float], salt: str) -> str | None:
        best, winner = math.inf, None
        for name, weight in weights.items():
            digest = blake2b(f"{self.seed}:{salt}:{name}".encode(), digest_size=8).digest()
            score = -math.log((int.from_bytes(digest, "big") + 1) / 2**64) / weight
            if score < best or (score == best and winner is not None and name < winner):
                best, winner = score, name
        return winner

    # --- what is there

    def _visible(self, random: Random) -> Iterator[tuple[str, QWidget]]:
        """Widgets on the screen by path; mostly those of an open menu or dialog, where there is one."""
        popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        inside = popup or modal
        if inside is not None and random.random() < 0.85:
            yield from _below(inside, _name(inside))
            return
        yield from _all_visible()

    def _find(self, path: str) -> QWidget | None:
        return next((widget for name, widget in _all_visible() if name == path), None)

    def _menu_actions(self) -> dict[str, QAction]:
        found: dict[str, QAction] = {}
        menus = [action.menu() for action in self._window().menuBar().actions()]
        while menus:
            menu = menus.pop()
            if menu is None:
                continue
            for action in menu.actions():
                if action.menu() is not None:
                    menus.append(action.menu())
                elif not action.isSeparator() and action.objectName():
                    found[action.objectName()] = action
        return found

    # --- performing

    def perform(self, event: Json) -> bool:
        """Do it; whether its target was there."""
        self._last = event
        self._sandbox.random = Random(f"{self.seed}:{event['n']}:inside")
        done = bool(getattr(self, f"_do_{event['do']}")(event))
        if done:
            self.hits["event"][event["do"]] += 1
        return done

    def _spot(self, event: Json) -> tuple[QWindow, QPoint, QWidget] | None:
        """The window and the place in it that an event names; a scroll area is scrolled there first."""
        widget = self._find(event["at"])
        return self._spot_in(widget, event["x"], event["y"]) if widget is not None else None

    def _spot_in(self, widget: QWidget, x: float, y: float) -> tuple[QWindow, QPoint, QWidget] | None:
        handle = _handle(widget)
        if handle is None:
            return None
        if widget.visibleRegion().isEmpty():
            parent = widget.parentWidget()
            while parent is not None and not isinstance(parent, QScrollArea):
                parent = parent.parentWidget()
            if parent is not None:
                parent.ensureWidgetVisible(widget)
        inside = QPoint(round(x * (widget.width() - 1)), round(y * (widget.height() - 1)))
        return handle, _clamp(widget.mapTo(widget.window(), inside), handle), widget

    def _do_click(self, event: Json, button: Qt.MouseButton = _LEFT) -> bool:
        spot = self._spot(event)
        if spot is None:
            return False
        _click(spot[0], spot[1], button, Qt.KeyboardModifier(event.get("modifiers", 0)))
        return True

    def _do_right(self, event: Json) -> bool:
        return self._do_click(event, Qt.MouseButton.RightButton)

    def _do_middle(self, event: Json) -> bool:
        return self._do_click(event, Qt.MouseButton.MiddleButton)

    def _do_double(self, event: Json) -> bool:
        spot = self._spot(event)
        if spot is None:
            return False
        _click(spot[0], spot[1])
        if shiboken6.isValid(spot[0]):
            QTest.mouseEvent(QTest.MouseAction.MouseDClick, spot[0], _LEFT, _NONE, spot[1])
        return True

    def _do_hover(self, event: Json) -> bool:
        spot = self._spot(event)
        if spot is not None:
            QTest.mouseMove(spot[0], spot[1])
        return spot is not None

    def _do_wheel(self, event: Json) -> bool:
        spot = self._spot(event)
        if spot is None:
            return False
        turn = QPoint(event["by"], 0) if event["across"] else QPoint(0, event["by"])
        modifiers = Qt.KeyboardModifier(event["modifiers"])
        QTest.wheelEvent(spot[0], QPointF(spot[1]), turn, QPoint(0, 0), modifiers)
        return True

    def _do_drag(self, event: Json) -> bool:
        spot = self._spot(event)
        if spot is None:
            return False
        handle, start, widget = spot
        corner = widget.mapTo(widget.window(), QPoint(0, 0))
        size = widget.size()
        places = [
            _clamp(corner + QPoint(round(x * size.width()), round(y * size.height())), handle) for x, y in event["to"]
        ]
        return self._draw_line(handle, [start, *places], Qt.KeyboardModifier(event["modifiers"]))

    @staticmethod
    def _draw_line(handle: QWindow, places: list[QPoint], modifiers: Qt.KeyboardModifier = _NONE) -> bool:
        QTest.mousePress(handle, _LEFT, modifiers, places[0])
        for place in places[1:]:
            if not shiboken6.isValid(handle):
                return True
            QTest.mouseMove(handle, _clamp(place, handle))
        if shiboken6.isValid(handle):
            QTest.mouseRelease(handle, _LEFT, modifiers, _clamp(places[-1], handle))
        return True

    def _do_splitter(self, event: Json) -> bool:
        widget = self._find(event["at"])
        if not isinstance(widget, QSplitterHandle):
            return False
        spot = self._spot_in(widget, 0.5, 0.5)
        if spot is None:
            return False
        handle, start, _ = spot
        splitter = widget.splitter()
        corner = splitter.mapTo(splitter.window(), QPoint(0, 0))
        along = splitter.orientation() == Qt.Orientation.Horizontal
        end = (
            QPoint(corner.x() + round(event["to"] * splitter.width()), start.y())
            if along
            else QPoint(start.x(), corner.y() + round(event["to"] * splitter.height()))
        )
        middle = (start + end) / 2
        self.count("splitter", _splitter_name(splitter))
        return self._draw_line(handle, [start, _clamp(middle, handle), _clamp(end, handle)])

    def _do_stroke(self, event: Json) -> bool:
        pad = next((widget for path, widget in _all_visible() if path.endswith("draw-canvas")), None)
        if pad is None:
            return False
        spots = [self._spot_in(pad, x, y) for x, y in event["to"]]
        if spots[0] is None:
            return False
        return self._draw_line(spots[0][0], [spot[1] for spot in spots if spot is not None])

    def _do_touch(self, event: Json) -> bool:
        spot = self._spot(event)
        if spot is None:
            return False
        handle, place, _ = spot
        QTest.touchEvent(handle, self._finger).press(0, place, handle).commit()
        if shiboken6.isValid(handle):
            QTest.touchEvent(handle, self._finger).move(0, _clamp(place + QPoint(9, 9), handle), handle).commit()
        if shiboken6.isValid(handle):
            QTest.touchEvent(handle, self._finger).release(0, _clamp(place + QPoint(9, 9), handle), handle).commit()
        return True

    def _do_tablet(self, event: Json) -> bool:
        spot = self._spot(event)
        if spot is None:
            return False
        _, _, widget = spot
        at = QPointF(event["x"] * widget.width(), event["y"] * widget.height())
        for kind, held in (
            (QEvent.Type.TabletPress, _LEFT),
            (QEvent.Type.TabletMove, _LEFT),
            (QEvent.Type.TabletRelease, Qt.MouseButton.NoButton),
        ):
            if not shiboken6.isValid(widget):
                break
            where = QPointF(widget.mapToGlobal(at.toPoint()))
            modifiers = Qt.KeyboardModifier.NoModifier
            pen = QTabletEvent(kind, self._pen, at, where, 0.5, 0, 0, 0, 0, 0, modifiers, _LEFT, held)
            QApplication.sendEvent(widget, pen)
            at += QPointF(7, 5)
        return True

    # --- keys

    def _key_window(self) -> QWindow | None:
        """Never a menu's: Qt leads keys to an open menu, whose own window may be gone before the key is released."""
        return _handle(QApplication.activeModalWidget() or self._window())

    def _press_key(self, key: Qt.Key | int, modifiers: Qt.KeyboardModifier | None = None) -> bool:
        """Press and release, modifiers too, on the window that has the keys at each moment."""
        held = [let_go for modifier, let_go in _MODIFIER_KEYS.items() if modifiers and modifier & modifiers]
        handle = self._key_window()
        if handle is None:
            return False
        with windows_kept():
            QTest.keyEvent(QTest.KeyAction.Press, handle, key, modifiers or _NONE)
        for released in (key, *held):
            handle = self._key_window()
            if handle is None:
                return False
            with windows_kept():
                QTest.keyEvent(QTest.KeyAction.Release, handle, released, _NONE)
        return True

    def _press_keys(self, keys: Iterable[tuple[Qt.Key | int, Qt.KeyboardModifier | None]]) -> bool:
        """Press one after another until a dialog opens or closes.

        What a closed dialog's loop was begun by goes on only when this event is over: a person's next key would come
        after that.
        """
        modal = QApplication.activeModalWidget()
        for key, modifiers in keys:
            if not self._press_key(key, modifiers):
                return False
            if QApplication.activeModalWidget() is not modal:
                break
        return True

    def _do_key(self, event: Json) -> bool:
        return self._press_keys([(Qt.Key(event["key"]), Qt.KeyboardModifier(event["modifiers"]))] * event["times"])

    def _do_type(self, event: Json) -> bool:
        all_of_it = [(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)] if event["over"] else []
        return self._press_keys([*all_of_it, *((ord(letter), None) for letter in event["text"])])

    def _do_compose(self, event: Json) -> bool:
        """Text as an input method gives it."""
        focus = QApplication.focusWidget()
        if focus is None:
            return False
        composing = QInputMethodEvent(event["text"], [])
        QApplication.sendEvent(focus, composing)
        if shiboken6.isValid(focus):
            commit = QInputMethodEvent()
            commit.setCommitString(event["text"])
            QApplication.sendEvent(focus, commit)
        return True

    def _do_shortcut(self, event: Json) -> bool:
        combination = QKeySequence(event["keys"])[0]
        return self._press_key(combination.key(), combination.keyboardModifiers())

    # --- menus, rooms, runs

    def _do_menu(self, event: Json) -> bool:
        """Open the menu bar's menu and click on the action; while the bar is hidden, trigger it."""
        bar = self._window().menuBar()
        action = self._menu_actions().get(event["action"])
        if action is None:
            return False
        if action.objectName() == _QUIT and self.quits_left <= 0:
            return False
        way = _way(bar.actions(), action)
        if not bar.isVisible() or QApplication.activeModalWidget() is not None or way is None:
            action.trigger()
            return True
        handle = _handle(bar)
        if handle is None:
            return False
        place = bar.mapTo(bar.window(), bar.actionGeometry(way[0]).center())
        _click(handle, _clamp(place, handle))
        return self._walk(way[1:])

    def _do_pick(self, event: Json) -> bool:
        """Click on an entry of the menu that is open, or of a menu within it."""
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            return False
        for owner, action in _entries(menu):
            if _action_name(owner, action) == event["action"]:
                return self._walk(_way(menu.actions(), action) or ())
        return False

    def _walk(self, way: Iterable[QAction]) -> bool:
        """Click on one action after another, each in the menu that is open then."""
        for step in way:
            menu = QApplication.activePopupWidget()
            if not isinstance(menu, QMenu) or not shiboken6.isValid(step) or step not in menu.actions():
                return True
            where = _handle(menu)
            if where is None:
                return True
            spot = _clamp(menu.actionGeometry(step).center(), where)
            QTest.mouseMove(where, spot)
            if shiboken6.isValid(where):
                _click(where, spot)
        return True

    def _do_theme(self, event: Json) -> bool:
        action = self._window().findChild(QAction, event["action"])
        action.trigger()
        return True

    def _do_room(self, event: Json) -> bool:
        if QApplication.activeModalWidget() is not None:
            return False
        button = self._window().findChild(QToolButton, f"nav-{event['room']}")
        if button is None:
            return False
        if not button.isVisible():  # only the picture is shown
            button.click()
            return True
        self._close_menus()
        spot = self._spot_in(button, 0.5, 0.5)
        if spot is not None:
            _click(spot[0], spot[1])
        return spot is not None

    def _do_run(self, event: Json) -> bool:
        window = self._window()
        if QApplication.activeModalWidget() is not None:
            return False
        page = window.page("train")
        if page is None or window.room != "train":
            self._queue.insert(0, {name: value for name, value in event.items() if name != "n"})
            return self._do_room({"room": "train"})
        what = event["run"]
        if what == "small":
            from cnnstudio.networks import catalogue
            from cnnstudio.training.recipes import RECIPES, recipe

            random = Random(event["salt"])
            networks = sorted(spec.name for spec in catalogue.specs() if spec.trainable_on_digits)
            config = recipe(random.choice(sorted(RECIPES))).changed(
                dataset=str(self._sandbox.samples["folder-data"][0]),
                network=random.choice(networks),
                epochs=random.choice((1, 2, 9)),
                batch_size=random.choice((16, 32, 96)),
                device="cpu",
            )
            page.open_state(config)
            what = "start"
        names = {"start": "action-train-run", "pause": "action-train-run", "step": "action-train-step"}
        action = next(
            action for action in page.room_actions() if action.objectName() == names.get(what, "action-train-stop")
        )
        action.trigger()
        return True

    def _do_wait(self, event: Json) -> bool:
        QTest.qWait(event["ms"])
        return True

    def _do_resize(self, event: Json) -> bool:
        window = self._window()
        window.resize(max(event["size"][0], window.minimumWidth()), max(event["size"][1], window.minimumHeight()))
        return True

    def _do_quit(self, _event: Json) -> bool:
        if QApplication.activeModalWidget() is not None:
            return False
        if self.quits_left <= 0 and not self._asks_before_closing():
            return False
        self._window().close()
        return True

    # --- drops, dialogs

    def mime(self, kind: str, number: int) -> QMimeData:
        """What is dropped or pasted."""
        data = QMimeData()
        random = Random(number)
        if kind in self._sandbox.samples:
            data.setUrls([QUrl.fromLocalFile(str(random.choice(self._sandbox.samples[kind])))])
            return data
        image = QImage(37, 23, QImage.Format.Format_RGB32)
        image.fill(random.randrange(1 << 24))
        match kind:
            case "text-mime":
                data.setText(random.choice(_TEXTS + _COMPOSED))
            case "address-mime":
                data.setUrls([QUrl("https://example.org/digit.png")])
            case "image-mime":
                data.setImageData(image)
            case "image-null":
                data.setImageData(QImage())
            case "many-files":
                files = [file for kinds in self._sandbox.samples.values() for file in kinds]
                data.setUrls([QUrl.fromLocalFile(str(file)) for file in random.sample(files, 5)])
        return data

    def _do_drop(self, event: Json) -> bool:
        spot = self._spot(event)
        if spot is None or spot[2].window() is not (QApplication.activeModalWidget() or spot[2].window()):
            return False
        handle, place, _ = spot
        data = self.mime(event["kind"], event["file"])
        held, none = _LEFT, Qt.KeyboardModifier.NoModifier
        possible = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
        enter = QDragEnterEvent(place, possible, data, held, none)
        enter.ignore()
        QApplication.sendEvent(handle, enter)
        self.count("drop", event["kind"])
        if enter.isAccepted():
            QApplication.sendEvent(handle, QDragMoveEvent(place, possible, data, held, none))
            QApplication.sendEvent(handle, QDropEvent(QPointF(place), possible, data, held, none))
        else:
            QApplication.sendEvent(handle, QDragLeaveEvent())
        return True

    def _do_paste(self, event: Json) -> bool:
        QGuiApplication.clipboard().setMimeData(self.mime(event["kind"], event["file"]))
        return self._do_shortcut({"keys": "Ctrl+V"})

    def _do_answer(self, event: Json) -> bool:
        """Choose a file in a file dialog, or leave it; say whether the window may close."""
        dialog = QApplication.activeModalWidget()
        random = Random(event["salt"])
        if isinstance(dialog, QMessageBox) and dialog.objectName() == _CLOSING:
            stops = self.quits_left > 0 and random.random() < 0.3
            for button in dialog.buttons():
                if (dialog.buttonRole(button) == QMessageBox.ButtonRole.AcceptRole) is stops:
                    button.click()
                    return True
            return False
        if not isinstance(dialog, QFileDialog):
            return False
        dialog.setOption(QFileDialog.Option.ReadOnly)
        if random.random() < 0.2:
            dialog.reject()
            return True
        if dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave:
            path = self._sandbox.target(Path(next(iter(dialog.selectedFiles()), "curves.png")).name)
        elif dialog.fileMode() == QFileDialog.FileMode.Directory:
            path = self._sandbox.folder()
        else:
            path = self._sandbox.file()
        name = dialog.findChild(QLineEdit)
        if name is not None:
            name.setText(str(path))
        dialog.accept()
        if shiboken6.isValid(dialog) and dialog.isVisible() and QApplication.activeModalWidget() is dialog:
            dialog.reject()
        return True

    # --- calm

    @staticmethod
    def _close_menus() -> None:
        for _ in range(10):
            popup = QApplication.activePopupWidget()
            if popup is None:
                return
            popup.close()

    def put_down(self) -> None:
        """Close menus and dialogs that are open."""
        self._close_menus()
        for _ in range(10):
            modal = QApplication.activeModalWidget()
            if not isinstance(modal, QDialog):
                return
            modal.reject()
            if shiboken6.isValid(modal) and modal.isVisible():
                modal.close()


# PySide's objects for widgets that C++ made. Were they made and dropped with every look at the window, PySide would at
# times declare one dead that the program holds, too; so they are kept while their widgets live.
_kept: dict[int, QWidget] = {}


def forget_the_dead() -> None:
    """Let go of widgets that are gone."""
    for number in [number for number, widget in _kept.items() if not shiboken6.isValid(widget)]:
        del _kept[number]


def _below(widget: QWidget, path: str) -> Iterator[tuple[str, QWidget]]:
    _kept[id(widget)] = widget
    yield path, widget
    seen: Counter[str] = Counter()
    for child in widget.children():
        if isinstance(child, QWidget):
            _kept[id(child)] = child
            name = _name(child)
            seen[name] += 1
            if child.isVisible() and not child.isWindow():
                yield from _below(child, f"{path}/{name}" if seen[name] == 1 else f"{path}/{name}#{seen[name]}")


def _all_visible() -> Iterator[tuple[str, QWidget]]:
    tops = [top for top in QApplication.topLevelWidgets() if top.isVisible()]
    seen: Counter[str] = Counter()
    for top in sorted(tops, key=lambda top: (_name(top), top.windowTitle())):
        name = _name(top)
        seen[name] += 1
        yield from _below(top, name if seen[name] == 1 else f"{name}#{seen[name]}")


def _name(thing: QObject) -> str:
    return thing.objectName() or type(thing).__name__


def _action_name(menu: QMenu, action: QAction) -> str:
    """Its own, or by its text, in which numbers are left out: an accuracy would make a new action of it every time."""
    if action.objectName():
        return action.objectName()
    owner = menu.objectName() or _name(menu.parentWidget() or menu)
    return f"{owner}: {re.sub(r'[0-9][0-9.,]*', '#', action.text().replace('&', ''))}"


def _entries(menu: QMenu) -> Iterator[tuple[QMenu, QAction]]:
    """All entries of a menu and of the menus within it, each with the menu that it stands in."""
    for action in menu.actions():
        if action.menu() is not None:
            yield from _entries(action.menu())
        elif not action.isSeparator():
            yield menu, action


def _splitter_name(splitter: QSplitter) -> str:
    return splitter.objectName() or f"{_name(splitter.window())}: splitter"


def _interest(widget: QWidget) -> float:
    """How much there is to do with a widget."""
    if not widget.isEnabled():
        return 0.15
    if _shows_much(widget):
        return 10.0
    if isinstance(widget, QTabBar):
        return 6.0
    if isinstance(widget, QAbstractButton | QComboBox | QMenu):
        return 3.0
    if isinstance(widget, QAbstractSpinBox | QLineEdit | QAbstractSlider | QAbstractItemView):
        return 2.0
    if isinstance(widget, QSplitterHandle):
        return 0.5
    if isinstance(widget, QLabel):
        return 0.2  # a page of help has a hundred
    return 0.3


def _shows_much(widget: QWidget) -> bool:
    """Whether there are many things in it that are no widgets: a canvas, a list, a table, a diagram."""
    view = _view(widget)
    return _is_canvas(type(widget)) or (view is not widget and isinstance(view, QAbstractItemView | QGraphicsView))


def _view(widget: QWidget) -> QWidget:
    """The list, table, tree or canvas that a widget is the inside of; else itself."""
    parent = widget.parentWidget()
    # Not by its name: that of a canvas of graphics has none.
    return parent if isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget else widget


def _answers(widget: QWidget, kind: str) -> bool:
    """Whether a right or a double click does something of the program's own there."""
    view = _view(widget)
    if view is widget and isinstance(widget, QAbstractScrollArea):
        return False  # by its inside
    if kind == "right":
        policy = view.contextMenuPolicy()
        menus = (Qt.ContextMenuPolicy.CustomContextMenu, Qt.ContextMenuPolicy.ActionsContextMenu)
        return policy in menus or _overrides(type(view), "contextMenuEvent")
    many = isinstance(view, QAbstractItemView) and not isinstance(view, QHeaderView)
    return many or _overrides(type(view), "mouseDoubleClickEvent")


@cache
def _overrides(kind: type, method: str) -> bool:
    return any(base.__module__.startswith("cnnstudio.") and method in vars(base) for base in kind.__mro__)


def _place_of_something(widget: QWidget, random: Random) -> tuple[float, float]:
    """As fractions of a widget: the middle of one of the things in it, or anywhere where there are none."""
    view, spot = _view(widget), None
    if isinstance(view, QAbstractItemView) and view.model() is not None:
        rows = view.model().rowCount(view.rootIndex())
        columns = 1 if isinstance(view, QListView) else view.model().columnCount(view.rootIndex())
        if rows and columns:
            index = view.model().index(random.randrange(rows), random.randrange(columns), view.rootIndex())
            spot = view.visualRect(index).center()
    elif isinstance(view, QGraphicsView):
        items = view.items(widget.rect())
        if items:
            spot = view.mapFromScene(items[random.randrange(len(items))].sceneBoundingRect().center())
    if spot is None or not widget.rect().contains(spot):
        return _place(random), _place(random)
    return round(spot.x() / max(1, widget.width() - 1), 4), round(spot.y() / max(1, widget.height() - 1), 4)


@cache
def _is_canvas(kind: type) -> bool:
    """Whether it is a widget of the program that paints itself."""
    return any(base.__module__.startswith("cnnstudio.") and "paintEvent" in vars(base) for base in kind.__mro__)


def _place(random: Random) -> float:
    """A fraction of a widget's width or height: mostly anywhere, often at an edge or in the middle."""
    return random.choice(_EDGES) if random.random() < 0.4 else round(random.random(), 3)


def _weighted(random: Random, weights: Mapping[str, float]) -> str:
    return random.choices(list(weights), list(weights.values()))[0]


def _click(
    handle: QWindow, place: QPoint, button: Qt.MouseButton = _LEFT, modifiers: Qt.KeyboardModifier = _NONE
) -> None:
    """Press and release; a window that is gone after the press is left alone."""
    QTest.mousePress(handle, button, modifiers, place)
    if shiboken6.isValid(handle):
        QTest.mouseRelease(handle, button, modifiers, _clamp(place, handle))


class _Keeper(QObject):
    """Lets no window be deleted while it is installed; ``kept`` are those that should have been and live."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[int, QObject] = {}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() != QEvent.Type.DeferredDelete or not isinstance(watched, QWindow | QWidget):
            return False
        number = id(watched)
        if number not in self.kept:
            self.kept[number] = watched
            # A widget takes its window along, and PySide still holds that one for alive.
            watched.destroyed.connect(partial(self.kept.pop, number, None))
        return True


@contextmanager
def windows_kept() -> Iterator[None]:
    """Within this, windows outlive what would delete them.

    ``QTest.keyEvent`` presses Ctrl, Shift and the key one after another and handles events between, and writes to the
    window that it was given even where those have deleted it: the process dies. A window system's keys are safe there.
    """
    keeper = _Keeper()
    application = QCoreApplication.instance()
    application.installEventFilter(keeper)
    try:
        yield
    finally:
        application.removeEventFilter(keeper)
        # Widgets first: each takes its own window along, which is then kept no longer.
        while keeper.kept:
            widgets = [number for number, thing in keeper.kept.items() if isinstance(thing, QWidget)]
            shiboken6.delete(keeper.kept.pop(widgets[0] if widgets else next(iter(keeper.kept))))


def _handle(widget: QWidget) -> QWindow | None:
    """The window that a widget is in, unless PySide still takes it for a former one at the same address."""
    handle = widget.window().windowHandle()
    return handle if handle is not None and shiboken6.isValid(handle) else None


def _clamp(place: QPoint, handle: QWindow) -> QPoint:
    """The nearest place within a window; Qt warns of events outside it."""
    return QPoint(min(max(place.x(), 0), handle.width() - 1), min(max(place.y(), 0), handle.height() - 1))


def _way(top: Iterable[QAction], wanted: QAction) -> list[QAction] | None:
    """The actions to click on from a menu bar down to ``wanted``."""
    for action in top:
        if action == wanted:
            return [action]
        if action.menu() is not None:
            rest = _way(action.menu().actions(), wanted)
            if rest is not None:
                return [action, *rest]
    return None
