"""Colours, fonts, spacing and icons: the only place where a colour is written.

``tokens()`` gives the colours of the moment; ``manager().changed`` tells when they change, because the system went
dark or the user chose. Custom canvases read ``tokens()`` while painting and update themselves on ``changed``.

The style sheet is worn by the parts of the window, each by itself (``dress``), and not by the application: from there
Qt would style every widget once for each widget around it, which took a second with all rooms open. When the theme
changes, the parts that are seen are styled at once, the others when they are shown or while nothing else is to be done.
"""

import html
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QStyle, QWidget
from shiboken6 import isValid

from cnnstudio import paths, resources
from cnnstudio.errors import StorageError
from cnnstudio.files import make_folder, read_bounded, write_whole
from cnnstudio.gui import fonts, guard, language

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

EVEN_LINES = "<style>td { vertical-align: bottom }</style>"
"""Before a table of rich text: words in a taller font, such as Chinese ones, stand on the line of the numbers."""

Mode = Literal["system", "light", "dark"]

# Space comes in steps of 4 px.
SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_6 = 4, 8, 12, 16, 24
CORNER = 6
ICON = 20
_LARGE = 28
STAND_INS = ("#010203", "#020304")
"""What stands in a picture that is kept for two of a theme's colours, until it is drawn: two that no theme has."""
# Longest motion that explains something; see ``motion_ms``.
MOTION_MS = 150

