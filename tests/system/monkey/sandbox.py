"""Keeps the monkey inside: nothing is opened outside the program, nothing is downloaded, files lie in one folder.

The static file dialogs hand over a prepared path, good or bad, instead of being shown: what a person would choose in
them. What is chosen depends on the seed and on the number of the event, so that a replay chooses the same.
"""

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, NoReturn

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from cnnstudio import paths
from cnnstudio.datasets.builtin import cache
from tests.system.monkey import samples

_SCHEMES = ("file", "http", "https", "mailto")


class Sandbox(QObject):
    """Patches what leads outside, for the rest of the process.

    Args:
        place: the folder with everything that may be written.
        sample_folder: what ``samples.make`` wrote.
        few_digits: the built-in data set has a few hundred digits only.
        count: told ``(what, name)`` of every dialog that would have been shown and every address that was opened.
    """

    def __init__(
        self, place: Path, sample_folder: Path, count: Callable[[str, str], None], *, few_digits: bool = True
    ) -> None:
        super().__init__()
        self.samples = samples.read(sample_folder)
        self.random = Random(0)
        self._count = count
        self._out = place / "out"
        self._out.mkdir(parents=True, exist_ok=True)
        # A relative name that is typed somewhere lands here.
        os.chdir(self._out)
        for scheme in _SCHEMES:
            QDesktopServices.setUrlHandler(scheme, self, "open_address")
        socket.socket.connect = _refuse
        if few_digits:
            cache._SIZES.update(samples.DIGITS)
            shutil.copytree(sample_folder / "digits", paths.cache_dir(), dirs_exist_ok=True)
        for name, answer in (
            ("getOpenFileName", self._open_name),
            ("getOpenFileNames", self._open_names),
            ("getSaveFileName", self._save_name),
            ("getExistingDirectory", self._folder_name),
        ):
            setattr(QFileDialog, name, staticmethod(answer))

    @Slot(QUrl)
    def open_address(self, address: QUrl) -> None:
        """Instead of the desktop's own programs."""
        self._count("address", address.scheme())

    def file(self, kinds: tuple[str, ...] = ()) -> Path:
        """One of the samples whose kind starts with one of ``kinds``; any, if none is given or does."""
        fitting = [kind for kind in self.samples if kind.startswith(kinds)] if kinds else []
        return self.random.choice(self.samples[self.random.choice(fitting or list(self.samples))])

    def folder(self) -> Path:
        """A folder to read from or to write into."""
        folders = [*self.samples["folder-data"], *self.samples["folder-bad"], *self.samples["folder-other"]]
        nowhere = self._out / "not there"
        return self.random.choice([*folders, self._out, nowhere, nowhere, self.samples["text"][0]])

    def target(self, suggested: str) -> Path:
        """A file to be written: mostly a good one, now and then one that cannot be."""
        name = Path(suggested).name or "file"
        targets = [self._out / name] * 6 + [
            self._out / f"{self.random.randrange(5)}-{name}",
            self._out / Path(name).stem,
            self._out / "not there" / name,
            self._out,
            self._out / ("long" * 100 + name),
            self.samples["text"][0] / name,
        ]
        return self.random.choice(targets)

    # --- instead of QFileDialog's static functions

    def _open_name(self, *arguments: Any, **options: Any) -> tuple[str, str]:
        caption, wanted = _caption(arguments, options), _argument(arguments, options, 3, "filter")
        self._count("dialog", caption)
        if self.random.random() < 0.1:
            return "", ""
        kinds: tuple[str, ...] = ()
        if self.random.random() < 0.8:
            for ending, names in (
                (".png", ("picture", "playground")),
                (".json", ("playground",)),
                (".safetensors", ("weights",)),
                (".py", ("python", "exported")),
            ):
                kinds += names if ending in wanted else ()
        return str(self.file(kinds)), ""

    def _open_names(self, *arguments: Any, **options: Any) -> tuple[list[str], str]:
        name, _ = self._open_name(*arguments, **options)
        return [name] if name else [], ""

    def _save_name(self, *arguments: Any, **options: Any) -> tuple[str, str]:
        self._count("dialog", _caption(arguments, options))
        if self.random.random() < 0.1:
            return "", ""
        return str(self.target(_argument(arguments, options, 2, "dir"))), ""

    def _folder_name(self, *arguments: Any, **options: Any) -> str:
        self._count("dialog", _caption(arguments, options))
        return "" if self.random.random() < 0.1 else str(self.folder())


def _argument(arguments: tuple[Any, ...], options: dict[str, Any], place: int, name: str) -> str:
    return str(arguments[place] if len(arguments) > place else options.get(name, ""))


def _caption(arguments: tuple[Any, ...], options: dict[str, Any]) -> str:
    return _argument(arguments, options, 1, "caption") or "file dialog"


def _refuse(*_arguments: object) -> NoReturn:
    raise OSError("The network is unreachable here.")
