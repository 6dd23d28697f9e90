"""Asking before a Python file of the user's runs: on a terminal a question, elsewhere ``--run-code``."""

import argparse
import sys

from cnnstudio.cli import language
from cnnstudio.messages import Message
from cnnstudio.networks import consent
from cnnstudio.networks.consent import ConsentError
from cnnstudio.networks.reference import NetworkRef, PythonNetwork


def add_argument(parser: argparse.ArgumentParser) -> None:
    """Add ``--run-code`` to a command that may run a network of the user's own."""
    parser.add_argument(
        "--run-code",
        action="store_true",
        help=Message("let the network's Python file run, with all your rights; asked about where there is a terminal"),
    )


def agree(network: NetworkRef, *, given: bool) -> None:
    """See to it that the network's code may run, where it is a Python file: ask, if it was not ``given`` already.

    Raises:
        ConsentError: if the answer is no, or there is nobody to ask.
        StorageError: if the file cannot be read.
    """
    if not isinstance(network, PythonNetwork) or network.agreed:
        return
    name = network.path.name
    if not given:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise ConsentError(
                "{name} is a program, which would run with all your rights. If you trust it, add --run-code.", name=name
            )
        warning = Message("This runs the code in {file} on your computer, with all your rights.", file=network.path)
        print(language.say(warning), file=sys.stderr)
        print(language.say(Message("Do you trust it? [y/N]")), end=" ", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip().lower() not in ("y", "yes"):
            raise ConsentError("{name} was not run.", name=name)
    consent.give(network.path, network.sha256)
