"""Weights trained elsewhere: what a safetensors file or a pickle holds, whether it fits, and keeping it in the library.

Of a pickle (``.pt``, ``.pth``) the state dictionary is read by a process of its own, after the user agreed; see
``unpickling``. What is changed on the way, names above all, is said in ``remarks`` and noted in the file that is kept.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections import OrderedDict
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from torch import Tensor, nn

import cnnstudio
from cnnstudio import compute, installation, json_text, paths
from cnnstudio.datasets.scaling import IMAGENET, MINUS_ONE_TO_ONE, MNIST, UNIT, Scaling
from cnnstudio.errors import ConfigError, StudioError, WeightsError, printable
from cnnstudio.files import make_folder, opened, writing
from cnnstudio.messages import Message, amount
from cnnstudio.networks import reference
from cnnstudio.networks.reference import DIGITS, CatalogueNetwork, NetworkRef
from cnnstudio.weights import fitting, format, library, memory, unpickling
from cnnstudio.weights.fitting import Differences
from cnnstudio.weights.metadata import Elsewhere, Metadata

SCALINGS: Mapping[str, Scaling] = {"unit": UNIT, "mnist": MNIST, "imagenet": IMAGENET, "signed": MINUS_ONE_TO_ONE}
"""The input scalings that one can choose from, by name."""

IMAGENET_CLASSES = 1000

_POLL_S = 0.05
_SLOWEST = 20e6  # bytes a second that a disk reads, at the least
_PATIENCE_S = 60.0  # for importing torch from a disk that has not read it yet
_TORCH_BYTES = 2 << 30  # what torch itself may take, libraries included
_LONGEST_SENTENCE = 16_000  # as JSON
# torch.nn.DataParallel and torch.compile put these before every name, whatever the network.
_WRAPPERS = ("module.", "_orig_mod.")
# What torchvision's published DenseNets call "norm.1" their network calls "norm1"; torchvision renames them, too.
_OLD_DENSENET = re.compile(r"^(.*denselayer\d+\.(?:norm|relu|conv))\.([12]\.\w+)$")


class AgreementError(ConfigError):
    """The file is a pickle, and nobody has agreed to open it."""


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """What a file holds.

    Attributes:
        file: the user's.
        tensors: by the names that stand in the file, on the CPU; not to be changed.
        versions: of the layers, by path, where the file notes them.
        remarks: sentences for the user about how they were found.
    """

    file: Path
    tensors: Mapping[str, Tensor]
    versions: Mapping[str, int]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """What a file holds, put beside a network.

    Attributes:
        network: which network.
        content: what the file holds.
        tensors: by the network's names, as far as they are known; see ``differences``.
        classes: how many outputs the network is made with; None = its own number.
        differences: what stands in the way.
        remarks: sentences for the user: what was renamed or filled in.
    """

    network: NetworkRef
    content: Content
    tensors: Mapping[str, Tensor]
    classes: int | None
    differences: Differences
    remarks: tuple[str, ...] = ()

    @property
    def outputs(self) -> int | None:
        """How many classes the network tells apart with these weights; None where that is not known."""
        return self.classes if self.classes is not None else reference.outputs(self.network)

    @property
    def only_extra(self) -> bool:
        """Whether it would fit without the tensors that the network does not have."""
        return bool(self.differences.extra) and not (self.differences.missing or self.differences.misshapen)

    def without_extra(self) -> "Fit":
        """The same without the tensors that the network does not have."""
        extra = set(self.differences.extra)
        if not extra:
            return self
        return replace(
            self,
            tensors={name: tensor for name, tensor in self.tensors.items() if name not in extra},
            differences=replace(self.differences, extra=()),
            remarks=(
                *self.remarks,
                amount(
                    len(extra),
                    "{n} tensor that {network} does not have was left out.",
                    "{n:,} tensors that {network} does not have were left out.",
                    network=self.network.title,
                ),
            ),
        )


def is_own(file: Path) -> bool:
    """Whether it is a file that the program wrote, which says itself what it is.

    Raises:
        StorageError: if it cannot be read.
    """
    if is_pickle(file):
        return False
    try:
        return bool(format.read_header(file).about)
    except WeightsError:
        return False


def is_pickle(file: Path) -> bool:
    """Whether it is one of torch's own formats, which are pickles; a few bytes are read.

    Raises:
        StorageError: if it cannot be read.
    """
    with opened(file) as content:
        start = content.read(9)
    return format.is_pickle(start)


def read(file: Path, *, agreed: bool = False) -> Content:
    """What a file holds. Blocks; see ``steps``.

    Raises:
        StudioError: as ``steps``.
    """
    *_, found = steps(file, agreed=agreed)
    assert found is not None
    return found


def steps(file: Path, *, agreed: bool = False) -> Iterator[Content | None]:
    """Read a file: yields None while the process that opens a pickle works, and what it holds at the end.

    Closing the generator ends that process.

    Args:
        agreed: the user agreed to open a pickle.

    Raises:
        AgreementError: if it is a pickle, and nobody agreed to open it.
        StorageError: if it cannot be read.
        WeightsError: if it is damaged, holds no tensors, or asks for more than it may.
        MemoryShortError: if it is larger than what is free.
    """
    file = file.absolute()
    if not is_pickle(file):
        tensors, _ = format.read(file)
        yield _content(file, tensors, {}, "", 0)
        return
    if not agreed:
        raise AgreementError(
            "{file} is a pickle (.pt, .pth). Agree to open it first, in a process of its own.", file=file.name
        )
    size = file.stat().st_size
    memory.check(unpickling.memory_bytes(size), file.name)
    with _folder() as folder:
        target = folder / ".tensors.part"
        with closing(_child(file, target, size)) as child:
            for _ in child:
                yield None
        if target.stat().st_size > unpickling.most_bytes(size) + unpickling.MOST_HEADER:
            raise _died(file)
        tensors, metadata = format.read_foreign(target, file.name)
    versions = _versions(metadata.get(unpickling.VERSIONS, ""))
    left_out = metadata.get(unpickling.LEFT_OUT, "0")
    yield _content(
        file,
        tensors,
        versions,
        printable(metadata.get(unpickling.PLACE, "")),
        int(left_out) if left_out.isdecimal() and len(left_out) < 12 else 0,
    )


def fit(content: Content, network: NetworkRef) -> Fit:
    """Put what a file holds beside a network: with its names, those of an older version, or behind a common prefix.

    Raises:
        StudioError: if the network cannot be built.
    """
    tensors, remarks = _renamed(content, network)
    tensors, filled_in = _adapted(tensors, content.versions, network)
    remarks += filled_in
    classes, listed = None, _differences(network, tensors)
    if listed.misshapen:
        other = _other_classes(network, tensors, listed)
        if other is not None:
            classes, listed = other, fitting.differences(network, _shapes(tensors), classes=other)
            remarks += (
                Message(
                    "The last layer tells {other:,} classes apart; {network} is made with as many.",
                    other=other,
                    network=network.title,
                ),
            )
    return Fit(network, content, tensors, classes, listed, remarks)


def refuse(found: Fit) -> None:
    """See that the file's tensors are the network's.

    Raises:
        WeightsError: naming what is missing, not known and of another shape.
    """
    if found.differences:
        raise WeightsError(
            "{file} does not fit {network} ({differences}). Choose the network that these weights were trained for.",
            file=found.content.file.name,
            network=found.network.title,
            differences=found.differences,
        )


def usual_scaling(network: NetworkRef) -> str:
    """The name of the scaling that weights of this network most often want; see ``SCALINGS``."""
    shape = _input_shape(network)
    if isinstance(network, CatalogueNetwork) and network.name.startswith(("googlenet", "inception_v3")):
        return "signed"  # torchvision scales inside the network, from ImageNet's scaling to this one
    return "imagenet" if shape is not None and shape[0] == 3 else "unit"


def fitting_scalings(network: NetworkRef) -> tuple[str, ...]:
    """The names of the scalings that this network's pictures can have: as many means as channels, or one for all."""
    shape = _input_shape(network)
    return tuple(name for name, scaling in SCALINGS.items() if shape is None or len(scaling.mean) in (1, shape[0]))


