import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from cnnstudio.gui import theme
from cnnstudio.gui.widgets.notice_strip import NoticeStrip, Offer


@pytest.fixture
def strip(qtbot: QtBot) -> NoticeStrip:
    strip = NoticeStrip()
    qtbot.addWidget(strip)
    return strip


def test_a_notice_offers_what_can_be_done(strip: NoticeStrip, qtbot: QtBot) -> None:
    assert not strip.isVisible()
    done: list[str] = []
    strip.show_notice(
        "Something was.",
        Offer("one", "One", "The first", lambda: done.append("one")),
        Offer("two", "Two", "The second", lambda: done.append("two")),
    )
    assert strip.isVisible()
    assert strip.text == "Something was."
    assert strip.accessibleName() == "Something was."
    for name in ("one", "two"):
        button = strip.findChild(QPushButton, f"window-notice-{name}")
        assert button.toolTip()
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == ["one", "two"]
    qtbot.mouseClick(strip.findChild(QToolButton, "window-notice-close"), Qt.MouseButton.LeftButton)
    assert not strip.isVisible()


def test_another_notice_replaces_it(strip: NoticeStrip, qapp: QApplication) -> None:
    strip.show_notice("First.", Offer("one", "One", "", lambda: None))
    strip.show_notice("Second.", Offer("two", "Two", "", lambda: None))
    qapp.processEvents()
    names = [button.objectName() for button in strip.findChildren(QPushButton) if button.isVisible()]
    assert names == ["window-notice-two"]
    assert strip.text == "Second."


def test_a_long_name_widens_nothing_and_the_icon_follows_the_theme(strip: NoticeStrip) -> None:
    strip.show_notice("Short.")
    narrow = strip.minimumSizeHint().width()
    strip.show_notice(f"Kept in /{'x' * 300}.")
    assert strip.minimumSizeHint().width() == narrow
    icon = next(label for label in strip.findChildren(QLabel) if not label.pixmap().isNull())
    light = icon.pixmap().toImage()
    theme.manager().set_mode("dark")
    QApplication.processEvents()
    assert icon.pixmap().toImage() != light
