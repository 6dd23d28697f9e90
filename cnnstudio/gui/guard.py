"""No exception leaves a method of ours that Qt calls: it is reported, and Qt gets a neutral fallback.

PySide ends the process over an exception that leaves a ``paint()`` under pyqtgraph's painting. So every override of a
Qt virtual is wrapped when its class is made: ``install()``, which importing ``cnnstudio.gui`` does, hooks into the base
of all Qt classes, and no class has to think of it. The same is done to pyqtgraph's classes; they paint within ours.

What Qt may call is written down in ``VIRTUALS``, with the fallback that takes a failed method's place: nothing painted,
an empty rectangle, no data, what the base class returns. An event stays accepted, as Qt made it. Slots are left alone:
an exception in a slot leaves nothing but the slot, and reaches ``sys.excepthook`` by itself.
"""

import importlib
import inspect
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from types import FunctionType
from typing import Any

from cnnstudio.errors import StudioError

_PACKAGES = ("cnnstudio.", "pyqtgraph.")

# A failed paint fails again with every frame; what a user did wrong is said again when it is done again.
_PAUSE_S = 10.0
_PAUSE_AFTER_SENTENCE_S = 1.0
_MOST_REMEMBERED = 1000

Fallback = Callable[[type, Any, tuple[Any, ...], str], Any]
"""What takes a failed method's place, from (class that overrides, object, arguments, method's name)."""

_told: dict[tuple[object, ...], float] = {}
_kept: list[Any] = []


def kept_for_qt(thing: Any) -> Any:
    """The same object, which Python keeps until Qt deletes it.

    PySide does not know that Qt owns what ``QIconEngine.clone`` returns; dropped, it would be used after it is gone.
    """
    from shiboken6 import Shiboken

    _kept[:] = [one for one in _kept if Shiboken.isValid(one)]
    _kept.append(thing)
    return thing


# --- fallbacks


def _constant(value: Any) -> Fallback:
    return lambda _owner, _itself, _arguments, _name: value


def _new(path: str) -> Fallback:
    """An empty object of a Qt class, by module and name: ``QtCore.QSize``."""

    def fallback(_owner: type, _itself: Any, _arguments: tuple[Any, ...], _name: str) -> Any:
        module, _, kind = path.partition(".")
        return getattr(importlib.import_module(f"PySide6.{module}"), kind)()

    return fallback


def _inherited(otherwise: Fallback) -> Fallback:
    """What the base class returns; ``otherwise`` where it has no fallback either."""

    def fallback(owner: type, itself: Any, arguments: tuple[Any, ...], name: str) -> Any:
        try:
            return getattr(super(owner, itself), name)(*arguments)
        except Exception:
            return otherwise(owner, itself, arguments, name)

    return fallback


def _value(_owner: type, _itself: Any, arguments: tuple[Any, ...], _name: str) -> Any:
    """The value that an item is about to take, unchanged."""
    return arguments[1] if len(arguments) > 1 else None


def _unfinished(_owner: type, _itself: Any, arguments: tuple[Any, ...], _name: str) -> Any:
    """The typed text, to be judged later."""
    from PySide6.QtGui import QValidator

    text, position = (*arguments, "", 0)[:2]
    return QValidator.State.Intermediate, text, position


def _blank_icon(_owner: type, _itself: Any, _arguments: tuple[Any, ...], _name: str) -> Any:
    from PySide6.QtGui import QIconEngine

    class Blank(QIconEngine):
        def paint(self, *_: object) -> None:
            pass

        def clone(self) -> QIconEngine:
            return kept_for_qt(Blank())

    return kept_for_qt(Blank())


def _empty_texts(_owner: type, _itself: Any, arguments: tuple[Any, ...], _name: str) -> Any:
    """One empty label for each value."""
    return [""] * len(arguments[0]) if arguments else []


_nothing = _constant(None)
_no = _constant(False)
_yes = _constant(True)
_none_of_them = _constant(-1)
_zero = _constant(0)
_size = _inherited(_new("QtCore.QSize"))
_rect = _inherited(_new("QtCore.QRect"))
_index = _new("QtCore.QModelIndex")
_base = _inherited(_nothing)


def _each(names: str, fallback: Fallback) -> dict[str, Fallback]:
    return dict.fromkeys(names.split(), fallback)


# A failed ``data``, ``__lt__`` and so on of the small item classes.
_ITEM = _each("data clone", _base) | _each("setData read write", _nothing) | _each("__lt__", _no)

