"""The language of the command line: the one asked for, else the user's; English where there is no other."""

from cnnstudio import translations
from cnnstudio.errors import ConfigError, StorageError, quoted
from cnnstudio.messages import any_of
from cnnstudio.translations import Language

_spoken = Language()


def choose(code: str | None) -> None:
    """Speak this language from now on; None = the user's.

    Raises:
        ConfigError: if there is no such language.
    """
    global _spoken
    codes = translations.codes()
    if code is not None and code not in codes:
        raise ConfigError(
            "There is no language {code}. Choose {codes}.", code=quoted(code), codes=any_of(codes), setting="language"
        )
    try:
        _spoken = translations.load(code or translations.best(translations.of_user(), codes))
    except StorageError:
        if code is not None:
            raise
        _spoken = Language()  # nobody asked for it: a damaged file is no reason not to work


def code() -> str:
    """The language that is spoken, as files are named by it: ``en``, ``zh_CN``."""
    return _spoken.code


def say(text: str) -> str:
    """A message in the language that is spoken; any other text as it is."""
    return _spoken.say(text)


def sentence(error: Exception) -> str:
    """What happened and what to do, in the language that is spoken."""
    return say(str(error))
