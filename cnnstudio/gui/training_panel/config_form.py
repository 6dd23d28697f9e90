"""The form of one run: data, network, recipe, device and every hyperparameter, each refused with a reason beside it."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.errors import ConfigError, readable
from cnnstudio.gui import labels, language, theme
from cnnstudio.gui.training_panel.dataset_field import DatasetField
from cnnstudio.gui.training_panel.datasets_on_disk import DatasetsOnDisk
from cnnstudio.gui.training_panel.form_network import TRAINS
from cnnstudio.gui.training_panel.form_row import FormRow
from cnnstudio.gui.training_panel.network_box import NetworkBox
from cnnstudio.gui.training_panel.settings import MORE, TRAINING, Setting, combo_box, get, put
from cnnstudio.gui.widgets.number_field import NumberField, WholeNumberBox, refusal
from cnnstudio.gui.widgets.own_network import OwnNetwork
from cnnstudio.gui.widgets.section import Section
from cnnstudio.networks.consent import ConsentError
from cnnstudio.networks.reference import PythonNetwork, is_known
from cnnstudio.training import recipes
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.recipes import CUSTOM, RECIPES
from cnnstudio.training.room_state import watched


class ConfigForm(QWidget):
    """Edits a ``TrainConfig``. ``config`` is what is shown, ``problem`` why it cannot work (or None)."""

    changed = Signal(object)  # TrainConfig
    problemChanged = Signal()  # without a change of the form: something was found out
    learning_rate_changed = Signal(float)  # while a run goes on
    moreToggled = Signal(bool)  # by the user: the settings that are rarely changed are shown
    schedule_wanted = Signal()  # back from a changed learning rate to the schedule's

    def __init__(self, agree: Callable[[PythonNetwork], None], parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="train-form")
        self._config = watched("tutorial")
        self._problem: ConfigError | None = None
        self._filling = False
        self._running = False
        self._rows: dict[str, FormRow] = {}

        what = Section(self.tr("What to train"))
        self.on_disk = DatasetsOnDisk(self)
        self.on_disk.changed.connect(self._on_disk_changed)
        self._dataset = DatasetField()
        self._dataset.chosen.connect(lambda dataset: self._set_config(self._config.changed(dataset=dataset)))
        self._dataset.folderMissing.connect(self._check)
        self._prepare_row("dataset", self._dataset.row)
        what.add(self._dataset)
        self._network = NetworkBox()
        what.add(self._make_network())
        self.own = OwnNetwork("train", agree, exported=False)
        self.own.open.hide()
        self._network.openWanted.connect(self.own.ask_for_file)
        what.add(self.own)
        self._run_file = QPushButton(self.tr("Run it…"), objectName="train-network-run", visible=False)
        self._run_file.setToolTip(self.tr("Asks whether the code in this Python file may run on your computer"))
        self._run_file.clicked.connect(self._ask_again)
        what.add(self._run_file)
        what.add(self._make_device())
        how = Section(self.tr("How"))
        how.add(self._make_recipe())
        for setting in TRAINING:
            how.add(self._make_row(setting))
        self._rate_back = QPushButton(self.tr("Follow the schedule again"), objectName="train-follow-schedule")
        self._rate_back.setProperty("flat", True)
        self._rate_back.hide()
        self._rate_back.clicked.connect(self._follow_schedule)
        how.add(self._rate_back)
        self._more_button = QToolButton(
            objectName="train-more",
            text=self.tr("More"),
            checkable=True,
            autoRaise=True,
            toolButtonStyle=Qt.ToolButtonStyle.ToolButtonTextBesideIcon,
            toolTip=self.tr("Regularisation, augmentation, measuring"),
        )
        self._more_button.setProperty("plain", True)
        self._more = QWidget()
        inside = QVBoxLayout(self._more)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.SPACE_2)
        for setting in MORE:
            inside.addWidget(self._make_row(setting))
        self._more_button.toggled.connect(self._unfold)
        self._more_button.clicked.connect(self.moreToggled)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_4, theme.SPACE_4, theme.SPACE_4, theme.SPACE_4)
        layout.setSpacing(theme.SPACE_4)
        layout.addWidget(what)
        layout.addWidget(how)
        layout.addWidget(self._more_button)
        layout.addWidget(self._more)
        layout.addStretch(1)
        self._unfold(False)
        for row in self._rows.values():
            row.field.installEventFilter(self)
        self.show_config(self._config)

    @property
    def config(self) -> TrainConfig:
        """The configuration as it is shown."""
        return self._config

    @property
    def problem(self) -> ConfigError | None:
        """Why this configuration cannot work, or None."""
        return self._problem

    def show_config(self, config: TrainConfig) -> None:
        """Show this configuration."""
        self._filling = True
        self._config = config
        self._dataset.show_dataset(config.dataset)
        if self._combo("device").findData(config.device) < 0:
            self._combo("device").addItem(config.device, config.device)
        self._network.show_network(config.network)
        self._select("device", config.device)
        for setting in (*TRAINING, *MORE):
            put(self._rows[setting.name].field, getattr(config, setting.name))
        self._filling = False
        self._check()
        self.changed.emit(config)

    def take_texts(self) -> None:
        """Take what is typed but not yet confirmed by Enter or by leaving the field."""
        for row in self._rows.values():
            if isinstance(row.field, WholeNumberBox | NumberField):
                row.field.interpretText()
        self._dataset.take_text()

    def unfold_more(self, on: bool) -> None:
        """Show the settings that are rarely changed, or fold them away."""
        self._more_button.setChecked(on)

    def show_folder(self, folder: str) -> None:
        """The folder of a data set that is offered when one is wanted."""
        self._dataset.show_folder(folder)

    def set_network_hint(self, text: str) -> None:
        """Say something about the network beside its box."""
        self._rows["network"].set_hint(text)

    def offer_networks(self, networks: Iterable[PythonNetwork]) -> None:
        """List these classes of the user's, too."""
        self._network.offer(networks)

    @Slot()
    def look_again(self) -> None:
        """Something that the form does not see has changed: what a class does, or whether it may run."""
        self._check()

    def set_devices(self, devices: Iterable[tuple[str, str]]) -> None:
        """Offer these devices, given as (name, title), besides ``auto``."""
        combo = self._combo("device")
        self._filling = True
        combo.clear()
        combo.addItem(self.tr("Automatic"), userData="auto")
        for name, title in devices:
            combo.addItem(language.say(title), name)
        if combo.findData(self._config.device) < 0:
            combo.addItem(self._config.device, self._config.device)
        self._select("device", self._config.device)
        self._filling = False

    def set_running(self, running: bool, rate: float | None = None) -> None:
        """Only the learning rate can be changed while a run goes on.

        ``rate`` is the one that was set for it by hand, in this session or the one before; None = the schedule's.
        """
        self._running = running
        for name, row in self._rows.items():
            row.setEnabled(not running or name == "learning_rate")
        self._dataset.setEnabled(not running)
        self._run_file.setEnabled(not running)
        # A rate changed on the way belongs to that run.
        self._show_rate(rate if running and rate is not None else self._config.learning_rate)
        self._rate_back.setVisible(running and rate is not None)

    # Building

    def _make_row(self, setting: Setting) -> FormRow:
        default = getattr(TrainConfig(), setting.name)
        name = f"train-{setting.name.replace('_', '-')}"
        field: QWidget
        if setting.choices:
            field = combo_box(name, [(value, self.tr(word)) for value, word in setting.choices])
            field.currentIndexChanged.connect(lambda _: self._take_value(setting.name))
        elif isinstance(default, bool):
            field = QCheckBox(objectName=name)
            field.toggled.connect(lambda _: self._take_value(setting.name))
        elif isinstance(default, int):
            field = WholeNumberBox(objectName=name, minimum=-1_000_000, maximum=1_000_000_000)
            if setting.name == "log_every":
                field.valueChanged.connect(lambda count: field.setSuffix(labels.amount(count, " step", " steps")))
            self._follow_typing(setting.name, field)
        else:
            field = NumberField(objectName=name, ladder=setting.ladder, step=setting.step)
            field.setSuffix(setting.unit)
            self._follow_typing(setting.name, field)
        return self._add_row(setting.name, self.tr(setting.label), field, self.tr(setting.tip))

    def _follow_typing(self, name: str, field: NumberField | WholeNumberBox) -> None:
        field.valueChanged.connect(lambda _: self._take_value(name))
        field.refused.connect(lambda typed: self._rows[name].set_reason(refusal(field, typed)))
        # What was said of the last typing ends with the next.
        field.lineEdit().textEdited.connect(lambda _: self._show_problem())

    def _make_network(self) -> FormRow:
        self._network.chosen.connect(lambda network: self._set_suited(recipes.changed(self._config, network=network)))
        return self._add_row(
            "network", self.tr("Network"), self._network, self.tr("Networks that take 28 × 28 grey pictures")
        )

    def _make_device(self) -> FormRow:
        combo = combo_box("train-device", [("auto", self.tr("Automatic")), ("cpu", self.tr("CPU"))])
        combo.currentIndexChanged.connect(lambda _: self._take_value("device"))
        return self._add_row("device", self.tr("Device"), combo, self.tr("Where the network is computed"))

    def _make_recipe(self) -> FormRow:
        combo = combo_box("train-recipe", [(name, recipes.title(name, language.code())) for name in RECIPES])
        for place, name in enumerate(RECIPES):
            combo.setItemData(place, recipes.note(name, language.code()), Qt.ItemDataRole.ToolTipRole)
        combo.currentIndexChanged.connect(self._on_recipe_chosen)
        self._reset = QToolButton(objectName="train-recipe-reset", toolTip=self.tr("Back to the recipe's own settings"))
        self._reset.setAccessibleName(self.tr("Reset to the recipe"))
        self._reset.setIcon(theme.icon("rotate-ccw", "text_quiet"))
        self._reset.clicked.connect(self._reset_recipe)
        row = self._add_row("recipe", self.tr("Recipe"), combo, self.tr("A whole set of good settings"))
        row.add_beside(self._reset)
        return row

    def _add_row(self, name: str, label: str, field: QWidget, tip: str) -> FormRow:
        return self._prepare_row(name, FormRow(label, field, tip=tip))

    def _prepare_row(self, name: str, row: FormRow) -> FormRow:
        field = row.field
        field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # The widest number a field takes must not decide how wide the form is.
        field.setMinimumWidth(64)
        if isinstance(field, QAbstractSpinBox):
            # A style sheet's padding does not reach the text of a spin box; this lines it up with the combo boxes.
            field.lineEdit().setTextMargins(5, 0, 0, 0)
        self._rows[name] = row
        return row

    def _combo(self, name: str) -> QComboBox:
        combo = self._rows[name].field
        assert isinstance(combo, QComboBox)
        return combo

    def _select(self, name: str, value: str) -> None:
        self._combo(name).setCurrentIndex(self._combo(name).findData(value))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Scrolling the form must not change what it is scrolled over.
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _unfold(self, on: bool) -> None:
        self._more.setVisible(on)
        self._more_button.setIcon(theme.icon("chevron-down" if on else "chevron-right", "text_quiet"))

    # Changes

    def _take_value(self, name: str) -> None:
        if self._filling:
            return
        value = get(self._rows[name].field)
        if self._running and name == "learning_rate":
            self._take_live_rate(value)
            return
        if name == "optimizer":
            self._set_suited(recipes.changed(self._config, optimizer=value))
            return
        self._set_config(self._config.changed(**{name: value}))

    def _set_config(self, config: TrainConfig) -> None:
        if config != self._config:
            self._config = config
            self._check()
            self.changed.emit(config)

    def _set_suited(self, config: TrainConfig) -> None:
        """Take a configuration whose learning rate may have changed with what was chosen."""
        filling, self._filling = self._filling, True
        put(self._rows["learning_rate"].field, config.learning_rate)
        self._filling = filling
        self._set_config(config)

    def _take_live_rate(self, rate: float) -> None:
        try:
            self._config.changed(learning_rate=rate, dataset="auto").check()
        except ConfigError as error:
            if error.setting == "learning_rate":
                self._rows["learning_rate"].set_reason(_reason(error))
                return
        self._rows["learning_rate"].set_reason("")
        self._rate_back.show()
        self.learning_rate_changed.emit(rate)

    def _follow_schedule(self) -> None:
        self._show_rate(self._config.learning_rate)
        self._rate_back.hide()
        self.schedule_wanted.emit()

    def _show_rate(self, rate: float) -> None:
        self._filling = True
        put(self._rows["learning_rate"].field, rate)
        self._filling = False
        self._check()

    def _ask_again(self) -> None:
        if isinstance(self._config.network, PythonNetwork):
            self.own.ask_again(self._config.network)

    def _on_recipe_chosen(self) -> None:
        chosen = self._combo("recipe").currentData()
        if not self._filling and chosen != CUSTOM:
            self._apply_recipe(chosen)

    def _reset_recipe(self) -> None:
        self._apply_recipe(self._config.recipe if self._config.recipe in RECIPES else "tutorial")

    def _apply_recipe(self, name: str) -> None:
        kept = {setting: getattr(self._config, setting) for setting in ("network", "dataset", "device")}
        self.show_config(recipes.recipe(name, evaluate_test="epoch", **kept))

    # Checking

    def shut_down(self) -> None:
        """End the workers."""
        self.own.shut_down()
        self.on_disk.shut_down()

    @Slot()
    def _on_disk_changed(self) -> None:
        self._show_problem()
        self.problemChanged.emit()

    def _check(self) -> None:
        self.on_disk.look_at(self._config.dataset)
        self._show_problem()

    def _show_problem(self) -> None:
        self._problem = self._find_problem()
        for name, row in self._rows.items():
            row.set_reason(
                _reason(self._problem) if self._problem is not None and self._problem.setting == name else ""
            )
        if self._problem is not None and self._problem.setting == "dataset":
            self._dataset.row.set_hint("")
        else:
            self._dataset.set_hint(self._config.dataset, ready=self.on_disk.found.ready)
        self._run_file.setVisible(isinstance(self._problem, ConsentError))
        self._advise()
        folded = {setting.name for setting in MORE}
        if self._problem is not None and self._problem.setting in folded:
            self._more_button.setChecked(True)
        self._show_recipe()

    def _advise(self) -> None:
        """Say beside the learning rate that hardly any network learns with it; it is trained all the same."""
        config, text = self._config, ""
        wrong = self._problem is not None and self._problem.setting == "learning_rate"
        if not wrong and recipes.is_far_too_large(config):
            usual = labels.typed(recipes.usual_rate(config))
            text = self.tr("Hardly any network learns with so large a rate; {rate} is usual here.").format(rate=usual)
        self._rows["learning_rate"].set_hint(text)

    def _find_problem(self) -> ConfigError | None:
        if self._dataset.lacks_folder:
            return ConfigError(self.tr("Choose the folder that holds the four idx files."), setting="dataset")
        try:
            config = self._config
            if not is_known(config.network, TRAINS):  # a worker is finding out; until then nothing speaks against it
                config = config.changed(network=TrainConfig().network)
            config.changed(dataset="auto").check()  # of the data set, a worker knows
        except ConfigError as error:
            return error
        return self.on_disk.found.problem

    def _show_recipe(self) -> None:
        # A run of another version may have started from a recipe that there is not any more.
        custom = recipes.called(self._config) == CUSTOM
        combo = self._combo("recipe")
        filling, self._filling = self._filling, True
        if (index := combo.findData(CUSTOM)) >= 0:
            combo.removeItem(index)
        if custom:
            combo.addItem(self.tr("Custom"), CUSTOM)
            title = combo.itemText(combo.findData(self._config.recipe)) or self._config.recipe
            combo.setItemData(
                combo.count() - 1,
                self.tr("Changed from {recipe}").format(recipe=title),
                Qt.ItemDataRole.ToolTipRole,
            )
        self._select("recipe", CUSTOM if custom else self._config.recipe)
        self._reset.setVisible(custom)
        self._filling = filling


def _reason(error: ConfigError) -> str:
    """The reason alone: beside its field an error need not name the setting and its value again."""
    return readable(language.say(error.reason))
