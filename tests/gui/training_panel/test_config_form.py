import threading
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QSpinBox,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cnnstudio.datasets import DatasetInfo
from cnnstudio.datasets import folder as idx_folder
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.training_panel.config_form import ConfigForm
from cnnstudio.gui.widgets.number_field import NumberField
from cnnstudio.networks import consent
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.training import config as config_module
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.recipes import RECIPES, recipe
from tests.gui.training_panel.conftest import Host, find
from tests.weights.networks import own_network

OTHER = {
    "network": "lenet5",
    "dataset": "builtin",
    "recipe": "fast",
    "device": "cpu",
    "seed": 7,
    "epochs": 3,
    "batch_size": 32,
    "optimizer": "adam",
    "learning_rate": 0.001,
    "momentum": 0.5,
    "nesterov": True,
    "weight_decay": 0.01,
    "schedule": "cosine",
    "warmup": 0.1,
    "label_smoothing": 0.05,
    "initialisation": "default",
    "averaging": 0.99,
    "rotation": 10.0,
    "translation": 2.0,
    "scaling": 0.1,
    "log_every": 10,
    "evaluate_train": False,
    "evaluate_test": "end",
    "deterministic": False,
    "gradient_parts": 1,
}


@pytest.fixture
def form(host: Host) -> Iterator[ConfigForm]:
    form = ConfigForm(Studio().agree)
    form.unfold_more(True)
    host(form, 280, 1300)
    yield form
    form.shut_down()


def field(form: ConfigForm, name: str) -> QWidget:
    return find(form, f"train-{name.replace('_', '-')}")


def put(qtbot: QtBot, form: ConfigForm, name: str, value: object) -> None:
    """Edit a setting as a user does."""
    widget = field(form, name)
    if isinstance(widget, QComboBox):
        assert widget.findData(value) >= 0
        widget.setCurrentIndex(widget.findData(value))
    elif isinstance(widget, QCheckBox):
        if widget.isChecked() != value:
            qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(10, widget.height() // 2))
    else:
        assert isinstance(widget, QSpinBox | NumberField)
        widget.setFocus()
        widget.selectAll()
        qtbot.keyClicks(widget, f"{value}")
        qtbot.keyClick(widget, Qt.Key.Key_Return)


def test_the_table_of_other_values_covers_every_setting() -> None:
    assert set(OTHER) == {each.name for each in fields(TrainConfig)}


@pytest.mark.parametrize("name", sorted(OTHER.keys() - {"recipe"}))
def test_every_setting_can_be_edited(form: ConfigForm, qtbot: QtBot, name: str) -> None:
    told: list[TrainConfig] = []
    form.changed.connect(told.append)
    put(qtbot, form, name, OTHER[name])
    assert getattr(form.config, name) == getattr(TrainConfig(**OTHER), name)
    assert told[-1] == form.config


def test_a_network_of_the_users_own_is_shown_and_stays(form: ConfigForm, qtbot: QtBot, tmp_path: Path) -> None:
    """As when the settings of a run that trained it are wanted again."""
    network = own_network(tmp_path)
    form.show_config(TrainConfig(network=network))
    combo = field(form, "network")
    assert combo.currentText() == "Twice (mine.py)"
    assert form.problem is None
    put(qtbot, form, "epochs", 3)
    assert form.config == TrainConfig(network=network, epochs=3)
    combo.setCurrentIndex(combo.findData("mlp"))
    assert form.config.network == CatalogueNetwork("mlp")
    combo.setCurrentIndex(combo.findText("Twice (mine.py)"))
    assert form.config.network == network
    consent.forget()
    form.show_config(TrainConfig(network=network))
    assert form.problem is not None
    assert form.problem.setting == "network"


@pytest.mark.parametrize("name", sorted(OTHER))
def test_every_setting_is_shown(form: ConfigForm, name: str) -> None:
    form.show_config(TrainConfig(**OTHER))
    assert form.config == TrainConfig(**OTHER)
    widget = field(form, name)
    if isinstance(widget, QComboBox):
        # Other values than the recipe's own make it a custom one.
        assert widget.currentData() == ("custom" if name == "recipe" else OTHER[name])
    elif isinstance(widget, QCheckBox):
        assert widget.isChecked() is OTHER[name]
    else:
        assert widget.value() == OTHER[name]


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("momentum", 1.5, "at least 0 and less than 1"),
        ("epochs", 0, "1 or more"),
        ("learning_rate", 0, "greater than 0"),
        ("translation", 20, "between 0 and 14"),
        ("nesterov", True, "momentum greater than 0"),
        ("seed", -1, "0 or more"),
    ],
)
def test_what_cannot_work_is_refused_with_the_reason_beside_it(
    form: ConfigForm, qtbot: QtBot, name: str, value: object, reason: str
) -> None:
    put(qtbot, form, name, value)
    assert form.problem is not None
    assert form.problem.setting == name
    note = form.findChild(QLabel, f"train-{name.replace('_', '-')}-reason")
    assert note is not None
    assert note.isVisible()
    assert reason in note.text()
    assert field(form, name).accessibleDescription() == note.text()
    good = getattr(recipe("tutorial"), name)
    put(qtbot, form, name, good)
    assert form.problem is None
    assert not note.isVisible()