VIRTUALS: dict[str, dict[str, Fallback]] = {
    "QObject": _each("event eventFilter", _no)
    | _each("timerEvent childEvent customEvent connectNotify disconnectNotify", _nothing),
    "QWidget": _each(
        "actionEvent changeEvent closeEvent contextMenuEvent dragEnterEvent dragLeaveEvent dragMoveEvent dropEvent "
        "enterEvent focusInEvent focusOutEvent hideEvent inputMethodEvent keyPressEvent keyReleaseEvent leaveEvent "
        "mouseDoubleClickEvent mouseMoveEvent mousePressEvent mouseReleaseEvent moveEvent paintEvent resizeEvent "
        "showEvent tabletEvent wheelEvent",
        _nothing,
    )
    | _each("sizeHint minimumSizeHint", _size)
    | _each("hasHeightForWidth focusNextPrevChild", _inherited(_no))
    | _each("heightForWidth", _inherited(_none_of_them))
    | _each("metric", _inherited(_zero))
    | _each("setVisible inputMethodQuery paintEngine initPainter initStyleOption", _base)
    | _each("nativeEvent", _constant((False, 0))),
    "QAbstractButton": _each("hitButton", _inherited(_no)) | _each("checkStateSet nextCheckState", _base),
    "QAbstractSlider": _each("sliderChange", _base),
    "QAbstractSpinBox": _each("stepBy clear fixup", _nothing)
    | _each("stepEnabled", _base)
    | _each("validate", _unfinished),
    "QSpinBox": _each("textFromValue", _inherited(_constant(""))) | _each("valueFromText", _inherited(_zero)),
    "QDoubleSpinBox": _each("textFromValue", _inherited(_constant("")))
    | _each("valueFromText", _inherited(_constant(0.0))),
    "QComboBox": _each("showPopup hidePopup", _base),
    "QDialog": _each("accept reject done open", _nothing) | _each("exec", _zero),
    "QMainWindow": _each("createPopupMenu", _nothing),
    "QSplitter": _each("createHandle", _base),
    "QTabBar": _each("tabSizeHint minimumTabSizeHint", _size) | _each("tabInserted tabRemoved tabLayoutChange", _base),
    "QTabWidget": _each("tabInserted tabRemoved", _base),
    "QAbstractScrollArea": _each("viewportEvent", _no)
    | _each("scrollContentsBy setupViewport", _base)
    | _each("viewportSizeHint", _size),
    "QTextEdit": _each("loadResource createMimeDataFromSelection insertFromMimeData doSetSource", _base)
    | _each("canInsertFromMimeData", _inherited(_no)),
    "QPlainTextEdit": _each("loadResource createMimeDataFromSelection insertFromMimeData", _base)
    | _each("canInsertFromMimeData", _inherited(_no)),
    "QAbstractItemView": _each(
        "closeEditor commitData currentChanged dataChanged doItemsLayout editorDestroyed initViewItemOption "
        "itemDelegateForIndex keyboardSearch reset rowsAboutToBeRemoved rowsInserted scrollTo selectAll "
        "selectionChanged selectionCommand setModel setRootIndex setSelection setSelectionModel startDrag "
        "updateEditorData updateEditorGeometries updateGeometries",
        _base,
    )
    | _each("indexAt moveCursor", _inherited(_index))
    | _each("visualRect", _rect)
    | _each("horizontalOffset verticalOffset sizeHintForRow sizeHintForColumn", _inherited(_zero))
    | _each("edit isIndexHidden", _inherited(_no))
    | _each("selectedIndexes", _inherited(_constant([])))
    | _each("visualRegionForSelection", _inherited(_new("QtGui.QRegion"))),
    "QTreeView": _each("drawRow drawBranches drawTree", _nothing) | _each("indexRowSizeHint", _inherited(_zero)),
    "QHeaderView": _each("paintSection", _nothing) | _each("sectionSizeFromContents", _size),
    "QListWidget": _each("dropMimeData", _no) | _each("mimeData mimeTypes supportedDropActions", _base),
    "QTreeWidget": _each("dropMimeData", _no) | _each("mimeData mimeTypes supportedDropActions", _base),
    "QTableWidget": _each("dropMimeData", _no) | _each("mimeData mimeTypes supportedDropActions", _base),
    "QListWidgetItem": _ITEM,
    "QTreeWidgetItem": _ITEM,
    "QTableWidgetItem": _ITEM,
    "QStandardItem": _ITEM,
    "QAbstractItemDelegate": _each("destroyEditor paint setEditorData setModelData updateEditorGeometry", _nothing)
    | _each("sizeHint", _size)
    | _each("createEditor", _base)
    | _each("editorEvent helpEvent", _no)
    | _each("paintingRoles", _inherited(_constant([]))),
    "QStyledItemDelegate": _each("initStyleOption", _base) | _each("displayText", _inherited(_constant(""))),
    "QAbstractItemModel": _each("buddy index parent sibling", _index)
    | _each("rowCount columnCount", _zero)
    | _each("data fetchMore headerData mimeData multiData revert sort", _nothing)
    | _each(
        "canDropMimeData canFetchMore clearItemData dropMimeData hasChildren insertColumns insertRows moveColumns "
        "moveRows removeColumns removeRows setData setHeaderData setItemData submit",
        _no,
    )
    | _each("flags supportedDragActions supportedDropActions", _base)
    | _each("match mimeTypes", _inherited(_constant([])))
    | _each("itemData roleNames", _inherited(_constant({})))
    | _each("span", _size),
    "QAbstractProxyModel": _each("mapFromSource mapToSource", _index)
    | _each("mapSelectionFromSource mapSelectionToSource setSourceModel", _base),
    "QSortFilterProxyModel": _each("filterAcceptsColumn filterAcceptsRow", _inherited(_yes))
    | _each("lessThan", _inherited(_no)),
    "QGraphicsItem": _each("boundingRect", _inherited(_new("QtCore.QRectF")))
    | _each("opaqueArea shape", _inherited(_new("QtGui.QPainterPath")))
    | _each("collidesWithItem collidesWithPath contains isObscuredBy sceneEvent sceneEventFilter", _no)
    | _each(
        "advance contextMenuEvent dragEnterEvent dragLeaveEvent dragMoveEvent dropEvent focusInEvent focusOutEvent "
        "hoverEnterEvent hoverLeaveEvent hoverMoveEvent inputMethodEvent keyPressEvent keyReleaseEvent "
        "mouseDoubleClickEvent mouseMoveEvent mousePressEvent mouseReleaseEvent paint wheelEvent",
        _nothing,
    )
    | _each("itemChange", _value)
    | _each("type", _inherited(_zero))
    | _each("inputMethodQuery", _base),
    "QGraphicsLayoutItem": _each("sizeHint", _inherited(_new("QtCore.QSizeF")))
    | _each("setGeometry updateGeometry", _base)
    | _each("isEmpty", _inherited(_no)),
    "QGraphicsWidget": _each(
        "changeEvent closeEvent grabKeyboardEvent grabMouseEvent hideEvent moveEvent paintWindowFrame polishEvent "
        "resizeEvent showEvent ungrabKeyboardEvent ungrabMouseEvent",
        _nothing,
    )
    | _each("initStyleOption", _base)
    | _each("focusNextPrevChild windowFrameEvent", _no)
    | _each("propertyChange", _value),
    "QGraphicsScene": _each(
        "contextMenuEvent dragEnterEvent dragLeaveEvent dragMoveEvent drawBackground drawForeground dropEvent "
        "focusInEvent focusOutEvent helpEvent inputMethodEvent keyPressEvent keyReleaseEvent mouseDoubleClickEvent "
        "mouseMoveEvent mousePressEvent mouseReleaseEvent wheelEvent",
        _nothing,
    )
    | _each("focusNextPrevChild", _no)
    | _each("inputMethodQuery", _base),
    "QGraphicsView": _each("drawBackground drawForeground", _nothing),
    "QLayoutItem": _each("maximumSize minimumSize sizeHint", _size)
    | _each("controlTypes expandingDirections invalidate layout setGeometry spacerItem widget", _base)
    | _each("hasHeightForWidth isEmpty", _inherited(_no))
    | _each("heightForWidth minimumHeightForWidth", _inherited(_none_of_them))
    | _each("geometry", _rect),
    "QLayout": _each("addItem itemAt replaceWidget takeAt", _base)
    | _each("count", _zero)
    | _each("indexOf", _none_of_them),
    "QIconEngine": _each("addFile addPixmap paint", _nothing)
    | _each("pixmap scaledPixmap", _new("QtGui.QPixmap"))
    | _each("actualSize", _size)
    | _each("availableSizes", _inherited(_constant([])))
    | _each("iconName key", _inherited(_constant("")))
    | _each("isNull read write", _inherited(_no))
    | _each("clone", _blank_icon),
    "QPyTextObject": _each("intrinsicSize", _inherited(_new("QtCore.QSizeF"))) | _each("drawObject", _nothing),
    "QUndoCommand": _each("redo undo", _nothing) | _each("mergeWith", _no) | _each("id", _none_of_them),
    "QValidator": _each("validate", _unfinished) | _each("fixup", _nothing),
    "QSyntaxHighlighter": _each("highlightBlock", _nothing),
    "QThread": _each("run", _nothing),
    "QRunnable": _each("run", _nothing),
    "QAbstractAnimation": _each("duration", _inherited(_zero))
    | _each("updateCurrentTime updateDirection updateState", _base),
    "QVariantAnimation": _each("updateCurrentValue", _nothing) | _each("interpolated", _base),
    # What pyqtgraph calls while it paints or handles an event.
    "AxisItem": _each("logTickValues tickSpacing tickValues", _constant([]))
    | _each("logTickStrings tickStrings", _empty_texts)
    | _each("generateDrawSpecs", _nothing),
    "GraphicsItem": _each("hoverEvent mouseClickEvent mouseDragEvent viewRangeChanged viewTransformChanged", _nothing)
    | _each("pixelPadding", _zero)
    | _each("dataBounds", _constant((None, None))),
    "ViewBox": _each("mouseClickEvent mouseDragEvent raiseContextMenu", _nothing),
}
"""By the Qt or pyqtgraph class that declares them: the methods called from there, and the fallback in their place."""