# For runs and families, in this order: Okabe and Ito, "Color Universal Design", 2008 (black left to the text colour).
OKABE_ITO = tuple(
    QColor(code) for code in ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The colours of one theme; the names are LOOK's."""

    dark: bool
    window: QColor
    panel: QColor
    raised: QColor
    line: QColor
    line_strong: QColor
    text: QColor
    text_quiet: QColor
    accent: QColor
    on_accent: QColor
    good: QColor
    warning: QColor
    bad: QColor
    negative: QColor
    neutral: QColor
    positive: QColor

    def signed_color(self, value: float) -> QColor:
        """Blue below zero, neutral at zero, orange above; ``value`` is clipped to -1..1, NaN is neutral."""
        if math.isnan(value):
            return QColor(self.neutral)
        share = min(abs(value), 1.0)
        return mix(self.neutral, self.positive if value > 0 else self.negative, share)

    def signed_table(self, size: int = 256) -> list[tuple[int, int, int]]:
        """The signed colours from -1 to 1 as ``size`` (red, green, blue) entries, for look-up tables."""
        colors = [self.signed_color(2 * index / (size - 1) - 1) for index in range(size)]
        return [(color.red(), color.green(), color.blue()) for color in colors]


LIGHT = Tokens(
    dark=False,
    window=QColor("#F5F6F8"),
    panel=QColor("#FFFFFF"),
    raised=QColor("#FFFFFF"),
    line=QColor("#DFE3E8"),
    line_strong=QColor("#B8C0CA"),
    text=QColor("#1B1F24"),
    text_quiet=QColor("#57606A"),
    accent=QColor("#2457C5"),
    on_accent=QColor("#FFFFFF"),
    good=QColor("#1A7F37"),
    warning=QColor("#8A5A00"),
    bad=QColor("#C0262D"),
    negative=QColor("#2166AC"),
    neutral=QColor("#F7F7F7"),
    positive=QColor("#D9730D"),
)

DARK = Tokens(
    dark=True,
    window=QColor("#15181D"),
    panel=QColor("#1C2027"),
    raised=QColor("#242A33"),
    line=QColor("#313843"),
    line_strong=QColor("#4A5462"),
    text=QColor("#E6EAF0"),
    text_quiet=QColor("#9AA6B4"),
    accent=QColor("#7AA7FF"),
    on_accent=QColor("#10131A"),
    good=QColor("#5CD17F"),
    warning=QColor("#E8B64C"),
    bad=QColor("#FF7B72"),
    negative=QColor("#6AA9FF"),
    neutral=QColor("#1C2027"),
    positive=QColor("#FF9E4A"),
)


def mix(first: QColor, second: QColor, share: float) -> QColor:
    """``first`` at 0, ``second`` at 1, linear in sRGB between."""
    return QColor(
        round(first.red() + (second.red() - first.red()) * share),
        round(first.green() + (second.green() - first.green()) * share),
        round(first.blue() + (second.blue() - first.blue()) * share),
    )


def grey(value: float) -> QColor:
    """The grey ramp for activations and digits: black at 0, white at 1."""
    level = round(255 * min(max(value, 0.0), 1.0)) if not math.isnan(value) else 0
    return QColor(level, level, level)


def text_on(background: QColor) -> QColor:
    """Black or white, whichever reads better on ``background`` (by WCAG's relative luminance)."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    luminance = (
        0.2126 * linear(background.redF()) + 0.7152 * linear(background.greenF()) + 0.0722 * linear(background.blueF())
    )
    # Above 0.179 black has the higher contrast ratio.
    return QColor("#000000") if luminance > 0.179 else QColor("#FFFFFF")


# Between two parts that are styled unseen, so that the window can do what it is asked to.
_PAUSE_MS = 30


class ThemeManager(QObject):
    """Which theme is on; follows the system until the user chooses."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._mode: Mode = "system"
        self._tokens = LIGHT
        self._applied: Tokens | None = None
        self._listening = False
        self._style_sheet = ""
        self._dresses: list[_Dress] = []
        self._unseen = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._unseen.timeout.connect(self._renew_one)

    @property
    def mode(self) -> Mode:
        """What was chosen: ``system``, ``light`` or ``dark``."""
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        """Choose a theme; it takes effect at once."""
        self._mode = mode
        self.apply()

    @Slot()
    def apply(self) -> None:
        """Put the theme on the running application; tells ``changed`` when the colours are other than before."""
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        hints = QGuiApplication.styleHints()
        if not self._listening:
            self._listening = True
            hints.colorSchemeChanged.connect(self.apply)
            app.setStyle("Fusion")
        dark = self._mode == "dark" or (self._mode == "system" and hints.colorScheme() == Qt.ColorScheme.Dark)
        chosen = DARK if dark else LIGHT
        if chosen is self._applied:
            return
        self._tokens = self._applied = chosen
        app.setPalette(_palette(chosen))
        self._style_sheet = _style_sheet(chosen)
        for dress in self._worn():
            if dress.seen:
                dress.renew()
        self._unseen.start()
        self.changed.emit()

    def _worn(self) -> list["_Dress"]:
        self._dresses = [dress for dress in self._dresses if isValid(dress)]
        return self._dresses

    @property
    def pending(self) -> bool:
        """Whether parts that are not seen may still be to be styled."""
        return self._unseen.isActive()

    @Slot()
    def _renew_one(self) -> None:
        stale = [dress for dress in self._worn() if dress.stale]
        for dress in stale[:1]:
            dress.renew()
        if len(stale) > 1:
            self._unseen.start()

    def dress(self, part: QWidget) -> None:
        """See ``theme.dress``."""
        if not part.property("dressed"):
            part.setProperty("dressed", True)
            self._dresses.append(_Dress(part, self))

    @property
    def style_sheet(self) -> str:
        """The style sheet of the moment."""
        return self._style_sheet

    @property
    def tokens(self) -> Tokens:
        """The colours of the moment."""
        return self._tokens


class _Dress(QObject):
    """Keeps a part of a window, its parent, in the style sheet of the moment."""

    def __init__(self, part: QWidget, manager: ThemeManager) -> None:
        super().__init__(part)
        self._manager = manager
        self._style_sheet = ""
        part.installEventFilter(self)
        self.renew()

    @property
    def seen(self) -> bool:
        """Whether the part is on the screen."""
        part = self.parent()
        return isinstance(part, QWidget) and part.isVisible()

    @property
    def stale(self) -> bool:
        """Whether the part still wears a former style sheet."""
        return self._style_sheet != self._manager.style_sheet

    def renew(self) -> None:
        """Style the part."""
        part = self.parent()
        self._style_sheet = self._manager.style_sheet
        if isinstance(part, QWidget):
            part.setStyleSheet(self._style_sheet)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and self.stale:
            self.renew()
        return False


def dress(part: QWidget) -> None:
    """Style a part of a window with all that is in it, and keep it in the theme.

    For what stands in a window beside other parts, and for a window or menu that belongs to none of them.
    """
    manager().dress(part)


@cache
def manager() -> ThemeManager:
    """The one theme manager."""
    return ThemeManager()


def tokens() -> Tokens:
    """The colours of the moment."""
    return manager().tokens


@contextmanager
def on_paper() -> Iterator[None]:
    """The colours of paper while something is painted that does not go onto the screen; on the window's thread."""
    one = manager()
    before, one._tokens = one._tokens, LIGHT
    try:
        yield
    finally:
        one._tokens = before


def motion_ms() -> int:
    """How long a motion may take: 0 where the system asks for less motion."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return 0
    return min(MOTION_MS, app.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration))


def mono_font(relative: float = 1.0) -> QFont:
    """A monospaced font, so that digits have equal widths, at ``relative`` times the application's size."""
    font = fonts.mono(language.manager().code)
    font.setPointSizeF(QApplication.font().pointSizeF() * relative)
    return font


def mono_style() -> str:
    """The monospaced font as a rule of a style sheet, for texts in HTML."""
    return f"font-family: {', '.join(repr(family) for family in mono_font().families())}"


def in_mono(text: str) -> str:
    """A text in HTML in the monospaced font."""
    return f'<span style="{mono_style()}">{html.escape(text)}</span>'


def font(relative: float = 1.0, *, bold: bool = False) -> QFont:
    """The application's font at ``relative`` times its size."""
    sized = QFont(QApplication.font())
    sized.setPointSizeF(QApplication.font().pointSizeF() * relative)
    sized.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return sized


class _TintedSvg(QIconEngine):
    """Draws a line icon in the theme's colours, sharp at every size and scale, and follows theme changes."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def clone(self) -> QIconEngine:
        return guard.kept_for_qt(_TintedSvg(self._name, self._role))

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        current = tokens()
        color: QColor = getattr(current, self._role)
        if mode == QIcon.Mode.Disabled:
            color = current.line_strong
        elif mode == QIcon.Mode.Selected:
            color = current.text if self._role == "text_quiet" else color
        elif state == QIcon.State.On and self._role == "text_quiet":
            color = current.accent
        # Large icons get thinner strokes, so that all of them look drawn with the same pen.
        stroke = "1.75" if rect.width() <= _LARGE else "1.25"
        _renderer(self._name, color.name(), stroke).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        pixmap = QPixmap(size * scale)
        if pixmap.isNull():
            return pixmap  # a squeezed button asks for an icon of no size
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap


@cache
def _svg_text(name: str) -> str:
    return resources.text("icons", f"{name}.svg")


@cache
def _renderer(name: str, color: str, stroke: str) -> "QSvgRenderer":
    from PySide6.QtSvg import QSvgRenderer  # where it is first needed

    text = _svg_text(name).replace("currentColor", color).replace('stroke-width="2"', f'stroke-width="{stroke}"')
    return QSvgRenderer(text.encode())


def icon(name: str, role: str = "text") -> QIcon:
    """A line icon from ``resources/icons`` by its file name, in the colour of a token (``text``, ``accent``, ...).

    Raises:
        StorageError: if there is no such icon.
    """
    _svg_text(name)
    return QIcon(_TintedSvg(name, role))


def program_icon() -> QIcon:
    """The program's own icon, in its own colours."""
    return QIcon(str(resources.path("icons", "cnnstudio.svg")))


def _palette(t: Tokens) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for color_role, color in {
        role.Window: t.window,
        role.WindowText: t.text,
        role.Base: t.panel,
        role.AlternateBase: t.window,
        role.Text: t.text,
        role.PlaceholderText: t.text_quiet,
        role.Button: t.raised,
        role.ButtonText: t.text,
        role.BrightText: t.bad,
        role.ToolTipBase: t.raised,
        role.ToolTipText: t.text,
        role.Highlight: t.accent,
        role.HighlightedText: t.on_accent,
        role.Accent: t.accent,
        role.Link: t.accent,
        role.LinkVisited: t.accent,
        role.Light: t.raised,
        role.Midlight: t.line,
        role.Mid: t.line_strong,
        role.Dark: t.line_strong,
        role.Shadow: t.line_strong,
    }.items():
        palette.setColor(color_role, color)
    disabled = mix(t.text_quiet, t.window, 0.45)
    for color_role in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, color_role, disabled)
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, t.line_strong)
    return palette