def test_a_problem_among_the_folded_settings_unfolds_them(form: ConfigForm) -> None:
    form.unfold_more(False)
    form.show_config(TrainConfig(translation=20.0))
    assert field(form, "translation").isVisible()


def test_a_recipe_brings_its_settings_and_keeps_where_it_runs(form: ConfigForm, qtbot: QtBot) -> None:
    put(qtbot, form, "dataset", "builtin")
    put(qtbot, form, "device", "cpu")
    put(qtbot, form, "recipe", "fast")
    fast = RECIPES["fast"]
    assert (form.config.learning_rate, form.config.epochs) == (fast.learning_rate, fast.epochs)
    assert (form.config.dataset, form.config.device) == ("builtin", "cpu")
    assert form.config.recipe == "fast"


def test_a_changed_recipe_is_called_custom_and_can_be_reset(form: ConfigForm, qtbot: QtBot) -> None:
    combo, reset = field(form, "recipe"), find(form, "train-recipe-reset")
    assert isinstance(combo, QComboBox)
    assert not reset.isVisible()
    put(qtbot, form, "learning_rate", 0.1)
    assert combo.currentData() == "custom"
    assert combo.currentText() == "Custom"
    qtbot.mouseClick(reset, Qt.MouseButton.LeftButton)
    assert form.config.learning_rate == 0.05
    assert combo.currentData() == "tutorial"
    assert combo.findData("custom") == -1
    # What is measured and where it runs are no part of the recipe.
    put(qtbot, form, "evaluate_test", "end")
    put(qtbot, form, "network", "mlp")
    assert combo.currentData() == "tutorial"


def test_the_optimiser_brings_its_usual_rate_and_an_own_one_stays(form: ConfigForm, qtbot: QtBot) -> None:
    put(qtbot, form, "optimizer", "adam")
    assert field(form, "learning_rate").value() == form.config.learning_rate == 0.001
    put(qtbot, form, "optimizer", "sgd")
    assert field(form, "learning_rate").value() == form.config.learning_rate == 0.05
    assert field(form, "recipe").currentData() == "tutorial"
    put(qtbot, form, "learning_rate", 0.02)
    put(qtbot, form, "optimizer", "adam")
    assert field(form, "learning_rate").value() == form.config.learning_rate == 0.02
    hint = form._rows["learning_rate"]._hint
    assert hint.isVisible()
    assert hint.text() == "Hardly any network learns with so large a rate; 0.001 is usual here."
    put(qtbot, form, "learning_rate", 0.002)
    assert not hint.isVisible()


def test_a_recipes_rate_suits_the_network_that_is_chosen(form: ConfigForm, qtbot: QtBot) -> None:
    put(qtbot, form, "recipe", "fast")
    put(qtbot, form, "network", "lenet5-1998")
    suited = recipe("fast", network="lenet5-1998").learning_rate
    assert field(form, "learning_rate").value() == form.config.learning_rate == suited < recipe("fast").learning_rate
    assert field(form, "recipe").currentData() == "fast"
    put(qtbot, form, "network", "compact")
    assert form.config.learning_rate == recipe("fast").learning_rate
    put(qtbot, form, "network", "lenet5-1998")
    put(qtbot, form, "recipe", "tutorial")
    put(qtbot, form, "recipe", "fast")
    assert form.config.learning_rate == suited, "the other way round, too"


def test_the_window_measures_test_accuracy_after_each_epoch(form: ConfigForm) -> None:
    assert form.config == recipe("tutorial", evaluate_test="epoch")


@pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)  # offscreen, of any dialog
def test_a_folder_is_typed_dropped_or_browsed_for(form: ConfigForm, qtbot: QtBot, small_mnist: Path) -> None:
    path = find(form, "train-folder")
    assert isinstance(path, QLineEdit)
    assert not path.isVisible()
    combo = field(form, "dataset")
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(combo.findData("folder"))
    dialog = form.findChild(QFileDialog)
    assert dialog is not None
    dialog.reject()
    assert form.problem is not None
    assert "Choose the folder" in str(form.problem)
    path.setText(small_mnist.as_uri())
    qtbot.keyClick(path, Qt.Key.Key_Return)
    assert form.config.dataset == str(small_mnist)
    assert form.problem is None
    path.setText(str(small_mnist / "nowhere"))
    qtbot.keyClick(path, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: form.problem is not None)
    assert form.problem.setting == "dataset"
    put(qtbot, form, "dataset", "builtin")
    assert form.problem is None
    assert not path.isVisible()


def test_a_drive_that_takes_its_time_holds_up_nobody(
    form: ConfigForm, qtbot: QtBot, small_mnist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, threads, is_folder, find_set = threading.Event(), set[int](), config_module._is_folder, DatasetInfo.find

    def slow(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def reading(what: Any) -> Any:
            threads.add(threading.get_ident())
            assert answers.wait(60)
            return read(what)

        return reading

    qtbot.waitUntil(lambda: not form.on_disk.busy)
    monkeypatch.setattr(config_module, "_is_folder", slow(is_folder))
    monkeypatch.setattr(idx_folder, "locate", slow(idx_folder.locate))
    monkeypatch.setattr(DatasetInfo, "find", slow(find_set))
    told: list[str] = []
    form.problemChanged.connect(lambda: told.append(str(form.problem)))
    try:
        form.show_config(TrainConfig(dataset="fashion-mnist"))
        form.show_config(TrainConfig(dataset=str(tmp_path)))
        assert form.problem is None, "until it is known nothing speaks against it"
        put(qtbot, form, "epochs", 3)
        put(qtbot, form, "epochs", 0)
        assert form.problem is not None
        assert form.problem.setting == "epochs"
        put(qtbot, form, "epochs", 4)
    finally:
        answers.set()
    qtbot.waitUntil(lambda: not form.on_disk.busy)
    assert form.problem is not None
    assert form.problem.setting == "dataset"
    assert "holds no MNIST files" in form._rows["dataset"].reason
    assert told == [str(form.problem)]
    form.show_config(TrainConfig(dataset=str(small_mnist)))
    assert form.problem is None, "of another folder nothing is known"
    qtbot.waitUntil(lambda: not form.on_disk.busy)
    assert form.problem is None
    form.show_config(TrainConfig(dataset="fashion-mnist"))
    qtbot.waitUntil(lambda: "Will be downloaded once" in form._rows["dataset"]._hint.text())
    assert threading.get_ident() not in threads


def test_a_folder_that_is_filled_meanwhile_is_taken(
    form: ConfigForm, qtbot: QtBot, small_mnist: Path, tmp_path: Path
) -> None:
    form.show_config(TrainConfig(dataset=str(tmp_path / "new")))
    qtbot.waitUntil(lambda: form.problem is not None)
    (tmp_path / "new").symlink_to(small_mnist)
    put(qtbot, form, "epochs", 3)
    qtbot.waitUntil(lambda: form.problem is None)
    assert form._rows["dataset"].reason == ""


def test_a_config_with_a_folder_shows_it(form: ConfigForm, small_mnist: Path) -> None:
    form.show_config(TrainConfig(dataset=str(small_mnist)))
    path = find(form, "train-folder")
    assert isinstance(path, QLineEdit)
    assert path.isVisible()
    assert path.text() == str(small_mnist)


def test_while_a_run_goes_on_only_the_learning_rate_can_be_changed(form: ConfigForm, qtbot: QtBot) -> None:
    form.set_running(True)
    enabled = {name for name in OTHER if field(form, name).isEnabled()}
    assert enabled == {"learning_rate"}
    rates: list[float] = []
    form.learning_rate_changed.connect(rates.append)
    before = form.config
    put(qtbot, form, "learning_rate", 0.2)
    put(qtbot, form, "learning_rate", 0)
    assert rates == [0.2]
    # The configuration is the run's own: the next run starts with the schedule's rate.
    assert form.config == before
    with qtbot.waitSignal(form.schedule_wanted):
        qtbot.mouseClick(find(form, "train-follow-schedule"), Qt.MouseButton.LeftButton)
    form.set_running(False)
    assert field(form, "epochs").isEnabled()
    assert field(form, "learning_rate").value() == 0.05


def test_a_run_that_goes_on_with_a_rate_set_by_hand_shows_it_and_the_way_back(form: ConfigForm, qtbot: QtBot) -> None:
    form.set_running(True, 0.2)
    back = find(form, "train-follow-schedule")
    assert field(form, "learning_rate").value() == 0.2
    assert back.isVisible()
    with qtbot.waitSignal(form.schedule_wanted):
        qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert field(form, "learning_rate").value() == 0.05
    assert not back.isVisible()
    form.set_running(True, 0.3)
    form.set_running(False)
    assert field(form, "learning_rate").value() == 0.05
    assert not back.isVisible()


def test_after_a_run_the_field_shows_the_configuration_again(form: ConfigForm, qtbot: QtBot) -> None:
    form.set_running(True)
    put(qtbot, form, "learning_rate", 0.2)
    form.set_running(False)
    assert field(form, "learning_rate").value() == form.config.learning_rate == 0.05


def test_devices_appear_when_they_are_known_and_the_choice_stays(form: ConfigForm, qtbot: QtBot) -> None:
    put(qtbot, form, "device", "cpu")
    form.set_devices([("cuda:0", "NVIDIA H100 (cuda:0)"), ("cpu", "CPU, 2 threads")])
    combo = field(form, "device")
    assert isinstance(combo, QComboBox)
    assert [combo.itemData(index) for index in range(combo.count())] == ["auto", "cuda:0", "cpu"]
    assert combo.currentData() == form.config.device == "cpu"
    form.show_config(form.config.changed(device="cuda:3"))
    assert combo.currentData() == "cuda:3"


def test_scrolling_the_form_changes_nothing(form: ConfigForm) -> None:
    for name in ("epochs", "optimizer", "learning_rate"):
        widget = field(form, name)
        widget.clearFocus()
        before = form.config
        at = QPointF(widget.rect().center())
        event = QWheelEvent(
            at,
            widget.mapToGlobal(at),
            QPoint(0, 0),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)
        assert form.config == before


def test_fits_the_narrow_column_and_folds(form: ConfigForm, qtbot: QtBot) -> None:
    assert form.minimumSizeHint().width() <= 260
    more = find(form, "train-more")
    assert isinstance(more, QToolButton)
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert not field(form, "weight_decay").isVisible()
    assert field(form, "momentum").isVisible()


@pytest.mark.parametrize("name", ["learning_rate", "momentum"])
def test_what_is_no_number_gets_a_sentence_and_the_value_stays(form: ConfigForm, qtbot: QtBot, name: str) -> None:
    box, before = field(form, name), getattr(form.config, name)
    box.selectAll()
    qtbot.keyClicks(box, "abc")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert form._rows[name].reason.startswith(f"“abc” is no number; it is still {before:g}.")
    assert getattr(form.config, name) == before
    box.selectAll()
    qtbot.keyClick(box, Qt.Key.Key_Backspace)
    assert form._rows[name].reason == "", "of the next typing nothing is said yet"
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert form._rows[name].reason.startswith("A number is needed")
    box.selectAll()
    qtbot.keyClicks(box, "0.25")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert (getattr(form.config, name), form._rows[name].reason) == (0.25, "")


@pytest.mark.parametrize("name", ["epochs", "batch_size", "seed", "log_every"])
def test_a_count_that_is_emptied_gets_a_sentence_and_stays(form: ConfigForm, qtbot: QtBot, name: str) -> None:
    box, before = field(form, name), getattr(form.config, name)
    box.selectAll()
    qtbot.keyClick(box, Qt.Key.Key_Backspace)
    assert form._rows[name].reason == "", "while it is typed nothing is said yet"
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert form._rows[name].reason == f"A whole number is needed; it is still {before:,}.".replace(",", "")
    box.selectAll()
    qtbot.keyClicks(box, "1.5")
    form.take_texts()
    assert form._rows[name].reason.startswith("“1.5” is no whole number; it is still ")
    assert getattr(form.config, name) == before
    box.selectAll()
    qtbot.keyClicks(box, "7")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert (getattr(form.config, name), form._rows[name].reason) == (7, "")
