"""The files of a lesson, out of a folder or a zip of one, within bounds: nothing is unpacked, no path leads out.

Both are read by name through one small door, so that whatever stands in a lesson's text reaches the files beside it and
nothing else.
"""

import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Protocol, cast

from cnnstudio.errors import StorageError, printable, quoted
from cnnstudio.files import opened, read_bounded
from cnnstudio.lessons.faults import LessonError
from cnnstudio.messages import Message

PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".svg")
MAX_FILES = 500
MAX_TEXT_BYTES = 1024 * 1024
MAX_PICTURE_BYTES = 16 * 1024 * 1024
MAX_ALL_BYTES = 128 * 1024 * 1024
"""Of a zip, as it says itself and as it turns out."""
MAX_LISTING_BYTES = 1024 * 1024
"""Of a zip's list of its files, before it is taken apart."""
_DEEPEST = 3
# Letters of any language, but nothing that a path could be made of.
_NAME = re.compile(r"[\w][\w .()-]{0,99}")


class Files(Protocol):
    """A lesson's files, by their names with forward strokes."""

    @property
    def name(self) -> str:
        """The folder's own name."""

    def names(self) -> frozenset[str]:
        """All files."""

    def read(self, name: str, most: int) -> bytes:
        """One file of at most ``most`` bytes.

        Raises:
            LessonError: if it is not there, larger, or cannot be read.
        """


def checked_name(name: str) -> str:
    """A file's name inside a lesson, as a text or a zip has it.

    Raises:
        LessonError: if it is a path that could lead out, or an address.
    """
    parts = PurePosixPath(name).parts
    plain = "\\" not in name and ":" not in name and not name.startswith(("/", "~"))
    if not plain or not 1 <= len(parts) <= _DEEPEST or not all(_NAME.fullmatch(part) for part in parts):
        raise LessonError(
            "{name} is no file inside the lesson's folder. Put the file there and write its name alone.",
            name=quoted(name),
        )
    return "/".join(parts)


def files_of(path: Path) -> Files:
    """The files of a folder, or of a zip.

    Raises:
        LessonError: if there is no lesson, or too much in it, or a zip that is damaged or would lead out.
    """
    # Other than Path's own, the system module's take names of any length.
    if os.path.isdir(path):  # noqa: PTH112
        return _Folder(path)
    if not os.path.exists(path):  # noqa: PTH110
        raise LessonError("{path} is not there. Choose a lesson's folder, or a zip of it.", path=printable(path, 200))
    return _Zip(path)


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path
        self.name = path.resolve().name

    def names(self) -> frozenset[str]:
        found: list[str] = []
        for folder, folders, files in os.walk(self._path):
            below = Path(folder).relative_to(self._path)
            if len(below.parts) >= _DEEPEST:
                folders.clear()
            # What is hidden belongs to editors and version control.
            folders[:] = [one for one in folders if not one.startswith(".")]
            found += [(below / one).as_posix() for one in files if not one.startswith(".")]
            if len(found) > MAX_FILES:
                raise LessonError(
                    "The folder holds more than {max_files} files. Keep a lesson in a folder of its own.",
                    max_files=MAX_FILES,
                )
        return frozenset(found)

    def read(self, name: str, most: int) -> bytes:
        path = self._path / checked_name(name)
        try:
            inside = path.resolve(strict=True).is_relative_to(self._path.resolve())
        except (OSError, RuntimeError):
            inside = False
            if not path.is_symlink():
                raise LessonError("The file is not there. Put it into the folder, or mend its name.").at(name) from None
        if not inside:
            raise LessonError("It is a link that leads out of the lesson's folder. Put the file itself there.").at(name)
        try:
            with opened(path) as file:
                size = os.fstat(file.fileno()).st_size
            if size > most:
                raise LessonError(_too_large(size, most)).at(name)
            return read_bounded(path, most)
        except StorageError as error:
            raise LessonError("It could not be read: {error}", error=error).at(name) from error


