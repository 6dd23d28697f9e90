"""The one frame of all rooms: controls | picture over timeline | inspector."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSplitter, QWidget

from cnnstudio.gui import settings
from cnnstudio.gui.settings import Option
from cnnstudio.gui.widgets.drawer import Drawer
from cnnstudio.gui.widgets.edge_handle import EdgeHandle
from cnnstudio.gui.widgets.fields import indent_spin_boxes

CONTROLS_WIDTH = (260, 280, 420)  # least, at first, most
INSPECTOR_WIDTH = (280, 320, 560)
ROOM_FOR_BOTH = 1060
"""Least width with both sides beside the picture: a window of 1150 without the rooms' rail."""
_PICTURE_MIN = QSize(320, 240)


def _sizes(value: list[int]) -> bool:
    return all(isinstance(size, int) and 0 <= size < 100_000 for size in value)


class RoomFrame(QWidget):
    """Lays out a room; remembers its splitters and what is folded under the room's name.

    ``controls`` and ``inspector`` are put into scroll areas; ``picture`` takes all the rest. ``picture_only`` hides
    everything else until it is switched back. Where there is no room for both sides the inspector folds by itself, and
    unfolds when there is room again, unless the user has folded it; opened meanwhile it is a drawer over the picture,
    and a handle at the edge tells that it is there.
    """

    foldsChanged = Signal()

    def __init__(
        self,
        name: str,
        *,
        picture: QWidget,
        controls: QWidget | None = None,
        inspector: QWidget | None = None,
        timeline: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._picture_only = False
        self._narrow = False
        self._controls = _side(controls, f"{name}-controls", CONTROLS_WIDTH) if controls else None
        self._inspector = _side(inspector, f"{name}-inspector", INSPECTOR_WIDTH) if inspector else None
        self._timeline = timeline
        self._drawer: Drawer | None = None

        self._middle = QSplitter(Qt.Orientation.Vertical, objectName=f"{name}-middle", childrenCollapsible=False)
        picture.setMinimumSize(picture.minimumSize().expandedTo(_PICTURE_MIN))
        self._middle.addWidget(picture)
        if timeline:
            self._middle.addWidget(timeline)
        self._middle.setStretchFactor(0, 1)

        self._columns = QSplitter(Qt.Orientation.Horizontal, objectName=f"{name}-columns", childrenCollapsible=False)
        for column in (self._controls, self._middle, self._inspector):
            if column:
                self._columns.addWidget(column)
        self._columns.setStretchFactor(self._columns.indexOf(self._middle), 1)
        for splitter in (self._columns, self._middle):
            splitter.setHandleWidth(1)
            splitter.splitterMoved.connect(self._remember)
        self._middle.installEventFilter(self)

        tip = self.tr("Show the details (Ctrl+I)")
        self._handle = EdgeHandle(self.tr("Details"), tip, f"{name}-details")
        self._handle.clicked.connect(self._open_drawer)
        self._handle.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._columns, 1)
        layout.addWidget(self._handle)
        self._restore()

    @property
    def has_controls(self) -> bool:
        """Whether there is something to fold at the left."""
        return self._controls is not None

    @property
    def has_inspector(self) -> bool:
        """Whether there is something to fold at the right."""
        return self._inspector is not None

    @property
    def controls_shown(self) -> bool:
        """Whether the controls are unfolded."""
        return self._controls is not None and not self._controls.isHidden()

    @property
    def inspector_shown(self) -> bool:
        """Whether the inspector is unfolded."""
        return self._inspector is not None and not self._inspector.isHidden()

    @property
    def picture_only(self) -> bool:
        """Whether everything but the picture is hidden."""
        return self._picture_only

    def view_state(self) -> bool | None:
        """Whether the inspector is open over the picture."""
        return True if self._drawer is not None else None

    def open_view_state(self, _known: bool) -> bool:
        """Open it again, once it is clear whether there is room for it beside."""
        if self.isVisible() and self._narrow:
            self.show_inspector(True)
        return self._drawer is not None

    def show_controls(self, shown: bool) -> None:
        """Fold or unfold the controls, and remember it."""
        if self._controls:
            self._controls.setVisible(shown)
            settings.put(self._option("controls", True), shown)
            self.foldsChanged.emit()

    def show_inspector(self, shown: bool) -> None:
        """Fold or unfold the inspector, and remember it; a drawer that is closed comes back where there is room."""
        if self._inspector is None:
            return
        if shown or not self._narrow:
            settings.put(self._option("inspector", True), shown)
        if self._narrow:
            self._show_drawer(shown and not self._picture_only)
        else:
            self._inspector.setVisible(shown)
        self.foldsChanged.emit()

    def show_picture_only(self, alone: bool) -> None:
        """Hide everything but the picture, or bring back what was shown before."""
        self._picture_only = alone
        if self._controls:
            self._controls.setVisible(not alone and settings.get(self._option("controls", True)))
        self._place_inspector()
        if self._timeline:
            self._timeline.setVisible(not alone)
        self.foldsChanged.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        both = self._controls is not None and self._inspector is not None
        narrow = both and self.width() < ROOM_FOR_BOTH
        if narrow != self._narrow:
            self._narrow = narrow
            self._place_inspector()
            self.foldsChanged.emit()

    def _place_inspector(self) -> None:
        """Beside the picture as the user chose where there is room, else folded."""
        self._show_drawer(False)
        if self._inspector:
            chosen = settings.get(self._option("inspector", True))
            self._inspector.setVisible(chosen and not (self._picture_only or self._narrow))
        # Also below an open drawer: nothing moves when that comes and goes.
        self._handle.setVisible(self._narrow and not self._picture_only)

    @Slot()
    def _open_drawer(self) -> None:
        self.show_inspector(True)

    def _show_drawer(self, shown: bool) -> None:
        """Open the inspector over the picture, or put it back to its place beside it, folded."""
        if shown == (self._drawer is not None) or self._inspector is None:
            return
        if shown:
            self._drawer = Drawer(self._inspector, max(INSPECTOR_WIDTH[1], self._width_beside()), self)
            self._drawer.setObjectName(f"{self._name}-drawer")
            self._drawer.closed.connect(self._close_drawer)
            return
        drawer, self._drawer = self._drawer, None
        self._inspector.hide()
        self._columns.addWidget(self._inspector)
        self._restore_sizes(self._columns)
        assert drawer is not None
        drawer.hide()
        drawer.deleteLater()

    @Slot()
    def _close_drawer(self) -> None:
        self.show_inspector(False)

    def _width_beside(self) -> int:
        """The width that the user gave the inspector beside the picture; 0 for none."""
        sizes = settings.get(self._sizes_option(self._columns))
        return sizes[-1] if sizes else 0

    def _option(self, what: str, default: bool) -> Option[bool]:
        return Option(f"{self._name}/{what}", default)

    def _sizes_option(self, splitter: QSplitter) -> Option[list[int]]:
        count = splitter.count() + (self._drawer is not None and splitter is self._columns)
        return Option(
            f"{splitter.objectName()}/sizes", [], lambda value: len(value) == count and _sizes(value) and sum(value) > 0
        )

    def _remember(self) -> None:
        if not self._picture_only:
            for splitter in (self._columns, self._middle):
                sizes = splitter.sizes()
                # A folded side has no width, and one in a drawer no place; it keeps the one it had.
                whole = splitter is self._middle or self._drawer is None
                if whole and all(sizes):
                    settings.put(self._sizes_option(splitter), sizes)

    def _restore(self) -> None:
        for splitter in (self._columns, self._middle):
            self._restore_sizes(splitter)
        if self._controls:
            self._controls.setVisible(settings.get(self._option("controls", True)))
        self._place_inspector()

    def _restore_sizes(self, splitter: QSplitter) -> None:
        sizes = settings.get(self._sizes_option(splitter))
        if sizes:
            splitter.setSizes(sizes)
        elif splitter is self._columns:
            columns = (splitter.widget(index) for index in range(splitter.count()))
            splitter.setSizes([self._first_width(column) for column in columns])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._middle and event.type() == QEvent.Type.LayoutRequest:
            self._give_back_what_is_folded()
        return super().eventFilter(watched, event)

    def _give_back_what_is_folded(self) -> None:
        """A splitter keeps the place of a part that may be less high now: the picture gets it."""
        sizes: list[int] = self._middle.sizes()
        parts = [self._middle.widget(index) for index in range(len(sizes))]
        fitting = [min(size, part.maximumHeight()) for size, part in zip(sizes, parts, strict=True) if part is not None]
        spare = sum(sizes, 0) - sum(fitting, 0)
        if spare:
            fitting[0] += spare
            self._middle.setSizes(fitting)

    def _first_width(self, column: QWidget | None) -> int:
        if column is not None and column is self._controls:
            return CONTROLS_WIDTH[1]
        return INSPECTOR_WIDTH[1] if column is not None and column is self._inspector else 600


class _Side(QScrollArea):
    """A column at the side; it is as wide as what stands in it needs, within the bounds of its kind.

    Words of another language may need more than those that the bounds were chosen for.
    """

    def __init__(self, name: str, width: tuple[int, int, int]) -> None:
        super().__init__(
            objectName=name, widgetResizable=True, frameShape=QFrame.Shape.NoFrame, focusPolicy=Qt.FocusPolicy.NoFocus
        )
        self._least, _, self._most = width
        self.setMinimumWidth(self._least)
        self.setMaximumWidth(self._most)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self._widen()
        return super().eventFilter(watched, event)

    def _widen(self) -> None:
        content = self.widget()
        if content is not None:
            needed = content.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
            self.setMinimumWidth(min(max(self._least, needed), self._most))


def _side(content: QWidget, name: str, width: tuple[int, int, int]) -> QScrollArea:
    area = _Side(name, width)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setProperty("panel", True)
    content.setProperty("panel", True)
    indent_spin_boxes(content)
    content.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    area.setWidget(content)
    return area
