"""The command line: ``cnnstudio`` opens the window, ``cnnstudio COMMAND`` works without one.

One module a command; each has ``add_parser(subparsers)`` and ``run(arguments) -> int`` and imports what is heavy
only inside ``run``, so that ``cnnstudio --help`` and the window's first paint never wait for torch.

Exit status: 0 done, 1 the job failed (one clear line on standard error, no traceback) or its reader went away
(``| head``: no line at all), 2 wrong usage, 130 stopped by Ctrl+C.
"""

import argparse
import errno
import faulthandler
import importlib
import io
import os
import platform
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit
from urllib.request import url2pathname

from cnnstudio import __version__, crash_report, error_log
from cnnstudio.cli import language
from cnnstudio.cli.arguments import some_path
from cnnstudio.errors import ConfigError, StudioError, readable
from cnnstudio.networks.consent import ConsentError

_COMMANDS: tuple[str, ...] = ("train", "networks", "summary", "predict", "lessons")
# Those that run torch or read files with it; the window watches itself.
_COMPUTING = ("train", "summary", "predict", "lessons")
# For processes of the program's own; the help does not list them.
_INNER: tuple[str, ...] = ("read_pickle",)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong as briefly as the program's own errors do; those of the commands are of its class, too."""

    def error(self, message: str) -> NoReturn:
        super().error(readable(message))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
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
        "--open",
        metavar="FILE|LINK",
        nargs="?",
        type=_file_or_link,
        help="open the window with what a .cnnstudio file, a file of the Playground or a cnnstudio: link holds",
    )
    parser.add_argument(
        "--safe-start",
        action="store_true",
        help="open the window with the default settings and an empty workspace; yours are kept beside them",
    )
    parser.add_argument(
        "--language",
        metavar="CODE",
        help="speak this language instead of the user's, such as en or zh_CN",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name in (*_COMMANDS, *_INNER):
        importlib.import_module(f"cnnstudio.cli.{name}").add_parser(commands)
    return parser


def _file_or_link(value: str) -> Path | str:
    """A link of the program as it is; else a path, which a desktop may give as a ``file:`` address."""
    if value.lower().startswith("cnnstudio:"):  # workspace.links.SCHEME
        return value
    return some_path(url2pathname(urlsplit(value).path) if value.lower().startswith("file:") else value)


def _opening(source: Path | str) -> Callable[[object], object]:
    # Imported only once the program has seen that Qt can be loaded.
    return lambda window: importlib.import_module("cnnstudio.gui.opening").open_in(window, source)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line; returns the exit status."""
    try:
        try:
            _print_any_name()
            return _run(arguments)
        finally:
            # What still waits to be printed meets a closed pipe here, not when the interpreter ends.
            for stream in (sys.stdout, sys.stderr):
                if stream is not None:
                    stream.flush()
    except OSError as error:
        _silence_closed_streams()
        if not _is_closed_pipe(error):
            print(f"cnnstudio: The output could not be written: {error.strerror}.", file=sys.stderr)
        return 1


def _run(arguments: Sequence[str] | None) -> int:
    try:
        language.choose(_asked_language(arguments))
        parser = _parser()
        options = parser.parse_args(arguments)
    except StudioError as error:
        print(f"cnnstudio: {language.sentence(error)}", file=sys.stderr)
        return 2 if isinstance(error, ConfigError) else 1
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
        with _watched(options.command):
            return int(importlib.import_module(f"cnnstudio.cli.{options.command.replace('-', '_')}").run(options))
    except StudioError as error:
        print(f"cnnstudio: {language.sentence(error)}", file=sys.stderr)
        return 2 if isinstance(error, ConsentError) else 1  # without --run-code it was used wrongly
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if isinstance(error, OSError) and (_is_closed_pipe(error) or error.filename is None):
            raise
        print(f"cnnstudio: {_unexpected(error)}", file=sys.stderr)
        return 1


def _asked_language(arguments: Sequence[str] | None) -> str | None:
    """What stands after ``--language``, before anything is said that would be in it."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    for place, argument in enumerate(given):
        if argument == "--language":
            return given[place + 1] if place + 1 < len(given) else None
        if argument.startswith("--language="):
            return argument.partition("=")[2]
        if argument in _COMMANDS:
            break  # what comes now is the command's
    return None


@contextmanager
def _watched(command: str) -> Iterator[None]:
    """Where a crash inside a library happened is written into the log folder, and told by the next window.

    Who has asked Python for that (``PYTHONFAULTHANDLER``) finds it where he wants it.
    """
    watch = crash_report.Watch("command")
    if command in _COMPUTING and not faulthandler.is_enabled():
        watch.begin()
    try:
        yield
    finally:
        watch.end()


def _print_any_name() -> None:
    """File names need not be text of the terminal's encoding; what cannot be printed as it is, is written as \\x..."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _is_closed_pipe(error: OSError) -> bool:
    # Windows calls it an invalid argument.
    return isinstance(error, BrokenPipeError) or (sys.platform == "win32" and error.errno == errno.EINVAL)


def _silence_closed_streams() -> None:
    """Send what a stream that cannot be written still holds to nowhere: the interpreter writes it out at its end."""
    for stream in (sys.stdout, sys.stderr):
        if stream is None:
            continue
        try:
            stream.flush()
        except OSError:
            with suppress(OSError, ValueError):
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, stream.fileno())
                os.close(nowhere)


def _unexpected(error: Exception) -> str:
    """One sentence for an error that is the program's own fault; the details go into the log."""
    what = readable((str(error).strip() or type(error).__name__).splitlines()[0]).rstrip(".")
    told = f"Something went wrong that the program did not expect: {what}."
    details = f"CNN Studio {__version__}, Python {platform.python_version()}, {platform.platform()}, command line"
    try:
        error_log.append(f"{details}\n\n{''.join(traceback.format_exception(error))}".rstrip())
    except OSError:
        return told
    return f"{told} The details are in {error_log.file()}; copy them into a report."
