from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from cnnstudio import resources
from cnnstudio.gui import actions, fonts, language, rooms

ROOM_NAMES = {room.name for room in rooms.ROOMS}


def test_names_are_unique_and_groups_known() -> None:
    assert max(Counter(spec.name for spec in actions.SPECS).values()) == 1
    assert {spec.group for spec in actions.SPECS} <= {"file", "view", "help"} | ROOM_NAMES


def test_no_shortcut_means_two_things_at_once(qapp: QApplication) -> None:
    # Two rooms may use the same key, for they are never shown together; nobody may take one of the window's.
    taken: dict[tuple[str, str], str] = {}
    for spec in actions.SPECS:
        for keys in spec.shortcuts:
            text = QKeySequence(keys).toString()
            assert text, f"{spec.name}: {keys} is no key sequence"
            scopes = [spec.group] if spec.group in ROOM_NAMES else ["window", *ROOM_NAMES]
            for scope in scopes:
                other = taken.setdefault((scope, text), spec.name)
                assert other == spec.name, f"{text} is both {other} and {spec.name}"


def test_every_icon_exists() -> None:
    for spec in actions.SPECS:
        if spec.icon:
            resources.path("icons", f"{spec.icon}.svg")


def test_a_made_action_triggers_its_slot(qapp: QApplication) -> None:
    owner = QObject()
    seen: list[bool] = []
    action = actions.create("window-controls", owner, lambda on: seen.append(on))
    assert action.objectName() == "action-window-controls"
    assert action.shortcut().toString() == "Ctrl+B"
    action.trigger()
    assert seen == [True]
    with pytest.raises(KeyError):
        actions.create("no-such-action", owner)
    owner.deleteLater()


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(fonts, "check", str)  # the words alone are looked at
    former = QLocale()
    language.manager().choose("zh_CN")
    yield
    language.manager().choose(language.SYSTEM)
    QLocale.setDefault(former)


def test_a_button_names_an_action_without_the_menus_key_and_dots(qapp: QApplication) -> None:
    action = actions.create("draw-open", qapp)
    assert (action.text(), action.iconText(), action.toolTip()) == ("&Open…", "Open", "Open")


def test_a_chinese_button_names_an_action_without_the_menus_key_and_dots(qapp: QApplication, chinese: None) -> None:
    action = actions.create("draw-open", qapp)
    assert (action.text(), action.iconText(), action.toolTip()) == ("打开(&O)…", "打开", "打开")
