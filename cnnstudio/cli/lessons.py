"""``cnnstudio lessons``: the lessons, what is wrong with one of somebody's own, or learners' results."""

import argparse
import sys

from cnnstudio import terminal
from cnnstudio.cli import language
from cnnstudio.cli.arguments import some_path
from cnnstudio.errors import ConfigError, StudioError
from cnnstudio.messages import Message


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "lessons",
        help=Message("list the lessons, check one of your own, or collect results"),
        description=Message(
            "List the lessons. With --check: name everything that is wrong with a lesson, by file and line. With "
            "--results: print one table of the files that learners have saved."
        ),
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--check",
        metavar="FOLDER",
        type=some_path,
        help=Message("a lesson's folder, or a zip of one; see resources/lessons"),
    )
    what.add_argument(
        "--results",
        metavar="FILE",
        type=some_path,
        nargs="+",
        help=Message("results that learners have saved"),
    )
    parser.add_argument("--csv", action="store_true", help=Message("with --results: print the table as CSV"))


def run(arguments: argparse.Namespace) -> int:
    """Print the lessons, check one, or print results."""
    from cnnstudio.lessons import shelf

    if arguments.csv and arguments.results is None:
        raise ConfigError("--csv belongs to --results. Name the files of results, too.")
    if arguments.results is not None:
        return _print_results(arguments)
    if arguments.check is not None:
        return _check(arguments)
    for one in shelf.lessons():
        languages = " ".join(sorted(one.texts))
        time = language.say(Message("{n} min", n=one.minutes))
        print(f"{one.order:>2}  {terminal.padded(time, 7, right=True)}  {languages}  {one.title(language.code())}")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from cnnstudio.lessons import checks

    lesson, faults = checks.check(arguments.check)
    for fault in faults:
        print(language.sentence(fault), file=sys.stderr)
    if faults or lesson is None:
        return 1
    steps = sum(1 for _ in lesson.text(language.code()).steps())
    told = Message(
        "{title}: nothing is wrong. Steps: {steps}. Exercises: {exercises}.",
        title=lesson.title(language.code()),
        steps=steps,
        exercises=len(lesson.exercises),
    )
    print(language.say(told))
    return 0


def _print_results(arguments: argparse.Namespace) -> int:
    """The table of all files that can be read; of the others, what is wrong with each."""
    from cnnstudio.lessons import results, results_table
    from cnnstudio.lessons.results_table import Collected

    found: list[Collected] = []
    for path in arguments.results:
        try:
            found.append(Collected(path.name, results.load(path)))
        except StudioError as error:
            print(f"cnnstudio: {language.sentence(error)}", file=sys.stderr)
    if found and arguments.csv:
        print(results_table.as_csv(found), end="")
    elif found:
        print(results_table.as_text(found, language.say))
    return 0 if len(found) == len(arguments.results) else 1
