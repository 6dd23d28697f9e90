"""The form of one run: data, network, recipe, device and every hyperparameter, each refused with a reason beside it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP as _N
from PySide6.QtCore import QEvent, QObject, Qt, QUrl, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cnnstudio import datasets
from cnnstudio.datasets import folder as idx_folder
from cnnstudio.errors import ConfigError, DatasetError
from cnnstudio.gui import theme
from cnnstudio.gui.training_panel.form_row import FormRow
from cnnstudio.gui.training_panel.number_field import NumberField
from cnnstudio.gui.widgets.section import Section
from cnnstudio.networks import catalogue, reference
from cnnstudio.networks.reference import NetworkRef
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.recipes import RECIPES, recipe

# What does not belong to a recipe: where a run takes place, and what is measured on the way.
_FREE = frozenset(
    ("network", "dataset", "recipe", "device", "evaluate_train", "evaluate_test", "log_every", "deterministic")
)
_FOLDER = "folder"
_CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class _Setting:
    """How one field of the configuration is edited; ``choices`` are (value, word) pairs."""

    name: str
    label: str
    tip: str
    choices: tuple[tuple[str, str], ...] = ()
    step: float = 0.1
    ladder: bool = False
    unit: str = ""


_TRAINING = (
    _Setting("epochs", _N("ConfigForm", "Epochs"), _N("ConfigForm", "Passes over all training pictures")),
    _Setting("batch_size", _N("ConfigForm", "Batch size"), _N("ConfigForm", "Pictures a step")),
    _Setting(
        "optimizer",
        _N("ConfigForm", "Optimiser"),
        _N("ConfigForm", "How the gradient becomes a step"),
        (("sgd", "SGD"), ("adam", "Adam"), ("adamw", "AdamW")),
    ),
    _Setting(
        "learning_rate",
        _N("ConfigForm", "Learning rate"),
        _N("ConfigForm", "The highest rate of the schedule; it can be changed while a run goes on"),
        ladder=True,
    ),
    _Setting(
        "schedule",
        _N("ConfigForm", "Schedule"),
        _N("ConfigForm", "How the learning rate changes over the run"),
        (
            ("constant", _N("ConfigForm", "Constant")),
            ("cosine", _N("ConfigForm", "Cosine")),
            ("one-cycle", _N("ConfigForm", "One cycle")),
            ("step", _N("ConfigForm", "Steps")),
        ),
    ),
    _Setting(
        "momentum",
        _N("ConfigForm", "Momentum"),
        _N("ConfigForm", "Share of the last step that goes on in the next (SGD); 0 = off"),
    ),
)
_MORE = (
    _Setting("nesterov", _N("ConfigForm", "Nesterov"), _N("ConfigForm", "Look ahead along the momentum")),
    _Setting(
        "warmup",
        _N("ConfigForm", "Warm-up"),
        _N("ConfigForm", "Share of all steps in which the learning rate rises from zero; 0 = off"),
    ),
    _Setting("weight_decay", _N("ConfigForm", "Weight decay"), _N("ConfigForm", "0 = off"), ladder=True),
    _Setting(
        "label_smoothing",
        _N("ConfigForm", "Label smoothing"),
        _N("ConfigForm", "Probability spread over all classes; 0 = off"),
        step=0.05,
    ),
    _Setting(
        "averaging",
        _N("ConfigForm", "Averaging"),
        _N("ConfigForm", "Decay of the moving average of the weights that is tested, such as 0.99; 0 = off"),
        step=0.01,
    ),
    _Setting(
        "initialisation",
        _N("ConfigForm", "Initial weights"),
        _N("ConfigForm", "The tutorial's Gaussian of 0.01 is for demonstration and not recommended"),
        (("default", _N("ConfigForm", "PyTorch's own")), ("gaussian-0.01", _N("ConfigForm", "Gaussian 0.01"))),
    ),
    _Setting(
        "rotation",
        _N("ConfigForm", "Rotation"),
        _N("ConfigForm", "Pictures are turned at random by up to this; 0 = off"),
        step=1,
        unit="°",
    ),
    _Setting(
        "translation",
        _N("ConfigForm", "Shift"),
        _N("ConfigForm", "Pictures are shifted at random by up to this; 0 = off"),
        step=0.5,
        unit=" px",
    ),
    _Setting(
        "scaling",
        _N("ConfigForm", "Scaling"),
        _N("ConfigForm", "Pictures are resized at random by up to this share (0.1 = 90 % to 110 %); 0 = off"),
        step=0.05,
    ),
    _Setting("seed", _N("ConfigForm", "Seed"), _N("ConfigForm", "Decides every random choice of the run")),
    _Setting(
        "log_every", _N("ConfigForm", "Log every"), _N("ConfigForm", "Steps between lines of the log"), unit=" steps"
    ),
    _Setting(
        "evaluate_train",
        _N("ConfigForm", "Measure train"),
        _N("ConfigForm", "Accuracy over all training pictures after each epoch"),
    ),
    _Setting(
        "evaluate_test",
        _N("ConfigForm", "Measure test"),
        _N("ConfigForm", "The test curve, the confusion matrix and the mistakes come from this"),
        (("epoch", _N("ConfigForm", "After each epoch")), ("end", _N("ConfigForm", "At the end"))),
    ),
    _Setting(
        "deterministic", _N("ConfigForm", "Repeatable"), _N("ConfigForm", "The same numbers every time on this machine")
    ),
)


class ConfigForm(QWidget):
    """Edits a ``TrainConfig``. ``config`` is what is shown, ``problem`` why it cannot work (or None)."""

    changed = Signal(object)  # TrainConfig
    learning_rate_changed = Signal(float)  # while a run goes on
    schedule_wanted = Signal()  # back from a changed learning rate to the schedule's

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="train-form")
        self._config = _watched("tutorial")
        self._problem: ConfigError | None = None
        self._filling = False
        self._running = False
        self._rows: dict[str, FormRow] = {}

        what = Section(self.tr("What to train"))
        what.add(self._make_dataset())
        self._folder_row = what.add(self._make_folder())
        what.add(self._make_network())
        what.add(self._make_device())
        how = Section(self.tr("How"))
        how.add(self._make_recipe())
        for setting in _TRAINING:
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
        for setting in _MORE:
            inside.addWidget(self._make_row(setting))
        self._more_button.toggled.connect(self._unfold)

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
        named = config.dataset in datasets_by_name()
        self._select("dataset", config.dataset if named else _FOLDER)
        self._folder_row.setVisible(not named)
        if not named:
            self._folder.setText(config.dataset)
        if self._combo("device").findData(config.device) < 0:
            self._combo("device").addItem(config.device, config.device)
        key = _key(config.network)
        if self._combo("network").findData(key) < 0:
            self._combo("network").addItem(config.network.title, key)
        self._select("network", key)
        self._select("device", config.device)
        for setting in (*_TRAINING, *_MORE):
            _put(self._rows[setting.name].field, getattr(config, setting.name))
        self._filling = False
        self._check()
        self.changed.emit(config)

    def take_texts(self) -> None:
        """Take what is typed but not yet confirmed by Enter or by leaving the field."""
        for row in self._rows.values():
            if isinstance(row.field, QSpinBox | NumberField):
                row.field.interpretText()
        self._take_folder()

    def unfold_more(self, on: bool) -> None:
        """Show the settings that are rarely changed, or fold them away."""
        self._more_button.setChecked(on)

    def set_network(self, network: NetworkRef) -> None:
        """Choose a network, where it can be trained here."""
        if self._combo("network").findData(_key(network)) >= 0 and network != self._config.network:
            self.show_config(self._config.changed(network=network))

    def set_devices(self, devices: Iterable[tuple[str, str]]) -> None:
        """Offer these devices, given as (name, title), besides ``auto``."""
        combo = self._combo("device")
        self._filling = True
        combo.clear()
        combo.addItem(self.tr("Automatic"), "auto")
        for name, title in devices:
            combo.addItem(title, name)
        if combo.findData(self._config.device) < 0:
            combo.addItem(self._config.device, self._config.device)
        self._select("device", self._config.device)
        self._filling = False

    def set_running(self, running: bool) -> None:
        """Only the learning rate can be changed while a run goes on."""
        self._running = running
        for name, row in self._rows.items():
            row.setEnabled(not running or name == "learning_rate")
        self._folder_row.setEnabled(not running)
        if not running:
            # A rate changed on the way belonged to that run.
            self._show_own_rate()
        self._rate_back.hide()

    # Building

    def _make_row(self, setting: _Setting) -> FormRow:
        default = getattr(TrainConfig(), setting.name)
        name = f"train-{setting.name.replace('_', '-')}"
        field: QWidget
        if setting.choices:
            field = _combo_box(name, [(value, self.tr(word)) for value, word in setting.choices])
            field.currentIndexChanged.connect(lambda _: self._take(setting.name))
        elif isinstance(default, bool):
            field = QCheckBox(objectName=name)
            field.toggled.connect(lambda _: self._take(setting.name))
        elif isinstance(default, int):
            field = QSpinBox(objectName=name, minimum=-1_000_000, maximum=1_000_000_000, keyboardTracking=False)
            field.setSuffix(self.tr(setting.unit) if setting.unit else "")
            field.valueChanged.connect(lambda _: self._take(setting.name))
        else:
            field = NumberField(objectName=name, ladder=setting.ladder, step=setting.step)
            field.setSuffix(setting.unit)
            field.valueChanged.connect(lambda _: self._take(setting.name))
        return self._add_row(setting.name, self.tr(setting.label), field, self.tr(setting.tip))

    def _make_dataset(self) -> FormRow:
        choices = [("auto", self.tr("Automatic"))]
        choices += [(info.name, info.title) for info in datasets.available()]
        choices.append((_FOLDER, self.tr("A folder…")))
        combo = _combo_box("train-dataset", choices)
        combo.currentIndexChanged.connect(self._on_dataset_chosen)
        return self._add_row(
            "dataset", self.tr("Data set"), combo, self.tr("Pictures to learn from and to be tested on")
        )

    def _make_folder(self) -> QWidget:
        self._folder = QLineEdit(objectName="train-folder", placeholderText=self.tr("Folder with idx files"))
        self._folder.setAccessibleName(self.tr("Folder of the data set"))
        self._folder.editingFinished.connect(self._take_folder)
        self._folder.textChanged.connect(self._on_folder_text)
        browse = QPushButton(self.tr("Browse…"), objectName="train-folder-browse")
        browse.clicked.connect(self._browse)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.SPACE_2)
        line.addWidget(self._folder, 1)
        line.addWidget(browse)
        return row

    def _make_network(self) -> FormRow:
        trainable = [(spec.name, spec.title) for spec in catalogue.specs() if spec.trainable_on_digits]
        combo = _combo_box("train-network", trainable)
        combo.currentIndexChanged.connect(lambda _: self._take("network"))
        return self._add_row("network", self.tr("Network"), combo, self.tr("Networks that take 28 x 28 grey pictures"))

    def _make_device(self) -> FormRow:
        combo = _combo_box("train-device", [("auto", self.tr("Automatic")), ("cpu", self.tr("CPU"))])
        combo.currentIndexChanged.connect(lambda _: self._take("device"))
        return self._add_row("device", self.tr("Device"), combo, self.tr("Where the network is computed"))

    def _make_recipe(self) -> FormRow:
        titles = {"tutorial": self.tr("Tutorial"), "fast": self.tr("Fast")}
        combo = _combo_box("train-recipe", [(name, titles.get(name, name)) for name in RECIPES])
        combo.currentIndexChanged.connect(self._on_recipe_chosen)
        self._reset = QToolButton(objectName="train-recipe-reset", toolTip=self.tr("Back to the recipe's own settings"))
        self._reset.setAccessibleName(self.tr("Reset to the recipe"))
        self._reset.setIcon(theme.icon("rotate-ccw", "text_quiet"))
        self._reset.clicked.connect(self._reset_recipe)
        row = self._add_row("recipe", self.tr("Recipe"), combo, self.tr("A whole set of good settings"))
        row.add_beside(self._reset)
        return row

    def _add_row(self, name: str, label: str, field: QWidget, tip: str) -> FormRow:
        row = FormRow(label, field, tip=tip)
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

    def _take(self, name: str) -> None:
        if self._filling:
            return
        value = _get(self._rows[name].field)
        if name == "network":
            value = _network(value)
        if self._running and name == "learning_rate":
            self._take_live_rate(value)
            return
        self._set(self._config.changed(**{name: value}))

    def _set(self, config: TrainConfig) -> None:
        if config != self._config:
            self._config = config
            self._check()
            self.changed.emit(config)

    def _take_live_rate(self, rate: float) -> None:
        try:
            self._config.changed(learning_rate=rate).check()
        except ConfigError as error:
            if error.field == "learning_rate":
                self._rows["learning_rate"].set_reason(_reason(error))
                return
        self._rows["learning_rate"].set_reason("")
        self._rate_back.show()
        self.learning_rate_changed.emit(rate)

    def _follow_schedule(self) -> None:
        self._show_own_rate()
        self._rate_back.hide()
        self.schedule_wanted.emit()

    def _show_own_rate(self) -> None:
        self._filling = True
        _put(self._rows["learning_rate"].field, self._config.learning_rate)
        self._filling = False
        self._check()

    def _on_dataset_chosen(self) -> None:
        chosen = self._combo("dataset").currentData()
        self._folder_row.setVisible(chosen == _FOLDER)
        if self._filling:
            return
        if chosen != _FOLDER:
            self._set(self._config.changed(dataset=chosen))
        elif self._folder.text():
            self._take_folder()
        else:
            self._check()
            self._browse()

    def _on_folder_text(self, text: str) -> None:
        # A folder dropped from a file manager arrives as file:///...
        if text.startswith("file://"):
            self._folder.setText(QUrl(text.strip()).toLocalFile())

    def _take_folder(self) -> None:
        if self._combo("dataset").currentData() == _FOLDER and self._folder.text().strip():
            self._set(self._config.changed(dataset=self._folder.text().strip()))

    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder with the four idx files"), objectName="train-folder-dialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._on_folder_chosen)
        dialog.open()

    def _on_folder_chosen(self, path: str) -> None:
        self._folder.setText(path)
        self._take_folder()

    def _on_recipe_chosen(self) -> None:
        chosen = self._combo("recipe").currentData()
        if not self._filling and chosen != _CUSTOM:
            self._apply_recipe(chosen)

    def _reset_recipe(self) -> None:
        self._apply_recipe(self._config.recipe if self._config.recipe in RECIPES else "tutorial")

    def _apply_recipe(self, name: str) -> None:
        kept = {field: getattr(self._config, field) for field in ("network", "dataset", "device")}
        self.show_config(_watched(name).changed(**kept))

    # Checking

    def _check(self) -> None:
        self._problem = self._find_problem()
        for name, row in self._rows.items():
            row.set_reason(_reason(self._problem) if self._problem is not None and self._problem.field == name else "")
        self._rows["dataset"].set_hint(self._dataset_hint())
        folded = {setting.name for setting in _MORE}
        if self._problem is not None and self._problem.field in folded:
            self._more_button.setChecked(True)
        self._show_recipe()

    def _find_problem(self) -> ConfigError | None:
        if self._combo("dataset").currentData() == _FOLDER and not self._folder.text().strip():
            return ConfigError(self.tr("Choose the folder that holds the four idx files."), field="dataset")
        try:
            self._config.check()
            if self._config.dataset not in datasets_by_name():
                idx_folder.locate(Path(self._config.dataset).expanduser())
        except ConfigError as error:
            return error
        except DatasetError as error:
            return ConfigError(str(error), field="dataset")
        return None

    def _dataset_hint(self) -> str:
        info = datasets_by_name().get(self._config.dataset)
        if self._problem is not None and self._problem.field == "dataset":
            return ""
        if self._config.dataset == "auto":
            return self.tr("MNIST where it is found or can be downloaded, else the built-in digits")
        if info is not None and not info.ready:
            return self.tr("Will be downloaded once ({size} MB)").format(size=f"{info.download_bytes / 1e6:.1f}")
        return ""

    def _show_recipe(self) -> None:
        # A run of another version may have started from a recipe that there is not any more.
        own = RECIPES.get(self._config.recipe, RECIPES["tutorial"])
        custom = self._config.recipe not in RECIPES or any(
            getattr(own, field.name) != getattr(self._config, field.name)
            for field in fields(TrainConfig)
            if field.name not in _FREE
        )
        combo = self._combo("recipe")
        filling, self._filling = self._filling, True
        if (index := combo.findData(_CUSTOM)) >= 0:
            combo.removeItem(index)
        if custom:
            combo.addItem(self.tr("Custom"), _CUSTOM)
            title = combo.itemText(combo.findData(self._config.recipe)) or self._config.recipe
            combo.setItemData(
                combo.count() - 1,
                self.tr("Changed from {recipe}").format(recipe=title),
                Qt.ItemDataRole.ToolTipRole,
            )
        self._select("recipe", _CUSTOM if custom else self._config.recipe)
        self._reset.setVisible(custom)
        self._filling = filling


def datasets_by_name() -> dict[str, Any]:
    """The data sets with a name, ``auto`` among them (with no information of its own)."""
    return {"auto": None, **{info.name: info for info in datasets.available()}}


def _watched(name: str) -> TrainConfig:
    """A recipe as the window runs it: with test accuracy after each epoch, for the curve and the confusion matrix."""
    return recipe(name, evaluate_test="epoch")


def _reason(error: ConfigError) -> str:
    """The reason alone: beside its field an error need not name the setting and its value again."""
    _, mark, reason = str(error).partition(" cannot work: ")
    return reason[0].upper() + reason[1:] if mark else str(error)


def _combo_box(name: str, choices: Iterable[tuple[str, str]]) -> QComboBox:
    combo = QComboBox(
        objectName=name, sizeAdjustPolicy=QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
    )
    combo.setMinimumContentsLength(6)
    for value, text in choices:
        combo.addItem(text, value)
    return combo


def _key(network: NetworkRef) -> str:
    """A network as the data of a combo box's item, which Qt compares as a text: its name, or its JSON."""
    value = reference.to_json(network)
    return value if isinstance(value, str) else json.dumps(value)


def _network(key: str) -> NetworkRef:
    return reference.from_json(json.loads(key) if key.startswith("{") else key)


def _put(field: QWidget, value: Any) -> None:
    if isinstance(field, QComboBox):
        field.setCurrentIndex(field.findData(value))
    elif isinstance(field, QCheckBox):
        field.setChecked(value)
    elif isinstance(field, QSpinBox | NumberField):
        # A seed may be longer than the field: Qt refuses what it cannot hold with an exception.
        field.setValue(max(field.minimum(), min(value, field.maximum())))


def _get(field: QWidget) -> Any:
    if isinstance(field, QComboBox):
        return field.currentData()
    if isinstance(field, QCheckBox):
        return field.isChecked()
    return field.value() if isinstance(field, QSpinBox | NumberField) else None
