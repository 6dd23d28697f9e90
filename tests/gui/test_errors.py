import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.errors import DatasetError, StorageError
from cnnstudio.gui import errors, guard
from cnnstudio.gui.main_window import MainWindow

pytestmark = pytest.mark.usefixtures("no_rooms")


def raised(error: BaseException) -> BaseException:
    try:
        try:
            raise OSError("disk full")
        except OSError as cause:
            raise error from cause
    except BaseException as caught:
        return caught


def test_an_expected_error_is_shown_in_its_own_words_and_not_logged(main_window: MainWindow) -> None:
    child = QWidget(main_window.centralWidget())
    errors.show_error(child, raised(DatasetError("The file is cut short. Download it again.")))
    strip = main_window.error_strip
    assert strip.isVisible()
    assert strip.text == "The file is cut short. Download it again."
    assert "disk full" in strip.details, "the technical cause can be copied"
    assert not errors.log_file().exists()


def test_a_name_that_cannot_be_wrapped_does_not_widen_the_window(main_window: MainWindow) -> None:
    before = main_window.minimumSizeHint().width()
    errors.show_error(main_window, StorageError(f"/{'x' * 255} could not be written. Choose another folder."))
    assert main_window.error_strip.isVisible()
    assert main_window.minimumSizeHint().width() == before


def test_an_unexpected_error_is_explained_and_logged(main_window: MainWindow) -> None:
    errors.show_error(main_window, raised(RuntimeError("mat1 and mat2 shapes cannot be multiplied")))
    assert "mat1 and mat2" in main_window.error_strip.text
    assert "Traceback" not in main_window.error_strip.text
    logged = errors.log_file().read_text(encoding="utf-8")
    assert "RuntimeError: mat1 and mat2" in logged
    assert "CNN Studio" in logged


def test_details_open_are_copied_and_the_strip_closes(main_window: MainWindow, qtbot: QtBot) -> None:
    errors.show_error(main_window, raised(DatasetError("It is damaged. Get it again.")))
    log = main_window.findChild(QPlainTextEdit, "window-error-log")
    assert not log.isVisible()
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(main_window.findChild(QPushButton, "window-error-details"), left)
    assert log.isVisible()
    qtbot.mouseClick(main_window.findChild(QPushButton, "window-error-copy"), left)
    copied = QApplication.clipboard().text()
    assert copied.startswith("It is damaged.")
    assert "disk full" in copied
    qtbot.mouseClick(main_window.findChild(QToolButton, "window-error-close"), left)
    assert not main_window.error_strip.isVisible()


def test_without_a_window_the_sentence_goes_to_standard_error(
    qapp: QApplication, capsys: pytest.CaptureFixture[str]
) -> None:
    errors.show_error(None, DatasetError("It is damaged. Get it again."))
    assert capsys.readouterr().err == "cnnstudio: It is damaged. Get it again.\n"


def test_the_log_starts_anew_when_it_has_grown(qapp: QApplication) -> None:
    errors.log(RuntimeError("first"))
    with errors.log_file().open("a") as stream:
        stream.write("x" * 1_100_000)
    errors.log(RuntimeError("second"))
    text = errors.log_file().read_text(encoding="utf-8")
    assert "second" in text
    assert "first" not in text
    assert "first" in errors.log_file().with_name("errors-before.log").read_text(encoding="utf-8")


def test_logging_never_raises(studio_home: Path) -> None:
    (studio_home / "log").write_text("in the way")
    errors.log(RuntimeError("cannot be written"))
    assert not errors.log_file().exists()


def test_what_nobody_caught_on_a_thread_is_logged_there_and_shown_here(
    main_window: MainWindow, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    bridge = errors.install()
    try:

        def fail() -> None:
            raise ValueError("on a thread")

        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        assert "on a thread" in errors.log_file().read_text(encoding="utf-8")
        assert not main_window.error_strip.isVisible(), "nothing is shown from another thread"
        qtbot.waitUntil(main_window.error_strip.isVisible)
        assert "on a thread" in main_window.error_strip.text
        assert entries() == 1
    finally:
        bridge.restore()
        bridge.deleteLater()


def entries() -> int:
    return errors.log_file().read_text(encoding="utf-8").count("--- 2")


def test_one_error_is_logged_once_and_an_equal_one_again(main_window: MainWindow, qtbot: QtBot) -> None:
    bridge = errors.install()
    try:
        error = raised(ValueError("of a handler"))
        sys.excepthook(type(error), error, error.__traceback__)
        qtbot.waitUntil(main_window.error_strip.isVisible)
        errors.show_error(main_window, error)
        assert entries() == 1
        errors.show_error(main_window, raised(ValueError("of a handler")))
        assert entries() == 2
    finally:
        bridge.restore()
        bridge.deleteLater()


def test_an_error_that_a_guard_caught_is_logged_once(main_window: MainWindow, qtbot: QtBot) -> None:
    bridge = errors.install()
    try:
        guard.report(raised(ZeroDivisionError("in a virtual")), "of this test")
        qtbot.waitUntil(main_window.error_strip.isVisible)
        assert entries() == 1
        errors.log(StorageError("The disk is full. Free some space."))
        assert entries() == 2, "an expected one is logged by who asks for it"
    finally:
        bridge.restore()
        bridge.deleteLater()


def test_the_hooks_are_put_back(qapp: QApplication) -> None:
    before = (sys.excepthook, threading.excepthook)
    bridge = errors.install()
    assert sys.excepthook != before[0]
    bridge.restore()
    assert (sys.excepthook, threading.excepthook) == before
    bridge.deleteLater()


def test_what_is_told_about_something_goes_when_that_is_mended_and_nothing_else_does(main_window: MainWindow) -> None:
    strip = main_window.error_strip
    errors.show_error(main_window, DatasetError("It is damaged. Get it again."), about="the data set")
    errors.take_back("something else")
    assert strip.isVisible()
    errors.take_back("the data set")
    assert not strip.isVisible()
    # What came after it stays.
    errors.show_error(main_window, DatasetError("It is damaged. Get it again."), about="the data set")
    errors.show_error(main_window, StorageError("The disk is full. Free some."))
    errors.take_back("the data set")
    errors.take_back(None)
    assert strip.isVisible()
    assert strip.text == "The disk is full. Free some."
