"""Which network is meant, as a small value: an entry of the catalogue, a class in a Python file, or an exported file.

A reference names; it holds no module and costs nothing. It can be compared, hashed, and kept as JSON. ``fits`` says
what a network can be used for, ``build`` makes it. Torch-free at import.
"""

import importlib
import math
import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from cnnstudio import compute, paths, records
from cnnstudio.errors import ConfigError, NetworkInputError, StudioError, UnknownNameError, printable, quoted
from cnnstudio.messages import Message
from cnnstudio.networks import catalogue, consent
from cnnstudio.networks.catalogue import NetworkSpec
from cnnstudio.sizes import size

if TYPE_CHECKING:
    from torch import nn

    from cnnstudio.networks.user_code import Blank, UserClass

Shape = tuple[int, int, int]
Option: TypeAlias = "bool | int | float | str | tuple[Option, ...] | None"

DIGITS: Shape = (1, 28, 28)
"""The network input made of a digit: one channel, 28 rows, 28 columns."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class CatalogueNetwork:
    """An entry of the catalogue.

    Attributes:
        name: its name there; whether there is such an entry is for ``fits`` and ``build`` to say.
        options: what differs from the entry's own options, sorted by name; see ``of``.
    """

    KIND: ClassVar[str] = "catalogue"
    name: str
    options: tuple[tuple[str, Option], ...] = ()

    def __post_init__(self) -> None:
        names = [name for name, _ in self.options]
        if len(set(names)) < len(names):
            raise ConfigError("The options of {name} name one of them twice. Leave one out.", name=self.name)
        plain = tuple(sorted((name, _option(value)) for name, value in self.options))
        object.__setattr__(self, "options", plain)

    @classmethod
    def of(cls, name: str, **options: Any) -> "CatalogueNetwork":
        """The entry of this name, built with these options; lists become tuples.

        Raises:
            ConfigError: if an option is nothing that JSON could hold.
        """
        return cls(name, tuple(options.items()))

    @property
    def title(self) -> str:
        """The name for the user, ``"ResNet-18"``; of an entry that there is not, the name as it stands."""
        try:
            return catalogue.get(self.name).title
        except UnknownNameError:
            return self.name

    @property
    def changes(self) -> dict[str, Any]:
        """The options as keyword arguments."""
        return dict(self.options)

    def to_json(self) -> Any:
        """The name alone where there are no options, else an object."""
        if not self.options:
            return self.name
        return {"kind": self.KIND, "name": self.name, "options": records.to_json(self.changes)}

    @classmethod
    def from_json(cls, data: Any) -> "CatalogueNetwork":
        """Read ``to_json`` back.

        Raises:
            ConfigError: if it is no such thing.
        """
        if isinstance(data, str):
            return cls(data)
        entry = records.from_json(_Entry, data, where=Message("The network"))
        return cls(entry.name, tuple(entry.options.items()))


@dataclass(frozen=True, slots=True)
class _Entry:
    KIND: ClassVar[str] = CatalogueNetwork.KIND
    name: str
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PythonNetwork:
    """A class in the user's Python file; see ``of``.

    Attributes:
        path: the file, absolute.
        class_name: a class in it that derives from ``torch.nn.Module``.
        sha256: of the file's bytes, so that a changed file is another network.
        arguments: what its constructor is given, sorted by name.
    """

    KIND: ClassVar[str] = "python"
    path: Path
    class_name: str
    sha256: str
    arguments: tuple[tuple[str, Option], ...] = ()

    def __post_init__(self) -> None:
        _check_file(self.path, self.sha256)
        names = [name for name, _ in self.arguments]
        if len(set(names)) < len(names) or not all(name.isidentifier() for name in names):
            raise ConfigError(
                "The arguments of {class_name} need a name each. Open the file again.", class_name=self.class_name
            )
        plain = tuple(sorted((name, _option(value)) for name, value in self.arguments))
        object.__setattr__(self, "arguments", plain)
        if not self.class_name.isidentifier():
            raise ConfigError(
                "{class_name} is not the name of a class. Choose one of those in the file.",
                class_name=quoted(self.class_name),
            )

    @classmethod
    def of(cls, file: Path, class_name: str) -> "PythonNetwork":
        """The class in this file as the file is now; nothing is run.

        Raises:
            StorageError: if the file cannot be read.
            ConfigError: if that cannot be the name of a class.
        """
        path = paths.absolute(file)
        return cls(path, class_name, consent.fingerprint(path))

    @property
    def title(self) -> str:
        """The name for the user: ``"Net (mine.py)"``; with arguments ``"Net(width=8) (mine.py)"``."""
        given = printable(", ".join(f"{name}={value!r}" for name, value in self.arguments), 40)
        return f"{self.class_name}{f'({given})' if given else ''} ({self.path.name})"

    def with_arguments(self, **arguments: Any) -> "PythonNetwork":
        """The same class whose constructor is given these.

        Raises:
            ConfigError: if one is nothing that JSON could hold.
        """
        return replace(self, arguments=tuple(arguments.items()))

    @property
    def given(self) -> dict[str, Any]:
        """The constructor's arguments by name."""
        return dict(self.arguments)

    def to_json(self) -> Any:
        """An object; of the arguments only where there are some."""
        told = {"kind": self.KIND, "path": str(self.path), "class_name": self.class_name, "sha256": self.sha256}
        return told | ({"arguments": records.to_json(self.given)} if self.arguments else {})

    @classmethod
    def from_json(cls, data: Any) -> "PythonNetwork":
        """Read ``to_json`` back.

        Raises:
            ConfigError: if it is no such thing.
        """
        entry = records.from_json(_Class, data, where=Message("The network"))
        return cls(entry.path, entry.class_name, entry.sha256, tuple(entry.arguments.items()))

    @property
    def agreed(self) -> bool:
        """Whether the user agreed, in this process, that this file runs."""
        return consent.given(self.path, self.sha256)

    @property
    def changed(self) -> bool:
        """Whether the file is another one now, or gone. Reads it."""
        try:
            return consent.fingerprint(self.path) != self.sha256
        except StudioError:
            return True