class _Listing:
    """A zip's file for the library, which reads the list of its files in one go: a list beyond the bound is refused.

    Attributes:
        taken_apart: whether the list has been read, and the files themselves are.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.taken_apart = False

    def read(self, size: int = -1) -> bytes:
        if self.taken_apart:
            return self._file.read(size)
        content = self._file.read(MAX_LISTING_BYTES + 1 if size < 0 else min(size, MAX_LISTING_BYTES + 1))
        if len(content) > MAX_LISTING_BYTES:
            raise ValueError("too large")
        return content

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)


class _Zip:
    """Read where it lies; its own figures are not believed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.name = path.stem
        self._entries: dict[str, str] = {}
        with self._open() as archive:
            entries = archive.infolist()
            if len(entries) > 2 * MAX_FILES or sum(entry.file_size for entry in entries) > MAX_ALL_BYTES:
                raise LessonError(
                    "The zip holds more than {files:,} files or {size} MB. Zip the lesson's folder alone.",
                    files=2 * MAX_FILES,
                    size=MAX_ALL_BYTES >> 20,
                )
            for entry in entries:
                self._add(entry)
        self._leave_out_top()

    @contextmanager
    def _open(self) -> Iterator[zipfile.ZipFile]:
        with ExitStack() as stack:
            try:
                # Refuses folders, pipes and devices before anything waits for them.
                file = stack.enter_context(opened(self._path))
                if os.fstat(file.fileno()).st_size > MAX_ALL_BYTES:
                    raise ValueError("too large")
                listing = _Listing(file)
                archive = stack.enter_context(zipfile.ZipFile(cast(IO[bytes], listing)))
                listing.taken_apart = True
            except (StorageError, OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
                raise LessonError(
                    "{name} is no folder and no zip that can be read. Choose a lesson's folder, or a zip of it.",
                    name=printable(self._path.name),
                ) from error
            yield archive

    def _add(self, entry: zipfile.ZipInfo) -> None:
        if entry.is_dir():
            checked_name(entry.filename.rstrip("/"))
            return
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise LessonError(
                "The zip holds {filename}, which is a link. Zip the file itself.", filename=quoted(entry.filename)
            )
        if entry.flag_bits & 1:
            raise LessonError(
                "The zip's file {filename} is encrypted. Zip it without a password.", filename=quoted(entry.filename)
            )
        parts = PurePosixPath(entry.filename).parts
        if any(part.startswith((".", "__MACOSX")) and part != ".." for part in parts):
            return  # what is hidden, and what some systems put beside each file
        name = _inside_zip(entry.filename)
        if name in self._entries:
            raise LessonError("The zip holds {name} twice. Zip the folder again.", name=quoted(name))
        self._entries[name] = entry.filename

    def _leave_out_top(self) -> None:
        """A zip of a folder has that folder in front of all names."""
        tops = {name.partition("/")[0] for name in self._entries}
        if len(tops) == 1 and all("/" in name for name in self._entries):
            (self.name,) = tops
            self._entries = {name.partition("/")[2]: entry for name, entry in self._entries.items()}

    def names(self) -> frozenset[str]:
        return frozenset(self._entries)

    def read(self, name: str, most: int) -> bytes:
        entry = self._entries.get(checked_name(name))
        if entry is None:
            raise LessonError("The file is not there. Put it into the folder, or mend its name.").at(name)
        with self._open() as archive:
            try:
                size = archive.getinfo(entry).file_size
                if size > most:
                    raise LessonError(_too_large(size, most)).at(name)
                with archive.open(entry) as file:
                    content = file.read(most + 1)
            except (zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, ValueError, RuntimeError) as error:
                raise LessonError("It is damaged inside the zip. Zip the folder again.").at(name) from error
        if len(content) > most:
            raise LessonError(_too_large(len(content), most)).at(name)
        return content


def _inside_zip(name: str) -> str:
    try:
        parts = PurePosixPath(name).parts
        # One folder more than a lesson may have: the one that was zipped.
        if "\\" in name or name.startswith("/") or len(parts) < 2:
            return checked_name(name)
        return f"{checked_name(parts[0])}/{checked_name('/'.join(parts[1:]))}"
    except LessonError as error:
        raise LessonError(
            "The zip holds {name}, a path that could lead out. Zip the folder again.", name=quoted(name)
        ) from error


def _too_large(size: int, most: int) -> Message:
    return Message(
        "It has {size:,.1f} MB, and at most {most:,.0f} MB are read. Make it smaller.",
        size=size / 2**20,
        most=most / 2**20,
    )
