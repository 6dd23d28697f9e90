"""The language of the command line: the one asked for, else the user's; English where there is no other."""

from cnnstudio import terminal, translations
from cnnstudio.errors import ConfigError, quoted
from cnnstudio.messages import Message, any_of
from cnnstudio.translations import Language

_spoken = Language()
# Said in every language, with the characters of its script.
_SAMPLE = (Message("options"), Message("show this help message and exit"))


def choose(code: str | None) -> None:
    """Speak this language from now on; None = the user's, where the terminal has its characters.

    Raises:
        ConfigError: if there is no such language.
        StorageError: if its file cannot be read.
    """
    global _spoken
    _spoken = translations.users()
    if not terminal.can_print("".join(_spoken.say(text) for text in _SAMPLE)):
        _spoken = Language()
    if code is None:
        return
    codes = translations.codes()
    if code not in codes:
        raise ConfigError(
            "There is no language {code}. Choose {codes}.", code=quoted(code), codes=any_of(codes), setting="language"
        )
    _spoken = translations.load(code)


def code() -> str:
    """The language that is spoken, as files are named by it: ``en``, ``zh_CN``."""
    return _spoken.code


def say(text: str) -> str:
    """A message in the language that is spoken; any other text as it is."""
    return _spoken.say(text)


def template(text: str, count: int | None = None, one: str = "") -> str:
    """A template in the language that is spoken, for whoever puts its values in himself.

    Args:
        text: the template; of a ``count``, the one for many.
        count: how many there are; None where nothing is counted.
        one: the template for a single thing.
    """
    return _spoken.look_up(text, count) or (one if count == 1 else text)


def sentence(error: Exception) -> str:
    """What happened and what to do, in the language that is spoken."""
    return say(str(error))
