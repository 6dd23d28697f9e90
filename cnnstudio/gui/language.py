"""The language of the window: which there are, which one is spoken, and how texts outside of widgets are said in it.

A widget says what it shows by ``self.tr("...")``. What is no QObject says ``translate("context", "...")``. What comes
from the ground floor, a message or an error's, goes through ``say``. All three are found by the extraction
(``python -m tests.languages extract``) as long as the texts are literals.
"""

from functools import cache

from PySide6.QtCore import QT_TRANSLATE_NOOP as _N
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal

from cnnstudio import translations
from cnnstudio.errors import StorageError, StudioError
from cnnstudio.gui import fonts
from cnnstudio.messages import spoken
from cnnstudio.translations import ENGLISH, Language

OF_QTS_DIALOGS = (_N("QFileDialog", "&Look in:"), _N("QFileDialog", "Files of &type:"))
"""What Qt says where the system has no dialogs, and its own catalogues lack; the window's are asked first."""

SYSTEM = ""
"""Chosen as long as nobody has chosen another one: the system's language."""


class LanguageManager(QObject):
    """Which language is spoken; the system's until the user chooses."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._chosen = SYSTEM
        self._language = Language()
        self._speak_numbers(ENGLISH)
        self._translators: list[QTranslator] = []

    @property
    def chosen(self) -> str:
        """What was chosen: a code, or ``SYSTEM``."""
        return self._chosen

    @property
    def code(self) -> str:
        """The language that is spoken."""
        return self._language.code

    def choose(self, code: str) -> None:
        """Speak another language; what is built from now on is in it.

        Raises:
            StorageError: if its files cannot be read; then the language stays as it was.
            MissingFontError: if this computer has no font for it; then, too.
        """
        wanted = code or translations.best(QLocale.system().uiLanguages(), translations.codes())
        if wanted not in translations.codes():
            wanted = ENGLISH
        before, self._chosen = self._chosen, code
        if wanted == self.code:
            return
        try:
            fonts.check(wanted)
            language, translators = translations.load(wanted), _translators(wanted)
        except StudioError:
            self._chosen = before
            raise
        for translator in self._translators:
            QCoreApplication.removeTranslator(translator)
        self._language, self._translators = language, translators
        self._speak_numbers(wanted)
        for translator in translators:
            QCoreApplication.installTranslator(translator)
        self.changed.emit()

    def say(self, text: str) -> str:
        """A message in the language that is spoken; any other text as it is."""
        return spoken(text, self._language.look_up, self._number)

    def local(self, number: str) -> str:
        """A number that C would write so, ``1,234.5``, as the language writes it."""
        return number.translate(self._separators) if self._separators else number

    def plain(self, number: str) -> str:
        """A number that ``local`` has written as Python reads it: ``1234.5``."""
        bare = number.replace(self._locale.groupSeparator(), "")
        return bare.replace(self._locale.decimalPoint(), ".")

    @property
    def locale(self) -> QLocale:
        """How the language writes numbers and dates; what Qt itself writes follows it, too."""
        return self._locale

    def _speak_numbers(self, code: str) -> None:
        self._locale = QLocale(code)
        QLocale.setDefault(self._locale)
        signs = {",": self._locale.groupSeparator(), ".": self._locale.decimalPoint()}
        self._separators = str.maketrans(signs) if any(sign != own for sign, own in signs.items()) else {}

    def _number(self, value: float, spec: str) -> str:
        return self.local(format(value, spec))


def _translators(code: str) -> list[QTranslator]:
    """The window's own words, and Qt's for its dialogs where it has them.

    Raises:
        StorageError: if the window's cannot be read.
    """
    if code == ENGLISH:
        return []
    file = translations.folder() / f"{code}.qm"
    own, qts = QTranslator(), QTranslator()
    if not own.load(str(file)):
        raise StorageError(
            "The language file {file} is damaged. Install the program again, or choose another language.", file=file
        )
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    # The one installed last is asked first.
    return [qts, own] if qts.load(QLocale(code), "qtbase", "_", folder) else [own]


@cache
def manager() -> LanguageManager:
    """The one language manager."""
    return LanguageManager()


def code() -> str:
    """The language of the window, as files are named by it: ``en``, ``zh_CN``."""
    return manager().code


def say(text: str) -> str:
    """What the ground floor says, in the language of the window."""
    return manager().say(text)


def local(number: str) -> str:
    """A number that C would write so, ``1,234.5``, as the language of the window writes it."""
    return manager().local(number)


def plain(number: str) -> str:
    """A number that ``local`` has written as Python reads it: ``1234.5``."""
    return manager().plain(number)


def translate(context: str, text: str) -> str:
    """A text that belongs to no widget, in the language of the window."""
    return QCoreApplication.translate(context, text)


def title(code: str) -> str:
    """A language's own name for itself: ``English``, ``简体中文``."""
    if code == ENGLISH:
        return "English"
    name = QLocale(code).nativeLanguageName()
    return name[:1].upper() + name[1:] or code
