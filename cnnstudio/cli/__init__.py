"""The command line: ``cnnstudio`` opens the window, ``cnnstudio COMMAND`` works without one.

One module a command; each has ``add_parser(subparsers)`` and ``run(arguments) -> int`` and imports what is heavy
only inside ``run``, so that ``cnnstudio --help`` and the window's first paint never wait for torch.

Exit status: 0 done, 1 the job failed (one clear line on standard error, no traceback), 2 wrong usage.
"""

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from cnnstudio import __version__
from cnnstudio.errors import StudioError

_COMMANDS: tuple[str, ...] = ("train", "networks", "summary", "predict")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cnnstudio",
        description="Take convolutional networks apart, train them, draw digits. No command: open the window.",
    )
    parser.add_argument("--version", action="version", version=f"CNN Studio {__version__}")
    parser.add_argument(
        "--self-test",
        action="store_true",
        help="open the window, try every room, train a little, close it; status 0 if all of it works",
    )
    # A desktop's menu entry starts the program with this switch, with a file or without one.
    parser.add_argument(
        "--open", metavar="FILE", nargs="?", type=Path, help="open the window with this file of the Playground"
    )
    parser.add_argument(
        "--safe-start",
        action="store_true",
        help="open the window with the default settings and an empty workspace; yours are kept beside them",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name in _COMMANDS:
        importlib.import_module(f"cnnstudio.cli.{name}").add_parser(commands)
    return parser


def _opening(file: Path) -> Callable[[object], object]:
    # Imported only once the program has seen that Qt can be loaded.
    return lambda window: importlib.import_module("cnnstudio.gui.opening").Opening(window, file)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line; returns the exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        for switch in ("self_test", "open", "safe_start"):
            if options.command is not None and getattr(options, switch):
                parser.error(f"--{switch.replace('_', '-')} takes no command")
        if options.self_test:
            return int(importlib.import_module("cnnstudio.cli.self_test").run())
        if options.command is None:
            app = importlib.import_module("cnnstudio.gui.app")
            attend = _opening(options.open) if options.open else None
            return int(app.main(attend, safe_start=options.safe_start))
        return int(importlib.import_module(f"cnnstudio.cli.{options.command}").run(options))
    except StudioError as error:
        print(f"cnnstudio: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
