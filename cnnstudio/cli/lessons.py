"""``cnnstudio lessons``: the lessons, or what is wrong with one of somebody's own."""

import argparse
import sys

from cnnstudio import terminal
from cnnstudio.cli import language
from cnnstudio.cli.arguments import some_path
from cnnstudio.messages import Message


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "lessons",
        help=Message("list the lessons, or check one of your own"),
        description=Message(
            "List the lessons. With --check: name everything that is wrong with a lesson, by file and line."
        ),
    )
    parser.add_argument(
        "--check",
        metavar="FOLDER",
        type=some_path,
        help=Message("a lesson's folder, or a zip of one; see resources/lessons"),
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the lessons, or check one."""
    from cnnstudio.lessons import checks, shelf

    if arguments.check is None:
        for one in shelf.lessons():
            languages = " ".join(sorted(one.texts))
            time = language.say(Message("{n} min", n=one.minutes))
            print(f"{one.order:>2}  {terminal.padded(time, 7, right=True)}  {languages}  {one.title(language.code())}")
        return 0
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
