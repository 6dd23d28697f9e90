"""What a room's page is to the main window."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget


class Page(QWidget):
    """Base of the rooms' pages: ``create_page(studio)`` in the room's ``page.py`` returns one.

    Closing the window, in this order: every page that was opened is asked ``closing_question``; if there is one, the
    user may keep the window; then every page is told to ``shut_down``, which ends its workers within a bounded time
    (``GeneratorJob.shut_down`` and ``LatestWins.shut_down`` do); then the window closes. Rooms live as long as the
    window: another room being shown changes nothing.
    """

    def closing_question(self) -> str:
        """What closing would interrupt, as a question to the user, or "" when nothing is going on."""
        return ""

    def shut_down(self) -> None:
        """End every worker; called once, before the window closes. Must return within seconds."""

    def open_state(self, state: object) -> None:
        """Show what another room or a lesson asks for; ``state`` is this room's own kind of object."""

    def room_actions(self) -> list[QAction]:
        """What the Room menu offers while this page is shown; made by ``gui.actions.create``."""
        return []
