import gc
import math
import re
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio import resources
from cnnstudio.errors import StorageError
from cnnstudio.gui import theme
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.rooms import ROOMS, Room
from cnnstudio.gui.theme import DARK, LIGHT, Tokens

PACKAGE = Path(theme.__file__).parent


def contrast(first: QColor, second: QColor) -> float:
    """WCAG 2.2 contrast ratio, 1..21."""

    def luminance(color: QColor) -> float:
        def linear(channel: float) -> float:
            return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

        return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("role", ["text", "text_quiet", "accent", "good", "warning", "bad"])
@pytest.mark.parametrize("ground", ["window", "panel", "raised"])
def test_words_can_be_read_on_every_ground(tokens: Tokens, role: str, ground: str) -> None:
    assert contrast(getattr(tokens, role), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_words_can_be_read_on_the_accent(tokens: Tokens) -> None:
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5


def test_signed_colours_are_symmetric_about_zero_and_clipped() -> None:
    for tokens in (LIGHT, DARK):
        assert tokens.signed_color(0) == tokens.neutral
        assert tokens.signed_color(1) == tokens.positive
        assert tokens.signed_color(-7) == tokens.negative
        assert tokens.signed_color(math.nan) == tokens.neutral
        table = tokens.signed_table(257)
        assert table[128] == tokens.neutral.getRgb()[:3]
        assert table[0] == tokens.negative.getRgb()[:3]
        assert table[-1] == tokens.positive.getRgb()[:3]


def test_grey_ramp_and_text_on_it() -> None:
    assert theme.grey(0) == QColor(0, 0, 0)
    assert theme.grey(2) == QColor(255, 255, 255)
    assert theme.grey(math.nan) == QColor(0, 0, 0)
    for level in range(0, 256, 5):
        ground = QColor(level, level, level)
        assert contrast(theme.text_on(ground), ground) >= 4.5


def test_switching_changes_the_application_and_tells_once(qapp: QApplication) -> None:
    told: list[bool] = []
    theme.manager().changed.connect(lambda: told.append(theme.tokens().dark))
    theme.manager().set_mode("dark")
    theme.manager().set_mode("dark")
    assert told == [True]
    assert qapp.palette().window().color() == DARK.window
    theme.manager().set_mode("light")
    assert told == [True, False]
    assert theme.tokens() is LIGHT


def test_every_icon_can_be_drawn_in_both_themes_and_at_twice_the_scale(qapp: QApplication) -> None:
    names = [file.stem for file in resources.path("icons").glob("*.svg") if file.stem != "cnnstudio"]
    assert len(names) > 60
    for mode, tokens in (("light", LIGHT), ("dark", DARK)):
        theme.manager().set_mode(mode)
        for name in names:
            picture = theme.icon(name).pixmap(theme.ICON, theme.ICON).toImage()
            inks = [
                picture.pixelColor(x, y)
                for x in range(picture.width())
                for y in range(picture.height())
                if picture.pixelColor(x, y).alpha() > 90
            ]
            assert inks, name
            assert all(abs(ink.lightness() - tokens.text.lightness()) <= 4 for ink in inks), name

    large = theme.icon("play").pixmap(QSize(20, 20), 2.0)
    assert (large.width(), large.devicePixelRatio()) == (40, 2.0)


@pytest.mark.parametrize("size", [QSize(0, 0), QSize(16, 0), QSize(0, 16)])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_an_icon_without_room_is_no_picture(qapp: QApplication, size: QSize, scale: float) -> None:
    """Qt asks for one while a button is squeezed; painting on nothing is met with a row of warnings."""
    assert theme.icon("play").pixmap(size, scale).isNull()
    assert theme._TintedSvg("play", "text").scaledPixmap(size, QIcon.Mode.Normal, QIcon.State.Off, scale).isNull()


def test_an_unknown_icon_is_refused(qapp: QApplication) -> None:
    with pytest.raises(StorageError):
        theme.icon("no-such-icon")


def test_digits_of_the_mono_font_have_equal_widths(qapp: QApplication) -> None:
    metrics = QFontMetricsF(theme.mono_font())
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789.-"}) == 1


def test_the_style_sheet_has_no_mistake(qtbot: QtBot, capfd: pytest.CaptureFixture[str]) -> None:
    # Qt prints what it cannot parse or does not know; the log of Qt messages fails the test.
    for mode in ("dark", "light"):
        theme.manager().set_mode(mode)
        widget = QWidget()
        qtbot.addWidget(widget)
        theme.dress(widget)
        assert widget.styleSheet()
        widget.show()
        widget.ensurePolished()


def button(part: QWidget) -> QPushButton:
    found = part.findChild(QPushButton)
    assert found is not None
    return found


def ground(part: QWidget) -> QColor:
    """The colour that a part's button has been painted in."""
    return button(part).grab().toImage().pixelColor(12, 5)


@pytest.fixture
def parts(qtbot: QtBot) -> Iterator[list[QWidget]]:
    """Two dressed parts of a window with a button each; the second is not seen."""
    window = QStackedWidget()
    qtbot.addWidget(window)
    made = []
    for _ in range(2):
        part = QWidget()
        QVBoxLayout(part).addWidget(QPushButton("words"))
        theme.dress(part)
        window.addWidget(part)
        made.append(part)
    window.show()
    qtbot.waitExposed(window)
    yield made  # the window lives until then
    window.close()


def test_what_is_seen_is_styled_at_once_and_the_rest_while_nothing_else_is_to_be_done(
    parts: list[QWidget], qtbot: QtBot
) -> None:
    seen, hidden = parts
    assert ground(seen) == LIGHT.raised
    light = hidden.styleSheet()
    theme.manager().set_mode("dark")
    assert ground(seen) == DARK.raised
    assert hidden.styleSheet() == light
    assert theme.manager().pending
    qtbot.waitUntil(lambda: not theme.manager().pending)
    assert hidden.styleSheet() == seen.styleSheet() != light


def test_a_part_that_is_shown_meanwhile_is_styled_before_it_is_painted(parts: list[QWidget]) -> None:
    _, hidden = parts
    theme.manager().set_mode("dark")
    hidden.parentWidget().setCurrentWidget(hidden)
    assert ground(hidden) == DARK.raised
    theme.manager().set_mode("light")
    assert ground(hidden) == LIGHT.raised


def test_back_and_forth_before_the_rest_was_styled(parts: list[QWidget], qtbot: QtBot) -> None:
    _, hidden = parts
    for mode in ("dark", "light", "dark", "light", "dark"):
        theme.manager().set_mode(mode)
    qtbot.waitUntil(lambda: not theme.manager().pending)
    hidden.parentWidget().setCurrentWidget(hidden)
    assert ground(hidden) == DARK.raised


def test_a_part_that_is_gone_is_forgotten(qtbot: QtBot) -> None:
    part = QWidget()
    theme.dress(part)
    known = weakref.ref(part)
    theme.manager().set_mode("dark")
    del part
    gc.collect()
    assert known() is None, "nothing of the theme keeps it"
    qtbot.waitUntil(lambda: not theme.manager().pending)
    theme.manager().set_mode("light")


def test_a_part_is_dressed_once(parts: list[QWidget]) -> None:
    before = len(parts[0].children())
    theme.dress(parts[0])
    assert len(parts[0].children()) == before


def undressed(window: MainWindow) -> list[str]:
    """Widgets on the screen that do not stand in a part which wears the style sheet of the moment."""
    found = []
    for widget in QApplication.allWidgets():
        if (
            not widget.isVisible()
            or isinstance(widget, (QMainWindow, QStackedWidget))
            or widget.objectName() == "window-beside"
        ):
            continue
        above = [widget]
        while above[-1].parentWidget() is not None:
            above.append(above[-1].parentWidget())
        # What only holds parts has nothing to be styled.
        if widget is not window.centralWidget() and not any(
            part.styleSheet() == theme.manager().style_sheet for part in above
        ):
            found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found


def test_every_part_of_the_window_is_dressed(main_window: MainWindow, qtbot: QtBot) -> None:
    assert QApplication.instance().styleSheet() == "", "it would style every widget once for each around it"
    seen = 0
    for mode in ("dark", "light"):
        for room in ROOMS:
            main_window.open_room(room.name)
            QApplication.processEvents()
            assert undressed(main_window) == []
            seen += 1
        main_window.open_help()
        main_window.error_strip.show_text("Something.", "More.")
        assert undressed(main_window) == []
        theme.manager().set_mode(mode)
        assert undressed(main_window) == []
    assert seen == 2 * len(ROOMS)
    qtbot.waitUntil(lambda: not theme.manager().pending)


class _StyleCounter(QObject):
    """Counts how often the widgets that it watches are styled anew."""

    def __init__(self, *watched: QWidget) -> None:
        super().__init__()
        self.count = {widget.objectName(): 0 for widget in watched}
        for widget in watched:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.StyleChange:
            self.count[watched.objectName()] += 1
        return False


@pytest.mark.parametrize("shown", [True, False])
def test_a_page_is_styled_once_when_it_comes_into_the_window(
    main_window: MainWindow, shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    main_window.setVisible(shown)
    page = QWidget(objectName="page")
    inside = QPushButton(page, objectName="inside")
    counter = _StyleCounter(page, inside)
    monkeypatch.setattr(Room, "create_page", lambda _room, _studio: page)
    main_window.open_room(ROOMS[1].name)
    assert main_window.page(ROOMS[1].name) is page
    assert page.styleSheet() == theme.manager().style_sheet
    assert counter.count == {"page": 1, "inside": 1}


def dressed() -> dict[QWidget, str]:
    """The parts that are styled, with the style sheet that each wears now."""
    return {part: part.styleSheet() for part in QApplication.allWidgets() if part.property("dressed")}


def widgets_in(parts: Iterable[QWidget]) -> int:
    """How many widgets are styled with these parts."""
    return len({widget for part in parts for widget in (part, *part.findChildren(QWidget))})


def test_a_switch_with_all_rooms_open_styles_no_more_than_what_is_seen(main_window: MainWindow, qtbot: QtBot) -> None:
    """What a switch takes follows from how many widgets it styles in one go: those of the shown room alone."""
    for room in ROOMS:
        main_window.open_room(room.name)
        QApplication.processEvents()
    main_window.open_help()
    main_window.open_room("draw")
    qtbot.waitUntil(lambda: not theme.manager().pending)
    for mode in ("dark", "light"):
        before = dressed()
        theme.manager().set_mode(mode)
        at_once = [part for part, sheet in dressed().items() if sheet != before[part]]
        assert set(at_once) == {part for part in before if part.isVisible()}
        rest = before.keys() - set(at_once)
        assert len(rest) >= len(ROOMS) - 1
        assert widgets_in(at_once) < widgets_in(before) / 2

        # The rest: one part in each turn of the event loop, so that what the user does comes in between.
        left = [len(rest)]
        now = theme.manager().style_sheet

        def note(left: list[int] = left, now: str = now) -> None:
            left.append(sum(sheet != now for sheet in dressed().values()))

        theme.manager()._unseen.timeout.connect(note)  # after the manager's own
        try:
            qtbot.waitUntil(lambda: not theme.manager().pending)
        finally:
            theme.manager()._unseen.timeout.disconnect(note)
        assert left == list(range(len(rest), -1, -1))


def test_a_room_that_is_opened_after_a_switch_is_styled_and_no_other_with_it(
    main_window: MainWindow, qtbot: QtBot
) -> None:
    for room in ROOMS:
        main_window.open_room(room.name)
        QApplication.processEvents()
    qtbot.waitUntil(lambda: not theme.manager().pending)
    theme.manager().set_mode("dark")
    now = theme.manager().style_sheet
    for name in ("models", "draw"):
        before = dressed()
        main_window.open_room(name)
        styled = [part for part, sheet in dressed().items() if sheet != before.get(part, sheet)]
        assert styled
        assert all(part.isVisible() and part.styleSheet() == now for part in styled)
        assert undressed(main_window) == []
    assert theme.manager().pending
    theme.manager().set_mode("light")


def test_colours_are_written_in_the_theme_only() -> None:
    literal = re.compile(r"""["']#[0-9A-Fa-f]{3,8}["']|GlobalColor\.(?!transparent)|\bQColor\(\d""")
    offenders = [
        f"{file.relative_to(PACKAGE)}: {line.strip()}"
        for file in PACKAGE.rglob("*.py")
        if file.name != "theme.py"
        for line in file.read_text(encoding="utf-8").splitlines()
        if literal.search(line)
    ]
    assert offenders == []


def test_an_icon_that_is_copied_and_added_to_is_still_drawn(qapp: QApplication) -> None:
    """Qt then takes a clone of the engine, and Python must not drop it."""
    icons = [theme.icon("chart-line") for _ in range(50)]
    for index, icon in enumerate(icons):
        copy = QIcon(icon)
        copy.addPixmap(QPixmap(4, 4))
        icons[index] = copy
    gc.collect()
    for icon in icons:
        image = icon.pixmap(20, 20).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(20) for y in range(20))


@pytest.mark.parametrize("damage", ["empty", "cut", "another", "long", "folder"])
def test_a_damaged_picture_of_the_style_sheet_is_made_again(qapp: QApplication, damage: str) -> None:
    place = theme._picture("chevron-down", LIGHT.text_quiet)
    file = Path(re.fullmatch(r'url\("(.+)"\)', place)[1])
    whole = file.read_bytes()
    file.unlink()
    match damage:
        case "empty":
            file.write_bytes(b"")
        case "cut":
            file.write_bytes(whole[:40])
        case "another":
            file.write_bytes(whole.replace(b"stroke", b"strike"))
        case "long":
            file.write_bytes(whole + b" " * 1000)
        case "folder":
            file.mkdir()
    if damage == "folder":
        assert theme._picture("chevron-down", LIGHT.text_quiet) == "none"
    else:
        assert theme._picture("chevron-down", LIGHT.text_quiet) == place
        assert file.read_bytes() == whole


@pytest.mark.parametrize("kind", ["", "primary", "flat"])
def test_a_button_that_cannot_be_pressed_looks_so(qtbot: QtBot, kind: str) -> None:
    button = QPushButton("As it was made")
    if kind:
        button.setProperty(kind, True)
    qtbot.addWidget(button)
    theme.dress(button)
    button.show()
    qtbot.waitExposed(button)
    qtbot.waitUntil(lambda: not theme.manager().pending)
    before = button.grab().toImage()
    button.setEnabled(False)
    assert button.grab().toImage() != before