@dataclass(frozen=True, slots=True)
class _Class:
    KIND: ClassVar[str] = PythonNetwork.KIND
    path: Path
    class_name: str
    sha256: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExportedNetwork:
    """A ``torch.export`` file: its structure alone. It is never run, and has no weights; see ``of``.

    Attributes:
        path: the file, absolute.
        sha256: of the file's bytes.
    """

    KIND: ClassVar[str] = "exported"
    path: Path
    sha256: str

    def __post_init__(self) -> None:
        _check_file(self.path, self.sha256)

    @classmethod
    def of(cls, file: Path) -> "ExportedNetwork":
        """This file as it is now.

        Raises:
            StorageError: if the file cannot be read.
        """
        path = paths.absolute(file)
        return cls(path, consent.fingerprint(path))

    @property
    def title(self) -> str:
        """The name for the user: the file's."""
        return self.path.name


NetworkRef: TypeAlias = CatalogueNetwork | PythonNetwork | ExportedNetwork
"""Which network is meant. One more kind is one more class here, with a ``KIND`` and a ``title``, and a case each in
``fits`` and ``build``."""


def to_json(network: NetworkRef) -> Any:
    """A reference as plain JSON: a catalogue entry without options is its name, all else an object."""
    return records.to_json(network)


def from_json(data: Any, *, where: str = Message("The network")) -> NetworkRef:
    """Read ``to_json`` back; nothing is run, and neither file nor entry need be there.

    Raises:
        ConfigError: a kind or a key that is not known, or a value of a wrong kind.
    """
    kinds: Any = NetworkRef
    network: NetworkRef = records.from_json(kinds, data, where=where)
    return network


