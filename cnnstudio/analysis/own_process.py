"""The second try of a network of the user's that cannot be analysed without its numbers: in a process of its own.

There it is built with memory for its weights, as its author would build it, and runs on a picture of zeros. What it
costs is bounded: a time limit, and on systems that know one a limit of memory; the program goes on whatever happens to
that process. Only for code that the user agreed to run: what comes back from the process is believed.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cnnstudio import side_process
from cnnstudio.analysis.results import Analysis
from cnnstudio.errors import ConfigError, NetworkInputError, StudioError
from cnnstudio.networks import consent
from cnnstudio.networks.reference import PythonNetwork

SECONDS = 60.0
"""How long such a network may take to be built and run once, the start of the process included."""

MOST_MEMORY = 4 * 1024**3
"""Bytes beside what the libraries take."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be analysed: the bytes of a file that the user agreed to run, and a name in it.

    Attributes:
        key: what the work is for, so that it can be stopped.
    """

    file: Path
    text: bytes
    name: str
    input_shape: tuple[int, int, int]
    batch: int
    arguments: Mapping[str, Any]
    key: Hashable = None

    @property
    def title(self) -> str:
        """Whose code it is, for a sentence."""
        return f"{self.name} in {self.file.name}"


def analyse(order: Order, *, seconds: float = SECONDS, most_memory: int = MOST_MEMORY) -> Analysis:
    """Analyse a network in a process of its own.

    Raises:
        ConfigError: if the file or the constructor raises.
        NetworkInputError: if the network cannot take the input, takes too long or too much memory.
        StoppedError: if nobody waits for it any more.
    """
    result: Analysis = side_process.call(
        _analysed, order, most_memory, key=order.key, title=order.title, seconds=seconds, alone=True
    )
    return result


def analyse_own(network: PythonNetwork, input_shape: tuple[int, int, int], *, batch: int = 1) -> Analysis:
    """``network.analyse_own`` for the window: nothing of the user's code runs in this process.

    Raises:
        StudioError: as there, and as ``analyse``.
    """
    text = consent.source(network.path, network.sha256)
    order = Order(network.path, text, network.class_name, input_shape, batch, network.given, key=network)
    structure: Analysis | None = side_process.call(_structure, network, order, key=network, title=order.title)
    return structure or analyse(order)


def _structure(network: PythonNetwork, order: Order) -> Analysis | None:
    """In the other process: without numbers; None where the network needs them."""
    from cnnstudio.analysis.network import analyse_without_numbers
    from cnnstudio.networks import user_code

    consent.pass_on(network.path, network.sha256, order.text)
    loaded = user_code.load(network.path, network.class_name, network.sha256, network.given)
    return analyse_without_numbers(order, loaded.build)


def _analysed(order: Order, most_memory: int) -> Analysis:
    """In the other process: with numbers, within the memory that it may take."""
    import cnnstudio.analysis.network  # noqa: F401  # what the libraries take is not what the network takes

    _limit_memory(most_memory)
    try:
        return _attempted(order)
    except MemoryError:
        raise NetworkInputError("{title} needs more memory than it may take here.", title=order.title) from None


def _attempted(order: Order) -> Analysis:
    from cnnstudio.analysis.network import analyse_module
    from cnnstudio.networks import user_code

    def attempt(*, real: bool) -> Analysis:
        module = user_code.construct(order.file, order.text, order.name, order.arguments)
        return analyse_module(
            module,
            order.input_shape,
            batch=order.batch,
            name=order.file.stem,
            title=order.name,
            on_meta_only=not real,
            real=real,
        )

    try:
        return attempt(real=False)
    except ConfigError:
        raise
    except StudioError:
        return attempt(real=True)


def _limit_memory(most: int) -> None:
    try:
        import resource
    except ImportError:  # Windows knows no such limit
        return
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    except OSError:  # elsewhere than on Linux it is not known what the libraries take
        return
    taken = pages * resource.getpagesize()
    _, hardest = resource.getrlimit(resource.RLIMIT_AS)
    if hardest == resource.RLIM_INFINITY or taken + most < hardest:  # else the system allows less already
        resource.setrlimit(resource.RLIMIT_AS, (taken + most, hardest))