# --- wrapping


def install() -> None:
    """Guard the classes of this program and of pyqtgraph: those to come, and those that are there already."""
    try:
        from shiboken6 import Shiboken
    except ImportError:
        return  # without Qt there is no window, which ``platform_check`` says
    base: Any = Shiboken.Object
    if "__init_subclass__" in vars(base):
        return

    def guard_subclass(cls: Any, /, **options: Any) -> None:
        super(base, cls).__init_subclass__(**options)
        if cls.__module__.startswith(_PACKAGES):
            guard_class(cls)

    base.__init_subclass__ = classmethod(guard_subclass)
    if "pyqtgraph" in sys.modules:
        for cls in _subclasses(base):
            if cls.__module__.startswith(_PACKAGES):
                guard_class(cls)


def _subclasses(base: type) -> set[type]:
    found: set[type] = set()
    waiting = [base]
    while waiting:
        below: set[type] = set(type.__subclasses__(waiting.pop())) - found
        found |= below
        waiting += below
    return found


def guard_class(cls: type) -> None:
    """Wrap a class's overrides of Qt virtuals, those from bases of its package that are no Qt classes too."""
    package = cls.__module__.partition(".")[0]
    for name, fallback in virtuals(cls).items():
        holder = next((base for base in cls.__mro__ if name in vars(base)), None)
        if holder is not None and holder.__module__.partition(".")[0] == package:
            function = vars(holder)[name]
            if isinstance(function, FunctionType) and not is_guarded(function):
                setattr(cls, name, _guarded(function, cls, name, fallback))


