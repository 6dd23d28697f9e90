"""Many random questions: no right result is called wrong, every slip is named by its number and played from its place.

``python -m tests.system questions [--count N] [--plays N] [--seed SEED]`` asks N questions of each kind (1,000), in
several ways of typing the right result, and has N questions with each slip (20) named and played in the Playground.
"""

import argparse
import os
import random
import sys
from collections.abc import Iterator, Sequence
from itertools import islice

from cnnstudio.lessons import questions, slips
from cnnstudio.lessons.questions import KINDS, Question, Value


def ways_to_type(value: Value) -> Iterator[str]:
    """A result as different people type it."""
    if len(value) > 1:
        sides = [str(side) for side in value]
        yield " x ".join(sides)
        yield f"({', '.join(sides)})"
        yield "×".join((*sides[1:], sides[0]))
        return
    (number,) = value
    yield f"{number.numerator}/{number.denominator}" if number.denominator > 1 else str(number)
    yield f"2*{number.numerator}/{2 * number.denominator}"
    yield f"{number.numerator + number.denominator}/{number.denominator} - 1"
    if number.denominator == 1:
        yield f"{int(number):,}"


def wrongly_judged(kind: str, seed: int, count: int) -> Iterator[str]:
    """What is wrong with the verdicts on a kind's right results."""
    for question in islice(questions.practice(kind, seed), count):
        right = question.right()
        found = slips.distinct(question, right)
        for typed in ways_to_type(right):
            if not slips.means(question, typed, right):
                yield f"{question.written()}: {typed} is right and called wrong"
            for slip in found:
                if slips.means(question, typed, slip.value):
                    yield f"{question.written()}: {typed} is right and also {slip.name}"


def wrongly_named(name: str, seed: int, count: int) -> Iterator[str]:
    """Questions at which a slip is not named by the number that it gives."""
    for question in islice(slips.practice(name, seed), count):
        typed = _typed(question, name)
        verdict = slips.judge(question, typed)
        if verdict.right or verdict.slip is None or verdict.slip.name != name:
            yield f"{question.written()}: {typed} is not called {name}"


def _typed(question: Question, name: str) -> str:
    value = next(slip.value for slip in slips.distinct(question) if slip.name == name)
    return next(ways_to_type(value))


def wrongly_played(seed: int, count: int) -> Iterator[str]:
    """Slips at which the Playground shows another place, in a window of its own."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    from cnnstudio.gui.playground.page import PlaygroundPage
    from cnnstudio.gui.studio import Studio
    from tests.gui.playground.test_predicting import played

    app = QApplication.instance() or QApplication(["questions"])
    studio = Studio()
    page = PlaygroundPage(studio)
    window = QMainWindow()
    window.setCentralWidget(page)
    window.resize(1200, 720)
    window.show()
    for name in slips.SENTENCES:
        for question in islice(slips.practice(name, seed), count):
            slip = next(slip for slip in slips.distinct(question) if slip.name == name)
            try:
                played(page, slip)
            except AssertionError as error:
                yield f"{question.written()}: {name} is played elsewhere: {error}"
            app.processEvents()
    page.shut_down()
    studio.shut_down()
    window.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is wrong; 1 where something is."""
    parser = argparse.ArgumentParser(prog="python -m tests.system questions", description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--plays", type=int, default=20)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    seed = random.SystemRandom().randrange(10**6) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    faults: list[str] = []
    for kind in KINDS:
        faults += wrongly_judged(kind, seed, options.count)
        print(f"{kind}: {options.count} questions", flush=True)
    for name in slips.SENTENCES:
        faults += wrongly_named(name, seed, options.plays)
    print(f"{len(slips.SENTENCES)} slips named, {options.plays} questions each", flush=True)
    faults += wrongly_played(seed, options.plays)
    print(f"{len(slips.SENTENCES)} slips played, {options.plays} questions each", flush=True)
    print("\n".join(faults) or "Nothing is wrong.")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