def parse(text: str) -> CatalogueNetwork | PythonNetwork:
    """A network as it is typed on the command line: ``NAME`` or ``FILE.py:CLASS``; of a file the hash is taken.

    Raises:
        UnknownNameError: naming near matches.
        StorageError: if the file cannot be read.
        ConfigError: if the class is missing.
    """
    file, colon, class_name = text.rpartition(":")
    if colon and file.lower().endswith(".py"):
        return PythonNetwork.of(Path(file), class_name)
    if text.lower().endswith(".py"):
        raise ConfigError(
            "Say which class of {name} is the network, as in {text}:Net.",
            name=Path(text).name,
            text=text,
            setting="network",
        )
    return CatalogueNetwork(catalogue.get(text).name)


def typed(network: NetworkRef) -> str:
    """The reference as a text, as short as it can be: what ``parse`` takes, except for options and exported files."""
    match network:
        case CatalogueNetwork():
            return network.name
        case PythonNetwork():
            return f"{network.path}:{network.class_name}"
        case ExportedNetwork():
            return str(network.path)


def title_of(text: str) -> str:
    """The title of what ``typed`` gave; nothing is read, and what it names need not be there."""
    file, colon, class_name = text.rpartition(":")
    if colon and file.lower().endswith(".py"):
        return f"{class_name} ({Path(file).name})"
    return CatalogueNetwork(text).title


def same_but_for_changes(one: NetworkRef, other: NetworkRef) -> bool:
    """Whether both are the same network, or the same class in the same file before and after a change of the file."""
    if isinstance(one, PythonNetwork) and isinstance(other, PythonNetwork):
        return replace(one, sha256=other.sha256) == other
    return one == other


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a room wants of a network.

    Attributes:
        input_shape: (C, H, W) of the pictures it is given; None = whatever it takes.
        classes: outputs it has to have, one a class; None = any number.
        runs: it is computed, on real numbers; else only its structure is looked at.
        trains: it learns.
    """

    input_shape: Shape | None = None
    classes: int | None = None
    runs: bool = True
    trains: bool = False


STRUCTURE = Need(runs=False)
"""To be looked at: diagram, table, comparison."""
NUMBERS = Need()
"""To be computed on pictures of its own kind."""
READS_DIGITS = Need(input_shape=DIGITS)
"""To read what is drawn: takes (N, 1, 28, 28) and gives (N, classes)."""


def trains_on(classes: int) -> Need:
    """To be trained on a data set of 28x28 pictures with this many classes."""
    return Need(input_shape=DIGITS, classes=classes, trains=True)


def fits(network: NetworkRef, need: Need) -> StudioError | None:
    """Why the network cannot be used for this, as an error to be shown; None where it can.

    For the catalogue this is known without torch. A class in a Python file is built and run once, without weights, for
    every new kind of need: that may take its time, so ask on a worker unless ``is_known``.
    """
    if not need.runs:
        return _not_there(network)
    match network:
        case CatalogueNetwork():
            return _entry_fits(network, need)
        case PythonNetwork():
            return _class_fits(network, need)
        case ExportedNetwork():
            return ConfigError(
                "{network} holds a network's structure alone: it is never run and has no weights. Open the Python "
                "file with the network's class instead.",
                network=network.title,
                setting="network",
            )


def is_known(network: NetworkRef, need: Need) -> bool:
    """Whether ``fits`` answers at once."""
    if not isinstance(network, PythonNetwork) or not need.runs or not network.agreed:
        return True
    with _lock:
        return _key(network, need) in _probed


def known_to_fit(network: NetworkRef, need: Need) -> bool:
    """Whether a network fits, as far as that is known: nothing of the user's is run to find it out."""
    return is_known(network, need) and fits(network, need) is None


