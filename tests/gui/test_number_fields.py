"""Every number field of the window: what it cannot take is said, and the value that stays stands in it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.convolution.state import Mode
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.model_browser.page import ModelsPage
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.gui.widgets.number_field import NumberField, WholeNumberBox
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights.reference import Initial
from tests.gui.playground.opened import draw_few_digits, open_layer

ROOMS = ("models", "playground", "train", "draw")


def said(page: QWidget) -> set[str]:
    """The sentences that stand in a page."""
    return {
        label.text() for label in page.findChildren(QLabel) if not label.isHidden() and " it is still " in label.text()
    }


def fields(page: QWidget) -> list[NumberField | WholeNumberBox]:
    """All number fields of a page; each is one of the two that tell what they refuse."""
    # pyqtgraph gives every plot a menu that is never shown.
    found = [box for box in page.findChildren(QAbstractSpinBox) if not _is_in_menu(box)]
    other = [box.objectName() for box in found if not isinstance(box, NumberField | WholeNumberBox)]
    assert other == []
    return [box for box in found if isinstance(box, NumberField | WholeNumberBox)]


def _is_in_menu(widget: QWidget | None) -> bool:
    while widget is not None and not isinstance(widget, QMenu):
        widget = widget.parentWidget()
    return widget is not None


def refused(qtbot: QtBot, page: QWidget, box: NumberField | WholeNumberBox, text: str) -> None:
    """Type what is no number; it is said in the page, and what stood there stands there again."""
    value, shown = box.value(), box.text()
    box.selectAll()
    qtbot.keyClick(box, Qt.Key.Key_Backspace)
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    if text == "" and box.specialValueText():
        assert (box.value(), box.text()) == (box.minimum(), box.specialValueText()), box.objectName()
        return
    assert (box.value(), box.text()) == (value, shown), box.objectName()
    named = box.textFromValue(value).replace("-", "−")
    if value == box.minimum() and box.specialValueText():
        named = box.specialValueText()
    told = said(page)
    assert any(f"it is still {named}." in each for each in told), (box.objectName(), told)
    # What is no number is said of the last one that was typed.
    if text:
        assert any(f"“{text}” is no " in each for each in told), (box.objectName(), told)


@pytest.mark.parametrize("room", ROOMS)
def test_every_field_of_a_room_says_what_it_does_not_take(main_window: MainWindow, qtbot: QtBot, room: str) -> None:
    main_window.resize(1280, 800)
    main_window.open_room(room)
    page = main_window.page(room)
    assert page is not None
    if isinstance(page, ModelsPage):
        page.tabs.setCurrentIndex(page.tabs.count() - 1)
    boxes = [box for box in fields(page) if box.isEnabled()]
    assert len(boxes) >= {"models": 9, "playground": 15, "train": 12}.get(room, 0)
    for box in boxes:
        for text in ("", "abc", "1.2.3"):
            refused(qtbot, page, box, text)


def test_fields_that_come_later_say_it_too(
    main_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of a stack's layers, and those of an opened layer."""
    draw_few_digits(monkeypatch)
    page = open_layer(main_window, qtbot, CatalogueNetwork("lenet5"), Initial(1), "features.3")
    names = {box.objectName() for box in fields(page)}
    assert {"play-opened-output", "play-opened-input", "play-opened-factor"} <= names
    for name in ("play-opened-output", "play-opened-input", "play-opened-factor"):
        box = page.findChild(QAbstractSpinBox, name)
        assert isinstance(box, NumberField | WholeNumberBox)
        refused(qtbot, page, box, "x")
    page.model.close_opened()
    assert isinstance(page, PlaygroundPage)
    page.set_mode(Mode.RECEPTIVE_FIELD)
    for name in ("play-layer-2-kernel", "play-layer-1-channels", "play-stack-input"):
        box = page.findChild(QAbstractSpinBox, name)
        assert isinstance(box, WholeNumberBox)
        refused(qtbot, page, box, "")
