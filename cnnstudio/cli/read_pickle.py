"""The hidden command ``read-pickle``: what ``weights.elsewhere`` starts as a process of its own; not for users."""

import argparse
import sys
from pathlib import Path
from typing import Any

from cnnstudio.errors import StudioError


def add_parser(subparsers: Any) -> None:
    """Add the command, without a word in the help."""
    parser = subparsers.add_parser("read-pickle", add_help=False)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)


def run(arguments: argparse.Namespace) -> int:
    """Write the state dictionary in SOURCE as safetensors to TARGET; 1 and a sentence on standard output if not."""
    from cnnstudio.weights import unpickling

    try:
        unpickling.convert(arguments.source, arguments.target)
    except StudioError as error:
        sys.stdout.buffer.write(str(error).encode("utf-8", "backslashreplace"))
        return 1
    return 0
