"""Kinds of arguments that several commands take."""

from pathlib import Path

from cnnstudio.errors import ConfigError


def some_path(value: str) -> Path:
    """The path of a file or folder.

    Raises:
        ConfigError: for an empty text, which would mean the folder that the program happens to be in.
    """
    if not value:
        raise ConfigError("An empty text names no file or folder. Give a path, or leave the option out.")
    return Path(value)
