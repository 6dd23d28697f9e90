"""What the parts of a window know and no document does: scrolls, selections, folds, what is typed and not yet taken.

Where parts are built anew, ``read`` takes it from the former ones and ``Restorer`` brings it back into those that the
same code made. A widget is found again by the names and the order of those around it.

A part of a room's own kind says what it knows by ``view_state()`` and takes it back by ``open_view_state(known)``,
which returns whether it could: not yet where what it shows is still being computed. A button, a box or a slider that no
document knows of is marked: ``keep(widget)``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QTimer,
    Slot,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollBar,
    QSpinBox,
    QSplitter,
    QTabWidget,
    QTreeView,
    QWidget,
)

_KEPT = "kept-view"
_WANTED, _GIVEN, _LOOKS = "wanted-view", "given-view", "looks-view"
_OWN_LOOKS = 3
# Between two looks: layouts, then what is computed by workers.
_PAUSES_MS = (0, 50, 100, 200, 400, 800, 1_600, 3_200)

Rows = tuple[tuple[int, int], ...]
W = TypeVar("W", bound=QWidget)


@dataclass(slots=True)
class ViewState:
    """What the widgets below one knew, by where they are; and which had the focus."""

    known: dict[str, dict[str, Any]] = field(default_factory=dict)
    focus: str | None = None


def keep(widget: W) -> W:
    """A box, a slider or a button that is switched on and off, whose state is nowhere else; returns it."""
    widget.setProperty(_KEPT, True)
    return widget


def read(root: QWidget, *, without: QWidget | None = None) -> ViewState:
    """What ``root`` and the widgets below it know, but for those below ``without``."""
    state = ViewState()
    focused = root.window().focusWidget()
    for path, widget in _around(root, without):
        known = {}
        for name, kind, (take, _give) in _KINDS:
            if isinstance(widget, kind) and (value := take(widget)) is not None:
                known[name] = value
        if known:
            state.known[path] = known
        if widget is focused:
            state.focus = path
    return state


class Restorer(QObject):
    """Brings a state back into the widgets below its parent: at once, or when they are seen and hold what they held."""

    def __init__(self, root: QWidget, state: ViewState, *, without: QWidget | None = None) -> None:
        super().__init__(root)
        self._root = root
        self._left = {path: dict(known) for path, known in state.known.items()}
        self._without = without
        self._focus = state.focus
        self._looks = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        self.look()

    def still(self, state: ViewState) -> ViewState:
        """The state that was read of the same widgets, with what could not be brought back into them yet."""
        known = {path: dict(known) for path, known in state.known.items()}
        for path, left in self._left.items():
            known.setdefault(path, {}).update(left)
        return ViewState(known, state.focus)

    @Slot()
    def look(self) -> None:
        """Bring back what can be."""
        if self._looks:  # everything has its size then
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        for path, widget in list(_around(self._root, self._without)):
            left = self._left.get(path, {})
            for name, kind, (_take, give) in _KINDS:
                # At first the parts themselves bring into view what is chosen in them.
                held = name in left and isinstance(widget, kind) and give(widget, left[name])
                if held and self._looks >= _OWN_LOOKS:
                    del left[name]
            if path == self._focus and widget.isVisible():
                widget.setFocus()
                self._focus = None
            if not left:
                self._left.pop(path, None)
            elif not widget.isVisible():
                widget.installEventFilter(self)
        if self._looks < len(_PAUSES_MS) and (self._left or self._looks == 0):
            self._timer.start(_PAUSES_MS[self._looks])
        self._looks += 1

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            watched.removeEventFilter(self)
            self._looks = min(self._looks, 1)
            self._timer.start(0)
        return False


def _around(root: QWidget, without: QWidget | None) -> Iterator[tuple[str, QWidget]]:
    yield "", root
    for path, widget in _below(root):
        if without is None or not (widget is without or without.isAncestorOf(widget)):
            yield path, widget


def _below(root: QWidget, path: str = "") -> Iterator[tuple[str, QWidget]]:
    """All widgets below one, each with its path, parents first; what a box or a menu pops up is not among them."""
    seen: dict[str, int] = {}
    for child in root.children():
        if not isinstance(child, QWidget) or isinstance(child, QMenu):
            continue
        name = child.objectName() or type(child).__name__
        number = seen[name] = seen.get(name, -1) + 1
        own = f"{path}/{name}" + (f"#{number}" if number else "")
        yield own, child
        if isinstance(child, QComboBox):
            if (line := child.lineEdit()) is not None:
                yield f"{own}/edit", line
        else:
            yield from _below(child, own)


# --- kinds


def _own(widget: Any) -> Any:
    return widget.view_state() if hasattr(widget, "view_state") else None


def _open_own(widget: Any, known: Any) -> bool:
    return not hasattr(widget, "open_view_state") or bool(widget.open_view_state(known))


def _tab(tabs: QTabWidget) -> int:
    return tabs.currentIndex()


def _show_tab(tabs: QTabWidget, index: int) -> bool:
    if index < tabs.count() and tabs.isTabEnabled(index):
        tabs.setCurrentIndex(index)
    return tabs.currentIndex() == index


def _switched(button: QAbstractButton) -> bool | None:
    return button.isChecked() if button.isCheckable() and button.property(_KEPT) else None


def _switch(button: QAbstractButton, on: bool) -> bool:
    if button.isChecked() != on:
        button.click()
    return button.isChecked() == on


def _chosen(box: QComboBox) -> int | None:
    return box.currentIndex() if box.property(_KEPT) else None


def _choose(box: QComboBox, index: int) -> bool:
    if index >= box.count():
        return False
    if index != box.currentIndex():
        box.setCurrentIndex(index)
        box.activated.emit(index)
    return True


def _value(field: QAbstractSlider | QSpinBox | QDoubleSpinBox) -> float | None:
    return field.value() if field.property(_KEPT) else None


def _set_value(field: Any, value: float) -> bool:
    field.setValue(value)
    return bool(field.value() == value)


def _typed(line: QLineEdit) -> tuple[str, int, int, int] | None:
    """What was typed, the cursor's place, the selection's beginning and length."""
    if not line.isModified() or line.isReadOnly():
        return None
    return line.text(), line.cursorPosition(), line.selectionStart(), len(line.selectedText())


def _type(line: QLineEdit, typed: tuple[str, int, int, int]) -> bool:
    text, cursor, start, length = typed
    # A box shows its number anew when it is first seen.
    if line.isReadOnly() or not line.isEnabled() or not line.isVisible():
        return False
    if line.text() != text:
        line.selectAll()
        line.insert(text)
    line.setModified(True)
    if start < 0:
        line.setCursorPosition(cursor)
    else:  # the cursor stands at one of the selection's ends
        line.setSelection(*((start, length) if cursor != start else (start + length, -length)))
    return line.text() == text


def _written(field: QPlainTextEdit) -> str | None:
    return field.toPlainText() if not field.isReadOnly() and field.document().isModified() else None


def _write(field: QPlainTextEdit, text: str) -> bool:
    if field.toPlainText() != text:
        field.selectAll()
        field.insertPlainText(text)
    return True


def _sizes(splitter: QSplitter) -> list[int]:
    given, wanted = splitter.property(_GIVEN), splitter.property(_WANTED)
    return list(wanted) if wanted and splitter.sizes() == list(given) else splitter.sizes()


def _set_sizes(splitter: QSplitter, sizes: list[int]) -> bool:
    if len(sizes) != splitter.count():
        return True  # another part stands there now
    if not splitter.isVisible():
        return False
    if splitter.sizes() != sizes:
        splitter.setSizes(sizes)
        splitter.setProperty(_WANTED, sizes)
        splitter.setProperty(_GIVEN, splitter.sizes())
    return True


def _picked(view: QAbstractItemView) -> tuple[Rows | None, list[Rows], list[Rows]] | None:
    """Current place, selected places, and what is unfolded below the top."""
    model = view.model()
    if model is None or view.selectionModel() is None:
        return None
    selected = [_rows(index) for index in view.selectionModel().selectedIndexes()[:_MOST_SELECTED]]
    current = view.currentIndex()
    unfolded = []
    if isinstance(view, QTreeView):
        unfolded = [_rows(index) for index in _all(model) if view.isExpanded(index)]
    return (_rows(current) if current.isValid() else None), selected, unfolded


_MOST_SELECTED, _MOST_ROWS = 2_000, 20_000


def _pick(view: QAbstractItemView, picked: tuple[Rows | None, list[Rows], list[Rows]]) -> bool:
    current, selected, unfolded = picked
    model = view.model()
    if model is None:
        return False
    if isinstance(view, QTreeView):
        places = [_at(model, rows) for rows in unfolded]
        if not all(place.isValid() for place in places):
            return False
        wanted = set(unfolded)
        for index in list(_all(model)):
            view.setExpanded(index, _rows(index) in wanted)
    places = [_at(model, rows) for rows in selected]
    if not all(place.isValid() for place in places) or (current and not _at(model, current).isValid()):
        return False
    selection, flag = view.selectionModel(), view.selectionModel().SelectionFlag
    if current and view.currentIndex() != _at(model, current):
        selection.setCurrentIndex(_at(model, current), flag.NoUpdate)
    if [_rows(index) for index in selection.selectedIndexes()[:_MOST_SELECTED]] != selected:
        for number, place in enumerate(places):
            selection.select(place, flag.Select if number else flag.ClearAndSelect)
    return True


def _rows(index: QModelIndex | QPersistentModelIndex) -> Rows:
    """Row and column of a place and of those it lies in, the outermost first."""
    rows: list[tuple[int, int]] = []
    while index.isValid():
        rows.append((index.row(), index.column()))
        index = index.parent()
    return tuple(reversed(rows))


def _at(model: QAbstractItemModel, rows: Rows) -> QModelIndex:
    index = QModelIndex()
    for row, column in rows:
        index = model.index(row, column, index)
        if not index.isValid():
            break
    return index


def _all(model: QAbstractItemModel, parent: QModelIndex | None = None) -> Iterator[QModelIndex]:
    """Every place of the first column that holds others."""
    above = parent or QModelIndex()
    for row in range(min(model.rowCount(above), _MOST_ROWS)):
        index = model.index(row, 0, above)
        if model.hasChildren(index):
            yield index
            yield from _all(model, index)


Place = tuple[int, bool]  # of a scroll bar; whether that was its end


def _scrolled(area: QAbstractScrollArea) -> tuple[Place, Place] | None:
    """Where the bars stand, or were wanted to stand where the text of another language was too short for it."""
    if hasattr(area, "view_state"):
        return None
    return _place(area.horizontalScrollBar()), _place(area.verticalScrollBar())


def _place(bar: QScrollBar) -> Place:
    given, wanted = bar.property(_GIVEN), bar.property(_WANTED)
    if wanted is not None and bar.value() == given:
        return wanted[0], wanted[1]
    return bar.value(), bar.value() == bar.maximum() > 0


def _scroll(area: QAbstractScrollArea, places: tuple[Place, Place]) -> bool:
    across = _move(area.horizontalScrollBar(), places[0])
    return _move(area.verticalScrollBar(), places[1]) and across


def _move(bar: QScrollBar, place: Place) -> bool:
    """Whether the bar stands where it is to stand, or the user moved it meanwhile."""
    looks = bar.property(_LOOKS) or 0
    bar.setProperty(_LOOKS, looks + 1)
    wanted, end = place
    stands = bar.value() == wanted or (end and bar.value() == bar.maximum() > 0)
    if looks >= _OWN_LOOKS and (stands or bar.value() != bar.property(_GIVEN)):
        return True
    bar.setValue(bar.maximum() if end else wanted)
    bar.setProperty(_WANTED, list(place))
    bar.setProperty(_GIVEN, bar.value())
    return False


_KINDS: tuple[tuple[str, type[Any], tuple[Callable[[Any], Any], Callable[[Any, Any], bool]]], ...] = (
    ("own", QWidget, (_own, _open_own)),
    ("tab", QTabWidget, (_tab, _show_tab)),
    ("switched", QAbstractButton, (_switched, _switch)),
    ("chosen", QComboBox, (_chosen, _choose)),
    ("value", QAbstractSlider, (_value, _set_value)),
    ("number", QSpinBox, (_value, _set_value)),
    ("number", QDoubleSpinBox, (_value, _set_value)),
    ("typed", QLineEdit, (_typed, _type)),
    ("written", QPlainTextEdit, (_written, _write)),
    ("sizes", QSplitter, (_sizes, _set_sizes)),
    ("picked", QAbstractItemView, (_picked, _pick)),
    ("scrolled", QAbstractScrollArea, (_scrolled, _scroll)),
)
