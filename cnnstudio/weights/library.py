"""All weights there are, by what stands in their files: shipped, kept by the user, and those of the runs. Torch-free.

Only the files' headers are read. What is damaged is listed with the reason, and spoils nothing else.
"""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from cnnstudio import paths
from cnnstudio.errors import StorageError, StudioError
from cnnstudio.files import make_folder, move_numbered
from cnnstudio.networks.reference import NetworkRef
from cnnstudio.weights import format, shipped
from cnnstudio.weights.metadata import Accuracy, Metadata
from cnnstudio.weights.places import file_of, is_there
from cnnstudio.weights.reference import Initial, RunWeights, Shipped, WeightsFile, WeightsRef
from cnnstudio.weights.run_files import RunFiles

if TYPE_CHECKING:
    from torch import Tensor

_SUFFIX = ".safetensors"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Weights that one can choose.

    Attributes:
        weights: their reference.
        file: where they lie now.
        title: what they are called: the shipped network's title, the run's folder, the file's name without its ending.
        metadata: what the file says; nothing where it is damaged.
        problem: why they cannot be used; None where they can.
        date: when they were made, in UTC, as the file says or else the disk.
    """

    weights: WeightsRef
    file: Path
    title: str
    metadata: Metadata
    problem: StudioError | None
    date: datetime

    @property
    def network(self) -> NetworkRef | None:
        """The network they belong to; None where the file does not say."""
        return self.metadata.network

    @property
    def accuracy(self) -> Accuracy | None:
        """On test pictures, and on which."""
        return self.metadata.accuracy


def library() -> tuple[Entry, ...]:
    """Everything: what is shipped, then what the user kept, then the runs' weights; each with the newest first."""
    runs = (folder for folder in _listed(paths.runs_dir()) if is_there(RunFiles(folder).config_file))
    of_runs = sorted((of_run(folder) for folder in runs), key=lambda found: _newest(found), reverse=True)
    return (
        *(entry(weights) for weights in shipped.digits()),
        *kept(),
        *(one for found in of_runs for one in found),
    )


def kept() -> tuple[Entry, ...]:
    """What the user kept: weights tuned for the own handwriting, and edited ones; the newest first."""
    found = [entry(WeightsFile(file.absolute())) for file in _files(folder_of_kept()) if file.suffix == _SUFFIX]
    return tuple(sorted(found, key=lambda one: (one.date, one.title), reverse=True))


def of_run(folder: Path) -> tuple[Entry, ...]:
    """The weights of one run: final, best, those it has now where they are neither, and those kept at a step."""
    files, folder = RunFiles(folder), folder.absolute()
    whiches: list[RunWeights] = []
    if is_there(files.final_weights):
        whiches.append(RunWeights(folder, "final"))
    if is_there(files.best_weights):
        whiches.append(RunWeights(folder, "best"))
    if is_there(files.checkpoint):
        with suppress(StudioError):
            if file_of(RunWeights(folder, "latest")) == files.checkpoint:
                whiches.append(RunWeights(folder, "latest"))
    whiches += [RunWeights(folder, step) for step in files.kept_steps()]
    return tuple(entry(weights) for weights in whiches)


def to_choose(folder: Path) -> tuple[Entry, ...]:
    """The weights of one run that one chooses between, what cannot be used left out.

    Its final ones, or what it has now where they are later; then those of its best epoch, where they are others.
    """
    usable = {one.weights.which: one for one in of_run(folder) if _is_of_run(one.weights) and one.problem is None}
    found = [usable[which] for which in ("final", "latest") if which in usable]
    best = usable.get("best")
    if best is not None and not any(are_equal(best, one) for one in found):
        found.append(best)
    return tuple(found)


def are_equal(one: Entry, other: Entry) -> bool:
    """Whether two entries are the same weights: one file, or one run's at one step."""
    if one.file == other.file:
        return True
    if one.file.parent != other.file.parent or not (_is_of_run(one.weights) and _is_of_run(other.weights)):
        return False
    # The program's first version wrote no step.
    first, second = one.metadata, other.metadata
    if first.step is not None and second.step is not None:
        return first.step == second.step
    return first.epoch is not None and first.epoch == second.epoch


def _is_of_run(weights: WeightsRef) -> TypeGuard[RunWeights]:
    return isinstance(weights, RunWeights)


def entry(weights: WeightsRef) -> Entry:
    """What there is to say about these weights, which need not be there.

    Raises:
        StudioError: if they lie in no file: initial weights, and those that a run has not.
    """
    file = file_of(weights)
    if file is None:
        raise StorageError("Initial weights lie in no file. Choose weights that were kept.")
    metadata, problem = Metadata(), None
    try:
        metadata = format.open_metadata(file)
    except StudioError as error:
        problem = error
    return Entry(
        weights=weights,
        file=file,
        title=_title(weights, file),
        metadata=metadata,
        problem=problem,
        date=_date(metadata, file),
    )


def usual(network: NetworkRef) -> WeightsRef:
    """The weights that came with the program where there are any for this network, else initial ones.

    The card says which there are, so that the window's thread reads no file for it.
    """
    return next((weights for weights in shipped.digits() if shipped.network(weights) == network), Initial())


def folder_of_kept() -> Path:
    """Where weights lie that the user kept."""
    return paths.data_dir() / "weights"


def keep(stem: str, tensors: Mapping[str, "Tensor"], metadata: Metadata) -> Path:
    """Write weights into the library, under a name that no file has, in this window or another.

    Args:
        stem: what the name begins with; a number follows. It says nothing of what the file is.

    Raises:
        StorageError: if they cannot be written.
    """
    folder = folder_of_kept()
    make_folder(folder)
    temporary = folder / f".cnnstudio-{os.urandom(8).hex()}.part"
    try:
        format.save(temporary, tensors, metadata)
        return move_numbered(temporary, _free_name(folder, re.sub(r"[^\w.-]+", "-", stem)))
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def now() -> str:
    """The time, as ``Metadata.made`` has it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _free_name(folder: Path, stem: str) -> Path:
    numbers = (
        int(match[1])
        for file in _listed(folder)
        if (match := re.fullmatch(rf"{re.escape(stem)}-(\d{{1,9}})", file.stem))
    )
    return folder / f"{stem}-{1 + max(numbers, default=0)}{_SUFFIX}"


def _title(weights: WeightsRef, file: Path) -> str:
    match weights:
        case Shipped():
            return shipped.title(weights)
        case RunWeights():
            return weights.folder.name
        case _:
            return file.stem


def _date(metadata: Metadata, file: Path) -> datetime:
    with suppress(ValueError, OverflowError):
        if metadata.made:
            made = datetime.fromisoformat(metadata.made)
            return (made if made.tzinfo else made.replace(tzinfo=UTC)).astimezone(UTC)
    try:
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except (OSError, OverflowError, ValueError):
        return datetime.fromtimestamp(0, UTC)


def _newest(found: tuple[Entry, ...]) -> datetime:
    return max((one.date for one in found), default=datetime.fromtimestamp(0, UTC))


def _files(place: Path) -> Iterator[Path]:
    return (path for path in _listed(place) if is_there(path))


def _listed(place: Path) -> list[Path]:
    try:
        return sorted(place.iterdir())
    except OSError:
        return []
