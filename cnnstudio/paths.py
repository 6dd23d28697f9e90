"""Where the program keeps the user's files, by the platform's own customs (platformdirs).

``CNNSTUDIO_HOME`` moves all five folders below one place: for tests, portable installations and shared machines.
"""

import os
from pathlib import Path

import platformdirs

from cnnstudio.errors import ConfigError, printable

_APP = "cnnstudio"


def _folder(kind: str, default: Path) -> Path:
    home = os.environ.get("CNNSTUDIO_HOME")
    return expanded(home) / kind if home else default


def expanded(path: str | Path) -> Path:
    """A path as a user or a file names it, with ``~`` put in.

    Raises:
        ConfigError: if that can be no path: it holds a zero character, or names the home of a user whom there is not.
    """
    try:
        if "\0" in str(path):
            raise ValueError("a zero character")
        return Path(path).expanduser()
    except (ValueError, RuntimeError) as error:
        raise ConfigError(
            "{path} can be no path: {error}. Choose a file or folder.", path=printable(str(path), 80), error=error
        ) from error


def absolute(path: str | Path) -> Path:
    """The same, absolute and with all links followed.

    Raises:
        ConfigError: as ``expanded``; or if its links lead round in a circle.
    """
    try:
        return expanded(path).resolve()
    except (OSError, RuntimeError) as error:
        raise ConfigError("{path} can be no path. Choose a file or folder.", path=printable(str(path), 80)) from error


def data_dir() -> Path:
    """Downloaded data sets and the user's own handwriting."""
    return _folder("data", platformdirs.user_data_path(_APP, appauthor=False) / "data")


def runs_dir() -> Path:
    """One folder per training run."""
    return _folder("runs", platformdirs.user_data_path(_APP, appauthor=False) / "runs")


def config_dir() -> Path:
    """The settings file."""
    return _folder("config", platformdirs.user_config_path(_APP, appauthor=False))


def cache_dir() -> Path:
    """What can be made again at any time, such as the rendered built-in digits."""
    return _folder("cache", platformdirs.user_cache_path(_APP, appauthor=False))


def log_dir() -> Path:
    """What went wrong: unexpected errors, and reports of crashes."""
    return _folder("log", platformdirs.user_log_path(_APP, appauthor=False))
