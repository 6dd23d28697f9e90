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
from urllib.parse import urlsplit
from urllib.request import url2pathname

from cnnstudio import __version__, crash_report, error_log
from cnnstudio.cli import language
from cnnstudio.cli.arguments import some_path
from cnnstudio.cli.parser import Parser, in_language
from cnnstudio.errors import ConfigError, StudioError, readable
from cnnstudio.files import reason
from cnnstudio.messages import Message, in_turn
from cnnstudio.networks.consent import ConsentError

_COMMANDS: tuple[str, ...] = ("train", "networks", "summary", "predict", "lessons")
# Those that run torch or read files with it; the window watches itself.
_COMPUTING = ("train", "summary", "predict", "lessons")
# For processes of the program's own; the help does not list them.
_INNER: tuple[str, ...] = ("read_pickle",)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="cnnstudio",
        description=Message("Take convolutional networks apart, train them, draw digits. No command: open the window."),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"CNN Studio {__version__}",
        help=Message("show the program's version and exit"),
    )
    parser.add_argument(
        "--self-test",
        action="store_true",
        help=Message("open the window, try every room, train a little, close it; status 0 if all of it works"),
    )
    # A desktop's menu entry starts the program with this switch, with a file or without one.
    parser.add_argument(
        "--open",
        metavar="FILE|LINK",
        nargs="?",
        type=_file_or_link,
        help=Message(
            "open the window with what a .cnnstudio file, a file of the Playground or a cnnstudio: link holds"
        ),
    )
    parser.add_argument(
        "--safe-start",
        action="store_true",
        help=Message("open the window with the default settings and an empty workspace; yours are kept beside them"),
    )
    parser.add_argument(
        "--language",
        metavar="CODE",
        help=Message("speak this language instead of the user's, such as en or zh_CN"),
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
            told = Message("The output could not be written: {reason}.", reason=reason(error))
            print(f"cnnstudio: {language.say(told)}", file=sys.stderr)
        return 1


def _run(arguments: Sequence[str] | None) -> int:
    try:
        language.choose(_asked_language(arguments))
        with in_language():
            options = _parsed(arguments)
    except StudioError as error:
        print(f"cnnstudio: {language.sentence(error)}", file=sys.stderr)
        return 2 if isinstance(error, ConfigError) else 1
    try:
        if options.self_test:
            return int(importlib.import_module("cnnstudio.cli.self_test").run())
        if options.command is None:
            app = importlib.import_module("cnnstudio.gui.app")
            attend = _opening(options.open) if options.open else None
            return int(app.main(attend, safe_start=options.safe_start, speaking=options.language))
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


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What the user asks for; leaves with status 2 where it is wrong, and with 0 after the help."""
    parser = _parser()
    options = parser.parse_args(arguments)
    for switch in ("self_test", "open", "safe_start"):
        if options.command is not None and getattr(options, switch):
            option = f"--{switch.replace('_', '-')}"
            parser.error(language.say(Message("{option} takes no command", option=option)))
    return options


def _asked_language(arguments: Sequence[str] | None) -> str | None:
    """What stands after ``--language``, before anything is said that would be in it."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    for place, argument in enumerate(given):
        name, equals, value = argument.partition("=")
        if name.startswith("--l") and "--language".startswith(name):  # argparse takes what is short for it, too
            following = given[place + 1] if place + 1 < len(given) else None
            return value if equals else following
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
    told = Message("Something went wrong that the program did not expect: {what}.", what=what)
    system = (f"CNN Studio {__version__}", f"Python {platform.python_version()}", platform.platform())
    try:
        error_log.append(f"{', '.join(system)} (cnnstudio)\n\n{''.join(traceback.format_exception(error))}".rstrip())
    except OSError:
        return language.say(told)
    details = Message("The details are in {file}; copy them into a report.", file=error_log.file())
    return language.say(in_turn([told, details]))