def _picture(name: str, color: QColor, margin: int = 0) -> str:
    """A tinted copy of an icon as a file, because style sheets take pictures from files only; ``none`` without one."""
    file = paths.cache_dir() / "icons" / f"{name}-{color.name()[1:]}-{margin}.svg"
    try:
        box = f'viewBox="{-margin} {-margin} {24 + 2 * margin} {24 + 2 * margin}"'
        text = _svg_text(name).replace("currentColor", color.name()).replace('viewBox="0 0 24 24"', box).encode()
        # One that was damaged would leave every field of the window without its arrow.
        if not _holds(file, text):
            make_folder(file.parent)
            write_whole(file, text, sync=False)
    except (OSError, StorageError):
        return "none"
    return f'url("{file.as_posix()}")'


def _holds(file: Path, content: bytes) -> bool:
    try:
        return read_bounded(file, len(content)) == content
    except StorageError:
        return False


def _style_sheet(t: Tokens) -> str:
    hover = mix(t.raised, t.text, 0.05).name()
    pressed = mix(t.raised, t.text, 0.10).name()
    selected = mix(t.panel, t.accent, 0.16).name()
    accent_hover = mix(t.accent, t.text, 0.14).name()
    disabled = mix(t.text_quiet, t.window, 0.45).name()
    c = {
        name: getattr(t, name).name()
        for name in ("window", "panel", "raised", "line", "line_strong", "text", "text_quiet", "accent", "on_accent")
    } | {name: getattr(t, name).name() for name in ("good", "warning", "bad")}
    return f"""
* {{ outline: none; }}
QLabel#train-readout {{
  background: {c["raised"]}; color: {c["text"]}; border: 1px solid {c["line"]}; border-radius: {CORNER}px; }}
QToolTip {{ background: {c["raised"]}; color: {c["text"]}; border: 1px solid {c["line_strong"]}; padding: 4px 6px; }}
QMainWindow, QDialog {{ background: {c["window"]}; }}
QFrame[panel="true"], QScrollArea[panel="true"], QWidget[panel="true"] {{ background: {c["panel"]}; border: none; }}
QFrame[popup="true"] {{ background: {c["panel"]}; border: 1px solid {c["line_strong"]}; }}
QFrame[drawer="true"] {{ background: {c["panel"]}; border: none; border-left: 2px solid {c["line_strong"]}; }}
QFrame[step="true"] {{ background: {c["panel"]}; border: 1px solid {c["line"]}; border-radius: 6px; }}
QTextBrowser#learn-prose {{ background: transparent; border: none; padding: 0; }}
QFrame[beside="true"] {{ background: {c["window"]}; border: none; border-right: 1px solid {c["line"]}; }}
QLabel[quiet="true"] {{ color: {c["text_quiet"]}; }}
QLabel[tone="good"] {{ color: {c["good"]}; }}
QLabel[tone="warning"] {{ color: {c["warning"]}; }}
QLabel[tone="bad"] {{ color: {c["bad"]}; }}
QFrame#window-error {{
  background: {mix(t.panel, t.bad, 0.07).name()}; border: none; border-left: 4px solid {c["bad"]};
  border-bottom: 1px solid {c["line"]}; }}
QFrame#window-notice {{
  background: {mix(t.panel, t.accent, 0.07).name()}; border: none; border-left: 4px solid {c["accent"]};
  border-bottom: 1px solid {c["line"]}; }}
QFrame[divider="true"] {{ background: {c["line"]}; border: none; }}

QPushButton, QToolButton[boxed="true"] {{
  background: {c["raised"]}; color: {c["text"]}; border: 1px solid {c["line_strong"]}; border-radius: {CORNER}px;
  padding: 5px 12px; min-height: 18px; }}
QToolButton[boxed="true"] {{ padding: 4px; }}
QPushButton:hover, QToolButton[boxed="true"]:hover {{ background: {hover}; }}
QPushButton:pressed, QToolButton[boxed="true"]:pressed {{ background: {pressed}; }}
QPushButton:checked, QToolButton[boxed="true"]:checked {{ background: {selected}; border-color: {c["accent"]}; }}
QPushButton:disabled, QToolButton[boxed="true"]:disabled {{
  color: {disabled}; border-color: {c["line"]}; background: {c["window"]}; }}
QPushButton:focus, QToolButton[boxed="true"]:focus {{ border: 2px solid {c["accent"]}; padding: 4px 11px; }}
QToolButton[boxed="true"]:focus {{ padding: 3px; }}
QPushButton[primary="true"] {{
  background: {c["accent"]}; color: {c["on_accent"]}; border: 1px solid {c["accent"]}; font-weight: 600; }}
QPushButton[primary="true"]:hover, QPushButton[primary="true"]:pressed {{ background: {accent_hover}; }}
QPushButton[primary="true"]:focus {{ border: 2px solid {c["text"]}; }}
QPushButton[primary="true"]:disabled {{
  background: {c["line"]}; border-color: {c["line"]}; color: {c["text_quiet"]}; }}
QPushButton[flat="true"] {{ background: transparent; border: 1px solid transparent; color: {c["accent"]}; }}
QPushButton[flat="true"]:hover {{ background: {hover}; }}
QPushButton[flat="true"]:disabled {{ background: transparent; border-color: transparent; color: {disabled}; }}
QPushButton[flat="true"]:focus {{ border: 2px solid {c["accent"]}; }}

QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: {CORNER}px; padding: 4px; }}
QToolButton:hover {{ background: {hover}; }}
QToolButton:pressed {{ background: {pressed}; }}
QToolButton:checked {{ background: {selected}; color: {c["accent"]}; }}
QToolButton[plain="true"]:checked {{ background: transparent; color: {c["text"]}; }}
QToolButton[legend="true"]:!checked {{ color: {c["text_quiet"]}; }}
QToolButton:focus {{ border: 2px solid {c["accent"]}; padding: 3px; }}
QToolButton::menu-indicator {{ image: none; }}
QToolButton[fold="true"]:checked {{ background: transparent; }}
QToolButton[fold="true"]:hover {{ background: {hover}; }}
QToolButton[rail="true"] {{ padding: 7px 1px 5px 1px; color: {c["text_quiet"]}; }}
QToolButton[rail="true"]:checked {{ color: {c["accent"]}; font-weight: 600; }}
QToolButton[rail="true"]:focus {{ padding: 6px 0 4px 0; }}

QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit, QTextEdit {{
  background: {c["panel"]}; color: {c["text"]}; border: 1px solid {c["line_strong"]}; border-radius: {CORNER}px;
  padding: 3px 7px; min-height: 20px; selection-background-color: {c["accent"]};
  selection-color: {c["on_accent"]}; }}
QLineEdit:hover, QAbstractSpinBox:hover, QComboBox:hover {{ border-color: {c["text_quiet"]}; }}
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus {{
  border: 2px solid {c["accent"]}; padding: 2px 6px; }}
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {{
  color: {disabled}; background: {c["window"]}; border-color: {c["line"]}; }}
QAbstractSpinBox QLineEdit, QComboBox QLineEdit, QAbstractSpinBox QLineEdit:focus, QComboBox QLineEdit:focus {{
  border: none; padding: 0; min-height: 0; background: transparent; }}
QComboBox::drop-down {{ border: none; width: 24px; subcontrol-position: center right; }}
QComboBox::down-arrow {{ image: {_picture("chevron-down", t.text_quiet)}; width: 14px; height: 14px; }}
QComboBox QAbstractItemView {{
  background: {c["raised"]}; border: 1px solid {c["line_strong"]}; padding: 4px; outline: none; }}
QAbstractSpinBox {{ padding: 0 22px 0 0; min-height: 26px; max-height: 26px; }}
QAbstractSpinBox:focus {{ padding: 0 21px 0 0; min-height: 24px; max-height: 24px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{
  subcontrol-origin: border; border: none; background: transparent; width: 20px; }}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; margin: 2px 2px 0 0; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; margin: 0 2px 2px 0; }}
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{ background: {hover}; border-radius: 3px; }}
QAbstractSpinBox::up-arrow {{ image: {_picture("chevron-up", t.text_quiet)}; width: 11px; height: 11px; }}
QAbstractSpinBox::down-arrow {{ image: {_picture("chevron-down", t.text_quiet)}; width: 11px; height: 11px; }}

QCheckBox, QRadioButton {{ spacing: 8px; padding: 2px; border: 2px solid transparent; border-radius: {CORNER}px; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {c["accent"]}; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {disabled}; }}
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator, QMenu::indicator {{
  width: 14px; height: 14px; border: 1px solid {c["line_strong"]}; border-radius: 4px; background: {c["panel"]}; }}
QRadioButton::indicator, QMenu::indicator:exclusive {{ border-radius: 8px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {c["text_quiet"]}; }}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked, QMenu::indicator:non-exclusive:checked {{
  background: {c["accent"]}; border-color: {c["accent"]}; image: {_picture("check", t.on_accent)}; }}
QCheckBox::indicator:indeterminate {{
  background: {c["accent"]}; border-color: {c["accent"]}; image: {_picture("minus", t.on_accent)}; }}
QRadioButton::indicator:checked, QMenu::indicator:exclusive:checked {{
  border: 5px solid {c["accent"]}; width: 6px; height: 6px; background: {c["on_accent"]}; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{
  background: {c["window"]}; border-color: {c["line"]}; }}
QMenu::indicator {{ margin-left: 6px; }}
QSlider {{ border: 2px solid transparent; border-radius: {CORNER}px; min-height: 22px; }}
QSlider:focus {{ border-color: {c["accent"]}; }}
QSlider::groove:horizontal {{ height: 4px; background: {c["line"]}; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ background: {c["accent"]}; border-radius: 2px; }}
QSlider::handle:horizontal {{
  background: {c["raised"]}; border: 2px solid {c["accent"]}; width: 12px; margin: -6px 0; border-radius: 8px; }}
QSlider::sub-page:horizontal:disabled {{ background: {c["line_strong"]}; }}
QSlider::handle:horizontal:disabled {{ border-color: {c["line_strong"]}; }}
QProgressBar {{
  background: {c["line"]}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px;
  color: transparent; }}
QProgressBar::chunk {{ background: {c["accent"]}; border-radius: 3px; }}

QTabWidget::pane {{ border: none; border-top: 1px solid {c["line"]}; }}
QTabBar {{ background: transparent; }}
QTabBar::tab {{
  background: transparent; color: {c["text_quiet"]}; padding: 7px 12px 6px 12px; border: 2px solid transparent;
  border-bottom: 2px solid transparent; }}
QTabBar::tab:hover {{ color: {c["text"]}; }}
QTabBar::tab:selected {{ color: {c["text"]}; border-bottom: 2px solid {c["accent"]}; }}
QTabBar::tab:focus {{ border: 2px solid {c["accent"]}; border-radius: {CORNER}px; }}
QTabBar::tab:disabled {{ color: {disabled}; }}

QAbstractItemView {{
  background: {c["panel"]}; alternate-background-color: {c["window"]}; border: 2px solid transparent;
  selection-background-color: {selected}; selection-color: {c["text"]}; }}
QAbstractItemView:focus {{ border: 2px solid {c["accent"]}; border-radius: {CORNER}px; }}
QAbstractItemView::item {{ padding: 3px 4px; }}
QAbstractItemView::item:hover {{ background: {hover}; }}
QAbstractItemView::item:selected {{ background: {selected}; color: {c["text"]}; }}
QTreeView::branch {{ background: transparent; }}
QTreeView::branch:has-children:closed {{ image: {_picture("chevron-right", t.text_quiet, 6)}; }}
QTreeView::branch:has-children:open {{ image: {_picture("chevron-down", t.text_quiet, 6)}; }}
QHeaderView {{ background: {c["panel"]}; border: none; }}
QHeaderView::section {{
  background: {c["panel"]}; color: {c["text_quiet"]}; border: none; border-bottom: 1px solid {c["line"]};
  padding: 5px 6px; }}
QHeaderView::up-arrow, QHeaderView::down-arrow {{
  width: 13px; height: 13px; subcontrol-origin: border; subcontrol-position: top center; top: -4px; }}
QHeaderView::up-arrow {{ image: {_picture("chevron-up", t.text_quiet)}; }}
QHeaderView::down-arrow {{ image: {_picture("chevron-down", t.text_quiet)}; }}
QTableView {{ gridline-color: {c["line"]}; }}
QTableCornerButton::section {{ background: {c["panel"]}; border: none; }}

QScrollArea {{ border: none; background: transparent; }}
QScrollArea:focus {{ border: 2px solid {c["accent"]}; border-radius: {CORNER}px; }}
QScrollBar {{ background: transparent; border: none; }}
QScrollBar:vertical {{ width: 10px; }}
QScrollBar:horizontal {{ height: 10px; }}
QScrollBar::handle {{ background: {c["line_strong"]}; border-radius: 3px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::handle:hover {{ background: {c["text_quiet"]}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QSplitter::handle {{ background: {c["line"]}; }}
QSplitter::handle:hover {{ background: {c["accent"]}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}

QMenuBar {{ background: {c["window"]}; color: {c["text"]}; padding: 2px 4px; }}
QMenuBar::item {{ background: transparent; padding: 4px 9px; border-radius: 4px; }}
QMenuBar::item:selected {{ background: {hover}; }}
QMenu {{ background: {c["raised"]}; border: 1px solid {c["line_strong"]}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 10px; border-radius: 4px; }}
QMenu::item:selected {{ background: {selected}; color: {c["text"]}; }}
QMenu::item:disabled {{ color: {disabled}; }}
QMenu::separator {{ height: 1px; background: {c["line"]}; margin: 4px 6px; }}
QMenu::icon {{ padding-left: 6px; }}
QStatusBar {{ background: {c["window"]}; color: {c["text_quiet"]}; border-top: 1px solid {c["line"]}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ color: {c["text_quiet"]}; }}
"""