def virtuals(cls: type) -> dict[str, Fallback]:
    """What is called on objects of this class by Qt and, if the class is ours, by pyqtgraph; with the fallbacks."""
    callers = ("PySide6.",) if cls.__module__.startswith("pyqtgraph.") else ("PySide6.", "pyqtgraph.")
    found: dict[str, Fallback] = {}
    for base in reversed(cls.__mro__[1:]):
        if base.__module__.startswith(callers):
            found |= VIRTUALS.get(base.__name__, {})
    return found


def is_guarded(function: object) -> bool:
    """Whether a function is wrapped."""
    return getattr(function, "__guarded__", False) is True


def _guarded(function: FunctionType, owner: type, name: str, fallback: Fallback) -> Callable[..., Any]:
    place = f"{owner.__module__}.{owner.__qualname__}.{name}"
    code = function.__code__
    most = sys.maxsize if code.co_flags & inspect.CO_VARARGS else code.co_argcount

    # Called for every cell and frame: the object is not told apart from the arguments, which halves the time (0.2 us).
    @wraps(function)
    def guarded(*arguments: Any, **options: Any) -> Any:
        if len(arguments) > most:  # connected to a signal that says more: PySide leaves out what a slot does not take
            arguments = arguments[:most]
        try:
            return function(*arguments, **options)
        except Exception as error:
            report(error, place)
        return fallback(owner, arguments[0], arguments[1:], name)

    guarded.__guarded__ = True  # type: ignore[attr-defined]
    return guarded


# --- telling


def report(error: Exception, place: str) -> None:
    """Hand an error to ``sys.excepthook``, which logs it and has it shown once the event loop is back; never raises.

    From one line of one place the same kind of error is told once in a while only.
    """
    with suppress(Exception):
        trace = error.__traceback__
        expected = isinstance(error, StudioError)
        key = (place, type(error), str(error) if expected else _last_line(error))
        now = time.monotonic()
        if len(_told) > _MOST_REMEMBERED:
            _told.clear()
        if now - _told.get(key, -_PAUSE_S) >= (_PAUSE_AFTER_SENTENCE_S if expected else _PAUSE_S):
            _told[key] = now
            sys.excepthook(type(error), error, trace)
        # A painter that a failed method left behind ends now, and not when the error is forgotten.
        _release(error)


def _last_line(error: Exception) -> tuple[str, int]:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return (trace.tb_frame.f_code.co_filename, trace.tb_lineno) if trace is not None else ("", 0)


def _release(error: BaseException) -> None:
    """Let go of the local variables of everything that the error passed through."""
    known: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        each = waiting.pop()
        if each is not None and id(each) not in known:
            known.add(id(each))
            traceback.clear_frames(each.__traceback__)
            waiting += (each.__cause__, each.__context__)