def input_shape(network: NetworkRef) -> Shape | None:
    """(C, H, W) that an entry of the catalogue is made for; None where only the network's own code knows.

    Raises:
        UnknownNameError: if there is no such entry.
    """
    if not isinstance(network, CatalogueNetwork):
        return None
    spec, changes = catalogue.get(network.name), network.changes
    channels, height, width = spec.input_shape
    size = changes.get(spec.size_option) if spec.size_option else None
    if isinstance(size, int):
        height = width = size
    elif isinstance(size, tuple) and len(size) == 2:
        height, width = (
            side if isinstance(side, int) else old for side, old in zip(size, (height, width), strict=True)
        )
    given = changes.get(spec.channels_option) if spec.channels_option else None
    return (given if isinstance(given, int) else channels), height, width


def outputs(network: NetworkRef) -> int | None:
    """Number of outputs, one a class: of an entry of the catalogue as it says, of a class in a Python file what it
    gives for digits, which is tried once; None where it does not take them.

    Raises:
        UnknownNameError: if there is no such entry.
    """
    if isinstance(network, PythonNetwork):
        fits(network, READS_DIGITS)
        with _lock:
            probe = _probed.get(_key(network, READS_DIGITS))
        return probe.output[1] if probe and probe.output and len(probe.output) == 2 else None
    if not isinstance(network, CatalogueNetwork):
        return None
    spec = catalogue.get(network.name)
    given = network.changes.get(spec.classes_option) if spec.classes_option else None
    return given if isinstance(given, int) else spec.classes


def weight_bytes(network: NetworkRef, *, classes: int | None = None) -> int:
    """About how much memory the network's weights take; a class in a Python file is built once without any to know.

    Raises:
        StudioError: as ``build``.
    """
    match network:
        case CatalogueNetwork():
            return 4 * catalogue.get(network.name).parameters
        case PythonNetwork():
            return _user_class(network).probe(None, classes, _PICTURES).bytes
        case ExportedNetwork():
            return 0


def build(network: NetworkRef, *, classes: int | None = None) -> "nn.Module":
    """Build the module with initial weights, the only one to draw from torch's random stream meanwhile.

    Args:
        network: of a Python file, the bytes that the user agreed to are run, whatever the file holds now.
        classes: number of outputs; None = its own. A class in a Python file is told as ``num_classes`` where its
            constructor takes that, else it has what it has.

    Raises:
        UnknownNameError: if there is no such entry.
        ConsentError: if nobody agreed to run the Python file.
        ConfigError: if it cannot be built so, or is an exported file; one clear sentence.
    """
    prepare(network)
    with compute.random_stream():
        return construct(network, classes=classes)


def prepare(network: NetworkRef) -> None:
    """Import the network's code; of a Python file, run it. Beforehand, because it must not see the context of building.

    Raises:
        StudioError: as ``build``.
    """
    match network:
        case CatalogueNetwork():
            catalogue.get(network.name).prepare()
        case PythonNetwork():
            _user_class(network)
        case ExportedNetwork():
            error = fits(network, NUMBERS)
            assert error is not None
            raise error


def construct(network: NetworkRef, *, classes: int | None = None) -> "nn.Module":
    """Call the network's constructor in whatever context it is, on what ``prepare`` imported: see ``build``.

    Raises:
        StudioError: as ``build``.
    """
    if isinstance(network, CatalogueNetwork):
        spec = catalogue.get(network.name)
        return spec.construct(**network.changes, **_for_classes(spec, network, classes))
    prepare(network)
    assert isinstance(network, PythonNetwork)
    return _user_class(network).build(classes)


def _option(value: Any) -> Option:
    if isinstance(value, list | tuple):
        return tuple(_option(item) for item in value)
    if value is None or isinstance(value, bool | int | str) or (isinstance(value, float) and math.isfinite(value)):
        return value
    raise ConfigError(
        "{value} cannot be an option of a network; give a number, a text, true, false or a list.", value=quoted(value)
    )


def _check_file(path: Path, sha256: str) -> None:
    if not path.is_absolute():
        raise ConfigError("The path of a network's file has to be absolute; {path} is not.", path=printable(path, 200))
    if not _SHA256.fullmatch(sha256):
        raise ConfigError("The network's file {path} lacks its SHA-256. Open the file again.", path=path.name)