def imagenet_names() -> tuple[str, ...]:
    """The English names of ImageNet's 1,000 classes, in the order in which published networks give them.

    Source: torchvision, which ships them with its weights' descriptions; nothing is downloaded.
    """
    models = compute.torchvision("torchvision.models")
    return tuple(models.get_model_weights("resnet18").DEFAULT.meta["categories"])


def keep(found: Fit, scaling: Scaling, class_names: tuple[str, ...] = ()) -> Path:
    """Write the weights into the library as a file of the program's own, which says where they came from.

    Args:
        scaling: of the pictures that the weights want.
        class_names: one an output; none = they are not known.

    Raises:
        WeightsError: if they do not fit.
        ConfigError: if there are not as many names as outputs.
        StorageError: if they cannot be written.
    """
    refuse(found)
    outputs = found.outputs
    if class_names and outputs is not None and len(class_names) != outputs:
        raise ConfigError(
            "The network has {outputs:,} outputs, and there are {count:,} names.",
            outputs=outputs,
            count=len(class_names),
        )
    if not class_names and found.classes is not None:
        # As many names as there are tell the loader how many outputs to make.
        class_names = tuple(map(str, range(found.classes)))
    metadata = Metadata(
        network=found.network,
        classes=class_names,
        scaling=scaling,
        made=library.now(),
        origin=Elsewhere(found.content.file.name, (*found.content.remarks, *found.remarks)),
    )
    return library.keep(printable(found.content.file.stem), found.tensors, metadata)


