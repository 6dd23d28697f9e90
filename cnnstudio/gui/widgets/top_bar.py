"""The bar over every room: the way back, the current network, a link to it, the folds, the theme."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from cnnstudio.errors import StudioError
from cnnstudio.gui import errors, labels, language, names, predict_first, theme
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets.elided import ElidedButton
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.networks import catalogue, reference
from cnnstudio.networks.reference import CatalogueNetwork, PythonNetwork
from cnnstudio.weights.reference import Initial
from cnnstudio.workspace.current import Current


class TopBar(QWidget):
    """Shows the studio's network and its weights; its menu changes the network."""

    browseRequested = Signal()  # all networks, in the Models room

    def __init__(
        self, studio: Studio, *, ways: list[QAction], tools: list[QAction], predict: QAction, themes: list[QAction]
    ) -> None:
        super().__init__(objectName="window-top")
        self._studio = studio
        self._network = ElidedButton(
            self.tr("The current network, in every room"),
            objectName="window-network",
            popupMode=QToolButton.ToolButtonPopupMode.InstantPopup,
        )
        self._network.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._network.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the chevron stands after the text
        self._network.setIcon(theme.icon("chevron-down", "text_quiet"))
        self._network.setIconSize(QSize(theme.SPACE_4, theme.SPACE_4))
        self._known: tuple[tuple[object, ...], str] | None = None  # what was looked up last, and how it is called
        self._looker = LatestWins(lambda about: (about, names.current(about)), self, name="current-name")
        self._looker.result.connect(self._on_known)
        self._menu = QMenu(self._network)
        self._menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._network.setMenu(self._menu)

        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_2, theme.SPACE_1, theme.SPACE_3, theme.SPACE_1)
        layout.setSpacing(theme.SPACE_1)
        for action in ways:
            layout.addWidget(self._tool(action))
        layout.addWidget(self._network)
        self._run = QPushButton(self.tr("Run it"), objectName="window-run-file", visible=False)
        self._run.setToolTip(self.tr("Runs the code in this Python file on your computer, with all your rights"))
        self._run.clicked.connect(self._agree)
        layout.addWidget(self._run)
        layout.addStretch(1)
        self._predict = self._tool(predict)
        self._predict.setProperty("fold", False)  # it is seen whether it is on
        self._predict.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        layout.addWidget(self._predict)
        for action in tools:
            layout.addWidget(self._tool(action))
        self._theme = QToolButton(objectName="window-theme", popupMode=QToolButton.ToolButtonPopupMode.InstantPopup)
        self._theme.setAccessibleName(self.tr("Colours"))
        self._theme.setToolTip(self.tr("Light or dark"))
        self._theme.setIconSize(QSize(18, 18))
        menu = QMenu(self._theme)
        menu.addActions(themes)
        self._theme.setMenu(menu)
        layout.addWidget(self._theme)

        studio.roomShown.connect(self._offer_predict)
        studio.changed.connect(self._on_changed)
        studio.runsChanged.connect(self._show_network)
        theme.manager().changed.connect(self._show_theme)
        self._show_network()
        self._show_theme()

    @Slot(str)
    def _offer_predict(self, room: str) -> None:
        """Only where something can be predicted."""
        self._predict.setVisible(room in predict_first.ROOMS)

    @property
    def network_text(self) -> str:
        """What is written about the current network."""
        return self._network.text()

    def _tool(self, action: QAction) -> QToolButton:
        button = QToolButton(objectName=action.objectName().replace("action-", "", 1) + "-button")
        button.setProperty("fold", True)
        button.setDefaultAction(action)
        button.setIconSize(QSize(18, 18))
        keys = action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)
        button.setToolTip(labels.noted(action.iconText(), keys))
        button.setAccessibleName(action.iconText())
        return button

    @Slot(object, object)
    def _on_changed(self, before: Current, after: Current) -> None:
        # Equal ones: something has become known of the network.
        if _named(before) != _named(after) or before == after:
            self._show_network()

    @Slot()
    def _show_network(self) -> None:
        """Call it by what is known at once; what the disk says of its weights follows."""
        current = self._studio.current
        known = self._known is not None and self._known[0] == _named(current)
        self._set_text(self._known[1] if self._known is not None and known else names.brief(current))
        if not isinstance(current.weights, Initial):
            self._looker.request(current)
        self._run.setVisible(isinstance(current.network, PythonNetwork) and not current.network.agreed)

    @Slot(object)
    def _on_known(self, result: tuple[Current, str]) -> None:
        about, text = result
        self._known = _named(about), text
        if _named(self._studio.current) == _named(about):
            self._set_text(text)

    def _set_text(self, text: str) -> None:
        self._network.setText(text)
        self._network.setAccessibleName(self.tr("Current network: {text}").format(text=text))

    @property
    def busy(self) -> bool:
        """Whether it is being looked up what the current network's weights are worth."""
        return self._looker.busy

    def shut_down(self) -> None:
        """End the worker; a drive that does not answer is not waited for long."""
        self._looker.shut_down(500)

    @Slot()
    def _show_theme(self) -> None:
        self._theme.setIcon(theme.icon("moon" if theme.tokens().dark else "sun", "text_quiet"))

    @Slot()
    def _fill_menu(self) -> None:
        self._menu.clear()
        group = QActionGroup(self._menu)
        current = self._studio.current.network
        digits = [CatalogueNetwork(spec.name) for spec in catalogue.specs() if spec.trainable_on_digits]
        for network in dict.fromkeys([*digits, *reference.agreed_classes(), current]):
            action = self._menu.addAction(language.say(network.title))
            action.setCheckable(True)
            action.setChecked(network == current)
            action.setData(network)
            group.addAction(action)
        group.triggered.connect(self._choose)
        self._menu.addSeparator()
        self._menu.addAction(self.tr("All networks…")).triggered.connect(self.browseRequested)

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        self._studio.choose(action.data())

    @Slot()
    def _agree(self) -> None:
        network = self._studio.current.network
        if isinstance(network, PythonNetwork):
            try:
                self._studio.agree(network)
            except StudioError as error:
                errors.show_error(self, error)


def _named(about: Current) -> tuple[object, ...]:
    """What the name stands for."""
    return about.network, about.weights, bool(about.edits)