def _not_there(network: NetworkRef) -> StudioError | None:
    if isinstance(network, CatalogueNetwork):
        try:
            catalogue.get(network.name)
        except UnknownNameError as error:
            return error
    return None


def _entry_fits(network: CatalogueNetwork, need: Need) -> StudioError | None:
    error = _not_there(network)
    if error is not None:
        return error
    spec, takes = catalogue.get(network.name), input_shape(network)
    if need.input_shape is not None and takes is not None and takes != need.input_shape:
        return NetworkInputError(
            "{network} takes {takes} pictures, not {given}.",
            network=spec.title,
            takes=size(takes),
            given=size(need.input_shape),
        )
    if need.classes is not None:
        try:
            _for_classes(spec, network, need.classes)
        except ConfigError as refused:
            return refused
    if need.trains and not spec.trainable_on_digits:
        return ConfigError(
            "{network} is too large to be trained here. Choose a smaller network.",
            network=spec.title,
            setting="network",
        )
    return None


def _for_classes(spec: NetworkSpec, network: CatalogueNetwork, classes: int | None) -> dict[str, int]:
    """What to tell the builder so that there are as many outputs."""
    has = outputs(network)
    if classes is None or classes == has:
        return {}
    if not spec.classes_option or spec.classes_option in network.changes:
        raise ConfigError(
            "{network} tells {has} classes apart and cannot be made for {classes}.",
            network=spec.title,
            has=has,
            classes=classes,
            setting="network",
        )
    return {spec.classes_option: classes}


# The classes of the user's that may be chosen in this process.


def agree(network: PythonNetwork) -> None:
    """Note that the user agrees that this class's file runs, in this process: see ``agreed_classes``.

    Raises:
        StorageError: if the file cannot be read.
        ConsentError: if it has changed since it was hashed.
    """
    consent.give(network.path, network.sha256)
    try_again(network)
    with _lock:
        for former in [one for one in _agreed if same_but_for_changes(one, network)]:
            del _agreed[former]
        _agreed[network] = None


def agreed_classes() -> tuple[PythonNetwork, ...]:
    """The classes that the user agreed to run, in this process, the last one first; of a changed file the new one."""
    with _lock:
        known = tuple(_agreed)
    return tuple(network for network in reversed(known) if network.agreed)