# The process of its own.


def _child(source: Path, target: Path, size: int) -> Generator[None, None, None]:
    """Yields while the process works; ends when it has written ``target``.

    Raises:
        WeightsError: with the sentence that it ended with, or for what it did.
    """
    command = [*installation.program(), "read-pickle", str(source), str(target)]
    reply = target.with_name(".reply.part")
    with writing(reply):
        output = reply.open("wb")
    with output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.DEVNULL,
            cwd=target.parent,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    most = unpickling.memory_bytes(size) + _TORCH_BYTES
    end = time.monotonic() + _PATIENCE_S + size / _SLOWEST
    try:
        while process.poll() is None:
            if time.monotonic() > end:
                raise WeightsError(
                    "{source} took too long to be read, so that was stopped. Choose another file.", source=source.name
                )
            if _taken(process.pid) > most:
                raise WeightsError(
                    "{source} asks for far more memory than its own size. Choose another file.", source=source.name
                )
            yield
            time.sleep(_POLL_S)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
    if process.returncode != 0:
        raise _error_of(reply, source)


def _environment() -> dict[str, str]:
    """Of this process, with one thread, without a graphics card, and with this very program on the path."""
    found = {**os.environ, "OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""}
    if not getattr(sys, "frozen", False):
        root = str(Path(cnnstudio.__file__).resolve().parents[1])
        found["PYTHONPATH"] = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    return found


def _taken(number: int) -> int:
    """Memory that a process takes, in bytes; 0 once it has ended."""
    import psutil

    try:
        taken: int = psutil.Process(number).memory_info().rss
    except psutil.Error:
        return 0
    return taken


def _error_of(reply: Path, source: Path) -> WeightsError:
    with suppress(OSError):
        with reply.open("rb") as file:
            content = file.read(_LONGEST_SENTENCE)
        # Anything else was not written by the program.
        with suppress(ValueError, LookupError, TypeError):
            return WeightsError(Message.of_parts(json_text.parse(content)))
    return _died(source)


def _died(source: Path) -> WeightsError:
    return WeightsError(
        "{source} could not be read: the process that opened it ended without a reply. Choose another file.",
        source=source.name,
    )


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder of its own that is gone afterwards; what a killed program leaves in it is cleared at the next start."""
    make_folder(paths.cache_dir())
    folder = paths.cache_dir() / f"pickle-{os.urandom(8).hex()}"
    with writing(folder):
        folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _versions(text: str) -> dict[str, int]:
    try:
        found = json_text.parse(text)
    except json_text.JsonTextError:
        return {}
    return {path: number for path, number in found.items() if type(number) is int} if isinstance(found, dict) else {}


def _content(file: Path, tensors: Mapping[str, Tensor], versions: Mapping[str, int], place: str, left: int) -> Content:
    if not tensors:
        raise WeightsError("{file} holds no tensors. Choose another file.", file=file.name)
    remarks = []
    if place:
        remarks.append(Message("The weights stand under {place} in the file.", place=place))
    if left:
        remarks.append(
            amount(
                left,
                "{n} other entry beside them is no tensor and was left out.",
                "{n:,} other entries beside them are no tensors and were left out.",
            )
        )
    return Content(file, tensors, versions, tuple(remarks))


# Names.


def _renamed(content: Content, network: NetworkRef) -> tuple[dict[str, Tensor], tuple[str, ...]]:
    """The tensors without prefixes that all of them have and the network has not, and what is to be said of it."""
    best = dict(content.tensors)
    least, taken = _count(_differences(network, best)), ""
    tensors, prefix = best, ""
    while least:
        first = _common_prefix(tensors)
        if not first:
            break
        tensors = {name.removeprefix(first): tensor for name, tensor in tensors.items()}
        prefix += first
        count = _count(_differences(network, tensors))
        if count < least or first in _WRAPPERS:
            best, least, taken = tensors, count, prefix
    old = {_OLD_DENSENET.sub(r"\1\2", name): tensor for name, tensor in best.items()}
    remarks = (
        (Message("Every name begins with {taken} in the file; that was taken off.", taken=printable(taken)),)
        if taken
        else ()
    )
    if least and old.keys() != best.keys() and _count(_differences(network, old)) < least:
        return old, (*remarks, Message("Names of an older version (norm.1) were changed to those of today (norm1)."))
    return best, remarks


def _common_prefix(tensors: Mapping[str, Tensor]) -> str:
    """``module.`` where all names begin with it."""
    firsts = {name.partition(".")[0] for name in tensors}
    first = next(iter(firsts))
    return f"{first}." if len(firsts) == 1 and all("." in name for name in tensors) else ""


def _adapted(
    tensors: dict[str, Tensor], versions: Mapping[str, int], network: NetworkRef
) -> tuple[dict[str, Tensor], tuple[str, ...]]:
    """The tensors as the network's own code reads those of its older versions: it renames some and adds counters."""
    listed = _differences(network, tensors)
    if not (listed.missing or listed.extra):
        return tensors, ()
    wrong = {name for name, _, _ in listed.misshapen}
    module = fitting.structure(network)
    state = OrderedDict((name, tensor) for name, tensor in tensors.items() if name not in wrong)
    state._metadata = OrderedDict((path, {"version": number}) for path, number in versions.items())  # type: ignore[attr-defined]
    try:
        result = nn.Module.load_state_dict(module, state, strict=False, assign=True)
    except Exception:  # a class of the user's may read its weights in a way of its own
        return tensors, ()
    missing, extra = set(result.missing_keys) - wrong, set(result.unexpected_keys)
    if len(missing) + len(extra) >= len(listed.missing) + len(listed.extra):
        return tensors, ()
    now = {name: tensor for name, tensor in module.state_dict().items() if not tensor.is_meta and name not in missing}
    now |= {name: tensors[name] for name in (*wrong, *extra) if name in tensors}
    added = [name for name in now if name not in tensors]
    counters = [name for name in added if name.endswith("num_batches_tracked")]
    remarks = []
    if counters:
        remarks.append(
            amount(
                len(counters),
                "{n} counter of BatchNorm that older files lack was set to 0.",
                "{n:,} counters of BatchNorm that older files lack were set to 0.",
            )
        )
    if len(added) > len(counters):
        remarks.append(
            amount(
                len(added) - len(counters),
                "{n} tensor has the name of an older version of the network.",
                "{n:,} tensors have the names of an older version of the network.",
            )
        )
    return now, tuple(remarks)


def _other_classes(network: NetworkRef, tensors: Mapping[str, Tensor], listed: Differences) -> int | None:
    """With how many outputs the network has to be made so that fewer tensors are misshapen; None = that is not it."""
    outputs, shapes = reference.outputs(network), _shapes(tensors)
    counts = {found[0] for _, found, wanted in listed.misshapen if found and wanted and wanted[0] == outputs}
    for count in sorted(counts):
        with suppress(StudioError):
            if _count(fitting.differences(network, shapes, classes=count)) < _count(listed):
                return count
    return None


def _differences(network: NetworkRef, tensors: Mapping[str, Tensor]) -> Differences:
    return fitting.differences(network, _shapes(tensors))


def _shapes(tensors: Mapping[str, Tensor]) -> dict[str, tuple[int, ...]]:
    return {name: tuple(tensor.shape) for name, tensor in tensors.items()}


def _count(listed: Differences) -> int:
    return len(listed.missing) + len(listed.extra) + len(listed.misshapen)


def _input_shape(network: NetworkRef) -> tuple[int, int, int] | None:
    """(C, H, W); a class in a Python file that takes digits has theirs."""
    with suppress(StudioError):
        shape = reference.input_shape(network)
        if shape is not None:
            return shape
        if reference.fits(network, reference.READS_DIGITS) is None:
            return DIGITS
    return None
