"""The second try of a network of the user's that cannot be analysed without its numbers: in a process of its own.

There it is built with memory for its weights, as its author would build it, and runs on a picture of zeros. What it
costs is bounded: a time limit, and on systems that know one a limit of memory; the program goes on whatever happens to
that process. Only for code that the user agreed to run: what comes back from the process is believed.
"""

import multiprocessing
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from cnnstudio.analysis.results import Analysis
from cnnstudio.errors import ConfigError, NetworkInputError, StudioError

SECONDS = 60.0
"""How long such a network may take to be built and run once, the start of the process included."""

MOST_MEMORY = 4 * 1024**3
"""Bytes beside what the libraries take."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be analysed: the bytes of a file that the user agreed to run, and a name in it."""

    file: Path
    text: bytes
    name: str
    input_shape: tuple[int, int, int]
    batch: int
    arguments: Mapping[str, Any]


def analyse(order: Order, *, seconds: float = SECONDS, most_memory: int = MOST_MEMORY) -> Analysis:
    """Analyse a network in a process of its own.

    Raises:
        ConfigError: if the file or the constructor raises.
        NetworkInputError: if the network cannot take the input, takes too long or too much memory.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(there, order, most_memory), daemon=True)
    process.start()
    there.close()
    try:
        if not here.poll(seconds):
            raise NetworkInputError(
                f"{order.name} in {order.file.name} did not finish within {seconds:g} seconds. Does it wait for "
                "something, or repeat something without end?"
            )
        try:
            kind, value = here.recv()
        except EOFError as error:
            raise NetworkInputError(
                f"{order.name} in {order.file.name} ended its own process, perhaps for want of memory. Try a smaller "
                "input, or run the file by itself to see why."
            ) from error
    finally:
        here.close()
        process.kill()
        process.join(5)
    if kind == "analysis":
        result: Analysis = value
        return result
    raise (ConfigError if kind == "config" else NetworkInputError)(value)


def _work(there: Connection, order: Order, most_memory: int) -> None:
    """In the other process: analyse, and send what was found or what went wrong."""
    try:
        there.send(("analysis", _analysed(order, most_memory)))
    except ConfigError as error:
        there.send(("config", str(error)))
    except StudioError as error:
        there.send(("input", str(error)))
    except MemoryError:
        there.send(("input", f"{order.name} in {order.file.name} needs more memory than it may take here."))
    finally:
        there.close()


def _analysed(order: Order, most_memory: int) -> Analysis:
    from cnnstudio.analysis.network import analyse_module
    from cnnstudio.networks import user_code

    _limit_memory(most_memory)

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
    resource.setrlimit(resource.RLIMIT_AS, (taken + most, resource.RLIM_INFINITY))