# What a class in a Python file does with an input is known once it was tried: here, or in a process beside this one.


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found out of a class in a Python file: see ``look_into`` and ``note``.

    Attributes:
        usual_input: (C, H, W) that it seems to be made for; None where it cannot be built.
        stopped: nobody waited for the end: it may be tried once more.
    """

    network: PythonNetwork
    probes: "tuple[tuple[Need, _Probe], ...]"
    usual_input: Shape | None = None
    stopped: bool = False

    @classmethod
    def failed(cls, network: PythonNetwork, needs: Iterable[Need], error: StudioError, *, stopped: bool) -> "Findings":
        """It could not be found out, and this is why."""
        return cls(network, tuple((need, _Probe(None, False, error)) for need in needs), stopped=stopped)


def look_into(network: PythonNetwork, needs: Iterable[Need]) -> Findings:
    """Build the class as seldom as that goes, and try what it does with the inputs of these needs."""
    probes: dict[Need, _Probe] = {}
    usual = None
    try:
        found = _user_class(network)
        blank = found.blank()
        for need in needs:
            probes[need] = _tried(blank, need.input_shape)
            output = probes[need].output
            if need.classes is not None and (output is None or output[-1] != need.classes):
                # Told of the number of classes it may be another network.
                probes[need] = _tried(found.blank(need.classes), need.input_shape)
        usual = found.usual_input()
    except StudioError as error:
        probes = {need: probes.get(need, _Probe(None, False, error)) for need in needs}
    return Findings(network, tuple(probes.items()), usual)


def note(findings: Findings) -> None:
    """From now on ``fits`` answers at once by what was found out."""
    with _lock:
        for need, probe in findings.probes:
            _probed[_key(findings.network, need)] = probe
        if findings.usual_input is not None:
            _usual[findings.network] = findings.usual_input
        (_stopped.add if findings.stopped else _stopped.discard)(findings.network)


def try_again(network: PythonNetwork) -> None:
    """Forget what was found out of a class where nobody waited for the end."""
    with _lock:
        if network in _stopped:
            _stopped.discard(network)
            for key in [key for key in _probed if key[0] == network]:
                del _probed[key]


def was_stopped(network: PythonNetwork) -> bool:
    """Whether the class did not come to the end of being looked into."""
    with _lock:
        return network in _stopped


def usual_input(network: PythonNetwork) -> Shape | None:
    """(C, H, W) that a class seems to be made for, once it was looked into; else None."""
    with _lock:
        return _usual.get(network)


def _tried(blank: "Blank", input_shape: Shape | None) -> "_Probe":
    try:
        trial = blank.trial(input_shape, _PICTURES)
    except StudioError as error:
        return _Probe(None, False, error)
    return _Probe(trial.output, trial.learns)


@dataclass(frozen=True, slots=True)
class _Probe:
    output: tuple[int, ...] | None  # shape for a minibatch of _PICTURES; None if it is no tensor
    learns: bool
    error: StudioError | None = None


_PICTURES = 2  # in the minibatch of a trial, so that the output's first size shows whether it counts pictures
_Key = tuple[PythonNetwork, Shape | None, int | None]
_lock = threading.Lock()
_probed: dict[_Key, _Probe] = {}
_usual: dict[PythonNetwork, Shape] = {}
_stopped: set[PythonNetwork] = set()
_agreed: dict[PythonNetwork, None] = {}  # in the order of the agreements


def _key(network: PythonNetwork, need: Need) -> _Key:
    return network, need.input_shape, need.classes


def _class_fits(network: PythonNetwork, need: Need) -> StudioError | None:
    try:
        consent.source(network.path, network.sha256)
    except StudioError as error:
        return error
    key = _key(network, need)
    with _lock:
        probe = _probed.get(key)
    if probe is None:
        try:
            found = _user_class(network).probe(need.input_shape, need.classes, _PICTURES)
            probe = _Probe(found.output, found.learns)
        except StudioError as error:
            probe = _Probe(None, False, error)
        with _lock:
            _probed[key] = probe
    return probe.error or _misfit(network.title, need, probe)


def _misfit(title: str, need: Need, probe: _Probe) -> StudioError | None:
    if need.input_shape is not None:
        given, wanted = f"({_PICTURES}, {', '.join(map(str, need.input_shape))})", need.classes or "classes"
        if probe.output is None:
            return NetworkInputError(
                "{title} gives no tensor for an input of {given}. Return one from forward().", title=title, given=given
            )
        if len(probe.output) != 2 or probe.output[0] != _PICTURES:
            return NetworkInputError(
                "{title} gives {output} for an input of {given}, and ({pictures}, {wanted}) is needed: one number a "
                "class for each picture.",
                title=title,
                output=probe.output,
                given=given,
                pictures=_PICTURES,
                wanted=wanted,
            )
        if need.classes is not None and probe.output[1] != need.classes:
            return NetworkInputError(
                "{title} gives {output} for an input of {given}, and the data set has {classes} classes: "
                "({pictures}, {classes}) is needed. Give its constructor num_classes, or change its last layer.",
                title=title,
                output=probe.output,
                given=given,
                classes=need.classes,
                pictures=_PICTURES,
            )
    if need.trains and not probe.learns:
        return ConfigError(
            "{title} has no weights that could learn. Choose another network.", title=title, setting="network"
        )
    return None


def _user_class(network: PythonNetwork) -> "UserClass":
    """The class, after its file's consented bytes were run; torch is imported here."""
    user_code: Any = importlib.import_module("cnnstudio.networks.user_code")
    loaded: UserClass = user_code.load(network.path, network.class_name, network.sha256, network.given)
    return loaded
