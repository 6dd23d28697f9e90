"""My handwriting: the user's own labelled digits, a small data set on disk.

    NNNN-label7.png         each drawing, dark on light, as it was drawn; the name carries number and label
    images-idx3-ubyte       all of them normalised to 28x28, in the order of their numbers
    labels-idx1-ubyte       their labels
    index.json              which drawing is which picture of the idx files, by their sums; the version of all this

The PNG files are the truth. The folder is everybody's: other windows keep digits in it, and people rename, change and
remove files by hand. So numbers come from the disk, a name is taken exclusively, nothing is written over a drawing, and
what can be no digit (a folder, a damaged picture) is named and set aside, without harm to the others. The other files
follow from the drawings and are written anew.
"""

import hashlib
import io
import itertools
import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cnnstudio import json_text, paths
from cnnstudio.datasets import idx
from cnnstudio.errors import DatasetError, StorageError, StudioError
from cnnstudio.files import (
    clear_leftovers,
    make_folder,
    move_new,
    read_bounded,
    reading,
    reason,
    write_new,
    write_whole,
    writing,
)
from cnnstudio.messages import Message
from cnnstudio.prediction.pictures import read_picture
from cnnstudio.prediction.preprocessing import INPUT_SIDE, Ink, preprocess

KIND = "cnnstudio-handwriting"
SCHEMA = 1
"""Version of the folder's form, in its ``index.json``; a folder without one is of version 1."""

_NAME = re.compile(r"([0-9]{4,})-label([0-9])\.png")
# Beside the name of a file.
_IT, _TOO_LARGE = Message("it"), Message("it is far too large")
_IMAGES, _LABELS, _INDEX = "images-idx3-ubyte", "labels-idx1-ubyte", "index.json"
# A drawing takes about 10 KB; no picture that `read_picture` accepts comes near it.
_MOST_BYTES = 64 * 1024 * 1024
# Attempts to write the idx files while other windows change the folder; each of them writes them too.
_PATIENCE = 5

Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One kept digit.

    Attributes:
        number: stable while it is kept, from 1.
        label: 0..9.
        picture: (28, 28) uint8, normalised.
        name: its drawing's file.
    """

    number: int
    label: int
    picture: Picture
    name: str = ""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A file that is named like a digit and can be none; it stays where it is."""

    name: str
    reason: str


Removed = tuple[Sample, bytes]
"""A digit that was thrown away, and its drawing's PNG file."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a file was when it was read last: a digit, or the reason why it is none."""

    stamp: tuple[int, ...]
    digest: str = ""
    picture: Picture | None = field(default=None, compare=False)
    reason: str = ""


