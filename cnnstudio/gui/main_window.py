"""The window: navigation, top bar, one page a room, status line; menus; what is remembered; how it closes."""

import importlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QMenuBar,
    QMessageBox,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cnnstudio import paths, translations
from cnnstudio.errors import MissingFontError, StorageError, StudioError
from cnnstudio.files import make_folder
from cnnstudio.gui import (
    actions,
    address_actions,
    errors,
    fonts,
    language,
    lesson_actions,
    rooms,
    settings,
    theme,
    view_state,
)
from cnnstudio.gui.address_actions import AddressActions, dropped
from cnnstudio.gui.autosave import Autosave
from cnnstudio.gui.documents import Document
from cnnstudio.gui.lesson_actions import LessonActions
from cnnstudio.gui.rooms import ROOMS, Room
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.view_state import Restorer, ViewState
from cnnstudio.gui.widgets import room_stand_in
from cnnstudio.gui.widgets.error_strip import ErrorStrip
from cnnstudio.gui.widgets.nav_rail import NavRail
from cnnstudio.gui.widgets.notice_strip import NoticeStrip
from cnnstudio.gui.widgets.page import Page
from cnnstudio.gui.widgets.room_frame import RoomFrame
from cnnstudio.gui.widgets.status_line import StatusLine
from cnnstudio.gui.widgets.top_bar import TopBar
from cnnstudio.workspace import states

HELP = "help"
WELCOME = "welcome"
_LOOK_MS = 50
_BESIDE = "beside"  # what stands beside the rooms
_FIRST_SIZE = (1280, 800)
_LEAST_SIZE = (900, 600)


