"""Where the program keeps the user's files, by the platform's own customs (platformdirs).

``CNNSTUDIO_HOME`` moves all five folders below one place: for tests, portable installations and shared machines.
"""

import os
from pathlib import Path

import platformdirs

_APP = "cnnstudio"


def _folder(kind: str, default: Path) -> Path:
    home = os.environ.get("CNNSTUDIO_HOME")
    return Path(home).expanduser() / kind if home else default


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