class Handwriting:
    """The kept digits of one folder, oldest first.

    Attributes:
        folder: where they are.
        set_aside: what is named like a digit there and can be none.
        problem: why nothing can be read or kept there, or None. It is raised by what would have to write.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Open the folder (default: the program's own), which need not exist yet; ``problem`` tells if it cannot be."""
        self.folder = folder or paths.data_dir() / "handwriting"
        self.set_aside: tuple[SetAside, ...] = ()
        self.problem: StorageError | None = None
        self._samples: dict[int, Sample] = {}
        self._seen: dict[str, _Seen] = {}
        self._known: dict[str, Picture] = {}  # by the digest of the drawing
        self._written: tuple[tuple[str, int], ...] = ()  # what the idx files hold
        self._read_written()
        self.refresh()

    def __len__(self) -> int:
        return len(self._samples)

    @property
    def samples(self) -> tuple[Sample, ...]:
        """All kept digits, oldest first."""
        return tuple(self._samples.values())

    def arrays(self) -> tuple[Picture, Picture]:
        """Pictures (N, 28, 28) and labels (N,)."""
        pictures = [sample.picture for sample in self.samples]
        labels = [sample.label for sample in self.samples]
        return np.array(pictures, np.uint8).reshape(-1, INPUT_SIDE, INPUT_SIDE), np.array(labels, np.uint8)

    def refresh(self) -> bool:
        """Look at the folder again, as other windows and the user leave it; whether anything has changed."""
        before = self._standing()
        self._read_folder()
        if self.problem is None:
            with suppress(StorageError):  # they follow from the drawings; the next change writes them
                self._write()
        return self._standing() != before

    def add(self, ink: NDArray[np.uint8] | Ink, label: int) -> Sample:
        """Keep a drawing under the next free number, whatever other windows keep meanwhile.

        Args:
            ink: (H, W), 0 = paper; not empty.
            label: 0..9.

        Raises:
            ValueError: for empty ink or another label.
            StorageError: if it cannot be written; then nothing is kept.
        """
        if preprocess(ink).empty or not 0 <= label <= 9:
            raise ValueError("only ink with a label from 0 to 9 can be kept")
        grey = ink if ink.dtype == np.uint8 else _as_bytes(ink.astype(np.float32))
        drawing = io.BytesIO()
        Image.fromarray(255 - grey).save(drawing, format="PNG")
        name = self._create(label, drawing.getvalue())
        self.refresh()
        return self._sample_of(name)

    def relabel(self, number: int, label: int) -> None:
        """Correct a label.

        Raises:
            KeyError: if there is no such sample.
            StorageError: if the file cannot be renamed.
        """
        self._check()
        old = self._samples[number]
        if old.label == label:
            return
        file = self.folder / old.name
        if not file.exists():
            self.refresh()
            raise StorageError("{file} is not there any more: it was removed in another window or by hand.", file=file)
        with writing(file):
            renamed = move_new(file, file.with_name(f"{old.name.partition('-')[0]}-label{label}.png"))
        if not renamed:  # another drawing has this number and that label
            self._create(label, read_bounded(file, _MOST_BYTES))
            with writing(file):
                file.unlink()
        self.refresh()

    def remove(self, numbers: Iterable[int]) -> list[Removed]:
        """Throw samples away; returns what ``put_back`` takes.

        Raises:
            KeyError: if there is no such sample.
            StorageError: if a file cannot be removed; those before it are.
        """
        self._check()
        removed = []
        try:
            for sample in [self._samples[number] for number in numbers]:
                file = self.folder / sample.name
                if not file.exists():  # another window has thrown it away
                    continue
                drawing = read_bounded(file, _MOST_BYTES)
                with writing(file):
                    file.unlink()
                    removed.append((sample, drawing))
        finally:
            self.refresh()
        return removed

    def put_back(self, removed: Iterable[Removed]) -> None:
        """Keep samples again that were thrown away; they come last.

        Raises:
            StorageError: if a file cannot be written; those before it are kept.
        """
        try:
            for old, drawing in removed:
                self._create(old.label, drawing)
        finally:
            self.refresh()

    def export(self, folder: Path) -> int:
        """Write a data set folder that can be trained and tested on, with the PNG files; returns how many digits.

        Training and test files hold the same digits: it is a test set of one hand.

        Raises:
            DatasetError: if nothing is kept, or the folder holds another data set.
            StorageError: if it cannot be written.
        """
        if not self._samples:
            raise DatasetError("There is nothing to export yet: draw digits and keep them first.")
        drawings = {}
        for sample in self.samples:
            drawings[sample.name] = read_bounded(self.folder / sample.name, _MOST_BYTES)
        _check_target(folder)
        pictures, labels = self.arrays()
        for part in ("train", "t10k"):
            idx.write(folder / f"{part}-images-idx3-ubyte", pictures)
            idx.write(folder / f"{part}-labels-idx1-ubyte", labels)
        for name, drawing in drawings.items():
            write_whole(folder / name, drawing, sync=False)
        return len(self._samples)

    # --- names

    def _create(self, label: int, drawing: bytes) -> str:
        """Write a drawing under the next free number, which no other window can take; returns the file's name."""
        self._check()
        make_folder(self.folder)
        clear_leftovers(self.folder)  # a claim that a killed window left would keep its number for ever
        with writing(self.folder):
            first = max((number for number, _ in _numbers(_names(self.folder))), default=0) + 1
        for number in itertools.count(first):
            file = self.folder / f"{number:04d}-label{label}.png"
            with self._claimed(number) as free:
                if free and write_new(file, drawing):
                    return file.name
        raise AssertionError("numbers do not end")

    @contextmanager
    def _claimed(self, number: int) -> Iterator[bool]:
        """Whether the number is free, and nobody else writes a drawing with it, under any label, inside the block."""
        claim = self.folder / f".cnnstudio-{number:04d}.part"
        with writing(self.folder):
            try:
                os.close(os.open(claim, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
            except FileExistsError:
                yield False
                return
        try:
            with writing(self.folder):
                taken = {other for other, _ in _numbers(_names(self.folder))}
            yield number not in taken
        finally:
            with suppress(OSError):
                claim.unlink()

    def _sample_of(self, name: str) -> Sample:
        for sample in self._samples.values():
            if sample.name == name:
                return sample
        raise StorageError("{folder} was kept and has gone again. Look into the folder.", folder=self.folder / name)

    def _check(self) -> None:
        if self.problem is not None:
            self._read_folder()
        if self.problem is not None:
            raise self.problem
        _check_version(self.folder / _INDEX)

    # --- reading

    def _standing(self) -> object:
        samples = [(sample.number, sample.label, sample.name, sample.picture.tobytes()) for sample in self.samples]
        return samples, self.set_aside, str(self.problem or "")

    def _read_folder(self) -> None:
        """Take what the folder holds now."""
        self.problem = None
        try:
            with reading(self.folder):
                names = _names(self.folder) if self.folder.exists() else []
            _check_version(self.folder / _INDEX)
        except StorageError as error:
            self.problem = error
            self._samples, self.set_aside = {}, ()
            return
        found = sorted((number, name) for number, name in _numbers(names))
        self._seen = {name: self._seen_in(name) for _, name in found}
        former = {sample.name: sample.number for sample in self.samples if sample.name in self._seen}
        taken = set(former.values())
        digits: list[tuple[int, str]] = []
        aside = []
        for number, name in found:
            if self._seen[name].reason:
                aside.append(SetAside(name, self._seen[name].reason))
                continue
            if name in former:
                number = former[name]
            elif number in taken:
                # The version before gave drawings of two windows one number: the second is shown under a free one.
                number = max(*taken, found[-1][0]) + 1
            taken.add(number)
            digits.append((number, name))
        self._samples = {}
        for number, name in sorted(digits):
            seen = self._seen[name]
            assert seen.picture is not None
            self._samples[number] = Sample(number, int(name[-5]), seen.picture, name)
        self.set_aside = tuple(aside)

    def _seen_in(self, name: str) -> _Seen:
        """One file, read only if it has changed since."""
        file = self.folder / name
        stamp: tuple[int, ...] = ()
        try:
            about = file.stat()
            stamp = (about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns)
            former = self._seen.get(name)
            if former is not None and former.stamp == stamp:
                return former
            drawing = read_bounded(file, _MOST_BYTES)
        except OSError as error:
            return _Seen(stamp, reason=reason(error))
        except StorageError as error:
            refused = error.__cause__
            return _Seen(stamp, reason=reason(refused) if isinstance(refused, OSError) else _TOO_LARGE)
        digest = _digest(drawing)
        known = self._known.get(digest)
        if known is None:
            try:
                seen = preprocess(1 - read_picture(drawing, _IT))
            except StudioError as error:
                return _Seen(stamp, digest, reason=str(error))
            except Exception as error:  # whatever it is, the other digits are not to suffer
                return _Seen(
                    stamp,
                    digest,
                    reason=Message("it cannot be read ({kind})", kind=type(error).__name__),
                )
            if seen.empty:
                return _Seen(stamp, digest, reason=Message("there is no ink in it"))
            known = self._known[digest] = _as_bytes(seen.network_input)
        return _Seen(stamp, digest, known)

    # --- the files that follow from the drawings

    def _read_written(self) -> None:
        """Take the normalised pictures from the idx files, as far as they belong to the drawings."""
        try:
            pictures, labels = idx.read_images(self.folder / _IMAGES), idx.read_labels(self.folder / _LABELS)
        except (DatasetError, StorageError):
            return
        index = _read_index(self.folder / _INDEX)
        if index is None:
            self._read_unindexed(pictures, labels)
            return
        digests = index.get("drawings")
        if index.get("pictures") != _digest(pictures.tobytes()) or not isinstance(digests, list):
            return
        if len(digests) == len(pictures) == len(labels) and all(isinstance(digest, str) for digest in digests):
            self._known.update(zip(digests, pictures, strict=True))
            self._written = tuple(zip(digests, labels.tolist(), strict=True))

    def _read_unindexed(self, pictures: Picture, labels: Picture) -> None:
        """Version 0.1.0 wrote no index: its pictures are believed for drawings that are older than they are."""
        try:
            found = sorted(_numbers(_names(self.folder)))
            written = (self.folder / _IMAGES).stat().st_mtime_ns
            if [int(name[-5]) for _, name in found] != labels.tolist() or len(pictures) != len(found):
                return
            for (_, name), picture in zip(found, pictures, strict=True):
                file = self.folder / name
                if file.is_file() and file.stat().st_mtime_ns <= written:
                    self._known[_digest(read_bounded(file, _MOST_BYTES))] = picture
        except (OSError, StorageError):
            return

    def _write(self) -> None:
        """Bring idx files and index up to date.

        Several windows may do so at once. Each looks again when it has written: whoever changes a drawing writes
        afterwards, so that in the end all files tell of the same drawings.
        """
        for _ in range(_PATIENCE):
            wanted = tuple((self._seen[sample.name].digest, sample.label) for sample in self.samples)
            if wanted == self._written:
                return
            if wanted:
                pictures, labels = self.arrays()
                idx.write(self.folder / _IMAGES, pictures)
                idx.write(self.folder / _LABELS, labels)
                about = {
                    "kind": KIND,
                    "schema": SCHEMA,
                    "pictures": _digest(pictures.tobytes()),
                    "drawings": [digest for digest, _ in wanted],
                }
                write_whole(self.folder / _INDEX, json.dumps(about, indent=1).encode(), sync=False)
            else:
                with writing(self.folder):
                    for name in (_IMAGES, _LABELS, _INDEX):
                        (self.folder / name).unlink(missing_ok=True)
            self._written = wanted
            self._read_folder()
            if self.problem is not None:
                return


def _numbers(names: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Number and name of every file that is named like a digit."""
    for name in names:
        match = _NAME.fullmatch(name)
        if match:
            yield int(match[1]), name


def _names(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


def _read_index(file: Path) -> dict[str, object] | None:
    """The index, or None where there is none that can be read."""
    try:
        content = json_text.parse(read_bounded(file, _MOST_BYTES))
    except (StorageError, json_text.JsonTextError):
        return None
    return content if isinstance(content, dict) else None


def _check_version(file: Path) -> None:
    index = _read_index(file)
    schema = index.get("schema") if index is not None and index.get("kind") == KIND else None
    if isinstance(schema, int) and schema > SCHEMA:
        raise StorageError(
            "The digits in {parent} were kept by a later version of CNN Studio. Update the program to see them; "
            "nothing in the folder was changed.",
            parent=file.parent,
        )


def _check_target(folder: Path) -> None:
    """See that an export overwrites no other data set."""
    with reading(folder):
        names = _names(folder) if folder.is_dir() else []
    foreign = [name for name in names if re.fullmatch(r"(train|t10k)-(images-idx3|labels-idx1)-ubyte(\.gz)?", name)]
    if foreign and not any(_NAME.fullmatch(name) for name in names):
        raise DatasetError(
            "{folder} holds another data set already ({foreign}). Choose an empty folder.",
            folder=folder,
            foreign=foreign[0],
        )


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _as_bytes(ink: Ink) -> Picture:
    return np.rint(ink * 255).astype(np.uint8)
