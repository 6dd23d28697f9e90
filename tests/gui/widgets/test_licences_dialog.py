from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QTreeWidget
from pytestqt.qtbot import QtBot

from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.widgets.licences_dialog import LicencesDialog


def test_the_help_page_shows_the_licence_of_the_chosen_library(main_window: MainWindow, qtbot: QtBot) -> None:
    main_window.open_help()
    qtbot.mouseClick(main_window.page("help").licences_button, Qt.MouseButton.LeftButton)
    dialog = main_window.findChild(LicencesDialog)
    qtbot.waitExposed(dialog)
    table = dialog.findChild(QTreeWidget, "help-licences-table")
    text = dialog.findChild(QPlainTextEdit, "help-licences-text")
    assert "From PyTorch:" in text.toPlainText()
    (numpy,) = table.findItems("numpy", Qt.MatchFlag.MatchExactly)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualItemRect(numpy).center())
    assert "NumPy Developers" in text.toPlainText()
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Home)
    assert "From PyTorch:" in text.toPlainText()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: main_window.findChild(LicencesDialog) is None)


def test_a_library_without_a_text_says_where_it_stands(qtbot: QtBot) -> None:
    dialog = LicencesDialog()
    qtbot.addWidget(dialog)
    for row in range(dialog.table.topLevelItemCount()):
        dialog.table.setCurrentItem(dialog.table.topLevelItem(row))
        assert dialog.text.toPlainText()