class MainWindow(QMainWindow):
    """Joins the rooms; each page is built when its room is first shown and lives as long as the window.

    Args:
        studio: the shared state.
        hold_rooms: show a placeholder instead of rooms until ``release_rooms`` (while libraries load).
    """

    firstPaint = Signal()
    roomShown = Signal(str)
    closing = Signal()  # it was decided; what goes on is about to be stopped
    closed = Signal()  # everything is saved and stopped

    def __init__(self, studio: Studio, *, hold_rooms: bool = False) -> None:
        super().__init__(objectName="main-window", windowTitle="CNN Studio")
        self.studio = studio
        self._rooms = {room.name: room for room in ROOMS}
        self._pages: dict[str, QWidget] = {}
        self._stand_ins: dict[str, QWidget] = {}
        # Asked for by another room, and not yet shown because the page is still to be built.
        self._wanted_states: dict[str, object] = {}
        # What the pages before another language knew, until their rooms are shown again; and what brings it back.
        self._former_views: dict[str, ViewState] = {}
        self._restorers: dict[str, Restorer] = {}
        self._current = ""
        self._held = hold_rooms
        self._painted = False
        self._closed = False
        self.setMinimumSize(*_LEAST_SIZE)

        fonts.apply(language.manager().code)
        self._build_actions()
        self._build_menus()
        self._build_frame()
        self._restore()
        if settings.problem():
            self.error_strip.show_text(settings.problem())
        self.setAcceptDrops(True)
        studio.roomRequested.connect(self._on_room_requested)
        self._autosave = Autosave(lambda: studio.workspace, self)
        studio.changed.connect(self._autosave.note_change)
        studio.documents.stateChanged.connect(self._autosave.note_change)
        self.roomShown.connect(self._autosave.note_change)
        studio.documents.made.connect(self._on_document_made)
        self._bring_beside()
        studio.predict.changed.connect(self._check_predict)
        theme.manager().changed.connect(self._check_theme)
        self._after_dialog = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._after_dialog.timeout.connect(self._build_anew)
        # Queued: the action that chose it is among what is made again.
        language.manager().changed.connect(self._build_anew, Qt.ConnectionType.QueuedConnection)
        self._check_theme()
        # No focus ring before the first key: Tab then goes to the first room.
        self.setFocus()

    # --- rooms

    @property
    def room(self) -> str:
        """The room that is shown; ``help`` for the help page, ``welcome`` for the welcome."""
        return self._current

    @property
    def rooms_held(self) -> bool:
        """Whether rooms still wait for their libraries."""
        return self._held

    def page(self, name: str) -> QWidget | None:
        """The page of a room that has been opened, else None."""
        return self._pages.get(name)

    @Slot(str)
    def open_room(self, name: str) -> None:
        """Show a room, building its page the first time.

        Raises:
            KeyError: if there is no such room.
        """
        room = self._rooms[name]
        if self._current != name:
            self._leave_picture_only()
        self._current = name
        self.studio.note_room(name)
        self._room_actions[name].setChecked(True)
        self._stack.setCurrentWidget(self._widget_for(room))
        self._after_switch()

    @Slot()
    def open_help(self) -> None:
        """Show the shortcuts and what the program is."""
        if HELP not in self._pages:
            from cnnstudio.gui.widgets.help_page import HelpPage  # not before the first paint

            self._pages[HELP] = HelpPage()
            self._add(self._pages[HELP])
        self._leave_picture_only()
        self._current = HELP
        self._help_action.setChecked(True)
        self._stack.setCurrentWidget(self._pages[HELP])
        self._after_switch()

    @Slot()
    def open_welcome(self) -> None:
        """Show four ways to begin; at the first start this is done without being asked, and then never again."""
        from cnnstudio.gui.widgets.welcome_page import WelcomePage  # most starts do without

        settings.put(settings.WELCOMED, True)
        page = self._pages.get(WELCOME)
        if not isinstance(page, WelcomePage):
            page = WelcomePage()
            page.chosen.connect(self._begin_with)
            page.left.connect(self._leave_welcome)
            self._pages[WELCOME] = page
            self._add(page)
        self._leave_picture_only()
        self._current = WELCOME
        self._welcome_action.setChecked(True)
        self._stack.setCurrentWidget(page)
        self._after_switch()
        page.take_focus()

    @Slot(str)
    def _begin_with(self, room: str) -> None:
        self.studio.open_room(room, {"ask": "begin"} if room == lesson_actions.ROOM else None)

    @Slot()
    def _leave_welcome(self) -> None:
        room = self.studio.workspace.room
        self.open_room(room if room in self._rooms else ROOMS[0].name)

    @Slot()
    def release_rooms(self) -> None:
        """The libraries are there: build the page of the room that is shown."""
        self._held = False
        if self._current in self._rooms:
            self.open_room(self._current)

    def _widget_for(self, room: Room) -> QWidget:
        if room.name in self._pages:
            return self._pages[room.name]
        if self._held and room.exists:
            widget = room_stand_in.loading(room)
        elif not room.exists:
            widget = room_stand_in.to_come(room)
        else:
            try:
                page = room.create_page(self.studio)
            except Exception as error:
                errors.log(error)
                self.error_strip.show_text(errors.sentence(error), errors.details(error))
                widget = room_stand_in.broken(room, error, lambda: self.open_room(room.name))
            else:
                self._pages[room.name] = page
                widget = page
        former = self._stand_ins.pop(room.name, None)
        if former is not None:
            self._stack.removeWidget(former)
            former.deleteLater()
        if room.name not in self._pages:
            self._stand_ins[room.name] = widget
        self._add(widget)
        return widget

    def _add(self, page: QWidget) -> None:
        self._stack.addWidget(page)
        # Once it is there: where a dressed part gets a parent, Qt styles all that is in it a second time.
        theme.dress(page)

    @Slot(str, object)
    def _on_room_requested(self, name: str, state: object) -> None:
        self._wanted_states[name] = state
        self.open_room(name)

    def _frame(self) -> RoomFrame | None:
        page = self._pages.get(self._current)
        if page is None:
            return None
        return page if isinstance(page, RoomFrame) else page.findChild(RoomFrame)

    def _after_switch(self) -> None:
        page = self._pages.get(self._current)
        if isinstance(page, Page):
            state = self._wanted_states.pop(self._current, None)
            if state is not None:
                self._open_state(page, state)
        self._bring_back_view(self._current, page)
        own = page.room_actions() if isinstance(page, Page) else []
        if self._current == lesson_actions.ROOM:
            own = [*own, *self.lessons.in_menu]
        self._room_menu.clear()
        self._room_menu.addActions(own)
        self._room_menu.menuAction().setEnabled(bool(own))
        self._room_menu.menuAction().setVisible(bool(own))
        frame = self._frame()
        if frame is not None:
            frame.foldsChanged.connect(self._check_folds, Qt.ConnectionType.UniqueConnection)
        self._check_folds()
        self.roomShown.emit(self._current)

    def _open_state(self, page: Page, state: object) -> None:
        """Show a room's whole state, or what another room asks of it."""
        room, documents = self._current, self.studio.documents
        try:
            if documents.has(room) and isinstance(state, states.class_of(room)):
                documents.get(room).open_state(state)
            else:
                page.open_state(state)
        except StudioError as error:
            errors.show_error(self, error, about=address_actions.ABOUT)

    def _bring_beside(self) -> None:
        """What stands beside the rooms by documents that are there already."""
        for name in self._rooms:
            if self.studio.documents.there(name) is not None:
                self._on_document_made(name)

    @Slot(str)
    def _on_document_made(self, room: str) -> None:
        """A room whose text stands beside the others brings it along."""
        module = self._rooms[room].beside
        if module and self._beside.count() == 1:
            panel = importlib.import_module(module).create_panel(self.studio)
            self._beside.insertWidget(0, panel)
            self._beside.setStretchFactor(1, 1)
            theme.dress(panel)
            self.studio.documents.get(room).openWanted.connect(self.addresses.open)

    # --- files that are dropped

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        file = dropped(event.mimeData())
        if file is not None:
            event.acceptProposedAction()
            self.addresses.open_dropped(file)

    # --- folds

    @Slot()
    def _check_folds(self) -> None:
        frame = self._frame()
        self._controls_action.setEnabled(frame is not None and frame.has_controls and not frame.picture_only)
        self._controls_action.setChecked(frame is not None and frame.controls_shown)
        self._inspector_action.setEnabled(frame is not None and frame.has_inspector and not frame.picture_only)
        self._inspector_action.setChecked(frame is not None and frame.inspector_shown)
        self._picture_action.setEnabled(frame is not None)
        self._picture_action.setChecked(frame is not None and frame.picture_only)

    @Slot(bool)
    def _show_controls(self, shown: bool) -> None:
        frame = self._frame()
        if frame is not None:
            frame.show_controls(shown)

    @Slot(bool)
    def _show_inspector(self, shown: bool) -> None:
        frame = self._frame()
        if frame is not None:
            frame.show_inspector(shown)

    @Slot(bool)
    def _show_picture_only(self, alone: bool) -> None:
        frame = self._frame()
        if frame is None:
            return
        for widget in (self._rail, self._top, self.status_line, self.menuBar()):
            widget.setVisible(not alone)
        frame.show_picture_only(alone)

    def _leave_picture_only(self) -> None:
        frame = self._frame()
        if frame is not None and frame.picture_only:
            self._show_picture_only(False)

    # --- theme

    def _set_theme(self, mode: theme.Mode) -> None:
        settings.put(settings.THEME, mode)
        theme.manager().set_mode(mode)
        self._check_theme()

    @Slot()
    def _switch_theme(self) -> None:
        self._set_theme("light" if theme.tokens().dark else "dark")

    @Slot()
    def _check_theme(self) -> None:
        self._theme_actions[theme.manager().mode].setChecked(True)

    @Slot()
    def _check_predict(self) -> None:
        self._predict_action.setChecked(self.studio.predict.on)

    # --- language

    def _speaker(self, code: str) -> Callable[[], None]:
        return lambda: self._speak(code)

    def _speak(self, code: str) -> None:
        """The user chose a language: the window is built anew in it, once the menu that was clicked has closed."""
        try:
            language.manager().choose(code)
            settings.put(settings.LANGUAGE, code)
        except StudioError as error:
            self.show_unspoken(error)
        self._check_language()

    def show_unspoken(self, error: StudioError) -> None:
        """Say why a language is not spoken: nothing is broken where only its font is not installed."""
        if isinstance(error, MissingFontError):
            self.notice.show_notice(errors.sentence(error))
        else:
            errors.show_error(self, error)

    def _check_language(self) -> None:
        self._language_actions[language.manager().chosen].setChecked(True)

    @Slot()
    def _build_anew(self) -> None:
        """Make every part again over the same studio and documents; what the user did stands in those."""
        if self._closed:
            return
        if QApplication.activeModalWidget() is not None or QApplication.activePopupWidget() is not None:
            self._after_dialog.start()  # what asks the user something is one of the parts
            return
        frame = self._frame()
        picture_only = frame is not None and frame.picture_only
        self._leave_picture_only()
        self._keep_views()
        told = self.error_strip.told, self.notice.told
        shown, self._current = self._current, ""
        self._shut_pages()
        # Away at once: their names and shortcuts belong to those that come.
        for part in self.findChildren(QActionGroup, options=Qt.FindChildOption.FindDirectChildrenOnly):
            _discard(part)
        for action in self.findChildren(QAction, options=Qt.FindChildOption.FindDirectChildrenOnly):
            self.removeAction(action)
            _discard(action)
        _discard(self.addresses)
        _discard(self.lessons)
        _discard(self.takeCentralWidget())
        self.setMenuBar(QMenuBar())  # Qt lets go of the former, as it does of the status bar
        self._pages, self._stand_ins = {}, {}
        fonts.apply(language.manager().code)
        self._build_actions()
        self._build_menus()
        self._build_frame()
        self.error_strip.tell_again(told[0])
        self.notice.tell_again(told[1])
        self._bring_beside()
        self._bring_back_view(_BESIDE, self._beside)
        self._check_theme()
        if shown == HELP:
            self.open_help()
        elif shown == WELCOME:
            self.open_welcome()
        else:
            self.open_room(shown)
        if picture_only:
            self._show_picture_only(True)

    def _keep_views(self) -> None:
        """Read what the parts know that are about to go."""
        focused = self.focusWidget()
        for name, part in (*self._pages.items(), (_BESIDE, self._beside)):
            state = view_state.read(part, without=self._others(part))
            restorer = self._restorers.get(name)
            self._former_views[name] = state if restorer is None else restorer.still(state)
        self._restorers = {}
        if focused is not None:
            focused.blockSignals(True)  # what is typed in it is not taken because it goes

    def _others(self, part: QWidget | None) -> QWidget | None:
        """What is a part of its own, where it stands in another one."""
        return self._stack if part is self._beside else None

    def _bring_back_view(self, name: str, part: QWidget | None) -> None:
        state = self._former_views.pop(name, None) if part is not None else None
        if part is not None and state is not None:
            self._restorers[name] = Restorer(part, state, without=self._others(part))

    # --- closing

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._closed:
            asked: list[Document | Page] = [*self.studio.documents.all, *self._own_pages()]
            questions = filter(None, map(self._closing_question, asked))
            question = "\n\n".join(dict.fromkeys(questions))  # a page passes on what its document asks
            if question and not self._may_stop(question):
                event.ignore()
                return
            self._shut_down()
        event.accept()

    @Slot()
    def close_without_asking(self) -> None:
        """Stop what is going on and close: the session ends or the program was told to terminate."""
        if not self._closed:
            self._shut_down()

    def _closing_question(self, asked: Document | Page) -> str:
        try:
            return asked.closing_question()
        except Exception as error:  # a window that cannot be closed would be worse than one that does not ask
            errors.log(error)
            return ""

    def _own_pages(self) -> list[Page]:
        return [page for page in self._pages.values() if isinstance(page, Page)]

    def _shut_down(self) -> None:
        self._closed = True
        self.closing.emit()
        self._leave_picture_only()
        settings.put(settings.GEOMETRY, bytes(self.saveGeometry().data()))
        settings.save()
        self._autosave.finish()
        self.hide()
        self._shut_pages()
        self.studio.shut_down()
        self.closed.emit()

    def _shut_pages(self) -> None:
        for page in self._own_pages():
            try:
                page.shut_down()
            except Exception as error:  # one page's failure must not keep the others from stopping
                errors.log(error)
        self.addresses.shut_down()
        self._top.shut_down()

    def _may_stop(self, question: str) -> bool:
        box = QMessageBox(
            QMessageBox.Icon.NoIcon, self.windowTitle(), question, parent=self, objectName="window-closing"
        )
        theme.dress(box)
        box.setIconPixmap(theme.icon("circle-question-mark", "accent").pixmap(32, 32))
        stop = box.addButton(self.tr("Stop and close"), QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(self.tr("Keep going"), QMessageBox.ButtonRole.RejectRole)
        stop.setObjectName("window-closing-stop")
        stay.setObjectName("window-closing-stay")
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.exec()
        stopped = box.clickedButton() is stop
        box.deleteLater()
        return stopped

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.firstPaint.emit()

    # --- building

    def _build_actions(self) -> None:
        self._room_actions: dict[str, QAction] = {}
        places = QActionGroup(self)
        for room in ROOMS:
            action = actions.create(f"window-room-{room.name}", self, self._opener(room.name))
            places.addAction(action)
            self._room_actions[room.name] = action
        self._help_action = actions.create("window-shortcuts", self, self.open_help)
        self._help_action.setCheckable(True)
        places.addAction(self._help_action)
        self._welcome_action = actions.create("window-welcome", self, self.open_welcome)
        self._welcome_action.setCheckable(True)
        places.addAction(self._welcome_action)
        self._about_action = actions.create("window-about", self, self.open_help)

        self._controls_action = actions.create("window-controls", self, self._show_controls)
        self._inspector_action = actions.create("window-inspector", self, self._show_inspector)
        self._picture_action = actions.create("window-picture-only", self, self._show_picture_only)

        self._predict_action = actions.create("window-predict", self, self.studio.predict.set_on)
        self._predict_action.setChecked(self.studio.predict.on)

        self._theme_actions: dict[str, QAction] = {}
        modes = QActionGroup(self)
        for mode in ("system", "light", "dark"):
            action = actions.create(f"window-theme-{mode}", self, self._themer(mode))
            modes.addAction(action)
            self._theme_actions[mode] = action
        self._switch_action = actions.create("window-theme-next", self, self._switch_theme)

        self._language_actions: dict[str, QAction] = {}
        codes = QActionGroup(self)
        for code in (language.SYSTEM, *translations.codes()):
            action = actions.create_language(code, self, self._speaker(code))
            codes.addAction(action)
            self._language_actions[code] = action
        if language.manager().chosen in self._language_actions:
            self._check_language()

        self.addresses = AddressActions(self.studio, frozenset(self._rooms), self)
        self.lessons = LessonActions(self.studio, self)

        self._settings_action = actions.create(
            "window-settings-folder", self, lambda: self._open_folder(paths.config_dir())
        )
        self._runs_action = actions.create("window-runs-folder", self, lambda: self._open_folder(paths.runs_dir()))
        self._quit_action = actions.create("window-quit", self, self.close)
        self._quit_action.setMenuRole(QAction.MenuRole.QuitRole)
        self._about_action.setMenuRole(QAction.MenuRole.AboutRole)
        # Shortcuts work while the menu bar is hidden, too.
        self.addActions(self.findChildren(QAction))

    def _opener(self, name: str) -> Callable[[], None]:
        return lambda: self.open_room(name)

    def _themer(self, mode: theme.Mode) -> Callable[[], None]:
        return lambda: self._set_theme(mode)

    def _build_menus(self) -> None:
        bar = self.menuBar()
        file_menu = bar.addMenu(self.tr("&File"))
        file_menu.addActions(self.addresses.in_menu)
        lessons_menu = QMenu(self.tr("L&essons"), file_menu)
        lessons_menu.addActions(self.lessons.in_menu)
        file_menu.addMenu(lessons_menu)
        file_menu.addSeparator()
        file_menu.addActions([self._runs_action, self._settings_action])
        file_menu.addSeparator()
        file_menu.addAction(self._quit_action)
        view_menu = bar.addMenu(self.tr("&View"))
        view_menu.addActions([self.addresses.back, self.addresses.forward])
        view_menu.addSeparator()
        view_menu.addActions(list(self._room_actions.values()))
        view_menu.addSeparator()
        view_menu.addActions([self._controls_action, self._inspector_action, self._picture_action])
        view_menu.addSeparator()
        view_menu.addAction(self._predict_action)
        view_menu.addSeparator()
        themes = QMenu(self.tr("C&olours"), view_menu)
        themes.addActions(list(self._theme_actions.values()))
        themes.addSeparator()
        themes.addAction(self._switch_action)
        view_menu.addMenu(themes)
        if len(self._language_actions) > 2:  # not the system's and English alone
            languages = QMenu(self.tr("&Language"), view_menu)
            languages.addActions(list(self._language_actions.values()))
            view_menu.addMenu(languages)
        self._room_menu = bar.addMenu(self.tr("&Room"))
        help_menu = bar.addMenu(self.tr("&Help"))
        help_menu.addActions([self._help_action, self._welcome_action, self._about_action])

    def _build_frame(self) -> None:
        self._rail = NavRail()
        for room in ROOMS:
            self._rail.add(self._room_actions[room.name], room.name, rooms.title(room), room.icon)
        self._rail.add_stretch()
        self._rail.add(self._help_action, HELP, self.tr("Help"), "circle-question-mark")
        self._top = TopBar(
            self.studio,
            ways=[self.addresses.back, self.addresses.forward],
            predict=self._predict_action,
            tools=[self.addresses.copy_link, self._controls_action, self._inspector_action],
            themes=list(self._theme_actions.values()),
        )
        self._top.browseRequested.connect(self._opener("models"))
        self.error_strip, self.notice = ErrorStrip(), NoticeStrip()
        self._stack = QStackedWidget(objectName="window-rooms")

        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._top)
        right.addWidget(self.error_strip)
        right.addWidget(self.notice)
        self._beside = QSplitter(Qt.Orientation.Horizontal, objectName="window-beside", childrenCollapsible=False)
        self._beside.setHandleWidth(theme.SPACE_1)
        self._beside.addWidget(self._stack)
        right.addWidget(self._beside, 1)
        central = QWidget()
        across = QHBoxLayout(central)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._rail)
        across.addLayout(right, 1)
        self.setCentralWidget(central)
        self.status_line = StatusLine(self.studio)
        self.setStatusBar(self.status_line)
        for part in (self._rail, self._top, self.error_strip, self.status_line, self.menuBar()):
            theme.dress(part)

    def _restore(self) -> None:
        self.resize(*_FIRST_SIZE)
        geometry = settings.get(settings.GEOMETRY)
        if geometry:
            self.restoreGeometry(QByteArray(geometry))
        self._pull_onto_screen()
        name = self.studio.workspace.room
        self.open_room(name if name in self._rooms else ROOMS[0].name)

    def _pull_onto_screen(self) -> None:
        frame = self.geometry()
        screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        # Enough of the top edge must be reachable to take hold of the window.
        top = frame.adjusted(0, 0, 0, 40 - frame.height())
        if not any(screen.intersected(top).width() >= 120 for screen in screens):
            home = QGuiApplication.primaryScreen().availableGeometry()
            self.resize(frame.size().boundedTo(home.size()).expandedTo(self.minimumSize()))
            self.move(home.topLeft())

    def _open_folder(self, folder: Path) -> None:
        try:
            make_folder(folder)
        except StorageError as error:
            errors.show_error(self, error)
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _discard(part: QObject | None) -> None:
    """Let go of a part of the window that another one takes the place of."""
    if part is None:
        return
    part.setParent(None)
    part.deleteLater()
