"""The program's errors: one small tree, each with a sentence for the user that says what to do.

A sentence is a template and its values, ``StudioError("{file} is damaged. Choose another one.", file=path.name)``, so
that it can be said in another language (``messages``). ``str(error)`` is English and always fit to be shown: what
happened, then what to do. The technical cause, where there is one, is kept as ``__cause__`` (``raise ... from cause``)
for the details a user may copy.
"""

import re
from collections.abc import Mapping

from cnnstudio.messages import Message

# Control characters, which change what a terminal shows, and halves of pairs, which are what Python makes of bytes in a
# file's name that are no text; neither can be shown, and the halves cannot be printed or written either.
_HIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# Of a sentence: the longest name without a space, and the longest line, whatever names stand in it.
LONGEST_NAME, LONGEST_LINE = 240, 560
_LONG_NAME = re.compile(rf"\S{{{LONGEST_NAME + 1},}}")


class StudioError(Exception):
    """Base of every error the program raises on purpose; its text is one clear sentence for the user.

    Names of files and what stands in them come from anywhere: characters that cannot be shown are spelt, ``\\x1b``, and
    names that are too long to be read are cut in the middle.

    Args:
        template: the sentence, its values in braces; or a message that is one already.
        values: what stands in it, by name. Errors among them are said by their own sentences.

    Attributes:
        message: the sentence, which can be said in another language.
    """

    def __init__(self, template: str = "", /, **values: object) -> None:
        self.message = Message(template, **values)
        super().__init__(self.message)  # the only argument, so that errors can cross processes

    @property
    def template(self) -> str:
        """The sentence with its values' names in braces."""
        return self.message.template

    @property
    def values(self) -> Mapping[str, object]:
        """What stands in the sentence, by name."""
        return self.message.values

    def __str__(self) -> str:
        return readable(self.message)


class ConfigError(StudioError):
    """A configuration that cannot work; raised before anything starts.

    Attributes:
        setting: the name of the setting at fault, where it is a single one; else empty.
    """

    def __init__(self, template: str = "", /, *, setting: str = "", **values: object) -> None:
        super().__init__(template, **values)
        self.setting = setting

    @property
    def reason(self) -> str:
        """Why it cannot work, alone: beside its field it need not name the setting and its value again.

        The whole sentence where no ``reason`` stands in it.
        """
        reason = self.values.get("reason")
        return reason if isinstance(reason, Message) else self.message


class UnknownNameError(ConfigError):
    """A network, data set, recipe or device that does not exist; the text names near matches."""


class DatasetError(StudioError):
    """A data set that is missing, damaged or not what it claims to be."""


class DownloadError(DatasetError):
    """A download that failed: no network, a refused connection, a wrong checksum."""


class WeightsError(StudioError):
    """A weights or checkpoint file that is damaged or belongs to another network."""


class EditError(WeightsError):
    """An edit that the weights it was made for do not allow."""


class MissingFontError(StudioError):
    """No font on this computer has the characters of a language."""


class MemoryShortError(StudioError):
    """Something needs more memory than is free; the text gives both figures."""


class NetworkInputError(StudioError):
    """An input a network cannot take; the text names the layer where it fails."""


class TrainingError(StudioError):
    """A run that had started and failed; what was saved before stays."""


class DivergedError(TrainingError):
    """The loss became NaN or infinite."""


class OutOfMemoryError(TrainingError):
    """The device's memory ran out."""


class DeviceLostError(TrainingError):
    """The device stopped responding."""


class ProcessLostError(TrainingError):
    """One of the processes that train a network together ended, or does not answer."""


class StorageError(StudioError):
    """A file or folder that could not be read or written: no permission, a full disk."""


class BusyError(StudioError):
    """A file or folder that another window or program works on now."""


class PictureError(StudioError):
    """A file that is not a picture, or one the program cannot use."""


def readable(text: str) -> str:
    """A sentence with names of any origin, fit to be shown: what is hidden is spelt, what is endless cut in the middle.

    The beginning of a name and its end, where a file's own name stands, are kept; so are those of a line, where it says
    what happened and what to do. A message that can be shown as it is stays one.
    """
    spelt = _HIDDEN.sub(_spelt, text)
    if len(spelt) <= LONGEST_NAME:
        return text if spelt == text else spelt
    short = _LONG_NAME.sub(lambda found: _cut(found[0], LONGEST_NAME), spelt)
    shown = "\n".join(_cut(line, LONGEST_LINE) for line in short.split("\n"))
    return text if shown == text else shown


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    half = (longest - 3) // 2
    return f"{text[:half]}...{text[-half:]}"


def printable(text: object, longest: int = 80) -> str:
    """A text of any origin as it may stand in a sentence: on one line, without control characters, not too long."""
    start = str(text)[: longest + 1].replace("\n", "\\n")
    line = _HIDDEN.sub(_spelt, start)
    if isinstance(text, Message) and line == text:
        return text  # it can still be said in another language
    return line if len(line) <= longest else f"{line[: longest - 3]}..."


def quoted(value: object) -> str:
    """A value as somebody wrote it, in quotes where it is a text, as it may stand in a sentence."""
    return printable(repr(value))


def _spelt(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")
