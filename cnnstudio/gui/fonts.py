"""Which fonts the window writes in: the system's, and behind it one with the characters that a language needs.

Left to itself Qt asks the system for any font that has a character. For Chinese that depends on the locale the program
was started with: beside an English one the characters come in their Japanese forms. So the family is named.
"""

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetrics
from PySide6.QtWidgets import QApplication

from cnnstudio import translations
from cnnstudio.errors import MissingFontError

_System = QFontDatabase.WritingSystem


@dataclass(frozen=True, slots=True)
class Script:
    """What a language is written in.

    Attributes:
        system: as Qt's font database calls it.
        letter: a character that fonts of this script have and others lack.
        families: those that have the forms of the region, the best first.
        others: how families end that have the characters in the forms of other regions.
        package: of Debian and Ubuntu, with a font.
    """

    system: _System
    letter: str
    families: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    package: str = "fonts-noto-core"

    def is_foreign(self, family: str) -> bool:
        """Whether a family has the characters in the forms of another region."""
        return bool(self.others) and family.endswith(self.others)


_HAN = ("SC", "TC", "HK", "JP", "KR")


def _han(system: _System, letter: str, region: str, *families: str) -> Script:
    noto = (f"Noto Sans CJK {region}", f"Source Han Sans {region}", f"Noto Sans {region}")
    others = tuple(f" {other}" for other in _HAN if other != region)
    return Script(system, letter, (*noto, *families), others, "fonts-noto-cjk")


SCRIPTS = {
    QLocale.Script.SimplifiedHanScript: _han(
        _System.SimplifiedChinese,
        "积",
        "SC",
        *("PingFang SC", "Microsoft YaHei UI", "Microsoft YaHei", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei"),
    ),
    QLocale.Script.TraditionalHanScript: _han(
        _System.TraditionalChinese, "積", "TC", "PingFang TC", "Microsoft JhengHei UI", "Microsoft JhengHei"
    ),
    QLocale.Script.JapaneseScript: _han(_System.Japanese, "の", "JP", "Hiragino Sans", "Yu Gothic UI", "Meiryo"),
    QLocale.Script.KoreanScript: _han(_System.Korean, "한", "KR", "Apple SD Gothic Neo", "Malgun Gothic"),
    QLocale.Script.ArabicScript: Script(_System.Arabic, "ع"),
    QLocale.Script.HebrewScript: Script(_System.Hebrew, "ש"),
    QLocale.Script.ThaiScript: Script(_System.Thai, "ก"),
    QLocale.Script.DevanagariScript: Script(_System.Devanagari, "अ"),
}
"""The scripts that a font for Latin letters may lack."""


def check(code: str) -> None:
    """Whether this computer has a font for a language.

    Raises:
        MissingFontError: if it has none.
    """
    script = _script(code)
    if script is None or _family(script) or QFontMetrics(_of_system()).inFontUcs4(ord(script.letter)):
        return
    raise MissingFontError(
        "No font on this computer has the characters of {language}. Install one (on Debian and Ubuntu the package "
        "{package}), then start the program again.",
        language=QLocale.languageToString(QLocale(code).language()),
        package=script.package,
    )


def apply(code: str) -> None:
    """Write in the fonts for a language, and behind them in those for the others that the program speaks."""
    app_font = QFont(QApplication.font())
    app_font.setFamilies(_families(_of_system(), code))
    _keep_forms(app_font)
    if app_font != QApplication.font():
        QApplication.setFont(app_font)


def mono(code: str) -> QFont:
    """The system's monospaced font, and behind it those for languages; its digits have equal widths in all of them."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setFamilies(_mono_families(code))
    _keep_forms(font)
    return font


def _keep_forms(font: QFont) -> None:
    """A font for several regions turns its characters into the forms of the locale: the family alone tells them."""
    font.setFeature(QFont.Tag("locl"), 0)


@cache
def _mono_families(code: str) -> list[str]:
    return _families(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont), code, mono=True)


@cache
def _of_system() -> QFont:
    """The application's font as the system wants it: read before the first ``apply``."""
    return QFont(QApplication.font())


def _families(system: QFont, code: str, *, mono: bool = False) -> list[str]:
    """The system's family and those that the languages need; one with the forms of another region comes last."""
    first = QFontInfo(system).family()
    has = QFontDatabase.writingSystems(first)
    codes = dict.fromkeys((code, *translations.codes()))
    scripts = [script for each in codes if (script := _script(each)) is not None]
    named = [_family(script, mono=mono) for script in scripts if script.system not in has or script.is_foreign(first)]
    families = [*named, first] if scripts and scripts[0].is_foreign(first) else [first, *named]
    return [family for family in dict.fromkeys(families) if family]


@cache
def _family(script: Script, *, mono: bool = False) -> str:
    """The best family there is for a script; "" where there is none."""
    there = QFontDatabase.families(script.system)
    wanted = [family.replace("Sans CJK", "Sans Mono CJK") for family in script.families if mono]
    own = [family for family in there if not script.is_foreign(family)]
    ranked = [*(family for family in (*wanted, *script.families) if family in there), *own, *there]
    return next(iter(ranked), "")


def _script(code: str) -> Script | None:
    return SCRIPTS.get(QLocale(code).script()) if code != translations.ENGLISH else None
