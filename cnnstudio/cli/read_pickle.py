"""The hidden command ``read-pickle``: what ``weights.elsewhere`` starts as a process of its own; not for users."""

import argparse
import json
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
    """Write the state dictionary in SOURCE as safetensors to TARGET; if not, 1 and a message as JSON is printed."""
    from cnnstudio.weights import unpickling

    try:
        unpickling.convert(arguments.source, arguments.target)
    except StudioError as error:
        sys.stdout.buffer.write(json.dumps(error.message.parts()).encode())  # in ASCII, whatever stands in names
        return 1
    return 0
