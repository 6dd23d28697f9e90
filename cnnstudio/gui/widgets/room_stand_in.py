"""What stands in a room's place: while it is loading, when it is still to come, when it could not be opened."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from cnnstudio.gui import errors, rooms
from cnnstudio.gui.language import translate
from cnnstudio.gui.rooms import Room
from cnnstudio.gui.widgets.empty_state import EmptyState


def loading(room: Room) -> QWidget:
    """Calm, and gone in a moment: only the room's name and that PyTorch is on its way."""
    page = QWidget(objectName=f"{room.name}-loading")
    label = QLabel(translate("RoomStandIn", "Loading PyTorch…"), alignment=Qt.AlignmentFlag.AlignCenter)
    label.setProperty("quiet", True)
    QVBoxLayout(page).addWidget(label)
    return page


def to_come(room: Room) -> QWidget:
    """Says plainly that the room has not been built."""
    return EmptyState(
        room.icon,
        translate("RoomStandIn", "This room is still to come"),
        rooms.promise(room),
        name=f"{room.name}-to-come",
    )


def broken(room: Room, error: BaseException, retry: Callable[[], object]) -> QWidget:
    """The room raised while it was being made; the window lives."""
    page = EmptyState(
        "triangle-alert",
        translate("RoomStandIn", "{room} could not be opened").format(room=rooms.title(room)),
        errors.sentence(error),
        translate("RoomStandIn", "Try again"),
        name=f"{room.name}-broken",
    )
    page.activated.connect(retry)
    return page
